"""Whatever Python holds → the very types of JSON, and a problem for each value that has no form there."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, cast, runtime_checkable

from foxapi_video_client.types import Unset

from ._local_files import file_url
from ._problems import Problem, shown


@runtime_checkable
class RequestObject(Protocol):
    """What every generated request class can do."""

    def to_dict(self) -> dict[str, Any]: ...


_NO_JSON = object()
"""Stands for a value that JSON has no form for."""
DEEPEST = 100
LONGEST_NUMBER = 8192
"""Bits of the largest integer; Python refuses to write one of more than 4300 digits."""


def _is_plain(value: Any) -> bool:
    """Recognise quickly what most values are, and what is its own copy."""
    if isinstance(value, str):
        return type(value) is str and value.isascii()
    if isinstance(value, int):
        return value is True or value is False or (type(value) is int and value.bit_length() < 64)
    return value is None


class Reader:
    """Copies values into the very types of JSON, and notes what has no form there."""

    def __init__(self, *, files: bool = False) -> None:
        self.problems: list[Problem] = []
        self.spoilt: set[str] = set()
        """The fields that hold what JSON has no form for."""
        self._files = files
        self._paths: dict[str, str] = {}
        """Place → the path that stood there, written as a file: URL for now."""

    @property
    def is_clean(self) -> bool:
        """Whether all that was read is JSON, with no path in it."""
        return not self.problems and not self._paths

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
                self.problems.append(Problem(shown(name), "is not text, as a field's name is"))
                continue
            before = len(self.problems)
            if (text := self.plain(name, shown(name))) is not _NO_JSON:
                given[text] = self.plain(value, text)
                if len(self.problems) > before:
                    self.spoilt.add(text)
        return given

    def misplaced(self, known: set[str]) -> list[Problem]:
        """Return a problem for each path that stands where no file belongs."""
        words = "is a local file, and no file belongs here"
        return [Problem(at, f"{shown(path)} {words}") for at, path in self._paths.items() if at not in known]

    def plain(self, value: Any, place: str, depth: int = 0) -> Any:
        """Copy one value."""
        if value is None or value is True or value is False:
            return value
        if isinstance(value, str):
            try:
                value.encode()
            except UnicodeEncodeError:
                return self._refused(place, "the text holds half a character (a lone surrogate), which cannot be sent")
            return str.__str__(value)
        if isinstance(value, int):
            if value.bit_length() > LONGEST_NUMBER:
                return self._refused(place, "the number is too large to be sent")
            return int.__int__(value)
        if isinstance(value, float):
            if not math.isfinite(value):
                return self._refused(place, f"{float.__repr__(value)} is not a number that JSON can hold")
            return float.__float__(value)
        return self._composed(value, place, depth)

    def _composed(self, value: Any, place: str, depth: int) -> Any:
        if depth == DEEPEST:
            return self._refused(place, f"nested more than {DEEPEST} deep")
        if isinstance(value, Mapping):
            plain: dict[str, Any] = {}
            for name, item in items_of(value):
                if not isinstance(name, str):
                    _ = self._refused(place, f"the key {shown(name)} is not text")
                elif (text := self.plain(name, place)) is not _NO_JSON:
                    plain[text] = self.plain(item, f"{place}.{text}", depth + 1)
            return plain
        if isinstance(value, list | tuple):
            items = enumerate(cast(Sequence[Any], value))
            return [self.plain(item, f"{place}[{at}]", depth + 1) for at, item in items]
        if isinstance(value, os.PathLike) and self._files:
            try:
                path = os.fsdecode(cast("os.PathLike[str]", value))
                url = file_url(path)
            except Exception as error:  # it is not ours, and may be broken
                return self._refused(place, f"the path cannot be read ({type(error).__name__}: {error})")
            self._paths[place] = path
            return self.plain(url, place)
        if isinstance(value, RequestObject) and not isinstance(value, type):
            try:
                return self.plain(value.to_dict(), place, depth + 1)
            except Exception as error:  # whatever stands in its fields
                kind = type(value).__name__
                return self._refused(place, f"the {kind} cannot be read ({type(error).__name__}: {error})")
        return self._refused(place, f"{shown(value)} is not something that JSON can hold")

    def _refused(self, place: str, words: str) -> Any:
        self.problems.append(Problem(place, words))
        return _NO_JSON


def items_of(mapping: Any) -> Iterable[tuple[Any, Any]]:
    """Return a mapping's items, of whose types nothing is known."""
    items: Iterable[tuple[Any, Any]] = mapping.items()
    return items
