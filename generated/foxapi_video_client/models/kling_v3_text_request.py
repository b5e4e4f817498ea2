from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.kling_v3_text_request_aspect_ratio import (
    KlingV3TextRequestAspectRatio,
    check_kling_v3_text_request_aspect_ratio,
)
from ..models.kling_v3_text_request_duration import (
    KlingV3TextRequestDuration,
    check_kling_v3_text_request_duration,
)
from ..models.kling_v3_text_request_model import (
    KlingV3TextRequestModel,
    check_kling_v3_text_request_model,
)
from ..models.kling_v3_text_request_resolution import (
    KlingV3TextRequestResolution,
    check_kling_v3_text_request_resolution,
)
from ..summary import summary
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.kling_shot import KlingShot


T = TypeVar("T", bound="KlingV3TextRequest")


@_attrs_define
class KlingV3TextRequest:
    """Kling 3: text to video. Give prompt or multi_prompt."""

    model: KlingV3TextRequestModel = "kling-v3-text-to-video"
    """ Text to video. """
    prompt: str | Unset = UNSET
    """ What the video shows. <<<voice_1>>> and <<<voice_2>>> refer to voice_ids. Required unless multi_prompt is
    set. """
    aspect_ratio: KlingV3TextRequestAspectRatio | Unset = "16:9"
    """ Aspect ratio. """
    duration: KlingV3TextRequestDuration | Unset = 5
    """ Length in seconds. """
    resolution: KlingV3TextRequestResolution | Unset = "720p"
    """ Output resolution. """
    generate_audio: bool | Unset = False
    """ Whether to generate audio. """
    voice_ids: list[str] | None | Unset = UNSET
    """ Voices created with kling-video-create-voice; <<<voice_1>>>, <<<voice_2>>> in the prompt. They need
    generate_audio. """
    negative_prompt: str | Unset = UNSET
    """ What to avoid, separated by commas. """
    multi_prompt: list[KlingShot] | None | Unset = UNSET
    """ The video as a sequence of shots. Their durations add up to duration, which is 5 if unset. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        aspect_ratio: str | Unset = UNSET
        if not isinstance(self.aspect_ratio, Unset):
            aspect_ratio = self.aspect_ratio

        duration: int | Unset = UNSET
        if not isinstance(self.duration, Unset):
            duration = self.duration

        resolution: str | Unset = UNSET
        if not isinstance(self.resolution, Unset):
            resolution = self.resolution

        generate_audio = self.generate_audio

        voice_ids: list[str] | None | Unset
        if isinstance(self.voice_ids, Unset):
            voice_ids = UNSET
        elif isinstance(self.voice_ids, list):
            voice_ids = self.voice_ids

        else:
            voice_ids = self.voice_ids

        negative_prompt = self.negative_prompt

        multi_prompt: list[dict[str, Any]] | None | Unset
        if isinstance(self.multi_prompt, Unset):
            multi_prompt = UNSET
        elif isinstance(self.multi_prompt, list):
            multi_prompt = []
            for multi_prompt_type_0_item_data in self.multi_prompt:
                multi_prompt_type_0_item = (
                    dict(multi_prompt_type_0_item_data)
                    if isinstance(multi_prompt_type_0_item_data, Mapping)
                    else multi_prompt_type_0_item_data.to_dict()
                )
                multi_prompt.append(multi_prompt_type_0_item)

        else:
            multi_prompt = self.multi_prompt

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
            }
        )
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if aspect_ratio is not UNSET:
            field_dict["aspect_ratio"] = aspect_ratio
        if duration is not UNSET:
            field_dict["duration"] = duration
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if generate_audio is not UNSET:
            field_dict["generate_audio"] = generate_audio
        if voice_ids is not UNSET:
            field_dict["voice_ids"] = voice_ids
        if negative_prompt is not UNSET:
            field_dict["negative_prompt"] = negative_prompt
        if multi_prompt is not UNSET:
            field_dict["multi_prompt"] = multi_prompt

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.kling_shot import KlingShot  # noqa: PLC0415

        d = dict(src_dict)
        model = check_kling_v3_text_request_model(d.pop("model"))

        prompt = d.pop("prompt", UNSET)

        _aspect_ratio = d.pop("aspect_ratio", UNSET)
        aspect_ratio: KlingV3TextRequestAspectRatio | Unset
        if isinstance(_aspect_ratio, Unset):
            aspect_ratio = UNSET
        else:
            aspect_ratio = check_kling_v3_text_request_aspect_ratio(_aspect_ratio)

        _duration = d.pop("duration", UNSET)
        duration: KlingV3TextRequestDuration | Unset
        if isinstance(_duration, Unset):
            duration = UNSET
        else:
            duration = check_kling_v3_text_request_duration(_duration)

        _resolution = d.pop("resolution", UNSET)
        resolution: KlingV3TextRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_kling_v3_text_request_resolution(_resolution)

        generate_audio = d.pop("generate_audio", UNSET)

        def _parse_voice_ids(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                voice_ids_type_0 = cast(list[str], data)

                return voice_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        voice_ids = _parse_voice_ids(d.pop("voice_ids", UNSET))

        negative_prompt = d.pop("negative_prompt", UNSET)

        def _parse_multi_prompt(data: object) -> list[KlingShot] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                multi_prompt_type_0 = []
                _multi_prompt_type_0 = data
                for multi_prompt_type_0_item_data in _multi_prompt_type_0:
                    multi_prompt_type_0_item = KlingShot.from_dict(multi_prompt_type_0_item_data)

                    multi_prompt_type_0.append(multi_prompt_type_0_item)

                return multi_prompt_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[KlingShot] | None | Unset, data)

        multi_prompt = _parse_multi_prompt(d.pop("multi_prompt", UNSET))

        kling_v3_text_request = cls(
            model=model,
            prompt=prompt,
            aspect_ratio=aspect_ratio,
            duration=duration,
            resolution=resolution,
            generate_audio=generate_audio,
            voice_ids=voice_ids,
            negative_prompt=negative_prompt,
            multi_prompt=multi_prompt,
        )

        kling_v3_text_request.additional_properties = d
        return kling_v3_text_request

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
