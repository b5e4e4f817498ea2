from typing import Literal

HappyHorse10EditRequestModel = Literal["happyhorse-1.0-video-edit"]

HAPPY_HORSE_10_EDIT_REQUEST_MODEL_VALUES: set[HappyHorse10EditRequestModel] = {
    "happyhorse-1.0-video-edit",
}


def check_happy_horse_10_edit_request_model(value: str) -> HappyHorse10EditRequestModel:
    if value in HAPPY_HORSE_10_EDIT_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {HAPPY_HORSE_10_EDIT_REQUEST_MODEL_VALUES!r}"
    )
