from typing import Literal

GrokImageRequestResolutionType0 = Literal["480p", "720p"]

GROK_IMAGE_REQUEST_RESOLUTION_TYPE_0_VALUES: set[GrokImageRequestResolutionType0] = {
    "480p",
    "720p",
}


def check_grok_image_request_resolution_type_0(value: str) -> GrokImageRequestResolutionType0:
    if value in GROK_IMAGE_REQUEST_RESOLUTION_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GROK_IMAGE_REQUEST_RESOLUTION_TYPE_0_VALUES!r}"
    )
