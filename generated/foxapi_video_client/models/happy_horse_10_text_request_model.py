from typing import Literal

HappyHorse10TextRequestModel = Literal["happyhorse-1.0-text-to-video"]

HAPPY_HORSE_10_TEXT_REQUEST_MODEL_VALUES: set[HappyHorse10TextRequestModel] = {
    "happyhorse-1.0-text-to-video",
}


def check_happy_horse_10_text_request_model(value: str) -> HappyHorse10TextRequestModel:
    if value in HAPPY_HORSE_10_TEXT_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {HAPPY_HORSE_10_TEXT_REQUEST_MODEL_VALUES!r}"
    )
