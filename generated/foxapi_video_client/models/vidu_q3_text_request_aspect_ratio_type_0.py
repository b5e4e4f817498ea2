from typing import Literal

ViduQ3TextRequestAspectRatioType0 = Literal["16:9", "1:1", "3:4", "4:3", "9:16"]

VIDU_Q3_TEXT_REQUEST_ASPECT_RATIO_TYPE_0_VALUES: set[ViduQ3TextRequestAspectRatioType0] = {
    "16:9",
    "1:1",
    "3:4",
    "4:3",
    "9:16",
}


def check_vidu_q3_text_request_aspect_ratio_type_0(value: str) -> ViduQ3TextRequestAspectRatioType0:
    if value in VIDU_Q3_TEXT_REQUEST_ASPECT_RATIO_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VIDU_Q3_TEXT_REQUEST_ASPECT_RATIO_TYPE_0_VALUES!r}"
    )
