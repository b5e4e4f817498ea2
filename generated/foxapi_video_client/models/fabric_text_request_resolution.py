from typing import Literal

FabricTextRequestResolution = Literal["480p", "720p"]

FABRIC_TEXT_REQUEST_RESOLUTION_VALUES: set[FabricTextRequestResolution] = {
    "480p",
    "720p",
}


def check_fabric_text_request_resolution(value: str) -> FabricTextRequestResolution:
    if value in FABRIC_TEXT_REQUEST_RESOLUTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {FABRIC_TEXT_REQUEST_RESOLUTION_VALUES!r}"
    )
