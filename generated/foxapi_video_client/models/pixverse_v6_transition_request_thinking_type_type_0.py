from typing import Literal

PixverseV6TransitionRequestThinkingTypeType0 = Literal["auto", "disabled", "enabled"]

PIXVERSE_V6_TRANSITION_REQUEST_THINKING_TYPE_TYPE_0_VALUES: set[
    PixverseV6TransitionRequestThinkingTypeType0
] = {
    "auto",
    "disabled",
    "enabled",
}


def check_pixverse_v6_transition_request_thinking_type_type_0(
    value: str,
) -> PixverseV6TransitionRequestThinkingTypeType0:
    if value in PIXVERSE_V6_TRANSITION_REQUEST_THINKING_TYPE_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PIXVERSE_V6_TRANSITION_REQUEST_THINKING_TYPE_TYPE_0_VALUES!r}"
    )
