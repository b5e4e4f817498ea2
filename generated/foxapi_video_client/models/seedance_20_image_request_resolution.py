from typing import Literal

Seedance20ImageRequestResolution = Literal["1080p", "480p", "720p"]

SEEDANCE_20_IMAGE_REQUEST_RESOLUTION_VALUES: set[Seedance20ImageRequestResolution] = {
    "1080p",
    "480p",
    "720p",
}


def check_seedance_20_image_request_resolution(value: str) -> Seedance20ImageRequestResolution:
    if value in SEEDANCE_20_IMAGE_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SEEDANCE_20_IMAGE_REQUEST_RESOLUTION_VALUES!r}"
    )
