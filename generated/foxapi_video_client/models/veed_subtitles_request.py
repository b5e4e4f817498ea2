from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.veed_subtitles_request_model import (
    VeedSubtitlesRequestModel,
    check_veed_subtitles_request_model,
)
from ..models.veed_subtitles_request_preset import (
    VeedSubtitlesRequestPreset,
    check_veed_subtitles_request_preset,
)
from ..summary import summary
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="VeedSubtitlesRequest")


@_attrs_define
class VeedSubtitlesRequest:
    """VEED Subtitles: adds subtitles to a video, transcribed or given, translated if you like."""

    video_url: File
    """ The video to subtitle. """
    preset: VeedSubtitlesRequestPreset
    """ Style of the subtitles. The dynamic styles (glass, whisper, glide2, fusion, glide, terminal, handwritten,
    backdrop, backdrop2) cost double. Not every provider offers backdrop and backdrop2. """
    model: VeedSubtitlesRequestModel = "veed-subtitles"
    """ The model's ID. """
    language: None | str | Unset = UNSET
    """ Spoken language, as a BCP-47 code. """
    translation_language: None | str | Unset = UNSET
    """ Language to translate the subtitles into. Costs extra. """
    srt_file_url: File | None | Unset = UNSET
    """ An SRT file to use instead of a transcription. """
    srt_content: None | str | Unset = UNSET
    """ Text in SRT format to use instead of a transcription. """
    vocabulary: list[Any] | None | Unset = UNSET
    """ Words that help the transcription; ignored if an SRT is given. """
    customization: Any | Unset = UNSET
    """ Adjustments to the preset: position, shadow, layered text styles. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def __repr__(self) -> str:
        return summary(self)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        video_url = self.video_url

        preset: str = self.preset

        language: None | str | Unset
        if isinstance(self.language, Unset):
            language = UNSET
        else:
            language = self.language

        translation_language: None | str | Unset
        if isinstance(self.translation_language, Unset):
            translation_language = UNSET
        else:
            translation_language = self.translation_language

        srt_file_url: File | None | Unset
        if isinstance(self.srt_file_url, Unset):
            srt_file_url = UNSET
        else:
            srt_file_url = self.srt_file_url

        srt_content: None | str | Unset
        if isinstance(self.srt_content, Unset):
            srt_content = UNSET
        else:
            srt_content = self.srt_content

        vocabulary: list[Any] | None | Unset
        if isinstance(self.vocabulary, Unset):
            vocabulary = UNSET
        elif isinstance(self.vocabulary, list):
            vocabulary = self.vocabulary

        else:
            vocabulary = self.vocabulary

        customization = self.customization

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "video_url": video_url,
                "preset": preset,
            }
        )
        if language is not UNSET:
            field_dict["language"] = language
        if translation_language is not UNSET:
            field_dict["translation_language"] = translation_language
        if srt_file_url is not UNSET:
            field_dict["srt_file_url"] = srt_file_url
        if srt_content is not UNSET:
            field_dict["srt_content"] = srt_content
        if vocabulary is not UNSET:
            field_dict["vocabulary"] = vocabulary
        if customization is not UNSET:
            field_dict["customization"] = customization

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model = check_veed_subtitles_request_model(d.pop("model"))

        video_url = d.pop("video_url")

        preset = check_veed_subtitles_request_preset(d.pop("preset"))

        def _parse_language(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        language = _parse_language(d.pop("language", UNSET))

        def _parse_translation_language(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        translation_language = _parse_translation_language(d.pop("translation_language", UNSET))

        def _parse_srt_file_url(data: object) -> File | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(File | None | Unset, data)

        srt_file_url = _parse_srt_file_url(d.pop("srt_file_url", UNSET))

        def _parse_srt_content(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        srt_content = _parse_srt_content(d.pop("srt_content", UNSET))

        def _parse_vocabulary(data: object) -> list[Any] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                vocabulary_type_0 = cast(list[Any], data)

                return vocabulary_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Any] | None | Unset, data)

        vocabulary = _parse_vocabulary(d.pop("vocabulary", UNSET))

        customization = d.pop("customization", UNSET)

        veed_subtitles_request = cls(
            model=model,
            video_url=video_url,
            preset=preset,
            language=language,
            translation_language=translation_language,
            srt_file_url=srt_file_url,
            srt_content=srt_content,
            vocabulary=vocabulary,
            customization=customization,
        )

        veed_subtitles_request.additional_properties = d
        return veed_subtitles_request

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
