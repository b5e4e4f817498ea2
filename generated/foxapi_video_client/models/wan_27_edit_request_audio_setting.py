from typing import Literal

Wan27EditRequestAudioSetting = Literal["auto", "origin"]

WAN_27_EDIT_REQUEST_AUDIO_SETTING_VALUES: set[Wan27EditRequestAudioSetting] = {
    "auto",
    "origin",
}


def check_wan_27_edit_request_audio_setting(value: str) -> Wan27EditRequestAudioSetting:
    if value in WAN_27_EDIT_REQUEST_AUDIO_SETTING_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {WAN_27_EDIT_REQUEST_AUDIO_SETTING_VALUES!r}"
    )
