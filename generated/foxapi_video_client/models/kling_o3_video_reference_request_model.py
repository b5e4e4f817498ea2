from typing import Literal

KlingO3VideoReferenceRequestModel = Literal["kling-o3-video-to-video-reference"]

KLING_O3_VIDEO_REFERENCE_REQUEST_MODEL_VALUES: set[KlingO3VideoReferenceRequestModel] = {
    "kling-o3-video-to-video-reference",
}


def check_kling_o3_video_reference_request_model(value: str) -> KlingO3VideoReferenceRequestModel:
    if value in KLING_O3_VIDEO_REFERENCE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_O3_VIDEO_REFERENCE_REQUEST_MODEL_VALUES!r}"
    )
