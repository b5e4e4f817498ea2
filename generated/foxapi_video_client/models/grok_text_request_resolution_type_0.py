from typing import Literal

GrokTextRequestResolutionType0 = Literal["480p", "720p"]

GROK_TEXT_REQUEST_RESOLUTION_TYPE_0_VALUES: set[GrokTextRequestResolutionType0] = {
    "480p",
    "720p",
}


def check_grok_text_request_resolution_type_0(value: str) -> GrokTextRequestResolutionType0:
    if value in GROK_TEXT_REQUEST_RESOLUTION_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GROK_TEXT_REQUEST_RESOLUTION_TYPE_0_VALUES!r}"
    )
