from typing import Literal

FabricRequestModel = Literal["fabric-1.0", "fabric-1.0-fast"]

FABRIC_REQUEST_MODEL_VALUES: set[FabricRequestModel] = {
    "fabric-1.0",
    "fabric-1.0-fast",
}


def check_fabric_request_model(value: str) -> FabricRequestModel:
    if value in FABRIC_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {FABRIC_REQUEST_MODEL_VALUES!r}")
