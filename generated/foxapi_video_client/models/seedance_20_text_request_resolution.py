from typing import Literal

Seedance20TextRequestResolution = Literal["1080p", "480p", "720p"]

SEEDANCE_20_TEXT_REQUEST_RESOLUTION_VALUES: set[Seedance20TextRequestResolution] = {
    "1080p",
    "480p",
    "720p",
}


def check_seedance_20_text_request_resolution(value: str) -> Seedance20TextRequestResolution:
    if value in SEEDANCE_20_TEXT_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SEEDANCE_20_TEXT_REQUEST_RESOLUTION_VALUES!r}"
    )
