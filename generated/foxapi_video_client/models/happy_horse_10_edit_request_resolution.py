from typing import Literal

HappyHorse10EditRequestResolution = Literal["1080p", "720p"]

HAPPY_HORSE_10_EDIT_REQUEST_RESOLUTION_VALUES: set[HappyHorse10EditRequestResolution] = {
    "1080p",
    "720p",
}


def check_happy_horse_10_edit_request_resolution(value: str) -> HappyHorse10EditRequestResolution:
    if value in HAPPY_HORSE_10_EDIT_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {HAPPY_HORSE_10_EDIT_REQUEST_RESOLUTION_VALUES!r}"
    )
