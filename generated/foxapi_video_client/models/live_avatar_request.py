from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.live_avatar_request_acceleration_type_0 import (
    LiveAvatarRequestAccelerationType0,
    check_live_avatar_request_acceleration_type_0,
)
from ..models.live_avatar_request_model import (
    LiveAvatarRequestModel,
    check_live_avatar_request_model,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="LiveAvatarRequest")


@_attrs_define
class LiveAvatarRequest:
    """Live Avatar: an image of a person and an audio clip to a video of the person speaking. The video usually is as long
    as the audio clip.

    """

    prompt: str
    """ What the video shows. """
    image_url: File
    """ The person. A clear, frontal image of one person works best. """
    audio_url: File
    """ What the person says. """
    model: LiveAvatarRequestModel = "live-avatar"
    """ The model's ID. """
    num_clips: int | None | Unset = UNSET
    """ Number of clips, of about 3 seconds each. """
    frames_per_clip: int | None | Unset = UNSET
    """ Frames per clip, in steps of 4. More is smoother and slower. """
    guidance_scale: float | None | Unset = UNSET
    """ How strictly to follow the prompt. """
    acceleration: LiveAvatarRequestAccelerationType0 | None | Unset = UNSET
    """ How much to speed up the generation. """
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

        image_url = self.image_url

        audio_url = self.audio_url

        num_clips: int | None | Unset
        if isinstance(self.num_clips, Unset):
            num_clips = UNSET
        else:
            num_clips = self.num_clips

        frames_per_clip: int | None | Unset
        if isinstance(self.frames_per_clip, Unset):
            frames_per_clip = UNSET
        else:
            frames_per_clip = self.frames_per_clip

        guidance_scale: float | None | Unset
        if isinstance(self.guidance_scale, Unset):
            guidance_scale = UNSET
        else:
            guidance_scale = self.guidance_scale

        acceleration: None | str | Unset
        if isinstance(self.acceleration, Unset):
            acceleration = UNSET
        elif isinstance(self.acceleration, str):
            acceleration = self.acceleration
        else:
            acceleration = self.acceleration

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
                "image_url": image_url,
                "audio_url": audio_url,
            }
        )
        if num_clips is not UNSET:
            field_dict["num_clips"] = num_clips
        if frames_per_clip is not UNSET:
            field_dict["frames_per_clip"] = frames_per_clip
        if guidance_scale is not UNSET:
            field_dict["guidance_scale"] = guidance_scale
        if acceleration is not UNSET:
            field_dict["acceleration"] = acceleration
        if seed is not UNSET:
            field_dict["seed"] = seed
        if enable_safety_checker is not UNSET:
            field_dict["enable_safety_checker"] = enable_safety_checker

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_live_avatar_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        image_url = d.pop("image_url")

        audio_url = d.pop("audio_url")

        def _parse_num_clips(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        num_clips = _parse_num_clips(d.pop("num_clips", UNSET))

        def _parse_frames_per_clip(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        frames_per_clip = _parse_frames_per_clip(d.pop("frames_per_clip", UNSET))

        def _parse_guidance_scale(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        guidance_scale = _parse_guidance_scale(d.pop("guidance_scale", UNSET))

        def _parse_acceleration(data: object) -> LiveAvatarRequestAccelerationType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                acceleration_type_0 = check_live_avatar_request_acceleration_type_0(data)

                return acceleration_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(LiveAvatarRequestAccelerationType0 | None | Unset, data)

        acceleration = _parse_acceleration(d.pop("acceleration", UNSET))

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

        live_avatar_request = cls(
            model=model,
            prompt=prompt,
            image_url=image_url,
            audio_url=audio_url,
            num_clips=num_clips,
            frames_per_clip=frames_per_clip,
            guidance_scale=guidance_scale,
            acceleration=acceleration,
            seed=seed,
            enable_safety_checker=enable_safety_checker,
        )

        live_avatar_request.additional_properties = d
        return live_avatar_request

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
