from typing import Literal

Seedance25ReferenceRequestAspectRatio = Literal["16:9", "1:1", "21:9", "3:4", "4:3", "9:16"]

SEEDANCE_25_REFERENCE_REQUEST_ASPECT_RATIO_VALUES: set[Seedance25ReferenceRequestAspectRatio] = {
    "16:9",
    "1:1",
    "21:9",
    "3:4",
    "4:3",
    "9:16",
}


def check_seedance_25_reference_request_aspect_ratio(
    value: str,
) -> Seedance25ReferenceRequestAspectRatio:
    if value in SEEDANCE_25_REFERENCE_REQUEST_ASPECT_RATIO_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SEEDANCE_25_REFERENCE_REQUEST_ASPECT_RATIO_VALUES!r}"
    )
