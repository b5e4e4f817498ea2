"""The keys of jobs: which text can name a job and its file, and which two name the same."""

from __future__ import annotations

import re
import unicodedata

from .._contract.wording import format_value

LONGEST_NAME = 255
"""Bytes of a file's name, on every usual file system."""
AROUND_A_KEY = len(".") + len(".mp4") + len(".") + 8 + len(".part")
"""Bytes that the name of a part file has beside the key, see `files.PartFile`."""


class UsedKeys:
    """The keys of one batch. With `name_files`, each names a file, too, on any file system."""

    def __init__(self, *, name_files: bool) -> None:
        self._name_files = name_files
        self._first: dict[str, object] = {}

    def problem(self, key: object, place: object, *, given: bool = True) -> str | None:
        """Return what is wrong with the key of the request at a place, in words, or None.

        A key that was not given is the hash of the request, and empty if there is none.
        """
        if given and (words := _problem(key, names_file=self._name_files)):
            return words
        if not key:
            return None
        same = self._first.setdefault(_comparable(str(key)) if self._name_files else str(key), place)
        return None if same == place else f"is the same job as number {same}; give each a unique key to have both"


def _problem(key: object, *, names_file: bool) -> str | None:
    if not isinstance(key, str):
        return f"{format_value(key)} is not text"
    if not re.fullmatch(r"[\w.-]{1,255}", key) or key.startswith("."):
        return f"{format_value(key)} cannot name a job: letters, digits, . _ - and at most {LONGEST_NAME} of them"
    if names_file:
        size, largest = len(key.encode("utf-8", "surrogatepass")), LONGEST_NAME - AROUND_A_KEY
        if size > largest:
            return f"{format_value(key)} is {size} bytes, too long for a file name: the maximum is {largest}"
        if re.fullmatch(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\..*)?", key, re.IGNORECASE):
            return f"{format_value(key)} cannot name a file: Windows reserves that name"
    return None


def _comparable(key: str) -> str:
    """Return a key as file systems compare names: many ignore case, and some how a letter is composed."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", key).casefold())
