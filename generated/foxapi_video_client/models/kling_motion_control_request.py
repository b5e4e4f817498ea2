from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.kling_motion_control_request_character_orientation import (
    KlingMotionControlRequestCharacterOrientation,
    check_kling_motion_control_request_character_orientation,
)
from ..models.kling_motion_control_request_keep_original_sound import (
    KlingMotionControlRequestKeepOriginalSound,
    check_kling_motion_control_request_keep_original_sound,
)
from ..models.kling_motion_control_request_mode import (
    KlingMotionControlRequestMode,
    check_kling_motion_control_request_mode,
)
from ..models.kling_motion_control_request_model import (
    KlingMotionControlRequestModel,
    check_kling_motion_control_request_model,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="KlingMotionControlRequest")


@_attrs_define
class KlingMotionControlRequest:
    """Kling 3 and Kling 2.6 motion control: a person from an image moves like the person in a video. The reference video
    sets the length and the price.

    """

    image_url: File
    """ The person, unobstructed and in more than 5 % of the image. """
    video_url: File
    """ The motion. At most 10 seconds with character_orientation image, which is its server default, or 30 with
    video. """
    model: KlingMotionControlRequestModel = "kling-v3-motion-control"
    """ Kling 3 or Kling 2.6. """
    prompt: str | Unset = UNSET
    """ What to add to the image and the video. """
    mode: KlingMotionControlRequestMode | Unset = "std"
    """ Quality: standard (std) or high (pro). """
    character_orientation: KlingMotionControlRequestCharacterOrientation | Unset = UNSET
    """ Which way the person faces: as in the image, or as in the video. """
    keep_original_sound: KlingMotionControlRequestKeepOriginalSound | Unset = UNSET
    """ Whether to keep the audio of the reference video: the text yes or no. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        image_url = self.image_url

        video_url = self.video_url

        prompt = self.prompt

        mode: str | Unset = UNSET
        if not isinstance(self.mode, Unset):
            mode = self.mode

        character_orientation: str | Unset = UNSET
        if not isinstance(self.character_orientation, Unset):
            character_orientation = self.character_orientation

        keep_original_sound: str | Unset = UNSET
        if not isinstance(self.keep_original_sound, Unset):
            keep_original_sound = self.keep_original_sound

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "image_url": image_url,
                "video_url": video_url,
            }
        )
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if mode is not UNSET:
            field_dict["mode"] = mode
        if character_orientation is not UNSET:
            field_dict["character_orientation"] = character_orientation
        if keep_original_sound is not UNSET:
            field_dict["keep_original_sound"] = keep_original_sound

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_kling_motion_control_request_model(d.pop("model"))

        image_url = d.pop("image_url")

        video_url = d.pop("video_url")

        prompt = d.pop("prompt", UNSET)

        _mode = d.pop("mode", UNSET)
        mode: KlingMotionControlRequestMode | Unset
        if isinstance(_mode, Unset):
            mode = UNSET
        else:
            mode = check_kling_motion_control_request_mode(_mode)

        _character_orientation = d.pop("character_orientation", UNSET)
        character_orientation: KlingMotionControlRequestCharacterOrientation | Unset
        if isinstance(_character_orientation, Unset):
            character_orientation = UNSET
        else:
            character_orientation = check_kling_motion_control_request_character_orientation(
                _character_orientation
            )

        _keep_original_sound = d.pop("keep_original_sound", UNSET)
        keep_original_sound: KlingMotionControlRequestKeepOriginalSound | Unset
        if isinstance(_keep_original_sound, Unset):
            keep_original_sound = UNSET
        else:
            keep_original_sound = check_kling_motion_control_request_keep_original_sound(
                _keep_original_sound
            )

        kling_motion_control_request = cls(
            model=model,
            image_url=image_url,
            video_url=video_url,
            prompt=prompt,
            mode=mode,
            character_orientation=character_orientation,
            keep_original_sound=keep_original_sound,
        )

        kling_motion_control_request.additional_properties = d
        return kling_motion_control_request

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
