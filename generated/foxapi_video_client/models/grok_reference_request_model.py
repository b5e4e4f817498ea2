from typing import Literal

GrokReferenceRequestModel = Literal["grok-imagine-reference-to-video"]

GROK_REFERENCE_REQUEST_MODEL_VALUES: set[GrokReferenceRequestModel] = {
    "grok-imagine-reference-to-video",
}


def check_grok_reference_request_model(value: str) -> GrokReferenceRequestModel:
    if value in GROK_REFERENCE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GROK_REFERENCE_REQUEST_MODEL_VALUES!r}"
    )
