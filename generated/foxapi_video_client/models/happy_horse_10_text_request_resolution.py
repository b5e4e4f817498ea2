from typing import Literal

HappyHorse10TextRequestResolution = Literal["1080p", "720p"]

HAPPY_HORSE_10_TEXT_REQUEST_RESOLUTION_VALUES: set[HappyHorse10TextRequestResolution] = {
    "1080p",
    "720p",
}


def check_happy_horse_10_text_request_resolution(value: str) -> HappyHorse10TextRequestResolution:
    if value in HAPPY_HORSE_10_TEXT_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {HAPPY_HORSE_10_TEXT_REQUEST_RESOLUTION_VALUES!r}"
    )
