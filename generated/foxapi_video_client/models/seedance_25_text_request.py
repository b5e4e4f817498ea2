from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.seedance_25_text_request_aspect_ratio import (
    Seedance25TextRequestAspectRatio,
    check_seedance_25_text_request_aspect_ratio,
)
from ..models.seedance_25_text_request_model import (
    Seedance25TextRequestModel,
    check_seedance_25_text_request_model,
)
from ..models.seedance_25_text_request_resolution import (
    Seedance25TextRequestResolution,
    check_seedance_25_text_request_resolution,
)
from ..summary import summary
from ..types import UNSET, Unset

T = TypeVar("T", bound="Seedance25TextRequest")


@_attrs_define
class Seedance25TextRequest:
    """Seedance 2.5: text to video."""

    prompt: str
    """ What the video shows. """
    model: Seedance25TextRequestModel = "seedance-2.5-text-to-video"
    """ The model's ID. """
    aspect_ratio: Seedance25TextRequestAspectRatio | Unset = "9:16"
    """ Aspect ratio. """
    duration: int | Unset = 5
    """ Length in seconds. 1080p takes 5, 10 or 30. """
    resolution: Seedance25TextRequestResolution | Unset = "720p"
    """ Output resolution. """
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

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_seedance_25_text_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        _aspect_ratio = d.pop("aspect_ratio", UNSET)
        aspect_ratio: Seedance25TextRequestAspectRatio | Unset
        if isinstance(_aspect_ratio, Unset):
            aspect_ratio = UNSET
        else:
            aspect_ratio = check_seedance_25_text_request_aspect_ratio(_aspect_ratio)

        duration = d.pop("duration", UNSET)

        _resolution = d.pop("resolution", UNSET)
        resolution: Seedance25TextRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_seedance_25_text_request_resolution(_resolution)

        seedance_25_text_request = cls(
            model=model,
            prompt=prompt,
            aspect_ratio=aspect_ratio,
            duration=duration,
            resolution=resolution,
        )

        seedance_25_text_request.additional_properties = d
        return seedance_25_text_request

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
