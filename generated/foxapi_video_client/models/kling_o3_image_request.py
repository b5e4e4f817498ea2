from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.kling_o3_image_request_model import (
    KlingO3ImageRequestModel,
    check_kling_o3_image_request_model,
)
from ..models.kling_o3_image_request_resolution import (
    KlingO3ImageRequestResolution,
    check_kling_o3_image_request_resolution,
)
from ..models.kling_o3_image_request_shot_type_type_0 import (
    KlingO3ImageRequestShotTypeType0,
    check_kling_o3_image_request_shot_type_type_0,
)
from ..summary import summary
from ..types import UNSET, File, Unset

if TYPE_CHECKING:
    from ..models.kling_shot import KlingShot


T = TypeVar("T", bound="KlingO3ImageRequest")


@_attrs_define
class KlingO3ImageRequest:
    """Kling O3: text and a first frame, with an optional last frame, to video. Give prompt or multi_prompt, not both."""

    image_url: File
    """ The first frame. """
    model: KlingO3ImageRequestModel = "kling-o3-image-to-video"
    """ Image to video. """
    prompt: None | str | Unset = UNSET
    """ What happens in the video. Leave it out when multi_prompt is set. """
    end_image_url: File | None | Unset = UNSET
    """ The last frame. """
    duration: int | None | Unset = UNSET
    """ Length in seconds. """
    resolution: KlingO3ImageRequestResolution | Unset = "720p"
    """ Output resolution. """
    generate_audio: bool | Unset = False
    """ Whether to generate audio. """
    multi_prompt: list[KlingShot] | None | Unset = UNSET
    """ The video as a sequence of shots, each with a prompt and a duration of its own, in place of prompt. The
    durations add up to duration. """
    shot_type: KlingO3ImageRequestShotTypeType0 | None | Unset = UNSET
    """ Style of the storyboard. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        image_url = self.image_url

        prompt: None | str | Unset
        if isinstance(self.prompt, Unset):
            prompt = UNSET
        else:
            prompt = self.prompt

        end_image_url: File | None | Unset
        if isinstance(self.end_image_url, Unset):
            end_image_url = UNSET
        else:
            end_image_url = self.end_image_url

        duration: int | None | Unset
        if isinstance(self.duration, Unset):
            duration = UNSET
        else:
            duration = self.duration

        resolution: str | Unset = UNSET
        if not isinstance(self.resolution, Unset):
            resolution = self.resolution

        generate_audio = self.generate_audio

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

        shot_type: None | str | Unset
        if isinstance(self.shot_type, Unset):
            shot_type = UNSET
        elif isinstance(self.shot_type, str):
            shot_type = self.shot_type
        else:
            shot_type = self.shot_type

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "image_url": image_url,
            }
        )
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if end_image_url is not UNSET:
            field_dict["end_image_url"] = end_image_url
        if duration is not UNSET:
            field_dict["duration"] = duration
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if generate_audio is not UNSET:
            field_dict["generate_audio"] = generate_audio
        if multi_prompt is not UNSET:
            field_dict["multi_prompt"] = multi_prompt
        if shot_type is not UNSET:
            field_dict["shot_type"] = shot_type

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.kling_shot import KlingShot  # noqa: PLC0415

        d = dict(src_dict)
        model = check_kling_o3_image_request_model(d.pop("model"))

        image_url = d.pop("image_url")

        def _parse_prompt(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        prompt = _parse_prompt(d.pop("prompt", UNSET))

        def _parse_end_image_url(data: object) -> File | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(File | None | Unset, data)

        end_image_url = _parse_end_image_url(d.pop("end_image_url", UNSET))

        def _parse_duration(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        duration = _parse_duration(d.pop("duration", UNSET))

        _resolution = d.pop("resolution", UNSET)
        resolution: KlingO3ImageRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_kling_o3_image_request_resolution(_resolution)

        generate_audio = d.pop("generate_audio", UNSET)

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

        def _parse_shot_type(data: object) -> KlingO3ImageRequestShotTypeType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                shot_type_type_0 = check_kling_o3_image_request_shot_type_type_0(data)

                return shot_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(KlingO3ImageRequestShotTypeType0 | None | Unset, data)

        shot_type = _parse_shot_type(d.pop("shot_type", UNSET))

        kling_o3_image_request = cls(
            model=model,
            image_url=image_url,
            prompt=prompt,
            end_image_url=end_image_url,
            duration=duration,
            resolution=resolution,
            generate_audio=generate_audio,
            multi_prompt=multi_prompt,
            shot_type=shot_type,
        )

        kling_o3_image_request.additional_properties = d
        return kling_o3_image_request

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
