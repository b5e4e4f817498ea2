"""What a local file is, read from its bytes: its type, its size and, where a header says so, its length and tracks."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import FileIO
from pathlib import Path
from typing import Any

from attrs import frozen

from .._contract.wording import join_words
from .headers import Headers, Reader, TooMuch
from .open_files import open_regular

MEGABYTE = 1024 * 1024
"""Bytes; the pages say MB, and the larger reading refuses less."""

_KINDS = {
    "image": ("jpeg", "png", "webp", "gif", "bmp", "avif", "heic"),
    "video": ("mp4", "mov", "m4v", "webm", "mkv", "gif"),
    "audio": ("mp3", "wav", "m4a", "aac", "ogg", "flac"),
    "text": ("srt",),
    "pdf": ("pdf",),
}
_ALIKE = {"m4v": ("mp4",), "m4a": ("aac",), "mkv": ("webm",), "mp4": ("m4a", "aac")}
"""Types that a page means along with others; most programs that write M4A call it MP4."""


@frozen
class MediaFile:
    """A file on this machine."""

    path: Path
    type: str | None
    """Such as "png" or "mp4"; None when its bytes are of no known type."""
    size: int
    """Bytes."""
    seconds: float | None
    """The length of a video or an audio clip whose headers say it, never a guess; None for others.

    MP4, MOV and M4A, but for fragmented ones whose writer did not know it; WAV; MP3 with a Xing, Info or VBRI header
    or of a constant bit rate; AAC and Ogg.
    """
    tolerance: float = 0.0
    """Seconds by which `seconds` may be wrong: not every encoder says how much silence it has added."""
    tracks: frozenset[str] | None = None
    """Which of "video", "audio" and "other" an MP4 or MOV file holds; None where its index does not say."""
    cut_off: bool = False
    """Whether the end of an MP4 or MOV file is missing, as after an interrupted download or recording."""


def probe(path: Path) -> MediaFile:
    """Read the headers of a file.

    Raises:
        OSError: it is not there, is no regular file, may not be read, or its path is not valid.
    """
    try:
        file = open_regular(path)
    except ValueError:  # a NUL, or a character that no file name can have
        raise OSError(errno.EINVAL, "it is not a valid path") from None
    with file:
        size = os.fstat(file.fileno()).st_size
        found = _read_headers(file, size, subtitles=_is_srt(path.name))
    return MediaFile(path, found.type, size, *found[1:])


def is_of(kind: str | None, kinds: Iterable[str]) -> bool:
    """Return True if a file of a type, such as "png", is an image, a video and so on, as one of the kinds says."""
    types = {kind, *_ALIKE.get(str(kind), ())}
    return any(not types.isdisjoint(_KINDS.get(each, ())) for each in kinds)


def content_type(head: bytes, name: str) -> str:
    """Return the media type of a file, read from its first 512 bytes; the name counts for subtitles alone."""
    kind = _signature(head, len(head))
    if kind == "mpeg audio":
        kind = "aac" if head[:1] == b"\xff" and head[1] & 0x06 == 0 else "mp3"
    if kind is None and _is_srt(name) and _is_text(head):
        kind = "srt"
    return _CONTENT_TYPES.get(str(kind), "application/octet-stream")


def _is_srt(name: str) -> bool:
    return name.lower().endswith(".srt")


_CONTENT_TYPES = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "avif": "image/avif",
    "heic": "image/heic",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "mkv": "video/x-matroska",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "ogg": "audio/ogg",
    "flac": "audio/flac",
    "srt": "application/x-subrip",
    "pdf": "application/pdf",
}


def _read_headers(file: FileIO, size: int, *, subtitles: bool) -> Headers:
    """Read the headers of an unbuffered file of `size` bytes; a text is SRT if `subtitles`, as it has no signature."""
    reader = Reader(file, size)
    kind = _signature(reader.head, size)
    found = Headers(kind)
    try:
        if kind in ("mp4", "mov", "m4v", "m4a"):
            from .mp4 import mp4_headers

            found = mp4_headers(reader, kind)
        elif kind in ("wav", "ogg", "mpeg audio"):
            from . import audio as _audio

            match kind:
                case "wav":
                    found = _audio.wav_headers(reader)
                case "ogg":
                    found = _audio.ogg_headers(reader)
                case _:
                    found = _audio.mpeg_headers(reader)
    except TooMuch:
        found = Headers("mp3" if kind == "mpeg audio" else kind)
    if found.type is None and subtitles and _is_text(reader.head):
        return Headers("srt")
    return found


_SIGNATURES = {
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF8": "gif",
    b"OggS": "ogg",
    b"fLaC": "flac",
    b"%PDF": "pdf",
}
_BRANDS = {
    b"avif": "avif",
    b"avis": "avif",
    b"heic": "heic",
    b"heix": "heic",
    b"heim": "heic",
    b"heis": "heic",
    b"hevc": "heic",
    b"hevx": "heic",
    b"qt  ": "mov",
    b"M4A ": "m4a",
    b"M4B ": "m4a",
    b"M4V ": "m4v",
}
_IMAGE_BRANDS = [brand for brand, kind in _BRANDS.items() if kind in ("avif", "heic")]


def _signature(head: bytes, whole: int) -> str | None:
    """Recognize a file of `whole` bytes by its first ones; "mpeg audio" needs a second look."""
    if head[4:8] == b"ftyp":
        # a writer may put a general brand first (ISO/IEC 23008-12, 10)
        size = min(int.from_bytes(head[:4]), len(head))
        brands = [head[at : at + 4] for at in (8, *range(16, size - 3, 4))]
        if kind := next((_BRANDS[brand] for brand in brands if brand in _IMAGE_BRANDS), None):
            return kind
        return "heic" if brands[0] in (b"mif1", b"msf1") else _BRANDS.get(brands[0], "mp4")
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip"):  # QuickTime before it had brands
        length = int.from_bytes(head[:4])
        if length >= 8 and head[length + 4 : length + 8] == b"ftyp":  # or free space before the brands
            return _signature(head[length:], whole - length)
        if length in (0, 1) or (length >= 8 and (length <= whole or head[4:8] in (b"moov", b"mdat"))):
            return "mov"
    if head[:4] in (b"RIFF", b"RF64", b"BW64"):
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(head[8:12])
    if head[:4] == b"\x1aE\xdf\xa3":
        return "webm" if b"webm" in head[:64] else "mkv"
    if head[:3] == b"ID3" or (head[:1] == b"\xff" and head[1:2] >= b"\xe0"):
        return "mpeg audio"
    if head[:2] == b"BM" and len(head) > 17 and head[14] >= 12 and head[15:18] == b"\0\0\0":  # the next header's size
        return "bmp"
    return next((kind for start, kind in _SIGNATURES.items() if head.startswith(start)), None)


def _is_text(head: bytes) -> bool:
    return head[:2] in (b"\xff\xfe", b"\xfe\xff") or (bool(head) and b"\0" not in head)


def file_problems(file: MediaFile, media: str, limits: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a field's `x-media` and `x-file` have against a file, in words."""
    wanted: Sequence[str] = limits.get("types") or _KINDS.get(media, ())
    name = _printable(file.path.name)
    if not file.size:
        yield f"{name} is empty"
    elif file.type is None and media != "file":
        yield f"{name} has an unknown file type: must be {join_words(wanted)}"
    elif wanted and file.type not in wanted and not set(_ALIKE.get(str(file.type), ())) & set(wanted):
        yield f"{name} is {_article(str(file.type))} file: must be {join_words(wanted)}"
    elif file.cut_off:
        yield f"{name} is cut off: its download or recording was interrupted"
    elif media in ("video", "audio") and file.tracks is not None and media not in file.tracks:
        yield f"{name} has no {media} track"
    if "maxMB" in limits and file.size > limits["maxMB"] * MEGABYTE:
        yield f"{name} is {_megabytes(file.size)} MB, the maximum is {limits['maxMB']} MB"
    if file.seconds is not None:
        slack = _SLACK + file.tolerance
        if file.seconds > limits.get("maxSeconds", file.seconds) + slack:
            yield f"{name} is {file.seconds:.1f} s long, the maximum is {limits['maxSeconds']} s"
        if file.seconds < limits.get("minSeconds", file.seconds) - slack:
            yield f"{name} is {file.seconds:.1f} s long, the minimum is {limits['minSeconds']} s"


def list_problems(files: Sequence[MediaFile], limits: Mapping[str, Any], *, whole: bool) -> Iterator[str]:
    """Yield what a list's `x-file` has against its files together; `whole` when no other entry is beside them."""
    size = sum(file.size for file in files)
    seconds = sum(file.seconds or 0.0 for file in files)
    slack = _SLACK + sum(file.tolerance for file in files)
    if size > limits.get("totalMB", size) * MEGABYTE:
        yield f"the files are {_megabytes(size)} MB together, the maximum is {limits['totalMB']} MB"
    if seconds > limits.get("totalSeconds", seconds) + slack:
        yield f"the files are {seconds:.1f} s long together, the maximum is {limits['totalSeconds']} s"
    known = whole and all(file.seconds is not None for file in files)
    if known and seconds < limits.get("minTotalSeconds", seconds) - slack:
        yield f"the files are {seconds:.1f} s long together, the minimum is {limits['minTotalSeconds']} s"


_SLACK = 0.1
"""Seconds by which a length may miss a limit: a header tells it to a frame, and players round."""


def _megabytes(size: int) -> str:
    """Show a size rounded up: what is a byte too large is not shown as the limit itself."""
    return f"{-(-size * 10 // MEGABYTE) / 10:.1f}"


def _printable(name: str) -> str:
    """Show a file name, which may hold line ends and codes that move a terminal's cursor."""
    return name if name.isprintable() else "".join(each if each.isprintable() else repr(each)[1:-1] for each in name)


def _article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' or kind[:2] in ('mp', 'm4', 'mk', 'sr') else 'a'} {kind}"
