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
from ..models.veo_31_request_person_generation_type_0 import (
    Veo31RequestPersonGenerationType0,
    check_veo_31_request_person_generation_type_0,
)
from ..models.veo_31_request_reference_type_type_0 import (
    Veo31RequestReferenceTypeType0,
    check_veo_31_request_reference_type_type_0,
)
from ..models.veo_31_request_resolution import (
    Veo31RequestResolution,
    check_veo_31_request_resolution,
)
from ..summary import summary
from ..types import UNSET, Files, Unset

T = TypeVar("T", bound="Veo31Request")


@_attrs_define
class Veo31Request:
    """Veo 3.1: text, a first frame, two frames or reference images to video."""

    prompt: str
    """ What the video shows, in Chinese or English. """
    model: Veo31RequestModel = "veo-3.1-fast"
    """ The variant. """
    generation_type: Veo31RequestGenerationType | Unset = "text-to-video"
    """ The mode, which sets what image_urls are. """
    image_urls: Files | None | Unset = UNSET
    """ The frames or reference images. """
    aspect_ratio: Veo31RequestAspectRatio | Unset = "16:9"
    """ Landscape or portrait. """
    duration: Veo31RequestDuration | Unset = 8
    """ Length in seconds. """
    resolution: Veo31RequestResolution | Unset = "1080p"
    """ Output resolution; 2160p equals 4k. """
    generate_audio: bool | Unset = True
    """ Whether to generate audio. """
    negative_prompt: None | str | Unset = UNSET
    """ What to avoid, separated by commas. """
    seed: int | None | Unset = UNSET
    """ Random seed; unset means random. """
    enhance_prompt: bool | None | Unset = UNSET
    """ Whether to improve the prompt first. """
    auto_fix: bool | None | Unset = UNSET
    """ Whether to rewrite prompts that fail the policy checks. """
    person_generation: None | Unset | Veo31RequestPersonGenerationType0 = UNSET
    """ Whether people may appear. """
    safety_tolerance: int | None | Unset = UNSET
    """ Content filter; 1 is the strictest. """
    reference_type: None | Unset | Veo31RequestReferenceTypeType0 = UNSET
    """ Kind of reference. """
    advanced: Any | Unset = UNSET
    """ Further options. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        generation_type: str | Unset = UNSET
        if not isinstance(self.generation_type, Unset):
            generation_type = self.generation_type

        image_urls: Files | None | Unset
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

        reference_type: None | str | Unset
        if isinstance(self.reference_type, Unset):
            reference_type = UNSET
        elif isinstance(self.reference_type, str):
            reference_type = self.reference_type
        else:
            reference_type = self.reference_type

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
        if reference_type is not UNSET:
            field_dict["reference_type"] = reference_type
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

        def _parse_image_urls(data: object) -> Files | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                image_urls_type_0 = cast(Files, data)

                return image_urls_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Files | None | Unset, data)

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
        ) -> None | Unset | Veo31RequestPersonGenerationType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                person_generation_type_0 = check_veo_31_request_person_generation_type_0(data)

                return person_generation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | Veo31RequestPersonGenerationType0, data)

        person_generation = _parse_person_generation(d.pop("person_generation", UNSET))

        def _parse_safety_tolerance(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        safety_tolerance = _parse_safety_tolerance(d.pop("safety_tolerance", UNSET))

        def _parse_reference_type(data: object) -> None | Unset | Veo31RequestReferenceTypeType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                reference_type_type_0 = check_veo_31_request_reference_type_type_0(data)

                return reference_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | Veo31RequestReferenceTypeType0, data)

        reference_type = _parse_reference_type(d.pop("reference_type", UNSET))

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
            negative_prompt=negative_prompt,
            seed=seed,
            enhance_prompt=enhance_prompt,
            auto_fix=auto_fix,
            person_generation=person_generation,
            safety_tolerance=safety_tolerance,
            reference_type=reference_type,
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
