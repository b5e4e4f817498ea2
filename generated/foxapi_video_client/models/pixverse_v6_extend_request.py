from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.pixverse_v6_extend_request_model import (
    PixverseV6ExtendRequestModel,
    check_pixverse_v6_extend_request_model,
)
from ..models.pixverse_v6_extend_request_resolution import (
    PixverseV6ExtendRequestResolution,
    check_pixverse_v6_extend_request_resolution,
)
from ..models.pixverse_v6_extend_request_style_type_0 import (
    PixverseV6ExtendRequestStyleType0,
    check_pixverse_v6_extend_request_style_type_0,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="PixverseV6ExtendRequest")


@_attrs_define
class PixverseV6ExtendRequest:
    """PixVerse V6: continues a video."""

    prompt: str
    """ What happens next. """
    video_url: File
    """ The video to continue. """
    model: PixverseV6ExtendRequestModel = "pixverse-v6-extend"
    """ The model's ID. """
    duration: int | Unset = 5
    """ Length in seconds. """
    resolution: PixverseV6ExtendRequestResolution | Unset = "720p"
    """ Output resolution. """
    generate_audio: bool | Unset = False
    """ Whether to generate audio. """
    style: None | PixverseV6ExtendRequestStyleType0 | Unset = UNSET
    """ Look of the video. """
    negative_prompt: None | str | Unset = UNSET
    """ What to avoid, separated by commas. """
    seed: int | None | Unset = UNSET
    """ Random seed; unset means random. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        video_url = self.video_url

        duration = self.duration

        resolution: str | Unset = UNSET
        if not isinstance(self.resolution, Unset):
            resolution = self.resolution

        generate_audio = self.generate_audio

        style: None | str | Unset
        if isinstance(self.style, Unset):
            style = UNSET
        elif isinstance(self.style, str):
            style = self.style
        else:
            style = self.style

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

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "prompt": prompt,
                "video_url": video_url,
            }
        )
        if duration is not UNSET:
            field_dict["duration"] = duration
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if generate_audio is not UNSET:
            field_dict["generate_audio"] = generate_audio
        if style is not UNSET:
            field_dict["style"] = style
        if negative_prompt is not UNSET:
            field_dict["negative_prompt"] = negative_prompt
        if seed is not UNSET:
            field_dict["seed"] = seed

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_pixverse_v6_extend_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        video_url = d.pop("video_url")

        duration = d.pop("duration", UNSET)

        _resolution = d.pop("resolution", UNSET)
        resolution: PixverseV6ExtendRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_pixverse_v6_extend_request_resolution(_resolution)

        generate_audio = d.pop("generate_audio", UNSET)

        def _parse_style(data: object) -> None | PixverseV6ExtendRequestStyleType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                style_type_0 = check_pixverse_v6_extend_request_style_type_0(data)

                return style_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PixverseV6ExtendRequestStyleType0 | Unset, data)

        style = _parse_style(d.pop("style", UNSET))

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

        pixverse_v6_extend_request = cls(
            model=model,
            prompt=prompt,
            video_url=video_url,
            duration=duration,
            resolution=resolution,
            generate_audio=generate_audio,
            style=style,
            negative_prompt=negative_prompt,
            seed=seed,
        )

        pixverse_v6_extend_request.additional_properties = d
        return pixverse_v6_extend_request

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
