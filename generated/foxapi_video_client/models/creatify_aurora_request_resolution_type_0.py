from typing import Literal

CreatifyAuroraRequestResolutionType0 = Literal["480p", "720p"]

CREATIFY_AURORA_REQUEST_RESOLUTION_TYPE_0_VALUES: set[CreatifyAuroraRequestResolutionType0] = {
    "480p",
    "720p",
}


def check_creatify_aurora_request_resolution_type_0(
    value: str,
) -> CreatifyAuroraRequestResolutionType0:
    if value in CREATIFY_AURORA_REQUEST_RESOLUTION_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {CREATIFY_AURORA_REQUEST_RESOLUTION_TYPE_0_VALUES!r}"
    )
