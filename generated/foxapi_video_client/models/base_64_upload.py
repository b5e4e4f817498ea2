from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Base64Upload")


@_attrs_define
class Base64Upload:
    file_data: str
    """ The file in base64, plain or as a data URL. """
    file_name: str | Unset = UNSET
    """ What the file is called. """
    auto_cleanup: bool | Unset = UNSET
    """ Whether the oldest files give way when the storage is full (server default true); with false the upload is
    refused with 403 then.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        file_data = self.file_data

        file_name = self.file_name

        auto_cleanup = self.auto_cleanup

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "file_data": file_data,
            }
        )
        if file_name is not UNSET:
            field_dict["file_name"] = file_name
        if auto_cleanup is not UNSET:
            field_dict["auto_cleanup"] = auto_cleanup

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        file_data = d.pop("file_data")

        file_name = d.pop("file_name", UNSET)

        auto_cleanup = d.pop("auto_cleanup", UNSET)

        base_64_upload = cls(
            file_data=file_data,
            file_name=file_name,
            auto_cleanup=auto_cleanup,
        )

        base_64_upload.additional_properties = d
        return base_64_upload

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
