from typing import Literal

KlingVoiceRequestModel = Literal["kling-video-create-voice"]

KLING_VOICE_REQUEST_MODEL_VALUES: set[KlingVoiceRequestModel] = {
    "kling-video-create-voice",
}


def check_kling_voice_request_model(value: str) -> KlingVoiceRequestModel:
    if value in KLING_VOICE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_VOICE_REQUEST_MODEL_VALUES!r}"
    )
