from typing import Literal

KlingO3VideoReferenceRequestResolution = Literal["1080p", "720p"]

KLING_O3_VIDEO_REFERENCE_REQUEST_RESOLUTION_VALUES: set[KlingO3VideoReferenceRequestResolution] = {
    "1080p",
    "720p",
}


def check_kling_o3_video_reference_request_resolution(
    value: str,
) -> KlingO3VideoReferenceRequestResolution:
    if value in KLING_O3_VIDEO_REFERENCE_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_O3_VIDEO_REFERENCE_REQUEST_RESOLUTION_VALUES!r}"
    )
