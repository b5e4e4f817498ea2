"""The uploaded files: kept in memory for their lifetime by the sandbox's clock, the oldest giving way to newer ones."""

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
"""Bytes that all files together may have; the service's own limit is not documented."""
LONGEST_NAME = 200
"""Characters of a file's name; of a longer one the end is kept, which says what kind of file it is."""


@define(eq=False, kw_only=True)
class SandboxUpload:
    """One file that was uploaded, for tests to look at; times are seconds of the sandbox's clock."""

    id: str
    filename: str
    """Its name without folders and control characters."""
    size: int
    url: str
    """Where it is served until it expires."""
    created: float
    expires: float
    """When it is forgotten."""
    sha256: str
    """The checksum of its bytes, in hexadecimal."""
    content: bytes | None = field(repr=False)
    """Its bytes; None once it is forgotten."""

    def answer(self) -> dict[str, Any]:
        """Return what uploading it answers."""
        return {
            "id": self.id,
            "filename": self.filename,
            "url": self.url,
            "size": self.size,
            "created": int(self.created),
        }


class Uploads:
    """All files that were uploaded to a sandbox."""

    def __init__(self, clock: Clock, addresses: Addresses) -> None:
        self.clock = clock
        self.all: list[SandboxUpload] = []
        self._addresses = addresses
        self._by_id: dict[str, SandboxUpload] = {}
        self._kept: deque[SandboxUpload] = deque()
        self._stored = 0

    def add(self, content: bytes, name: str, *, auto_cleanup: bool) -> SandboxUpload | None:
        """Keep a file; None when the storage is full and the oldest ones are not to give way."""
        self._forget()
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
        """Return an upload, None when there is none of this id."""
        self._forget()
        return self._by_id.get(upload_id)

    def _new_id(self, now: float) -> str:
        while (upload_id := f"file-{int(now)}-{secrets.token_hex(3)}") in self._by_id:
            pass  # the clock can stand still, and six digits are few
        return upload_id

    def _forget(self) -> None:
        """Let go of the files whose time is over; all live equally long, so the oldest go first."""
        now = self.clock.now()
        while self._kept and self._kept[0].expires <= now:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        upload = self._kept.popleft()
        upload.content = None
        self._stored -= upload.size


def _plain(name: str) -> str:
    """Return a name that fits into an address: the last part of a path, no control characters, not too long."""
    last = re.sub(r"[\x00-\x1f\x7f]", "", re.split(r"[/\\]", name)[-1])[-LONGEST_NAME:]
    return last if last.strip(".") else "file"
