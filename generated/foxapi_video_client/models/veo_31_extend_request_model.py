from typing import Literal

Veo31ExtendRequestModel = Literal["veo-3.1-extend", "veo-3.1-extend-fast"]

VEO_31_EXTEND_REQUEST_MODEL_VALUES: set[Veo31ExtendRequestModel] = {
    "veo-3.1-extend",
    "veo-3.1-extend-fast",
}


def check_veo_31_extend_request_model(value: str) -> Veo31ExtendRequestModel:
    if value in VEO_31_EXTEND_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VEO_31_EXTEND_REQUEST_MODEL_VALUES!r}"
    )
