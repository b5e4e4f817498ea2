from typing import Literal

KlingO3ReferenceRequestModel = Literal["kling-o3-reference-to-video"]

KLING_O3_REFERENCE_REQUEST_MODEL_VALUES: set[KlingO3ReferenceRequestModel] = {
    "kling-o3-reference-to-video",
}


def check_kling_o3_reference_request_model(value: str) -> KlingO3ReferenceRequestModel:
    if value in KLING_O3_REFERENCE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_O3_REFERENCE_REQUEST_MODEL_VALUES!r}"
    )
