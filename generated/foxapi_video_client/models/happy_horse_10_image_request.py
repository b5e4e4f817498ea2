from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.happy_horse_10_image_request_model import (
    HappyHorse10ImageRequestModel,
    check_happy_horse_10_image_request_model,
)
from ..models.happy_horse_10_image_request_resolution import (
    HappyHorse10ImageRequestResolution,
    check_happy_horse_10_image_request_resolution,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="HappyHorse10ImageRequest")


@_attrs_define
class HappyHorse10ImageRequest:
    """HappyHorse 1.0: text and a first frame to video. The first frame sets the aspect ratio."""

    image_url: File
    """ The first frame, which sets the aspect ratio, from 1:2.5 to 2.5:1. Its short side has at least 300 pixels.
    """
    model: HappyHorse10ImageRequestModel = "happyhorse-1.0-image-to-video"
    """ The model's ID. """
    prompt: None | str | Unset = UNSET
    """ What happens in the video. """
    duration: int | Unset = 5
    """ Length in seconds. """
    resolution: HappyHorse10ImageRequestResolution | Unset = "1080p"
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

        image_url = self.image_url

        prompt: None | str | Unset
        if isinstance(self.prompt, Unset):
            prompt = UNSET
        else:
            prompt = self.prompt

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
                "image_url": image_url,
            }
        )
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
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
        model = check_happy_horse_10_image_request_model(d.pop("model"))

        image_url = d.pop("image_url")

        def _parse_prompt(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        prompt = _parse_prompt(d.pop("prompt", UNSET))

        duration = d.pop("duration", UNSET)

        _resolution = d.pop("resolution", UNSET)
        resolution: HappyHorse10ImageRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_happy_horse_10_image_request_resolution(_resolution)

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

        happy_horse_10_image_request = cls(
            model=model,
            image_url=image_url,
            prompt=prompt,
            duration=duration,
            resolution=resolution,
            seed=seed,
            enable_safety_checker=enable_safety_checker,
        )

        happy_horse_10_image_request.additional_properties = d
        return happy_horse_10_image_request

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
