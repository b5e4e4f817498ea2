"""The contract in words: values, limits of files, references and sums."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

Schema = Mapping[str, Any]


def describe_allowed(schema: Schema) -> str:
    """Describe what a schema allows: "4, 6 or 8", "a list of at most 3 entries, each text"."""
    types = schema.get("type", ())
    names: Sequence[str] = (types,) if isinstance(types, str) else types
    if "x-allowed" in schema:
        words = [schema["x-allowed"]]
    elif "const" in schema:
        words = [display_value(schema["const"])]
    elif "enum" in schema:
        words = _values(schema["enum"])
    else:
        words = [each for name in names if name != "null" for each in _describe_type(name, schema)] or ["anything"]
    if "null" in names and "null" not in words:
        words = ["null", *words] if "array" in names else [*words, "null"]
    return join_words(words)


def describe_one_of(schema: Schema) -> str:
    """Describe what a value must be: "one of 4, 6, 8", "non-empty text"."""
    words = describe_allowed(schema)
    first, _, last = words.rpartition(" or ")
    return f"one of {first}, {last}" if first and "enum" in schema and "x-allowed" not in schema else words


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Return the known names that resemble an unknown one."""
    text = name.lower()
    names = {each.lower(): each for each in known}
    import difflib  # imported only for a misspelled name

    near = difflib.get_close_matches(text, names, n=1, cutoff=0.6)
    parts = [each for each in names if each.startswith(text)] or [each for each in names if text in each]
    return [names[each] for each in near or (parts[:3] if len(text) > 2 else [])]


def join_words(words: Sequence[str], last: str = "or") -> str:
    """Join words as in a sentence: "a, b or c"."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else "nothing"


def display_value(value: Any) -> str:
    """Return a JSON value as text, a string without its quotes."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def describe_files(schema: Schema) -> str:
    """Describe the limits that `x-file` sets on a field's files: "JPEG or PNG, at most 30 MB each"."""
    limits: Schema = schema.get("x-file", {})
    named: Sequence[str] = limits.get("types", ())
    types = [_SPELLING.get(each, each.upper()) for each in named]
    each = [f"at most {limits['maxMB']} MB"] if "maxMB" in limits else []
    each += _seconds(limits, "minSeconds", "maxSeconds")
    together = [f"at most {limits['totalMB']} MB"] if "totalMB" in limits else []
    together += _seconds(limits, "minTotalSeconds", "totalSeconds")
    several = "array" in schema.get("type", ())
    parts = [join_words(types)] if types else []
    parts += [f"{join_words(each, 'and')}{' each' if several else ''}"] if each else []
    parts += [f"{join_words(together, 'and')} together"] if together else []
    return ", ".join(parts)


_SPELLING = {"webp": "WebP", "webm": "WebM"}
"""File types that are not spelled in capitals."""


def _seconds(limits: Schema, low: str, high: str) -> list[str]:
    limit = _range(limits, low, high)
    return [f"{limit} s long"] if limit else []


def describe_links(fields: Mapping[str, Schema]) -> Iterator[str]:
    """Yield descriptions of the rules outside of JSON Schema: `x-references` and `x-sum`."""
    for name, schema in fields.items():
        if "x-references" in schema:
            means = [_reference(form, field, fields) for form, field in schema["x-references"].items()]
            yield f"in {name}, {join_words(means, 'and')}; each entry must exist"
        if "x-sum" in schema:
            yield f"the {schema['x-sum']['item']} of all entries of {name} adds up to {schema['x-sum']['field']}"


def _reference(form: str, field: str, fields: Mapping[str, Schema]) -> str:
    several = "array" in fields[field].get("type", ())
    return f"{form.replace('#', '1')} means {'the first of ' if several else ''}{field}"


def _describe_type(name: str, schema: Schema) -> list[str]:
    match name:
        case "string":
            limit = _range(schema, "minLength", "maxLength")
            blank = "non-empty text" if schema.get("pattern") == r"\S" else "text"
            return [f"{blank} ({_counted(limit, 'character', 'characters')})" if limit else blank]
        case "array":
            limit = _range(schema, "minItems", "maxItems")
            several = f"a list of {_counted(limit, 'entry', 'entries')}" if limit else "a list"
            each = "each" if limit else "each entry"
            return [
                f"{several}, {each} {describe_allowed(schema['items'])}"
                if schema.get("items")
                else f"{several} of any kind"
            ]
        case "integer" | "number":
            limit = _range(schema, "minimum", "maximum")
            return [f"an integer {limit}".strip() if name == "integer" else f"a number {limit}".strip()]
        case "boolean":
            return ["true", "false"]
        case _:
            known = list(schema.get("properties", ()))
            return [f"an object of {join_words(known, 'and')}" if known else "an object"]


def _counted(limit: str, one: str, several: str) -> str:
    return f"{limit} {one if limit.endswith(' 1') else several}"


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
        return [display_value(value) for value in values]
    starts = [0, *(at for at, (a, b) in enumerate(pairwise(values), 1) if b != a + 1), len(values)]
    runs = [values[a:b] for a, b in pairwise(starts)]
    if any(len(run) == 2 for run in runs) or len(runs) == len(values):
        return [display_value(value) for value in values]
    return [display_value(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]


def vendor(model: str) -> str:
    """Return the leading word of a model id: "veo" for both "veo-3.1" and "veo3.1-fast"."""
    found = re.match(r"[^\W\d_]+", model)
    return found[0] if found else model


def format_value(value: Any) -> str:
    """Return a value as text for a message: as JSON if possible, and shortened, so never a whole prompt."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        try:
            text = repr(value)
        except Exception:  # the caller's class may be broken
            text = f"<{type(value).__name__}>"
    text = text.encode("utf-8", "backslashreplace").decode()  # a message must be printable, whatever the value
    if len(text) <= 80:
        return text
    if isinstance(value, str):
        return f'{text[:60]}…" ({len(value)} characters)'
    if isinstance(value, list | tuple):
        return f"a list of {len(cast(Sequence[Any], value))}"
    return f"{text[:60]}…"


def printable(text: object) -> str:
    """Return a text for one line of a message: control characters escaped, and at most about 300 characters."""
    line = str(text)[:400]
    if not line.isprintable():
        line = "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in line)
    return line if len(line) <= 300 else f"{line[:300]}…"
