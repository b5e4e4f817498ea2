from typing import Literal

KlingV3TextRequestDuration = Literal[5, 10]

KLING_V3_TEXT_REQUEST_DURATION_VALUES: set[KlingV3TextRequestDuration] = {
    5,
    10,
}


def check_kling_v3_text_request_duration(value: int) -> KlingV3TextRequestDuration:
    if value in KLING_V3_TEXT_REQUEST_DURATION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_V3_TEXT_REQUEST_DURATION_VALUES!r}"
    )
