"""What a local file is, read from its bytes: its type, its size and, where a header tells it, its length."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from attrs import frozen

from ._regular import open_regular

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
    """The length of an MP4, MOV or WAV file; None for others."""


def probe(path: Path) -> MediaFile:
    """Look at a file.

    Raises:
        OSError: it is not there, is no regular file, or may not be read.
        ValueError: the path holds a null byte.
    """
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        head = file.read(512) if size else b""  # the kernel's own files say that they are empty, and some never end
        kind = _type(head, path)
        seconds = _mp4_seconds(file, size) if kind in ("mp4", "mov", "m4v", "m4a") else None
        return MediaFile(path, kind, size, _wav_seconds(head, size) if kind == "wav" else seconds)


def is_of(kind: str | None, kinds: Iterable[str]) -> bool:
    """Return True if a file of a type, such as "png", is an image, a video and so on, as one of the kinds says."""
    types = {kind, *_ALIKE.get(str(kind), ())}
    return any(not types.isdisjoint(_KINDS.get(each, ())) for each in kinds)


def content_type(head: bytes, name: str) -> str:
    """Return the media type of a file, read from its first 512 bytes; the name counts for subtitles alone."""
    return _CONTENT_TYPES.get(_type(head, Path(name)) or "", "application/octet-stream")


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


def complaints(file: MediaFile, media: str, limits: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a field's `x-media` and `x-file` have against a file, in words."""
    wanted: Sequence[str] = limits.get("types") or _KINDS.get(media, ())
    name = f"{file.path.name}{f' is {_article(file.type)}, it' if file.type else ''}"
    if not file.size:
        yield f"{file.path.name} is empty"
    elif file.type is None and media != "file":
        yield f"{file.path.name} is of no known type: {', '.join(wanted)} would do"
    elif wanted and file.type not in wanted and not set(_ALIKE.get(str(file.type), ())) & set(wanted):
        yield f"{file.path.name} is {_article(str(file.type))} file: {', '.join(wanted)} would do"
    if "maxMB" in limits and file.size > limits["maxMB"] * MEGABYTE:
        yield f"{name} has {file.size / MEGABYTE:.1f} MB: at most {limits['maxMB']} MB"
    if file.seconds is not None:
        if file.seconds > limits.get("maxSeconds", file.seconds) + _SLACK:
            yield f"{name} is {file.seconds:.1f} s long: at most {limits['maxSeconds']} s"
        if file.seconds < limits.get("minSeconds", file.seconds) - _SLACK:
            yield f"{name} is {file.seconds:.1f} s long: at least {limits['minSeconds']} s"


def complaints_together(files: Sequence[MediaFile], limits: Mapping[str, Any], *, whole: bool) -> Iterator[str]:
    """Yield what a list's `x-file` has against its files together; `whole` when no other entry is beside them."""
    size = sum(file.size for file in files)
    seconds = sum(file.seconds or 0.0 for file in files)
    if size > limits.get("totalMB", size) * MEGABYTE:
        yield f"the files have {size / MEGABYTE:.1f} MB together: at most {limits['totalMB']} MB"
    if seconds > limits.get("totalSeconds", seconds) + _SLACK:
        yield f"the files are {seconds:.1f} s long together: at most {limits['totalSeconds']} s"
    known = whole and all(file.seconds is not None for file in files)
    if known and seconds < limits.get("minTotalSeconds", seconds) - _SLACK:
        yield f"the files are {seconds:.1f} s long together: at least {limits['minTotalSeconds']} s"


_SLACK = 0.1
"""Seconds by which a length may miss a limit: a header tells it to a frame, and players round."""


def _article(kind: str | None) -> str:
    spelt = str(kind)
    return f"{'an' if spelt[0] in 'aeiou' or spelt[:2] in ('mp', 'm4', 'mk', 'sr') else 'a'} {spelt}"


_STARTS = {
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF8": "gif",
    b"BM": "bmp",
    b"ID3": "mp3",
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


def _type(head: bytes, path: Path) -> str | None:
    """Recognise a file by its first bytes; its name says nothing but that a text holds subtitles."""
    if head[4:8] == b"ftyp":
        # a writer may put a general brand first (ISO/IEC 23008-12, 10)
        size = min(int.from_bytes(head[:4]), len(head))
        brands = [head[at : at + 4] for at in (8, *range(16, size - 3, 4))]
        if kind := next((_BRANDS[brand] for brand in brands if brand in _PICTURES), None):
            return kind
        return "heic" if brands[0] in (b"mif1", b"msf1") else _BRANDS.get(brands[0], "mp4")
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip"):  # QuickTime before it had brands
        return "mov"
    if head[:4] == b"RIFF":
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(head[8:12])
    if head[:4] == b"\x1aE\xdf\xa3":
        return "webm" if b"webm" in head[:64] else "mkv"
    if head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE0 == 0xE0:  # an MPEG audio frame
        return "aac" if head[1] & 0x06 == 0 else "mp3"
    if found := next((kind for start, kind in _STARTS.items() if head.startswith(start)), None):
        return found
    return "srt" if path.suffix.lower() == ".srt" and b"\0" not in head else None


_PICTURES = [brand for brand, kind in _BRANDS.items() if kind in ("avif", "heic")]


def _wav_seconds(head: bytes, whole: int) -> float | None:
    """Read the length of a WAV file: the size of its data over its bytes a second.

    What is written as it sounds has no size, or a huge one; it ends with the file.
    """
    at, rate = 12, 0
    while at + 8 <= len(head):
        name, size = head[at : at + 4], int.from_bytes(head[at + 4 : at + 8], "little")
        if name == b"fmt ":
            rate = int.from_bytes(head[at + 16 : at + 20], "little")
        elif name == b"data":
            there = whole - at - 8
            return min(size or there, there) / rate if rate else None
        at += 8 + size + size % 2
    return None


def _mp4_seconds(file: BinaryIO | io.FileIO, size: int) -> float | None:
    """Read the length of an MP4 or MOV file: box mvhd in box moov (ISO/IEC 14496-12, 8.2.2)."""
    found = _box(file, b"moov", 0, size)
    found = found and _box(file, b"mvhd", *found)
    if not found:
        return None
    file.seek(found[0])
    head = file.read(32)
    wide = head[:1] == b"\1"
    scale = int.from_bytes(head[20:24] if wide else head[12:16])
    length = int.from_bytes(head[24:32] if wide else head[16:20])
    unknown = length == 2 ** (64 if wide else 32) - 1
    return length / scale if scale and length and not unknown else None


_MOST_BOXES = 10_000
"""No film has more boxes in a row."""


def _box(file: BinaryIO | io.FileIO, wanted: bytes, at: int, end: int) -> tuple[int, int] | None:
    """Find a box between two places of a file and return where its content begins and ends."""
    for _ in range(_MOST_BOXES):
        if at + 8 > end:
            break
        file.seek(at)
        head = file.read(16)
        length, header = int.from_bytes(head[:4]), 8
        if length == 1:
            length, header = int.from_bytes(head[8:16]), 16
        elif length == 0:
            length = end - at
        if length < header:
            return None
        if head[4:8] == wanted:
            return at + header, min(at + length, end)
        at += length
    return None
