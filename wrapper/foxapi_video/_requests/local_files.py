"""The local files of a request: only in the contract's media fields, and stored beside the body, never in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

from attrs import frozen

from .._contract.catalog import Where
from .._contract.wording import Schema, format_value, join_words
from .._media.open_files import reason
from .._media.probe import MediaFile, file_problems, is_of, list_problems, probe
from ..values import Problem

PLACEHOLDER = "https://local.file/"
"""The URL that represents a local file while the request is validated."""


@frozen
class LocalFile:
    """A local file of a request, and where its URL belongs in the body."""

    where: Where
    path: Path
    """Absolute."""
    given: str
    """The path as the caller wrote it."""
    digest: str | None = None
    """The SHA-256 of its content when the job was recorded; None before."""

    @property
    def place(self) -> str:
        return place_of(self.where)


def place_of(where: Where) -> str:
    """Return a place in a request as in Python: "elements[0].image_url"."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in where).removeprefix(".")


def value_at(value: Any, where: Iterable[str | int]) -> Any:
    """Return the value at a place in a JSON value."""
    for step in where:
        value = value[step]
    return value


def replaced(value: Any, new: Mapping[Where, Any]) -> Any:
    """Return a copy of a JSON value with new values in some places."""
    return _replaced(value, new, ()) if new else value


def _replaced(value: Any, new: Mapping[Where, Any], at: Where) -> Any:
    if at in new:
        return new[at]
    if isinstance(value, Mapping):
        items = cast(Mapping[str, Any], value).items()
        return {name: _replaced(item, new, (*at, name)) for name, item in items}
    if isinstance(value, list):
        return [_replaced(item, new, (*at, number)) for number, item in enumerate(cast(Sequence[Any], value))]
    return value


class Checked:
    """The local files of one request, checked."""

    def __init__(self, paths: Mapping[Where, str], media: Mapping[Where, Schema]) -> None:
        self.files: list[LocalFile] = []
        self.unusable: list[Problem] = []
        """Problems that make a file impossible to send, with or without validation."""
        self._found: list[tuple[LocalFile, MediaFile, Schema]] = []
        for where, given in paths.items():
            problems = self._add(where, given, media.get(where))
            self.unusable += [Problem(place_of(where), words) for words in problems]

    def _add(self, where: Where, given: str, schema: Schema | None) -> Iterable[str]:
        """Read a file, and return what makes it impossible to send."""
        if schema is None:
            return [f"{format_value(given)} is a local file, which this field does not accept: upload it, pass its URL"]
        try:
            file = LocalFile(where, Path(given).absolute(), given)
            found = probe(file.path)
        except (OSError, ValueError) as error:
            hint = "; in Python, expand ~ with Path.expanduser" if given[:1] == "~" else ""
            return [f"{format_value(given)} cannot be read: {reason(error)}{hint}"]
        self.files.append(file)
        if not _is_accepted(found, schema):
            return _file_problems(found, schema)
        self._found.append((file, found, schema))
        return ()

    def beyond_limits(self, values: Mapping[str, Any]) -> list[Problem]:
        """Return a problem for each file that exceeds the documented types, sizes and lengths."""
        problems: list[Problem] = []
        lists: dict[Where, tuple[list[MediaFile], Mapping[str, Any]]] = {}
        for file, found, schema in self._found:
            problems += [Problem(file.place, words) for words in _file_problems(found, schema)]
            several = file.where[:-1] if isinstance(file.where[-1], int) else file.where
            lists.setdefault(several, ([], schema.get("x-file", {})))[0].append(found)
        for several, (files, limits) in lists.items():
            given = value_at(values, several)
            whole = isinstance(given, list) and len(files) == len(cast(Sequence[Any], given))
            problems += [Problem(place_of(several), words) for words in list_problems(files, limits, whole=whole)]
        return problems


def _kinds(schema: Schema) -> Sequence[str]:
    kinds: Sequence[str] = schema.get("x-kinds") or (schema["x-media"],)
    return kinds


def _is_accepted(file: MediaFile, schema: Schema) -> bool:
    """Return True if a file is of a kind that its field accepts: no other file is ever uploaded."""
    types: Sequence[str] = schema.get("x-file", {}).get("types", ())
    return bool(file.size) and (is_of(file.type, _kinds(schema)) or file.type in types)


def _file_problems(file: MediaFile, schema: Schema) -> Iterator[str]:
    if file.size and "x-kinds" in schema and not _is_accepted(file, schema):
        yield f"{file.path.name} has the wrong file type: must be {join_words(_kinds(schema))}"
    yield from file_problems(file, schema["x-media"], schema.get("x-file", {}))


def not_urls(texts: Iterable[tuple[Where, Schema, str]]) -> Iterator[Problem]:
    """Yield a problem for each text of a media field that is a path or a file: URL: no text names a local file."""
    for where, schema, text in texts:
        if text.startswith(("https://", "http://")):  # nearly always
            continue
        entry = schema if isinstance(where[-1], int) or "items" not in schema else schema["items"]
        pattern = schema.get("items", schema).get("pattern", "")
        bare = text.strip()
        if not bare or (pattern and re.search(pattern, text)) or (re.match(_SCHEME, bare) and not _is_file_url(bare)):
            continue
        hint = as_path(text) if entry is schema else f"[{as_path(text)}]"
        what = entry.get("items", entry).get("x-allowed", "a URL") if entry is schema else "a list"
        yield Problem(place_of(where), f"{format_value(text)} is not {what}; for a local file pass {hint}")


def as_path(text: str) -> str:
    """Write in Python the path that a text was meant for."""
    return f"Path({format_value(path_of_file_url(text) or text)})"


def path_of_file_url(text: str) -> str | None:
    """Return the path in a file: URL, or None for any other text."""
    bare = text.strip()
    return unquote(re.sub("^.{5}(//[^/]*)?", "", bare)) if _is_file_url(bare) else None


_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]+:"
"""The start of a URL (RFC 3986, 3.1); a single letter is a drive on Windows."""


def _is_file_url(text: str) -> bool:
    return text[:5].lower() == "file:"


def to_column(files: Iterable[LocalFile]) -> list[dict[str, Any]]:
    """Return files as the journal stores them."""
    return [
        {"where": [*file.where], "path": str(file.path), "given": file.given, "sha256": file.digest} for file in files
    ]


def from_column(column: Iterable[Mapping[str, Any]]) -> tuple[LocalFile, ...]:
    """Return the files of a job, as `to_column` wrote them.

    Raises:
        ValueError, KeyError, TypeError: the column is invalid, such as a file without a digest.
    """
    return tuple(
        LocalFile(tuple(each["where"]), Path(each["path"]), each["given"], bytes.fromhex(each["sha256"]).hex())
        for each in column
    )
