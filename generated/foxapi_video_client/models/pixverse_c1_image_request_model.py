from typing import Literal

PixverseC1ImageRequestModel = Literal["pixverse-c1-image-to-video"]

PIXVERSE_C1_IMAGE_REQUEST_MODEL_VALUES: set[PixverseC1ImageRequestModel] = {
    "pixverse-c1-image-to-video",
}


def check_pixverse_c1_image_request_model(value: str) -> PixverseC1ImageRequestModel:
    if value in PIXVERSE_C1_IMAGE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PIXVERSE_C1_IMAGE_REQUEST_MODEL_VALUES!r}"
    )
