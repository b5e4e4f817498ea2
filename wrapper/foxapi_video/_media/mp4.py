"""The boxes of an MP4 or MOV file: its length and tracks, and whether it is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from .headers import Headers, Reader, TooMuch


def mp4_headers(reader: Reader, kind: str) -> Headers:
    """Read the boxes of an MP4 or MOV file (ISO/IEC 14496-12, 4.2); without an index it cannot be played."""
    movie: _Movie | None = None
    playable = fragments = False
    end = reader.size
    try:
        for name, begin, stop in boxes(reader.at, 0, end):
            if stop > end and name in (b"moov", b"mdat"):
                return Headers(kind, cut_off=True)
            if name == b"moov":
                movie = movie or _movie(reader, begin, stop)
                playable = True
            elif name == b"meta":  # the index of an image
                playable = True
            elif name == b"moof":
                fragments = True
    except (TooMuch, BadBox):
        playable = True  # the rest is unknown
    if movie is None:
        return Headers(kind, cut_off=not playable)
    return Headers(kind, movie.whole if fragments or movie.fragmented else movie.seconds, tracks=movie.tracks)


class _Movie(NamedTuple):
    """The content of the index."""

    seconds: float | None
    """The length without fragments."""
    fragmented: bool
    whole: float | None
    """The length with all fragments, which few writers state."""
    tracks: frozenset[str] | None


def _movie(reader: Reader, begin: int, end: int) -> _Movie:
    """Read box moov: lengths from mvhd and mvex/mehd (8.2.2, 8.8.2), tracks from trak/mdia/hdlr (8.4.3)."""
    header = extends = b""
    fragmented = False
    handlers: set[bytes] = set()
    try:
        for name, start, stop in boxes(reader.at, begin, end):
            if name == b"mvhd":
                header = _content(reader, start, stop, 32)
            elif name == b"mvex":
                fragmented = True
                if place := _inside(reader, b"mehd", start, stop):
                    extends = _content(reader, *place, 12)
            elif name == b"trak":
                media = _inside(reader, b"mdia", start, stop)
                place = media and _inside(reader, b"hdlr", *media)
                handlers.add(_content(reader, *place, 12)[8:] if place else b"")
    except BadBox:
        handlers.clear()
    at, size = (20, 8) if header[:1] == b"\1" else (12, 4)
    scale, length = _number(header, at, 4), _number(header, at + 4, size)
    whole = _number(extends, 4, 8 if extends[:1] == b"\1" else 4)
    known = handlers and _HANDLERS.keys() >= handlers
    return _Movie(
        length / scale if scale and length else None,
        fragmented,
        whole / scale if scale and whole else None,
        frozenset(_HANDLERS[handler] for handler in handlers) if known else None,
    )


_HANDLERS = {
    **dict.fromkeys((b"vide", b"auxv", b"pict"), "video"),
    b"soun": "audio",
    **dict.fromkeys(
        (b"text", b"sbtl", b"subt", b"subp", b"clcp", b"meta", b"hint", b"tmcd", b"odsm", b"sdsm"), "other"
    ),
}
"""Handler type (mp4ra.org) → kind of track; if a file has any other, its tracks are unknown."""


class BadBox(Exception):
    """A box is shorter than its own header."""

    def __init__(self, name: bytes) -> None:
        super().__init__(name)
        self.name = name


def boxes(read: Callable[[int, int], bytes], at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield the name of each box between two places, where its content begins, and where it ends by its own header.

    `read(place, count)` returns bytes of the file.
    """
    while at + 8 <= end:
        head = read(at, 16)
        length, header = int.from_bytes(head[:4]), 8
        if length == 1:
            length, header = int.from_bytes(head[8:16]), 16
        elif length == 0:
            length = end - at
        if length < header:
            raise BadBox(head[4:8])
        yield head[4:8], at + header, at + length
        at += length


def _inside(reader: Reader, box: bytes, begin: int, end: int) -> tuple[int, int] | None:
    for name, start, stop in boxes(reader.at, begin, end):
        if name == box:
            return start, stop
    return None


def _content(reader: Reader, begin: int, end: int, count: int) -> bytes:
    """Return the first `count` bytes of a box, or fewer if it is shorter."""
    return reader.at(begin, min(count, end - begin))


def _number(data: bytes, at: int, size: int) -> int:
    """Read an integer; 0 if it is cut off, or unknown (all bits set)."""
    number = int.from_bytes(data[at : at + size]) if len(data) >= at + size else 0
    return 0 if number == (1 << 8 * size) - 1 else number
