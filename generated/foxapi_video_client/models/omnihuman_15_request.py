from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.omnihuman_15_request_model import (
    Omnihuman15RequestModel,
    check_omnihuman_15_request_model,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="Omnihuman15Request")


@_attrs_define
class Omnihuman15Request:
    """OmniHuman 1.5: an image of a person and an audio clip to a video of the person speaking or singing. The audio clip
    sets the length and the price.

    """

    image_url: File
    """ The person, with a visible face. """
    audio_url: File
    """ What the person says. """
    model: Omnihuman15RequestModel = "omnihuman-1.5"
    """ The model's ID. """
    prompt: None | str | Unset = UNSET
    """ What the person does. """
    turbo_mode: bool | None | Unset = UNSET
    """ Whether to work faster at a slightly lower quality. """
    advanced: Any | Unset = UNSET
    """ Further options. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        image_url = self.image_url

        audio_url = self.audio_url

        prompt: None | str | Unset
        if isinstance(self.prompt, Unset):
            prompt = UNSET
        else:
            prompt = self.prompt

        turbo_mode: bool | None | Unset
        if isinstance(self.turbo_mode, Unset):
            turbo_mode = UNSET
        else:
            turbo_mode = self.turbo_mode

        advanced = self.advanced

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "image_url": image_url,
                "audio_url": audio_url,
            }
        )
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if turbo_mode is not UNSET:
            field_dict["turbo_mode"] = turbo_mode
        if advanced is not UNSET:
            field_dict["advanced"] = advanced

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_omnihuman_15_request_model(d.pop("model"))

        image_url = d.pop("image_url")

        audio_url = d.pop("audio_url")

        def _parse_prompt(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        prompt = _parse_prompt(d.pop("prompt", UNSET))

        def _parse_turbo_mode(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        turbo_mode = _parse_turbo_mode(d.pop("turbo_mode", UNSET))

        advanced = d.pop("advanced", UNSET)

        omnihuman_15_request = cls(
            model=model,
            image_url=image_url,
            audio_url=audio_url,
            prompt=prompt,
            turbo_mode=turbo_mode,
            advanced=advanced,
        )

        omnihuman_15_request.additional_properties = d
        return omnihuman_15_request

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
