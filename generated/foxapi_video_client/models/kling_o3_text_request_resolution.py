from typing import Literal

KlingO3TextRequestResolution = Literal["1080p", "4k", "720p"]

KLING_O3_TEXT_REQUEST_RESOLUTION_VALUES: set[KlingO3TextRequestResolution] = {
    "1080p",
    "4k",
    "720p",
}


def check_kling_o3_text_request_resolution(value: str) -> KlingO3TextRequestResolution:
    if value in KLING_O3_TEXT_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_O3_TEXT_REQUEST_RESOLUTION_VALUES!r}"
    )
