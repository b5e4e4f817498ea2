from typing import Literal

FabricTextRequestModel = Literal["fabric-1.0-text"]

FABRIC_TEXT_REQUEST_MODEL_VALUES: set[FabricTextRequestModel] = {
    "fabric-1.0-text",
}


def check_fabric_text_request_model(value: str) -> FabricTextRequestModel:
    if value in FABRIC_TEXT_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {FABRIC_TEXT_REQUEST_MODEL_VALUES!r}"
    )
