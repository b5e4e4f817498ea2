from typing import Literal

KlingV3TextRequestAspectRatio = Literal["16:9", "1:1", "9:16"]

KLING_V3_TEXT_REQUEST_ASPECT_RATIO_VALUES: set[KlingV3TextRequestAspectRatio] = {
    "16:9",
    "1:1",
    "9:16",
}


def check_kling_v3_text_request_aspect_ratio(value: str) -> KlingV3TextRequestAspectRatio:
    if value in KLING_V3_TEXT_REQUEST_ASPECT_RATIO_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_V3_TEXT_REQUEST_ASPECT_RATIO_VALUES!r}"
    )
