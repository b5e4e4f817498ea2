from typing import Literal

PixverseC1TextRequestModel = Literal["pixverse-c1-text-to-video"]

PIXVERSE_C1_TEXT_REQUEST_MODEL_VALUES: set[PixverseC1TextRequestModel] = {
    "pixverse-c1-text-to-video",
}


def check_pixverse_c1_text_request_model(value: str) -> PixverseC1TextRequestModel:
    if value in PIXVERSE_C1_TEXT_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PIXVERSE_C1_TEXT_REQUEST_MODEL_VALUES!r}"
    )
