"""Open regular files only: reading a pipe blocks until it has a writer, and a device has no end."""

from __future__ import annotations

import errno
import io
import os
from stat import S_ISDIR, S_ISREG

# O_NONBLOCK: opening does not block if a pipe replaced the file after the first check
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"))


def open_regular(path: str | os.PathLike[str]) -> io.FileIO:
    """Open a regular file for reading, without a buffer.

    Raises:
        OSError: the file does not exist, cannot be read, or is a folder, a pipe, a device or a socket.
        ValueError: the path contains a null byte.
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
        raise OSError(errno.EINVAL, "it is a folder" if S_ISDIR(there.st_mode) else "it is not a regular file")
