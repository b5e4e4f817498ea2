from typing import Literal

Veo31ReferenceRequestAspectRatio = Literal["16:9", "9:16"]

VEO_31_REFERENCE_REQUEST_ASPECT_RATIO_VALUES: set[Veo31ReferenceRequestAspectRatio] = {
    "16:9",
    "9:16",
}


def check_veo_31_reference_request_aspect_ratio(value: str) -> Veo31ReferenceRequestAspectRatio:
    if value in VEO_31_REFERENCE_REQUEST_ASPECT_RATIO_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VEO_31_REFERENCE_REQUEST_ASPECT_RATIO_VALUES!r}"
    )
