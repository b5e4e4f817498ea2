from typing import Literal

Seedance20TextRequestModel = Literal[
    "seedance-2.0-fast-text-to-video", "seedance-2.0-text-to-video"
]

SEEDANCE_20_TEXT_REQUEST_MODEL_VALUES: set[Seedance20TextRequestModel] = {
    "seedance-2.0-fast-text-to-video",
    "seedance-2.0-text-to-video",
}


def check_seedance_20_text_request_model(value: str) -> Seedance20TextRequestModel:
    if value in SEEDANCE_20_TEXT_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SEEDANCE_20_TEXT_REQUEST_MODEL_VALUES!r}"
    )
