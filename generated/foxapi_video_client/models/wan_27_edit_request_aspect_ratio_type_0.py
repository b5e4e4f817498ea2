from typing import Literal

Wan27EditRequestAspectRatioType0 = Literal["16:9", "1:1", "3:4", "4:3", "9:16"]

WAN_27_EDIT_REQUEST_ASPECT_RATIO_TYPE_0_VALUES: set[Wan27EditRequestAspectRatioType0] = {
    "16:9",
    "1:1",
    "3:4",
    "4:3",
    "9:16",
}


def check_wan_27_edit_request_aspect_ratio_type_0(value: str) -> Wan27EditRequestAspectRatioType0:
    if value in WAN_27_EDIT_REQUEST_ASPECT_RATIO_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {WAN_27_EDIT_REQUEST_ASPECT_RATIO_TYPE_0_VALUES!r}"
    )
