from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.wan_27_reference_request_aspect_ratio import (
    Wan27ReferenceRequestAspectRatio,
    check_wan_27_reference_request_aspect_ratio,
)
from ..models.wan_27_reference_request_model import (
    Wan27ReferenceRequestModel,
    check_wan_27_reference_request_model,
)
from ..models.wan_27_reference_request_resolution import (
    Wan27ReferenceRequestResolution,
    check_wan_27_reference_request_resolution,
)
from ..summary import summary
from ..types import UNSET, Files, Unset

T = TypeVar("T", bound="Wan27ReferenceRequest")


@_attrs_define
class Wan27ReferenceRequest:
    """Wan 2.7: text with reference images and videos to video."""

    prompt: str
    """ What the video shows. """
    model: Wan27ReferenceRequestModel = "wan-2.7-reference-to-video"
    """ The model's ID. """
    reference_image_urls: Files | None | Unset = UNSET
    """ Images of the characters or objects. """
    reference_video_urls: Files | None | Unset = UNSET
    """ Videos of how the characters or objects move. """
    duration: int | Unset = 5
    """ Length in seconds. """
    resolution: Wan27ReferenceRequestResolution | Unset = "1080p"
    """ Output resolution. """
    aspect_ratio: Wan27ReferenceRequestAspectRatio | Unset = "16:9"
    """ Output aspect ratio. """
    negative_prompt: None | str | Unset = UNSET
    """ What to avoid. """
    seed: int | None | Unset = UNSET
    """ Random seed; unset means random. """
    multi_shots: bool | None | Unset = UNSET
    """ Whether to try several shots. The model decides if unset. """
    enable_safety_checker: bool | None | Unset = UNSET
    """ Whether to run the safety checker. The model decides if unset. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        reference_image_urls: Files | None | Unset
        if isinstance(self.reference_image_urls, Unset):
            reference_image_urls = UNSET
        elif isinstance(self.reference_image_urls, list):
            reference_image_urls = self.reference_image_urls

        else:
            reference_image_urls = self.reference_image_urls

        reference_video_urls: Files | None | Unset
        if isinstance(self.reference_video_urls, Unset):
            reference_video_urls = UNSET
        elif isinstance(self.reference_video_urls, list):
            reference_video_urls = self.reference_video_urls

        else:
            reference_video_urls = self.reference_video_urls

        duration = self.duration

        resolution: str | Unset = UNSET
        if not isinstance(self.resolution, Unset):
            resolution = self.resolution

        aspect_ratio: str | Unset = UNSET
        if not isinstance(self.aspect_ratio, Unset):
            aspect_ratio = self.aspect_ratio

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

        multi_shots: bool | None | Unset
        if isinstance(self.multi_shots, Unset):
            multi_shots = UNSET
        else:
            multi_shots = self.multi_shots

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
        if reference_image_urls is not UNSET:
            field_dict["reference_image_urls"] = reference_image_urls
        if reference_video_urls is not UNSET:
            field_dict["reference_video_urls"] = reference_video_urls
        if duration is not UNSET:
            field_dict["duration"] = duration
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if aspect_ratio is not UNSET:
            field_dict["aspect_ratio"] = aspect_ratio
        if negative_prompt is not UNSET:
            field_dict["negative_prompt"] = negative_prompt
        if seed is not UNSET:
            field_dict["seed"] = seed
        if multi_shots is not UNSET:
            field_dict["multi_shots"] = multi_shots
        if enable_safety_checker is not UNSET:
            field_dict["enable_safety_checker"] = enable_safety_checker

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_wan_27_reference_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        def _parse_reference_image_urls(data: object) -> Files | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                reference_image_urls_type_0 = cast(Files, data)

                return reference_image_urls_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Files | None | Unset, data)

        reference_image_urls = _parse_reference_image_urls(d.pop("reference_image_urls", UNSET))

        def _parse_reference_video_urls(data: object) -> Files | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                reference_video_urls_type_0 = cast(Files, data)

                return reference_video_urls_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Files | None | Unset, data)

        reference_video_urls = _parse_reference_video_urls(d.pop("reference_video_urls", UNSET))

        duration = d.pop("duration", UNSET)

        _resolution = d.pop("resolution", UNSET)
        resolution: Wan27ReferenceRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_wan_27_reference_request_resolution(_resolution)

        _aspect_ratio = d.pop("aspect_ratio", UNSET)
        aspect_ratio: Wan27ReferenceRequestAspectRatio | Unset
        if isinstance(_aspect_ratio, Unset):
            aspect_ratio = UNSET
        else:
            aspect_ratio = check_wan_27_reference_request_aspect_ratio(_aspect_ratio)

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

        def _parse_multi_shots(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        multi_shots = _parse_multi_shots(d.pop("multi_shots", UNSET))

        def _parse_enable_safety_checker(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        enable_safety_checker = _parse_enable_safety_checker(d.pop("enable_safety_checker", UNSET))

        wan_27_reference_request = cls(
            model=model,
            prompt=prompt,
            reference_image_urls=reference_image_urls,
            reference_video_urls=reference_video_urls,
            duration=duration,
            resolution=resolution,
            aspect_ratio=aspect_ratio,
            negative_prompt=negative_prompt,
            seed=seed,
            multi_shots=multi_shots,
            enable_safety_checker=enable_safety_checker,
        )

        wan_27_reference_request.additional_properties = d
        return wan_27_reference_request

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
