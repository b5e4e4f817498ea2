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
    """Sora 2 character: takes a character out of a video, so that later videos show the same one.

    The result is no file but a character_id and the name, for character_ids of sora-2 and sora-2-pro. It is free.

    """

    video_url: File
    """ The video with the character, MP4; only its first 4 seconds are used.

    It is at least 720p and at most about 2.67:1; what is larger than 1080p is scaled down.
     """
    name: str
    """ The character's name, by which later prompts refer to it. """
    model: Sora2CharacterRequestModel = "sora-2-character"
    """ Extracting a character; free. """
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
