from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.kling_26_request_aspect_ratio import (
    Kling26RequestAspectRatio,
    check_kling_26_request_aspect_ratio,
)
from ..models.kling_26_request_duration import (
    Kling26RequestDuration,
    check_kling_26_request_duration,
)
from ..models.kling_26_request_model import Kling26RequestModel, check_kling_26_request_model
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="Kling26Request")


@_attrs_define
class Kling26Request:
    """Kling 2.6: text, or text and a first frame, to video."""

    prompt: str
    """ What the video shows. """
    model: Kling26RequestModel = "kling-v2-6-video"
    """ The model's ID. """
    image_url: File | None | Unset = UNSET
    """ The first frame. """
    aspect_ratio: Kling26RequestAspectRatio | Unset = "16:9"
    """ Aspect ratio. """
    duration: Kling26RequestDuration | Unset = 5
    """ Length in seconds. """
    generate_audio: bool | Unset = True
    """ Whether to generate audio. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        image_url: File | None | Unset
        if isinstance(self.image_url, Unset):
            image_url = UNSET
        else:
            image_url = self.image_url

        aspect_ratio: str | Unset = UNSET
        if not isinstance(self.aspect_ratio, Unset):
            aspect_ratio = self.aspect_ratio

        duration: int | Unset = UNSET
        if not isinstance(self.duration, Unset):
            duration = self.duration

        generate_audio = self.generate_audio

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "prompt": prompt,
            }
        )
        if image_url is not UNSET:
            field_dict["image_url"] = image_url
        if aspect_ratio is not UNSET:
            field_dict["aspect_ratio"] = aspect_ratio
        if duration is not UNSET:
            field_dict["duration"] = duration
        if generate_audio is not UNSET:
            field_dict["generate_audio"] = generate_audio

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_kling_26_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        def _parse_image_url(data: object) -> File | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(File | None | Unset, data)

        image_url = _parse_image_url(d.pop("image_url", UNSET))

        _aspect_ratio = d.pop("aspect_ratio", UNSET)
        aspect_ratio: Kling26RequestAspectRatio | Unset
        if isinstance(_aspect_ratio, Unset):
            aspect_ratio = UNSET
        else:
            aspect_ratio = check_kling_26_request_aspect_ratio(_aspect_ratio)

        _duration = d.pop("duration", UNSET)
        duration: Kling26RequestDuration | Unset
        if isinstance(_duration, Unset):
            duration = UNSET
        else:
            duration = check_kling_26_request_duration(_duration)

        generate_audio = d.pop("generate_audio", UNSET)

        kling_26_request = cls(
            model=model,
            prompt=prompt,
            image_url=image_url,
            aspect_ratio=aspect_ratio,
            duration=duration,
            generate_audio=generate_audio,
        )

        kling_26_request.additional_properties = d
        return kling_26_request

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
