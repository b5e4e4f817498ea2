from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.pixverse_c1_reference_request_model import (
    PixverseC1ReferenceRequestModel,
    check_pixverse_c1_reference_request_model,
)
from ..models.pixverse_c1_reference_request_resolution import (
    PixverseC1ReferenceRequestResolution,
    check_pixverse_c1_reference_request_resolution,
)
from ..summary import summary
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.pixverse_reference import PixverseReference


T = TypeVar("T", bound="PixverseC1ReferenceRequest")


@_attrs_define
class PixverseC1ReferenceRequest:
    """PixVerse C1: text and named references to video."""

    prompt: str
    """ What the video shows. """
    references: list[PixverseReference]
    """ The references, each with url, type and ref_name. """
    model: PixverseC1ReferenceRequestModel = "pixverse-c1-reference-to-video"
    """ The model's ID. """
    duration: int | Unset = 5
    """ Length in seconds. """
    resolution: PixverseC1ReferenceRequestResolution | Unset = "720p"
    """ Output resolution. """
    generate_audio: bool | Unset = False
    """ Whether to generate audio. """
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

        references = []
        for references_item_data in self.references:
            references_item = (
                dict(references_item_data)
                if isinstance(references_item_data, Mapping)
                else references_item_data.to_dict()
            )
            references.append(references_item)

        duration = self.duration

        resolution: str | Unset = UNSET
        if not isinstance(self.resolution, Unset):
            resolution = self.resolution

        generate_audio = self.generate_audio

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
                "references": references,
            }
        )
        if duration is not UNSET:
            field_dict["duration"] = duration
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if generate_audio is not UNSET:
            field_dict["generate_audio"] = generate_audio
        if negative_prompt is not UNSET:
            field_dict["negative_prompt"] = negative_prompt
        if seed is not UNSET:
            field_dict["seed"] = seed

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.pixverse_reference import PixverseReference  # noqa: PLC0415

        d = dict(src_dict)
        model = check_pixverse_c1_reference_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        references = []
        _references = d.pop("references")
        for references_item_data in _references:
            references_item = PixverseReference.from_dict(references_item_data)

            references.append(references_item)

        duration = d.pop("duration", UNSET)

        _resolution = d.pop("resolution", UNSET)
        resolution: PixverseC1ReferenceRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_pixverse_c1_reference_request_resolution(_resolution)

        generate_audio = d.pop("generate_audio", UNSET)

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

        pixverse_c1_reference_request = cls(
            model=model,
            prompt=prompt,
            references=references,
            duration=duration,
            resolution=resolution,
            generate_audio=generate_audio,
            negative_prompt=negative_prompt,
            seed=seed,
        )

        pixverse_c1_reference_request.additional_properties = d
        return pixverse_c1_reference_request

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
