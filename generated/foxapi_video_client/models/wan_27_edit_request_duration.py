from typing import Literal

Wan27EditRequestDuration = Literal[0, 2, 3, 4, 5, 6, 7, 8, 9, 10]

WAN_27_EDIT_REQUEST_DURATION_VALUES: set[Wan27EditRequestDuration] = {
    0,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
}


def check_wan_27_edit_request_duration(value: int) -> Wan27EditRequestDuration:
    if value in WAN_27_EDIT_REQUEST_DURATION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {WAN_27_EDIT_REQUEST_DURATION_VALUES!r}"
    )
