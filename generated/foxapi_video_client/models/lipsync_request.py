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
    """Lipsync 2, Lipsync 2 Pro and Sync 3: makes the speaker in a video speak another audio clip."""

    video_url: File
    """ The video of the speaker. """
    audio_url: File
    """ The audio clip to speak. """
    model: LipsyncRequestModel = "lipsync-2"
    """ Standard, pro or sync-3. """
    sync_mode: LipsyncRequestSyncMode | Unset = "loop"
    """ What to do if the lengths differ. The output is as long as the audio clip (bounce, loop, remap), the video
    (silence) or the shorter one (cut_off). """
    temperature: float | None | Unset = UNSET
    """ How expressive the mouth is: up to 0.3 restrained, from 0.7 exaggerated. Not on sync-3. """
    active_speaker: bool | None | Unset = UNSET
    """ Whether to detect who of several people is speaking. Not on sync-3. """
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
