"""A request object or a mapping → the body to send: defaults first, then every problem at once."""

from __future__ import annotations

import difflib
import json
import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    values, problems, unsendable = prepare(request)
    if not validate:
        problems = unsendable  # which nobody can send
    more: list[Problem] = []
    for name, value in (extra_body or {}).items():
        values[name] = _plain(value, name, more, 0)
    if problems or more:
        raise InvalidRequest([*problems, *more])
    return Body(values)


def prepare(request: Request) -> tuple[dict[str, Any], list[Problem], list[Problem]]:
    """Return the body with its defaults, every problem of it, and those alone that JSON cannot hold."""
    raw = _given(request)
    if isinstance(raw, Problem):
        return {}, [raw], [raw]
    given: dict[str, Any] = {}
    unsendable: list[Problem] = []
    spoilt: set[str] = set()
    for name, value in raw.items():
        found: list[Problem] = []
        if (plain_name := _plain(name, "", found, 0)) is _NO_JSON or not isinstance(plain_name, str):
            unsendable.append(Problem(_shown(name), "is not text, as a field's name is"))
            continue
        given[plain_name] = _plain(value, plain_name, found, 0)
        if found:
            spoilt.add(plain_name)
            unsendable += found
    family, problem = _family(given)
    if family is None:
        return given, [*unsendable, problem] if problem and "model" not in spoilt else unsendable, unsendable
    values = family.with_defaults(given)
    if not unsendable and family.validator.is_valid(values):
        return values, [Problem(*found) for found in family.dangling(values)], []
    # what is no JSON at all cannot be validated; the rest still can
    sound = {name: value for name, value in values.items() if name not in spoilt}
    problems = _problems(family, list(family.validator.iter_errors(sound)))
    problems += [Problem(*found) for found in family.dangling(sound)]
    problems = [*unsendable, *(problem for problem in problems if problem.field not in spoilt)]
    return values, problems, unsendable


def _given(request: Any) -> dict[Any, Any] | Problem:
    """Return what the user set."""
    if not isinstance(request, Mapping):
        kind = type(request).__name__
        if isinstance(request, type) or not callable(getattr(request, "to_dict", None)):
            return Problem("", f"a request is a request object or a mapping with a model, not {kind}")
        try:
            request = request.to_dict()
        except Exception as error:  # whatever stands in its fields
            return Problem("", f"the {kind} cannot be read ({type(error).__name__}: {error})")
        if not isinstance(request, Mapping):
            return Problem("", f"a request is a request object or a mapping with a model, not {kind}")
    # a copied or unpickled request object shows its unset fields
    return {name: value for name, value in _items(request) if not isinstance(value, Unset)}


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
            yield _field_name(name), f"is not a field of {family.title}{_nearest(name, family.fields)}"
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


def _field_name(name: str) -> str:
    return name if 0 < len(name) <= 80 else _shown(name)


def _schema_at(schema: Any, path: Sequence[str | int]) -> Schema:
    for part in path:
        schema = schema[part]
    found: Schema = schema
    return found


_NO_JSON = object()
"""Stands for a value that JSON has no form for."""
DEEPEST = 100
LONGEST_NUMBER = 8192
"""Bits of the largest integer; Python refuses to write one of more than 4300 digits."""


def _plain(value: Any, path: str, found: list[Problem], depth: int) -> Any:
    """Copy a value into the very types of JSON, and note what has no form there."""
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            return _refused(path, found, "the text holds half a character (a lone surrogate), which cannot be sent")
        return str.__str__(value)
    if isinstance(value, int):
        if value.bit_length() > LONGEST_NUMBER:
            return _refused(path, found, "the number is too large to be sent")
        return int.__int__(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            return _refused(path, found, f"{float.__repr__(value)} is not a number that JSON can hold")
        return float.__float__(value)
    if depth == DEEPEST:
        return _refused(path, found, f"nested more than {DEEPEST} deep")
    if isinstance(value, Mapping):
        plain: dict[str, Any] = {}
        for name, item in _items(value):
            if isinstance(name, str) and (text := _plain(name, path, found, depth)) is not _NO_JSON:
                plain[text] = _plain(item, f"{path}.{text}", found, depth + 1)
            elif not isinstance(name, str):
                _ = _refused(path, found, f"the key {_shown(name)} is not text")
        return plain
    if isinstance(value, list | tuple):
        items = cast(Sequence[Any], value)
        return [_plain(item, f"{path}[{at}]", found, depth + 1) for at, item in enumerate(items)]
    if isinstance(value, os.PathLike):
        return _refused(path, found, f"{_shown(value)} is a local file: files are not uploaded yet; give a URL")
    return _refused(path, found, f"{_shown(value)} is not something that JSON can hold")


def _items(mapping: Any) -> Iterable[tuple[Any, Any]]:
    """Return a mapping's items, of whose types nothing is known."""
    items: Iterable[tuple[Any, Any]] = mapping.items()
    return items


def _refused(path: str, found: list[Problem], words: str) -> Any:
    found.append(Problem(path, words))
    return _NO_JSON


def _nearest(name: Any, known: Mapping[str, Any]) -> str:
    """Name the nearest of the known names, or all of them."""
    text = str(name).lower()
    near = difflib.get_close_matches(text, known, n=1, cutoff=0.6)
    near = near or [each for each in known if len(text) > 2 and each.startswith(text)]
    return f": did you mean {listed(near)}?" if near else f": {listed(list(known))}"


def _shown(value: Any) -> str:
    """Show a value in a message: as JSON where it is JSON, shortened, and never a whole prompt."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        try:
            text = repr(value)
        except Exception:  # it is not ours, and may be broken
            text = f"<{type(value).__name__}>"
    text = text.encode("utf-8", "backslashreplace").decode()  # a message can be printed, whatever it shows
    if len(text) <= 80:
        return text
    if isinstance(value, str):
        return f'{text[:60]}…" ({len(value)} characters)'
    if isinstance(value, list | tuple):
        return f"a list of {len(cast(Sequence[Any], value))}"
    return f"{text[:60]}…"
