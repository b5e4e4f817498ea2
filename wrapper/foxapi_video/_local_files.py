"""Files of this machine in a request: a path where a URL belongs, checked offline, uploaded before the submit."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote_to_bytes

from ._catalogue import Schema
from ._media import MediaFile, complaints, complaints_together, probe
from ._problems import Problem, shown

MARK = "#upload"
"""Ends the URL of a file that is to be uploaded; with a journal, "#sha256=…" says what it held."""


class LocalFiles:
    """The local files of one request: where they stand, and what is wrong with them."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[MediaFile | None, Schema]] = {}
        """Place → the file, None where there is none, and the schema that tells about it."""
        self.missing: list[Problem] = []

    def absolute(self, place: str, schema: Schema, text: str) -> str:
        """Write a path as a file: URL; leave everything else as it is."""
        path = local_path(schema, text)
        if path is None:
            return text
        try:
            self.found[place] = probe(path), schema
        except (OSError, ValueError) as error:
            self.found[place] = None, schema
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            words = f"{shown(str(path))} is neither {_url_words(schema)} nor a file that can be read ({why})"
            self.missing.append(Problem(place, words))
        return f"{file_url(path)}{MARK}"

    def stand_in(self, place: str, schema: Schema, text: str) -> str:
        """Put a URL in the place of each file, so that the rest can be checked."""
        return "https://local.file/" if place in self.found else text

    def unfit(self, values: Mapping[str, Any]) -> list[Problem]:
        """Return the problems of files that are there."""
        problems: list[Problem] = []
        lists: dict[str, tuple[list[MediaFile], Mapping[str, Any]]] = {}
        for place, (file, schema) in self.found.items():
            if file is not None:
                limits: Mapping[str, Any] = schema.get("x-file", {})
                problems += [Problem(place, words) for words in complaints(file, schema["x-media"], limits)]
                lists.setdefault(place.partition("[")[0], ([], limits))[0].append(file)
        for name, (files, limits) in lists.items():
            whole = isinstance(values.get(name), list) and len(files) == len(values[name])
            problems += [Problem(name, words) for words in complaints_together(files, limits, whole=whole)]
        return problems


def local_path(schema: Schema, text: str) -> Path | None:
    """Return the path that a text in a media field means; None for a URL, and for what can be no path."""
    if text.startswith("file://"):
        return path_of(text)
    if not text.strip() or "://" in text or text.startswith("data:") or "\0" in text:
        return None
    pattern = schema.get("items", schema).get("pattern")
    return None if pattern and re.search(pattern, text) else at_home(text)


def path_of(url: str) -> Path:
    """Return the path of a file: URL."""
    host, slash, rest = url.removeprefix("file://").partition("#")[0].partition("/")
    path = os.fsdecode(unquote_to_bytes(f"{'' if host == 'localhost' else host}{slash}{rest}"))
    return Path(path[1:] if os.name == "nt" and re.match(r"/[A-Za-z]:", path) else path)  # file:///C:/…


def at_home(path: str | os.PathLike[str]) -> Path:
    """Return a path with the home folder in the place of "~"."""
    try:
        return Path(path).expanduser()
    except RuntimeError:  # "~x.png" names no user
        return Path(path)


def file_url(path: str | os.PathLike[str]) -> str:
    """Write a path as a file: URL."""
    return at_home(path).absolute().as_uri()


def with_files(value: Any) -> Any:
    """Prepare the file: URLs in a value of which nothing else is known."""
    if isinstance(value, str):
        return f"{file_url(path_of(value))}{MARK}" if value.startswith("file://") and not marked(value) else value
    if isinstance(value, Mapping):
        return {name: with_files(item) for name, item in cast(Mapping[str, Any], value).items()}
    return [with_files(item) for item in cast(Sequence[Any], value)] if isinstance(value, list) else value


def marked(url: str) -> bool:
    """Say whether a text is a local file that was prepared: no other text of a request ends so."""
    return url.startswith("file://") and (url.endswith(MARK) or "#sha256=" in url)


def _url_words(schema: Schema) -> str:
    words: str = schema.get("items", schema).get("x-allowed", "a URL")
    return words
