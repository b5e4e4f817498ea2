from typing import Literal

Seedance20ImageRequestModel = Literal[
    "seedance-2.0-fast-image-to-video", "seedance-2.0-image-to-video"
]

SEEDANCE_20_IMAGE_REQUEST_MODEL_VALUES: set[Seedance20ImageRequestModel] = {
    "seedance-2.0-fast-image-to-video",
    "seedance-2.0-image-to-video",
}


def check_seedance_20_image_request_model(value: str) -> Seedance20ImageRequestModel:
    if value in SEEDANCE_20_IMAGE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SEEDANCE_20_IMAGE_REQUEST_MODEL_VALUES!r}"
    )
