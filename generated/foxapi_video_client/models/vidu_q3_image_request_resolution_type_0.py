from typing import Literal

ViduQ3ImageRequestResolutionType0 = Literal["1080p", "360p", "540p", "720p"]

VIDU_Q3_IMAGE_REQUEST_RESOLUTION_TYPE_0_VALUES: set[ViduQ3ImageRequestResolutionType0] = {
    "1080p",
    "360p",
    "540p",
    "720p",
}


def check_vidu_q3_image_request_resolution_type_0(value: str) -> ViduQ3ImageRequestResolutionType0:
    if value in VIDU_Q3_IMAGE_REQUEST_RESOLUTION_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VIDU_Q3_IMAGE_REQUEST_RESOLUTION_TYPE_0_VALUES!r}"
    )
