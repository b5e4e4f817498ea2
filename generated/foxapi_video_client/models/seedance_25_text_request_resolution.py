from typing import Literal

Seedance25TextRequestResolution = Literal["1080p", "480p", "720p"]

SEEDANCE_25_TEXT_REQUEST_RESOLUTION_VALUES: set[Seedance25TextRequestResolution] = {
    "1080p",
    "480p",
    "720p",
}


def check_seedance_25_text_request_resolution(value: str) -> Seedance25TextRequestResolution:
    if value in SEEDANCE_25_TEXT_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SEEDANCE_25_TEXT_REQUEST_RESOLUTION_VALUES!r}"
    )
