from typing import Literal

Sora2RemixRequestResolution = Literal["1080p", "720p"]

SORA_2_REMIX_REQUEST_RESOLUTION_VALUES: set[Sora2RemixRequestResolution] = {
    "1080p",
    "720p",
}


def check_sora_2_remix_request_resolution(value: str) -> Sora2RemixRequestResolution:
    if value in SORA_2_REMIX_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SORA_2_REMIX_REQUEST_RESOLUTION_VALUES!r}"
    )
