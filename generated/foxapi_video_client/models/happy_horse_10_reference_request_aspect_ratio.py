from typing import Literal

HappyHorse10ReferenceRequestAspectRatio = Literal["16:9", "1:1", "3:4", "4:3", "9:16"]

HAPPY_HORSE_10_REFERENCE_REQUEST_ASPECT_RATIO_VALUES: set[
    HappyHorse10ReferenceRequestAspectRatio
] = {
    "16:9",
    "1:1",
    "3:4",
    "4:3",
    "9:16",
}


def check_happy_horse_10_reference_request_aspect_ratio(
    value: str,
) -> HappyHorse10ReferenceRequestAspectRatio:
    if value in HAPPY_HORSE_10_REFERENCE_REQUEST_ASPECT_RATIO_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {HAPPY_HORSE_10_REFERENCE_REQUEST_ASPECT_RATIO_VALUES!r}"
    )
