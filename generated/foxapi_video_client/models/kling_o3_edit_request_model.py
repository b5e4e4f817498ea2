from typing import Literal

KlingO3EditRequestModel = Literal["kling-o3-video-to-video-edit"]

KLING_O3_EDIT_REQUEST_MODEL_VALUES: set[KlingO3EditRequestModel] = {
    "kling-o3-video-to-video-edit",
}


def check_kling_o3_edit_request_model(value: str) -> KlingO3EditRequestModel:
    if value in KLING_O3_EDIT_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_O3_EDIT_REQUEST_MODEL_VALUES!r}"
    )
