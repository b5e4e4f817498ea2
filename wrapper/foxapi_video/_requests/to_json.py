"""Convert Python values to plain JSON types, with a problem for each value that is not JSON-serializable."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, cast, runtime_checkable

from foxapi_video_client.types import Unset

from .._contract.catalog import Where
from .._contract.wording import format_value
from ..values import Problem
from .local_files import PLACEHOLDER, place_of


@runtime_checkable
class RequestObject(Protocol):
    """The interface of every generated request class."""

    def to_dict(self) -> dict[str, Any]: ...


_NO_JSON = object()
"""Marks a value that is not JSON-serializable."""
DEEPEST = 100
LONGEST_NUMBER = 8192
"""The maximum bit length of an integer; Python does not convert one of more than 4300 digits to text."""


def _is_plain(value: Any) -> bool:
    """Return True for the most common values that need no conversion: a fast path."""
    if isinstance(value, str):
        return type(value) is str and value.isascii()
    if isinstance(value, int):
        return value is True or value is False or (type(value) is int and value.bit_length() < 64)
    return value is None


class JsonNormalizer:
    """Copy values as plain JSON types, and collect a problem for each that is not JSON-serializable."""

    def __init__(self, *, files: bool = False) -> None:
        self.problems: list[Problem] = []
        self.invalid_fields: set[str] = set()
        """The fields whose values are not JSON-serializable."""
        self._files = files
        self.paths: dict[Where, str] = {}
        """Place → path of a local file; the copy contains `PLACEHOLDER` there."""

    def fields(self, raw: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
        """Copy the fields of a request."""
        given: dict[str, Any] = {}
        for name, value in raw:
            if type(name) is str and name.isascii():
                if _is_plain(value):
                    given[name] = value
                    continue
                if type(value) is list and all(map(_is_plain, cast(Sequence[Any], value))):
                    given[name] = [*cast(Sequence[Any], value)]
                    continue
            if isinstance(value, Unset):  # a copied or unpickled request object shows its unset fields
                continue
            if not isinstance(name, str):
                self.problems.append(Problem(format_value(name), "is not text; field names must be text"))
                continue
            before = len(self.problems)
            if (text := self.to_json(name, (format_value(name),))) is not _NO_JSON:
                given[text] = self.to_json(value, (text,))
                if len(self.problems) > before:
                    self.invalid_fields.add(text)
        return given

    def to_json(self, value: Any, where: Where) -> Any:
        """Copy one value."""
        if value is None or value is True or value is False:
            return value
        if isinstance(value, str):
            try:
                value.encode()
            except UnicodeEncodeError:
                return self._refused(where, "the text contains a lone surrogate, which cannot be encoded")
            return str.__str__(value)
        if isinstance(value, int):
            if value.bit_length() > LONGEST_NUMBER:
                return self._refused(where, "the number is too large")
            return int.__int__(value)
        if isinstance(value, float):
            if not math.isfinite(value):
                return self._refused(where, f"{float.__repr__(value)} is not JSON-serializable")
            return float.__float__(value)
        return self._composed(value, where)

    def _composed(self, value: Any, where: Where) -> Any:
        if len(where) > DEEPEST:
            return self._refused(where, f"nested more than {DEEPEST} deep")
        if isinstance(value, Mapping):
            plain: dict[str, Any] = {}
            for name, item in items_of(value):
                if not isinstance(name, str):
                    _ = self._refused(where, f"the key {format_value(name)} is not text")
                elif (text := self.to_json(name, where)) is not _NO_JSON:
                    plain[text] = self.to_json(item, (*where, text))
            return plain
        if isinstance(value, list | tuple):
            items = enumerate(cast(Sequence[Any], value))
            return [self.to_json(item, (*where, number)) for number, item in items]
        if isinstance(value, os.PathLike):
            return self._path(value, where)
        if isinstance(value, RequestObject) and not isinstance(value, type):
            try:
                return self._composed(dict(value.to_dict()), where)
            except Exception as error:  # whatever its fields contain
                kind = type(value).__name__
                return self._refused(where, f"the {kind} cannot be read ({type(error).__name__}: {error})")
        return self._refused(where, f"{format_value(value)} is not JSON-serializable{_instead(value)}")

    def _path(self, path: Any, where: Where) -> Any:
        if not self._files:
            return self._refused(
                where, f"{format_value(path)} is a local file, which belongs in a media field of the request"
            )
        try:
            self.paths[where] = os.fsdecode(path)
        except Exception as error:  # the caller's class may be broken
            return self._refused(where, f"the path cannot be read ({type(error).__name__}: {error})")
        return PLACEHOLDER

    def _refused(self, where: Where, words: str) -> Any:
        self.problems.append(Problem(place_of(where), words))
        return _NO_JSON


def _instead(value: Any) -> str:
    """Return how to pass a file, if the value is bytes or an open file."""
    if isinstance(value, bytes | bytearray | memoryview) or callable(getattr(value, "read", None)):
        return ": for a local file pass its Path, for bytes or an open file the url of what upload() returns"
    return ""


def canonical(value: Any) -> str:
    """Return a JSON value as text, the same for equal values."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def items_of(given: Any) -> Iterable[tuple[Any, Any]]:
    """Return the items of a dict-like object with keys and values of any type."""
    items: Iterable[tuple[Any, Any]] = given.items()
    return items
