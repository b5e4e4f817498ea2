from typing import Literal

PixverseC1ReferenceRequestModel = Literal["pixverse-c1-reference-to-video"]

PIXVERSE_C1_REFERENCE_REQUEST_MODEL_VALUES: set[PixverseC1ReferenceRequestModel] = {
    "pixverse-c1-reference-to-video",
}


def check_pixverse_c1_reference_request_model(value: str) -> PixverseC1ReferenceRequestModel:
    if value in PIXVERSE_C1_REFERENCE_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PIXVERSE_C1_REFERENCE_REQUEST_MODEL_VALUES!r}"
    )
