from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.file_upload_auto_cleanup import FileUploadAutoCleanup, check_file_upload_auto_cleanup
from ..summary import summary
from ..types import UNSET, Unset

T = TypeVar("T", bound="FileUpload")


@_attrs_define
class FileUpload:
    file: Any
    """ The file. """
    file_name: str | Unset = UNSET
    """ What the file is called. """
    auto_cleanup: FileUploadAutoCleanup | Unset = UNSET
    """ As in the other uploads, as text. """

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        file = self.file

        file_name = self.file_name

        auto_cleanup: str | Unset = UNSET
        if not isinstance(self.auto_cleanup, Unset):
            auto_cleanup = self.auto_cleanup

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "file": file,
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
        file = d.pop("file")

        file_name = d.pop("file_name", UNSET)

        _auto_cleanup = d.pop("auto_cleanup", UNSET)
        auto_cleanup: FileUploadAutoCleanup | Unset
        if isinstance(_auto_cleanup, Unset):
            auto_cleanup = UNSET
        else:
            auto_cleanup = check_file_upload_auto_cleanup(_auto_cleanup)

        file_upload = cls(
            file=file,
            file_name=file_name,
            auto_cleanup=auto_cleanup,
        )

        return file_upload
