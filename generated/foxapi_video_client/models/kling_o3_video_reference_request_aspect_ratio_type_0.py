from typing import Literal

KlingO3VideoReferenceRequestAspectRatioType0 = Literal["16:9", "1:1", "9:16", "auto"]

KLING_O3_VIDEO_REFERENCE_REQUEST_ASPECT_RATIO_TYPE_0_VALUES: set[
    KlingO3VideoReferenceRequestAspectRatioType0
] = {
    "16:9",
    "1:1",
    "9:16",
    "auto",
}


def check_kling_o3_video_reference_request_aspect_ratio_type_0(
    value: str,
) -> KlingO3VideoReferenceRequestAspectRatioType0:
    if value in KLING_O3_VIDEO_REFERENCE_REQUEST_ASPECT_RATIO_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_O3_VIDEO_REFERENCE_REQUEST_ASPECT_RATIO_TYPE_0_VALUES!r}"
    )
