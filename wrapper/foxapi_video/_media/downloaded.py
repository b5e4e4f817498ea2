"""What a downloaded file is, read from its bytes: text in place of a video, or an MP4 file, and whether it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .probe import probe

MAX_BOXES = 100_000
"""How many boxes of an MP4 file are read at most. A film in fragments has two for each second or so."""
_FIRST = (b"ftyp", b"styp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
"""How an MP4 or QuickTime file begins; free space may come before its type."""


def is_mp4(path: Path) -> bool:
    """Return True if a file begins as MP4 and QuickTime files do."""
    with path.open("rb") as file:
        return file.read(8)[4:] in _FIRST


def mp4_trouble(path: Path, *, framed: bool = False) -> str | None:
    """Say what is wrong with an MP4 file's structure, or None when it is whole.

    An MP4 file is a row of boxes, each with its size in front (ISO/IEC 14496-12, 4.2): where the sizes do not add up
    to the file's, a piece is missing, which HTTP without a Content-Length does not tell. If it does tell (`framed`),
    bytes after the last box, or more boxes than are read, are what the server has and no sign of a missing piece.
    """
    size = path.stat().st_size
    if not size:
        return "it is empty"
    names: set[bytes] = set()
    with path.open("rb") as file:
        for number, (name, end) in enumerate(_boxes(file, size)):
            if not number and name not in _FIRST:
                return "it does not begin as an MP4 file does"
            if number == MAX_BOXES:
                return None if framed else f"it has more than {MAX_BOXES} boxes"
            if end > size:
                if framed and not _missing(names) and not (len(name) == 4 and name.isalnum()):
                    return None
                return f"its last box ends at byte {end} of {size}"
            names.add(name)
    missing = _missing(names)
    return f"it has no {' and no '.join(missing)} box" if missing else None


def _missing(names: set[bytes]) -> list[str]:
    """Name the boxes without which there is nothing to see; images have `meta` instead of `moov`."""
    wanted = [b"mdat"] if b"moof" not in names else []
    wanted += [b"moov"] if b"meta" not in names else []
    return [name.decode() for name in wanted if name not in names]


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


def text_in_place(path: Path, content_type: str) -> str | None:
    """Name the kind of text that a file holds where a video should be, such as an error page; None for any other.

    The bytes count first: servers call a video text, and a page a video.
    """
    kind = probe(path).type
    if kind not in _UNSURE:
        return None
    with path.open("rb") as file:
        head = file.read(512)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or not head.translate(None, _TEXT):
        return {b"<": "HTML or XML", b"{": "JSON", b"[": "JSON"}.get(start, "text")
    said = content_type.partition(";")[0].strip().lower()
    return "text" if kind is None and (said.startswith("text/") or said.endswith(("json", "xml", "html"))) else None


_UNSURE = (None, "bmp", "mp3", "aac", "srt", "pdf")
"""Types whose first bytes a text can have, too: "BM", or the byte order mark of UTF-16."""
_TEXT = bytes({*range(32, 256), *b"\t\n\r\f\x1b"} - {127})
"""Bytes of texts in UTF-8 and the older encodings; every video, image and audio clip has others near its start."""


def suffix_of(path: Path, content_type: str = "") -> str:
    """Return the suffix for a file's actual type, such as ".webm"; "" when neither its bytes nor its server tell."""
    from mimetypes import guess_extension

    kind = probe(path).type
    if kind is not None:
        return f".{kind}".replace(".jpeg", ".jpg")
    return guess_extension(content_type.partition(";")[0].strip().lower()) or ""
