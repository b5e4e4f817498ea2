from typing import Literal

PixverseC1TransitionRequestModel = Literal["pixverse-c1-transition"]

PIXVERSE_C1_TRANSITION_REQUEST_MODEL_VALUES: set[PixverseC1TransitionRequestModel] = {
    "pixverse-c1-transition",
}


def check_pixverse_c1_transition_request_model(value: str) -> PixverseC1TransitionRequestModel:
    if value in PIXVERSE_C1_TRANSITION_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PIXVERSE_C1_TRANSITION_REQUEST_MODEL_VALUES!r}"
    )
