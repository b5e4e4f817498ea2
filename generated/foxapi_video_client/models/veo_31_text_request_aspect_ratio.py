from typing import Literal

Veo31TextRequestAspectRatio = Literal["16:9", "9:16"]

VEO_31_TEXT_REQUEST_ASPECT_RATIO_VALUES: set[Veo31TextRequestAspectRatio] = {
    "16:9",
    "9:16",
}


def check_veo_31_text_request_aspect_ratio(value: str) -> Veo31TextRequestAspectRatio:
    if value in VEO_31_TEXT_REQUEST_ASPECT_RATIO_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VEO_31_TEXT_REQUEST_ASPECT_RATIO_VALUES!r}"
    )
