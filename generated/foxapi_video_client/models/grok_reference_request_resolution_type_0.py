from typing import Literal

GrokReferenceRequestResolutionType0 = Literal["480p", "720p"]

GROK_REFERENCE_REQUEST_RESOLUTION_TYPE_0_VALUES: set[GrokReferenceRequestResolutionType0] = {
    "480p",
    "720p",
}


def check_grok_reference_request_resolution_type_0(
    value: str,
) -> GrokReferenceRequestResolutionType0:
    if value in GROK_REFERENCE_REQUEST_RESOLUTION_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GROK_REFERENCE_REQUEST_RESOLUTION_TYPE_0_VALUES!r}"
    )
