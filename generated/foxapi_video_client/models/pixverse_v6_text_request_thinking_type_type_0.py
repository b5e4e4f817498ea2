from typing import Literal

PixverseV6TextRequestThinkingTypeType0 = Literal["auto", "disabled", "enabled"]

PIXVERSE_V6_TEXT_REQUEST_THINKING_TYPE_TYPE_0_VALUES: set[
    PixverseV6TextRequestThinkingTypeType0
] = {
    "auto",
    "disabled",
    "enabled",
}


def check_pixverse_v6_text_request_thinking_type_type_0(
    value: str,
) -> PixverseV6TextRequestThinkingTypeType0:
    if value in PIXVERSE_V6_TEXT_REQUEST_THINKING_TYPE_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PIXVERSE_V6_TEXT_REQUEST_THINKING_TYPE_TYPE_0_VALUES!r}"
    )
