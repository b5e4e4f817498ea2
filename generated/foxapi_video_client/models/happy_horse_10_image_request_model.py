from typing import Literal

HappyHorse10ImageRequestModel = Literal["happyhorse-1.0-image-to-video"]

HAPPY_HORSE_10_IMAGE_REQUEST_MODEL_VALUES: set[HappyHorse10ImageRequestModel] = {
    "happyhorse-1.0-image-to-video",
}


def check_happy_horse_10_image_request_model(value: str) -> HappyHorse10ImageRequestModel:
    if value in HAPPY_HORSE_10_IMAGE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {HAPPY_HORSE_10_IMAGE_REQUEST_MODEL_VALUES!r}"
    )
