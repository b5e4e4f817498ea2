"""What the contract says, read from the generated `schemas.json`: model id → family → schema, defaults, limits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from attrs import field, frozen

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

Schema = Mapping[str, Any]


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


class Family:
    """The models that share one request schema."""

    def __init__(self, name: str, schema: Schema, models: Sequence[str]) -> None:
        self.name = name
        self.schema = schema
        self.models = tuple(models)
        self.fields: Mapping[str, Schema] = schema["properties"]
        self.title: str = schema["x-title"]
        self.rules = tuple(rule["x-rule"] for rule in schema.get("allOf", ()))
        self.roles = {name: prop["x-role"] for name, prop in self.fields.items() if "x-role" in prop}
        """Field → what it is about: prompt, resolution, ratio, duration or audio."""
        self._defaults = [
            (name, prop["default"], frozenset(prop.get("x-default-unless", ())))
            for name, prop in self.fields.items()
            if "default" in prop
        ]

    @cached_property
    def validator(self) -> Draft202012Validator:
        """The compiled schema; made when a request to the family is first checked."""
        from jsonschema_rs import Draft202012Validator

        return Draft202012Validator(dict(self.schema))

    def with_defaults(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the body to send: the fields in the contract's order, documented defaults filled in."""
        values = dict(given)
        for name, default, unless in self._defaults:
            if name not in given and unless.isdisjoint(given):
                values[name] = default
        ordered = {name: values.pop(name) for name in self.fields if name in values}
        return ordered | values

    def dangling(self, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield (field, words) for each "@Image3" in a prompt that points at nothing that was given.

        JSON Schema cannot say this; the contract marks such prompts with `x-references`.
        """
        for name, prop in self.fields.items():
            references: Mapping[str, str] = prop.get("x-references", {})
            text = body.get(name)
            if not references or not isinstance(text, str):
                continue
            for word, number in dict.fromkeys(re.findall(rf"@({'|'.join(references)})([0-9]+)", text)):
                given = body.get(references[word])
                count = len(cast(Sequence[Any], given)) if isinstance(given, list | tuple) else 0
                # more digits than any list has entries, and more than int() takes, are only compared
                if not number.strip("0") or len(number.lstrip("0")) > 9 or int(number) > count:
                    shown = number if len(number) < 20 else f"{number[:20]}…"
                    yield name, f"@{word}{shown} points at nothing: {references[word]} has {count or 'no'} entries"


class Catalogue:
    """Everything the wrapper and the sandbox know of the service."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.base_url: str = facts["base_url"]
        self.operations: Mapping[str, Mapping[str, str]] = facts["operations"]
        """operationId → method and path."""
        self.errors: Mapping[str, Mapping[str, str]] = facts["errors"]
        """HTTP status → the documented error's message and type."""
        self.states: Mapping[str, str] = facts["states"]
        """Known task status → running, completed or failed."""
        self.examples: Mapping[str, Mapping[str, Any]] = facts["examples"]
        """Model id → a request to it."""
        ids: Mapping[str, str] = facts["models"]
        self.families = {
            name: Family(name, schema, [model for model in ids if ids[model] == name])
            for name, schema in facts["families"].items()
        }
        self.models = {model: self.families[name] for model, name in ids.items()}


@cache
def catalogue() -> Catalogue:
    """Read the catalogue, once."""
    # the package is found, not imported: reading the catalogue needs none of the generated code, nor httpx
    package = find_spec("foxapi_video_client")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("foxapi_video_client, which is part of foxapi-video, is not installed")
    return Catalogue(json.loads(Path(package.origin).with_name("schemas.json").read_text(encoding="utf-8")))


def models() -> list[ModelInfo]:
    """List every model that the contract knows, with its fields, defaults, limits and rules.

    >>> [info.title for info in models() if info.id == "veo-3.1"]
    ['Veo 3.1']
    """
    return [_model_info(model, family) for model, family in catalogue().models.items()]


def _model_info(model: str, family: Family) -> ModelInfo:
    required: Sequence[str] = family.schema["required"]
    return ModelInfo(
        id=model,
        title=family.title,
        request=family.name,
        description=family.schema["description"].strip(),
        fields=tuple(
            FieldInfo(
                name, name in required, prop.get("default"), allowed(prop), prop.get("description", "").strip(), prop
            )
            for name, prop in family.fields.items()
        ),
        rules=family.rules,
        example=catalogue().examples[model],
    )


def allowed(schema: Schema) -> str:
    """Say in words what a schema allows: "4, 6 or 8", "a list of at most 3 absolute http or https URLs"."""
    types = schema.get("type", ())
    names: Sequence[str] = (types,) if isinstance(types, str) else types
    if "x-allowed" in schema:
        words = [schema["x-allowed"]]
    elif "const" in schema:
        words = [_word(schema["const"])]
    elif "enum" in schema:
        words = _values(schema["enum"])
    else:
        words = [word for name in names if name != "null" for word in _kind(name, schema)] or ["anything"]
    if "null" in names and "null" not in words:
        words = ["null", *words] if "array" in names else [*words, "null"]
    return listed(words)


def listed(words: Sequence[str], last: str = "or") -> str:
    """Join words as a person would: "a, b or c"."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else "nothing"


def _kind(name: str, schema: Schema) -> list[str]:
    match name:
        case "string":
            limit = _range(schema, "minLength", "maxLength")
            blank = "text that is not blank" if schema.get("pattern") == r"\S" else "text"
            return [f"{blank} ({limit} characters)" if limit else blank]
        case "array":
            limit = _range(schema, "minItems", "maxItems")
            items = allowed(schema["items"]) if schema.get("items") else "anything"
            return [f"a list of {limit} entries, each {items}" if limit else f"a list, each entry {items}"]
        case "integer" | "number":
            limit = _range(schema, "minimum", "maximum")
            return [f"an integer {limit}".strip() if name == "integer" else f"a number {limit}".strip()]
        case "boolean":
            return ["true", "false"]
        case _:
            return ["an object"]


def _range(schema: Schema, low: str, high: str) -> str:
    least, most = schema.get(low), schema.get(high)
    counts = low != "minimum"
    if least is not None and least == most:
        return f"exactly {most}"
    if least is not None and most is not None and not (counts and least == 0):
        return f"from {least} to {most}" if not counts else f"{least} to {most}"
    if most is not None:
        return f"at most {most}"
    return "" if least is None else f"at least {least}"


def _values(values: Sequence[Any]) -> list[str]:
    """List the values of an enum, runs of integers as "4 to 15"."""
    if len(values) < 5 or not all(type(value) is int for value in values):
        return [_word(value) for value in values]
    starts = [0, *(at for at, (a, b) in enumerate(pairwise(values), 1) if b != a + 1), len(values)]
    runs = [values[a:b] for a, b in pairwise(starts)]
    if any(len(run) == 2 for run in runs) or len(runs) == len(values):
        return [_word(value) for value in values]
    return [_word(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]


def _word(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
