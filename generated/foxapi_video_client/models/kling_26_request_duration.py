from typing import Literal

Kling26RequestDuration = Literal[5, 10]

KLING_26_REQUEST_DURATION_VALUES: set[Kling26RequestDuration] = {
    5,
    10,
}


def check_kling_26_request_duration(value: int) -> Kling26RequestDuration:
    if value in KLING_26_REQUEST_DURATION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_26_REQUEST_DURATION_VALUES!r}"
    )
