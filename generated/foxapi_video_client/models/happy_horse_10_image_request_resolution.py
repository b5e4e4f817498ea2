from typing import Literal

HappyHorse10ImageRequestResolution = Literal["1080p", "720p"]

HAPPY_HORSE_10_IMAGE_REQUEST_RESOLUTION_VALUES: set[HappyHorse10ImageRequestResolution] = {
    "1080p",
    "720p",
}


def check_happy_horse_10_image_request_resolution(value: str) -> HappyHorse10ImageRequestResolution:
    if value in HAPPY_HORSE_10_IMAGE_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {HAPPY_HORSE_10_IMAGE_REQUEST_RESOLUTION_VALUES!r}"
    )
