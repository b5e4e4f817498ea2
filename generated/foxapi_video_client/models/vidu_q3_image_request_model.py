from typing import Literal

ViduQ3ImageRequestModel = Literal["vidu-q3-image-to-video", "vidu-q3-turbo-image-to-video"]

VIDU_Q3_IMAGE_REQUEST_MODEL_VALUES: set[ViduQ3ImageRequestModel] = {
    "vidu-q3-image-to-video",
    "vidu-q3-turbo-image-to-video",
}


def check_vidu_q3_image_request_model(value: str) -> ViduQ3ImageRequestModel:
    if value in VIDU_Q3_IMAGE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VIDU_Q3_IMAGE_REQUEST_MODEL_VALUES!r}"
    )
