from typing import Literal

PixverseV6TransitionRequestModel = Literal["pixverse-v6-transition"]

PIXVERSE_V6_TRANSITION_REQUEST_MODEL_VALUES: set[PixverseV6TransitionRequestModel] = {
    "pixverse-v6-transition",
}


def check_pixverse_v6_transition_request_model(value: str) -> PixverseV6TransitionRequestModel:
    if value in PIXVERSE_V6_TRANSITION_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PIXVERSE_V6_TRANSITION_REQUEST_MODEL_VALUES!r}"
    )
