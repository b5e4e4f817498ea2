from typing import Literal

KlingV3ImageRequestModel = Literal["kling-v3-image-to-video"]

KLING_V3_IMAGE_REQUEST_MODEL_VALUES: set[KlingV3ImageRequestModel] = {
    "kling-v3-image-to-video",
}


def check_kling_v3_image_request_model(value: str) -> KlingV3ImageRequestModel:
    if value in KLING_V3_IMAGE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_V3_IMAGE_REQUEST_MODEL_VALUES!r}"
    )
