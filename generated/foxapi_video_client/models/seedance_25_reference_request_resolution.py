from typing import Literal

Seedance25ReferenceRequestResolution = Literal["1080p", "480p", "720p"]

SEEDANCE_25_REFERENCE_REQUEST_RESOLUTION_VALUES: set[Seedance25ReferenceRequestResolution] = {
    "1080p",
    "480p",
    "720p",
}


def check_seedance_25_reference_request_resolution(
    value: str,
) -> Seedance25ReferenceRequestResolution:
    if value in SEEDANCE_25_REFERENCE_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SEEDANCE_25_REFERENCE_REQUEST_RESOLUTION_VALUES!r}"
    )
