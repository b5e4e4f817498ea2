from typing import Literal

KlingO3ImageRequestShotTypeType0 = Literal["customize"]

KLING_O3_IMAGE_REQUEST_SHOT_TYPE_TYPE_0_VALUES: set[KlingO3ImageRequestShotTypeType0] = {
    "customize",
}


def check_kling_o3_image_request_shot_type_type_0(value: str) -> KlingO3ImageRequestShotTypeType0:
    if value in KLING_O3_IMAGE_REQUEST_SHOT_TYPE_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_O3_IMAGE_REQUEST_SHOT_TYPE_TYPE_0_VALUES!r}"
    )
