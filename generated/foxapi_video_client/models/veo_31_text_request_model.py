from typing import Literal

Veo31TextRequestModel = Literal[
    "veo-3.1-fast-text-to-video", "veo-3.1-lite-text-to-video", "veo-3.1-text-to-video"
]

VEO_31_TEXT_REQUEST_MODEL_VALUES: set[Veo31TextRequestModel] = {
    "veo-3.1-fast-text-to-video",
    "veo-3.1-lite-text-to-video",
    "veo-3.1-text-to-video",
}


def check_veo_31_text_request_model(value: str) -> Veo31TextRequestModel:
    if value in VEO_31_TEXT_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VEO_31_TEXT_REQUEST_MODEL_VALUES!r}"
    )
