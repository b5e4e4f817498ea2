from typing import Literal

LegacyRequestModel = Literal[
    "kling-o1-edit",
    "kling-o1-edit-fast",
    "kling-o1-i2v",
    "kling-o3-edit",
    "MiniMax-Hailuo-02",
    "MiniMax-Hailuo-2.3",
    "MiniMax-Hailuo-2.3-Fast",
    "seedance-1.0-pro-fast",
    "seedance-1.5-pro",
    "sora-2-beta-max",
    "veo3.1-fast",
    "veo3.1-fast-lite",
    "veo3.1-pro-lite",
    "wan2.5-i2v",
    "wan2.5-t2v",
    "wan2.6-i2v",
    "wan2.6-i2v-flash",
    "wan2.6-ref",
    "wan2.6-ref-flash",
    "wan2.6-t2v",
]

LEGACY_REQUEST_MODEL_VALUES: set[LegacyRequestModel] = {
    "kling-o1-edit",
    "kling-o1-edit-fast",
    "kling-o1-i2v",
    "kling-o3-edit",
    "MiniMax-Hailuo-02",
    "MiniMax-Hailuo-2.3",
    "MiniMax-Hailuo-2.3-Fast",
    "seedance-1.0-pro-fast",
    "seedance-1.5-pro",
    "sora-2-beta-max",
    "veo3.1-fast",
    "veo3.1-fast-lite",
    "veo3.1-pro-lite",
    "wan2.5-i2v",
    "wan2.5-t2v",
    "wan2.6-i2v",
    "wan2.6-i2v-flash",
    "wan2.6-ref",
    "wan2.6-ref-flash",
    "wan2.6-t2v",
}


def check_legacy_request_model(value: str) -> LegacyRequestModel:
    if value in LEGACY_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LEGACY_REQUEST_MODEL_VALUES!r}")
