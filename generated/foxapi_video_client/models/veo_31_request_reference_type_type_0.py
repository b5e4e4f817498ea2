from typing import Literal

Veo31RequestReferenceTypeType0 = Literal["ASSET", "STYLE"]

VEO_31_REQUEST_REFERENCE_TYPE_TYPE_0_VALUES: set[Veo31RequestReferenceTypeType0] = {
    "ASSET",
    "STYLE",
}


def check_veo_31_request_reference_type_type_0(value: str) -> Veo31RequestReferenceTypeType0:
    if value in VEO_31_REQUEST_REFERENCE_TYPE_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VEO_31_REQUEST_REFERENCE_TYPE_TYPE_0_VALUES!r}"
    )
