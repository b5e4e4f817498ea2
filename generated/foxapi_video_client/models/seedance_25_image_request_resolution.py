from typing import Literal

Seedance25ImageRequestResolution = Literal["1080p", "480p", "720p"]

SEEDANCE_25_IMAGE_REQUEST_RESOLUTION_VALUES: set[Seedance25ImageRequestResolution] = {
    "1080p",
    "480p",
    "720p",
}


def check_seedance_25_image_request_resolution(value: str) -> Seedance25ImageRequestResolution:
    if value in SEEDANCE_25_IMAGE_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SEEDANCE_25_IMAGE_REQUEST_RESOLUTION_VALUES!r}"
    )
