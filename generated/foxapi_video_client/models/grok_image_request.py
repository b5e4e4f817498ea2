from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.grok_image_request_aspect_ratio_type_0 import (
    GrokImageRequestAspectRatioType0,
    check_grok_image_request_aspect_ratio_type_0,
)
from ..models.grok_image_request_model import GrokImageRequestModel, check_grok_image_request_model
from ..models.grok_image_request_resolution_type_0 import (
    GrokImageRequestResolutionType0,
    check_grok_image_request_resolution_type_0,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="GrokImageRequest")


@_attrs_define
class GrokImageRequest:
    """Grok Imagine: text and an image to video."""

    prompt: str
    """ What happens in the video. """
    image_url: File
    """ The input image, used as the first frame. """
    model: GrokImageRequestModel = "grok-imagine-image-to-video"
    """ The model's ID. """
    aspect_ratio: GrokImageRequestAspectRatioType0 | None | Unset = UNSET
    """ Output aspect ratio. """
    duration: int | None | Unset = UNSET
    """ Length in seconds. """
    resolution: GrokImageRequestResolutionType0 | None | Unset = UNSET
    """ Output resolution. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        image_url = self.image_url

        aspect_ratio: None | str | Unset
        if isinstance(self.aspect_ratio, Unset):
            aspect_ratio = UNSET
        elif isinstance(self.aspect_ratio, str):
            aspect_ratio = self.aspect_ratio
        else:
            aspect_ratio = self.aspect_ratio

        duration: int | None | Unset
        if isinstance(self.duration, Unset):
            duration = UNSET
        else:
            duration = self.duration

        resolution: None | str | Unset
        if isinstance(self.resolution, Unset):
            resolution = UNSET
        elif isinstance(self.resolution, str):
            resolution = self.resolution
        else:
            resolution = self.resolution

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "prompt": prompt,
                "image_url": image_url,
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
        model = check_grok_image_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        image_url = d.pop("image_url")

        def _parse_aspect_ratio(data: object) -> GrokImageRequestAspectRatioType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                aspect_ratio_type_0 = check_grok_image_request_aspect_ratio_type_0(data)

                return aspect_ratio_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(GrokImageRequestAspectRatioType0 | None | Unset, data)

        aspect_ratio = _parse_aspect_ratio(d.pop("aspect_ratio", UNSET))

        def _parse_duration(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        duration = _parse_duration(d.pop("duration", UNSET))

        def _parse_resolution(data: object) -> GrokImageRequestResolutionType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                resolution_type_0 = check_grok_image_request_resolution_type_0(data)

                return resolution_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(GrokImageRequestResolutionType0 | None | Unset, data)

        resolution = _parse_resolution(d.pop("resolution", UNSET))

        grok_image_request = cls(
            model=model,
            prompt=prompt,
            image_url=image_url,
            aspect_ratio=aspect_ratio,
            duration=duration,
            resolution=resolution,
        )

        grok_image_request.additional_properties = d
        return grok_image_request

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
