from typing import Literal

HappyHorse10ReferenceRequestModel = Literal["happyhorse-1.0-reference-to-video"]

HAPPY_HORSE_10_REFERENCE_REQUEST_MODEL_VALUES: set[HappyHorse10ReferenceRequestModel] = {
    "happyhorse-1.0-reference-to-video",
}


def check_happy_horse_10_reference_request_model(value: str) -> HappyHorse10ReferenceRequestModel:
    if value in HAPPY_HORSE_10_REFERENCE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {HAPPY_HORSE_10_REFERENCE_REQUEST_MODEL_VALUES!r}"
    )
