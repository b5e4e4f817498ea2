from typing import Literal

KlingO3ImageRequestResolution = Literal["1080p", "4k", "720p"]

KLING_O3_IMAGE_REQUEST_RESOLUTION_VALUES: set[KlingO3ImageRequestResolution] = {
    "1080p",
    "4k",
    "720p",
}


def check_kling_o3_image_request_resolution(value: str) -> KlingO3ImageRequestResolution:
    if value in KLING_O3_IMAGE_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_O3_IMAGE_REQUEST_RESOLUTION_VALUES!r}"
    )
