"""Validate request bodies by the contract's schema, and describe all problems at once."""

from __future__ import annotations

import json
import math
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn, cast

from ..._contract.catalog import Family, catalog
from ..._contract.wording import Schema, describe_one_of

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError


MAX_DEPTH = 510
"""Maximum nesting of a body; the limits of Python versions and libraries are higher, and differ."""
MAX_ERRORS = 100
"""Maximum number of errors of a body that are described."""
MAX_LINES = 20
"""Maximum number of problems in an error message."""
MAX_LINE = 500
"""Maximum length of a problem in an error message, in characters."""


SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
"""The JSON escape of a surrogate, which is valid only in a pair."""


Link = tuple["Link", str | int] | None
"""A place in a body: its parent's place, and its name or index there; None is the body itself."""


def parse_json(raw: bytes | bytearray) -> dict[str, Any]:
    """Return the JSON object in a body.

    Raises:
        ValueError: the body is not an object in strict JSON (it has NaN, a number beyond a float, or a lone surrogate),
            or an object has a duplicate name, for which some parsers use the first value and some the last.
    """
    text = raw.decode()
    try:
        value: object = json.loads(text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_unique_names)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if _is_deeper(value, MAX_DEPTH):
        raise ValueError("nested too deeply")
    if SURROGATE.search(text) and not _is_encodable(value):
        raise ValueError("a string has a lone surrogate")
    if not isinstance(value, dict):
        raise ValueError("the body is not an object")
    return value  # pyright: ignore[reportUnknownVariableType]  # the schema validates the content


def violations_of(family: Family, body: Mapping[str, Any]) -> list[str]:
    """Return all problems of a body, each as "field: reason".

    Raises:
        ValueError: the body has a lone surrogate.
    """
    schema, validator = family.checked_by(body)
    untiered = catalog().without_tier(body)
    found = violations(validator, schema, family.title, untiered)
    found += [f"{field}: {words}" for field, words in family.extra_problems(untiered)]
    return list(dict.fromkeys(found))


def violations(validator: Draft202012Validator, schema: Schema, title: str, body: Mapping[str, Any]) -> list[str]:
    """Return the problems of a body by a schema, each as "field: reason"; `title` names what the schema describes.

    Raises:
        ValueError: the body has a lone surrogate.
    """
    errors = islice(validator.iter_errors(body), MAX_ERRORS)
    return [line for error in errors for line in _describe(schema, title, error)]


def join_problems(lines: Sequence[str]) -> str:
    """Join problems into a message of limited length."""
    more = [f"and {len(lines) - MAX_LINES} more"] if len(lines) > MAX_LINES else []
    return "; ".join([*(cut(line, MAX_LINE) for line in lines[:MAX_LINES]), *more])


def cut(text: str, longest: int = 80) -> str:
    """Truncate a text that is too long for a message."""
    return text if len(text) <= longest else f"{text[: longest - 20]}… ({len(text)} characters)"


def texts(body: Mapping[str, Any]) -> Iterator[tuple[Link, str]]:
    """Yield each string in a body with its place."""
    found = deque[tuple[Link, object]]([(None, body)])
    while found:  # no recursion: JSON can be nested deeper than calls
        link, value = found.popleft()
        if isinstance(value, str):
            yield link, value
        found.extend(((link, part), item) for part, item in _items(value))


def place_of(link: Link) -> str:
    """Format a place, such as "image_urls[0]"."""
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


def _is_deeper(value: object, levels: int) -> bool:
    """Return True if a value has more than `levels` levels."""
    level = [value]
    while level and levels >= 0:
        level = [item for one in level for _, item in _items(one)]
        levels -= 1
    return bool(level)


def _unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        raise ValueError(f"duplicate name {_quoted(counts.most_common(1)[0][0])} in an object")
    return found


def _describe(root: Schema, title: str, error: ValidationError) -> Iterator[str]:
    kind, place = error.kind.name, error.instance_path
    schema, rule = _schema_and_rule(root, error.schema_path)
    details = error.kind.as_dict()
    if rule is not None:
        field = rule.get("x-field") or (place[0] if place else details.get("property", "model"))
        yield f"{field}: {rule['x-rule']}"
    elif kind == "additionalProperties":
        yield from (f"{name}: is not a field of {title}" for name in details["unexpected"])
    elif kind == "required":
        yield f"{details['property']}: required"
    else:
        yield f"{_place(place)}: must be {describe_one_of(schema)} (got {_quoted(error.instance)})"


def _schema_and_rule(root: Schema, path: Sequence[str | int]) -> tuple[Any, Schema | None]:
    """Return the schema with the failed keyword, and the innermost one around it that describes a rule."""
    schema: Any = root
    rule: Schema | None = None
    for part in path[:-1]:
        schema = schema[part]
        if "x-rule" in schema:
            rule = schema
    return schema, rule


def _place(path: Sequence[str | int]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def _quoted(value: object) -> str:
    return cut(json.dumps(value, ensure_ascii=False))


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not valid JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(f"{digits} is too large")
    return value
