from typing import Literal

Wan27EditRequestModel = Literal["wan-2.7-video-edit"]

WAN_27_EDIT_REQUEST_MODEL_VALUES: set[Wan27EditRequestModel] = {
    "wan-2.7-video-edit",
}


def check_wan_27_edit_request_model(value: str) -> Wan27EditRequestModel:
    if value in WAN_27_EDIT_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {WAN_27_EDIT_REQUEST_MODEL_VALUES!r}"
    )
