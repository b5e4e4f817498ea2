"""Cache of uploaded files and of the digests of local files, so that no file is uploaded or read twice."""

from __future__ import annotations

import hashlib
import io
import os
import threading
from collections.abc import Iterable
from pathlib import Path

from .._media.open_files import open_regular
from .journal import Journal

MARGIN = 3600.0
"""Seconds before its expiry from which a URL is not used again: the service fetches the file when the task starts."""


class Uploads:
    """The URLs of uploaded files that have not expired; with a journal, also those of earlier processes."""

    def __init__(self, origin: str = "", journal: Journal | None = None) -> None:
        self._origin = origin
        self._journal = journal
        self._lock = threading.Lock()
        self._known: dict[str, tuple[str, float]] = {}
        self._in_progress: dict[str, object] = {}

    def claim(self, digest: str, now: float, by: object = None) -> tuple[str | None, bool]:
        """Return (its URL, False) for an uploaded file, (None, True) if `by` is to upload it, else (None, False).

        With (None, False), another caller is uploading the file: claim it again later.
        """
        with self._lock:
            if digest in self._in_progress:
                return None, False
            found = self._known.get(digest)
            if self._journal is not None and (found is None or found[1] - now <= MARGIN):
                found = self._journal.upload(self._key(digest))
            if found is not None and found[1] - now > MARGIN:
                return found[0], False
            self._in_progress[digest] = by
            return None, True

    def finish(self, digest: str, url: str = "", expires: float = 0.0, by: object = None) -> None:
        """End the claim of `by`, and remember the URL if the upload succeeded."""
        with self._lock:
            if self._in_progress.get(digest) is by:
                self._in_progress.pop(digest, None)
            if url:
                self._known[digest] = url, expires
        if url and self._journal is not None:
            self._journal.uploaded(self._key(digest), url, expires)

    def forget(self, urls: Iterable[str]) -> None:
        """Do not use these URLs again: the service refused a request with them, and may have deleted a file."""
        invalid = set(urls)
        with self._lock:
            self._known = {digest: found for digest, found in self._known.items() if found[0] not in invalid}
        if self._journal is not None and invalid:
            self._journal.forget_uploads(invalid)

    def _key(self, digest: str) -> str:
        return f"{self._origin} {digest}"


PIECE = 1024 * 1024
"""The bytes of a file that are read at once."""


class Digests:
    """The SHA-256 of local files, each read again only if it has changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[int, ...], _Digest] = {}

    def of(self, path: Path) -> str:
        """Return the digest of a file's content.

        Raises:
            OSError: the file cannot be read, is not a regular file, or changes while it is read.
        """
        with open_regular(path) as file:
            before = _identity(file.fileno())
            with self._lock:
                known = self._known.setdefault(before, _Digest())
            with known.lock:  # several jobs may share a file
                if known.text is None:
                    known.text = _digest(file, size=before[2])
                    if _identity(file.fileno()) != before:
                        known.text = None
                        raise OSError("it changes while it is read")
                return known.text


class _Digest:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.text: str | None = None


def _identity(handle: int) -> tuple[int, ...]:
    """Return the properties of a file by which a change is detected."""
    there = os.fstat(handle)
    return there.st_dev, there.st_ino, there.st_size, there.st_mtime_ns, there.st_ctime_ns


def _digest(file: io.FileIO, size: int) -> str:
    digest, left = hashlib.sha256(), size
    while left >= 0 and (piece := file.read(min(PIECE, left + 1))):
        left -= len(piece)
        digest.update(piece)
    if left:
        raise OSError("it changes while it is read")
    return digest.hexdigest()
