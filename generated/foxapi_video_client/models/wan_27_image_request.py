from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.wan_27_image_request_generation_type_type_0 import (
    Wan27ImageRequestGenerationTypeType0,
    check_wan_27_image_request_generation_type_type_0,
)
from ..models.wan_27_image_request_model import (
    Wan27ImageRequestModel,
    check_wan_27_image_request_model,
)
from ..models.wan_27_image_request_resolution import (
    Wan27ImageRequestResolution,
    check_wan_27_image_request_resolution,
)
from ..summary import summary
from ..types import UNSET, File, Files, Unset

T = TypeVar("T", bound="Wan27ImageRequest")


@_attrs_define
class Wan27ImageRequest:
    """Wan 2.7: a first frame, two frames or the start of a video to video. Give 1 image, 2 images or video_url."""

    model: Wan27ImageRequestModel = "wan-2.7-image-to-video"
    """ The model's ID. """
    prompt: None | str | Unset = UNSET
    """ What happens in the video. Optional. """
    image_urls: Files | None | Unset = UNSET
    """ The first frame, or the first and the last. """
    video_url: File | None | Unset = UNSET
    """ The video to continue. """
    audio_url: File | None | Unset = UNSET
    """ The audio. """
    generation_type: None | Unset | Wan27ImageRequestGenerationTypeType0 = UNSET
    """ The mode. If unset, the input sets it. """
    duration: int | Unset = 5
    """ Length in seconds. """
    resolution: Wan27ImageRequestResolution | Unset = "1080p"
    """ Output resolution. """
    negative_prompt: None | str | Unset = UNSET
    """ What to avoid. """
    seed: int | None | Unset = UNSET
    """ Random seed; unset means random. """
    enable_prompt_expansion: bool | None | Unset = UNSET
    """ Whether to expand the prompt. The model decides if unset. """
    enable_safety_checker: bool | None | Unset = UNSET
    """ Whether to run the safety checker. The model decides if unset. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt: None | str | Unset
        if isinstance(self.prompt, Unset):
            prompt = UNSET
        else:
            prompt = self.prompt

        image_urls: Files | None | Unset
        if isinstance(self.image_urls, Unset):
            image_urls = UNSET
        elif isinstance(self.image_urls, list):
            image_urls = self.image_urls

        else:
            image_urls = self.image_urls

        video_url: File | None | Unset
        if isinstance(self.video_url, Unset):
            video_url = UNSET
        else:
            video_url = self.video_url

        audio_url: File | None | Unset
        if isinstance(self.audio_url, Unset):
            audio_url = UNSET
        else:
            audio_url = self.audio_url

        generation_type: None | str | Unset
        if isinstance(self.generation_type, Unset):
            generation_type = UNSET
        elif isinstance(self.generation_type, str):
            generation_type = self.generation_type
        else:
            generation_type = self.generation_type

        duration = self.duration

        resolution: str | Unset = UNSET
        if not isinstance(self.resolution, Unset):
            resolution = self.resolution

        negative_prompt: None | str | Unset
        if isinstance(self.negative_prompt, Unset):
            negative_prompt = UNSET
        else:
            negative_prompt = self.negative_prompt

        seed: int | None | Unset
        if isinstance(self.seed, Unset):
            seed = UNSET
        else:
            seed = self.seed

        enable_prompt_expansion: bool | None | Unset
        if isinstance(self.enable_prompt_expansion, Unset):
            enable_prompt_expansion = UNSET
        else:
            enable_prompt_expansion = self.enable_prompt_expansion

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
            }
        )
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if image_urls is not UNSET:
            field_dict["image_urls"] = image_urls
        if video_url is not UNSET:
            field_dict["video_url"] = video_url
        if audio_url is not UNSET:
            field_dict["audio_url"] = audio_url
        if generation_type is not UNSET:
            field_dict["generation_type"] = generation_type
        if duration is not UNSET:
            field_dict["duration"] = duration
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if negative_prompt is not UNSET:
            field_dict["negative_prompt"] = negative_prompt
        if seed is not UNSET:
            field_dict["seed"] = seed
        if enable_prompt_expansion is not UNSET:
            field_dict["enable_prompt_expansion"] = enable_prompt_expansion
        if enable_safety_checker is not UNSET:
            field_dict["enable_safety_checker"] = enable_safety_checker

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_wan_27_image_request_model(d.pop("model"))

        def _parse_prompt(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        prompt = _parse_prompt(d.pop("prompt", UNSET))

        def _parse_image_urls(data: object) -> Files | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                image_urls_type_0 = cast(Files, data)

                return image_urls_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Files | None | Unset, data)

        image_urls = _parse_image_urls(d.pop("image_urls", UNSET))

        def _parse_video_url(data: object) -> File | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(File | None | Unset, data)

        video_url = _parse_video_url(d.pop("video_url", UNSET))

        def _parse_audio_url(data: object) -> File | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(File | None | Unset, data)

        audio_url = _parse_audio_url(d.pop("audio_url", UNSET))

        def _parse_generation_type(
            data: object,
        ) -> None | Unset | Wan27ImageRequestGenerationTypeType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                generation_type_type_0 = check_wan_27_image_request_generation_type_type_0(data)

                return generation_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | Wan27ImageRequestGenerationTypeType0, data)

        generation_type = _parse_generation_type(d.pop("generation_type", UNSET))

        duration = d.pop("duration", UNSET)

        _resolution = d.pop("resolution", UNSET)
        resolution: Wan27ImageRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_wan_27_image_request_resolution(_resolution)

        def _parse_negative_prompt(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        negative_prompt = _parse_negative_prompt(d.pop("negative_prompt", UNSET))

        def _parse_seed(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        seed = _parse_seed(d.pop("seed", UNSET))

        def _parse_enable_prompt_expansion(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        enable_prompt_expansion = _parse_enable_prompt_expansion(
            d.pop("enable_prompt_expansion", UNSET)
        )

        def _parse_enable_safety_checker(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        enable_safety_checker = _parse_enable_safety_checker(d.pop("enable_safety_checker", UNSET))

        wan_27_image_request = cls(
            model=model,
            prompt=prompt,
            image_urls=image_urls,
            video_url=video_url,
            audio_url=audio_url,
            generation_type=generation_type,
            duration=duration,
            resolution=resolution,
            negative_prompt=negative_prompt,
            seed=seed,
            enable_prompt_expansion=enable_prompt_expansion,
            enable_safety_checker=enable_safety_checker,
        )

        wan_27_image_request.additional_properties = d
        return wan_27_image_request

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
