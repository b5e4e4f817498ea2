"""A file on its way out: multipart/form-data made by httpx, whose boundary is random, and read as it is sent."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from io import BufferedReader, BytesIO
from typing import Any, BinaryIO, Literal, cast

from foxapi_video_client.models.file_upload import FileUpload
from foxapi_video_client.types import UNSET, Unset

from .._contract.catalog import catalog
from .._media.open_files import open_regular, reason
from .._media.probe import content_type
from .._steps.actions import Upload
from .._steps.callbacks import report
from ..errors import InvalidRequest
from ..values import Problem


@contextmanager
def request_of(upload: Upload, before: Callable[[], None] | None = None) -> Generator[dict[str, Any]]:
    """Open what is to be sent and yield the arguments of httpx's `request`; `before` is called for each piece.

    What goes wrong while it is read, or in the caller's own functions, is raised as it is, whatever HTTP makes of it.
    """
    with _opened(upload.source) as file:
        stream = _Counted(file, upload, before)
        form = FileUpload(file=stream, file_name=upload.file_name, auto_cleanup=_as_text(upload.auto_cleanup)).to_dict()
        operation = catalog().operations["upload_file"]
        try:
            yield {
                "method": operation["method"],
                "url": operation["path"],
                "files": {
                    name: (upload.file_name, value, stream.content_type)
                    for name, value in form.items()
                    if value is stream
                },
                "data": {name: value for name, value in form.items() if value is not stream},
            }
        except BaseException as error:
            if stream.failure is not None and stream.failure is not error:
                raise stream.failure from None
            raise


def _as_text(flag: bool | None) -> Literal["true", "false"] | Unset:
    return UNSET if flag is None else "true" if flag else "false"


@contextmanager
def _opened(source: os.PathLike[str] | bytes | BinaryIO) -> Generator[BinaryIO]:
    if isinstance(source, bytes):
        yield BytesIO(source)
    elif isinstance(source, os.PathLike):
        with _at(source) as file:
            yield file
    else:
        yield source


def _at(path: os.PathLike[str]) -> BinaryIO:
    try:
        return BufferedReader(open_regular(path))
    except (OSError, ValueError) as error:
        raise InvalidRequest([Problem("source", f"{path} cannot be read: {reason(error)}")]) from error


class _Counted:
    """A file that tells how much of it was read, and notices when it is not what was checked before."""

    def __init__(self, file: BinaryIO, upload: Upload, before: Callable[[], None] | None) -> None:
        self.failure: BaseException | None = None
        self._file = file
        self._upload = upload
        self._before = before
        self._size, head = _size_and_head(file)
        self.content_type = content_type(head, upload.file_name)
        self._at = 0
        self._sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        try:
            return self._read(size)
        except BaseException as error:
            self.failure = error
            raise

    def _read(self, size: int) -> bytes:
        """Read no more than the size that was announced: a server takes what follows for another request."""
        if self._before is not None:
            self._before()
        left = self._size - self._at
        piece = self._taken(left if size < 0 else min(size, left))
        self._at += len(piece)
        if self._upload.digest is not None:
            self._sum.update(piece)
        if not piece and left and size:
            raise self._changed()
        # the last piece is held back until it is certain that nothing else is sent
        if self._at == self._size and (piece or not self._size):
            wanted = self._upload.digest
            if self._taken(1) or wanted not in (None, self._sum.hexdigest()):
                raise self._changed()
        if self._upload.on_bytes is not None and piece:
            report(self._upload.on_bytes, self._at, self._size)
        return piece

    def _taken(self, size: int) -> bytes:
        try:
            return self._file.read(size)
        except (OSError, ValueError) as error:  # a ValueError: its owner has closed it
            raise _invalid(f"what is to be uploaded cannot be read: {reason(error)}") from error

    def _changed(self) -> InvalidRequest:
        return _invalid(f"{self._upload.file_name} has changed since it was checked; submit it again")

    def seek(self, place: int, whence: int = os.SEEK_SET) -> int:
        """Go to the start, or to the end that was announced."""
        if (place, whence) == (0, os.SEEK_END):
            self._at = self._size
        elif (place, whence) == (0, os.SEEK_SET):
            self._at, self._sum = self._file.seek(0), hashlib.sha256()
        else:
            raise io.UnsupportedOperation("a file is uploaded from its start")
        return self._at

    def tell(self) -> int:
        return self._at


def _size_and_head(file: BinaryIO) -> tuple[int, bytes]:
    """Return a file's bytes and the first of them; one that cannot be read twice cannot be sent again, either.

    Raises:
        InvalidRequest: it is not open for reading bytes from any place.
    """
    try:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        if not isinstance(cast(object, file.read(0)), bytes):
            raise _invalid("the file is open as text: open it with mode 'rb'")
        head = file.read(512)
        file.seek(0)
    except InvalidRequest:
        raise
    except (OSError, ValueError, AttributeError, TypeError) as error:  # closed, a pipe, write-only, no file at all
        raise _invalid(f"the open file cannot be read from its start ({error}): read it, and give the bytes") from error
    return size, head


def _invalid(words: str) -> InvalidRequest:
    return InvalidRequest([Problem("source", words)])
