from typing import Literal

Veo31FramesRequestDuration = Literal[4, 6, 8]

VEO_31_FRAMES_REQUEST_DURATION_VALUES: set[Veo31FramesRequestDuration] = {
    4,
    6,
    8,
}


def check_veo_31_frames_request_duration(value: int) -> Veo31FramesRequestDuration:
    if value in VEO_31_FRAMES_REQUEST_DURATION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VEO_31_FRAMES_REQUEST_DURATION_VALUES!r}"
    )
