from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.grok_edit_request_model import GrokEditRequestModel, check_grok_edit_request_model
from ..models.grok_edit_request_resolution_type_0 import (
    GrokEditRequestResolutionType0,
    check_grok_edit_request_resolution_type_0,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="GrokEditRequest")


@_attrs_define
class GrokEditRequest:
    """Grok Imagine: edits a video."""

    prompt: str
    """ What to change. """
    video_url: File
    """ The video to edit. It is scaled to at most 854x480 and cut to 8 seconds. """
    model: GrokEditRequestModel = "grok-imagine-edit-video"
    """ The model's ID. """
    resolution: GrokEditRequestResolutionType0 | None | Unset = UNSET
    """ Output resolution. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        video_url = self.video_url

        resolution: None | str | Unset
        if isinstance(self.resolution, Unset):
            resolution = UNSET
        elif isinstance(self.resolution, str):
            resolution = self.resolution
        else:
            resolution = self.resolution

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "prompt": prompt,
                "video_url": video_url,
            }
        )
        if resolution is not UNSET:
            field_dict["resolution"] = resolution

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_grok_edit_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        video_url = d.pop("video_url")

        def _parse_resolution(data: object) -> GrokEditRequestResolutionType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                resolution_type_0 = check_grok_edit_request_resolution_type_0(data)

                return resolution_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(GrokEditRequestResolutionType0 | None | Unset, data)

        resolution = _parse_resolution(d.pop("resolution", UNSET))

        grok_edit_request = cls(
            model=model,
            prompt=prompt,
            video_url=video_url,
            resolution=resolution,
        )

        grok_edit_request.additional_properties = d
        return grok_edit_request

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
