from typing import Literal

ViduQ3RequestGenerationTypeType0 = Literal[
    "first-last-frame", "image-to-video", "reference-to-video", "text-to-video"
]

VIDU_Q3_REQUEST_GENERATION_TYPE_TYPE_0_VALUES: set[ViduQ3RequestGenerationTypeType0] = {
    "first-last-frame",
    "image-to-video",
    "reference-to-video",
    "text-to-video",
}


def check_vidu_q3_request_generation_type_type_0(value: str) -> ViduQ3RequestGenerationTypeType0:
    if value in VIDU_Q3_REQUEST_GENERATION_TYPE_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VIDU_Q3_REQUEST_GENERATION_TYPE_TYPE_0_VALUES!r}"
    )
