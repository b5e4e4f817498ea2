from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.creatify_aurora_request_model import (
    CreatifyAuroraRequestModel,
    check_creatify_aurora_request_model,
)
from ..models.creatify_aurora_request_resolution_type_0 import (
    CreatifyAuroraRequestResolutionType0,
    check_creatify_aurora_request_resolution_type_0,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="CreatifyAuroraRequest")


@_attrs_define
class CreatifyAuroraRequest:
    """Creatify Aurora: a portrait and an audio clip to a video of the person speaking. The video is as long as the audio
    clip.

    """

    image_url: File
    """ The portrait. A clear, frontal image of one person works best. """
    audio_url: File
    """ What the person says, at most 60 seconds. """
    model: CreatifyAuroraRequestModel = "creatify-aurora"
    """ The model's ID. """
    prompt: None | str | Unset = UNSET
    """ How the image should look and how the person performs. """
    resolution: CreatifyAuroraRequestResolutionType0 | None | Unset = "720p"
    """ Output resolution. """
    guidance_scale: float | None | Unset = UNSET
    """ How strictly to follow the prompt. """
    audio_guidance_scale: float | None | Unset = UNSET
    """ How strictly to follow the rhythm of the audio clip. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        image_url = self.image_url

        audio_url = self.audio_url

        prompt: None | str | Unset
        if isinstance(self.prompt, Unset):
            prompt = UNSET
        else:
            prompt = self.prompt

        resolution: None | str | Unset
        if isinstance(self.resolution, Unset):
            resolution = UNSET
        elif isinstance(self.resolution, str):
            resolution = self.resolution
        else:
            resolution = self.resolution

        guidance_scale: float | None | Unset
        if isinstance(self.guidance_scale, Unset):
            guidance_scale = UNSET
        else:
            guidance_scale = self.guidance_scale

        audio_guidance_scale: float | None | Unset
        if isinstance(self.audio_guidance_scale, Unset):
            audio_guidance_scale = UNSET
        else:
            audio_guidance_scale = self.audio_guidance_scale

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "image_url": image_url,
                "audio_url": audio_url,
            }
        )
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if guidance_scale is not UNSET:
            field_dict["guidance_scale"] = guidance_scale
        if audio_guidance_scale is not UNSET:
            field_dict["audio_guidance_scale"] = audio_guidance_scale

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_creatify_aurora_request_model(d.pop("model"))

        image_url = d.pop("image_url")

        audio_url = d.pop("audio_url")

        def _parse_prompt(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        prompt = _parse_prompt(d.pop("prompt", UNSET))

        def _parse_resolution(data: object) -> CreatifyAuroraRequestResolutionType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                resolution_type_0 = check_creatify_aurora_request_resolution_type_0(data)

                return resolution_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CreatifyAuroraRequestResolutionType0 | None | Unset, data)

        resolution = _parse_resolution(d.pop("resolution", UNSET))

        def _parse_guidance_scale(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        guidance_scale = _parse_guidance_scale(d.pop("guidance_scale", UNSET))

        def _parse_audio_guidance_scale(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        audio_guidance_scale = _parse_audio_guidance_scale(d.pop("audio_guidance_scale", UNSET))

        creatify_aurora_request = cls(
            model=model,
            image_url=image_url,
            audio_url=audio_url,
            prompt=prompt,
            resolution=resolution,
            guidance_scale=guidance_scale,
            audio_guidance_scale=audio_guidance_scale,
        )

        creatify_aurora_request.additional_properties = d
        return creatify_aurora_request

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
