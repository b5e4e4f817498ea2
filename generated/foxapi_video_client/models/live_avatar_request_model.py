from typing import Literal

LiveAvatarRequestModel = Literal["live-avatar"]

LIVE_AVATAR_REQUEST_MODEL_VALUES: set[LiveAvatarRequestModel] = {
    "live-avatar",
}


def check_live_avatar_request_model(value: str) -> LiveAvatarRequestModel:
    if value in LIVE_AVATAR_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {LIVE_AVATAR_REQUEST_MODEL_VALUES!r}"
    )
