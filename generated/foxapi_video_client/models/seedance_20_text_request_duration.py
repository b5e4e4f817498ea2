from typing import Literal

Seedance20TextRequestDuration = Literal[-1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]

SEEDANCE_20_TEXT_REQUEST_DURATION_VALUES: set[Seedance20TextRequestDuration] = {
    -1,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    13,
    14,
    15,
}


def check_seedance_20_text_request_duration(value: int) -> Seedance20TextRequestDuration:
    if value in SEEDANCE_20_TEXT_REQUEST_DURATION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SEEDANCE_20_TEXT_REQUEST_DURATION_VALUES!r}"
    )
