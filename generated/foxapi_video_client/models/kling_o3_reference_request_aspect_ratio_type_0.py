from typing import Literal

KlingO3ReferenceRequestAspectRatioType0 = Literal["16:9", "1:1", "9:16"]

KLING_O3_REFERENCE_REQUEST_ASPECT_RATIO_TYPE_0_VALUES: set[
    KlingO3ReferenceRequestAspectRatioType0
] = {
    "16:9",
    "1:1",
    "9:16",
}


def check_kling_o3_reference_request_aspect_ratio_type_0(
    value: str,
) -> KlingO3ReferenceRequestAspectRatioType0:
    if value in KLING_O3_REFERENCE_REQUEST_ASPECT_RATIO_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_O3_REFERENCE_REQUEST_ASPECT_RATIO_TYPE_0_VALUES!r}"
    )
