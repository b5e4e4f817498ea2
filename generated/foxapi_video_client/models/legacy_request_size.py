from typing import Literal

LegacyRequestSize = Literal[
    "16:9", "1:1", "21:9", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "auto"
]

LEGACY_REQUEST_SIZE_VALUES: set[LegacyRequestSize] = {
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


def check_legacy_request_size(value: str) -> LegacyRequestSize:
    if value in LEGACY_REQUEST_SIZE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LEGACY_REQUEST_SIZE_VALUES!r}")
