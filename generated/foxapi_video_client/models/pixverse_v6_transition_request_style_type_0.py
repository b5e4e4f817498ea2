from typing import Literal

PixverseV6TransitionRequestStyleType0 = Literal[
    "3d_animation", "anime", "clay", "comic", "cyberpunk"
]

PIXVERSE_V6_TRANSITION_REQUEST_STYLE_TYPE_0_VALUES: set[PixverseV6TransitionRequestStyleType0] = {
    "3d_animation",
    "anime",
    "clay",
    "comic",
    "cyberpunk",
}


def check_pixverse_v6_transition_request_style_type_0(
    value: str,
) -> PixverseV6TransitionRequestStyleType0:
    if value in PIXVERSE_V6_TRANSITION_REQUEST_STYLE_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PIXVERSE_V6_TRANSITION_REQUEST_STYLE_TYPE_0_VALUES!r}"
    )
