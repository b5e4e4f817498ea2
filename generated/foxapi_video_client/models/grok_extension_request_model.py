from typing import Literal

GrokExtensionRequestModel = Literal["grok-imagine-video-extension"]

GROK_EXTENSION_REQUEST_MODEL_VALUES: set[GrokExtensionRequestModel] = {
    "grok-imagine-video-extension",
}


def check_grok_extension_request_model(value: str) -> GrokExtensionRequestModel:
    if value in GROK_EXTENSION_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GROK_EXTENSION_REQUEST_MODEL_VALUES!r}"
    )
