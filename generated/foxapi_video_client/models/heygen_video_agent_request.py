from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.heygen_video_agent_request_model import (
    HeygenVideoAgentRequestModel,
    check_heygen_video_agent_request_model,
)
from ..models.heygen_video_agent_request_orientation_type_0 import (
    HeygenVideoAgentRequestOrientationType0,
    check_heygen_video_agent_request_orientation_type_0,
)
from ..summary import summary
from ..types import UNSET, Files, Unset

T = TypeVar("T", bound="HeygenVideoAgentRequest")


@_attrs_define
class HeygenVideoAgentRequest:
    """HeyGen Video Agent: one prompt to a whole video with a speaking avatar. The agent decides the cast, script, scenes,
    cut and length.

    """

    prompt: str
    """ What the video is about. """
    model: HeygenVideoAgentRequestModel = "heygen-video-agent"
    """ The model's ID. """
    file_urls: Files | None | Unset = UNSET
    """ Material to use: images, videos, audio clips or PDF. """
    orientation: HeygenVideoAgentRequestOrientationType0 | None | Unset = UNSET
    """ Landscape or portrait. """
    avatar_id: None | str | Unset = UNSET
    """ The avatar: a HeyGen avatar ID, or auto. The agent chooses if unset or empty. """
    voice_id: None | str | Unset = UNSET
    """ The voice: a HeyGen voice ID, or auto. The agent chooses if unset or empty. """
    style_id: None | str | Unset = UNSET
    """ The look: the ID of a HeyGen style template. """
    incognito_mode: bool | None | Unset = UNSET
    """ Whether to turn the agent's memory off. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        file_urls: Files | None | Unset
        if isinstance(self.file_urls, Unset):
            file_urls = UNSET
        elif isinstance(self.file_urls, list):
            file_urls = self.file_urls

        else:
            file_urls = self.file_urls

        orientation: None | str | Unset
        if isinstance(self.orientation, Unset):
            orientation = UNSET
        elif isinstance(self.orientation, str):
            orientation = self.orientation
        else:
            orientation = self.orientation

        avatar_id: None | str | Unset
        if isinstance(self.avatar_id, Unset):
            avatar_id = UNSET
        else:
            avatar_id = self.avatar_id

        voice_id: None | str | Unset
        if isinstance(self.voice_id, Unset):
            voice_id = UNSET
        else:
            voice_id = self.voice_id

        style_id: None | str | Unset
        if isinstance(self.style_id, Unset):
            style_id = UNSET
        else:
            style_id = self.style_id

        incognito_mode: bool | None | Unset
        if isinstance(self.incognito_mode, Unset):
            incognito_mode = UNSET
        else:
            incognito_mode = self.incognito_mode

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "prompt": prompt,
            }
        )
        if file_urls is not UNSET:
            field_dict["file_urls"] = file_urls
        if orientation is not UNSET:
            field_dict["orientation"] = orientation
        if avatar_id is not UNSET:
            field_dict["avatar_id"] = avatar_id
        if voice_id is not UNSET:
            field_dict["voice_id"] = voice_id
        if style_id is not UNSET:
            field_dict["style_id"] = style_id
        if incognito_mode is not UNSET:
            field_dict["incognito_mode"] = incognito_mode

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_heygen_video_agent_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        def _parse_file_urls(data: object) -> Files | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                file_urls_type_0 = cast(Files, data)

                return file_urls_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Files | None | Unset, data)

        file_urls = _parse_file_urls(d.pop("file_urls", UNSET))

        def _parse_orientation(
            data: object,
        ) -> HeygenVideoAgentRequestOrientationType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                orientation_type_0 = check_heygen_video_agent_request_orientation_type_0(data)

                return orientation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HeygenVideoAgentRequestOrientationType0 | None | Unset, data)

        orientation = _parse_orientation(d.pop("orientation", UNSET))

        def _parse_avatar_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        avatar_id = _parse_avatar_id(d.pop("avatar_id", UNSET))

        def _parse_voice_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        voice_id = _parse_voice_id(d.pop("voice_id", UNSET))

        def _parse_style_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        style_id = _parse_style_id(d.pop("style_id", UNSET))

        def _parse_incognito_mode(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        incognito_mode = _parse_incognito_mode(d.pop("incognito_mode", UNSET))

        heygen_video_agent_request = cls(
            model=model,
            prompt=prompt,
            file_urls=file_urls,
            orientation=orientation,
            avatar_id=avatar_id,
            voice_id=voice_id,
            style_id=style_id,
            incognito_mode=incognito_mode,
        )

        heygen_video_agent_request.additional_properties = d
        return heygen_video_agent_request

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
