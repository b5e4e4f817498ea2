from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.happy_horse_10_edit_request_audio_setting import (
    HappyHorse10EditRequestAudioSetting,
    check_happy_horse_10_edit_request_audio_setting,
)
from ..models.happy_horse_10_edit_request_model import (
    HappyHorse10EditRequestModel,
    check_happy_horse_10_edit_request_model,
)
from ..models.happy_horse_10_edit_request_resolution import (
    HappyHorse10EditRequestResolution,
    check_happy_horse_10_edit_request_resolution,
)
from ..summary import summary
from ..types import UNSET, File, Files, Unset

T = TypeVar("T", bound="HappyHorse10EditRequest")


@_attrs_define
class HappyHorse10EditRequest:
    """HappyHorse 1.0: edits a video, with optional reference images. The input sets the length and the aspect ratio."""

    prompt: str
    """ What to change. @Image1 to @Image5 refer to the reference images. """
    video_url: File
    """ The video to edit; its short side is 320 to 2160 pixels. """
    model: HappyHorse10EditRequestModel = "happyhorse-1.0-video-edit"
    """ The model's ID. """
    reference_image_urls: Files | None | Unset = UNSET
    """ Reference images, the short side at least 300 pixels; @Image1, @Image2 … in the prompt. """
    resolution: HappyHorse10EditRequestResolution | Unset = "1080p"
    """ Output resolution. """
    audio_setting: HappyHorse10EditRequestAudioSetting | Unset = UNSET
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

        reference_image_urls: Files | None | Unset
        if isinstance(self.reference_image_urls, Unset):
            reference_image_urls = UNSET
        elif isinstance(self.reference_image_urls, list):
            reference_image_urls = self.reference_image_urls

        else:
            reference_image_urls = self.reference_image_urls

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
        if reference_image_urls is not UNSET:
            field_dict["reference_image_urls"] = reference_image_urls
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
        model = check_happy_horse_10_edit_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        video_url = d.pop("video_url")

        def _parse_reference_image_urls(data: object) -> Files | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                reference_image_urls_type_0 = cast(Files, data)

                return reference_image_urls_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Files | None | Unset, data)

        reference_image_urls = _parse_reference_image_urls(d.pop("reference_image_urls", UNSET))

        _resolution = d.pop("resolution", UNSET)
        resolution: HappyHorse10EditRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_happy_horse_10_edit_request_resolution(_resolution)

        _audio_setting = d.pop("audio_setting", UNSET)
        audio_setting: HappyHorse10EditRequestAudioSetting | Unset
        if isinstance(_audio_setting, Unset):
            audio_setting = UNSET
        else:
            audio_setting = check_happy_horse_10_edit_request_audio_setting(_audio_setting)

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

        happy_horse_10_edit_request = cls(
            model=model,
            prompt=prompt,
            video_url=video_url,
            reference_image_urls=reference_image_urls,
            resolution=resolution,
            audio_setting=audio_setting,
            seed=seed,
            enable_safety_checker=enable_safety_checker,
        )

        happy_horse_10_edit_request.additional_properties = d
        return happy_horse_10_edit_request

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
