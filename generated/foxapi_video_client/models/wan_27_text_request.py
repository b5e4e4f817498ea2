from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.wan_27_text_request_aspect_ratio import (
    Wan27TextRequestAspectRatio,
    check_wan_27_text_request_aspect_ratio,
)
from ..models.wan_27_text_request_model import (
    Wan27TextRequestModel,
    check_wan_27_text_request_model,
)
from ..models.wan_27_text_request_resolution import (
    Wan27TextRequestResolution,
    check_wan_27_text_request_resolution,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="Wan27TextRequest")


@_attrs_define
class Wan27TextRequest:
    """Wan 2.7: text to video, with your own audio or generated background music."""

    prompt: str
    """ What the video shows. """
    model: Wan27TextRequestModel = "wan-2.7-text-to-video"
    """ Text to video. """
    audio_url: File | None | Unset = UNSET
    """ The audio. If unset, the model generates background music. """
    aspect_ratio: Wan27TextRequestAspectRatio | Unset = "16:9"
    """ Output aspect ratio. """
    duration: int | Unset = 5
    """ Length in seconds. """
    resolution: Wan27TextRequestResolution | Unset = "1080p"
    """ Output resolution. """
    negative_prompt: None | str | Unset = UNSET
    """ What to avoid. """
    seed: int | None | Unset = UNSET
    """ Random seed; unset means random. """
    enable_prompt_expansion: bool | None | Unset = UNSET
    """ Whether to expand the prompt. The model decides if unset. """
    enable_safety_checker: bool | None | Unset = UNSET
    """ Whether to run the safety checker. The model decides if unset. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        audio_url: File | None | Unset
        if isinstance(self.audio_url, Unset):
            audio_url = UNSET
        else:
            audio_url = self.audio_url

        aspect_ratio: str | Unset = UNSET
        if not isinstance(self.aspect_ratio, Unset):
            aspect_ratio = self.aspect_ratio

        duration = self.duration

        resolution: str | Unset = UNSET
        if not isinstance(self.resolution, Unset):
            resolution = self.resolution

        negative_prompt: None | str | Unset
        if isinstance(self.negative_prompt, Unset):
            negative_prompt = UNSET
        else:
            negative_prompt = self.negative_prompt

        seed: int | None | Unset
        if isinstance(self.seed, Unset):
            seed = UNSET
        else:
            seed = self.seed

        enable_prompt_expansion: bool | None | Unset
        if isinstance(self.enable_prompt_expansion, Unset):
            enable_prompt_expansion = UNSET
        else:
            enable_prompt_expansion = self.enable_prompt_expansion

        enable_safety_checker: bool | None | Unset
        if isinstance(self.enable_safety_checker, Unset):
            enable_safety_checker = UNSET
        else:
            enable_safety_checker = self.enable_safety_checker

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "prompt": prompt,
            }
        )
        if audio_url is not UNSET:
            field_dict["audio_url"] = audio_url
        if aspect_ratio is not UNSET:
            field_dict["aspect_ratio"] = aspect_ratio
        if duration is not UNSET:
            field_dict["duration"] = duration
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if negative_prompt is not UNSET:
            field_dict["negative_prompt"] = negative_prompt
        if seed is not UNSET:
            field_dict["seed"] = seed
        if enable_prompt_expansion is not UNSET:
            field_dict["enable_prompt_expansion"] = enable_prompt_expansion
        if enable_safety_checker is not UNSET:
            field_dict["enable_safety_checker"] = enable_safety_checker

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_wan_27_text_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        def _parse_audio_url(data: object) -> File | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(File | None | Unset, data)

        audio_url = _parse_audio_url(d.pop("audio_url", UNSET))

        _aspect_ratio = d.pop("aspect_ratio", UNSET)
        aspect_ratio: Wan27TextRequestAspectRatio | Unset
        if isinstance(_aspect_ratio, Unset):
            aspect_ratio = UNSET
        else:
            aspect_ratio = check_wan_27_text_request_aspect_ratio(_aspect_ratio)

        duration = d.pop("duration", UNSET)

        _resolution = d.pop("resolution", UNSET)
        resolution: Wan27TextRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_wan_27_text_request_resolution(_resolution)

        def _parse_negative_prompt(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        negative_prompt = _parse_negative_prompt(d.pop("negative_prompt", UNSET))

        def _parse_seed(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        seed = _parse_seed(d.pop("seed", UNSET))

        def _parse_enable_prompt_expansion(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        enable_prompt_expansion = _parse_enable_prompt_expansion(
            d.pop("enable_prompt_expansion", UNSET)
        )

        def _parse_enable_safety_checker(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        enable_safety_checker = _parse_enable_safety_checker(d.pop("enable_safety_checker", UNSET))

        wan_27_text_request = cls(
            model=model,
            prompt=prompt,
            audio_url=audio_url,
            aspect_ratio=aspect_ratio,
            duration=duration,
            resolution=resolution,
            negative_prompt=negative_prompt,
            seed=seed,
            enable_prompt_expansion=enable_prompt_expansion,
            enable_safety_checker=enable_safety_checker,
        )

        wan_27_text_request.additional_properties = d
        return wan_27_text_request

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
