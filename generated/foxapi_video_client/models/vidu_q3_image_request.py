from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.vidu_q3_image_request_model import (
    ViduQ3ImageRequestModel,
    check_vidu_q3_image_request_model,
)
from ..models.vidu_q3_image_request_resolution_type_0 import (
    ViduQ3ImageRequestResolutionType0,
    check_vidu_q3_image_request_resolution_type_0,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="ViduQ3ImageRequest")


@_attrs_define
class ViduQ3ImageRequest:
    """Vidu Q3 and Vidu Q3 Turbo: a first frame, with an optional last frame and text, to video with audio. The image sets
    the aspect ratio.

    """

    image_url: File
    """ The first frame, as a URL or as base64. """
    model: ViduQ3ImageRequestModel = "vidu-q3-image-to-video"
    """ Standard or turbo, with the same fields. """
    prompt: None | str | Unset = UNSET
    """ What happens in the video. """
    end_image_url: File | None | Unset = UNSET
    """ The last frame, as a URL or as base64. """
    duration: int | Unset = 5
    """ Length in seconds. """
    resolution: None | Unset | ViduQ3ImageRequestResolutionType0 = UNSET
    """ Output resolution. """
    generate_audio: bool | Unset = True
    """ Whether to generate audio. """
    seed: int | None | Unset = UNSET
    """ Random seed; unset means random. """
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

        duration = self.duration

        resolution: None | str | Unset
        if isinstance(self.resolution, Unset):
            resolution = UNSET
        elif isinstance(self.resolution, str):
            resolution = self.resolution
        else:
            resolution = self.resolution

        generate_audio = self.generate_audio

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
        if seed is not UNSET:
            field_dict["seed"] = seed

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_vidu_q3_image_request_model(d.pop("model"))

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

        duration = d.pop("duration", UNSET)

        def _parse_resolution(data: object) -> None | Unset | ViduQ3ImageRequestResolutionType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                resolution_type_0 = check_vidu_q3_image_request_resolution_type_0(data)

                return resolution_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | ViduQ3ImageRequestResolutionType0, data)

        resolution = _parse_resolution(d.pop("resolution", UNSET))

        generate_audio = d.pop("generate_audio", UNSET)

        def _parse_seed(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        seed = _parse_seed(d.pop("seed", UNSET))

        vidu_q3_image_request = cls(
            model=model,
            image_url=image_url,
            prompt=prompt,
            end_image_url=end_image_url,
            duration=duration,
            resolution=resolution,
            generate_audio=generate_audio,
            seed=seed,
        )

        vidu_q3_image_request.additional_properties = d
        return vidu_q3_image_request

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
