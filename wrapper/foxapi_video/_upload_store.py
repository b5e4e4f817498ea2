"""What was uploaded and is still there, so that no file is uploaded twice."""

from __future__ import annotations

import threading
from collections.abc import Iterable

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
        self._under_way: dict[str, object] = {}

    def claim(self, digest: str, now: float, by: object = None) -> tuple[str | None, bool]:
        """Return (its URL, False) for a file that is there, (None, True) when it is ours to upload, else to wait."""
        with self._lock:
            if digest in self._under_way:
                return None, False
            found = self._known.get(digest)
            if self._journal is not None and (found is None or found[1] - now <= MARGIN):
                found = self._journal.upload(self._key(digest))
            if found is not None and found[1] - now > MARGIN:
                return found[0], False
            self._under_way[digest] = by
            return None, True

    def settle(self, digest: str, url: str = "", expires: float = 0.0, by: object = None) -> None:
        """Note how an upload ended, with a URL or without; what somebody else has claimed is left to them."""
        with self._lock:
            if self._under_way.get(digest) is by:
                self._under_way.pop(digest, None)
            if url:
                self._known[digest] = url, expires
        if url and self._journal is not None:
            self._journal.uploaded(self._key(digest), url, expires)

    def forget(self, urls: Iterable[str]) -> None:
        """Offer these URLs no more: the service has refused a request that held them, and may have dropped a file."""
        dead = set(urls)
        with self._lock:
            self._known = {digest: found for digest, found in self._known.items() if found[0] not in dead}
        if self._journal is not None and dead:
            self._journal.forget_uploads(dead)

    def _key(self, digest: str) -> str:
        return f"{self._origin} {digest}"
