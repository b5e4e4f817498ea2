"""Reading the headers of a media file: how much of it is read, and what was found."""

from __future__ import annotations

from io import FileIO
from typing import NamedTuple


class Headers(NamedTuple):
    """What was read; each part is None where the file does not say it, or says it wrongly."""

    type: str | None
    """Such as "png" or "mp4"."""
    seconds: float | None = None
    tolerance: float = 0.0
    """Seconds by which `seconds` may be wrong in either direction."""
    tracks: frozenset[str] | None = None
    """Which of "video", "audio" and "other" an MP4 or MOV file holds."""
    cut_off: bool = False


class TooMuch(Exception):
    """The headers do not end."""


_MAX_READS = 10_000
_MAX_BYTES = 1024 * 1024
"""What is read of a file at most; a film with an index needs a few hundred bytes."""
_HEAD = 512
"""Bytes that are read at once as long as few were: most headers are within so many of another."""
_GENEROUS = 16
"""Reads."""


class Reader:
    """A file that is read at places, up to a limit."""

    def __init__(self, file: FileIO, size: int) -> None:
        self.size = size
        self._file = file
        self._reads = 0
        self._bytes = 0
        self._place = 0
        self._window = b""
        self.head = self.at(0, _HEAD)

    def at(self, place: int, count: int) -> bytes:
        """Return `count` bytes, or what there is of them."""
        begin = place - self._place
        if begin < 0 or begin + count > len(self._window):
            self._window = self._read(place, count if self._reads > _GENEROUS or count > _HEAD else _HEAD)
            self._place = place
            begin = 0
        return self._window[begin : begin + count]

    def _read(self, place: int, count: int) -> bytes:
        self._reads += 1
        self._bytes += count
        if self._reads > _MAX_READS or self._bytes > _MAX_BYTES:
            raise TooMuch
        count = min(count, self.size - place)
        if count <= 0:
            return b""
        self._file.seek(place)
        data = self._file.read(count)
        while len(data) < count and (more := self._file.read(count - len(data))):  # some file systems give less
            data += more
        return data
