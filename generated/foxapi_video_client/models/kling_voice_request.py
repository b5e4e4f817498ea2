from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.kling_voice_request_model import (
    KlingVoiceRequestModel,
    check_kling_voice_request_model,
)
from ..summary import summary
from ..types import File

T = TypeVar("T", bound="KlingVoiceRequest")


@_attrs_define
class KlingVoiceRequest:
    """Kling: creates a voice from an audio sample. The result is a voice_id for Kling 3, not a file."""

    voice_url: File
    """ The audio sample, in a common format such as MP3, OGG, WAV, M4A or AAC. """
    model: KlingVoiceRequestModel = "kling-video-create-voice"
    """ The model's ID. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        voice_url = self.voice_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "voice_url": voice_url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_kling_voice_request_model(d.pop("model"))

        voice_url = d.pop("voice_url")

        kling_voice_request = cls(
            model=model,
            voice_url=voice_url,
        )

        kling_voice_request.additional_properties = d
        return kling_voice_request

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
