from typing import Literal

Veo31ImageRequestResolution = Literal["1080p", "4k", "720p"]

VEO_31_IMAGE_REQUEST_RESOLUTION_VALUES: set[Veo31ImageRequestResolution] = {
    "1080p",
    "4k",
    "720p",
}


def check_veo_31_image_request_resolution(value: str) -> Veo31ImageRequestResolution:
    if value in VEO_31_IMAGE_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VEO_31_IMAGE_REQUEST_RESOLUTION_VALUES!r}"
    )
