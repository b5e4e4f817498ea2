from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.grok_extension_request_model import (
    GrokExtensionRequestModel,
    check_grok_extension_request_model,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="GrokExtensionRequest")


@_attrs_define
class GrokExtensionRequest:
    """Grok Imagine: continues a video."""

    prompt: str
    """ What happens next. """
    video_url: File
    """ The video to continue, encoded in H.264, H.265 or AV1. """
    model: GrokExtensionRequestModel = "grok-imagine-video-extension"
    """ The model's ID. """
    duration: int | None | Unset = UNSET
    """ Length of the output in seconds. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        video_url = self.video_url

        duration: int | None | Unset
        if isinstance(self.duration, Unset):
            duration = UNSET
        else:
            duration = self.duration

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "prompt": prompt,
                "video_url": video_url,
            }
        )
        if duration is not UNSET:
            field_dict["duration"] = duration

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_grok_extension_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        video_url = d.pop("video_url")

        def _parse_duration(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        duration = _parse_duration(d.pop("duration", UNSET))

        grok_extension_request = cls(
            model=model,
            prompt=prompt,
            video_url=video_url,
            duration=duration,
        )

        grok_extension_request.additional_properties = d
        return grok_extension_request

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
