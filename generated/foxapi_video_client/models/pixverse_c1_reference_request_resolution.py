from typing import Literal

PixverseC1ReferenceRequestResolution = Literal["540p", "720p"]

PIXVERSE_C1_REFERENCE_REQUEST_RESOLUTION_VALUES: set[PixverseC1ReferenceRequestResolution] = {
    "540p",
    "720p",
}


def check_pixverse_c1_reference_request_resolution(
    value: str,
) -> PixverseC1ReferenceRequestResolution:
    if value in PIXVERSE_C1_REFERENCE_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PIXVERSE_C1_REFERENCE_REQUEST_RESOLUTION_VALUES!r}"
    )
