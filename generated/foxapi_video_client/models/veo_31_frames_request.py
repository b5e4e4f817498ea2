from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.veo_31_frames_request_aspect_ratio import (
    Veo31FramesRequestAspectRatio,
    check_veo_31_frames_request_aspect_ratio,
)
from ..models.veo_31_frames_request_duration import (
    Veo31FramesRequestDuration,
    check_veo_31_frames_request_duration,
)
from ..models.veo_31_frames_request_model import (
    Veo31FramesRequestModel,
    check_veo_31_frames_request_model,
)
from ..models.veo_31_frames_request_person_generation_type_0 import (
    Veo31FramesRequestPersonGenerationType0,
    check_veo_31_frames_request_person_generation_type_0,
)
from ..models.veo_31_frames_request_resolution import (
    Veo31FramesRequestResolution,
    check_veo_31_frames_request_resolution,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="Veo31FramesRequest")


@_attrs_define
class Veo31FramesRequest:
    """Veo 3.1, Veo 3.1 Fast and Veo 3.1 Lite: text and two frames to video."""

    prompt: str
    """ How the first frame turns into the last. """
    first_image_url: File
    """ The first frame; at least 720p and 16:9 or 9:16 are recommended. """
    last_image_url: File
    """ The last frame; the ratio of the first is recommended. """
    model: Veo31FramesRequestModel = "veo-3.1-first-last-frame-to-video"
    """ Standard, fast, or lite (720p or 1080p only). """
    aspect_ratio: Veo31FramesRequestAspectRatio | Unset = "16:9"
    """ Landscape or portrait. """
    duration: Veo31FramesRequestDuration | Unset = 8
    """ Length in seconds. """
    resolution: Veo31FramesRequestResolution | Unset = "1080p"
    """ Output resolution. """
    generate_audio: bool | Unset = False
    """ Whether to generate audio. """
    negative_prompt: None | str | Unset = UNSET
    """ What to avoid, separated by commas. """
    seed: int | None | Unset = UNSET
    """ Random seed; unset means random. """
    enhance_prompt: bool | None | Unset = UNSET
    """ Whether to improve the prompt first. On veo-3.1-first-last-frame-to-video only. """
    auto_fix: bool | None | Unset = UNSET
    """ Whether to rewrite prompts that fail the policy checks. """
    person_generation: None | Unset | Veo31FramesRequestPersonGenerationType0 = UNSET
    """ Whether people may appear. On veo-3.1-first-last-frame-to-video only. """
    safety_tolerance: int | None | Unset = UNSET
    """ Content filter; 1 is the strictest. Not on veo-3.1-lite-first-last-frame-to-video. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        first_image_url = self.first_image_url

        last_image_url = self.last_image_url

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

        enhance_prompt: bool | None | Unset
        if isinstance(self.enhance_prompt, Unset):
            enhance_prompt = UNSET
        else:
            enhance_prompt = self.enhance_prompt

        auto_fix: bool | None | Unset
        if isinstance(self.auto_fix, Unset):
            auto_fix = UNSET
        else:
            auto_fix = self.auto_fix

        person_generation: None | str | Unset
        if isinstance(self.person_generation, Unset):
            person_generation = UNSET
        elif isinstance(self.person_generation, str):
            person_generation = self.person_generation
        else:
            person_generation = self.person_generation

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
                "first_image_url": first_image_url,
                "last_image_url": last_image_url,
            }
        )
        if aspect_ratio is not UNSET:
            field_dict["aspect_ratio"] = aspect_ratio
        if duration is not UNSET:
            field_dict["duration"] = duration
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if generate_audio is not UNSET:
            field_dict["generate_audio"] = generate_audio
        if negative_prompt is not UNSET:
            field_dict["negative_prompt"] = negative_prompt
        if seed is not UNSET:
            field_dict["seed"] = seed
        if enhance_prompt is not UNSET:
            field_dict["enhance_prompt"] = enhance_prompt
        if auto_fix is not UNSET:
            field_dict["auto_fix"] = auto_fix
        if person_generation is not UNSET:
            field_dict["person_generation"] = person_generation
        if safety_tolerance is not UNSET:
            field_dict["safety_tolerance"] = safety_tolerance

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_veo_31_frames_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        first_image_url = d.pop("first_image_url")

        last_image_url = d.pop("last_image_url")

        _aspect_ratio = d.pop("aspect_ratio", UNSET)
        aspect_ratio: Veo31FramesRequestAspectRatio | Unset
        if isinstance(_aspect_ratio, Unset):
            aspect_ratio = UNSET
        else:
            aspect_ratio = check_veo_31_frames_request_aspect_ratio(_aspect_ratio)

        _duration = d.pop("duration", UNSET)
        duration: Veo31FramesRequestDuration | Unset
        if isinstance(_duration, Unset):
            duration = UNSET
        else:
            duration = check_veo_31_frames_request_duration(_duration)

        _resolution = d.pop("resolution", UNSET)
        resolution: Veo31FramesRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_veo_31_frames_request_resolution(_resolution)

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

        def _parse_enhance_prompt(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        enhance_prompt = _parse_enhance_prompt(d.pop("enhance_prompt", UNSET))

        def _parse_auto_fix(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        auto_fix = _parse_auto_fix(d.pop("auto_fix", UNSET))

        def _parse_person_generation(
            data: object,
        ) -> None | Unset | Veo31FramesRequestPersonGenerationType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                person_generation_type_0 = check_veo_31_frames_request_person_generation_type_0(
                    data
                )

                return person_generation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | Veo31FramesRequestPersonGenerationType0, data)

        person_generation = _parse_person_generation(d.pop("person_generation", UNSET))

        def _parse_safety_tolerance(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        safety_tolerance = _parse_safety_tolerance(d.pop("safety_tolerance", UNSET))

        veo_31_frames_request = cls(
            model=model,
            prompt=prompt,
            first_image_url=first_image_url,
            last_image_url=last_image_url,
            aspect_ratio=aspect_ratio,
            duration=duration,
            resolution=resolution,
            generate_audio=generate_audio,
            negative_prompt=negative_prompt,
            seed=seed,
            enhance_prompt=enhance_prompt,
            auto_fix=auto_fix,
            person_generation=person_generation,
            safety_tolerance=safety_tolerance,
        )

        veo_31_frames_request.additional_properties = d
        return veo_31_frames_request

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
