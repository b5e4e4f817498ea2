from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.veo_31_extend_request_aspect_ratio import (
    Veo31ExtendRequestAspectRatio,
    check_veo_31_extend_request_aspect_ratio,
)
from ..models.veo_31_extend_request_model import (
    Veo31ExtendRequestModel,
    check_veo_31_extend_request_model,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="Veo31ExtendRequest")


@_attrs_define
class Veo31ExtendRequest:
    """Veo 3.1 and Veo 3.1 Fast: adds 7 seconds to a video."""

    prompt: str
    """ How the video continues, in Chinese or English. """
    video_url: File
    """ The video to continue; 720p or 1080p and 16:9 or 9:16 are recommended. """
    model: Veo31ExtendRequestModel = "veo-3.1-extend"
    """ Standard or fast. """
    aspect_ratio: Veo31ExtendRequestAspectRatio | Unset = "16:9"
    """ Landscape or portrait. """
    generate_audio: bool | Unset = True
    """ Whether to generate matching audio. """
    negative_prompt: None | str | Unset = UNSET
    """ What to avoid, separated by commas. """
    seed: int | None | Unset = UNSET
    """ Random seed; unset means random. """
    auto_fix: bool | None | Unset = UNSET
    """ Whether to rewrite prompts that fail the policy checks. """
    safety_tolerance: int | None | Unset = UNSET
    """ Content filter; 1 is the strictest. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        video_url = self.video_url

        aspect_ratio: str | Unset = UNSET
        if not isinstance(self.aspect_ratio, Unset):
            aspect_ratio = self.aspect_ratio

        generate_audio = self.generate_audio

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

        auto_fix: bool | None | Unset
        if isinstance(self.auto_fix, Unset):
            auto_fix = UNSET
        else:
            auto_fix = self.auto_fix

        safety_tolerance: int | None | Unset
        if isinstance(self.safety_tolerance, Unset):
            safety_tolerance = UNSET
        else:
            safety_tolerance = self.safety_tolerance

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "prompt": prompt,
                "video_url": video_url,
            }
        )
        if aspect_ratio is not UNSET:
            field_dict["aspect_ratio"] = aspect_ratio
        if generate_audio is not UNSET:
            field_dict["generate_audio"] = generate_audio
        if negative_prompt is not UNSET:
            field_dict["negative_prompt"] = negative_prompt
        if seed is not UNSET:
            field_dict["seed"] = seed
        if auto_fix is not UNSET:
            field_dict["auto_fix"] = auto_fix
        if safety_tolerance is not UNSET:
            field_dict["safety_tolerance"] = safety_tolerance

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_veo_31_extend_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        video_url = d.pop("video_url")

        _aspect_ratio = d.pop("aspect_ratio", UNSET)
        aspect_ratio: Veo31ExtendRequestAspectRatio | Unset
        if isinstance(_aspect_ratio, Unset):
            aspect_ratio = UNSET
        else:
            aspect_ratio = check_veo_31_extend_request_aspect_ratio(_aspect_ratio)

        generate_audio = d.pop("generate_audio", UNSET)

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

        def _parse_auto_fix(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        auto_fix = _parse_auto_fix(d.pop("auto_fix", UNSET))

        def _parse_safety_tolerance(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        safety_tolerance = _parse_safety_tolerance(d.pop("safety_tolerance", UNSET))

        veo_31_extend_request = cls(
            model=model,
            prompt=prompt,
            video_url=video_url,
            aspect_ratio=aspect_ratio,
            generate_audio=generate_audio,
            negative_prompt=negative_prompt,
            seed=seed,
            auto_fix=auto_fix,
            safety_tolerance=safety_tolerance,
        )

        veo_31_extend_request.additional_properties = d
        return veo_31_extend_request

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
