from typing import Literal

KlingO3ReferenceRequestShotTypeType0 = Literal["customize"]

KLING_O3_REFERENCE_REQUEST_SHOT_TYPE_TYPE_0_VALUES: set[KlingO3ReferenceRequestShotTypeType0] = {
    "customize",
}


def check_kling_o3_reference_request_shot_type_type_0(
    value: str,
) -> KlingO3ReferenceRequestShotTypeType0:
    if value in KLING_O3_REFERENCE_REQUEST_SHOT_TYPE_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {KLING_O3_REFERENCE_REQUEST_SHOT_TYPE_TYPE_0_VALUES!r}"
    )
