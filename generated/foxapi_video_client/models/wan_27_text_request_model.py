from typing import Literal

Wan27TextRequestModel = Literal["wan-2.7-text-to-video"]

WAN_27_TEXT_REQUEST_MODEL_VALUES: set[Wan27TextRequestModel] = {
    "wan-2.7-text-to-video",
}


def check_wan_27_text_request_model(value: str) -> Wan27TextRequestModel:
    if value in WAN_27_TEXT_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {WAN_27_TEXT_REQUEST_MODEL_VALUES!r}"
    )
