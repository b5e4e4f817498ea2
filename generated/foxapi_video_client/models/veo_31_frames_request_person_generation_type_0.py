from typing import Literal

Veo31FramesRequestPersonGenerationType0 = Literal["allow_adult", "dont_allow"]

VEO_31_FRAMES_REQUEST_PERSON_GENERATION_TYPE_0_VALUES: set[
    Veo31FramesRequestPersonGenerationType0
] = {
    "allow_adult",
    "dont_allow",
}


def check_veo_31_frames_request_person_generation_type_0(
    value: str,
) -> Veo31FramesRequestPersonGenerationType0:
    if value in VEO_31_FRAMES_REQUEST_PERSON_GENERATION_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VEO_31_FRAMES_REQUEST_PERSON_GENERATION_TYPE_0_VALUES!r}"
    )
