from typing import Literal

Seedance20ReferenceRequestResolution = Literal["1080p", "480p", "720p"]

SEEDANCE_20_REFERENCE_REQUEST_RESOLUTION_VALUES: set[Seedance20ReferenceRequestResolution] = {
    "1080p",
    "480p",
    "720p",
}


def check_seedance_20_reference_request_resolution(
    value: str,
) -> Seedance20ReferenceRequestResolution:
    if value in SEEDANCE_20_REFERENCE_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SEEDANCE_20_REFERENCE_REQUEST_RESOLUTION_VALUES!r}"
    )
