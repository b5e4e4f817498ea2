from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.seedance_25_reference_request_aspect_ratio import (
    Seedance25ReferenceRequestAspectRatio,
    check_seedance_25_reference_request_aspect_ratio,
)
from ..models.seedance_25_reference_request_model import (
    Seedance25ReferenceRequestModel,
    check_seedance_25_reference_request_model,
)
from ..models.seedance_25_reference_request_resolution import (
    Seedance25ReferenceRequestResolution,
    check_seedance_25_reference_request_resolution,
)
from ..summary import summary
from ..types import UNSET, Files, Unset

T = TypeVar("T", bound="Seedance25ReferenceRequest")


@_attrs_define
class Seedance25ReferenceRequest:
    """Seedance 2.5: text with reference images, videos and audio clips to video."""

    prompt: str
    """ What the video shows. """
    model: Seedance25ReferenceRequestModel = "seedance-2.5-reference-to-video"
    """ The model's ID. """
    image_urls: Files | Unset = UNSET
    """ Reference images. """
    video_urls: Files | Unset = UNSET
    """ Reference videos. """
    audio_urls: Files | Unset = UNSET
    """ Reference audio clips. """
    aspect_ratio: Seedance25ReferenceRequestAspectRatio | Unset = "9:16"
    """ Aspect ratio. """
    duration: int | Unset = 5
    """ Length in seconds. 1080p takes 5, 10 or 30. """
    resolution: Seedance25ReferenceRequestResolution | Unset = "720p"
    """ Output resolution. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        image_urls: Files | Unset = UNSET
        if not isinstance(self.image_urls, Unset):
            image_urls = self.image_urls

        video_urls: Files | Unset = UNSET
        if not isinstance(self.video_urls, Unset):
            video_urls = self.video_urls

        audio_urls: Files | Unset = UNSET
        if not isinstance(self.audio_urls, Unset):
            audio_urls = self.audio_urls

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
        if image_urls is not UNSET:
            field_dict["image_urls"] = image_urls
        if video_urls is not UNSET:
            field_dict["video_urls"] = video_urls
        if audio_urls is not UNSET:
            field_dict["audio_urls"] = audio_urls
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
        model = check_seedance_25_reference_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        image_urls = cast(Files, d.pop("image_urls", UNSET))

        video_urls = cast(Files, d.pop("video_urls", UNSET))

        audio_urls = cast(Files, d.pop("audio_urls", UNSET))

        _aspect_ratio = d.pop("aspect_ratio", UNSET)
        aspect_ratio: Seedance25ReferenceRequestAspectRatio | Unset
        if isinstance(_aspect_ratio, Unset):
            aspect_ratio = UNSET
        else:
            aspect_ratio = check_seedance_25_reference_request_aspect_ratio(_aspect_ratio)

        duration = d.pop("duration", UNSET)

        _resolution = d.pop("resolution", UNSET)
        resolution: Seedance25ReferenceRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_seedance_25_reference_request_resolution(_resolution)

        seedance_25_reference_request = cls(
            model=model,
            prompt=prompt,
            image_urls=image_urls,
            video_urls=video_urls,
            audio_urls=audio_urls,
            aspect_ratio=aspect_ratio,
            duration=duration,
            resolution=resolution,
        )

        seedance_25_reference_request.additional_properties = d
        return seedance_25_reference_request

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
