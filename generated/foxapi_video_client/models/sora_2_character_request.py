from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.sora_2_character_request_model import (
    Sora2CharacterRequestModel,
    check_sora_2_character_request_model,
)
from ..summary import summary
from ..types import File

T = TypeVar("T", bound="Sora2CharacterRequest")


@_attrs_define
class Sora2CharacterRequest:
    """Sora 2 character: extracts a character from a video, free of charge. The result is a character_id for sora-2 and
    sora-2-pro, and the name, not a file.

    """

    video_url: File
    """ The video of the character, at least 720p, at most about 2.67:1. Only the first 4 seconds are used. """
    name: str
    """ The character's name, which later prompts refer to. """
    model: Sora2CharacterRequestModel = "sora-2-character"
    """ The model's ID. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        video_url = self.video_url

        name = self.name

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "video_url": video_url,
                "name": name,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_sora_2_character_request_model(d.pop("model"))

        video_url = d.pop("video_url")

        name = d.pop("name")

        sora_2_character_request = cls(
            model=model,
            video_url=video_url,
            name=name,
        )

        sora_2_character_request.additional_properties = d
        return sora_2_character_request

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
