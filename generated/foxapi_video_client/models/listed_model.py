from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..summary import summary
from ..types import UNSET, Unset

T = TypeVar("T", bound="ListedModel")


@_attrs_define
class ListedModel:
    id: str | Unset = UNSET
    """ The model's id, which can name a provider or a billing tier beside it. """
    owned_by: None | str | Unset = UNSET
    supported_endpoint_types: list[Any] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        owned_by: None | str | Unset
        if isinstance(self.owned_by, Unset):
            owned_by = UNSET
        else:
            owned_by = self.owned_by

        supported_endpoint_types: list[Any] | None | Unset
        if isinstance(self.supported_endpoint_types, Unset):
            supported_endpoint_types = UNSET
        elif isinstance(self.supported_endpoint_types, list):
            supported_endpoint_types = self.supported_endpoint_types

        else:
            supported_endpoint_types = self.supported_endpoint_types

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if owned_by is not UNSET:
            field_dict["owned_by"] = owned_by
        if supported_endpoint_types is not UNSET:
            field_dict["supported_endpoint_types"] = supported_endpoint_types

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id", UNSET)

        def _parse_owned_by(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        owned_by = _parse_owned_by(d.pop("owned_by", UNSET))

        def _parse_supported_endpoint_types(data: object) -> list[Any] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                supported_endpoint_types_type_0 = cast(list[Any], data)

                return supported_endpoint_types_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Any] | None | Unset, data)

        supported_endpoint_types = _parse_supported_endpoint_types(
            d.pop("supported_endpoint_types", UNSET)
        )

        listed_model = cls(
            id=id,
            owned_by=owned_by,
            supported_endpoint_types=supported_endpoint_types,
        )

        listed_model.additional_properties = d
        return listed_model

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
