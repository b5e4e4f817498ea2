from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.lipsync_request_model import LipsyncRequestModel, check_lipsync_request_model
from ..models.lipsync_request_sync_mode import (
    LipsyncRequestSyncMode,
    check_lipsync_request_sync_mode,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="LipsyncRequest")


@_attrs_define
class LipsyncRequest:
    """Lipsync 2, Lipsync 2 Pro and Sync 3: a video whose speaker's mouth follows another audio clip."""

    video_url: File
    """ The video whose mouth is to move, MP4, publicly accessible.

    The English page calls it video.
     """
    audio_url: File
    """ The audio clip to speak, MP3 or WAV, publicly accessible; depending on sync_mode, its length bears on length
    and price of the output.

    The English page calls it audio.
     """
    model: LipsyncRequestModel = "lipsync-2"
    """ Standard (lipsync-2), pro (lipsync-2-pro) or sync-3, which takes neither temperature nor active_speaker.

    The English and the Chinese page have lipsync-2 and lipsync-2-pro only.
     """
    sync_mode: LipsyncRequestSyncMode | Unset = "loop"
    """ What to do when video and audio clip differ in length. With bounce, loop and remap the output is as long as
    the audio clip, with silence as long as the video, with cut_off as long as the shorter of the two.
     """
    temperature: float | None | Unset = UNSET
    """ How expressive the mouth is, 0 to 1: up to 0.3 restrained, 0.4 to 0.6 balanced, from 0.7 exaggerated. Not on
    sync-3. Optional, normally left unset.
     """
    active_speaker: bool | None | Unset = UNSET
    """ Whether to find out who of several people is speaking. Not on sync-3. Optional, normally left unset.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        video_url = self.video_url

        audio_url = self.audio_url

        sync_mode: str | Unset = UNSET
        if not isinstance(self.sync_mode, Unset):
            sync_mode = self.sync_mode

        temperature: float | None | Unset
        if isinstance(self.temperature, Unset):
            temperature = UNSET
        else:
            temperature = self.temperature

        active_speaker: bool | None | Unset
        if isinstance(self.active_speaker, Unset):
            active_speaker = UNSET
        else:
            active_speaker = self.active_speaker

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "video_url": video_url,
                "audio_url": audio_url,
            }
        )
        if sync_mode is not UNSET:
            field_dict["sync_mode"] = sync_mode
        if temperature is not UNSET:
            field_dict["temperature"] = temperature
        if active_speaker is not UNSET:
            field_dict["active_speaker"] = active_speaker

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_lipsync_request_model(d.pop("model"))

        video_url = d.pop("video_url")

        audio_url = d.pop("audio_url")

        _sync_mode = d.pop("sync_mode", UNSET)
        sync_mode: LipsyncRequestSyncMode | Unset
        if isinstance(_sync_mode, Unset):
            sync_mode = UNSET
        else:
            sync_mode = check_lipsync_request_sync_mode(_sync_mode)

        def _parse_temperature(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        temperature = _parse_temperature(d.pop("temperature", UNSET))

        def _parse_active_speaker(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        active_speaker = _parse_active_speaker(d.pop("active_speaker", UNSET))

        lipsync_request = cls(
            model=model,
            video_url=video_url,
            audio_url=audio_url,
            sync_mode=sync_mode,
            temperature=temperature,
            active_speaker=active_speaker,
        )

        lipsync_request.additional_properties = d
        return lipsync_request

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
