"""The models as a person or a program looks at them: each field in words, and what a model can be asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from .catalog import catalog
from .wording import Schema, describe_allowed, describe_links, files, vendor

if TYPE_CHECKING:
    from .catalog import Family


@frozen
class FieldInfo:
    """Describe one field of a model's request."""

    name: str
    required: bool
    default: Any
    """What is sent when the field is left out; None when nothing is."""
    allowed: str
    """The type and limits in words, such as "4, 6 or 8"."""
    description: str
    schema: Schema = field(repr=False)
    """The JSON Schema of the field, as in the contract."""
    unless: tuple[str, ...] = ()
    """The default is not sent when one of these fields is set."""
    server_default: Any = None
    """What the server is documented to take when the field is left out. It is not sent."""
    inferred: bool = False
    """Whether the type was lost in the source and filled in by judgement."""
    role: str | None = None
    """What the field is about: prompt, resolution, ratio, duration or audio; None for everything else."""
    media: str | None = None
    """The kind of file that its URLs point at: image, video, audio, text or file, which is any."""
    files: str = ""
    """The documented limits of such files in words, such as "JPEG or PNG, at most 30 MB each"."""
    inside: tuple[FieldInfo, ...] = field(default=(), repr=False)
    """The known fields of the object, or of each object in the list."""


@frozen
class ModelInfo:
    """Describe one model: what a request to it may hold."""

    id: str
    title: str
    """The family's name for a person, such as "Veo 3.1"."""
    request: str
    """The request class, such as "Veo31Request"."""
    description: str
    fields: tuple[FieldInfo, ...]
    rules: tuple[str, ...]
    """The rules between fields, in words."""
    example: Mapping[str, Any] = field(repr=False)
    """A request that `check` accepts."""
    ids: tuple[str, ...]
    """Every model of the family: they share the fields and the rules."""
    maker: str
    """The leading word of the id, such as "veo"."""
    longest: int | None
    """The longest video that can be asked for, in seconds; None where no field or no limit says."""
    resolutions: tuple[str, ...]
    """The resolutions that can be asked for; empty where no field says."""
    sound: str
    """Whether videos have sound: "always", "unless off", "if asked", or "" where nothing says."""
    result: tuple[str, ...]
    """What one result holds: the "url" of a file, or the ids of something else."""
    source: str
    """What all this rests on: seed (pages given in full), page (a stored page) or catalog (the vendor's own list)."""
    pages: tuple[str, ...] = field(repr=False)
    """The addresses of the sources."""
    note: str = field(repr=False)
    """How sure it is, in words."""


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
        maker=vendor(model),
        longest=reach["longest"],
        resolutions=tuple(reach["resolutions"]),
        sound=reach["sound"],
        result=tuple(family.result),
        source=source["kind"],
        pages=tuple(source["pages"]),
        note=source["note"].strip(),
    )


def qualified(info: ModelInfo, given: str, *, tiered: bool) -> ModelInfo:
    """Describe the same model under an id with a provider, or with a billing tier, beside which no default is sent."""
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
            files=files(prop),
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
