from typing import Literal

Sora2RemixRequestModel = Literal["sora-2-pro-remix"]

SORA_2_REMIX_REQUEST_MODEL_VALUES: set[Sora2RemixRequestModel] = {
    "sora-2-pro-remix",
}


def check_sora_2_remix_request_model(value: str) -> Sora2RemixRequestModel:
    if value in SORA_2_REMIX_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SORA_2_REMIX_REQUEST_MODEL_VALUES!r}"
    )
