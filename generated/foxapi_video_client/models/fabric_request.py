from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.fabric_request_model import FabricRequestModel, check_fabric_request_model
from ..models.fabric_request_resolution import (
    FabricRequestResolution,
    check_fabric_request_resolution,
)
from ..summary import summary
from ..types import File

T = TypeVar("T", bound="FabricRequest")


@_attrs_define
class FabricRequest:
    """Fabric 1.0 and Fabric 1.0 Fast: a portrait and an audio clip to a video of the person speaking. The audio clip sets
    the length and the price.

    """

    image_url: File
    """ The portrait. A clear, frontal image works best. """
    audio_url: File
    """ What the person says. """
    resolution: FabricRequestResolution
    """ Output resolution. """
    model: FabricRequestModel = "fabric-1.0"
    """ Standard or fast. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        image_url = self.image_url

        audio_url = self.audio_url

        resolution: str = self.resolution

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "image_url": image_url,
                "audio_url": audio_url,
                "resolution": resolution,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_fabric_request_model(d.pop("model"))

        image_url = d.pop("image_url")

        audio_url = d.pop("audio_url")

        resolution = check_fabric_request_resolution(d.pop("resolution"))

        fabric_request = cls(
            model=model,
            image_url=image_url,
            audio_url=audio_url,
            resolution=resolution,
        )

        fabric_request.additional_properties = d
        return fabric_request

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
