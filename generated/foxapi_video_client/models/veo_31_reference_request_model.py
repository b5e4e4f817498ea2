from typing import Literal

Veo31ReferenceRequestModel = Literal[
    "veo-3.1-fast-reference-to-video", "veo-3.1-reference-to-video"
]

VEO_31_REFERENCE_REQUEST_MODEL_VALUES: set[Veo31ReferenceRequestModel] = {
    "veo-3.1-fast-reference-to-video",
    "veo-3.1-reference-to-video",
}


def check_veo_31_reference_request_model(value: str) -> Veo31ReferenceRequestModel:
    if value in VEO_31_REFERENCE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VEO_31_REFERENCE_REQUEST_MODEL_VALUES!r}"
    )
