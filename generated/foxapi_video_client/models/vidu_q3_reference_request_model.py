from typing import Literal

ViduQ3ReferenceRequestModel = Literal["vidu-q3-reference-to-video"]

VIDU_Q3_REFERENCE_REQUEST_MODEL_VALUES: set[ViduQ3ReferenceRequestModel] = {
    "vidu-q3-reference-to-video",
}


def check_vidu_q3_reference_request_model(value: str) -> ViduQ3ReferenceRequestModel:
    if value in VIDU_Q3_REFERENCE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VIDU_Q3_REFERENCE_REQUEST_MODEL_VALUES!r}"
    )
