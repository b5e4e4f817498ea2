from typing import Literal

Wan27TextRequestResolution = Literal["1080p", "720p"]

WAN_27_TEXT_REQUEST_RESOLUTION_VALUES: set[Wan27TextRequestResolution] = {
    "1080p",
    "720p",
}


def check_wan_27_text_request_resolution(value: str) -> Wan27TextRequestResolution:
    if value in WAN_27_TEXT_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {WAN_27_TEXT_REQUEST_RESOLUTION_VALUES!r}"
    )
