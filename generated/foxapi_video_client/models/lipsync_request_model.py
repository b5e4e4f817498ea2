from typing import Literal

LipsyncRequestModel = Literal["lipsync-2", "lipsync-2-pro", "sync-3"]

LIPSYNC_REQUEST_MODEL_VALUES: set[LipsyncRequestModel] = {
    "lipsync-2",
    "lipsync-2-pro",
    "sync-3",
}


def check_lipsync_request_model(value: str) -> LipsyncRequestModel:
    if value in LIPSYNC_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIPSYNC_REQUEST_MODEL_VALUES!r}")
