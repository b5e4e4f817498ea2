from typing import Literal

GrokEditRequestModel = Literal["grok-imagine-edit-video"]

GROK_EDIT_REQUEST_MODEL_VALUES: set[GrokEditRequestModel] = {
    "grok-imagine-edit-video",
}


def check_grok_edit_request_model(value: str) -> GrokEditRequestModel:
    if value in GROK_EDIT_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GROK_EDIT_REQUEST_MODEL_VALUES!r}"
    )
