"""Read the headers of a media file: what they say, and a reader with a limit on the bytes it reads."""

from __future__ import annotations

from io import FileIO

from attrs import frozen


@frozen
class Headers:
    """What the headers of a file say; None for what they do not say, or say wrongly."""

    type: str | None
    """The file type, such as "png" or "mp4"; None if it is unknown."""
    seconds: float | None = None
    """The length of a video or audio clip, never a guess.

    Known for MP4, MOV and M4A, unless fragmented by a writer that did not know it; WAV; MP3 with a Xing, Info or VBRI
    header or of a constant bit rate; AAC and Ogg.
    """
    tolerance: float = 0.0
    """The seconds by which `seconds` may be wrong: not every encoder says how much silence it has added."""
    tracks: frozenset[str] | None = None
    """The tracks of an MP4 or MOV file: "video", "audio" and "other"; None if its index does not say."""
    cut_off: bool = False
    """True if the end of an MP4 or MOV file is missing, as after an interrupted download or recording."""


class TooMuch(Exception):
    """The headers exceed what is read of a file."""


_MAX_READS = 10_000
_MAX_BYTES = 1024 * 1024
"""The maximum that is read of a file; a video with an index needs a few hundred bytes."""
_HEAD = 512
"""The minimum number of bytes per read, for the first `_LARGE_READS`: the next header is usually within them."""
_LARGE_READS = 16


class Reader:
    """Reads a file at any place, up to the limits."""

    def __init__(self, file: FileIO, size: int) -> None:
        self.size = size
        self._file = file
        self._reads = 0
        self._bytes = 0
        self._place = 0
        self._window = b""
        self.head = self.at(0, _HEAD)

    def at(self, place: int, count: int) -> bytes:
        """Return `count` bytes, or fewer at the end of the file."""
        begin = place - self._place
        if begin < 0 or begin + count > len(self._window):
            self._window = self._read(place, count if self._reads > _LARGE_READS else max(count, _HEAD))
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
        while len(data) < count and (more := self._file.read(count - len(data))):  # some file systems return less
            data += more
        return data
