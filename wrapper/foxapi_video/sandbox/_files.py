"""The files at the media origin: what tasks have made, and what was uploaded."""

from __future__ import annotations

from collections.abc import Mapping
from mimetypes import MimeTypes
from pathlib import PurePosixPath
from typing import NamedTuple

from ._addresses import Addresses
from ._tasks import Tasks
from ._uploads import Uploads

TYPES = MimeTypes()
"""Python's own table: what the machine knows beside it would make answers differ."""
UNKNOWN = "application/octet-stream"


class File(NamedTuple):
    """A file as it is served."""

    content: bytes
    media_type: str
    changed: float


class Absent(Exception):
    """There is no file at an address, or none for this signature."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class Files:
    """Find the file that an address names."""

    def __init__(self, addresses: Addresses, tasks: Tasks, uploads: Uploads) -> None:
        self._addresses = addresses
        self._tasks = tasks
        self._uploads = uploads

    async def at(self, path: str, query: Mapping[str, str]) -> File:
        """Return the file at a path, which is not quoted any more.

        Raises:
            Absent: there is none, it has expired, or the query does not sign the path.
        """
        match path.split("/"):
            case ["", "results", task_id, "video.mp4"]:
                return await self._result(task_id, path, query)
            case ["", "uploads", upload_id, filename]:
                return self._upload(upload_id, filename, path, query)
            case _:
                raise _missing()

    async def _result(self, task_id: str, path: str, query: Mapping[str, str]) -> File:
        task = self._tasks.get(task_id)
        if task is None:
            raise _missing()
        self._check(path, query)
        clip = task.clip
        if clip is None:
            raise _expired()
        await clip.settled()
        if clip.failure is not None:
            raise _missing()
        return File(clip.future.result(), "video/mp4", task.ends)

    def _upload(self, upload_id: str, filename: str, path: str, query: Mapping[str, str]) -> File:
        upload = self._uploads.get(upload_id)
        if upload is None or upload.filename != filename:
            raise _missing()
        self._check(path, query)
        if upload.content is None:
            if self._uploads.clock.now() < upload.expires:  # it gave way to newer ones
                raise _missing()
            raise _expired()
        return File(upload.content, media_type(filename), upload.created)

    def _check(self, path: str, query: Mapping[str, str]) -> None:
        if not self._addresses.genuine(path, query):
            raise Absent(403, "SignatureDoesNotMatch", "The signature does not match the URL.")


def media_type(name: str) -> str:
    """Guess the content type that a file's name stands for."""
    kind, packed = TYPES.guess_type(f"file{PurePosixPath(name).suffix}", strict=False)
    return UNKNOWN if kind is None or packed else kind


def suffix(kind: str) -> str:
    """Guess the end of a file's name from its content type; empty when nothing is known."""
    return TYPES.guess_extension(kind, strict=False) or ""


def _missing() -> Absent:
    return Absent(404, "NoSuchKey", "The specified key does not exist.")


def _expired() -> Absent:
    return Absent(403, "AccessDenied", "Request has expired.")
