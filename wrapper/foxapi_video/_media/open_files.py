"""Open local files, and only regular ones: a pipe waits for its writer, and a device has no end."""

from __future__ import annotations

import errno
import io
import os
from stat import S_ISDIR, S_ISREG

# O_NONBLOCK: a pipe that took the file's place after the first check does not make us wait
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"))


def open_regular(path: str | os.PathLike[str]) -> io.FileIO:
    """Open a regular file for reading, without a buffer.

    Raises:
        OSError: it is not there, may not be read, or is something else: a folder, a pipe, a device, a socket.
        ValueError: the path holds a null byte.
    """
    _check(os.stat(path))  # opening can have an effect, even without reading
    handle = os.open(path, _FLAGS)
    try:
        _check(os.fstat(handle))
        return io.FileIO(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def reason(error: OSError | ValueError) -> str:
    """Return why a file cannot be read, without its path."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _check(there: os.stat_result) -> None:
    if not S_ISREG(there.st_mode):
        raise OSError(errno.EINVAL, "it is a folder" if S_ISDIR(there.st_mode) else "it is no regular file")
