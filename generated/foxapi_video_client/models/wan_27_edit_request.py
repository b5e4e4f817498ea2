from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.wan_27_edit_request_aspect_ratio_type_0 import (
    Wan27EditRequestAspectRatioType0,
    check_wan_27_edit_request_aspect_ratio_type_0,
)
from ..models.wan_27_edit_request_audio_setting import (
    Wan27EditRequestAudioSetting,
    check_wan_27_edit_request_audio_setting,
)
from ..models.wan_27_edit_request_duration import (
    Wan27EditRequestDuration,
    check_wan_27_edit_request_duration,
)
from ..models.wan_27_edit_request_model import (
    Wan27EditRequestModel,
    check_wan_27_edit_request_model,
)
from ..models.wan_27_edit_request_resolution import (
    Wan27EditRequestResolution,
    check_wan_27_edit_request_resolution,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="Wan27EditRequest")


@_attrs_define
class Wan27EditRequest:
    """Wan 2.7: edits a video."""

    prompt: str
    """ What to change. """
    video_url: File
    """ The video to edit. """
    model: Wan27EditRequestModel = "wan-2.7-video-edit"
    """ Video to video. The result has audio, new or the input's; see audio_setting. """
    reference_image_url: File | None | Unset = UNSET
    """ A reference image. """
    aspect_ratio: None | Unset | Wan27EditRequestAspectRatioType0 = UNSET
    """ Output aspect ratio; unset means the input's. """
    duration: Wan27EditRequestDuration | Unset = 0
    """ Length in seconds, from the input's start; 0 means the input's length. """
    resolution: Wan27EditRequestResolution | Unset = "1080p"
    """ Output resolution. """
    audio_setting: Wan27EditRequestAudioSetting | Unset = UNSET
    """ New audio (auto), or the input's own (origin). """
    seed: int | None | Unset = UNSET
    """ Random seed; unset means random. """
    enable_safety_checker: bool | None | Unset = UNSET
    """ Whether to run the safety checker. The model decides if unset. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        video_url = self.video_url

        reference_image_url: File | None | Unset
        if isinstance(self.reference_image_url, Unset):
            reference_image_url = UNSET
        else:
            reference_image_url = self.reference_image_url

        aspect_ratio: None | str | Unset
        if isinstance(self.aspect_ratio, Unset):
            aspect_ratio = UNSET
        elif isinstance(self.aspect_ratio, str):
            aspect_ratio = self.aspect_ratio
        else:
            aspect_ratio = self.aspect_ratio

        duration: int | Unset = UNSET
        if not isinstance(self.duration, Unset):
            duration = self.duration

        resolution: str | Unset = UNSET
        if not isinstance(self.resolution, Unset):
            resolution = self.resolution

        audio_setting: str | Unset = UNSET
        if not isinstance(self.audio_setting, Unset):
            audio_setting = self.audio_setting

        seed: int | None | Unset
        if isinstance(self.seed, Unset):
            seed = UNSET
        else:
            seed = self.seed

        enable_safety_checker: bool | None | Unset
        if isinstance(self.enable_safety_checker, Unset):
            enable_safety_checker = UNSET
        else:
            enable_safety_checker = self.enable_safety_checker

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "prompt": prompt,
                "video_url": video_url,
            }
        )
        if reference_image_url is not UNSET:
            field_dict["reference_image_url"] = reference_image_url
        if aspect_ratio is not UNSET:
            field_dict["aspect_ratio"] = aspect_ratio
        if duration is not UNSET:
            field_dict["duration"] = duration
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if audio_setting is not UNSET:
            field_dict["audio_setting"] = audio_setting
        if seed is not UNSET:
            field_dict["seed"] = seed
        if enable_safety_checker is not UNSET:
            field_dict["enable_safety_checker"] = enable_safety_checker

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_wan_27_edit_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        video_url = d.pop("video_url")

        def _parse_reference_image_url(data: object) -> File | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(File | None | Unset, data)

        reference_image_url = _parse_reference_image_url(d.pop("reference_image_url", UNSET))

        def _parse_aspect_ratio(data: object) -> None | Unset | Wan27EditRequestAspectRatioType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                aspect_ratio_type_0 = check_wan_27_edit_request_aspect_ratio_type_0(data)

                return aspect_ratio_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | Wan27EditRequestAspectRatioType0, data)

        aspect_ratio = _parse_aspect_ratio(d.pop("aspect_ratio", UNSET))

        _duration = d.pop("duration", UNSET)
        duration: Wan27EditRequestDuration | Unset
        if isinstance(_duration, Unset):
            duration = UNSET
        else:
            duration = check_wan_27_edit_request_duration(_duration)

        _resolution = d.pop("resolution", UNSET)
        resolution: Wan27EditRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_wan_27_edit_request_resolution(_resolution)

        _audio_setting = d.pop("audio_setting", UNSET)
        audio_setting: Wan27EditRequestAudioSetting | Unset
        if isinstance(_audio_setting, Unset):
            audio_setting = UNSET
        else:
            audio_setting = check_wan_27_edit_request_audio_setting(_audio_setting)

        def _parse_seed(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        seed = _parse_seed(d.pop("seed", UNSET))

        def _parse_enable_safety_checker(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        enable_safety_checker = _parse_enable_safety_checker(d.pop("enable_safety_checker", UNSET))

        wan_27_edit_request = cls(
            model=model,
            prompt=prompt,
            video_url=video_url,
            reference_image_url=reference_image_url,
            aspect_ratio=aspect_ratio,
            duration=duration,
            resolution=resolution,
            audio_setting=audio_setting,
            seed=seed,
            enable_safety_checker=enable_safety_checker,
        )

        wan_27_edit_request.additional_properties = d
        return wan_27_edit_request

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
