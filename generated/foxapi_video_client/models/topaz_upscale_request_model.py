from typing import Literal

TopazUpscaleRequestModel = Literal["topaz-upscale-video"]

TOPAZ_UPSCALE_REQUEST_MODEL_VALUES: set[TopazUpscaleRequestModel] = {
    "topaz-upscale-video",
}


def check_topaz_upscale_request_model(value: str) -> TopazUpscaleRequestModel:
    if value in TOPAZ_UPSCALE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {TOPAZ_UPSCALE_REQUEST_MODEL_VALUES!r}"
    )
