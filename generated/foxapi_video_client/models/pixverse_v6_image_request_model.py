from typing import Literal

PixverseV6ImageRequestModel = Literal["pixverse-v6-image-to-video"]

PIXVERSE_V6_IMAGE_REQUEST_MODEL_VALUES: set[PixverseV6ImageRequestModel] = {
    "pixverse-v6-image-to-video",
}


def check_pixverse_v6_image_request_model(value: str) -> PixverseV6ImageRequestModel:
    if value in PIXVERSE_V6_IMAGE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PIXVERSE_V6_IMAGE_REQUEST_MODEL_VALUES!r}"
    )
