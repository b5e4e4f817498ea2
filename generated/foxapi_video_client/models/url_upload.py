from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..summary import summary
from ..types import UNSET, Unset

T = TypeVar("T", bound="UrlUpload")


@_attrs_define
class UrlUpload:
    url: str
    """ An absolute http or https URL that the service can fetch without a login. """
    file_name: str | Unset = UNSET
    """ What the file is called. """
    auto_cleanup: bool | Unset = UNSET
    """ As in the other uploads. """

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        url = self.url

        file_name = self.file_name

        auto_cleanup = self.auto_cleanup

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "url": url,
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
        url = d.pop("url")

        file_name = d.pop("file_name", UNSET)

        auto_cleanup = d.pop("auto_cleanup", UNSET)

        url_upload = cls(
            url=url,
            file_name=file_name,
            auto_cleanup=auto_cleanup,
        )

        return url_upload
