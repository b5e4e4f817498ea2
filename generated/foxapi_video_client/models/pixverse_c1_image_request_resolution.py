from typing import Literal

PixverseC1ImageRequestResolution = Literal["540p", "720p"]

PIXVERSE_C1_IMAGE_REQUEST_RESOLUTION_VALUES: set[PixverseC1ImageRequestResolution] = {
    "540p",
    "720p",
}


def check_pixverse_c1_image_request_resolution(value: str) -> PixverseC1ImageRequestResolution:
    if value in PIXVERSE_C1_IMAGE_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PIXVERSE_C1_IMAGE_REQUEST_RESOLUTION_VALUES!r}"
    )
