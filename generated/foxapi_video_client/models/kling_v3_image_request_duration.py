from typing import Literal

KlingV3ImageRequestDuration = Literal[5, 10]

KLING_V3_IMAGE_REQUEST_DURATION_VALUES: set[KlingV3ImageRequestDuration] = {
    5,
    10,
}


def check_kling_v3_image_request_duration(value: int) -> KlingV3ImageRequestDuration:
    if value in KLING_V3_IMAGE_REQUEST_DURATION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_V3_IMAGE_REQUEST_DURATION_VALUES!r}"
    )
