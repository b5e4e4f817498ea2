from typing import Literal

Veo31ImageRequestDuration = Literal[4, 6, 8]

VEO_31_IMAGE_REQUEST_DURATION_VALUES: set[Veo31ImageRequestDuration] = {
    4,
    6,
    8,
}


def check_veo_31_image_request_duration(value: int) -> Veo31ImageRequestDuration:
    if value in VEO_31_IMAGE_REQUEST_DURATION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VEO_31_IMAGE_REQUEST_DURATION_VALUES!r}"
    )
