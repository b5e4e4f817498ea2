from typing import Literal

Kling26RequestAspectRatio = Literal["16:9", "1:1", "9:16"]

KLING_26_REQUEST_ASPECT_RATIO_VALUES: set[Kling26RequestAspectRatio] = {
    "16:9",
    "1:1",
    "9:16",
}


def check_kling_26_request_aspect_ratio(value: str) -> Kling26RequestAspectRatio:
    if value in KLING_26_REQUEST_ASPECT_RATIO_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_26_REQUEST_ASPECT_RATIO_VALUES!r}"
    )
