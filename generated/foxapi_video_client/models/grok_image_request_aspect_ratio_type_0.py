from typing import Literal

GrokImageRequestAspectRatioType0 = Literal[
    "16:9", "1:1", "2:3", "3:2", "3:4", "4:3", "9:16", "auto"
]

GROK_IMAGE_REQUEST_ASPECT_RATIO_TYPE_0_VALUES: set[GrokImageRequestAspectRatioType0] = {
    "16:9",
    "1:1",
    "2:3",
    "3:2",
    "3:4",
    "4:3",
    "9:16",
    "auto",
}


def check_grok_image_request_aspect_ratio_type_0(value: str) -> GrokImageRequestAspectRatioType0:
    if value in GROK_IMAGE_REQUEST_ASPECT_RATIO_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GROK_IMAGE_REQUEST_ASPECT_RATIO_TYPE_0_VALUES!r}"
    )
