from typing import Literal

Veo31ExtendRequestAspectRatio = Literal["16:9", "9:16"]

VEO_31_EXTEND_REQUEST_ASPECT_RATIO_VALUES: set[Veo31ExtendRequestAspectRatio] = {
    "16:9",
    "9:16",
}


def check_veo_31_extend_request_aspect_ratio(value: str) -> Veo31ExtendRequestAspectRatio:
    if value in VEO_31_EXTEND_REQUEST_ASPECT_RATIO_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VEO_31_EXTEND_REQUEST_ASPECT_RATIO_VALUES!r}"
    )
