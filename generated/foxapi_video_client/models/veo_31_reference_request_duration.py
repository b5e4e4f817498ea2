from typing import Literal

Veo31ReferenceRequestDuration = Literal[8]

VEO_31_REFERENCE_REQUEST_DURATION_VALUES: set[Veo31ReferenceRequestDuration] = {
    8,
}


def check_veo_31_reference_request_duration(value: int) -> Veo31ReferenceRequestDuration:
    if value in VEO_31_REFERENCE_REQUEST_DURATION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VEO_31_REFERENCE_REQUEST_DURATION_VALUES!r}"
    )
