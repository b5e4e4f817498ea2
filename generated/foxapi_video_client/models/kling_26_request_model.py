from typing import Literal

Kling26RequestModel = Literal["kling-v2-6-video"]

KLING_26_REQUEST_MODEL_VALUES: set[Kling26RequestModel] = {
    "kling-v2-6-video",
}


def check_kling_26_request_model(value: str) -> Kling26RequestModel:
    if value in KLING_26_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_26_REQUEST_MODEL_VALUES!r}"
    )
