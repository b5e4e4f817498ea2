"""Find what could be a task's id in a response of any shape: whole, odd, or cut off at any byte."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from .._contract.catalog import catalog

READ_LIMIT = 65536
"""Bytes of a body that are read."""
ID_LIMIT = 256
"""Characters of an id that is found in a response of another shape."""
MAX_ID = 1000
"""Characters of a task's id. The service documents no limit; its ids have some 40, and a URL has a few thousand."""
_DEEPEST = 8
"""The fields that may hold an id are not nested deeper; a bound keeps a hostile body cheap."""
_LARGEST = 10**18

# a string, which may lack its closing quote, and the colon of a key; a mark; anything else
_TOKEN = re.compile(r'"([^"\\\n]*(?:\\.[^"\\\n]*)*)("?)(\s*:)?|([{}\[\],])|([^\s"{}\[\],]+)')
_CUT_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{0,3})?\Z")


def is_task_id(text: str) -> bool:
    """Return True for what can be a task's id: one segment of a URL's path; "." and ".." name other places."""
    return text.strip() not in ("", ".", "..") and len(text) <= MAX_ID and text.isprintable()


class _Value(NamedTuple):
    keys: tuple[str, ...]
    """The names above the value, outermost first, without the places in lists."""
    value: str | int
    complete: bool
    """False for a text that the end of the body, or of its line, may have cut."""


def candidate_task_id(body: bytes, headers: Mapping[str, str]) -> str | None:
    """Return what could be the task's id in the response to a create request; None when nothing could.

    The fields come first that the contract names, then a Location header, then any text that looks like the ids on the
    service's pages. An id that the end of the body may have cut off is not usable and not returned. Never raises.
    """
    facts = catalog().task_id
    documented = re.compile(facts["pattern"])
    text = _decoded(body[:READ_LIMIT])
    values = list(_values(text))
    models = {each.value for each in values if each.keys[-1:] == ("model",)}
    # of several fields with the same name the last one counts, as in JSON
    usable = {each.keys: str(each.value) for each in values if each.complete and _is_usable(each.value, models)}
    above = ((), *((name,) for name in facts["inside"]))
    found = [usable[keys] for keys in ((*outer, name) for outer in above for name in facts["fields"]) if keys in usable]
    if found:
        return next(filter(documented.fullmatch, found), found[0])
    whole = _is_whole(body, headers)
    return (
        _from_location(headers, documented)
        or _from_text(text, values, models, documented, whole)
        or _from_headers(headers, documented)
    )


def _decoded(body: bytes) -> str:
    # what is left of a character that was cut must not look like the end of an id
    return body.decode(json.detect_encoding(body), "replace").rstrip("\ufffd")


def _is_whole(body: bytes, headers: Mapping[str, str]) -> bool:
    return _header(headers, "content-length") == str(len(body)) and len(body) <= READ_LIMIT


def _header(headers: Mapping[str, str], name: str) -> str:
    return next((value for each, value in headers.items() if each.lower() == name), "")


def _values(text: str) -> Iterator[_Value]:
    """Yield the texts and positive integers of JSON that may be cut off or invalid."""
    keys: list[str | None] = []  # one per open object or list
    for token in _TOKEN.finditer(text):
        content, quote, colon, mark, word = token.groups()
        if mark is not None:
            if mark in "{[":
                keys.append(None)
            elif mark == "," and keys:
                keys[-1] = None
            elif keys:
                del keys[-1]
        elif content is not None:
            string = _unescaped(content, cut=not quote)
            if colon and quote and keys:
                keys[-1] = string
            elif string is not None:
                yield _Value(_named(keys), string, bool(quote))
        elif word.isdecimal() and word.isascii() and len(word) < 20 and token.end() < len(text):
            yield _Value(_named(keys), int(word), complete=True)


def _named(keys: list[str | None]) -> tuple[str, ...]:
    if len(keys) > _DEEPEST:
        return ("", keys[-1] or "")
    return tuple(key for key in keys if key is not None)


def _unescaped(content: str, *, cut: bool) -> str | None:
    if "\\" not in content:
        return content
    try:
        string: str = json.loads(f'"{_CUT_ESCAPE.sub("", content) if cut else content}"', strict=False)
    except ValueError:
        return None
    return string


def _is_usable(value: str | int, models: Collection[str | int]) -> bool:
    if isinstance(value, int):
        return 0 < value < _LARGEST
    if value in models or catalog().model(value) is not None:
        return False
    unlike = (" ", "://", "\ufffd")  # the last is what a damaged character was read as
    return is_task_id(value) and len(value) <= ID_LIMIT and not any(each in value for each in unlike)


def _from_location(headers: Mapping[str, str], documented: re.Pattern[str]) -> str | None:
    """Return the last segment of a Location header's path, below the path of the tasks or of the create request."""
    try:
        path = urlsplit(_header(headers, "location")[:2048]).path
    except ValueError:
        return None
    above, _, last = path.rstrip("/").rpartition("/")
    task_id = unquote(last)
    if documented.fullmatch(task_id):
        return task_id
    operations = catalog().operations
    homes = {operations[name]["path"].removesuffix("/{task_id}") for name in ("create_video", "get_task")}
    below = above.rpartition("/")[2] in {home.rpartition("/")[2] for home in homes}
    return task_id if below and _is_usable(task_id, ()) else None


def _from_headers(headers: Mapping[str, str], documented: re.Pattern[str]) -> str | None:
    """Return the first header's text that looks like an id on the service's pages."""
    found = (documented.search(value[:2048]) for value in headers.values())
    return next((each[0] for each in found if each), None)


def _from_text(
    text: str, values: list[_Value], models: Collection[str | int], documented: re.Pattern[str], whole: bool
) -> str | None:
    """Return the first text that looks like an id on the service's pages."""
    for each in values:
        if isinstance(each.value, str) and each.keys[-1:] != ("model",):
            for match in documented.finditer(each.value):
                if each.complete or match.end() < len(each.value):
                    return match[0]
    for match in documented.finditer(text):
        after = text[match.end() : match.end() + 1]
        # an escape after it may be the next character of the id
        if match[0] not in models and after != "\\" and (after or whole):
            return match[0]
    return None
