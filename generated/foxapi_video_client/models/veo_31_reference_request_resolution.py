from typing import Literal

Veo31ReferenceRequestResolution = Literal["1080p", "4k", "720p"]

VEO_31_REFERENCE_REQUEST_RESOLUTION_VALUES: set[Veo31ReferenceRequestResolution] = {
    "1080p",
    "4k",
    "720p",
}


def check_veo_31_reference_request_resolution(value: str) -> Veo31ReferenceRequestResolution:
    if value in VEO_31_REFERENCE_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VEO_31_REFERENCE_REQUEST_RESOLUTION_VALUES!r}"
    )
