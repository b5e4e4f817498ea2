from typing import Literal

Seedance25ReferenceRequestModel = Literal["seedance-2.5-reference-to-video"]

SEEDANCE_25_REFERENCE_REQUEST_MODEL_VALUES: set[Seedance25ReferenceRequestModel] = {
    "seedance-2.5-reference-to-video",
}


def check_seedance_25_reference_request_model(value: str) -> Seedance25ReferenceRequestModel:
    if value in SEEDANCE_25_REFERENCE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SEEDANCE_25_REFERENCE_REQUEST_MODEL_VALUES!r}"
    )
