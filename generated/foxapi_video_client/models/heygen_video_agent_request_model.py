from typing import Literal

HeygenVideoAgentRequestModel = Literal["heygen-video-agent"]

HEYGEN_VIDEO_AGENT_REQUEST_MODEL_VALUES: set[HeygenVideoAgentRequestModel] = {
    "heygen-video-agent",
}


def check_heygen_video_agent_request_model(value: str) -> HeygenVideoAgentRequestModel:
    if value in HEYGEN_VIDEO_AGENT_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {HEYGEN_VIDEO_AGENT_REQUEST_MODEL_VALUES!r}"
    )
