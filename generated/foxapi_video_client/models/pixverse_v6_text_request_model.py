from typing import Literal

PixverseV6TextRequestModel = Literal["pixverse-v6-text-to-video"]

PIXVERSE_V6_TEXT_REQUEST_MODEL_VALUES: set[PixverseV6TextRequestModel] = {
    "pixverse-v6-text-to-video",
}


def check_pixverse_v6_text_request_model(value: str) -> PixverseV6TextRequestModel:
    if value in PIXVERSE_V6_TEXT_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PIXVERSE_V6_TEXT_REQUEST_MODEL_VALUES!r}"
    )
