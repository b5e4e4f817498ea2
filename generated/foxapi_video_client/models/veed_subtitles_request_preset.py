from typing import Literal

VeedSubtitlesRequestPreset = Literal[
    "ali",
    "backdrop",
    "backdrop2",
    "beans",
    "boo",
    "capri",
    "casper",
    "corpo",
    "diego",
    "flex",
    "fusion",
    "glass",
    "glide",
    "glide2",
    "handwritten",
    "hustle",
    "karl",
    "kitty",
    "lowkey",
    "mint",
    "plain",
    "rizz",
    "shadeplay",
    "simple",
    "slay",
    "sprout",
    "terminal",
    "vegas",
    "vinta",
    "whisper",
]

VEED_SUBTITLES_REQUEST_PRESET_VALUES: set[VeedSubtitlesRequestPreset] = {
    "ali",
    "backdrop",
    "backdrop2",
    "beans",
    "boo",
    "capri",
    "casper",
    "corpo",
    "diego",
    "flex",
    "fusion",
    "glass",
    "glide",
    "glide2",
    "handwritten",
    "hustle",
    "karl",
    "kitty",
    "lowkey",
    "mint",
    "plain",
    "rizz",
    "shadeplay",
    "simple",
    "slay",
    "sprout",
    "terminal",
    "vegas",
    "vinta",
    "whisper",
}


def check_veed_subtitles_request_preset(value: str) -> VeedSubtitlesRequestPreset:
    if value in VEED_SUBTITLES_REQUEST_PRESET_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VEED_SUBTITLES_REQUEST_PRESET_VALUES!r}"
    )
