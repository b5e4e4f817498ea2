from typing import Literal

Omnihuman15RequestModel = Literal["omnihuman-1.5"]

OMNIHUMAN_15_REQUEST_MODEL_VALUES: set[Omnihuman15RequestModel] = {
    "omnihuman-1.5",
}


def check_omnihuman_15_request_model(value: str) -> Omnihuman15RequestModel:
    if value in OMNIHUMAN_15_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {OMNIHUMAN_15_REQUEST_MODEL_VALUES!r}"
    )
