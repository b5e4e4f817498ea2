from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..summary import summary
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

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        file_data = self.file_data

        file_name = self.file_name

        auto_cleanup = self.auto_cleanup

        field_dict: dict[str, Any] = {}

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

        return base_64_upload
