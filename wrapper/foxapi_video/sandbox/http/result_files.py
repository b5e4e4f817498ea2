"""The files of the media origin: the results of tasks, and uploaded files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from mimetypes import MimeTypes
from typing import NamedTuple

from ..service.addresses import Addresses
from ..service.stored_uploads import Uploads
from ..service.tasks import Tasks

TYPES = MimeTypes()
"""Python's own table, so that the types do not depend on the machine."""
UNKNOWN = "application/octet-stream"
SIGNATURES = tuple(
    (re.compile(start, re.DOTALL), kind)
    for start, kind in (
        (rb"\x89PNG\r\n\x1a\n", "image/png"),
        (rb"\xff\xd8\xff", "image/jpeg"),
        (rb"GIF8[79]a", "image/gif"),
        (rb"RIFF....WEBP", "image/webp"),
        (rb"....ftypavi[fs]", "image/avif"),
        (rb"....ftyp(hei[cx]|mif1)", "image/heic"),
        (rb"....ftypqt  ", "video/quicktime"),
        (rb"....ftypM4A ", "audio/mp4"),
        (rb"....ftyp", "video/mp4"),
        (rb"\x1a\x45\xdf\xa3", "video/webm"),
        (rb"RIFF....WAVE", "audio/wav"),
        (rb"ID3|\xff[\xfb\xf3\xf2]", "audio/mpeg"),
        (rb"fLaC", "audio/flac"),
        (rb"OggS", "audio/ogg"),
    )
)
"""The first bytes of the file types that models accept; browsers run none of these types."""


class File(NamedTuple):
    """A file to serve."""

    content: bytes
    media_type: str
    changed: float
    tag: str
    """Its ETag."""


class FileUnavailable(Exception):
    """There is no file at a URL, or its signature is invalid or expired."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class Files:
    """Find the file at a URL."""

    def __init__(self, addresses: Addresses, tasks: Tasks, uploads: Uploads) -> None:
        self._addresses = addresses
        self._tasks = tasks
        self._uploads = uploads

    async def at(self, path: str, query: Mapping[str, str]) -> File:
        """Return the file at an unquoted path.

        Raises:
            FileUnavailable: there is no such file, it has expired, or the signature in the query is invalid.
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
        await clip.wait_until_done()
        if clip.failure is not None:
            raise _missing()
        content = clip.future.result()
        return File(content, media_type(content), task.ends, f'"{sha256(content).hexdigest()[:32]}"')

    def _upload(self, upload_id: str, filename: str, path: str, query: Mapping[str, str]) -> File:
        upload = self._uploads.get(upload_id)
        if upload is None or upload.filename != filename:
            raise _missing()
        self._check(path, query)
        if upload.content is None:
            if self._uploads.clock.now() < upload.expires:  # evicted for newer files
                raise _missing()
            raise _expired()
        return File(upload.content, media_type(upload.content), upload.created, f'"{upload.sha256[:32]}"')

    def _check(self, path: str, query: Mapping[str, str]) -> None:
        if not self._addresses.is_signed(path, query):
            raise FileUnavailable(403, "SignatureDoesNotMatch", "The signature does not match the URL.")


def media_type(content: bytes) -> str:
    """Return the content type of a file by its first bytes, since its name may be wrong."""
    return next((kind for start, kind in SIGNATURES if start.match(content)), UNKNOWN)


def suffix(kind: str) -> str:
    """Return the suffix of a file name for a content type, or "" if it is unknown."""
    return TYPES.guess_extension(kind, strict=False) or ""


def _missing() -> FileUnavailable:
    return FileUnavailable(404, "NoSuchKey", "The specified key does not exist.")


def _expired() -> FileUnavailable:
    return FileUnavailable(403, "AccessDenied", "Request has expired.")
