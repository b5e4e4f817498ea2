from typing import Literal

Veo31ImageRequestModel = Literal[
    "veo-3.1-fast-image-to-video", "veo-3.1-image-to-video", "veo-3.1-lite-image-to-video"
]

VEO_31_IMAGE_REQUEST_MODEL_VALUES: set[Veo31ImageRequestModel] = {
    "veo-3.1-fast-image-to-video",
    "veo-3.1-image-to-video",
    "veo-3.1-lite-image-to-video",
}


def check_veo_31_image_request_model(value: str) -> Veo31ImageRequestModel:
    if value in VEO_31_IMAGE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VEO_31_IMAGE_REQUEST_MODEL_VALUES!r}"
    )
