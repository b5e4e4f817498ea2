from typing import Literal

Wan27ReferenceRequestModel = Literal["wan-2.7-reference-to-video"]

WAN_27_REFERENCE_REQUEST_MODEL_VALUES: set[Wan27ReferenceRequestModel] = {
    "wan-2.7-reference-to-video",
}


def check_wan_27_reference_request_model(value: str) -> Wan27ReferenceRequestModel:
    if value in WAN_27_REFERENCE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {WAN_27_REFERENCE_REQUEST_MODEL_VALUES!r}"
    )
