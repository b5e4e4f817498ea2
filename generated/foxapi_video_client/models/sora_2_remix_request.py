from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.sora_2_remix_request_model import (
    Sora2RemixRequestModel,
    check_sora_2_remix_request_model,
)
from ..models.sora_2_remix_request_resolution import (
    Sora2RemixRequestResolution,
    check_sora_2_remix_request_resolution,
)
from ..summary import summary
from ..types import UNSET, Unset

T = TypeVar("T", bound="Sora2RemixRequest")


@_attrs_define
class Sora2RemixRequest:
    """Sora 2 Pro remix: changes an earlier Sora 2 video. It is billed afterwards, by the length of the output."""

    prompt: str
    """ What the new video shows, in Chinese or English. """
    video_id: str
    """ The video to remix: the video_id of an earlier result, generated with delete_video set to false. """
    model: Sora2RemixRequestModel = "sora-2-pro-remix"
    """ The model's ID. """
    resolution: Sora2RemixRequestResolution | Unset = "720p"
    """ Output resolution. 1080p costs more. """
    delete_video: bool | Unset = UNSET
    """ Whether to delete the upstream video after retrieval. Set it to false to keep the video for another remix.
    """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        video_id = self.video_id

        resolution: str | Unset = UNSET
        if not isinstance(self.resolution, Unset):
            resolution = self.resolution

        delete_video = self.delete_video

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "prompt": prompt,
                "video_id": video_id,
            }
        )
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if delete_video is not UNSET:
            field_dict["delete_video"] = delete_video

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_sora_2_remix_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        video_id = d.pop("video_id")

        _resolution = d.pop("resolution", UNSET)
        resolution: Sora2RemixRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_sora_2_remix_request_resolution(_resolution)

        delete_video = d.pop("delete_video", UNSET)

        sora_2_remix_request = cls(
            model=model,
            prompt=prompt,
            video_id=video_id,
            resolution=resolution,
            delete_video=delete_video,
        )

        sora_2_remix_request.additional_properties = d
        return sora_2_remix_request

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
