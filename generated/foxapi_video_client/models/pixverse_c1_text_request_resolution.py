from typing import Literal

PixverseC1TextRequestResolution = Literal["540p", "720p"]

PIXVERSE_C1_TEXT_REQUEST_RESOLUTION_VALUES: set[PixverseC1TextRequestResolution] = {
    "540p",
    "720p",
}


def check_pixverse_c1_text_request_resolution(value: str) -> PixverseC1TextRequestResolution:
    if value in PIXVERSE_C1_TEXT_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PIXVERSE_C1_TEXT_REQUEST_RESOLUTION_VALUES!r}"
    )
