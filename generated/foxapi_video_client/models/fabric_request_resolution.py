from typing import Literal

FabricRequestResolution = Literal["480p", "720p"]

FABRIC_REQUEST_RESOLUTION_VALUES: set[FabricRequestResolution] = {
    "480p",
    "720p",
}


def check_fabric_request_resolution(value: str) -> FabricRequestResolution:
    if value in FABRIC_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {FABRIC_REQUEST_RESOLUTION_VALUES!r}"
    )
