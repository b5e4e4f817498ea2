from typing import Literal

HappyHorse10EditRequestAudioSetting = Literal["auto", "origin"]

HAPPY_HORSE_10_EDIT_REQUEST_AUDIO_SETTING_VALUES: set[HappyHorse10EditRequestAudioSetting] = {
    "auto",
    "origin",
}


def check_happy_horse_10_edit_request_audio_setting(
    value: str,
) -> HappyHorse10EditRequestAudioSetting:
    if value in HAPPY_HORSE_10_EDIT_REQUEST_AUDIO_SETTING_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {HAPPY_HORSE_10_EDIT_REQUEST_AUDIO_SETTING_VALUES!r}"
    )
