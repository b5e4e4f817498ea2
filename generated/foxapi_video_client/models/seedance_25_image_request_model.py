from typing import Literal

Seedance25ImageRequestModel = Literal["seedance-2.5-image-to-video"]

SEEDANCE_25_IMAGE_REQUEST_MODEL_VALUES: set[Seedance25ImageRequestModel] = {
    "seedance-2.5-image-to-video",
}


def check_seedance_25_image_request_model(value: str) -> Seedance25ImageRequestModel:
    if value in SEEDANCE_25_IMAGE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SEEDANCE_25_IMAGE_REQUEST_MODEL_VALUES!r}"
    )
