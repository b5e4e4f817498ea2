from typing import Literal

LipsyncRequestSyncMode = Literal["bounce", "cut_off", "loop", "remap", "silence"]

LIPSYNC_REQUEST_SYNC_MODE_VALUES: set[LipsyncRequestSyncMode] = {
    "bounce",
    "cut_off",
    "loop",
    "remap",
    "silence",
}


def check_lipsync_request_sync_mode(value: str) -> LipsyncRequestSyncMode:
    if value in LIPSYNC_REQUEST_SYNC_MODE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {LIPSYNC_REQUEST_SYNC_MODE_VALUES!r}"
    )
