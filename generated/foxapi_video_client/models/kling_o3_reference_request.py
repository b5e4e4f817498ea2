from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.kling_o3_reference_request_aspect_ratio_type_0 import (
    KlingO3ReferenceRequestAspectRatioType0,
    check_kling_o3_reference_request_aspect_ratio_type_0,
)
from ..models.kling_o3_reference_request_model import (
    KlingO3ReferenceRequestModel,
    check_kling_o3_reference_request_model,
)
from ..models.kling_o3_reference_request_resolution import (
    KlingO3ReferenceRequestResolution,
    check_kling_o3_reference_request_resolution,
)
from ..models.kling_o3_reference_request_shot_type_type_0 import (
    KlingO3ReferenceRequestShotTypeType0,
    check_kling_o3_reference_request_shot_type_type_0,
)
from ..summary import summary
from ..types import UNSET, File, Files, Unset

if TYPE_CHECKING:
    from ..models.kling_element import KlingElement
    from ..models.kling_shot import KlingShot


T = TypeVar("T", bound="KlingO3ReferenceRequest")


@_attrs_define
class KlingO3ReferenceRequest:
    """Kling O3: text with reference images and subjects to video. Give prompt or multi_prompt, not both."""

    model: KlingO3ReferenceRequestModel = "kling-o3-reference-to-video"
    """ The model's ID. """
    prompt: None | str | Unset = UNSET
    """ What the video shows. @Image1 is the first of image_urls, @Element1 the first of elements. Leave it out when
    multi_prompt is set. """
    start_image_url: File | None | Unset = UNSET
    """ The first frame. """
    end_image_url: File | None | Unset = UNSET
    """ The last frame. """
    image_urls: Files | None | Unset = UNSET
    """ Reference images; @Image1, @Image2 … in the prompt. """
    elements: list[KlingElement] | None | Unset = UNSET
    """ Subjects, each shown in images; @Element1, @Element2 … in the prompt. """
    aspect_ratio: KlingO3ReferenceRequestAspectRatioType0 | None | Unset = UNSET
    """ Aspect ratio. """
    duration: int | None | Unset = UNSET
    """ Length in seconds. """
    resolution: KlingO3ReferenceRequestResolution | Unset = "720p"
    """ Output resolution. """
    generate_audio: bool | Unset = False
    """ Whether to generate audio. """
    multi_prompt: list[KlingShot] | None | Unset = UNSET
    """ The video as a sequence of shots, each with a prompt and a duration of its own, in place of prompt. The
    durations add up to duration. """
    shot_type: KlingO3ReferenceRequestShotTypeType0 | None | Unset = UNSET
    """ Style of the storyboard. """
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

        start_image_url: File | None | Unset
        if isinstance(self.start_image_url, Unset):
            start_image_url = UNSET
        else:
            start_image_url = self.start_image_url

        end_image_url: File | None | Unset
        if isinstance(self.end_image_url, Unset):
            end_image_url = UNSET
        else:
            end_image_url = self.end_image_url

        image_urls: Files | None | Unset
        if isinstance(self.image_urls, Unset):
            image_urls = UNSET
        elif isinstance(self.image_urls, list):
            image_urls = self.image_urls

        else:
            image_urls = self.image_urls

        elements: list[dict[str, Any]] | None | Unset
        if isinstance(self.elements, Unset):
            elements = UNSET
        elif isinstance(self.elements, list):
            elements = []
            for elements_type_0_item_data in self.elements:
                elements_type_0_item = (
                    dict(elements_type_0_item_data)
                    if isinstance(elements_type_0_item_data, Mapping)
                    else elements_type_0_item_data.to_dict()
                )
                elements.append(elements_type_0_item)

        else:
            elements = self.elements

        aspect_ratio: None | str | Unset
        if isinstance(self.aspect_ratio, Unset):
            aspect_ratio = UNSET
        elif isinstance(self.aspect_ratio, str):
            aspect_ratio = self.aspect_ratio
        else:
            aspect_ratio = self.aspect_ratio

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
            }
        )
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if start_image_url is not UNSET:
            field_dict["start_image_url"] = start_image_url
        if end_image_url is not UNSET:
            field_dict["end_image_url"] = end_image_url
        if image_urls is not UNSET:
            field_dict["image_urls"] = image_urls
        if elements is not UNSET:
            field_dict["elements"] = elements
        if aspect_ratio is not UNSET:
            field_dict["aspect_ratio"] = aspect_ratio
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
        from ..models.kling_element import KlingElement  # noqa: PLC0415
        from ..models.kling_shot import KlingShot  # noqa: PLC0415

        d = dict(src_dict)
        model = check_kling_o3_reference_request_model(d.pop("model"))

        def _parse_prompt(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        prompt = _parse_prompt(d.pop("prompt", UNSET))

        def _parse_start_image_url(data: object) -> File | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(File | None | Unset, data)

        start_image_url = _parse_start_image_url(d.pop("start_image_url", UNSET))

        def _parse_end_image_url(data: object) -> File | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(File | None | Unset, data)

        end_image_url = _parse_end_image_url(d.pop("end_image_url", UNSET))

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

        def _parse_elements(data: object) -> list[KlingElement] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                elements_type_0 = []
                _elements_type_0 = data
                for elements_type_0_item_data in _elements_type_0:
                    elements_type_0_item = KlingElement.from_dict(elements_type_0_item_data)

                    elements_type_0.append(elements_type_0_item)

                return elements_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[KlingElement] | None | Unset, data)

        elements = _parse_elements(d.pop("elements", UNSET))

        def _parse_aspect_ratio(
            data: object,
        ) -> KlingO3ReferenceRequestAspectRatioType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                aspect_ratio_type_0 = check_kling_o3_reference_request_aspect_ratio_type_0(data)

                return aspect_ratio_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(KlingO3ReferenceRequestAspectRatioType0 | None | Unset, data)

        aspect_ratio = _parse_aspect_ratio(d.pop("aspect_ratio", UNSET))

        def _parse_duration(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        duration = _parse_duration(d.pop("duration", UNSET))

        _resolution = d.pop("resolution", UNSET)
        resolution: KlingO3ReferenceRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_kling_o3_reference_request_resolution(_resolution)

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

        def _parse_shot_type(data: object) -> KlingO3ReferenceRequestShotTypeType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                shot_type_type_0 = check_kling_o3_reference_request_shot_type_type_0(data)

                return shot_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(KlingO3ReferenceRequestShotTypeType0 | None | Unset, data)

        shot_type = _parse_shot_type(d.pop("shot_type", UNSET))

        kling_o3_reference_request = cls(
            model=model,
            prompt=prompt,
            start_image_url=start_image_url,
            end_image_url=end_image_url,
            image_urls=image_urls,
            elements=elements,
            aspect_ratio=aspect_ratio,
            duration=duration,
            resolution=resolution,
            generate_audio=generate_audio,
            multi_prompt=multi_prompt,
            shot_type=shot_type,
        )

        kling_o3_reference_request.additional_properties = d
        return kling_o3_reference_request

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
