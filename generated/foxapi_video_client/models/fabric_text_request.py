from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.fabric_text_request_model import (
    FabricTextRequestModel,
    check_fabric_text_request_model,
)
from ..models.fabric_text_request_resolution import (
    FabricTextRequestResolution,
    check_fabric_text_request_resolution,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="FabricTextRequest")


@_attrs_define
class FabricTextRequest:
    """Fabric 1.0 Text: a portrait and a script to a video of the person speaking. The script sets the length."""

    text: str
    """ What the person says. Its length sets the length of the video. """
    image_url: File
    """ The portrait. A clear, frontal image works best. """
    resolution: FabricTextRequestResolution
    """ Output resolution. """
    model: FabricTextRequestModel = "fabric-1.0-text"
    """ The model's ID. """
    voice_description: None | str | Unset = UNSET
    """ How the synthetic voice sounds. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        text = self.text

        image_url = self.image_url

        resolution: str = self.resolution

        voice_description: None | str | Unset
        if isinstance(self.voice_description, Unset):
            voice_description = UNSET
        else:
            voice_description = self.voice_description

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "text": text,
                "image_url": image_url,
                "resolution": resolution,
            }
        )
        if voice_description is not UNSET:
            field_dict["voice_description"] = voice_description

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_fabric_text_request_model(d.pop("model"))

        text = d.pop("text")

        image_url = d.pop("image_url")

        resolution = check_fabric_text_request_resolution(d.pop("resolution"))

        def _parse_voice_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        voice_description = _parse_voice_description(d.pop("voice_description", UNSET))

        fabric_text_request = cls(
            model=model,
            text=text,
            image_url=image_url,
            resolution=resolution,
            voice_description=voice_description,
        )

        fabric_text_request.additional_properties = d
        return fabric_text_request

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
