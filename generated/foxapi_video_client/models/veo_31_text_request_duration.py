from typing import Literal

Veo31TextRequestDuration = Literal[4, 6, 8]

VEO_31_TEXT_REQUEST_DURATION_VALUES: set[Veo31TextRequestDuration] = {
    4,
    6,
    8,
}


def check_veo_31_text_request_duration(value: int) -> Veo31TextRequestDuration:
    if value in VEO_31_TEXT_REQUEST_DURATION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VEO_31_TEXT_REQUEST_DURATION_VALUES!r}"
    )
