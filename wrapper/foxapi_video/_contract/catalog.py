"""What the contract says, read from the generated `schemas/`: model id → family → schema, defaults, limits."""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypedDict, cast

from .wording import Schema

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator


Read = Callable[[str], Any]
"""Reads one of the generated `schemas/` by its name."""
Where = tuple[str | int, ...]
"""A place in a request: names of fields, and numbers of entries."""


class Reach(TypedDict):
    """What a model can be asked for, which its rules may limit further than its family's fields do."""

    longest: int | None
    resolutions: Sequence[str]
    sound: str


class Family:
    """The models that share one request schema, which is read when it is first needed."""

    def __init__(self, name: str, title: str, models: Sequence[str], read: Read, qualified: re.Pattern[str]) -> None:
        self.name = name
        self.title = title
        self.models: tuple[str, ...] = tuple(models)
        self._read = read
        self._qualified = qualified
        self._assuming: dict[frozenset[str], tuple[Schema, Draft202012Validator]] = {}

    @cached_property
    def _facts(self) -> Mapping[str, Any]:
        facts: Mapping[str, Any] = self._read(self.name)
        return facts

    @property
    def schema(self) -> Schema:
        schema: Schema = self._facts["schema"]
        return schema

    @property
    def examples(self) -> Mapping[str, Mapping[str, Any]]:
        """Model id → a request to it."""
        examples: Mapping[str, Mapping[str, Any]] = self._facts["examples"]
        return examples

    @property
    def reach(self) -> Mapping[str, Reach]:
        """Model id → what it can be asked for."""
        reach: Mapping[str, Reach] = self._facts["reach"]
        return reach

    @cached_property
    def fields(self) -> Mapping[str, Schema]:
        fields: Mapping[str, Schema] = self.schema["properties"]
        return fields

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules between fields, in words."""
        return tuple(rule["x-rule"] for rule in self.schema.get("allOf", ()))

    @cached_property
    def roles(self) -> Mapping[str, str]:
        """Field → what it is about: prompt, resolution, ratio, duration or audio."""
        return {name: prop["x-role"] for name, prop in self.fields.items() if "x-role" in prop}

    @property
    def result(self) -> Sequence[str]:
        """What one result holds: the address of a file, or the ids of something else."""
        keys: Sequence[str] = self.schema.get("x-result", ("url",))
        return keys

    @property
    def makes_file(self) -> bool:
        """Whether a result is something to download."""
        return "url" in self.result

    @cached_property
    def _defaults(self) -> Sequence[tuple[str, Any, frozenset[str]]]:
        """Each field, its default or None, and the fields that stand in for it."""
        return [
            (name, prop.get("default"), frozenset(prop.get("x-default-unless", ())))
            for name, prop in self.fields.items()
        ]

    @cached_property
    def _extra(self) -> Sequence[tuple[str, Schema]]:
        return [(name, prop) for name, prop in self.fields.items() if "x-references" in prop or "x-sum" in prop]

    def checked_by(self, body: Mapping[str, Any]) -> tuple[Schema, Draft202012Validator]:
        """Return the schema that holds for a body, and its validator.

        Beside a billing tier, no rule speaks through the default of a field that is left out.
        """
        if not self.tiered(body.get("model")):
            return self.schema, self.validator
        rules: Sequence[Schema] = self.schema.get("allOf", ())
        absent = frozenset(rule["x-assumes"] for rule in rules if rule.get("x-assumes", "model") not in body)
        if absent not in self._assuming:
            from jsonschema_rs import Draft202012Validator

            left = [rule for rule in rules if rule.get("x-assumes") not in absent]
            schema = {**self.schema, "allOf": left or [{}]}
            self._assuming[absent] = schema, Draft202012Validator(schema)
        return self._assuming[absent]

    def tiered(self, model: Any) -> bool:
        """Say whether an id names a billing tier beside the model."""
        if model is None or model in self.models:
            return False
        qualified = self._qualified.fullmatch(model)
        return qualified is not None and qualified[2] is not None

    @cached_property
    def validator(self) -> Draft202012Validator:
        """The compiled schema; made when a request to the family is first checked."""
        from jsonschema_rs import Draft202012Validator

        return Draft202012Validator(dict(self.schema))

    def with_defaults(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the body to send: the fields in the contract's order, documented defaults filled in.

        A model id with a billing tier may fix what a default would contradict: nothing is filled in beside it.
        """
        filled = not self.tiered(given.get("model"))
        values: dict[str, Any] = {}
        for name, default, unless in self._defaults:
            if name in given:
                values[name] = given[name]
            elif filled and default is not None and (not unless or unless.isdisjoint(given)):
                values[name] = default
        return values if values.keys() >= given.keys() else {**values, **given}

    def without_defaults(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the fields of a request object whose values are not the class's own: what its caller has set."""
        own = {name: default for name, default, unless in self._defaults if not unless and name != "model"}
        return {
            name: value
            for name, value in given.items()
            if value is None or type(value) is not type(own.get(name)) or value != own[name]
        }

    @cached_property
    def media(self) -> Mapping[str, Schema]:
        """The fields that take URLs of files, or objects that hold such."""
        return {name: prop for name, prop in self.fields.items() if _takes_media(prop)}

    def media_texts(self, body: Mapping[str, Any]) -> Iterator[tuple[Where, Schema, str]]:
        """Yield each text of a body where the URL of a file belongs: its place, the field's schema, and the text."""
        return _media_texts(self.media, body, ())

    def holds_urls_alone(self, body: Mapping[str, Any]) -> bool:
        """Recognise quickly, as is nearly always so, that a body holds no path of a file."""
        return all(_are_urls(body[name]) for name in self.media if name in body)

    def extra_problems(self, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield (field, words) for what JSON Schema cannot say.

        `x-references`: each "@Image3" in a prompt points at something that was given. `x-sum`: the numbers of a list's
        entries add up to another field.
        """
        for name, prop in self._extra:
            value = body.get(name)
            if isinstance(value, str):
                yield from ((name, words) for words in _dangling_references(value, prop.get("x-references", {}), body))
            elif isinstance(value, list | tuple) and "x-sum" in prop:
                item, other = prop["x-sum"]["item"], prop["x-sum"]["field"]
                found, whole = _sum(cast(Sequence[Any], value), item), body.get(other)
                if found is not None and _is_number(whole) and found != whole:
                    yield name, f"the {item} of its entries adds up to {found:g}, and {other} is {whole:g}"


def _are_urls(value: Any) -> bool:
    """Recognise quickly what holds no path: nothing, a URL, or a list of URLs."""
    if isinstance(value, list):
        return all(isinstance(item, str) and item.startswith(_HTTP) for item in cast(Sequence[Any], value))
    return value is None or (isinstance(value, str) and value.startswith(_HTTP))


_HTTP = ("https://", "http://")


def _takes_media(schema: Schema) -> bool:
    inside = schema.get("properties") or schema.get("items", {}).get("properties", {})
    return "x-media" in schema or any(map(_takes_media, inside.values()))


def _media_texts(
    fields: Mapping[str, Schema], values: Mapping[str, Any], above: Where
) -> Iterator[tuple[Where, Schema, str]]:
    for name, schema in fields.items():
        if name not in values:
            continue
        value, where = values[name], (*above, name)
        if isinstance(value, list) and "items" in schema:
            inside = schema["items"].get("properties")
            for number, item in enumerate(cast(Sequence[Any], value)):
                if isinstance(item, str) and "x-media" in schema:
                    yield (*where, number), schema, item
                elif inside and isinstance(item, Mapping):
                    yield from _media_texts(inside, cast(Mapping[str, Any], item), (*where, number))
        elif isinstance(value, Mapping) and "properties" in schema:
            yield from _media_texts(schema["properties"], cast(Mapping[str, Any], value), where)
        elif isinstance(value, str) and "x-media" in schema:
            yield where, schema, value


def _dangling_references(text: str, references: Mapping[str, str], body: Mapping[str, Any]) -> Iterator[str]:
    """Yield words for each reference in a text that points at nothing."""
    words = _references(text, references)
    for form, name in references.items():
        before, after = form.split("#")
        given = body.get(name)
        count = len(cast(Sequence[Any], given)) if isinstance(given, list | tuple) else int(given is not None)
        found = re.findall(f"{re.escape(before)}([0-9]+){re.escape(after)}", text if after else words)
        for number in dict.fromkeys(found):
            # more digits than any list has entries, and more than int() takes, are only compared
            if not number.strip("0") or len(number.lstrip("0")) > 9 or int(number) > count:
                shown = number if len(number) < 20 else f"{number[:20]}…"
                there = f"{count or 'no'} {'entry' if count == 1 else 'entries'}"
                yield f"{before}{shown}{after} points at nothing: {name} has {there}"


def _references(text: str, forms: Iterable[str]) -> str:
    """Return only the references of a text that end with their number; in `me@Image9.io` and `@Image1st` is none.

    Only letters of scripts that put blanks between words make a word longer: 一个@Image1的 holds a reference.
    References may follow each other.
    """
    begins = [re.escape(form.removesuffix("#")) for form in forms if form.endswith("#")]
    pattern = f"(?<!{_LETTER})(?:(?:{'|'.join(begins)})[0-9]+)+(?!{_LETTER})"
    return " ".join(re.findall(pattern, text)) if begins else ""


_LETTER = r"[0-9A-Za-z_\u00c0-\u058f]"


def _sum(entries: Sequence[Any], item: str) -> float | None:
    """Add up a number of each entry; None where one has none."""
    numbers: list[Any] = [cast(Mapping[str, Any], entry).get(item) for entry in entries if isinstance(entry, Mapping)]
    return math.fsum(numbers) if entries and len(numbers) == len(entries) and all(map(_is_number, numbers)) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST


_LARGEST = 1e15
"""Beyond it a float does not hold every integer."""


class TaskIdFacts(TypedDict):
    """How a task's id looks, and where a response may hold one."""

    pattern: str
    fields: Sequence[str]
    inside: Sequence[str]


class Catalog:
    """Everything the wrapper and the sandbox know of the service."""

    def __init__(self, read: Read) -> None:
        facts = read("index")
        self.base_url: str = facts["base_url"]
        self.operations: Mapping[str, Mapping[str, str]] = facts["operations"]
        """operationId → method and path."""
        self.errors: Mapping[str, Mapping[str, str]] = facts["errors"]
        """HTTP status → the documented error's message and type."""
        self.states: Mapping[str, str] = facts["states"]
        """Task status, documented or a synonym → running, completed or failed; see `state_of`."""
        self.task_id: TaskIdFacts = facts["task_id"]
        self.results: Mapping[str, Sequence[str]] = facts["results"]
        """Where results are found: fields, inside; and the names of a url and of urls."""
        self.reasons: Mapping[str, Sequence[str]] = facts["reasons"]
        """Where a failed task says why: fields; and the names of a text and of a code."""
        self._refusals: Mapping[str, Sequence[int]] = facts["refusals"]
        self._retryable: Mapping[str, Sequence[str]] = facts["retryable"]
        self.uploads: Mapping[str, Schema] = facts["uploads"]
        """operationId of an upload → the schema of its body."""
        self.upload_lifetime: float = facts["upload_lifetime"]
        """How long an uploaded file is kept, in seconds."""
        ids: Mapping[str, str] = facts["models"]
        titles: Mapping[str, str] = facts["titles"]
        self._qualified = re.compile(facts["model_id"]["pattern"])
        self.families = {
            name: Family(name, title, [model for model in ids if ids[model] == name], read, self._qualified)
            for name, title in titles.items()
        }
        self.models = {model: self.families[name] for model, name in ids.items()}

    def state_of(self, status: str) -> str | None:
        """Return running, completed or failed for a status in any spelling; None for an unknown one."""
        return self.states.get(status) or self.states.get(re.sub(r"[\s-]+", "_", status.strip()).lower())

    def proves_nothing_created(self, status: int, *, own_body: bool) -> bool:
        """Return True if a create request's response proves that no task was created.

        `own_body` says that its body is the API's own error object: see `_answers.own_error`.
        """
        return status in self._refusals["any-body"] or (own_body and status in self._refusals["own-body"])

    def may_retry_create(self, status: int, *, own_body: bool, error_type: str | None = None) -> bool:
        """Return True if a refused create request may be sent again; `error_type` must be a documented one if given."""
        types = self._retryable.get(str(status), ()) if own_body else ()
        return bool(types) and (error_type is None or error_type in types)

    def model(self, given: Any) -> str | None:
        """Return the known model behind an id, which may name a provider and a billing tier beside it."""
        if not isinstance(given, str):
            return None
        if given in self.models:
            return given
        qualified = self._qualified.fullmatch(given)
        return qualified[1] if qualified and qualified[1] in self.models else None

    def family(self, given: Any) -> Family | None:
        """Return the family whose fields and rules hold for a model id."""
        if isinstance(given, str) and given in self.models:
            return self.models[given]
        model = self.model(given)
        return None if model is None else self.models[model]

    def without_tier(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the body as its family's schema knows it: with the known model's own id."""
        known = self.model(body["model"])
        return body if known == body["model"] else {**body, "model": known}


@cache
def catalog() -> Catalog:
    """Read the catalog, once."""
    # the package is found, not imported: reading the catalog needs none of the generated code, nor httpx
    package = find_spec("foxapi_video_client")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("foxapi_video_client, which is part of foxapi-video, is not installed")
    home = os.path.join(os.path.dirname(package.origin), "schemas")
    loader: Any = package.loader  # reads from wherever the package is, such as a zip file

    def read(name: str) -> Any:
        try:
            return json.loads(loader.get_data(os.path.join(home, f"{name}.json")))
        except (OSError, AttributeError) as error:
            raise ModuleNotFoundError(
                f"schemas/{name}.json of foxapi_video_client is missing: install foxapi-video again, or, in a bundled "
                "program, have the bundler collect the data of foxapi_video_client"
            ) from error

    return Catalog(read)
