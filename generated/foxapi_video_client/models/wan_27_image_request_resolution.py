from typing import Literal

Wan27ImageRequestResolution = Literal["1080p", "720p"]

WAN_27_IMAGE_REQUEST_RESOLUTION_VALUES: set[Wan27ImageRequestResolution] = {
    "1080p",
    "720p",
}


def check_wan_27_image_request_resolution(value: str) -> Wan27ImageRequestResolution:
    if value in WAN_27_IMAGE_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {WAN_27_IMAGE_REQUEST_RESOLUTION_VALUES!r}"
    )
