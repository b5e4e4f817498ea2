from typing import Literal

KlingV3ImageRequestResolution = Literal["1080p", "4k", "720p"]

KLING_V3_IMAGE_REQUEST_RESOLUTION_VALUES: set[KlingV3ImageRequestResolution] = {
    "1080p",
    "4k",
    "720p",
}


def check_kling_v3_image_request_resolution(value: str) -> KlingV3ImageRequestResolution:
    if value in KLING_V3_IMAGE_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_V3_IMAGE_REQUEST_RESOLUTION_VALUES!r}"
    )
