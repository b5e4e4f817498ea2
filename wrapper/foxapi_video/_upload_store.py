"""What was uploaded and is still there, so that no file is uploaded twice."""

from __future__ import annotations

import threading

from ._journal import Journal

MARGIN = 3600.0
"""Seconds of life that a file must have left to be used again: the service fetches it when the task begins."""


class Uploads:
    """What was uploaded and is still there; with a journal, by earlier processes as well."""

    def __init__(self, origin: str = "", journal: Journal | None = None) -> None:
        self._origin = origin
        self._journal = journal
        self._lock = threading.Lock()
        self._known: dict[str, tuple[str, float]] = {}
        self._under_way: set[str] = set()

    def claim(self, digest: str, now: float) -> tuple[str | None, bool]:
        """Return (its URL, False) for a file that is there, (None, True) when it is ours to upload, else to wait."""
        with self._lock:
            if digest in self._under_way:
                return None, False
            url, expires = self._known.get(digest, ("", 0.0))
            if not url and self._journal is not None:
                url, expires = self._journal.upload(self._key(digest)) or ("", 0.0)
            if url and expires - now > MARGIN:
                return url, False
            self._under_way.add(digest)
            return None, True

    def settle(self, digest: str, url: str = "", expires: float = 0.0) -> None:
        """Note how an upload ended: with a URL, or without."""
        with self._lock:
            self._under_way.discard(digest)
            if url:
                self._known[digest] = url, expires
        if url and self._journal is not None:
            self._journal.uploaded(self._key(digest), url, expires)

    def _key(self, digest: str) -> str:
        return f"{self._origin} {digest}"
