"""What is wrong with a body, in the service's words: the contract's own schema, every complaint at once."""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, cast

from .._catalogue import Family, Schema, allowed, catalogue

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError


def parsed(raw: bytes | bytearray) -> dict[str, Any]:
    """Return the JSON object in a body.

    Raises:
        ValueError: it holds none, or something that strict JSON does not know (NaN, numbers beyond a float).
    """
    try:
        value: object = json.loads(raw.decode(), parse_constant=_refuse, parse_float=_finite)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(value, dict):
        raise ValueError("the body is not an object")
    return value  # pyright: ignore[reportUnknownVariableType]  # what JSON holds is what the schema is for


def complaints(family: Family, body: Mapping[str, Any]) -> list[str]:
    """Return all that is wrong with a body, one line each, "field: reason".

    Raises:
        ValueError: the body holds what no JSON text can (a lone surrogate).
    """
    schema, validator = family.checked_by(body)
    plain = catalogue().without_tier(body)
    found = violations(validator, schema, family.title, plain)
    found += [f"{field}: {words}" for field, words in family.loose_ends(plain)]
    return list(dict.fromkeys(found))


def violations(validator: Draft202012Validator, schema: Schema, title: str, body: Mapping[str, Any]) -> list[str]:
    """Return what a schema has against a body, one line each; `title` says what the schema is of.

    Raises:
        ValueError: the body holds what no JSON text can (a lone surrogate).
    """
    return [line for error in validator.iter_errors(body) for line in _worded(schema, title, error)]


def texts(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each text in a body with its place, such as "image_urls[0]"."""
    found = deque[tuple[Sequence[str | int], object]]([((), body)])
    while found:  # not by recursion: JSON can be nested deeper than calls
        place, value = found.popleft()
        if isinstance(value, str):
            yield _place(place), value
        elif isinstance(value, dict):
            found.extend(((*place, name), item) for name, item in cast(dict[str, object], value).items())
        elif isinstance(value, list):
            found.extend(((*place, number), item) for number, item in enumerate(cast(list[object], value)))


def _worded(root: Schema, title: str, error: ValidationError) -> Iterator[str]:
    kind, place = error.kind.name, error.instance_path
    schema, rule = _climbed(root, error.schema_path)
    details = error.kind.as_dict()
    if rule is not None:
        field = rule.get("x-field") or (place[0] if place else details.get("property", "model"))
        yield f"{field}: {rule['x-rule']}"
    elif kind == "additionalProperties":
        yield from (f"{name}: is not a field of {title}" for name in details["unexpected"])
    elif kind == "required":
        yield f"{details['property']}: is missing"
    else:
        yield f"{_place(place)}: {_shown(error.instance)} is not allowed: {allowed(schema)}"


def _climbed(root: Schema, path: Sequence[str | int]) -> tuple[Any, Schema | None]:
    """Return the schema that holds the failed keyword, and the nearest one above it that words a rule."""
    schema: Any = root
    rule: Schema | None = None
    for part in path[:-1]:
        schema = schema[part]
        if "x-rule" in schema:
            rule = schema
    return schema, rule


def _place(path: Sequence[str | int]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:60]}… ({len(text)} characters)"


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(f"{digits} is too large")
    return value
