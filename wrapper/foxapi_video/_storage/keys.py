"""Validate the keys of jobs, which also name files, and find duplicates."""

from __future__ import annotations

import re
import unicodedata

from .._contract.wording import format_value

LONGEST_NAME = 255
"""The maximum length of a file name in bytes, on all common file systems."""
AROUND_A_KEY = len(".") + len(".mp4") + len(".") + 8 + len(".part")
"""The bytes that the name of a part file has in addition to the key, see `files.PartFile`."""


class UsedKeys:
    """The keys of one batch; with `name_files`, each must also be valid and unique as a file name on any system."""

    def __init__(self, *, name_files: bool) -> None:
        self._name_files = name_files
        self._first: dict[str, object] = {}

    def problem(self, key: object, place: object, *, given: bool = True) -> str | None:
        """Return what is wrong with the key of the request at a place, or None.

        If the caller did not pass a key, it is the hash of the request, or empty if the request is invalid.
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
        return f"{format_value(key)} is not a valid key: must be 1 to {LONGEST_NAME} letters, digits, . _ or -"
    if names_file:
        size, largest = len(key.encode("utf-8", "surrogatepass")), LONGEST_NAME - AROUND_A_KEY
        if size > largest:
            return f"{format_value(key)} is {size} bytes, too long for a file name: the maximum is {largest}"
        if re.fullmatch(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\..*)?", key, re.IGNORECASE):
            return f"{format_value(key)} is not a valid file name: Windows reserves it"
    return None


def _comparable(key: str) -> str:
    """Return a key in the form that file systems compare: many ignore case, and some how a letter is composed."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", key).casefold())
