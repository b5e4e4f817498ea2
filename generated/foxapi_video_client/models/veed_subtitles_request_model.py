from typing import Literal

VeedSubtitlesRequestModel = Literal["veed-subtitles"]

VEED_SUBTITLES_REQUEST_MODEL_VALUES: set[VeedSubtitlesRequestModel] = {
    "veed-subtitles",
}


def check_veed_subtitles_request_model(value: str) -> VeedSubtitlesRequestModel:
    if value in VEED_SUBTITLES_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VEED_SUBTITLES_REQUEST_MODEL_VALUES!r}"
    )
