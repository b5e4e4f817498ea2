from typing import Literal

Veo31FramesRequestModel = Literal[
    "veo-3.1-fast-first-last-frame-to-video",
    "veo-3.1-first-last-frame-to-video",
    "veo-3.1-lite-first-last-frame-to-video",
]

VEO_31_FRAMES_REQUEST_MODEL_VALUES: set[Veo31FramesRequestModel] = {
    "veo-3.1-fast-first-last-frame-to-video",
    "veo-3.1-first-last-frame-to-video",
    "veo-3.1-lite-first-last-frame-to-video",
}


def check_veo_31_frames_request_model(value: str) -> Veo31FramesRequestModel:
    if value in VEO_31_FRAMES_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VEO_31_FRAMES_REQUEST_MODEL_VALUES!r}"
    )
