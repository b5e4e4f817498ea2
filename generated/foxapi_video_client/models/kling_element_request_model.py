from typing import Literal

KlingElementRequestModel = Literal["kling-custom-element"]

KLING_ELEMENT_REQUEST_MODEL_VALUES: set[KlingElementRequestModel] = {
    "kling-custom-element",
}


def check_kling_element_request_model(value: str) -> KlingElementRequestModel:
    if value in KLING_ELEMENT_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_ELEMENT_REQUEST_MODEL_VALUES!r}"
    )
