from typing import Literal

ViduQ3TextRequestModel = Literal["vidu-q3-text-to-video", "vidu-q3-turbo-text-to-video"]

VIDU_Q3_TEXT_REQUEST_MODEL_VALUES: set[ViduQ3TextRequestModel] = {
    "vidu-q3-text-to-video",
    "vidu-q3-turbo-text-to-video",
}


def check_vidu_q3_text_request_model(value: str) -> ViduQ3TextRequestModel:
    if value in VIDU_Q3_TEXT_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VIDU_Q3_TEXT_REQUEST_MODEL_VALUES!r}"
    )
