from typing import Literal

KlingV3TextRequestResolution = Literal["1080p", "4k", "720p"]

KLING_V3_TEXT_REQUEST_RESOLUTION_VALUES: set[KlingV3TextRequestResolution] = {
    "1080p",
    "4k",
    "720p",
}


def check_kling_v3_text_request_resolution(value: str) -> KlingV3TextRequestResolution:
    if value in KLING_V3_TEXT_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_V3_TEXT_REQUEST_RESOLUTION_VALUES!r}"
    )
