from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.sora_2_request_aspect_ratio import (
    Sora2RequestAspectRatio,
    check_sora_2_request_aspect_ratio,
)
from ..models.sora_2_request_duration import Sora2RequestDuration, check_sora_2_request_duration
from ..models.sora_2_request_generation_type import (
    Sora2RequestGenerationType,
    check_sora_2_request_generation_type,
)
from ..models.sora_2_request_model import Sora2RequestModel, check_sora_2_request_model
from ..models.sora_2_request_resolution import (
    Sora2RequestResolution,
    check_sora_2_request_resolution,
)
from ..summary import summary
from ..types import UNSET, Files, Unset

T = TypeVar("T", bound="Sora2Request")


@_attrs_define
class Sora2Request:
    """Sora 2 and Sora 2 Pro: text, or text and a first frame, to video."""

    prompt: str
    """ What the video shows, in Chinese or English. With character_ids, name the characters in it. """
    model: Sora2RequestModel = "sora-2"
    """ Standard (sora-2), or pro with audio (sora-2-pro). """
    generation_type: Sora2RequestGenerationType | Unset = UNSET
    """ The mode. image-to-video needs an image, text-to-video takes none. """
    image_urls: Files | None | Unset = UNSET
    """ The first frame, for image-to-video. """
    aspect_ratio: Sora2RequestAspectRatio | Unset = "16:9"
    """ Landscape (16:9 or 1280x720) or portrait (9:16 or 720x1280). """
    duration: Sora2RequestDuration | Unset = 4
    """ Length in seconds. """
    resolution: Sora2RequestResolution | Unset = "720p"
    """ Output resolution. 1080p costs more on sora-2-pro. """
    character_ids: list[str] | None | Unset = UNSET
    """ Characters created with sora-2-character. The prompt refers to them by name. """
    delete_video: bool | Unset = UNSET
    """ Whether to delete the upstream video after retrieval. Set it to false to keep the video for sora-2-pro-
    remix. """
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

        character_ids: list[str] | None | Unset
        if isinstance(self.character_ids, Unset):
            character_ids = UNSET
        elif isinstance(self.character_ids, list):
            character_ids = self.character_ids

        else:
            character_ids = self.character_ids

        delete_video = self.delete_video

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
        if character_ids is not UNSET:
            field_dict["character_ids"] = character_ids
        if delete_video is not UNSET:
            field_dict["delete_video"] = delete_video

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_sora_2_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        _generation_type = d.pop("generation_type", UNSET)
        generation_type: Sora2RequestGenerationType | Unset
        if isinstance(_generation_type, Unset):
            generation_type = UNSET
        else:
            generation_type = check_sora_2_request_generation_type(_generation_type)

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
        aspect_ratio: Sora2RequestAspectRatio | Unset
        if isinstance(_aspect_ratio, Unset):
            aspect_ratio = UNSET
        else:
            aspect_ratio = check_sora_2_request_aspect_ratio(_aspect_ratio)

        _duration = d.pop("duration", UNSET)
        duration: Sora2RequestDuration | Unset
        if isinstance(_duration, Unset):
            duration = UNSET
        else:
            duration = check_sora_2_request_duration(_duration)

        _resolution = d.pop("resolution", UNSET)
        resolution: Sora2RequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_sora_2_request_resolution(_resolution)

        def _parse_character_ids(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                character_ids_type_0 = cast(list[str], data)

                return character_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        character_ids = _parse_character_ids(d.pop("character_ids", UNSET))

        delete_video = d.pop("delete_video", UNSET)

        sora_2_request = cls(
            model=model,
            prompt=prompt,
            generation_type=generation_type,
            image_urls=image_urls,
            aspect_ratio=aspect_ratio,
            duration=duration,
            resolution=resolution,
            character_ids=character_ids,
            delete_video=delete_video,
        )

        sora_2_request.additional_properties = d
        return sora_2_request

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
