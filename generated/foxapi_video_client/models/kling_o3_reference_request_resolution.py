from typing import Literal

KlingO3ReferenceRequestResolution = Literal["1080p", "4k", "720p"]

KLING_O3_REFERENCE_REQUEST_RESOLUTION_VALUES: set[KlingO3ReferenceRequestResolution] = {
    "1080p",
    "4k",
    "720p",
}


def check_kling_o3_reference_request_resolution(value: str) -> KlingO3ReferenceRequestResolution:
    if value in KLING_O3_REFERENCE_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_O3_REFERENCE_REQUEST_RESOLUTION_VALUES!r}"
    )
