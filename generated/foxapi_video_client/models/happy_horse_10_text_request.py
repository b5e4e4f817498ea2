from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.happy_horse_10_text_request_aspect_ratio import (
    HappyHorse10TextRequestAspectRatio,
    check_happy_horse_10_text_request_aspect_ratio,
)
from ..models.happy_horse_10_text_request_model import (
    HappyHorse10TextRequestModel,
    check_happy_horse_10_text_request_model,
)
from ..models.happy_horse_10_text_request_resolution import (
    HappyHorse10TextRequestResolution,
    check_happy_horse_10_text_request_resolution,
)
from ..summary import summary
from ..types import UNSET, Unset

T = TypeVar("T", bound="HappyHorse10TextRequest")


@_attrs_define
class HappyHorse10TextRequest:
    """HappyHorse 1.0: text to video."""

    prompt: str
    """ What the video shows. """
    model: HappyHorse10TextRequestModel = "happyhorse-1.0-text-to-video"
    """ Text to video. """
    aspect_ratio: HappyHorse10TextRequestAspectRatio | Unset = "16:9"
    """ Output aspect ratio. """
    duration: int | Unset = 5
    """ Length in seconds. """
    resolution: HappyHorse10TextRequestResolution | Unset = "1080p"
    """ Output resolution. """
    seed: int | None | Unset = UNSET
    """ Random seed; unset means random. """
    enable_safety_checker: bool | None | Unset = UNSET
    """ Whether to run the safety checker. The model decides if unset. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        aspect_ratio: str | Unset = UNSET
        if not isinstance(self.aspect_ratio, Unset):
            aspect_ratio = self.aspect_ratio

        duration = self.duration

        resolution: str | Unset = UNSET
        if not isinstance(self.resolution, Unset):
            resolution = self.resolution

        seed: int | None | Unset
        if isinstance(self.seed, Unset):
            seed = UNSET
        else:
            seed = self.seed

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
        if aspect_ratio is not UNSET:
            field_dict["aspect_ratio"] = aspect_ratio
        if duration is not UNSET:
            field_dict["duration"] = duration
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if seed is not UNSET:
            field_dict["seed"] = seed
        if enable_safety_checker is not UNSET:
            field_dict["enable_safety_checker"] = enable_safety_checker

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_happy_horse_10_text_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        _aspect_ratio = d.pop("aspect_ratio", UNSET)
        aspect_ratio: HappyHorse10TextRequestAspectRatio | Unset
        if isinstance(_aspect_ratio, Unset):
            aspect_ratio = UNSET
        else:
            aspect_ratio = check_happy_horse_10_text_request_aspect_ratio(_aspect_ratio)

        duration = d.pop("duration", UNSET)

        _resolution = d.pop("resolution", UNSET)
        resolution: HappyHorse10TextRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_happy_horse_10_text_request_resolution(_resolution)

        def _parse_seed(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        seed = _parse_seed(d.pop("seed", UNSET))

        def _parse_enable_safety_checker(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        enable_safety_checker = _parse_enable_safety_checker(d.pop("enable_safety_checker", UNSET))

        happy_horse_10_text_request = cls(
            model=model,
            prompt=prompt,
            aspect_ratio=aspect_ratio,
            duration=duration,
            resolution=resolution,
            seed=seed,
            enable_safety_checker=enable_safety_checker,
        )

        happy_horse_10_text_request.additional_properties = d
        return happy_horse_10_text_request

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
