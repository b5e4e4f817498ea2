from typing import Literal

PixverseV6ExtendRequestModel = Literal["pixverse-v6-extend"]

PIXVERSE_V6_EXTEND_REQUEST_MODEL_VALUES: set[PixverseV6ExtendRequestModel] = {
    "pixverse-v6-extend",
}


def check_pixverse_v6_extend_request_model(value: str) -> PixverseV6ExtendRequestModel:
    if value in PIXVERSE_V6_EXTEND_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PIXVERSE_V6_EXTEND_REQUEST_MODEL_VALUES!r}"
    )
