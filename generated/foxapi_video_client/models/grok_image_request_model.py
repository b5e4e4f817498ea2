from typing import Literal

GrokImageRequestModel = Literal["grok-imagine-image-to-video"]

GROK_IMAGE_REQUEST_MODEL_VALUES: set[GrokImageRequestModel] = {
    "grok-imagine-image-to-video",
}


def check_grok_image_request_model(value: str) -> GrokImageRequestModel:
    if value in GROK_IMAGE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GROK_IMAGE_REQUEST_MODEL_VALUES!r}"
    )
