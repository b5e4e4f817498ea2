from typing import Literal

GrokEditRequestResolutionType0 = Literal["480p", "720p", "auto"]

GROK_EDIT_REQUEST_RESOLUTION_TYPE_0_VALUES: set[GrokEditRequestResolutionType0] = {
    "480p",
    "720p",
    "auto",
}


def check_grok_edit_request_resolution_type_0(value: str) -> GrokEditRequestResolutionType0:
    if value in GROK_EDIT_REQUEST_RESOLUTION_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GROK_EDIT_REQUEST_RESOLUTION_TYPE_0_VALUES!r}"
    )
