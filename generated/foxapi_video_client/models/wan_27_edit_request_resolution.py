from typing import Literal

Wan27EditRequestResolution = Literal["1080p", "720p"]

WAN_27_EDIT_REQUEST_RESOLUTION_VALUES: set[Wan27EditRequestResolution] = {
    "1080p",
    "720p",
}


def check_wan_27_edit_request_resolution(value: str) -> Wan27EditRequestResolution:
    if value in WAN_27_EDIT_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {WAN_27_EDIT_REQUEST_RESOLUTION_VALUES!r}"
    )
