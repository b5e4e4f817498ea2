from typing import Literal

KlingElementRequestSize = Literal[
    "16:9", "1:1", "21:9", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "auto"
]

KLING_ELEMENT_REQUEST_SIZE_VALUES: set[KlingElementRequestSize] = {
    "16:9",
    "1:1",
    "21:9",
    "2:3",
    "3:2",
    "3:4",
    "4:3",
    "4:5",
    "5:4",
    "9:16",
    "auto",
}


def check_kling_element_request_size(value: str) -> KlingElementRequestSize:
    if value in KLING_ELEMENT_REQUEST_SIZE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_ELEMENT_REQUEST_SIZE_VALUES!r}"
    )
