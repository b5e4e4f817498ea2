from typing import Literal

Wan27ReferenceRequestResolution = Literal["1080p", "720p"]

WAN_27_REFERENCE_REQUEST_RESOLUTION_VALUES: set[Wan27ReferenceRequestResolution] = {
    "1080p",
    "720p",
}


def check_wan_27_reference_request_resolution(value: str) -> Wan27ReferenceRequestResolution:
    if value in WAN_27_REFERENCE_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {WAN_27_REFERENCE_REQUEST_RESOLUTION_VALUES!r}"
    )
