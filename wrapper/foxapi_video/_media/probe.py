"""Recognize a local file by its bytes: its type and size, its length and tracks, and the limits it exceeds."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import FileIO
from pathlib import Path
from typing import Any

from attrs import asdict, frozen

from .._contract.wording import join_words, printable
from .headers import Headers, Reader, TooMuch
from .open_files import open_regular

MEGABYTE = 1024 * 1024
"""Bytes. The documentation says MB; the larger meaning refuses fewer files."""

_KINDS = {
    "image": ("jpeg", "png", "webp", "gif", "bmp", "avif", "heic"),
    "video": ("mp4", "mov", "m4v", "webm", "mkv", "gif"),
    "audio": ("mp3", "wav", "m4a", "aac", "ogg", "flac"),
    "text": ("srt",),
    "pdf": ("pdf",),
}
_CONTENT_TYPES = {
    **{type: f"{kind}/{type}" for kind in ("video", "image", "audio") for type in _KINDS[kind]},
    "mov": "video/quicktime",
    "m4v": "video/mp4",
    "mkv": "video/x-matroska",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "srt": "application/x-subrip",
    "pdf": "application/pdf",
}
_ALIKE = {"m4v": ("mp4",), "m4a": ("aac",), "mkv": ("webm",), "mp4": ("m4a", "aac")}
"""Type → the types that include it in the documentation; most programs that write M4A call it MP4."""


@frozen(kw_only=True)
class MediaFile(Headers):
    """A local file and what its headers say."""

    path: Path
    size: int
    """Bytes."""


def probe(path: Path) -> MediaFile:
    """Read the headers of a file.

    Raises:
        OSError: the file does not exist, is not a regular file, cannot be read, or its path is invalid.
    """
    try:
        file = open_regular(path)
    except ValueError:  # a NUL, or a character that cannot be encoded
        raise OSError(errno.EINVAL, "it is not a valid path") from None
    with file:
        size = os.fstat(file.fileno()).st_size
        found = _read_headers(file, size, path.name)
    return MediaFile(path=path, size=size, **asdict(found, recurse=False))


def is_of(kind: str | None, kinds: Iterable[str]) -> bool:
    """Return True if a file type, such as "png", is of one of the kinds, such as "image"."""
    return any(_is_one_of(kind, _KINDS.get(each, ())) for each in kinds)


def _is_one_of(kind: str | None, types: Iterable[str]) -> bool:
    return not {kind, *_ALIKE.get(str(kind), ())}.isdisjoint(types)


def content_type(head: bytes, name: str) -> str:
    """Return the media type of a file by its first 512 bytes; its name only matters for subtitles."""
    kind = _signature(head, len(head))
    if kind == "mpeg audio":
        kind = "aac" if head[:1] == b"\xff" and head[1] & 0x06 == 0 else "mp3"
    elif kind is None and _is_srt(name, head):
        kind = "srt"
    return _CONTENT_TYPES.get(str(kind), "application/octet-stream")


def _read_headers(file: FileIO, size: int, name: str) -> Headers:
    reader = Reader(file, size)
    kind = _signature(reader.head, size)
    found = Headers(kind)
    try:
        if kind in ("mp4", "mov", "m4v", "m4a"):
            from .mp4 import mp4_headers

            found = mp4_headers(reader, kind)
        elif kind in ("wav", "ogg", "mpeg audio"):
            from .audio import AUDIO_HEADERS

            found = AUDIO_HEADERS[kind](reader)
    except TooMuch:
        found = Headers("mp3" if kind == "mpeg audio" else kind)
    return Headers("srt") if found.type is None and _is_srt(name, reader.head) else found


_SIGNATURES = {
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF8": "gif",
    b"OggS": "ogg",
    b"fLaC": "flac",
    b"%PDF": "pdf",
}
_IMAGE_BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), "avif"),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"), "heic"),
}
_BRANDS = {
    **_IMAGE_BRANDS,
    **dict.fromkeys((b"mif1", b"msf1"), "heic"),
    **dict.fromkeys((b"M4A ", b"M4B "), "m4a"),
    b"M4V ": "m4v",
    b"qt  ": "mov",
}


def _signature(head: bytes, whole: int) -> str | None:
    """Recognize a file of `whole` bytes by its first ones; "mpeg audio" is ambiguous."""
    if head[4:8] == b"ftyp":
        # a writer may put a general brand first (ISO/IEC 23008-12, 10)
        size = min(int.from_bytes(head[:4]), len(head))
        brands = [head[at : at + 4] for at in (8, *range(16, size - 3, 4))]
        image = next((brand for brand in brands if brand in _IMAGE_BRANDS), brands[0])
        return _BRANDS.get(image, "mp4")
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
    if head[:2] == b"BM" and len(head) > 17 and head[14] >= 12 and head[15:18] == b"\0\0\0":  # size of the next header
        return "bmp"
    return next((kind for start, kind in _SIGNATURES.items() if head.startswith(start)), None)


def _is_srt(name: str, head: bytes) -> bool:
    """Return True for subtitles, which have no signature: by the file's name, if it contains text."""
    is_text = head[:2] in (b"\xff\xfe", b"\xfe\xff") or (bool(head) and b"\0" not in head)
    return is_text and name.lower().endswith(".srt")


def file_problems(file: MediaFile, media: str, limits: Mapping[str, Any]) -> Iterator[str]:
    """Yield what makes a file invalid for a field with these `x-media` and `x-file`."""
    accepted: Sequence[str] = limits.get("types") or _KINDS.get(media, ())
    name = printable(file.path.name)
    if not file.size:
        yield f"{name} is empty"
    elif file.type is None and media != "file":
        yield f"{name} has an unknown file type: must be {join_words(accepted)}"
    elif accepted and not _is_one_of(file.type, accepted):
        yield f"{name} is {_article(str(file.type))} file: must be {join_words(accepted)}"
    elif file.cut_off:
        yield f"{name} is cut off: its download or recording was interrupted"
    elif media in ("video", "audio") and file.tracks is not None and media not in file.tracks:
        yield f"{name} has no {media} track"
    yield from _beyond(f"{name} is", [file], limits, ("maxMB", "minSeconds", "maxSeconds"))


def list_problems(files: Sequence[MediaFile], limits: Mapping[str, Any], *, whole: bool) -> Iterator[str]:
    """Yield how the files of a list exceed its `x-file` together; `whole` if the list has no other entries."""
    names = ("totalMB", "minTotalSeconds", "totalSeconds")
    yield from _beyond("the files together are", files, limits, names, whole=whole)


def _beyond(
    subject: str, files: Sequence[MediaFile], limits: Mapping[str, Any], names: Sequence[str], *, whole: bool = True
) -> Iterator[str]:
    """Yield how files exceed the limits with these names: the maximum of MB, the minimum and maximum of seconds."""
    most_megabytes, least, most = map(limits.get, names)
    size = sum(file.size for file in files)
    seconds = sum(file.seconds or 0.0 for file in files)
    slack = _SLACK + sum(file.tolerance for file in files)
    if most_megabytes is not None and size > most_megabytes * MEGABYTE:
        # rounded up: a size that is a byte too large is not displayed as the limit itself
        yield f"{subject} {-(-size * 10 // MEGABYTE) / 10:.1f} MB, the maximum is {most_megabytes} MB"
    if most is not None and seconds > most + slack:
        yield f"{subject} {seconds:.1f} s long, the maximum is {most} s"
    complete = whole and all(file.seconds is not None for file in files)
    if complete and least is not None and seconds < least - slack:
        yield f"{subject} {seconds:.1f} s long, the minimum is {least} s"


_SLACK = 0.1
"""The seconds by which a length may exceed a limit: headers are exact to a frame only, and players round."""


def _article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' or kind[:2] in ('mp', 'm4', 'mk', 'sr') else 'a'} {kind}"
