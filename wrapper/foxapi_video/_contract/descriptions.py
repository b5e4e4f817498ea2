"""Descriptions of the models for people and programs: fields and limits in words, and what a model supports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from .catalog import catalog
from .wording import Schema, describe_allowed, describe_files, describe_links, vendor

if TYPE_CHECKING:
    from .catalog import Family


@frozen
class FieldInfo:
    """One field of a model's request: its type, limits and default."""

    name: str
    required: bool
    default: Any
    """The value that is sent if the field is not set; None if nothing is sent."""
    allowed: str
    """The type and limits in words, such as "4, 6 or 8" or "an integer from 1 to 15"."""
    description: str
    schema: Schema = field(repr=False)
    """The JSON Schema of the field, as in the contract."""
    unless: tuple[str, ...] = ()
    """The default is not sent if one of these fields is set."""
    server_default: Any = None
    """The default that the server is documented to use if the field is not set; it is not sent."""
    inferred: bool = False
    """True if the source does not document the type, so it was inferred."""
    role: str | None = None
    """The field's purpose: "prompt", "resolution", "ratio", "duration" or "audio"; None for any other."""
    media: str | None = None
    """The kind of file it accepts: "image", "video", "audio", "text" or "file" (any); None if it accepts no file."""
    files: str = ""
    """The documented limits of these files in words, such as "JPEG or PNG, at most 30 MB each"."""
    note: str = field(default="", repr=False)
    """What the sources leave open or contradict, and what applies; "" if nothing."""
    inside: tuple[FieldInfo, ...] = field(default=(), repr=False)
    """The fields of the object, or of each object in the list; empty for other types."""


@frozen
class ModelInfo:
    """One model: the fields of its request, their limits, the rules between them, and an example."""

    id: str
    title: str
    """The display name of the model's family, such as "Veo 3.1"."""
    request: str
    """The name of the request class, such as "Veo31Request"."""
    description: str
    fields: tuple[FieldInfo, ...]
    rules: tuple[str, ...]
    """The rules between fields, in words."""
    example: Mapping[str, Any] = field(repr=False)
    """A valid request, as a dict."""
    ids: tuple[str, ...]
    """The ids of all models that share this request class."""
    vendor: str
    """The vendor, as the leading word of the id, such as "veo"."""
    longest: int | None
    """The maximum duration of a video, in seconds; None if it is not documented."""
    resolutions: tuple[str, ...]
    """The resolutions that the model supports; empty if the request has no such field."""
    audio: str
    """Whether videos have audio: "always", "on by default", "optional", or "" if it is not documented."""
    result: tuple[str, ...]
    """The names of what one result contains: "url" for a file, otherwise ids such as "voice_id"."""
    source: str
    """The kind of source: "full-page" (complete documentation pages), "page" (archived pages, often in part) or
    "catalog" (the vendor's own list)."""
    pages: tuple[str, ...] = field(repr=False)
    """The URLs of the sources; empty if the documentation has no page yet."""
    note: str = field(repr=False)
    """How reliable the sources are, where they differ, and what applies."""


def model_info(model: str, family: Family) -> ModelInfo:
    """Describe one model of a family."""
    source: Mapping[str, Any] = family.schema["x-source"]
    reach = family.reach[model]
    return ModelInfo(
        id=model,
        title=family.title,
        request=family.name,
        description=family.schema["description"].strip(),
        fields=tuple(_field_infos(family.schema)),
        rules=(*family.rules, *describe_links(family.fields)),
        example=family.examples[model],
        ids=family.models,
        vendor=vendor(model),
        longest=reach["longest"],
        resolutions=tuple(reach["resolutions"]),
        audio=reach["audio"],
        result=tuple(family.result),
        source=source["kind"],
        pages=tuple(source["pages"]),
        note=family.schema["x-note"].strip(),
    )


def qualified(info: ModelInfo, given: str, *, tiered: bool) -> ModelInfo:
    """Describe the same model under an id with a provider or a billing tier; with a tier, no default is sent."""
    fields = tuple(evolve(each, default=None, unless=()) for each in info.fields) if tiered else info.fields
    return evolve(info, id=given, fields=fields, example={**info.example, "model": given})


def _field_infos(schema: Schema) -> Iterator[FieldInfo]:
    required: Sequence[str] = schema.get("required", ())
    for name, prop in schema.get("properties", {}).items():
        yield FieldInfo(
            name=name,
            required=name in required,
            default=prop.get("default"),
            allowed=describe_allowed(prop),
            description=prop.get("description", "").strip(),
            schema=prop,
            unless=tuple(prop.get("x-default-unless", ())),
            server_default=prop.get("x-server-default"),
            inferred=prop.get("x-inferred", False),
            role=prop.get("x-role"),
            media=prop.get("x-media"),
            files=describe_files(prop),
            note=prop.get("x-note", "").strip(),
            inside=tuple(_field_infos(prop if "properties" in prop else prop.get("items", {}))),
        )


def models() -> list[ModelInfo]:
    """List every model that the contract knows, with its fields, defaults, limits and rules.

    >>> [info.title for info in models() if info.id == "veo-3.1"]
    ['Veo 3.1']
    """

    return [model_info(model, family) for model, family in catalog().models.items()]


def describe(given: str) -> ModelInfo | None:
    """Describe a model by any id that a request may name; None for an unknown one."""

    known = catalog().model(given)
    if known is None:
        return None
    family = catalog().models[known]
    info = model_info(known, family)
    return info if known == given else qualified(info, given, tiered=family.tiered(given))
