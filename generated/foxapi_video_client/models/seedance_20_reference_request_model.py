from typing import Literal

Seedance20ReferenceRequestModel = Literal[
    "seedance-2.0-fast-reference-to-video", "seedance-2.0-reference-to-video"
]

SEEDANCE_20_REFERENCE_REQUEST_MODEL_VALUES: set[Seedance20ReferenceRequestModel] = {
    "seedance-2.0-fast-reference-to-video",
    "seedance-2.0-reference-to-video",
}


def check_seedance_20_reference_request_model(value: str) -> Seedance20ReferenceRequestModel:
    if value in SEEDANCE_20_REFERENCE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SEEDANCE_20_REFERENCE_REQUEST_MODEL_VALUES!r}"
    )
