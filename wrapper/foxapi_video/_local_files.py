"""Files of this machine in a request: a path where a URL belongs, checked offline, uploaded before the submit."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from ._catalogue import Schema
from ._media import MediaFile, complaints, complaints_together, probe
from ._problems import Problem, shown


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
        return file_url(path)

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
        path = unquote(text.removeprefix("file://").partition("#")[0])
        return Path(path[1:] if re.match(r"/[A-Za-z]:", path) else path)  # on Windows: file:///C:/…
    if not text.strip() or "://" in text or text.startswith("data:") or "\0" in text:
        return None
    pattern = schema.get("items", schema).get("pattern")
    return None if pattern and re.search(pattern, text) else Path(text).expanduser()


def file_url(path: str | os.PathLike[str]) -> str:
    """Write a path as a file: URL."""
    return Path(path).expanduser().absolute().as_uri()


def _url_words(schema: Schema) -> str:
    words: str = schema.get("items", schema).get("x-allowed", "a URL")
    return words
