from typing import Literal

KlingO3TextRequestAspectRatio = Literal["16:9", "1:1", "9:16"]

KLING_O3_TEXT_REQUEST_ASPECT_RATIO_VALUES: set[KlingO3TextRequestAspectRatio] = {
    "16:9",
    "1:1",
    "9:16",
}


def check_kling_o3_text_request_aspect_ratio(value: str) -> KlingO3TextRequestAspectRatio:
    if value in KLING_O3_TEXT_REQUEST_ASPECT_RATIO_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_O3_TEXT_REQUEST_ASPECT_RATIO_VALUES!r}"
    )
