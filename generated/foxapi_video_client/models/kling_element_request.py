from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.kling_element_request_model import (
    KlingElementRequestModel,
    check_kling_element_request_model,
)
from ..models.kling_element_request_size import (
    KlingElementRequestSize,
    check_kling_element_request_size,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="KlingElementRequest")


@_attrs_define
class KlingElementRequest:
    """Kling: creates a reusable subject from reference images or a video. The result is an element_id, not a file."""

    model: KlingElementRequestModel = "kling-custom-element"
    """ The model's ID. """
    prompt: str | Unset = UNSET
    """ What the subject is. """
    image_url: File | Unset = UNSET
    """ A reference image. """
    size: KlingElementRequestSize | Unset = UNSET
    """ Aspect ratio. """
    duration: int | Unset = UNSET
    """ Length in seconds. """
    model_params: Any | Unset = UNSET
    """ Further options. """
    callback_url: str | Unset = UNSET
    """ A public https URL that receives the finished, failed or cancelled task: 10 seconds per call, and up to 3
    retries after 1, 2 and 4 seconds. Private addresses are refused. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        prompt = self.prompt

        image_url = self.image_url

        size: str | Unset = UNSET
        if not isinstance(self.size, Unset):
            size = self.size

        duration = self.duration

        model_params = self.model_params

        callback_url = self.callback_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
            }
        )
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if image_url is not UNSET:
            field_dict["image_url"] = image_url
        if size is not UNSET:
            field_dict["size"] = size
        if duration is not UNSET:
            field_dict["duration"] = duration
        if model_params is not UNSET:
            field_dict["model_params"] = model_params
        if callback_url is not UNSET:
            field_dict["callback_url"] = callback_url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_kling_element_request_model(d.pop("model"))

        prompt = d.pop("prompt", UNSET)

        image_url = d.pop("image_url", UNSET)

        _size = d.pop("size", UNSET)
        size: KlingElementRequestSize | Unset
        if isinstance(_size, Unset):
            size = UNSET
        else:
            size = check_kling_element_request_size(_size)

        duration = d.pop("duration", UNSET)

        model_params = d.pop("model_params", UNSET)

        callback_url = d.pop("callback_url", UNSET)

        kling_element_request = cls(
            model=model,
            prompt=prompt,
            image_url=image_url,
            size=size,
            duration=duration,
            model_params=model_params,
            callback_url=callback_url,
        )

        kling_element_request.additional_properties = d
        return kling_element_request

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
