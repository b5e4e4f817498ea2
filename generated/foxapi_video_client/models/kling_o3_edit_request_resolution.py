from typing import Literal

KlingO3EditRequestResolution = Literal["1080p", "720p"]

KLING_O3_EDIT_REQUEST_RESOLUTION_VALUES: set[KlingO3EditRequestResolution] = {
    "1080p",
    "720p",
}


def check_kling_o3_edit_request_resolution(value: str) -> KlingO3EditRequestResolution:
    if value in KLING_O3_EDIT_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_O3_EDIT_REQUEST_RESOLUTION_VALUES!r}"
    )
