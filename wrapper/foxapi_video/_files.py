"""The file on disk is whole or absent: a temporary file beside the target, checked, synced and renamed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from .errors import DownloadFailed


class PartFile:
    """A file that appears at its target only once it is whole; anything less is removed.

    Raises:
        DownloadFailed: the target is a folder, or nothing can be written beside it.
    """

    def __init__(self, target: str | os.PathLike[str]) -> None:
        self.target = Path(target)
        self.size = 0
        self.validator: str | None = None
        """The ETag or date of what is being fetched, which lets a broken transfer go on (RFC 9110, 13.1.5)."""
        if self.target.is_dir() or not self.target.name:
            raise DownloadFailed(f"{self.target} is a folder; name the file to write")
        self.path = self.target.with_name(f".{self.target.name[:100]}.{secrets.token_hex(4)}.part")
        with self._explained():
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = self.path.open("xb")

    def __enter__(self) -> PartFile:
        return self

    def __exit__(self, *raised: object) -> None:
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def write(self, piece: bytes) -> None:
        """Append a piece."""
        with self._explained():
            self._file.write(piece)
        self.size += len(piece)

    def restart(self) -> None:
        """Forget what was written."""
        with self._explained():
            self._file.seek(0)
            self._file.truncate()
        self.size, self.validator = 0, None

    def commit(self, expected: int | None) -> None:
        """Check that the file is whole, make it durable and put it in the target's place.

        Raises:
            DownloadFailed: it is shorter or longer than `expected` bytes, or no whole MP4 file.
        """
        if expected is not None and self.size < expected:
            raise DownloadFailed(f"{self.size} of {expected} bytes came", transient=True)
        with self._explained():
            self._file.flush()
            trouble = mp4_trouble(self.path) if self.size == expected or expected is None else f"it has {expected}"
            if trouble:
                size = self.size
                self.restart()
                words = f"the {size} bytes that came are not a whole MP4 file: {trouble}"
                raise DownloadFailed(words, transient=True)
            os.fsync(self._file.fileno())
            self._file.close()
            self.path.replace(self.target)
            _sync_folder(self.target.parent)

    def _explained(self) -> _Explained:
        return _Explained(self.target)


class _Explained:
    """Turn an OSError into a DownloadFailed that names the target."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def __enter__(self) -> None:
        return None

    def __exit__(self, *raised: object) -> None:
        error = raised[1]
        if isinstance(error, OSError):
            raise DownloadFailed(f"cannot write {self._target}: {error.strerror or error}") from error


def check_target(target: str | os.PathLike[str]) -> None:
    """Find out whether the target can be written, before anything is paid for.

    Raises:
        DownloadFailed: it cannot.
    """
    with PartFile(target):
        pass


def mp4_trouble(path: Path) -> str | None:
    """Say what is wrong with an MP4 file's structure, or None when it is whole.

    An MP4 file is a row of boxes, each with its size in front (ISO/IEC 14496-12, 4.2): where the sizes do not add up
    to the file's, a piece is missing, which HTTP without a Content-Length does not tell.
    """
    size = path.stat().st_size
    if not size:
        return "it is empty"
    names: list[bytes] = []
    with path.open("rb") as file:
        for name, end in _boxes(file, size):
            if not names and name != b"ftyp":
                return _guess(file)
            if end > size:
                return f"its box {name.decode('latin-1')} ends at byte {end} of {size}"
            names.append(name)
    wanted = {b"moov", b"mdat"} if b"moof" not in names else {b"moov"}
    missing = sorted(name.decode() for name in wanted.difference(names))
    return f"it has no {' and no '.join(missing)} box" if missing else None


def _boxes(file: BinaryIO, size: int) -> Iterator[tuple[bytes, int]]:
    """Yield the name and the end of each box."""
    at = 0
    while at < size:
        file.seek(at)
        head = file.read(16)
        length, header = int.from_bytes(head[:4]), 8
        if length == 1:
            length, header = int.from_bytes(head[8:16]), 16
        elif length == 0:  # the last box may run to the end of the file
            length = size - at
        if len(head) < 8 or length < header:
            length = size - at + 1  # no box at all: let it end after the file
        yield head[4:8], at + length
        at += length


def _guess(file: BinaryIO) -> str:
    file.seek(0)
    start = file.read(60)
    return f"it starts with {start!r}"


def _sync_folder(folder: Path) -> None:
    """Make the renaming durable, where the system can sync a folder."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
