from typing import Literal

Sora2RequestGenerationType = Literal["image-to-video", "text-to-video"]

SORA_2_REQUEST_GENERATION_TYPE_VALUES: set[Sora2RequestGenerationType] = {
    "image-to-video",
    "text-to-video",
}


def check_sora_2_request_generation_type(value: str) -> Sora2RequestGenerationType:
    if value in SORA_2_REQUEST_GENERATION_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SORA_2_REQUEST_GENERATION_TYPE_VALUES!r}"
    )
