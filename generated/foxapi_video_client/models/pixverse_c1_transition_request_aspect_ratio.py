from typing import Literal

PixverseC1TransitionRequestAspectRatio = Literal[
    "16:9", "1:1", "21:9", "2:3", "3:2", "3:4", "4:3", "9:16"
]

PIXVERSE_C1_TRANSITION_REQUEST_ASPECT_RATIO_VALUES: set[PixverseC1TransitionRequestAspectRatio] = {
    "16:9",
    "1:1",
    "21:9",
    "2:3",
    "3:2",
    "3:4",
    "4:3",
    "9:16",
}


def check_pixverse_c1_transition_request_aspect_ratio(
    value: str,
) -> PixverseC1TransitionRequestAspectRatio:
    if value in PIXVERSE_C1_TRANSITION_REQUEST_ASPECT_RATIO_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PIXVERSE_C1_TRANSITION_REQUEST_ASPECT_RATIO_VALUES!r}"
    )
