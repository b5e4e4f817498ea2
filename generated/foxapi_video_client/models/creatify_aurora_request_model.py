from typing import Literal

CreatifyAuroraRequestModel = Literal["creatify-aurora"]

CREATIFY_AURORA_REQUEST_MODEL_VALUES: set[CreatifyAuroraRequestModel] = {
    "creatify-aurora",
}


def check_creatify_aurora_request_model(value: str) -> CreatifyAuroraRequestModel:
    if value in CREATIFY_AURORA_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {CREATIFY_AURORA_REQUEST_MODEL_VALUES!r}"
    )
