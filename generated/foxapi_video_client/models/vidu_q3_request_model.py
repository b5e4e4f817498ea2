from typing import Literal

ViduQ3RequestModel = Literal["vidu-q3-pro", "vidu-q3-turbo"]

VIDU_Q3_REQUEST_MODEL_VALUES: set[ViduQ3RequestModel] = {
    "vidu-q3-pro",
    "vidu-q3-turbo",
}


def check_vidu_q3_request_model(value: str) -> ViduQ3RequestModel:
    if value in VIDU_Q3_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {VIDU_Q3_REQUEST_MODEL_VALUES!r}")
