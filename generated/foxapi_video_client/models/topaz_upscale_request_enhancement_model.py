from typing import Literal

TopazUpscaleRequestEnhancementModel = Literal[
    "Artemis HQ",
    "Artemis LQ",
    "Artemis MQ",
    "Gaia 2",
    "Gaia CG",
    "Gaia HQ",
    "Nyx",
    "Nyx Fast",
    "Nyx HF",
    "Nyx XL",
    "Proteus",
    "Starlight Fast 1",
    "Starlight Fast 2",
    "Starlight HQ",
    "Starlight Mini",
    "Starlight Precise 1",
    "Starlight Precise 2",
    "Starlight Precise 2.5",
    "Starlight Sharp",
]

TOPAZ_UPSCALE_REQUEST_ENHANCEMENT_MODEL_VALUES: set[TopazUpscaleRequestEnhancementModel] = {
    "Artemis HQ",
    "Artemis LQ",
    "Artemis MQ",
    "Gaia 2",
    "Gaia CG",
    "Gaia HQ",
    "Nyx",
    "Nyx Fast",
    "Nyx HF",
    "Nyx XL",
    "Proteus",
    "Starlight Fast 1",
    "Starlight Fast 2",
    "Starlight HQ",
    "Starlight Mini",
    "Starlight Precise 1",
    "Starlight Precise 2",
    "Starlight Precise 2.5",
    "Starlight Sharp",
}


def check_topaz_upscale_request_enhancement_model(
    value: str,
) -> TopazUpscaleRequestEnhancementModel:
    if value in TOPAZ_UPSCALE_REQUEST_ENHANCEMENT_MODEL_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {TOPAZ_UPSCALE_REQUEST_ENHANCEMENT_MODEL_VALUES!r}"
    )
