"""The uploaded files: in memory until they expire; if the storage is full, the oldest files are evicted."""

from __future__ import annotations

import re
import secrets
from collections import deque
from hashlib import sha256
from typing import Any

from attrs import define, field

from ..._contract.catalog import catalog
from .addresses import Addresses
from .clock import Clock

STORAGE = 1024**3
"""Maximum size of all files together, in bytes; the service's own limit is not documented."""
LONGEST_NAME = 200
"""Maximum length of a file name, in characters; the end is kept, since it has the suffix."""


@define(eq=False, kw_only=True)
class SandboxUpload:
    """An uploaded file, for assertions in tests; times are in seconds of the sandbox's clock."""

    id: str
    filename: str
    """Its name without folders and control characters."""
    size: int
    url: str
    """The URL that serves it until it expires."""
    created: float
    expires: float
    """The time of its deletion."""
    sha256: str
    """The SHA-256 of its content, in hexadecimal."""
    content: bytes | None = field(repr=False)
    """Its bytes; None after it expired or was evicted."""

    def to_response(self) -> dict[str, Any]:
        """Return the response to its upload."""
        return {
            "id": self.id,
            "filename": self.filename,
            "url": self.url,
            "size": self.size,
            "created": int(self.created),
        }


class Uploads:
    """All uploaded files of a sandbox."""

    def __init__(self, clock: Clock, addresses: Addresses) -> None:
        self.clock = clock
        self.all: list[SandboxUpload] = []
        self._addresses = addresses
        self._by_id: dict[str, SandboxUpload] = {}
        self._kept: deque[SandboxUpload] = deque()
        self._stored = 0

    def add(self, content: bytes, name: str, *, auto_cleanup: bool) -> SandboxUpload | None:
        """Store a file, evicting the oldest ones with `auto_cleanup`; return None if the storage is full."""
        self._drop_expired()
        if self._stored + len(content) > STORAGE and not auto_cleanup:
            return None
        while self._kept and self._stored + len(content) > STORAGE:
            self._drop_oldest()
        now = self.clock.now()
        upload_id = self._new_id(now)
        filename = _plain(name)
        expires = now + catalog().upload_lifetime
        upload = SandboxUpload(
            id=upload_id,
            filename=filename,
            size=len(content),
            url=self._addresses.url(f"/uploads/{upload_id}/{filename}", expires),
            created=now,
            expires=expires,
            sha256=sha256(content).hexdigest(),
            content=content,
        )
        self._stored += upload.size
        self._kept.append(upload)
        self._by_id[upload_id] = upload
        self.all.append(upload)
        return upload

    def get(self, upload_id: str) -> SandboxUpload | None:
        """Return an upload, or None if there is none with this id."""
        self._drop_expired()
        return self._by_id.get(upload_id)

    def _new_id(self, now: float) -> str:
        while (upload_id := f"file-{int(now)}-{secrets.token_hex(3)}") in self._by_id:
            pass  # the clock can be stopped, and six digits can repeat
        return upload_id

    def _drop_expired(self) -> None:
        """Delete the expired files; all have the same lifetime, so the oldest come first."""
        now = self.clock.now()
        while self._kept and self._kept[0].expires <= now:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        upload = self._kept.popleft()
        upload.content = None
        self._stored -= upload.size


def _plain(name: str) -> str:
    """Return a name for a URL: the last part of a path, without control characters, and not too long."""
    last = re.sub(r"[\x00-\x1f\x7f]", "", re.split(r"[/\\]", name)[-1])[-LONGEST_NAME:]
    return last if last.strip(".") else "file"
