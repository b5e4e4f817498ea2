"""A request object or a mapping → the body to send: defaults first, then every problem at once."""

from __future__ import annotations

import difflib
import json
import math
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, cast

from attrs import frozen
from foxapi_video_client.types import Unset

from ._catalogue import Family, Schema, allowed, catalogue, listed
from .errors import InvalidRequest

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError


class RequestObject(Protocol):
    """What every generated request class can do."""

    def to_dict(self) -> dict[str, Any]: ...


Request = RequestObject | Mapping[str, Any]


@frozen
class Problem:
    """One thing that is wrong with a request: the field, such as "image_urls[1]", and what to do about it."""

    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


@frozen
class Body:
    """The JSON object to send; stands where the generated client wants a request object."""

    values: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        return self.values


def check(request: Request) -> list[Problem]:
    """Find every problem of a request, offline; an empty list means that it may be sent.

    Limits and rules are the contract's (`openapi/foxapi.yaml`), applied after the documented defaults are filled in.

    >>> from foxapi_video import check
    >>> [str(problem) for problem in check({"model": "veo-3.1", "prompt": "A paper boat", "duration": 5})]
    ['duration: 5 is not allowed: 4, 6 or 8']
    """
    return prepare(request)[1]


def body_of(request: Request, *, extra_body: Mapping[str, Any] | None, validate: bool) -> Body:
    """Return the body to send.

    Raises:
        InvalidRequest: the request has problems; without `validate`, only if it cannot be written as JSON.
    """
    values, problems = prepare(request)
    if values and not validate:
        problems = []
    values = {**values, **(extra_body or {})}
    problems = problems or list(_not_json(values))
    if problems:
        raise InvalidRequest(problems)
    return Body(values)


def prepare(request: Request) -> tuple[dict[str, Any], list[Problem]]:
    """Return the body with its defaults, and every problem of it."""
    given = _given(request)
    if given is None:
        kind = type(request).__name__
        return {}, [Problem("", f"a request is a request object or a mapping with a model, not {kind}")]
    family, problem = _family(given)
    if family is None:
        return given, [problem] if problem else []
    values = family.with_defaults(given)
    unsendable = list(_not_json(values))
    if not unsendable and family.validator.is_valid(values):
        return values, [Problem(*found) for found in family.dangling(values)]
    # what is no JSON at all cannot be validated; the rest still can
    spoilt = {re.split(r"[.[]", problem.field)[0] for problem in unsendable}
    sound = {name: value for name, value in values.items() if str(name) not in spoilt}
    problems = _problems(family, list(family.validator.iter_errors(sound)))
    problems += [Problem(*found) for found in family.dangling(sound)]
    return values, [*unsendable, *(problem for problem in problems if problem.field not in spoilt)]


def _given(request: Any) -> dict[str, Any] | None:
    """Return what the user set, or None when the request is no request."""
    if not isinstance(request, Mapping):
        if not callable(getattr(request, "to_dict", None)):
            return None
        request = request.to_dict()
    given = cast(Mapping[str, Any], request)
    # a copied or unpickled request object shows its unset fields
    return {name: value for name, value in given.items() if not isinstance(value, Unset)}


def _family(given: Mapping[str, Any]) -> tuple[Family | None, Problem | None]:
    known = catalogue().models
    if "model" not in given:
        return None, Problem("model", f"is missing: {listed(list(known))}")
    model = given["model"]
    if isinstance(model, str) and model in known:
        return known[model], None
    return None, Problem("model", f"{_shown(model)} is not a known model{_nearest(model, known)}")


def _problems(family: Family, errors: Sequence[ValidationError]) -> list[Problem]:
    """Word the errors: a field's own first, then the rules that do not merely repeat them."""
    own: dict[Problem, str] = {}
    rules: dict[Problem, str] = {}
    for error in errors:
        rule = _rule(family.schema, error.schema_path)
        if rule is None:
            for field, message in _worded(family, error):
                own[Problem(field, message)] = field.partition("[")[0]
        else:
            field = _field_of_rule(rule, error)
            rules.setdefault(Problem(field, rule["x-rule"]), field)
    return [*own, *(problem for problem, field in rules.items() if field not in own.values())]


def _rule(schema: Schema, path: Sequence[str | int]) -> Schema | None:
    """Climb to the rule that an error belongs to; None for an error of a field's own schema."""
    if len(path) > 1 and path[0] == "allOf":
        rule: Schema = schema["allOf"][path[1]]
        return rule
    return None


def _field_of_rule(rule: Schema, error: ValidationError) -> str:
    if "x-field" in rule:
        return str(rule["x-field"])
    if error.instance_path:
        return str(error.instance_path[0])
    return str(error.kind.as_dict().get("property", ""))


def _worded(family: Family, error: ValidationError) -> Iterator[tuple[str, str]]:
    """Yield (field, words) for one error of a field's own schema."""
    kind, path = error.kind.name, error.instance_path
    if kind == "additionalProperties":
        for name in error.kind.as_dict()["unexpected"]:
            yield str(name), f"is not a field of {family.title}{_nearest(name, family.fields)}"
        return
    if kind == "required":
        name = error.kind.as_dict()["property"]
        yield str(name), f"is missing: {allowed(family.fields[name])}"
        return
    field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
    schema = _schema_at(family.schema, error.schema_path[:-1])
    advice = ""
    if kind == "pattern" and "x-media" in family.fields.get(str(path[0]), {}):
        advice = "; local files are not uploaded yet, so put it where the service can fetch it"
    yield field, f"{_shown(error.instance)} is not allowed: {allowed(schema)}{advice}"


def _schema_at(schema: Any, path: Sequence[str | int]) -> Schema:
    for part in path:
        schema = schema[part]
    found: Schema = schema
    return found


def _not_json(value: Any, path: str = "") -> Iterator[Problem]:
    """Name each value that JSON has no form for."""
    if isinstance(value, Mapping):
        for name, item in cast(Mapping[object, Any], value).items():
            if isinstance(name, str):
                yield from _not_json(item, f"{path}.{name}" if path else name)
            else:
                yield Problem(path or str(name), f"the key {_shown(name)} is not text")
    elif isinstance(value, list | tuple):
        for at, item in enumerate(cast(Sequence[Any], value)):
            yield from _not_json(item, f"{path}[{at}]")
    elif isinstance(value, os.PathLike):
        yield Problem(
            path, f"{_shown(value)} is a local file: files are not uploaded yet, so give an http or https URL"
        )
    elif isinstance(value, float) and not math.isfinite(value):
        yield Problem(path, f"{value} is not a number that JSON can hold")
    elif isinstance(value, str):
        if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
            yield Problem(path, "the text holds half a character (a lone surrogate), which cannot be sent")
    elif value is not None and not isinstance(value, bool | int | float):
        yield Problem(path, f"{_shown(value)} is not something that JSON can hold")


def _nearest(name: Any, known: Mapping[str, Any]) -> str:
    """Name the nearest of the known names, or all of them."""
    near = difflib.get_close_matches(str(name).lower(), known, n=1, cutoff=0.6)
    return f": did you mean {near[0]}?" if near else f": {listed(list(known))}"


def _shown(value: Any) -> str:
    """Show a value in a message: as JSON where it is JSON, shortened, and never a whole prompt."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = repr(value)
    if len(text) <= 80:
        return text
    if isinstance(value, str):
        return f'{text[:60]}…" ({len(value)} characters)'
    if isinstance(value, list | tuple):
        return f"a list of {len(cast(Sequence[Any], value))}"
    return f"{text[:60]}…"
