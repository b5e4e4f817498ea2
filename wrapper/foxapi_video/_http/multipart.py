"""An upload: httpx writes the multipart/form-data, and the file is read while it is sent."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from io import BufferedReader, BytesIO
from typing import Any, BinaryIO, cast

from foxapi_video_client.models.file_upload import FileUpload
from foxapi_video_client.types import UNSET

from .._contract.catalog import catalog
from .._media.open_files import open_regular, reason
from .._media.probe import content_type
from .._steps.actions import Upload
from .._steps.callbacks import report
from ..errors import InvalidRequest
from ..values import Problem


@contextmanager
def upload_request(upload: Upload, before: Callable[[], None] | None = None) -> Generator[dict[str, Any]]:
    """Open the file and yield the arguments of httpx's `request`; `before` is called before each piece is read.

    Errors while reading it, or in the caller's own functions, are raised as they are, whatever HTTP makes of them.
    """
    with _opened(upload.source) as file:
        stream = _UploadStream(file, upload, before)
        cleanup: Any = UNSET if upload.auto_cleanup is None else "true" if upload.auto_cleanup else "false"
        form = FileUpload(file=stream, file_name=upload.file_name, auto_cleanup=cleanup).to_dict()
        operation = catalog().operations["upload_file"]
        part = (upload.file_name, stream, stream.content_type)
        try:
            yield {
                "method": operation["method"],
                "url": operation["path"],
                "files": {name: part for name, value in form.items() if value is stream},
                "data": {name: value for name, value in form.items() if value is not stream},
            }
        except BaseException as error:
            if stream.failure is not None and stream.failure is not error:
                raise stream.failure from None
            raise


@contextmanager
def _opened(source: os.PathLike[str] | bytes | BinaryIO) -> Generator[BinaryIO]:
    if not isinstance(source, os.PathLike):
        yield BytesIO(source) if isinstance(source, bytes) else source
        return
    try:
        file = BufferedReader(open_regular(source))
    except (OSError, ValueError) as error:
        raise _invalid(f"{source} cannot be read: {reason(error)}") from error
    with file:
        yield file


class _UploadStream:
    """A file that reports how much of it was read, and fails if it is not the file that was checked before."""

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
        """Read no more than the announced size: a server would take the rest for another request."""
        if self._before is not None:
            self._before()
        left = self._size - self._at
        piece = self._from_file(left if size < 0 else min(size, left))
        self._at += len(piece)
        if self._upload.digest is not None:
            self._sum.update(piece)
        if not piece and left and size:
            raise self._changed()
        # the last piece is held back until it is certain that nothing else is sent
        is_last = self._at == self._size and (piece or not self._size)
        if is_last and (self._from_file(1) or self._upload.digest not in (None, self._sum.hexdigest())):
            raise self._changed()
        if self._upload.on_bytes is not None and piece:
            report(self._upload.on_bytes, self._at, self._size)
        return piece

    def _from_file(self, size: int) -> bytes:
        try:
            return self._file.read(size)
        except (OSError, ValueError) as error:  # a ValueError: its owner has closed it
            raise _invalid(f"the file cannot be read: {reason(error)}") from error

    def _changed(self) -> InvalidRequest:
        return _invalid(f"{self._upload.file_name} has changed since it was checked; submit it again")

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to the start, or to the announced end."""
        if (offset, whence) == (0, os.SEEK_END):
            self._at = self._size
        elif (offset, whence) == (0, os.SEEK_SET):
            self._at, self._sum = self._file.seek(0), hashlib.sha256()
        else:
            raise io.UnsupportedOperation("a file is uploaded from its start")
        return self._at

    def tell(self) -> int:
        return self._at


def _size_and_head(file: BinaryIO) -> tuple[int, bytes]:
    """Return a file's size in bytes and its first bytes; a file that cannot be read twice cannot be sent again.

    Raises:
        InvalidRequest: it is not a seekable file that is open for reading bytes.
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
        raise _invalid(f"the open file cannot be read from its start ({error}): pass its bytes instead") from error
    return size, head


def _invalid(words: str) -> InvalidRequest:
    return InvalidRequest([Problem("source", words)])
