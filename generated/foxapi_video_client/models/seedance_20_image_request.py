from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.seedance_20_image_request_aspect_ratio import (
    Seedance20ImageRequestAspectRatio,
    check_seedance_20_image_request_aspect_ratio,
)
from ..models.seedance_20_image_request_duration import (
    Seedance20ImageRequestDuration,
    check_seedance_20_image_request_duration,
)
from ..models.seedance_20_image_request_model import (
    Seedance20ImageRequestModel,
    check_seedance_20_image_request_model,
)
from ..models.seedance_20_image_request_resolution import (
    Seedance20ImageRequestResolution,
    check_seedance_20_image_request_resolution,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="Seedance20ImageRequest")


@_attrs_define
class Seedance20ImageRequest:
    """Seedance 2.0 and Seedance 2.0 Fast: text and a first frame, with an optional last frame, to video."""

    prompt: str
    """ What the video shows, in Chinese or English. """
    image_url: File
    """ The first frame. """
    model: Seedance20ImageRequestModel = "seedance-2.0-image-to-video"
    """ Standard or fast. """
    end_image_url: File | None | Unset = UNSET
    """ The last frame. """
    aspect_ratio: Seedance20ImageRequestAspectRatio | Unset = "adaptive"
    """ Aspect ratio; adaptive lets the model choose. """
    duration: Seedance20ImageRequestDuration | Unset = 5
    """ Length in seconds; -1 lets the model choose. """
    resolution: Seedance20ImageRequestResolution | Unset = "720p"
    """ Output resolution. 1080p is not offered on the fast model. """
    generate_audio: bool | Unset = True
    """ Whether to generate audio. """
    seed: int | Unset = -1
    """ Random seed; -1 lets the model choose. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        image_url = self.image_url

        end_image_url: File | None | Unset
        if isinstance(self.end_image_url, Unset):
            end_image_url = UNSET
        else:
            end_image_url = self.end_image_url

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

        seed = self.seed

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "prompt": prompt,
                "image_url": image_url,
            }
        )
        if end_image_url is not UNSET:
            field_dict["end_image_url"] = end_image_url
        if aspect_ratio is not UNSET:
            field_dict["aspect_ratio"] = aspect_ratio
        if duration is not UNSET:
            field_dict["duration"] = duration
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if generate_audio is not UNSET:
            field_dict["generate_audio"] = generate_audio
        if seed is not UNSET:
            field_dict["seed"] = seed

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_seedance_20_image_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        image_url = d.pop("image_url")

        def _parse_end_image_url(data: object) -> File | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(File | None | Unset, data)

        end_image_url = _parse_end_image_url(d.pop("end_image_url", UNSET))

        _aspect_ratio = d.pop("aspect_ratio", UNSET)
        aspect_ratio: Seedance20ImageRequestAspectRatio | Unset
        if isinstance(_aspect_ratio, Unset):
            aspect_ratio = UNSET
        else:
            aspect_ratio = check_seedance_20_image_request_aspect_ratio(_aspect_ratio)

        _duration = d.pop("duration", UNSET)
        duration: Seedance20ImageRequestDuration | Unset
        if isinstance(_duration, Unset):
            duration = UNSET
        else:
            duration = check_seedance_20_image_request_duration(_duration)

        _resolution = d.pop("resolution", UNSET)
        resolution: Seedance20ImageRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_seedance_20_image_request_resolution(_resolution)

        generate_audio = d.pop("generate_audio", UNSET)

        seed = d.pop("seed", UNSET)

        seedance_20_image_request = cls(
            model=model,
            prompt=prompt,
            image_url=image_url,
            end_image_url=end_image_url,
            aspect_ratio=aspect_ratio,
            duration=duration,
            resolution=resolution,
            generate_audio=generate_audio,
            seed=seed,
        )

        seedance_20_image_request.additional_properties = d
        return seedance_20_image_request

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
