"""What a local file is, by its bytes: types, lengths and limits, and no way to trip over a broken one."""

from __future__ import annotations

import math
import random
import struct
import tempfile
import wave
from array import array
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Self

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foxapi_video import check
from foxapi_video._media import probe as _media
from foxapi_video._media.open_files import open_regular
from foxapi_video._media.probe import MEGABYTE, MediaFile, file_problems, list_problems, probe


def box(name: bytes, content: bytes = b"", *, long: bool = False) -> bytes:
    """Make a box of an MP4 file."""
    if long:
        return struct.pack(">I4sQ", 1, name, 16 + len(content)) + content
    return struct.pack(">I4s", 8 + len(content), name) + content


def mvhd(seconds: float, *, version: int = 0, scale: int = 1000) -> bytes:
    """Make the box that tells a length."""
    times = struct.pack(">QQIQ" if version else ">IIII", 1, 2, scale, int(seconds * scale))
    return box(b"mvhd", bytes([version, 0, 0, 0]) + times + bytes(80))


def mp4(brand: bytes = b"isom", length: bytes = mvhd(2.5), *, also: bytes = b"") -> bytes:
    """Make an MP4 file."""
    moov = box(b"moov", box(b"iods", bytes(16)) + length)
    return box(b"ftyp", brand + bytes(4) + also) + moov + box(b"mdat", bytes(500))


def chunk(name: bytes, content: bytes, *, size: int | None = None) -> bytes:
    """Make a chunk of a RIFF file; an odd one is padded. `size` lies about its length."""
    return name + struct.pack("<I", len(content) if size is None else size) + content + bytes(len(content) % 2)


FMT = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 400, 800, 2, 16))
"""800 bytes a second."""
SOUND = bytes(1200)
"""A second and a half of it."""


def riff(*chunks: bytes, kind: bytes = b"WAVE") -> bytes:
    """Make a RIFF file."""
    content = kind + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(content)) + content


def ebml(kind: bytes) -> bytes:
    """Make the head of a Matroska file."""
    head = (
        b"\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82" + bytes([0x80 | len(kind)]) + kind
    )
    return b"\x1aE\xdf\xa3" + bytes([0x80 | len(head)]) + head + b"\x18\x53\x80\x67" + bytes(500)


MP3 = b"\xff\xfb\x90\xc0" + bytes(413)
"""A frame of MPEG 1, layer III: 128 kbit and 44,100 samples a second, mono."""
MP3_LOW = b"\xff\xf3\x40\xc0" + bytes(100)
"""A frame of MPEG 2, layer III: 32 kbit and 22,050 samples a second, mono."""
AAC = b"\xff\xf1\x50\x40\x0c\x9f\xfc" + bytes(93)
"""An ADTS frame of 100 bytes: 44,100 samples a second, mono."""


def id3(size: int, *, version: int = 4, flags: int = 0) -> bytes:
    """Make an ID3v2 tag."""
    sizes = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3" + bytes([version, 0, flags]) + sizes + b"\1" * size + (b"3DI" + bytes(7) if flags & 0x10 else b"")


FILES: dict[str, tuple[bytes, str]] = {
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(500), "png"),
    "jpeg, JFIF": (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(500), "jpeg"),
    "jpeg, Exif": (b"\xff\xd8\xff\xe1\0\x10Exif\0" + bytes(500), "jpeg"),
    "jpeg, bare": (b"\xff\xd8\xff\xdb" + bytes(500), "jpeg"),
    "webp": (riff(chunk(b"VP8 ", bytes(500)), kind=b"WEBP"), "webp"),
    "gif 87": (b"GIF87a" + bytes(500), "gif"),
    "gif 89": (b"GIF89a" + bytes(500), "gif"),
    "bmp": (b"BM" + struct.pack("<IIIIii", 554, 0, 54, 40, 10, -5) + bytes(500), "bmp"),
    "bmp, OS/2": (b"BM" + struct.pack("<IIIIHH", 526, 0, 26, 12, 10, 5) + bytes(500), "bmp"),
    "avif": (box(b"ftyp", b"avif\0\0\0\0avifmif1") + bytes(500), "avif"),
    "avif, several": (box(b"ftyp", b"avis\0\0\0\0avis") + bytes(500), "avif"),
    "heic": (box(b"ftyp", b"heic\0\0\0\0mif1heic") + bytes(500), "heic"),
    "heic, 10 bits": (box(b"ftyp", b"heix\0\0\0\0mif1heix") + bytes(500), "heic"),
    "heif": (box(b"ftyp", b"mif1\0\0\0\0mif1heic") + bytes(500), "heic"),
    "mp4": (mp4(), "mp4"),
    "mp4, mp42": (mp4(b"mp42"), "mp4"),
    "mp4, version 1": (mp4(length=mvhd(2.5, version=1)), "mp4"),
    "mp4, moov last": (box(b"ftyp", b"isom") + box(b"mdat", bytes(500)) + box(b"moov", mvhd(2.5)), "mp4"),
    "mp4, long boxes": (
        box(b"ftyp", b"isom") + box(b"mdat", bytes(500), long=True) + box(b"moov", mvhd(2.5), long=True),
        "mp4",
    ),
    "mov": (mp4(b"qt  "), "mov"),
    "mov, older": (box(b"wide") + box(b"mdat", bytes(500)) + box(b"moov", mvhd(2.5)), "mov"),
    "mov, moov first": (box(b"moov", mvhd(2.5)) + box(b"mdat", bytes(500)), "mov"),
    "m4v": (mp4(b"M4V "), "m4v"),
    "m4a": (mp4(b"M4A "), "m4a"),
    "m4b": (mp4(b"M4B "), "m4a"),
    "webm": (ebml(b"webm"), "webm"),
    "mkv": (ebml(b"matroska"), "mkv"),
    "mp3, ID3": (id3(0) + MP3 * 4, "mp3"),
    "mp3, ID3 alone": (id3(20) + bytes(500), "mp3"),
    "mp3, bare": (MP3 * 4, "mp3"),
    "mp3, MPEG 2": (MP3_LOW * 8, "mp3"),
    "mp3, one frame": (MP3, "mp3"),
    "mp3, one frame and a tag": (MP3 + b"TAG" + bytes(125), "mp3"),
    "aac": (AAC * 8, "aac"),
    "aac, MPEG 2": (AAC.replace(b"\xff\xf1", b"\xff\xf9") * 8, "aac"),
    "aac, ID3": (id3(30) + AAC * 8, "aac"),
    "flac, ID3": (id3(30) + b"fLaC\0\0\0\x22" + bytes(500), "flac"),
    "wav": (riff(FMT, chunk(b"data", SOUND)), "wav"),
    "wav, odd chunks": (
        riff(chunk(b"LIST", b"INFOx"), FMT, chunk(b"fact", bytes(4)), chunk(b"junk", b"x"), chunk(b"data", SOUND)),
        "wav",
    ),
    "wav, data first": (riff(chunk(b"data", SOUND), FMT), "wav"),
    "wav, streamed": (riff(FMT, chunk(b"data", SOUND, size=0xFFFFFFFF)), "wav"),
    "ogg": (b"OggS\0\2" + bytes(500), "ogg"),
    "flac": (b"fLaC\0\0\0\x22" + bytes(500), "flac"),
    "pdf": (b"%PDF-1.7\n" + bytes(500), "pdf"),
    "srt": (b"1\n00:00:00,000 --> 00:00:02,000\nA paper boat\n\n" * 20, "srt"),
    "srt, UTF-16": ("1\n00:00:00,000 --> 00:00:02,000\nA paper boat\n\n".encode("utf-16"), "srt"),
    "srt, with a BOM": (b"\xef\xbb\xbf1\r\n00:00:00,000 --> 00:00:02,000\r\nA paper boat\r\n\r\n" * 20, "srt"),
}
"""What it is → its bytes, and the type that is to be seen in them."""


def written(folder: Path, content: bytes, name: str = "file.srt") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_known_by_its_bytes(name: str, tmp_path: Path) -> None:
    """Its name says nothing, except for subtitles, which are any text."""
    content, kind = FILES[name]
    names = ["file.srt"] if kind == "srt" else ["file.srt", "file", "file.png", "file.mp4", "file.txt"]
    expected = {each: (kind, len(content)) for each in names}
    assert expected == {each: _seen(written(tmp_path, content, each)) for each in names}


def _seen(path: Path) -> tuple[str | None, int]:
    found = probe(path)
    return found.type, found.size


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.png"),
        (b"\x89PN", "a.png"),
        (b"<!doctype html><html>", "a.png"),
        (b'{"error": "expired"}', "a.mp4"),
        (b"RIFF\0\0\0\0AVI LIST", "a.avi"),
        (b"RIFF", "a.wav"),
        (b"1\n00:00:00,000 --> 00:00:02,000\nHi\n", "a.txt"),
        (b"1\n\0\0", "a.srt"),
        (b"\0" * 600, "a.mp4"),
    ],
)
def test_what_is_nothing_known_has_no_type(content: bytes, name: str, tmp_path: Path) -> None:
    """A web page that was saved as a picture, half a signature, nothing at all."""
    assert (None, None) == (probe(written(tmp_path, content, name)).type, probe(tmp_path / name).seconds)


# ------------------------------------------------------------------ lengths


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("brand", [b"isom", b"qt  ", b"M4V ", b"M4A "])
@pytest.mark.parametrize(("seconds", "scale"), [(2.5, 1000), (10.0, 90_000), (0.04, 25), (3600.0, 1)])
def test_an_mp4_tells_its_length(version: int, brand: bytes, seconds: float, scale: int, tmp_path: Path) -> None:
    """The box mvhd has it, in both of its versions."""
    path = written(tmp_path, mp4(brand, mvhd(seconds, version=version, scale=scale)))
    assert seconds == probe(path).seconds


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("mp4, moov last", 2.5),
        ("mp4, long boxes", 2.5),
        ("mov, older", 2.5),
        ("mov, moov first", 2.5),
        ("wav", 1.5),
        ("wav, odd chunks", 1.5),
        ("wav, data first", None),
        ("wav, streamed", 1.5),
        ("webm", None),
        ("mp3, ID3 alone", None),
        ("mp3, one frame", None),
    ],
)
def test_a_length_is_found_wherever_it_stands(name: str, seconds: float | None, tmp_path: Path) -> None:
    """The order of boxes and chunks does not matter; where no length can be read there is none."""
    assert seconds == probe(written(tmp_path, FILES[name][0])).seconds


@pytest.mark.parametrize(
    "length",
    [
        mvhd(2.5, scale=0),
        mvhd(0.0),
        box(b"mvhd", bytes(4) + struct.pack(">IIII", 0, 0, 1000, 0xFFFFFFFF) + bytes(80)),
        box(b"mvhd", b"\1" + bytes(3) + struct.pack(">QQIQ", 0, 0, 1000, 2**64 - 1) + bytes(80)),
        box(b"mvhd"),
        box(b"udta", bytes(90)),
        struct.pack(">I4s", 7, b"mvhd"),
        struct.pack(">I4sQ", 1, b"mvhd", 3),
        b"",
    ],
    ids=["no scale", "zero", "unknown", "unknown, version 1", "empty", "another", "too short", "long and short", "no"],
)
def test_an_mp4_without_a_length_has_none(length: bytes, tmp_path: Path) -> None:
    """A fragmented file and a damaged one say nothing, and that is no reason to refuse them."""
    assert ("mp4", None) == (probe(written(tmp_path, mp4(length=length))).type, probe(tmp_path / "file.srt").seconds)


@pytest.mark.parametrize("size", [0, 0x7FFFF000, 0x80000000, 0xFFFFFFFE], ids=hex)
def test_a_wav_that_was_streamed_is_no_longer_than_its_bytes(size: int, tmp_path: Path) -> None:
    """espeak, sox and arecord write a made-up size before they know it: it is not to be taken at its word."""
    seconds = probe(written(tmp_path, riff(FMT, chunk(b"data", SOUND, size=size)))).seconds
    assert seconds in (None, 1.5)


@pytest.mark.parametrize(("frames", "rate"), [(25, 25), (48, 24), (301, 30)])
@pytest.mark.parametrize("kind", ["mp4", "mov"])
def test_the_length_of_a_real_video_is_read(kind: str, frames: int, rate: int, tmp_path: Path) -> None:
    """What PyAV has written is as long as it says itself."""
    path = tmp_path / f"video.{kind}"
    with av.open(str(path), "w", format=kind) as file:
        stream = file.add_stream("mpeg4", rate=rate)
        stream.width, stream.height, stream.pix_fmt = 16, 16, "yuv420p"
        for _ in range(frames):
            file.mux(stream.encode(av.VideoFrame(16, 16, "yuv420p")))
        file.mux(stream.encode(None))
    found = probe(path)
    assert (kind, pytest.approx(frames / rate, abs=0.05)) == (found.type, found.seconds)


@pytest.mark.parametrize(("channels", "width", "rate"), [(1, 2, 44100), (2, 2, 48000), (1, 1, 8000), (2, 3, 96000)])
def test_the_length_of_a_real_wav_is_read(channels: int, width: int, rate: int, tmp_path: Path) -> None:
    """What Python's own `wave` has written is as long as it was meant to be."""
    path = tmp_path / "audio.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(bytes(channels * width * rate * 2 + channels * width * rate // 2))
    assert ("wav", 2.5) == (probe(path).type, probe(path).seconds)


class Counted:
    """An open file that notes how much of it was read."""

    def __init__(self, file: Any, read: list[int]) -> None:
        self._file, self._read = file, read

    def read(self, size: int = -1) -> bytes:
        piece: bytes = self._file.read(size)
        self._read.append(len(piece))
        return piece

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._file.close()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of all reads of files that are opened by their path."""
    sizes: list[int] = []
    monkeypatch.setattr(_media, "open_regular", lambda path: Counted(open_regular(path), sizes))
    return sizes


# ------------------------------------------------------------------ files that a program has written


@cache
def clip(kind: str, seconds: float = 5.0, *, audio: bool = False, **options: str) -> bytes:
    """Encode a video of 25 frames a second, a key frame each half second, or an audio track alone."""
    if audio:
        return sound(kind, "aac", 44_100, seconds, **options)
    with tempfile.NamedTemporaryFile() as file, av.open(file.name, "w", format=kind, options=options) as container:
        stream = container.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt, stream.gop_size = 16, 16, "yuv420p", 12
        for _ in range(round(seconds * 25)):
            container.mux(stream.encode(av.VideoFrame(16, 16, "yuv420p")))
        container.mux(stream.encode(None))
        container.close()
        return Path(file.name).read_bytes()


@cache
def sound(
    kind: str,
    codec: str,
    rate: int,
    seconds: float,
    *,
    layout: str = "mono",
    quality: int | None = None,
    **options: str,
) -> bytes:
    """Encode a tone; with a quality, at a variable bit rate."""
    channels = 2 if layout == "stereo" else 1
    tone = array("h", [round(9000 * math.sin(at * 0.06)) for at in range(4096) for _ in range(channels)]).tobytes()
    variable = {} if quality is None else {"flags": "+qscale", "global_quality": str(quality * 118)}
    with tempfile.NamedTemporaryFile() as file, av.open(file.name, "w", format=kind, options=options) as container:
        stream = container.add_stream(codec, rate=rate, layout=layout, options=variable)
        resampler = av.AudioResampler(format=stream.codec_context.codec.audio_formats[0].name, layout=layout, rate=rate)
        total = round(rate * seconds)
        for at in range(0, total, 4096):
            frame = av.AudioFrame(format="s16", layout=layout, samples=min(4096, total - at))
            plane = frame.planes[0]
            plane.update(tone[: frame.samples * channels * 2].ljust(plane.buffer_size, b"\0"))
            frame.sample_rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
            container.mux([packet for each in resampler.resample(frame) for packet in stream.encode(each)])
        container.mux(stream.encode(None))
        container.close()
        return Path(file.name).read_bytes()


def boxes(content: bytes) -> list[tuple[bytes, int, int]]:
    """Return the name, the beginning and the end of each box of an MP4 file."""
    found, at = [], 0
    while at < len(content):
        size = int.from_bytes(content[at : at + 4])
        found.append((content[at + 4 : at + 8], at, at + size))
        at += size
    return found


def with_mehd(content: bytes, length: bytes) -> bytes:
    """Write the length of all fragments into the index of a fragmented file."""
    name, begin, end = next(each for each in boxes(content) if each[0] == b"moov")
    at = content.index(b"mvex", begin, end)
    inside = content[at + 4 : at - 4 + int.from_bytes(content[at - 4 : at])]
    extends = box(b"mvex", box(b"mehd", length) + inside)
    moov = box(name, content[begin + 8 : at - 4] + extends + content[at + 4 + len(inside) : end])
    return content[:begin] + moov + content[end:]


@pytest.mark.parametrize("kind", ["mp4", "mov"])
@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("", 5.0),
        ("faststart", 5.0),
        ("hybrid_fragmented", 5.0),
        ("frag_keyframe", None),
        ("frag_keyframe+empty_moov", None),
        ("frag_keyframe+delay_moov", None),
        ("frag_keyframe+cmaf+global_sidx", None),
    ],
)
def test_a_length_is_that_of_the_whole_video(kind: str, flags: str, expected: float | None, tmp_path: Path) -> None:
    """The index of a fragmented file may list the first fragment alone: its length is not the file's."""
    path = written(tmp_path, clip(kind, **({"movflags": flags} if flags else {})))
    assert (kind, expected, {"video"}, False) == _facts(path)


def _facts(path: Path) -> tuple[str | None, float | None, frozenset[str] | None, bool]:
    found = probe(path)
    return found.type, found.seconds, found.tracks, found.cut_off


@pytest.mark.parametrize("flags", ["frag_keyframe", "frag_keyframe+empty_moov"])
@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (bytes(4) + struct.pack(">I", 5000), 5.0),
        (b"\1\0\0\0" + struct.pack(">Q", 90_000), 90.0),
        (bytes(8), None),
        (bytes(4) + b"\xff" * 4, None),
        (b"\1\0\0\0" + b"\xff" * 8, None),
        (b"\1\0\0\0" + bytes(4), None),
    ],
)
def test_a_fragmented_file_may_say_how_long_it_is(
    flags: str, length: bytes, expected: float | None, tmp_path: Path
) -> None:
    """Box mehd has the length of all fragments; a live recording leaves it out, or at zero."""
    path = written(tmp_path, with_mehd(clip("mp4", movflags=flags), length))
    assert ("mp4", expected, {"video"}, False) == _facts(path)


def test_fragments_need_no_announcement(tmp_path: Path) -> None:
    """Where fragments follow an index that announces none, its length is not believed either."""
    path = written(tmp_path, mp4() + box(b"moof", bytes(50)) + box(b"mdat", bytes(50)))
    assert None is probe(path).seconds


@pytest.mark.parametrize("kind", ["mp4", "mov", "ipod"])
def test_a_file_with_audio_alone_is_no_video(kind: str, tmp_path: Path) -> None:
    """It is refused where a video is wanted, taken where audio is; a video without audio the other way round."""
    audio, video = written(tmp_path, clip(kind, audio=True), "a.mp4"), written(tmp_path, clip("mp4"), "v.mp4")
    types = {"types": ["mp4", "mov", "m4a"]}
    found = [list(file_problems(probe(path), media, types)) for path in (audio, video) for media in ("video", "audio")]
    assert [["a.mp4 has no video track"], [], [], ["v.mp4 has no audio track"]] == found


@pytest.mark.parametrize(
    "handlers",
    [
        [],
        [b"soun", b"xyz?"],
        [None, b"soun"],
        [b"soun", b"auxv"],
        [b"soun", b"vide"],
        [b"soun", b"pict", b"text"],
        [b"soun", b""],
    ],
)
def test_a_video_is_not_refused_for_tracks_that_are_not_understood(
    handlers: list[bytes | None], tmp_path: Path
) -> None:
    """Without tracks, with one of an unknown kind or with a damaged one, nothing is said of the tracks."""
    tracks = [
        box(b"trak", b"" if each is None else box(b"mdia", box(b"hdlr", bytes(8) + each) if each else b""))
        for each in handlers
    ]
    path = written(tmp_path, mp4(length=mvhd(2.5) + b"".join(tracks)), "a.mp4")
    assert [] == list(file_problems(probe(path), "video", {"types": ["mp4"]}))


@pytest.mark.parametrize("flags", ["", "faststart", "frag_keyframe", "frag_keyframe+empty_moov"])
@pytest.mark.parametrize("kind", ["mp4", "mov"])
def test_an_interrupted_download_is_refused(kind: str, flags: str, tmp_path: Path) -> None:
    """Wherever the last box of a video ends early: without it the video cannot be played, or not to its end."""
    content = clip(kind, **({"movflags": flags} if flags else {}))
    ends = [(begin, end) for name, begin, end in boxes(content) if name in (b"moov", b"mdat")]
    cuts = [place for begin, end in ends for place in (begin + 8, (begin + end) // 2, end - 1)]
    path = tmp_path / "boat.mp4"
    found = {}
    for cut in cuts:
        path.write_bytes(content[:cut])
        found[cut] = list(file_problems(probe(path), "video", {"types": ["mp4", "mov"]}))
    expected = ["boat.mp4 is cut off: its download or recording was interrupted"]
    assert [(cut, expected) for cut in cuts] == list(found.items())


@pytest.mark.parametrize(
    ("content", "cut_off"),
    [
        (box(b"ftyp", b"isom" + bytes(4)), True),
        (box(b"ftyp", b"isom" + bytes(4)) + box(b"mdat", bytes(500)), True),
        (box(b"ftyp", b"isom" + bytes(4)) + bytes(500), True),
        (box(b"ftyp", b"isom" + bytes(4)) + struct.pack(">I4s", 0, b"mdat") + bytes(500), True),
        (mp4()[:-1], True),
        (mp4() + bytes(4), False),
        (mp4() + bytes(500), False),
        (mp4() + b"TAG" + bytes(125), False),
        (mp4() + struct.pack(">I4s", 900, b"free"), False),
        (mp4() + struct.pack(">I4s", 5, b"mdat"), False),
        (mp4()[:-508] + struct.pack(">I4s", 0, b"mdat") + bytes(500), False),
        (box(b"ftyp", b"miaf" + bytes(4)) + box(b"meta", bytes(50)) + box(b"mdat", bytes(500)), False),
        (box(b"ftyp", b"isom" + bytes(4)) + struct.pack(">I4s", 3, b"mdat") + bytes(500), False),
    ],
)
def test_a_file_is_cut_off_only_if_that_is_certain(content: bytes, cut_off: bool, tmp_path: Path) -> None:
    """Without an index to its last box; not for appended bytes, nor where no box can be read."""
    assert cut_off == probe(written(tmp_path, content)).cut_off


# Audio

RATES = [48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000]


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("quality", [None, 4])
@pytest.mark.parametrize("tag", [b"", id3(30), id3(2000, version=3), id3(5, flags=0x10), id3(9) + id3(200_000)])
def test_the_length_of_an_mp3_is_read(rate: int, quality: int | None, tag: bytes, tmp_path: Path) -> None:
    """Of a constant or a variable bit rate, to the sample: what the encoder has added is not counted."""
    content = tag + sound("mp3", "libmp3lame", rate, 2.5, quality=quality, id3v2_version="0")
    found = probe(written(tmp_path, content))
    assert ("mp3", pytest.approx(2.5, abs=2 / rate), 0.0) == (found.type, found.seconds, found.tolerance)


@pytest.mark.parametrize("layout", ["mono", "stereo"])
@pytest.mark.parametrize("rate", RATES)
def test_the_length_of_an_mp3_without_a_header_is_read(rate: int, layout: str, tmp_path: Path) -> None:
    """Frames of one bit rate are as good as a count of them, except for what the encoder has added."""
    content = sound("mp3", "libmp3lame", rate, 3.0, layout=layout, write_xing="0", id3v2_version="0")
    for tag in (b"", b"TAG" + bytes(125), ape(5000), ape(5000) + b"TAG" + bytes(125)):
        found = probe(written(tmp_path, content + tag))
        assert found.seconds is not None
        assert found.seconds - found.tolerance <= 3.0 <= found.seconds + found.tolerance < 3.35


def ape(size: int) -> bytes:
    """Make an APE tag."""
    ends = struct.pack("<II", 2000, size + 32) + bytes(4)
    return b"APETAGEX" + ends + b"\0\0\0\xa0" + bytes(8 + size) + b"APETAGEX" + ends + b"\0\0\0\x80" + bytes(8)


@pytest.mark.sample(4)
@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("header", ["1", "0"])
def test_an_mp3_of_exactly_the_maximum_is_taken(rate: int, header: str, tmp_path: Path) -> None:
    """At every sample rate, whatever the encoder has added; one that is a second longer is not."""
    files = [
        probe(written(tmp_path, sound("mp3", "libmp3lame", rate, seconds, write_xing=header), "a.mp3"))
        for seconds in (15.0, 16.0)
    ]
    limits = {"minSeconds": 15, "maxSeconds": 15}
    found = [list(file_problems(file, "audio", limits)) for file in files]
    assert [[], [f"a.mp3 is {files[1].seconds:.1f} s long, the maximum is 15 s"]] == found


def test_a_length_is_unknown_where_an_mp3_does_not_say_it(tmp_path: Path) -> None:
    """Of a variable bit rate without a header, or with a header that counts another file, nothing is guessed."""
    whole = sound("mp3", "libmp3lame", 44_100, 2.5, id3v2_version="0")
    varied = sound("mp3", "libmp3lame", 44_100, 2.5, quality=4, write_xing="0", id3v2_version="0")
    later = MP3_LOW * 3000 + (MP3_LOW.replace(b"\x40\xc0", b"\x80\xc0") + bytes(104)) * 1000
    end = MP3_LOW * 300 + bytes(300)
    for content in (varied, whole + whole, whole[: len(whole) // 2], later, end, MP3_LOW * 100 + MP3 * 100):
        found = probe(written(tmp_path, content))
        assert ("mp3", None) == (found.type, found.seconds)


def test_a_count_of_frames_is_read_where_no_encoder_is_named(tmp_path: Path) -> None:
    """Xing's header by itself and Fraunhofer's VBRI leave open what was added."""
    frames = 100
    xing = b"Xing" + struct.pack(">III", 3, frames, 418 * (frames + 1))
    vbri = b"VBRI" + struct.pack(">HHHII", 1, 0, 0, 418 * (frames + 1), frames)
    none = b"Xing" + struct.pack(">III", 3, 0, 0)
    for place, header in ((21, xing), (23, xing), (36, vbri), (21, none)):
        first = MP3[:4] + (bytes(place - 4) + header).ljust(len(MP3) - 4, b"\0")
        found = probe(written(tmp_path, first + MP3.replace(b"\x90", b"\x92").ljust(418, b"\0") * frames))
        assert found.seconds is not None
        assert (frames * 1152 / 44_100, True) == (
            pytest.approx(found.seconds + found.tolerance, abs=0.001),
            0.0 < found.tolerance < 0.03,
        )


@pytest.mark.parametrize(
    "content",
    [
        "A paper boat drifts".encode("utf-16"),
        "A paper boat drifts".encode("utf-16") * 40,
        b"\xfe\xff" + "A paper boat".encode("utf-16-be") * 40,
        b"\xff" * 600,
        b"\xff\xfb\x90\xc0" + bytes(600),
        b"\xff\xf1\x50\x40\x0c\x9f\xfc" + bytes(600),
        b"\xff\xf1\x50\x40\x00\x1f\xfc" + bytes(600),
        b"\xff\xfb\xf0\xc0" + bytes(600),
        b"\xff\xfb\x00\xc0" + bytes(600),
        b"\xff\xfb\x9c\xc0" + bytes(600),
        b"\xff\xeb\x90\xc0" + bytes(600),
        b"\xff\xfd\x90\xc0" + bytes(600),
        b"\xff\xf1\x7c\x40\x0c\x9f\xfc" + bytes(600),
        b"\xff\xe3",
        b"\xff",
        b"ID3 tags are described here. " * 20,
        b"ID3\4\0\0\x80\0\0\0" + bytes(600),
        b"BMW builds cars and motor bicycles. " * 20,
        "BM".encode("utf-16-le") * 300,
        b"The free lunch. " * 40,
        b"Stay wide awake. " * 40,
    ],
)
def test_bytes_that_begin_like_a_media_file_are_none(content: bytes, tmp_path: Path) -> None:
    """Texts begin with the marks of several formats: what follows the mark has to fit as well."""
    assert (None, None) == (probe(written(tmp_path, content, "a.bin")).type, probe(tmp_path / "a.bin").seconds)


@pytest.mark.parametrize("name", [b"free", b"skip", b"wide"])
@pytest.mark.parametrize(
    ("brand", "kind"), [(b"isom", "mp4"), (b"qt  ", "mov"), (b"M4V ", "m4v"), (b"M4A ", "m4a"), (b"avif", "avif")]
)
@pytest.mark.parametrize("size", [0, 8, 300])
def test_space_before_the_brands_changes_no_type(
    name: bytes, brand: bytes, kind: str, size: int, tmp_path: Path
) -> None:
    """A field that takes MP4 alone must not refuse such a file as MOV."""
    found = probe(written(tmp_path, box(name, bytes(size)) + mp4(brand), "a.bin"))
    assert (kind, False) == (found.type, found.cut_off)


PCM = ["pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le", "pcm_alaw", "pcm_mulaw"]


@pytest.mark.parametrize("layout", ["mono", "stereo"])
@pytest.mark.parametrize("rate", [8000, 44_100])
@pytest.mark.parametrize("codec", [*PCM, "adpcm_ima_wav", "adpcm_ms"])
def test_the_length_of_an_encoded_wav_is_read(codec: str, rate: int, layout: str, tmp_path: Path) -> None:
    """Each sample of PCM has one size; an ADPCM file has their number, except for the end of its last block."""
    for options in ({}, {"rf64": "always"}):
        found = probe(written(tmp_path, sound("wav", codec, rate, 5.04, layout=layout, **options)))
        assert found.seconds is not None
        assert ("wav", codec in PCM) == (found.type, found.tolerance == 0)
        assert found.seconds - found.tolerance <= 5.04 + 1e-9
        assert found.seconds + found.tolerance >= 5.04 - 1e-9


def fmt(tag: int, *, channels: int = 1, rate: int = 400, second: int = 800, align: int = 2, bits: int = 16) -> bytes:
    """Make the chunk that describes the samples of a WAV file."""
    return struct.pack("<HHIIHH", tag, channels, rate, second, align, bits)


EXTENSIBLE = struct.pack("<HHI", 22, 16, 4) + b"\1\0\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71"
LONG = chunk(b"ds64", struct.pack("<QQQI", 1500, 1200, 600, 0))
IMA = fmt(17, align=100, second=700, bits=4) + struct.pack("<HH", 2, 200)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (riff(chunk(b"bext", bytes(602)), FMT, chunk(b"data", SOUND)), 1.5),
        (riff(FMT, chunk(b"FLLR", bytes(4044)), chunk(b"data", SOUND)), 1.5),
        (riff(chunk(b"JUNK", bytes(70_001)), FMT, chunk(b"LIST", bytes(100_001)), chunk(b"data", SOUND)), 1.5),
        (riff(FMT, chunk(b"LIST", bytes(4000)), chunk(b"data", SOUND), chunk(b"id3 ", bytes(999))), 1.5),
        (
            riff(LONG, FMT, chunk(b"data", SOUND, size=2**32 - 1), chunk(b"LIST", bytes(90))).replace(b"RIFF", b"RF64"),
            1.5,
        ),
        (riff(LONG, FMT, chunk(b"data", SOUND, size=2**32 - 1)).replace(b"RIFF", b"BW64"), 1.5),
        (riff(chunk(b"fmt ", fmt(0xFFFE) + EXTENSIBLE), chunk(b"data", SOUND)), 1.5),
        (riff(chunk(b"fmt ", fmt(1, second=9999)), chunk(b"data", SOUND)), 1.5),
        (riff(chunk(b"fmt ", fmt(3, align=4, bits=32)), chunk(b"data", SOUND)), 0.75),
        (riff(chunk(b"fmt ", fmt(85)), chunk(b"fact", struct.pack("<I", 1000)), chunk(b"data", SOUND)), 2.5),
        (riff(chunk(b"fmt ", fmt(85)), chunk(b"data", SOUND)), None),
        (riff(chunk(b"fmt ", fmt(85)), chunk(b"fact", b"\xff" * 4), chunk(b"data", SOUND)), None),
        (riff(chunk(b"fmt ", IMA), chunk(b"fact", struct.pack("<I", 2300)), chunk(b"data", SOUND)), 5.75),
        (riff(chunk(b"fmt ", IMA), chunk(b"fact", struct.pack("<I", 4800)), chunk(b"data", SOUND)), 5.75),
        (riff(chunk(b"fmt ", IMA), chunk(b"data", SOUND)), None),
        (riff(chunk(b"fmt ", fmt(1, align=0)), chunk(b"data", SOUND)), None),
        (riff(chunk(b"fmt ", fmt(1, rate=0)), chunk(b"data", SOUND)), None),
        (riff(chunk(b"fmt ", fmt(1, channels=0)), chunk(b"data", SOUND)), None),
        (riff(chunk(b"fmt ", fmt(1, channels=2)), chunk(b"data", SOUND)), None),
        (riff(chunk(b"fmt ", b"\1"), chunk(b"data", SOUND)), None),
        (riff(chunk(b"data", SOUND)), None),
        (riff(FMT), None),
    ],
)
def test_the_data_of_a_wav_are_found(content: bytes, expected: float | None, tmp_path: Path) -> None:
    """Behind chunks of any length; what its header says of bytes per second is not believed."""
    found = probe(written(tmp_path, content))
    assert ("wav", expected) == (found.type, found.seconds)


@pytest.mark.parametrize(
    ("kind", "codec", "rate"),
    [("adts", "aac", 44_100), ("adts", "aac", 16_000), ("ogg", "libopus", 48_000), ("ipod", "aac", 44_100)],
)
def test_the_length_of_other_audio_is_read(kind: str, codec: str, rate: int, tmp_path: Path) -> None:
    """AAC, Opus and M4A: a clip that is too long is refused in whatever it is packed."""
    found = probe(written(tmp_path, sound(kind, codec, rate, 5.0)))
    assert found.seconds is not None
    assert found.seconds - found.tolerance <= 5.0 <= found.seconds + found.tolerance + 0.001
    assert found.tolerance < 0.11


def test_a_long_aac_is_not_counted_to_its_end(tmp_path: Path, read: list[int]) -> None:
    """An hour of it is known to be too long from its first minutes."""
    found = probe(written(tmp_path, AAC * 150_000))
    assert found.seconds is not None
    assert (True, True) == (found.seconds - found.tolerance > 200, len(read) <= 10_000)
    assert 150_000 * 1024 / 44_100 == pytest.approx(found.seconds, rel=0.01)


def page(position: int, content: bytes, *, serial: int = 7) -> bytes:
    """Make a page of an Ogg file."""
    sizes = bytes([255] * (len(content) // 255) + [len(content) % 255])
    return struct.pack("<4sBBqIIIB", b"OggS", 0, 0, position, serial, 0, 0, len(sizes)) + sizes + content


VORBIS = page(0, b"\1vorbis" + struct.pack("<IBI", 0, 1, 44_100) + bytes(14))
OPUS = page(0, b"OpusHead" + struct.pack("<BBHI", 1, 1, 312, 16_000) + bytes(3))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (VORBIS + page(0, bytes(5000)) + page(44_100, bytes(900)) + page(88_200, bytes(900)), 2.0),
        (VORBIS + page(-1, bytes(40_000)) + page(0, bytes(60_000)) + page(22_050, bytes(900)), 0.5),
        (OPUS + page(0, bytes(50)) + page(48_312, bytes(900)), 1.0),
        (OPUS + page(0, bytes(50)) + page(48_000 * 3600, bytes(900)), None),
        (VORBIS + page(44_100, bytes(900)) + page(88_200, bytes(900), serial=8), None),
        (VORBIS, None),
        (page(0, b"\x80theora" + bytes(30)) + page(900, bytes(900)), None),
        (VORBIS + bytes(90_000), None),
    ],
)
def test_the_length_of_an_ogg_is_that_of_its_one_stream(content: bytes, expected: float | None, tmp_path: Path) -> None:
    """Its last page tells it; what was recorded from the middle of a stream, and two streams, have none."""
    found = probe(written(tmp_path, content))
    assert ("ogg", expected) == (found.type, found.seconds)


# ------------------------------------------------------------------ broken files


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_cut_off_anywhere_is_looked_at(
    name: str, tmp_path: Path, everything: bool, chance: random.Random
) -> None:
    """At no length does looking at it fail; once its head is there it is known."""
    content, kind = FILES[name]
    path = tmp_path / "file.srt"
    seen: set[str | None] = set()
    lengths: Sequence[int] = range(min(len(content), 600) + 1)
    if not everything:
        lengths = sorted({*lengths[:65], *chance.sample(lengths, len(lengths) // 4)})
    for length in lengths:
        path.write_bytes(content[:length])
        found = probe(path)
        assert (length, True) == (found.size, found.seconds is None or 0 <= found.seconds < 2**63)
        if length >= 64:
            seen.add(found.type)
    assert {kind} == seen


FORGIVING = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
STARTS = [content[:length] for (content, _), length in product(FILES.values(), (0, 4, 12, 40))]


@FORGIVING
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=600))
def test_any_bytes_can_be_looked_at(start: bytes, rest: bytes, tmp_path: Path) -> None:
    """Whatever follows a signature, or nothing of it, there is an answer and no exception."""
    found = probe(written(tmp_path, start + rest))
    assert (len(start + rest), True) == (found.size, found.seconds is None or found.seconds >= 0)


@FORGIVING
@given(
    name=st.sampled_from(["mp4", "mp4, version 1", "mp4, long boxes", "mov, older", "wav, odd chunks"]), data=st.data()
)
def test_damaged_headers_can_be_looked_at(name: str, data: st.DataObject, tmp_path: Path) -> None:
    """Bytes that were changed in a file that has a length do no harm."""
    content = bytearray(FILES[name][0])
    places = st.integers(min_value=4, max_value=len(content) - 1)
    for place, value in data.draw(st.dictionaries(places, st.integers(0, 255), max_size=12)).items():
        content[place] = value
    found = probe(written(tmp_path, bytes(content)))
    assert found.seconds is None or found.seconds >= 0


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (FILES["png"][0], b""),
        (FILES["wav"][0], b""),
        (struct.pack(">I4sII", 16, b"ftyp", 0, 0) + struct.pack(">I4sQ", 1, b"mdat", 2**30), box(b"moov", mvhd(9.0))),
        (struct.pack(">I4sII", 16, b"ftyp", 0, 0), b""),
    ],
    ids=["png", "wav", "mp4, moov last", "mp4, zeros"],
)
def test_a_large_file_is_not_read(start: bytes, end: bytes, read: list[int], tmp_path: Path) -> None:
    """Of a file of a gigabyte a few hundred bytes are looked at, wherever its length stands."""
    path = tmp_path / "large"
    with open(path, "wb") as file:
        file.write(start)
        file.seek(2**30 + 16)
        file.write(end)
        file.truncate(max(2**30 + 16, file.tell()))
    found = probe(path)
    assert (9.0 if end else found.seconds, True) == (found.seconds, found.size >= 2**30)
    assert (True, True) == (bool(read), sum(read) < 2000)


def test_mutated_files_can_be_looked_at(tmp_path: Path, read: list[int]) -> None:
    """Thousands of damaged files, the same each time: an answer, no exception and a bounded number of reads."""
    choose = random.Random(20)
    originals = [content for content, _ in FILES.values()]
    originals += [clip("mp4"), clip("mov", movflags="frag_keyframe"), clip("mp4", audio=True)]
    originals += [sound("mp3", "libmp3lame", 16_000, 1.0), sound("mp3", "libmp3lame", 16_000, 1.0, write_xing="0")]
    originals += [sound("wav", "adpcm_ms", 8000, 1.0), sound("adts", "aac", 16_000, 1.0)]
    originals += [VORBIS + page(9, bytes(90)), sound("wav", "pcm_s16le", 8000, 1.0, rf64="always")]
    path = tmp_path / "file.srt"
    for _ in range(4000):
        content = bytearray(choose.choice(originals))
        for _ in range(choose.choice((1, 1, 2, 5, 40))):
            at = int(len(content) * choose.random() ** 3)  # most of it near the beginning, where the headers are
            match choose.randrange(4):
                case 0:
                    content[at : at + 1] = bytes([choose.choice((0, 1, 0x7F, 0x80, 0xFF, choose.randrange(256)))])
                case 1:
                    content[at : at + 4] = choose.choice((b"\xff" * 4, bytes(4), b"\0\0\0\1", choose.randbytes(4)))
                case 2:
                    del content[at : at + choose.randrange(1, 64)]
                case _:
                    content[at:at] = content[: choose.randrange(1, 64)]
        path.write_bytes(content)
        read.clear()
        found = probe(path)
        assert (len(content), True) == (found.size, found.seconds is None or 0 <= found.seconds < 2**64)
        assert (True, True) == (len(read) <= 10_000, sum(read) <= 2 * 1024 * 1024)


def many_boxes(count: int) -> bytes:
    return box(b"ftyp", b"isom" + bytes(4)) + box(b"free", bytes(100)) * count + mp4()[16:]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (many_boxes(9000), ("mp4", 2.5, None, False)),
        (many_boxes(30_000), ("mp4", None, None, False)),
        (mp4(length=box(b"free", bytes(100)) * 30_000), ("mp4", None, None, False)),
        (mp4() + (box(b"moof", bytes(600)) + box(b"mdat", bytes(9))) * 9000, ("mp4", None, None, False)),
        (riff(*[chunk(b"junk", bytes(90))] * 30_000, FMT, chunk(b"data", SOUND)), ("wav", None, None, False)),
        (id3(500) * 30_000 + MP3 * 9, ("mp3", None, None, False)),
        (VORBIS + page(0, bytes(600)) * 30_000 + page(44_100, bytes(9)), ("ogg", None, None, False)),
    ],
    ids=["boxes", "too many boxes", "in the index", "fragments", "chunks", "tags", "pages"],
)
def test_headers_without_an_end_are_given_up(
    content: bytes, expected: tuple[str, float | None, None, bool], read: list[int], tmp_path: Path
) -> None:
    """Small pieces are read alone, and no more of them than any honest file has."""
    assert expected == _facts(written(tmp_path, content))
    assert (True, True) == (len(read) <= 10_000, sum(read) <= 1024 * 1024)


def test_a_file_system_that_reads_little_at_a_time_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read may return less than was asked for: that is not the end of the file."""

    class Slow(Counted):
        def read(self, size: int = -1) -> bytes:
            return super().read(min(size, 5))

    path = written(tmp_path, clip("mp4"))
    monkeypatch.setattr(_media, "open_regular", lambda path: Slow(open_regular(path), []))
    assert ("mp4", 5.0, {"video"}, False) == _facts(path)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a\0b.png", "not a valid path"),
        ("~a\0b", "not a valid path"),
        ("\ud800.png", "not a valid path"),
        ("x" * 5000 + ".png", "too long"),
        ("absent.png", "No such file"),
        (".", "folder"),
        ("/dev/null", "regular"),
    ],
)
def test_a_path_that_leads_to_no_file_is_an_os_error(name: str, words: str) -> None:
    """Whatever is wrong with it, even if it can be no path at all."""
    with pytest.raises(OSError, match=words):
        probe(Path(name))


def test_a_file_is_named_on_one_line(tmp_path: Path) -> None:
    """A name may hold line ends and codes for a terminal: a message shows them."""
    path = written(tmp_path, b"", "a\n\x1b[31m\u202eb.png")
    assert ["a\\n\\x1b[31m\\u202eb.png is empty"] == list(file_problems(probe(path), "image", {}))


# ------------------------------------------------------------------ limits


def seen(**about: Any) -> MediaFile:
    return MediaFile(**{"path": Path("boat.mp4"), "type": "mp4", "size": 1000, "seconds": None, **about})


@pytest.mark.parametrize(
    ("about", "limits", "expected"),
    [
        ({"size": 5 * MEGABYTE}, {"maxMB": 5}, []),
        ({"size": 5 * MEGABYTE + 1}, {"maxMB": 5}, ["boat.mp4 is 5.1 MB, the maximum is 5 MB"]),
        ({"size": 12 * MEGABYTE}, {"maxMB": 5}, ["boat.mp4 is 12.0 MB, the maximum is 5 MB"]),
        ({"seconds": 10.0}, {"maxSeconds": 10}, []),
        ({"seconds": 10.1}, {"maxSeconds": 10}, []),
        ({"seconds": 10.2}, {"maxSeconds": 10}, ["boat.mp4 is 10.2 s long, the maximum is 10 s"]),
        ({"seconds": 2.0}, {"minSeconds": 2}, []),
        ({"seconds": 1.9}, {"minSeconds": 2}, []),
        ({"seconds": 1.8}, {"minSeconds": 2}, ["boat.mp4 is 1.8 s long, the minimum is 2 s"]),
        ({"seconds": None}, {"minSeconds": 2, "maxSeconds": 10}, []),
        ({"type": "mp4"}, {"types": ["mp4", "mov"]}, []),
        ({"type": "m4v"}, {"types": ["mp4", "mov"]}, []),
        ({"type": "mkv"}, {"types": ["webm"]}, []),
        ({"type": "webm"}, {"types": ["mp4", "mov"]}, ["boat.mp4 is a webm file: must be mp4 or mov"]),
        ({"type": "png"}, {}, ["boat.mp4 is a png file: must be mp4, mov, m4v, webm, mkv or gif"]),
        ({"type": None}, {"types": ["mp4"]}, ["boat.mp4 has an unknown file type: must be mp4"]),
        ({"type": None, "size": 0}, {"types": ["mp4"]}, ["boat.mp4 is empty"]),
        (
            {"type": "png", "size": 3 * MEGABYTE},
            {"types": ["mp4"], "maxMB": 2},
            ["boat.mp4 is a png file: must be mp4", "boat.mp4 is 3.0 MB, the maximum is 2 MB"],
        ),
    ],
)
def test_a_limit_can_be_reached_and_not_passed(
    about: dict[str, Any], limits: dict[str, Any], expected: list[str]
) -> None:
    """At the limit a file is fine; beyond it the words name the file, what it is and what it must be."""
    assert expected == list(file_problems(seen(**about), "video", limits))


@pytest.mark.parametrize("limit", [2, 4, 7.5, 10, 15, 30, 60])
def test_a_length_is_taken_as_it_is_shown(limit: float) -> None:
    """What is a tenth of a second off is fine, what is two tenths off is not."""
    within = [round(limit + tenths / 10, 3) for tenths in (-1, 0, 1)]
    short, long = round(limit - 0.2, 3), round(limit + 0.2, 3)
    limits = {"minSeconds": limit, "maxSeconds": limit}
    found = {each: len(list(file_problems(seen(seconds=each), "video", limits))) for each in (short, *within, long)}
    assert {short: 1, **dict.fromkeys(within, 0), long: 1} == found


def test_a_field_for_any_file_takes_any() -> None:
    """Only an empty one is refused."""
    files = [seen(type=None), seen(type="pdf"), seen(type=None, size=0)]
    assert [[], [], ["boat.mp4 is empty"]] == [list(file_problems(file, "file", {})) for file in files]


@pytest.mark.parametrize(
    ("sizes", "seconds", "whole", "expected"),
    [
        ([25, 25], [None, None], True, []),
        ([25, 26], [None, None], True, ["the files together are 51.0 MB, the maximum is 50 MB"]),
        ([1, 1], [7.0, 8.0], True, []),
        ([1, 1], [7.0, 8.2], True, ["the files together are 15.2 s long, the maximum is 15 s"]),
        ([1, 1], [16.0, None], True, ["the files together are 16.0 s long, the maximum is 15 s"]),
        ([1], [2.0], True, []),
        ([1], [1.5], True, ["the files together are 1.5 s long, the minimum is 2 s"]),
        ([1], [1.5], False, []),
        ([1, 1], [1.0, None], True, []),
        ([1, 1], [1.0, 1.0], True, []),
    ],
)
def test_files_are_limited_together(
    sizes: list[int], seconds: list[float | None], whole: bool, expected: list[str]
) -> None:
    """A sum counts where it is known; too little only where all of the list is."""
    files = [seen(size=size * MEGABYTE, seconds=each) for size, each in zip(sizes, seconds, strict=True)]
    limits = {"totalMB": 50, "totalSeconds": 15, "minTotalSeconds": 2}
    assert expected == list(list_problems(files, limits, whole=whole))


def test_the_words_have_the_right_article() -> None:
    """An mp4, a png: a message is read by a person."""
    kinds = {"mp4": "an", "m4a": "an", "mkv": "an", "srt": "an", "avif": "an", "ogg": "an", "aac": "an", "mov": "a"}
    found = {kind: _media._article(kind).split(" ")[0] for kind in (*kinds, "png", "heic", "webp", "wav", "gif")}
    assert {**kinds, "png": "a", "heic": "a", "webp": "a", "wav": "a", "gif": "a"} == found


# ------------------------------------------------------------------ what the models' fields take


def problems(request: dict[str, Any]) -> list[str]:
    return [problem.message for problem in check({"prompt": "A paper boat", **request})]


@pytest.mark.parametrize(("size", "wrong"), [(5 * MEGABYTE, 0), (5 * MEGABYTE + 1, 1)])
def test_a_file_of_exactly_the_limit_is_taken(size: int, wrong: int, tmp_path: Path) -> None:
    """One byte more is too much."""
    image, sound = written(tmp_path, FILES["png"][0], "a.png"), written(tmp_path, FILES["wav"][0], "a.wav")
    with open(image, "ab") as file:
        file.truncate(size)
    assert wrong == len(problems({"model": "omnihuman-1.5", "image_url": image, "audio_url": sound}))


@pytest.mark.parametrize(
    ("brand", "name"),
    [
        (b"isom", "voice.m4a"),
        (b"mp42", "voice.m4a"),
        (b"dash", "voice.m4a"),
        (b"M4A ", "voice.m4a"),
    ],
)
def test_audio_in_an_mp4_is_audio(brand: bytes, name: str, tmp_path: Path) -> None:
    """Most programs that write M4A name a brand of MP4: an audio field takes it."""
    image, sound = written(tmp_path, FILES["png"][0], "a.png"), written(tmp_path, mp4(brand), name)
    assert [] == problems({"model": "omnihuman-1.5", "image_url": image, "audio_url": sound})


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"mif1\0\0\0\0mif1avifmiaf", "avif"),
        (b"msf1\0\0\0\0msf1avis", "avif"),
        (b"hevc\0\0\0\0mif1hevc", "heic"),
        (b"heim\0\0\0\0mif1heim", "heic"),
    ],
)
def test_a_picture_is_known_by_all_its_brands(head: bytes, kind: str, tmp_path: Path) -> None:
    """A writer may put the general brand first; AVIF and HEIC stand among the others (ISO/IEC 23008-12, 10)."""
    assert kind == probe(written(tmp_path, box(b"ftyp", head) + bytes(500), "a.bin")).type
