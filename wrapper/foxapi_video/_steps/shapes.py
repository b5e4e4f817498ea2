"""Read JSON that may have another shape than documented: ids, numbers, a task's results and why it failed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, cast

from .._contract.catalog import catalog

DEEPEST = 8
"""Results and reasons are not looked for deeper inside of each other."""
RESULTS_LIMIT = 1000
"""Results of one task that are read."""
TEXT_LIMIT = 2000
"""Characters of a reason that are kept."""

Object = dict[str, Any]


def object_in(value: Any) -> Object:
    """Return a JSON object as it is and {} for anything else."""
    return cast(Object, value) if isinstance(value, dict) else {}


def list_in(value: Any) -> Sequence[Any]:
    """Return a JSON list as it is and an empty one for anything else."""
    return cast(Sequence[Any], value) if isinstance(value, list) else ()


def text_in(value: Any) -> str | None:
    """Return text that is not empty."""
    return value if isinstance(value, str) and value else None


def id_in(value: Any) -> str | None:
    """Return an id as text; some services number theirs."""
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return str(value) if value < 10**18 else None
    return text_in(value) if isinstance(value, str) and value.strip() and not _is_broken(value) else None


def _is_broken(text: str) -> bool:
    """Return True for half a character, which no URL can carry."""
    return not text.isascii() and any("\ud800" <= each <= "\udfff" for each in text)


def number_in(value: Any, least: float, most: float) -> float | None:
    """Return a finite number within bounds, also one that is written as text; None for anything else."""
    if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,15}(\.[0-9]{1,15})?\s*%?\s*", value):
        value = float(value.strip().rstrip("%"))
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return value if least <= value <= most else None  # not NaN, either


def time_in(value: Any) -> float | None:
    """Return a Unix time in seconds; one in milliseconds is converted."""
    time = number_in(value, 0.0, _YEAR_5138 * 1000)
    return time if time is None or time < _YEAR_5138 else time / 1000


_YEAR_5138 = 1e11


def short(value: Any) -> str:
    """Write JSON on one line, cut to 200 characters."""
    try:
        text = json.dumps(value, ensure_ascii=False).encode(errors="backslashreplace").decode()
    except RecursionError:  # it could just be read, and is too deep to be written from here
        return "…"
    return text if len(text) <= 200 else f"{text[:200]}…"


def results_in(raw: Object, ids: Sequence[str]) -> list[Object]:
    """Return each result of a task that holds a URL, then under `url`, or one of `ids`."""
    facts = catalog().results
    for name in facts["fields"]:
        if found := list(islice(_items(raw.get(name), ids), RESULTS_LIMIT)):
            return found
    if catalog().state_of(raw["status"]) != "completed":
        return []  # a field of a running task may well repeat what the request said
    own = {name: raw[name] for words in ("inside", "url", "urls") for name in facts[words] if name in raw}
    # a link to the task itself is no result
    others = (item for item in _items(own, ids) if (_link(item.get("url")) or "").rpartition("/")[2] != str(raw["id"]))
    return list(islice(others, RESULTS_LIMIT))


def _items(value: Any, ids: Sequence[str], depth: int = 0) -> Iterator[Object]:
    """Yield the results in a value of any shape: a URL, an object that has one, or a list or an object of such."""
    facts = catalog().results
    if depth > DEEPEST:
        return
    if (url := _link(value)) is not None:
        yield {"url": url}
    for item in list_in(value):
        yield from _items(item, ids, depth + 1)
    given = object_in(value)
    urls = [url for name in facts["url"] if (url := _link(given.get(name)))][:1]
    urls = urls or [url for name in facts["urls"] for each in list_in(given.get(name)) if (url := _link(each))]
    inside = (item for name in facts["inside"] if name in given for item in _items(given[name], ids, depth + 1))
    if urls:
        yield from ({**given, "url": url} for url in urls)
    elif (first := next(inside, None)) is not None:
        yield first
        yield from inside
    elif any(id_in(given.get(name)) for name in ids):
        yield given


def _link(value: Any) -> str | None:
    link = value.strip() if isinstance(value, str) else ""
    return link if "://" in link or link.startswith("data:") else None


def reason_in(raw: Object, *, inside: bool) -> tuple[str | None, str] | None:
    """Return the code and the text of a task's error, also of one `inside` its results; None where it has none.

    A task that has not failed may have a `message` or the like that is no error, so only its `error` counts.
    """
    facts = catalog().reasons
    failed = catalog().state_of(raw["status"]) == "failed"
    places = facts["fields"] if failed else facts["fields"][:1]
    parts = [raw, *map(object_in, list_in(raw.get("results"))[:RESULTS_LIMIT] if inside else ())]
    values = [part[name] for part in parts for name in places if part.get(name)]
    codes = (_code(object_in(value).get(name)) for value in values for name in facts["code"])
    code = next(filter(None, codes), None)
    for value in values:
        if text := _words(value, facts["text"]):
            return code, text
    texts = (short(value) for value in values if isinstance(value, dict | list) and _tells(value))
    return next(((code, text) for text in texts), None)


def _code(value: Any) -> str | None:
    return id_in(value) if value != "0" else None


def _words(value: Any, names: Sequence[str], depth: int = 0) -> str | None:
    """Return the words in a reason of any shape."""
    if depth > DEEPEST:
        return None
    if isinstance(value, str):
        text = value.strip()
        return (text if len(text) <= TEXT_LIMIT else f"{text[:TEXT_LIMIT]}…") or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value) if value else None
    given = object_in(value)
    inside = list_in(value)[:10] or [given[name] for name in names if name in given]
    found = [words for each in inside if (words := _words(each, names, depth + 1))]
    return ("; ".join(found) if isinstance(value, list) else found[0])[:TEXT_LIMIT] if found else None


def _tells(value: Any) -> bool:
    """Return True if any value inside is more than empty."""
    inside = object_in(value).values() or list_in(value)
    return any(each not in (None, "", 0, "0", [], {}) for each in inside)
