from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="PixverseReference")


@_attrs_define
class PixverseReference:
    """A thing or person that the video refers to."""

    url: File | Unset = UNSET
    """ URL of the file. """
    type_: str | Unset = UNSET
    """ Kind of reference. """
    ref_name: str | Unset = UNSET
    """ Name of the reference. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        url = self.url

        type_ = self.type_

        ref_name = self.ref_name

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if url is not UNSET:
            field_dict["url"] = url
        if type_ is not UNSET:
            field_dict["type"] = type_
        if ref_name is not UNSET:
            field_dict["ref_name"] = ref_name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        url = d.pop("url", UNSET)

        type_ = d.pop("type", UNSET)

        ref_name = d.pop("ref_name", UNSET)

        pixverse_reference = cls(
            url=url,
            type_=type_,
            ref_name=ref_name,
        )

        pixverse_reference.additional_properties = d
        return pixverse_reference

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
