from typing import Literal

HappyHorse10ReferenceRequestResolution = Literal["1080p", "720p"]

HAPPY_HORSE_10_REFERENCE_REQUEST_RESOLUTION_VALUES: set[HappyHorse10ReferenceRequestResolution] = {
    "1080p",
    "720p",
}


def check_happy_horse_10_reference_request_resolution(
    value: str,
) -> HappyHorse10ReferenceRequestResolution:
    if value in HAPPY_HORSE_10_REFERENCE_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {HAPPY_HORSE_10_REFERENCE_REQUEST_RESOLUTION_VALUES!r}"
    )
