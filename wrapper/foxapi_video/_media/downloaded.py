"""Whether a downloaded file is complete, read from its bytes: text instead of a video, or an MP4 file cut off."""

from __future__ import annotations

from pathlib import Path

from .mp4 import BadBox, boxes
from .probe import probe

MAX_BOXES = 100_000
"""The maximum number of boxes that are read; a fragmented video has about two per second."""
_FIRST = (b"ftyp", b"styp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
"""The first box of an MP4 or QuickTime file; free space may precede its type."""


def is_mp4(path: Path) -> bool:
    """Return True if a file begins as MP4 and QuickTime files do."""
    with path.open("rb") as file:
        return file.read(8)[4:] in _FIRST


def mp4_trouble(path: Path, *, framed: bool = False) -> str | None:
    """Return what is wrong with the structure of an MP4 file, or None if it is complete.

    An MP4 file is a sequence of boxes, each with its size in front (ISO/IEC 14496-12, 4.2). If the sizes do not add up
    to the file's, a part is missing, which HTTP without a Content-Length does not reveal. If HTTP does (`framed`),
    bytes after the last box, or more boxes than are read, are in the server's file as well.
    """
    size = path.stat().st_size
    if not size:
        return "it is empty"
    if not is_mp4(path):
        return "it does not begin as an MP4 file does"
    names: set[bytes] = set()
    name, end = b"", 0
    with path.open("rb") as file:

        def read(place: int, count: int) -> bytes:
            file.seek(place)
            return file.read(count)

        try:
            for number, (name, _, end) in enumerate(boxes(read, 0, size)):
                if number == MAX_BOXES:
                    return None if framed else f"it has more than {MAX_BOXES} boxes"
                if end <= size:
                    names.add(name)
        except BadBox as error:
            name, end = error.name, size + 1
    if end < size:  # too few bytes for another box
        name, end = b"", size + 1
    required = [b"mdat"] if b"moof" not in names else []
    required += [b"moov"] if b"meta" not in names else []  # images have `meta` instead of `moov`
    missing = [each.decode() for each in required if each not in names]
    if end > size and not (framed and not missing and not (len(name) == 4 and name.isalnum())):
        return f"its last box ends at byte {end} of {size}"
    return f"it has no {' and no '.join(missing)} box" if missing else None


def text_in_place(path: Path, content_type: str) -> str | None:
    """Return the kind of text that a file contains instead of a video, such as an error page; None for any other file.

    The bytes take precedence over the content type: servers send videos as text, and pages as videos.
    """
    kind = probe(path).type
    if kind not in _AMBIGUOUS:
        return None
    with path.open("rb") as file:
        head = file.read(512)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or not head.translate(None, _TEXT):
        return {b"<": "HTML or XML", b"{": "JSON", b"[": "JSON"}.get(start, "text")
    declared = _media_type(content_type)
    is_text = declared.startswith("text/") or declared.endswith(("json", "xml", "html"))
    return "text" if kind is None and is_text else None


_AMBIGUOUS = (None, "bmp", "mp3", "aac", "srt", "pdf")
"""Types whose first bytes can begin a text as well: "BM", or the byte order mark of UTF-16."""
_TEXT = bytes({*range(32, 256), *b"\t\n\r\f\x1b"} - {127})
"""The bytes of texts in UTF-8 and older encodings; every video, image and audio clip has others near its start."""


def suffix_of(path: Path, content_type: str = "") -> str:
    """Return the suffix for a file's actual type, such as ".webm"; "" if the type is unknown."""
    from mimetypes import guess_extension

    kind = probe(path).type
    return f".{kind}".replace(".jpeg", ".jpg") if kind else guess_extension(_media_type(content_type)) or ""


def _media_type(header: str) -> str:
    return header.partition(";")[0].strip().lower()
