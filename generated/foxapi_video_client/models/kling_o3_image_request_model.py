from typing import Literal

KlingO3ImageRequestModel = Literal["kling-o3-image-to-video"]

KLING_O3_IMAGE_REQUEST_MODEL_VALUES: set[KlingO3ImageRequestModel] = {
    "kling-o3-image-to-video",
}


def check_kling_o3_image_request_model(value: str) -> KlingO3ImageRequestModel:
    if value in KLING_O3_IMAGE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_O3_IMAGE_REQUEST_MODEL_VALUES!r}"
    )
