from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.topaz_upscale_request_enhancement_model import (
    TopazUpscaleRequestEnhancementModel,
    check_topaz_upscale_request_enhancement_model,
)
from ..models.topaz_upscale_request_model import (
    TopazUpscaleRequestModel,
    check_topaz_upscale_request_model,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="TopazUpscaleRequest")


@_attrs_define
class TopazUpscaleRequest:
    """Topaz: upscales and restores a video."""

    video_url: File
    """ The video to enhance. """
    model: TopazUpscaleRequestModel = "topaz-upscale-video"
    """ The model's ID. """
    enhancement_model: TopazUpscaleRequestEnhancementModel | Unset = "Proteus"
    """ Which Topaz model to use. """
    upscale_factor: float | Unset = 2.0
    """ Factor for the width and the height. """
    target_fps: int | None | Unset = UNSET
    """ Frames per second of the output. Setting it turns on interpolation. """
    compression: float | None | Unset = UNSET
    """ How strongly to remove compression artifacts. """
    noise: float | None | Unset = UNSET
    """ How strongly to remove noise. """
    halo: float | None | Unset = UNSET
    """ How strongly to suppress halos. """
    grain: float | None | Unset = UNSET
    """ How much film grain to add. """
    recover_detail: float | None | Unset = UNSET
    """ How much detail to recover. """
    h264_output: bool | Unset = UNSET
    """ Whether to encode in H.264 instead of H.265. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        video_url = self.video_url

        enhancement_model: str | Unset = UNSET
        if not isinstance(self.enhancement_model, Unset):
            enhancement_model = self.enhancement_model

        upscale_factor = self.upscale_factor

        target_fps: int | None | Unset
        if isinstance(self.target_fps, Unset):
            target_fps = UNSET
        else:
            target_fps = self.target_fps

        compression: float | None | Unset
        if isinstance(self.compression, Unset):
            compression = UNSET
        else:
            compression = self.compression

        noise: float | None | Unset
        if isinstance(self.noise, Unset):
            noise = UNSET
        else:
            noise = self.noise

        halo: float | None | Unset
        if isinstance(self.halo, Unset):
            halo = UNSET
        else:
            halo = self.halo

        grain: float | None | Unset
        if isinstance(self.grain, Unset):
            grain = UNSET
        else:
            grain = self.grain

        recover_detail: float | None | Unset
        if isinstance(self.recover_detail, Unset):
            recover_detail = UNSET
        else:
            recover_detail = self.recover_detail

        h264_output = self.h264_output

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "video_url": video_url,
            }
        )
        if enhancement_model is not UNSET:
            field_dict["enhancement_model"] = enhancement_model
        if upscale_factor is not UNSET:
            field_dict["upscale_factor"] = upscale_factor
        if target_fps is not UNSET:
            field_dict["target_fps"] = target_fps
        if compression is not UNSET:
            field_dict["compression"] = compression
        if noise is not UNSET:
            field_dict["noise"] = noise
        if halo is not UNSET:
            field_dict["halo"] = halo
        if grain is not UNSET:
            field_dict["grain"] = grain
        if recover_detail is not UNSET:
            field_dict["recover_detail"] = recover_detail
        if h264_output is not UNSET:
            field_dict["h264_output"] = h264_output

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_topaz_upscale_request_model(d.pop("model"))

        video_url = d.pop("video_url")

        _enhancement_model = d.pop("enhancement_model", UNSET)
        enhancement_model: TopazUpscaleRequestEnhancementModel | Unset
        if isinstance(_enhancement_model, Unset):
            enhancement_model = UNSET
        else:
            enhancement_model = check_topaz_upscale_request_enhancement_model(_enhancement_model)

        upscale_factor = d.pop("upscale_factor", UNSET)

        def _parse_target_fps(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        target_fps = _parse_target_fps(d.pop("target_fps", UNSET))

        def _parse_compression(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        compression = _parse_compression(d.pop("compression", UNSET))

        def _parse_noise(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        noise = _parse_noise(d.pop("noise", UNSET))

        def _parse_halo(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        halo = _parse_halo(d.pop("halo", UNSET))

        def _parse_grain(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        grain = _parse_grain(d.pop("grain", UNSET))

        def _parse_recover_detail(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        recover_detail = _parse_recover_detail(d.pop("recover_detail", UNSET))

        h264_output = d.pop("h264_output", UNSET)

        topaz_upscale_request = cls(
            model=model,
            video_url=video_url,
            enhancement_model=enhancement_model,
            upscale_factor=upscale_factor,
            target_fps=target_fps,
            compression=compression,
            noise=noise,
            halo=halo,
            grain=grain,
            recover_detail=recover_detail,
            h264_output=h264_output,
        )

        topaz_upscale_request.additional_properties = d
        return topaz_upscale_request

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
