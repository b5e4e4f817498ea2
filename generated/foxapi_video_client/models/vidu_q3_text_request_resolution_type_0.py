from typing import Literal

ViduQ3TextRequestResolutionType0 = Literal["1080p", "360p", "540p", "720p"]

VIDU_Q3_TEXT_REQUEST_RESOLUTION_TYPE_0_VALUES: set[ViduQ3TextRequestResolutionType0] = {
    "1080p",
    "360p",
    "540p",
    "720p",
}


def check_vidu_q3_text_request_resolution_type_0(value: str) -> ViduQ3TextRequestResolutionType0:
    if value in VIDU_Q3_TEXT_REQUEST_RESOLUTION_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VIDU_Q3_TEXT_REQUEST_RESOLUTION_TYPE_0_VALUES!r}"
    )
