from typing import Literal

KlingO3TextRequestModel = Literal["kling-o3-text-to-video"]

KLING_O3_TEXT_REQUEST_MODEL_VALUES: set[KlingO3TextRequestModel] = {
    "kling-o3-text-to-video",
}


def check_kling_o3_text_request_model(value: str) -> KlingO3TextRequestModel:
    if value in KLING_O3_TEXT_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_O3_TEXT_REQUEST_MODEL_VALUES!r}"
    )
