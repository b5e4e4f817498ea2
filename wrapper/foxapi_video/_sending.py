"""A file on its way out: multipart/form-data made by httpx, whose boundary is random, and read as it is sent."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

from foxapi_video_client.models.file_upload import FileUpload
from foxapi_video_client.types import UNSET, Unset

from ._actions import Upload
from ._callbacks import report
from ._catalogue import catalogue
from ._problems import Problem
from .errors import InvalidRequest


@contextmanager
def request_of(upload: Upload, before: Callable[[], None] | None = None) -> Generator[dict[str, Any]]:
    """Open what is to be sent and yield the arguments of httpx's `request`; `before` is called for each piece.

    What goes wrong while it is read, or in the caller's own functions, is raised as it is, whatever HTTP makes of it.
    """
    with _opened(upload.source) as file:
        stream = _Counted(file, upload, before)
        form = FileUpload(file=stream, file_name=upload.file_name, auto_cleanup=_as_text(upload.auto_cleanup)).to_dict()
        operation = catalogue().operations["upload_file"]
        try:
            yield {
                "method": operation["method"],
                "url": operation["path"],
                "files": {name: (upload.file_name, value) for name, value in form.items() if value is stream},
                "data": {name: value for name, value in form.items() if value is not stream},
            }
        except BaseException as error:
            if stream.failure is not None and stream.failure is not error:
                raise stream.failure from None
            raise


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
    """A file that tells how much of it was read, and notices when it is not what was looked at before."""

    def __init__(self, file: BinaryIO, upload: Upload, before: Callable[[], None] | None) -> None:
        self.failure: BaseException | None = None
        self._file = file
        self._upload = upload
        self._before = before
        self._size = _size(file)
        self._sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        try:
            return self._read(size)
        except OSError as error:
            words = f"what is to be uploaded cannot be read: {error.strerror or error}"
            self.failure = InvalidRequest([Problem("source", words)])
            raise self.failure from error
        except BaseException as error:
            self.failure = error
            raise

    def _read(self, size: int) -> bytes:
        if self._before is not None:
            self._before()
        piece = self._file.read(size)
        wanted = self._upload.digest
        if wanted is not None:
            self._sum.update(piece)
            if not piece and size and self._sum.hexdigest() != wanted:
                words = f"{self._upload.file_name} has changed since it was looked at; submit it anew"
                raise InvalidRequest([Problem("source", words)])
        if self._upload.on_bytes is not None and piece:
            report(self._upload.on_bytes, self._file.tell(), self._size)
        return piece

    def seek(self, place: int, whence: int = os.SEEK_SET) -> int:
        if place == 0 and whence == os.SEEK_SET:
            self._sum = hashlib.sha256()
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
    except (OSError, ValueError, AttributeError, TypeError) as error:  # closed, a pipe, write-only, no file at all
        words = f"the open file cannot be read from its start ({error}): read it, and give the bytes"
        raise InvalidRequest([Problem("source", words)]) from error
    return size
