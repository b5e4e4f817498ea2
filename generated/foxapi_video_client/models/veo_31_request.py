from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.veo_31_request_aspect_ratio import (
    Veo31RequestAspectRatio,
    check_veo_31_request_aspect_ratio,
)
from ..models.veo_31_request_duration import Veo31RequestDuration, check_veo_31_request_duration
from ..models.veo_31_request_generation_type import (
    Veo31RequestGenerationType,
    check_veo_31_request_generation_type,
)
from ..models.veo_31_request_model import Veo31RequestModel, check_veo_31_request_model
from ..models.veo_31_request_resolution import (
    Veo31RequestResolution,
    check_veo_31_request_resolution,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="Veo31Request")


@_attrs_define
class Veo31Request:
    """Veo 3.1 and Veo 3.1 Fast: text, a first frame, two frames or reference images to video."""

    prompt: str
    """ What the video shows, in Chinese or English; details help. No length limit is documented. """
    model: Veo31RequestModel = "veo-3.1-fast"
    """ Standard (veo-3.1) or fast (veo-3.1-fast).

    The page's enum lists veo-3.1-fast alone; its table and its own example use both.
     """
    generation_type: Veo31RequestGenerationType | Unset = "text-to-video"
    """ The mode, which says how many image_urls it takes: text-to-video none, image-to-video exactly 1,
    first-last-frame exactly 2, reference-to-video 1 to 3.
     """
    image_urls: list[str] | None | Unset = UNSET
    """ The images; generation_type says what they mean and how many there are. """
    aspect_ratio: Veo31RequestAspectRatio | Unset = "16:9"
    """ Landscape or portrait. """
    duration: Veo31RequestDuration | Unset = 8
    """ Length in seconds. """
    resolution: Veo31RequestResolution | Unset = "1080p"
    """ Standard definition, high definition, or 4K (2160p and 4k mean the same). """
    generate_audio: bool | Unset = True
    """ Whether to generate matching sound.

    The seed page's default is true, newer pages say false: the value is always sent, so that the outcome
    does not hang on the server's choice.
     """
    advanced: Any | Unset = UNSET
    """ Further options. The page does not list them. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        generation_type: str | Unset = UNSET
        if not isinstance(self.generation_type, Unset):
            generation_type = self.generation_type

        image_urls: list[str] | None | Unset
        if isinstance(self.image_urls, Unset):
            image_urls = UNSET
        elif isinstance(self.image_urls, list):
            image_urls = self.image_urls

        else:
            image_urls = self.image_urls

        aspect_ratio: str | Unset = UNSET
        if not isinstance(self.aspect_ratio, Unset):
            aspect_ratio = self.aspect_ratio

        duration: int | Unset = UNSET
        if not isinstance(self.duration, Unset):
            duration = self.duration

        resolution: str | Unset = UNSET
        if not isinstance(self.resolution, Unset):
            resolution = self.resolution

        generate_audio = self.generate_audio

        advanced = self.advanced

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "prompt": prompt,
            }
        )
        if generation_type is not UNSET:
            field_dict["generation_type"] = generation_type
        if image_urls is not UNSET:
            field_dict["image_urls"] = image_urls
        if aspect_ratio is not UNSET:
            field_dict["aspect_ratio"] = aspect_ratio
        if duration is not UNSET:
            field_dict["duration"] = duration
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if generate_audio is not UNSET:
            field_dict["generate_audio"] = generate_audio
        if advanced is not UNSET:
            field_dict["advanced"] = advanced

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_veo_31_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        _generation_type = d.pop("generation_type", UNSET)
        generation_type: Veo31RequestGenerationType | Unset
        if isinstance(_generation_type, Unset):
            generation_type = UNSET
        else:
            generation_type = check_veo_31_request_generation_type(_generation_type)

        def _parse_image_urls(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                image_urls_type_0 = cast(list[str], data)

                return image_urls_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        image_urls = _parse_image_urls(d.pop("image_urls", UNSET))

        _aspect_ratio = d.pop("aspect_ratio", UNSET)
        aspect_ratio: Veo31RequestAspectRatio | Unset
        if isinstance(_aspect_ratio, Unset):
            aspect_ratio = UNSET
        else:
            aspect_ratio = check_veo_31_request_aspect_ratio(_aspect_ratio)

        _duration = d.pop("duration", UNSET)
        duration: Veo31RequestDuration | Unset
        if isinstance(_duration, Unset):
            duration = UNSET
        else:
            duration = check_veo_31_request_duration(_duration)

        _resolution = d.pop("resolution", UNSET)
        resolution: Veo31RequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_veo_31_request_resolution(_resolution)

        generate_audio = d.pop("generate_audio", UNSET)

        advanced = d.pop("advanced", UNSET)

        veo_31_request = cls(
            model=model,
            prompt=prompt,
            generation_type=generation_type,
            image_urls=image_urls,
            aspect_ratio=aspect_ratio,
            duration=duration,
            resolution=resolution,
            generate_audio=generate_audio,
            advanced=advanced,
        )

        veo_31_request.additional_properties = d
        return veo_31_request

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
