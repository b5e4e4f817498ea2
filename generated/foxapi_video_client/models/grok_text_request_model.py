from typing import Literal

GrokTextRequestModel = Literal["grok-imagine-text-to-video"]

GROK_TEXT_REQUEST_MODEL_VALUES: set[GrokTextRequestModel] = {
    "grok-imagine-text-to-video",
}


def check_grok_text_request_model(value: str) -> GrokTextRequestModel:
    if value in GROK_TEXT_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GROK_TEXT_REQUEST_MODEL_VALUES!r}"
    )
