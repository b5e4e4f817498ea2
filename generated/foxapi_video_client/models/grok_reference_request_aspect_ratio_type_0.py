from typing import Literal

GrokReferenceRequestAspectRatioType0 = Literal["16:9", "1:1", "2:3", "3:2", "3:4", "4:3", "9:16"]

GROK_REFERENCE_REQUEST_ASPECT_RATIO_TYPE_0_VALUES: set[GrokReferenceRequestAspectRatioType0] = {
    "16:9",
    "1:1",
    "2:3",
    "3:2",
    "3:4",
    "4:3",
    "9:16",
}


def check_grok_reference_request_aspect_ratio_type_0(
    value: str,
) -> GrokReferenceRequestAspectRatioType0:
    if value in GROK_REFERENCE_REQUEST_ASPECT_RATIO_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GROK_REFERENCE_REQUEST_ASPECT_RATIO_TYPE_0_VALUES!r}"
    )
