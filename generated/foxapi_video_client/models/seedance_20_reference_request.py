from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.seedance_20_reference_request_aspect_ratio import (
    Seedance20ReferenceRequestAspectRatio,
    check_seedance_20_reference_request_aspect_ratio,
)
from ..models.seedance_20_reference_request_duration import (
    Seedance20ReferenceRequestDuration,
    check_seedance_20_reference_request_duration,
)
from ..models.seedance_20_reference_request_model import (
    Seedance20ReferenceRequestModel,
    check_seedance_20_reference_request_model,
)
from ..models.seedance_20_reference_request_ratio import (
    Seedance20ReferenceRequestRatio,
    check_seedance_20_reference_request_ratio,
)
from ..models.seedance_20_reference_request_resolution import (
    Seedance20ReferenceRequestResolution,
    check_seedance_20_reference_request_resolution,
)
from ..summary import summary
from ..types import UNSET, Files, Unset

T = TypeVar("T", bound="Seedance20ReferenceRequest")


@_attrs_define
class Seedance20ReferenceRequest:
    """Seedance 2.0 and Seedance 2.0 Fast: text with reference images, videos and audio clips to video."""

    prompt: str
    """ What the video shows, in Chinese or English. @Image1, @Video1, @Audio1 refer to the first image, video and
    audio clip. """
    model: Seedance20ReferenceRequestModel = "seedance-2.0-reference-to-video"
    """ Standard or fast. """
    resolution: Seedance20ReferenceRequestResolution | Unset = "720p"
    """ Output resolution. 1080p is not offered on the fast model. """
    ratio: Seedance20ReferenceRequestRatio | Unset = UNSET
    """ Aspect ratio; adaptive lets the model choose. Set ratio or aspect_ratio. """
    aspect_ratio: Seedance20ReferenceRequestAspectRatio | Unset = UNSET
    """ Another name of ratio. """
    duration: Seedance20ReferenceRequestDuration | Unset = 5
    """ Length in seconds; -1 lets the model choose. """
    generate_audio: bool | Unset = True
    """ Whether to generate audio. """
    seed: int | Unset = -1
    """ Random seed; -1 lets the model choose. """
    image_urls: Files | Unset = UNSET
    """ Reference images; @Image1, @Image2 … in the prompt. """
    video_urls: Files | Unset = UNSET
    """ Reference videos; @Video1, @Video2 … in the prompt. """
    audio_urls: Files | Unset = UNSET
    """ Reference audio clips; @Audio1, @Audio2 … in the prompt. They need an image or a video. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        resolution: str | Unset = UNSET
        if not isinstance(self.resolution, Unset):
            resolution = self.resolution

        ratio: str | Unset = UNSET
        if not isinstance(self.ratio, Unset):
            ratio = self.ratio

        aspect_ratio: str | Unset = UNSET
        if not isinstance(self.aspect_ratio, Unset):
            aspect_ratio = self.aspect_ratio

        duration: int | Unset = UNSET
        if not isinstance(self.duration, Unset):
            duration = self.duration

        generate_audio = self.generate_audio

        seed = self.seed

        image_urls: Files | Unset = UNSET
        if not isinstance(self.image_urls, Unset):
            image_urls = self.image_urls

        video_urls: Files | Unset = UNSET
        if not isinstance(self.video_urls, Unset):
            video_urls = self.video_urls

        audio_urls: Files | Unset = UNSET
        if not isinstance(self.audio_urls, Unset):
            audio_urls = self.audio_urls

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "prompt": prompt,
            }
        )
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if ratio is not UNSET:
            field_dict["ratio"] = ratio
        if aspect_ratio is not UNSET:
            field_dict["aspect_ratio"] = aspect_ratio
        if duration is not UNSET:
            field_dict["duration"] = duration
        if generate_audio is not UNSET:
            field_dict["generate_audio"] = generate_audio
        if seed is not UNSET:
            field_dict["seed"] = seed
        if image_urls is not UNSET:
            field_dict["image_urls"] = image_urls
        if video_urls is not UNSET:
            field_dict["video_urls"] = video_urls
        if audio_urls is not UNSET:
            field_dict["audio_urls"] = audio_urls

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_seedance_20_reference_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        _resolution = d.pop("resolution", UNSET)
        resolution: Seedance20ReferenceRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_seedance_20_reference_request_resolution(_resolution)

        _ratio = d.pop("ratio", UNSET)
        ratio: Seedance20ReferenceRequestRatio | Unset
        if isinstance(_ratio, Unset):
            ratio = UNSET
        else:
            ratio = check_seedance_20_reference_request_ratio(_ratio)

        _aspect_ratio = d.pop("aspect_ratio", UNSET)
        aspect_ratio: Seedance20ReferenceRequestAspectRatio | Unset
        if isinstance(_aspect_ratio, Unset):
            aspect_ratio = UNSET
        else:
            aspect_ratio = check_seedance_20_reference_request_aspect_ratio(_aspect_ratio)

        _duration = d.pop("duration", UNSET)
        duration: Seedance20ReferenceRequestDuration | Unset
        if isinstance(_duration, Unset):
            duration = UNSET
        else:
            duration = check_seedance_20_reference_request_duration(_duration)

        generate_audio = d.pop("generate_audio", UNSET)

        seed = d.pop("seed", UNSET)

        image_urls = cast(Files, d.pop("image_urls", UNSET))

        video_urls = cast(Files, d.pop("video_urls", UNSET))

        audio_urls = cast(Files, d.pop("audio_urls", UNSET))

        seedance_20_reference_request = cls(
            model=model,
            prompt=prompt,
            resolution=resolution,
            ratio=ratio,
            aspect_ratio=aspect_ratio,
            duration=duration,
            generate_audio=generate_audio,
            seed=seed,
            image_urls=image_urls,
            video_urls=video_urls,
            audio_urls=audio_urls,
        )

        seedance_20_reference_request.additional_properties = d
        return seedance_20_reference_request

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
