from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.veo_31_reference_request_aspect_ratio import (
    Veo31ReferenceRequestAspectRatio,
    check_veo_31_reference_request_aspect_ratio,
)
from ..models.veo_31_reference_request_duration import (
    Veo31ReferenceRequestDuration,
    check_veo_31_reference_request_duration,
)
from ..models.veo_31_reference_request_model import (
    Veo31ReferenceRequestModel,
    check_veo_31_reference_request_model,
)
from ..models.veo_31_reference_request_person_generation_type_0 import (
    Veo31ReferenceRequestPersonGenerationType0,
    check_veo_31_reference_request_person_generation_type_0,
)
from ..models.veo_31_reference_request_reference_type_type_0 import (
    Veo31ReferenceRequestReferenceTypeType0,
    check_veo_31_reference_request_reference_type_type_0,
)
from ..models.veo_31_reference_request_resolution import (
    Veo31ReferenceRequestResolution,
    check_veo_31_reference_request_resolution,
)
from ..summary import summary
from ..types import UNSET, Files, Unset

T = TypeVar("T", bound="Veo31ReferenceRequest")


@_attrs_define
class Veo31ReferenceRequest:
    """Veo 3.1 and Veo 3.1 Fast: text with reference images to video."""

    prompt: str
    """ What the video shows, in Chinese or English. """
    reference_image_urls: Files
    """ Reference images, which keep characters or a style the same. """
    model: Veo31ReferenceRequestModel = "veo-3.1-reference-to-video"
    """ Standard or fast. """
    aspect_ratio: Veo31ReferenceRequestAspectRatio | Unset = "16:9"
    """ Landscape or portrait. """
    duration: Veo31ReferenceRequestDuration | Unset = 8
    """ Length in seconds. """
    resolution: Veo31ReferenceRequestResolution | Unset = "1080p"
    """ Output resolution. """
    generate_audio: bool | Unset = False
    """ Whether to generate audio. """
    enhance_prompt: bool | None | Unset = UNSET
    """ Whether to improve the prompt first. On veo-3.1-reference-to-video only. """
    auto_fix: bool | None | Unset = UNSET
    """ Whether to rewrite prompts that fail the policy checks. """
    person_generation: None | Unset | Veo31ReferenceRequestPersonGenerationType0 = UNSET
    """ Whether people may appear. On veo-3.1-reference-to-video only. """
    safety_tolerance: int | None | Unset = UNSET
    """ Content filter; 1 is the strictest. """
    reference_type: None | Unset | Veo31ReferenceRequestReferenceTypeType0 = UNSET
    """ Kind of reference. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        reference_image_urls = self.reference_image_urls

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

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "prompt": prompt,
                "reference_image_urls": reference_image_urls,
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

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_veo_31_reference_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        reference_image_urls = cast(Files, d.pop("reference_image_urls"))

        _aspect_ratio = d.pop("aspect_ratio", UNSET)
        aspect_ratio: Veo31ReferenceRequestAspectRatio | Unset
        if isinstance(_aspect_ratio, Unset):
            aspect_ratio = UNSET
        else:
            aspect_ratio = check_veo_31_reference_request_aspect_ratio(_aspect_ratio)

        _duration = d.pop("duration", UNSET)
        duration: Veo31ReferenceRequestDuration | Unset
        if isinstance(_duration, Unset):
            duration = UNSET
        else:
            duration = check_veo_31_reference_request_duration(_duration)

        _resolution = d.pop("resolution", UNSET)
        resolution: Veo31ReferenceRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_veo_31_reference_request_resolution(_resolution)

        generate_audio = d.pop("generate_audio", UNSET)

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
        ) -> None | Unset | Veo31ReferenceRequestPersonGenerationType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                person_generation_type_0 = check_veo_31_reference_request_person_generation_type_0(
                    data
                )

                return person_generation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | Veo31ReferenceRequestPersonGenerationType0, data)

        person_generation = _parse_person_generation(d.pop("person_generation", UNSET))

        def _parse_safety_tolerance(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        safety_tolerance = _parse_safety_tolerance(d.pop("safety_tolerance", UNSET))

        def _parse_reference_type(
            data: object,
        ) -> None | Unset | Veo31ReferenceRequestReferenceTypeType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                reference_type_type_0 = check_veo_31_reference_request_reference_type_type_0(data)

                return reference_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | Veo31ReferenceRequestReferenceTypeType0, data)

        reference_type = _parse_reference_type(d.pop("reference_type", UNSET))

        veo_31_reference_request = cls(
            model=model,
            prompt=prompt,
            reference_image_urls=reference_image_urls,
            aspect_ratio=aspect_ratio,
            duration=duration,
            resolution=resolution,
            generate_audio=generate_audio,
            enhance_prompt=enhance_prompt,
            auto_fix=auto_fix,
            person_generation=person_generation,
            safety_tolerance=safety_tolerance,
            reference_type=reference_type,
        )

        veo_31_reference_request.additional_properties = d
        return veo_31_reference_request

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
