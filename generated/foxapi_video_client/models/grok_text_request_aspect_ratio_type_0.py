from typing import Literal

GrokTextRequestAspectRatioType0 = Literal["16:9", "1:1", "2:3", "3:2", "3:4", "4:3", "9:16"]

GROK_TEXT_REQUEST_ASPECT_RATIO_TYPE_0_VALUES: set[GrokTextRequestAspectRatioType0] = {
    "16:9",
    "1:1",
    "2:3",
    "3:2",
    "3:4",
    "4:3",
    "9:16",
}


def check_grok_text_request_aspect_ratio_type_0(value: str) -> GrokTextRequestAspectRatioType0:
    if value in GROK_TEXT_REQUEST_ASPECT_RATIO_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GROK_TEXT_REQUEST_ASPECT_RATIO_TYPE_0_VALUES!r}"
    )
