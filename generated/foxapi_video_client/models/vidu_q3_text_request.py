from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.vidu_q3_text_request_aspect_ratio_type_0 import (
    ViduQ3TextRequestAspectRatioType0,
    check_vidu_q3_text_request_aspect_ratio_type_0,
)
from ..models.vidu_q3_text_request_model import (
    ViduQ3TextRequestModel,
    check_vidu_q3_text_request_model,
)
from ..models.vidu_q3_text_request_resolution_type_0 import (
    ViduQ3TextRequestResolutionType0,
    check_vidu_q3_text_request_resolution_type_0,
)
from ..summary import summary
from ..types import UNSET, Unset

T = TypeVar("T", bound="ViduQ3TextRequest")


@_attrs_define
class ViduQ3TextRequest:
    """Vidu Q3 and Vidu Q3 Turbo: text to video with audio."""

    prompt: str
    """ What the video shows. """
    model: ViduQ3TextRequestModel = "vidu-q3-text-to-video"
    """ Standard or turbo. """
    aspect_ratio: None | Unset | ViduQ3TextRequestAspectRatioType0 = UNSET
    """ Output aspect ratio. """
    duration: int | Unset = 5
    """ Length in seconds. """
    resolution: None | Unset | ViduQ3TextRequestResolutionType0 = UNSET
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

        prompt = self.prompt

        aspect_ratio: None | str | Unset
        if isinstance(self.aspect_ratio, Unset):
            aspect_ratio = UNSET
        elif isinstance(self.aspect_ratio, str):
            aspect_ratio = self.aspect_ratio
        else:
            aspect_ratio = self.aspect_ratio

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
                "prompt": prompt,
            }
        )
        if aspect_ratio is not UNSET:
            field_dict["aspect_ratio"] = aspect_ratio
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
        model = check_vidu_q3_text_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        def _parse_aspect_ratio(data: object) -> None | Unset | ViduQ3TextRequestAspectRatioType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                aspect_ratio_type_0 = check_vidu_q3_text_request_aspect_ratio_type_0(data)

                return aspect_ratio_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | ViduQ3TextRequestAspectRatioType0, data)

        aspect_ratio = _parse_aspect_ratio(d.pop("aspect_ratio", UNSET))

        duration = d.pop("duration", UNSET)

        def _parse_resolution(data: object) -> None | Unset | ViduQ3TextRequestResolutionType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                resolution_type_0 = check_vidu_q3_text_request_resolution_type_0(data)

                return resolution_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | ViduQ3TextRequestResolutionType0, data)

        resolution = _parse_resolution(d.pop("resolution", UNSET))

        generate_audio = d.pop("generate_audio", UNSET)

        def _parse_seed(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        seed = _parse_seed(d.pop("seed", UNSET))

        vidu_q3_text_request = cls(
            model=model,
            prompt=prompt,
            aspect_ratio=aspect_ratio,
            duration=duration,
            resolution=resolution,
            generate_audio=generate_audio,
            seed=seed,
        )

        vidu_q3_text_request.additional_properties = d
        return vidu_q3_text_request

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
