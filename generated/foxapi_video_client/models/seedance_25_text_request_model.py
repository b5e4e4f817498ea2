from typing import Literal

Seedance25TextRequestModel = Literal["seedance-2.5-text-to-video"]

SEEDANCE_25_TEXT_REQUEST_MODEL_VALUES: set[Seedance25TextRequestModel] = {
    "seedance-2.5-text-to-video",
}


def check_seedance_25_text_request_model(value: str) -> Seedance25TextRequestModel:
    if value in SEEDANCE_25_TEXT_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SEEDANCE_25_TEXT_REQUEST_MODEL_VALUES!r}"
    )
