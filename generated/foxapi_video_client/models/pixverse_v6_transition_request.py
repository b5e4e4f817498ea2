from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.pixverse_v6_transition_request_aspect_ratio import (
    PixverseV6TransitionRequestAspectRatio,
    check_pixverse_v6_transition_request_aspect_ratio,
)
from ..models.pixverse_v6_transition_request_model import (
    PixverseV6TransitionRequestModel,
    check_pixverse_v6_transition_request_model,
)
from ..models.pixverse_v6_transition_request_resolution import (
    PixverseV6TransitionRequestResolution,
    check_pixverse_v6_transition_request_resolution,
)
from ..models.pixverse_v6_transition_request_style_type_0 import (
    PixverseV6TransitionRequestStyleType0,
    check_pixverse_v6_transition_request_style_type_0,
)
from ..models.pixverse_v6_transition_request_thinking_type_type_0 import (
    PixverseV6TransitionRequestThinkingTypeType0,
    check_pixverse_v6_transition_request_thinking_type_type_0,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="PixverseV6TransitionRequest")


@_attrs_define
class PixverseV6TransitionRequest:
    """PixVerse V6: text and a first frame, with an optional last frame, to video."""

    prompt: str
    """ What the video shows. """
    image_url: File
    """ The first frame, publicly accessible. """
    model: PixverseV6TransitionRequestModel = "pixverse-v6-transition"
    """ The model's ID. """
    image_tail_url: File | None | Unset = UNSET
    """ The last frame. If unset, the model derives the ending from the prompt. """
    aspect_ratio: PixverseV6TransitionRequestAspectRatio | Unset = "16:9"
    """ Output aspect ratio. """
    duration: int | Unset = 5
    """ Length in seconds. """
    resolution: PixverseV6TransitionRequestResolution | Unset = "720p"
    """ Output resolution. """
    generate_audio: bool | Unset = False
    """ Whether to generate audio. """
    generate_multi_clip: bool | None | Unset = UNSET
    """ Whether to generate several shots. """
    thinking_type: None | PixverseV6TransitionRequestThinkingTypeType0 | Unset = UNSET
    """ Whether to improve the prompt first. """
    style: None | PixverseV6TransitionRequestStyleType0 | Unset = UNSET
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

        image_url = self.image_url

        image_tail_url: File | None | Unset
        if isinstance(self.image_tail_url, Unset):
            image_tail_url = UNSET
        else:
            image_tail_url = self.image_tail_url

        aspect_ratio: str | Unset = UNSET
        if not isinstance(self.aspect_ratio, Unset):
            aspect_ratio = self.aspect_ratio

        duration = self.duration

        resolution: str | Unset = UNSET
        if not isinstance(self.resolution, Unset):
            resolution = self.resolution

        generate_audio = self.generate_audio

        generate_multi_clip: bool | None | Unset
        if isinstance(self.generate_multi_clip, Unset):
            generate_multi_clip = UNSET
        else:
            generate_multi_clip = self.generate_multi_clip

        thinking_type: None | str | Unset
        if isinstance(self.thinking_type, Unset):
            thinking_type = UNSET
        elif isinstance(self.thinking_type, str):
            thinking_type = self.thinking_type
        else:
            thinking_type = self.thinking_type

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
                "image_url": image_url,
            }
        )
        if image_tail_url is not UNSET:
            field_dict["image_tail_url"] = image_tail_url
        if aspect_ratio is not UNSET:
            field_dict["aspect_ratio"] = aspect_ratio
        if duration is not UNSET:
            field_dict["duration"] = duration
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if generate_audio is not UNSET:
            field_dict["generate_audio"] = generate_audio
        if generate_multi_clip is not UNSET:
            field_dict["generate_multi_clip"] = generate_multi_clip
        if thinking_type is not UNSET:
            field_dict["thinking_type"] = thinking_type
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
        model = check_pixverse_v6_transition_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        image_url = d.pop("image_url")

        def _parse_image_tail_url(data: object) -> File | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(File | None | Unset, data)

        image_tail_url = _parse_image_tail_url(d.pop("image_tail_url", UNSET))

        _aspect_ratio = d.pop("aspect_ratio", UNSET)
        aspect_ratio: PixverseV6TransitionRequestAspectRatio | Unset
        if isinstance(_aspect_ratio, Unset):
            aspect_ratio = UNSET
        else:
            aspect_ratio = check_pixverse_v6_transition_request_aspect_ratio(_aspect_ratio)

        duration = d.pop("duration", UNSET)

        _resolution = d.pop("resolution", UNSET)
        resolution: PixverseV6TransitionRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_pixverse_v6_transition_request_resolution(_resolution)

        generate_audio = d.pop("generate_audio", UNSET)

        def _parse_generate_multi_clip(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        generate_multi_clip = _parse_generate_multi_clip(d.pop("generate_multi_clip", UNSET))

        def _parse_thinking_type(
            data: object,
        ) -> None | PixverseV6TransitionRequestThinkingTypeType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                thinking_type_type_0 = check_pixverse_v6_transition_request_thinking_type_type_0(
                    data
                )

                return thinking_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PixverseV6TransitionRequestThinkingTypeType0 | Unset, data)

        thinking_type = _parse_thinking_type(d.pop("thinking_type", UNSET))

        def _parse_style(data: object) -> None | PixverseV6TransitionRequestStyleType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                style_type_0 = check_pixverse_v6_transition_request_style_type_0(data)

                return style_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PixverseV6TransitionRequestStyleType0 | Unset, data)

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

        pixverse_v6_transition_request = cls(
            model=model,
            prompt=prompt,
            image_url=image_url,
            image_tail_url=image_tail_url,
            aspect_ratio=aspect_ratio,
            duration=duration,
            resolution=resolution,
            generate_audio=generate_audio,
            generate_multi_clip=generate_multi_clip,
            thinking_type=thinking_type,
            style=style,
            negative_prompt=negative_prompt,
            seed=seed,
        )

        pixverse_v6_transition_request.additional_properties = d
        return pixverse_v6_transition_request

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
