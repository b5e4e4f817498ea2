from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.legacy_request_model import LegacyRequestModel, check_legacy_request_model
from ..models.legacy_request_size import LegacyRequestSize, check_legacy_request_size
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="LegacyRequest")


@_attrs_define
class LegacyRequest:
    """Older models of several vendors: text, or text and an image, to video."""

    model: LegacyRequestModel
    """ Which model; there is no default.

    - sora-2-beta-max: text or image to video. Moderation is strict, and a task may fail on it.
    - veo3.1-fast: text or image to video.
    - veo3.1-fast-lite: text or a first frame to video. veo3.1-pro-lite: text or a first and a last frame.
    - seedance-1.5-pro: text, an image or a first and a last frame. seedance-1.0-pro-fast: text or an image.
    - kling-o1-i2v: image to video.
    - kling-o1-edit, kling-o1-edit-fast, kling-o3-edit: edit a video. On kling-o3-edit length and ratio follow that
      video, and no audio is generated; kling-o3-video-to-video-edit has fields for it.
    - MiniMax-Hailuo-2.3: text or an image. MiniMax-Hailuo-2.3-Fast: image to video only. MiniMax-Hailuo-02: text,
      an image or a first and a last frame.
    - wan2.6-t2v, wan2.5-t2v: text to video only. wan2.6-i2v, wan2.6-i2v-flash, wan2.5-i2v: a first frame to video
      only. wan2.6-ref, wan2.6-ref-flash: take looks and voice from a reference video, and are billed by input plus
      output length, only on success.
     """
    prompt: str
    """ What the video shows. The MiniMax-Hailuo models understand 15 camera commands, such as [Pan left], [Push in]
    and [Static shot]. """
    image_url: File | Unset = UNSET
    """ A reference image. The models that take nothing but an image need it; the models of text only ignore it.
    sora-2-beta-max refuses images of real people. """
    size: LegacyRequestSize | Unset = UNSET
    """ Aspect ratio. """
    duration: int | Unset = UNSET
    """ Length in seconds. """
    model_params: Any | Unset = UNSET
    """ Further options of the model. """
    callback_url: str | Unset = UNSET
    """ A URL that receives the finished, failed or cancelled task: 10 seconds per call, and up to 3 retries after
    1, 2 and 4 seconds. Private addresses are refused. """
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
                "prompt": prompt,
            }
        )
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
        model = check_legacy_request_model(d.pop("model"))

        prompt = d.pop("prompt")

        image_url = d.pop("image_url", UNSET)

        _size = d.pop("size", UNSET)
        size: LegacyRequestSize | Unset
        if isinstance(_size, Unset):
            size = UNSET
        else:
            size = check_legacy_request_size(_size)

        duration = d.pop("duration", UNSET)

        model_params = d.pop("model_params", UNSET)

        callback_url = d.pop("callback_url", UNSET)

        legacy_request = cls(
            model=model,
            prompt=prompt,
            image_url=image_url,
            size=size,
            duration=duration,
            model_params=model_params,
            callback_url=callback_url,
        )

        legacy_request.additional_properties = d
        return legacy_request

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
