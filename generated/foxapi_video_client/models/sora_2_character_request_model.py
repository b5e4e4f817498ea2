from typing import Literal

Sora2CharacterRequestModel = Literal["sora-2-character"]

SORA_2_CHARACTER_REQUEST_MODEL_VALUES: set[Sora2CharacterRequestModel] = {
    "sora-2-character",
}


def check_sora_2_character_request_model(value: str) -> Sora2CharacterRequestModel:
    if value in SORA_2_CHARACTER_REQUEST_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SORA_2_CHARACTER_REQUEST_MODEL_VALUES!r}"
    )
