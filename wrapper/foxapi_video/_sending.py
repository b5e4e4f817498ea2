"""A file on its way out: multipart/form-data made by httpx, whose boundary is random, and read as it is sent."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

from foxapi_video_client.models.file_upload import FileUpload
from foxapi_video_client.types import UNSET, Unset

from ._actions import OnBytes, Upload
from ._catalogue import catalogue
from ._problems import Problem
from .errors import InvalidRequest


@contextmanager
def request_of(upload: Upload, before: Callable[[], None] | None = None) -> Generator[dict[str, Any]]:
    """Open what is to be sent and yield the arguments of httpx's `request`; `before` is called for each piece."""
    with _opened(upload.source) as file:
        stream = _Counted(file, upload.on_bytes, before)
        form = FileUpload(file=stream, file_name=upload.file_name, auto_cleanup=_as_text(upload.auto_cleanup)).to_dict()
        operation = catalogue().operations["upload_file"]
        yield {
            "method": operation["method"],
            "url": operation["path"],
            "files": {name: (upload.file_name, value) for name, value in form.items() if value is stream},
            "data": {name: value for name, value in form.items() if value is not stream},
        }


def _as_text(flag: bool | None) -> Literal["true", "false"] | Unset:
    return UNSET if flag is None else "true" if flag else "false"


@contextmanager
def _opened(source: str | os.PathLike[str] | bytes | BinaryIO) -> Generator[BinaryIO]:
    if isinstance(source, bytes):
        yield BytesIO(source)
    elif isinstance(source, str | os.PathLike):
        with _at(source) as file:
            yield file
    else:
        yield source


def _at(path: str | os.PathLike[str]) -> BinaryIO:
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise InvalidRequest([Problem("source", f"{path} cannot be read: {error.strerror or error}")]) from error


class _Counted:
    """A file that tells how much of it was read."""

    def __init__(self, file: BinaryIO, on_bytes: OnBytes | None, before: Callable[[], None] | None) -> None:
        self._file = file
        self._on_bytes = on_bytes
        self._before = before
        self._size = _size(file)

    def read(self, size: int = -1) -> bytes:
        if self._before is not None:
            self._before()
        piece = self._file.read(size)
        if self._on_bytes is not None and piece:
            self._on_bytes(self._file.tell(), self._size)
        return piece

    def seek(self, place: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(place, whence)

    def tell(self) -> int:
        return self._file.tell()


def _size(file: BinaryIO) -> int:
    """Return a file's bytes; one that cannot be read twice cannot be sent again, either.

    Raises:
        InvalidRequest: it is not open for reading bytes from any place.
    """
    try:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        if not isinstance(cast(object, file.read(0)), bytes):
            raise InvalidRequest([Problem("source", "the file is open as text: open it with mode 'rb'")])
    except (OSError, ValueError) as error:  # closed, a pipe, write-only
        words = f"the open file cannot be read from its start ({error}): read it, and give the bytes"
        raise InvalidRequest([Problem("source", words)]) from error
    return size
