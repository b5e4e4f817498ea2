from typing import Literal

Wan27ImageRequestGenerationTypeType0 = Literal[
    "first-last-frame", "image-to-video", "video-continuation"
]

WAN_27_IMAGE_REQUEST_GENERATION_TYPE_TYPE_0_VALUES: set[Wan27ImageRequestGenerationTypeType0] = {
    "first-last-frame",
    "image-to-video",
    "video-continuation",
}


def check_wan_27_image_request_generation_type_type_0(
    value: str,
) -> Wan27ImageRequestGenerationTypeType0:
    if value in WAN_27_IMAGE_REQUEST_GENERATION_TYPE_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {WAN_27_IMAGE_REQUEST_GENERATION_TYPE_TYPE_0_VALUES!r}"
    )
