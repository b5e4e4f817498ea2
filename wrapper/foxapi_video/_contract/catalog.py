"""What the contract says, read from the generated `schemas/`: model id → family → schema, defaults, limits."""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict, cast

from .wording import Schema

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator


Read = Callable[[str], Any]
"""Reads one of the generated `schemas/` by its name."""
Where = tuple[str | int, ...]
"""A place in a request: field names and list indexes."""


class Reach(TypedDict):
    """What a model can be asked for, which its rules may limit further than its family's fields do."""

    longest: int | None
    resolutions: Sequence[str]
    audio: str


class FamilyFacts(TypedDict):
    """The generated description of a family."""

    schema: Schema
    examples: Mapping[str, Mapping[str, Any]]
    reach: Mapping[str, Reach]


class Family:
    """The models that share one request schema, which is read on first use."""

    def __init__(self, name: str, title: str, models: Sequence[str], read: Read, qualified: re.Pattern[str]) -> None:
        self.name = name
        self.title = title
        self.models: tuple[str, ...] = tuple(models)
        self._read = read
        self._qualified = qualified
        self._assuming: dict[frozenset[str], tuple[Schema, Draft202012Validator]] = {}

    @cached_property
    def _facts(self) -> FamilyFacts:
        facts: FamilyFacts = self._read(self.name)
        return facts

    @property
    def schema(self) -> Schema:
        return self._facts["schema"]

    @property
    def examples(self) -> Mapping[str, Mapping[str, Any]]:
        """Model id → a valid request."""
        return self._facts["examples"]

    @property
    def reach(self) -> Mapping[str, Reach]:
        """Model id → what it can be asked for."""
        return self._facts["reach"]

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
        """Field → its purpose: prompt, resolution, ratio, duration or audio."""
        return {name: prop["x-role"] for name, prop in self.fields.items() if "x-role" in prop}

    @property
    def result(self) -> Sequence[str]:
        """The names of what one result contains: the "url" of a file, or ids."""
        keys: Sequence[str] = self.schema.get("x-result", ("url",))
        return keys

    @property
    def returns_file(self) -> bool:
        """True if a result is a file to download."""
        return "url" in self.result

    @cached_property
    def _defaults(self) -> Sequence[tuple[str, Any, frozenset[str]]]:
        """Each field, its default or None, and the fields that replace it."""
        return [
            (name, prop.get("default"), frozenset(prop.get("x-default-unless", ())))
            for name, prop in self.fields.items()
        ]

    def checked_by(self, body: Mapping[str, Any]) -> tuple[Schema, Draft202012Validator]:
        """Return the schema that applies to a body, and its validator.

        With a billing tier, no default is sent, so the rules that assume the default of an absent field do not apply.
        """
        if not self.tiered(body.get("model")):
            return self.schema, self.validator
        rules: Sequence[Schema] = self.schema.get("allOf", ())
        absent = frozenset(rule["x-assumes"] for rule in rules if rule.get("x-assumes", "model") not in body)
        if absent not in self._assuming:
            from jsonschema_rs import Draft202012Validator

            applicable = [rule for rule in rules if rule.get("x-assumes") not in absent]
            schema = {**self.schema, "allOf": applicable or [{}]}
            self._assuming[absent] = schema, Draft202012Validator(schema)
        return self._assuming[absent]

    def tiered(self, model: Any) -> bool:
        """Return True if a model id contains a billing tier."""
        if model is None or model in self.models:
            return False
        qualified = self._qualified.fullmatch(model)
        return qualified is not None and qualified[2] is not None

    @cached_property
    def validator(self) -> Draft202012Validator:
        """The compiled schema, created on first use."""
        from jsonschema_rs import Draft202012Validator

        return Draft202012Validator(dict(self.schema))

    def with_defaults(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the body to send: the fields in the contract's order, with the documented defaults.

        With a billing tier in the model id, no default is filled in: the tier may fix other values.
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
        """Return the fields that identify a request: all except those that `with_defaults` would fill in the same.

        A request object contains the defaults of its class, whether or not its caller has set them; a dict that spells
        them out is the same request. With a billing tier nothing is filled in, so each field counts.
        """
        if self.tiered(given.get("model")):
            return given
        own = {
            name: default for name, default, unless in self._defaults if unless.isdisjoint(given) and name != "model"
        }
        return {
            name: value
            for name, value in given.items()
            if value is None or type(value) is not type(own.get(name)) or value != own[name]
        }

    @cached_property
    def media(self) -> Mapping[str, Schema]:
        """The fields that accept files, or objects that contain such fields."""
        return {name: prop for name, prop in self.fields.items() if _takes_media(prop)}

    def media_texts(self, body: Mapping[str, Any]) -> Iterator[tuple[Where, Schema, str]]:
        """Yield each text of a body in place of a file's URL: its place, the field's schema, and the text."""
        return _media_texts(self.media, body, ())

    def extra_problems(self, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield (field, message) for the rules outside of JSON Schema.

        `x-references`: each "@Image3" in a prompt refers to an entry of a field. `x-sum`: the numbers of a list's
        entries add up to another field.
        """
        for name, prop in self._extra:
            value = body.get(name)
            if isinstance(value, str):
                yield from ((name, words) for words in _dangling_references(value, prop.get("x-references", {}), body))
            elif isinstance(value, list | tuple) and "x-sum" in prop:
                item, other = prop["x-sum"]["item"], prop["x-sum"]["field"]
                total, expected = _sum(cast(Sequence[Any], value), item), body.get(other)
                if total is not None and _is_number(expected) and total != expected:
                    yield name, f"the {item} of its entries adds up to {total:g}, and {other} is {expected:g}"

    @cached_property
    def _extra(self) -> Sequence[tuple[str, Schema]]:
        return [(name, prop) for name, prop in self.fields.items() if "x-references" in prop or "x-sum" in prop]


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
    """Yield a message for each reference in a text to an entry that does not exist."""
    words = _references(text, references)
    for form, name in references.items():
        before, after = form.split("#")
        given = body.get(name)
        count = len(cast(Sequence[Any], given)) if isinstance(given, list | tuple) else int(given is not None)
        found = re.findall(f"{re.escape(before)}([0-9]+){re.escape(after)}", text if after else words)
        for number in dict.fromkeys(found):
            # int() does not accept any number of digits, and no list has that many entries
            if not number.strip("0") or len(number.lstrip("0")) > 9 or int(number) > count:
                shortened = number if len(number) < 20 else f"{number[:20]}…"
                entries = f"{count or 'no'} {'entry' if count == 1 else 'entries'}"
                yield f"{before}{shortened}{after} does not exist: {name} has {entries}"


def _references(text: str, forms: Iterable[str]) -> str:
    """Return the references in a text that are whole words: `me@Image9.io` and `@Image1st` contain none.

    Only letters of scripts that separate words by blanks extend a word: 一个@Image1的 contains a reference.
    References may follow each other.
    """
    begins = [re.escape(form.removesuffix("#")) for form in forms if form.endswith("#")]
    pattern = f"(?<!{_LETTER})(?:(?:{'|'.join(begins)})[0-9]+)+(?!{_LETTER})"
    return " ".join(re.findall(pattern, text)) if begins else ""


_LETTER = r"[0-9A-Za-z_\u00c0-\u058f]"


def _sum(entries: Sequence[Any], item: str) -> float | None:
    """Add up a number of each entry; None if an entry has none."""
    numbers: list[Any] = [cast(Mapping[str, Any], entry).get(item) for entry in entries if isinstance(entry, Mapping)]
    return math.fsum(numbers) if entries and len(numbers) == len(entries) and all(map(_is_number, numbers)) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST


_LARGEST = 1e15
"""A float does not represent every larger integer."""


class TaskIdFacts(TypedDict):
    """The pattern of a task's id, and where a response may contain one."""

    pattern: str
    fields: Sequence[str]
    inside: Sequence[str]


class Server(NamedTuple):
    """A host of the service, and the environment variables of its API key and base URL."""

    url: str
    key_variable: str
    url_variable: str


class ChargeFacts(TypedDict):
    """Where a response contains its charges, the names of what one holds, and how much quota is one US dollar."""

    inside: Sequence[str]
    id: Sequence[str]
    model: Sequence[str]
    created: Sequence[str]
    quota: Sequence[str]
    group: Sequence[str]
    quota_per_dollar: int


class Catalog:
    """What the contract says about the service, for the client and the sandbox."""

    def __init__(self, read: Read) -> None:
        facts = read("index")
        self.servers = tuple(
            Server(each["url"], each["key-variable"], each["url-variable"]) for each in facts["servers"]
        )
        """In order of precedence; the first is the default."""
        self.base_url = self.servers[0].url
        self.operations: Mapping[str, Mapping[str, str]] = facts["operations"]
        """operationId → method and path."""
        self.errors: Mapping[str, Mapping[str, str]] = facts["errors"]
        """HTTP status → the documented error's message and type."""
        self.states: Mapping[str, str] = facts["states"]
        """Task status, documented or a synonym → running, completed or failed; see `state_of`."""
        self.task_id: TaskIdFacts = facts["task_id"]
        self.results: Mapping[str, Sequence[str]] = facts["results"]
        """Where a task contains results: the keys fields, inside, url and urls."""
        self.reasons: Mapping[str, Sequence[str]] = facts["reasons"]
        """Where a failed task contains the reason: the keys fields, text and code."""
        self._refusals: Mapping[str, Sequence[int]] = facts["refusals"]
        self._retryable: Mapping[str, Sequence[str]] = facts["retryable"]
        self.uploads: Mapping[str, Schema] = facts["uploads"]
        """operationId of an upload → the schema of its body."""
        self.upload_lifetime: float = facts["upload_lifetime"]
        """How long an uploaded file is kept, in seconds."""
        self.price_kinds: Mapping[str, str] = facts["price_kinds"]
        """quota_type of a published price → per-call or by-usage."""
        self.charges: ChargeFacts = facts["charges"]
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

        `own_body` is True if its body is the API's own error object, see `_steps.responses.own_error`.
        """
        return status in self._refusals["any-body"] or (own_body and status in self._refusals["own-body"])

    def may_retry_create(self, status: int, *, own_body: bool, error_type: str | None = None) -> bool:
        """Return True if a refused create request may be sent again; `error_type` must be a documented one if given."""
        types = self._retryable.get(str(status), ()) if own_body else ()
        return bool(types) and (error_type is None or error_type in types)

    def model(self, given: Any) -> str | None:
        """Return the known model in an id, which may also contain a provider and a billing tier."""
        if not isinstance(given, str):
            return None
        if given in self.models:
            return given
        qualified = self._qualified.fullmatch(given)
        return qualified[1] if qualified and qualified[1] in self.models else None

    def family(self, given: Any) -> Family | None:
        """Return the family whose fields and rules apply to a model id."""
        model = self.model(given)
        return None if model is None else self.models[model]

    def without_tier(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the body with the model's own id, without provider and tier, as its family's schema expects it."""
        known = self.model(body["model"])
        return body if known == body["model"] else {**body, "model": known}


@cache
def catalog() -> Catalog:
    """Read the catalog, once."""
    # found, not imported: the catalog needs neither the generated code nor httpx
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
