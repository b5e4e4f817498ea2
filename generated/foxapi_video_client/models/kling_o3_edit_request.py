from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.kling_o3_edit_request_model import (
    KlingO3EditRequestModel,
    check_kling_o3_edit_request_model,
)
from ..models.kling_o3_edit_request_resolution import (
    KlingO3EditRequestResolution,
    check_kling_o3_edit_request_resolution,
)
from ..summary import summary
from ..types import UNSET, File, Files, Unset

if TYPE_CHECKING:
    from ..models.kling_element import KlingElement


T = TypeVar("T", bound="KlingO3EditRequest")


@_attrs_define
class KlingO3EditRequest:
    """Kling O3: edits a video, with reference images and subjects. The input sets the length and the aspect ratio."""

    prompt: str
    """ What to change. @Video1 is video_url, @Image1 the first of image_urls, @Element1 the first of elements. """
    video_url: File
    """ The video to edit, each side 720 to 2160 pixels; @Video1 in the prompt. """
    model: KlingO3EditRequestModel = "kling-o3-video-to-video-edit"
    """ The model's ID. """
    image_urls: Files | None | Unset = UNSET
    """ Reference images; @Image1, @Image2 … in the prompt. At most 4 together with elements. """
    elements: list[KlingElement] | None | Unset = UNSET
    """ Subjects, each shown in images; @Element1, @Element2 … in the prompt. At most 4 together with image_urls.
    """
    resolution: KlingO3EditRequestResolution | Unset = "720p"
    """ Output resolution. """
    keep_audio: bool | Unset = UNSET
    """ Whether to keep the audio of the video. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        video_url = self.video_url

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

        resolution: str | Unset = UNSET
        if not isinstance(self.resolution, Unset):
            resolution = self.resolution

        keep_audio = self.keep_audio

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "prompt": prompt,
                "video_url": video_url,
            }
        )
        if image_urls is not UNSET:
            field_dict["image_urls"] = image_urls
        if elements is not UNSET:
            field_dict["elements"] = elements
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if keep_audio is not UNSET:
            field_dict["keep_audio"] = keep_audio

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.kling_element import KlingElement  # noqa: PLC0415

        d = dict(src_dict)
        model = check_kling_o3_edit_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        video_url = d.pop("video_url")

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

        _resolution = d.pop("resolution", UNSET)
        resolution: KlingO3EditRequestResolution | Unset
        if isinstance(_resolution, Unset):
            resolution = UNSET
        else:
            resolution = check_kling_o3_edit_request_resolution(_resolution)

        keep_audio = d.pop("keep_audio", UNSET)

        kling_o3_edit_request = cls(
            model=model,
            prompt=prompt,
            video_url=video_url,
            image_urls=image_urls,
            elements=elements,
            resolution=resolution,
            keep_audio=keep_audio,
        )

        kling_o3_edit_request.additional_properties = d
        return kling_o3_edit_request

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
