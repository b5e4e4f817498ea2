from typing import Literal

HeygenVideoAgentRequestOrientationType0 = Literal["landscape", "portrait"]

HEYGEN_VIDEO_AGENT_REQUEST_ORIENTATION_TYPE_0_VALUES: set[
    HeygenVideoAgentRequestOrientationType0
] = {
    "landscape",
    "portrait",
}


def check_heygen_video_agent_request_orientation_type_0(
    value: str,
) -> HeygenVideoAgentRequestOrientationType0:
    if value in HEYGEN_VIDEO_AGENT_REQUEST_ORIENTATION_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {HEYGEN_VIDEO_AGENT_REQUEST_ORIENTATION_TYPE_0_VALUES!r}"
    )
