from typing import Literal

LiveAvatarRequestAccelerationType0 = Literal["high", "light", "none", "regular"]

LIVE_AVATAR_REQUEST_ACCELERATION_TYPE_0_VALUES: set[LiveAvatarRequestAccelerationType0] = {
    "high",
    "light",
    "none",
    "regular",
}


def check_live_avatar_request_acceleration_type_0(value: str) -> LiveAvatarRequestAccelerationType0:
    if value in LIVE_AVATAR_REQUEST_ACCELERATION_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {LIVE_AVATAR_REQUEST_ACCELERATION_TYPE_0_VALUES!r}"
    )
