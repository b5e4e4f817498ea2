from typing import Literal

KlingV3TextRequestModel = Literal["kling-v3-text-to-video"]

KLING_V3_TEXT_REQUEST_MODEL_VALUES: set[KlingV3TextRequestModel] = {
    "kling-v3-text-to-video",
}


def check_kling_v3_text_request_model(value: str) -> KlingV3TextRequestModel:
    if value in KLING_V3_TEXT_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_V3_TEXT_REQUEST_MODEL_VALUES!r}"
    )
