"""What is wrong with a body, in the service's words: the contract's own schema, every complaint at once."""

from __future__ import annotations

import json
import math
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn, cast

from ..._contract.catalog import Family, catalog
from ..._contract.wording import Schema, describe_allowed

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError


DEEPEST = 510
"""Levels of a body that is still read; beyond, Pythons and libraries differ in what they can."""
MOST = 100
"""Errors of a body that are put into words."""
LINES = 20
"""Complaints that an error's message holds."""
LONGEST_LINE = 500
"""Characters of one of them."""


HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""How JSON writes a surrogate: half of a character, which needs the other half."""


Link = tuple["Link", str | int] | None
"""A place in a body: the one that holds it, and its name or number there; None is the body itself."""


def parsed(raw: bytes | bytearray) -> dict[str, Any]:
    """Return the JSON object in a body.

    Raises:
        ValueError: it holds none, or something that strict JSON does not know (NaN, numbers beyond a float, half a
            character), or one name twice in an object, of which parsers take now the first and now the last.
    """
    text = raw.decode()
    try:
        value: object = json.loads(text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_once)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if _deeper(value, DEEPEST):
        raise ValueError("nested too deeply")
    if HALF.search(text) and not _is_encodable(value):
        raise ValueError("a text holds half a character (a lone surrogate)")
    if not isinstance(value, dict):
        raise ValueError("the body is not an object")
    return value  # pyright: ignore[reportUnknownVariableType]  # what JSON holds is what the schema is for


def violations_of(family: Family, body: Mapping[str, Any]) -> list[str]:
    """Return all that is wrong with a body, one line each, "field: reason".

    Raises:
        ValueError: the body holds what no JSON text can (a lone surrogate).
    """
    schema, validator = family.checked_by(body)
    plain = catalog().without_tier(body)
    found = violations(validator, schema, family.title, plain)
    found += [f"{field}: {words}" for field, words in family.extra_problems(plain)]
    return list(dict.fromkeys(found))


def violations(validator: Draft202012Validator, schema: Schema, title: str, body: Mapping[str, Any]) -> list[str]:
    """Return what a schema has against a body, one line each; `title` says what the schema is of.

    Raises:
        ValueError: the body holds what no JSON text can (a lone surrogate).
    """
    errors = islice(validator.iter_errors(body), MOST)
    return [line for error in errors for line in _worded(schema, title, error)]


def listed(lines: Sequence[str]) -> str:
    """Return violations_of as one message of bounded length."""
    more = [f"and {len(lines) - LINES} more"] if len(lines) > LINES else []
    return "; ".join([*(cut(line, LONGEST_LINE) for line in lines[:LINES]), *more])


def cut(text: str, longest: int = 80) -> str:
    """Return the beginning of a text that is too long to repeat."""
    return text if len(text) <= longest else f"{text[: longest - 20]}… ({len(text)} characters)"


def texts(body: Mapping[str, Any]) -> Iterator[tuple[Link, str]]:
    """Yield each text in a body with its place."""
    found = deque[tuple[Link, object]]([(None, body)])
    while found:  # not by recursion: JSON can be nested deeper than calls
        link, value = found.popleft()
        if isinstance(value, str):
            yield link, value
        found.extend(((link, part), item) for part, item in _items(value))


def place_of(link: Link) -> str:
    """Write a place as "image_urls[0]"."""
    parts: list[str | int] = []
    while link is not None:
        link, part = link
        parts.insert(0, part)
    return _place(parts)


def _items(value: object) -> Iterable[tuple[str | int, object]]:
    if isinstance(value, dict):
        return cast(dict[str | int, object], value).items()
    return enumerate(cast(list[object], value)) if isinstance(value, list) else ()


def _is_encodable(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _deeper(value: object, levels: int) -> bool:
    """Return True if a value is nested deeper than so many levels."""
    level = [value]
    while level and levels >= 0:
        level = [item for one in level for _, item in _items(one)]
        levels -= 1
    return bool(level)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        raise ValueError(f"{_shown(counts.most_common(1)[0][0])} is given twice in an object")
    return found


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
        yield f"{_place(place)}: {_shown(error.instance)} is not allowed: {describe_allowed(schema)}"


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
    return cut(json.dumps(value, ensure_ascii=False))


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(f"{digits} is too large")
    return value
