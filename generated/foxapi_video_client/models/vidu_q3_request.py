from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.vidu_q3_request_generation_type_type_0 import (
    ViduQ3RequestGenerationTypeType0,
    check_vidu_q3_request_generation_type_type_0,
)
from ..models.vidu_q3_request_model import ViduQ3RequestModel, check_vidu_q3_request_model
from ..summary import summary
from ..types import UNSET, Files, Unset

T = TypeVar("T", bound="ViduQ3Request")


@_attrs_define
class ViduQ3Request:
    """Vidu Q3 Pro and Vidu Q3 Turbo: text, a first frame, two frames or reference images to video."""

    model: ViduQ3RequestModel = "vidu-q3-pro"
    """ Pro, or turbo without reference-to-video. """
    prompt: str | Unset = UNSET
    """ What the video shows. """
    image_urls: Files | None | Unset = UNSET
    """ The frames or reference images. """
    generation_type: None | Unset | ViduQ3RequestGenerationTypeType0 = UNSET
    """ The mode, which sets how many image_urls it takes. If unset, their number sets the mode. """
    aspect_ratio: str | Unset = UNSET
    """ Output aspect ratio. """
    duration: int | Unset = UNSET
    """ Length in seconds. """
    resolution: str | Unset = UNSET
    """ Output resolution. """
    generate_audio: bool | Unset = UNSET
    """ Whether to generate audio. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        image_urls: Files | None | Unset
        if isinstance(self.image_urls, Unset):
            image_urls = UNSET
        elif isinstance(self.image_urls, list):
            image_urls = self.image_urls

        else:
            image_urls = self.image_urls

        generation_type: None | str | Unset
        if isinstance(self.generation_type, Unset):
            generation_type = UNSET
        elif isinstance(self.generation_type, str):
            generation_type = self.generation_type
        else:
            generation_type = self.generation_type

        aspect_ratio = self.aspect_ratio

        duration = self.duration

        resolution = self.resolution

        generate_audio = self.generate_audio

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
            }
        )
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if image_urls is not UNSET:
            field_dict["image_urls"] = image_urls
        if generation_type is not UNSET:
            field_dict["generation_type"] = generation_type
        if aspect_ratio is not UNSET:
            field_dict["aspect_ratio"] = aspect_ratio
        if duration is not UNSET:
            field_dict["duration"] = duration
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if generate_audio is not UNSET:
            field_dict["generate_audio"] = generate_audio

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_vidu_q3_request_model(d.pop("model"))

        prompt = d.pop("prompt", UNSET)

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

        def _parse_generation_type(data: object) -> None | Unset | ViduQ3RequestGenerationTypeType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                generation_type_type_0 = check_vidu_q3_request_generation_type_type_0(data)

                return generation_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | ViduQ3RequestGenerationTypeType0, data)

        generation_type = _parse_generation_type(d.pop("generation_type", UNSET))

        aspect_ratio = d.pop("aspect_ratio", UNSET)

        duration = d.pop("duration", UNSET)

        resolution = d.pop("resolution", UNSET)

        generate_audio = d.pop("generate_audio", UNSET)

        vidu_q3_request = cls(
            model=model,
            prompt=prompt,
            image_urls=image_urls,
            generation_type=generation_type,
            aspect_ratio=aspect_ratio,
            duration=duration,
            resolution=resolution,
            generate_audio=generate_audio,
        )

        vidu_q3_request.additional_properties = d
        return vidu_q3_request

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
