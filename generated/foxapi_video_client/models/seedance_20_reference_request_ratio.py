from typing import Literal

Seedance20ReferenceRequestRatio = Literal["16:9", "1:1", "21:9", "3:4", "4:3", "9:16", "adaptive"]

SEEDANCE_20_REFERENCE_REQUEST_RATIO_VALUES: set[Seedance20ReferenceRequestRatio] = {
    "16:9",
    "1:1",
    "21:9",
    "3:4",
    "4:3",
    "9:16",
    "adaptive",
}


def check_seedance_20_reference_request_ratio(value: str) -> Seedance20ReferenceRequestRatio:
    if value in SEEDANCE_20_REFERENCE_REQUEST_RATIO_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SEEDANCE_20_REFERENCE_REQUEST_RATIO_VALUES!r}"
    )
