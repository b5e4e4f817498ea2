"""What a local file is, by its bytes: types, lengths and limits, and no way to trip over a broken one."""

from __future__ import annotations

import struct
import wave
from itertools import product
from pathlib import Path
from typing import Any, Self

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foxapi_video import _media, check
from foxapi_video._media import MEGABYTE, MediaFile, complaints, complaints_together, probe
from foxapi_video._regular import open_regular


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


FILES: dict[str, tuple[bytes, str]] = {
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(500), "png"),
    "jpeg, JFIF": (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(500), "jpeg"),
    "jpeg, Exif": (b"\xff\xd8\xff\xe1\0\x10Exif\0" + bytes(500), "jpeg"),
    "jpeg, bare": (b"\xff\xd8\xff\xdb" + bytes(500), "jpeg"),
    "webp": (riff(chunk(b"VP8 ", bytes(500)), kind=b"WEBP"), "webp"),
    "gif 87": (b"GIF87a" + bytes(500), "gif"),
    "gif 89": (b"GIF89a" + bytes(500), "gif"),
    "bmp": (b"BM" + bytes(500), "bmp"),
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
    "mp3, ID3": (b"ID3\4\0\0\0\0\0\0" + bytes(500), "mp3"),
    "mp3, bare": (b"\xff\xfb\x90\x00" + bytes(500), "mp3"),
    "mp3, MPEG 2": (b"\xff\xf3\x40\xc0" + bytes(500), "mp3"),
    "aac": (b"\xff\xf1\x50\x80" + bytes(500), "aac"),
    "aac, MPEG 2": (b"\xff\xf9\x50\x80" + bytes(500), "aac"),
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
    "srt, with a BOM": (b"\xef\xbb\xbf1\r\n00:00:00,000 --> 00:00:02,000\r\nA paper boat\r\n\r\n" * 20, "srt"),
}
"""What it is → its bytes, and the type that is to be seen in them."""


def written(folder: Path, content: bytes, name: str = "file.srt") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_known_by_its_bytes(name: str, tmp_path: Path) -> None:
    """Its name says nothing, but for subtitles, which are any text."""
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
        ("mp3, ID3", None),
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
    path = tmp_path / "sound.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(bytes(channels * width * rate * 2 + channels * width * rate // 2))
    assert ("wav", 2.5) == (probe(path).type, probe(path).seconds)


# ------------------------------------------------------------------ broken files


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_cut_off_anywhere_is_looked_at(name: str, tmp_path: Path) -> None:
    """At no length does looking at it fail; once its head is there it is known."""
    content, kind = FILES[name]
    path = tmp_path / "file.srt"
    seen: set[str | None] = set()
    for length in range(min(len(content), 600) + 1):
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


# ------------------------------------------------------------------ limits


def seen(**about: Any) -> MediaFile:
    return MediaFile(**{"path": Path("boat.mp4"), "type": "mp4", "size": 1000, "seconds": None, **about})


@pytest.mark.parametrize(
    ("about", "limits", "expected"),
    [
        ({"size": 5 * MEGABYTE}, {"maxMB": 5}, []),
        ({"size": 5 * MEGABYTE + 1}, {"maxMB": 5}, ["boat.mp4 is an mp4, it has 5.0 MB: at most 5 MB"]),
        ({"size": 12 * MEGABYTE}, {"maxMB": 5}, ["boat.mp4 is an mp4, it has 12.0 MB: at most 5 MB"]),
        ({"seconds": 10.0}, {"maxSeconds": 10}, []),
        ({"seconds": 10.1}, {"maxSeconds": 10}, []),
        ({"seconds": 10.2}, {"maxSeconds": 10}, ["boat.mp4 is an mp4, it is 10.2 s long: at most 10 s"]),
        ({"seconds": 2.0}, {"minSeconds": 2}, []),
        ({"seconds": 1.9}, {"minSeconds": 2}, []),
        ({"seconds": 1.8}, {"minSeconds": 2}, ["boat.mp4 is an mp4, it is 1.8 s long: at least 2 s"]),
        ({"seconds": None}, {"minSeconds": 2, "maxSeconds": 10}, []),
        ({"type": "mp4"}, {"types": ["mp4", "mov"]}, []),
        ({"type": "m4v"}, {"types": ["mp4", "mov"]}, []),
        ({"type": "mkv"}, {"types": ["webm"]}, []),
        ({"type": "webm"}, {"types": ["mp4", "mov"]}, ["boat.mp4 is a webm file: mp4, mov would do"]),
        ({"type": "png"}, {}, ["boat.mp4 is a png file: mp4, mov, m4v, webm, mkv, gif would do"]),
        ({"type": None}, {"types": ["mp4"]}, ["boat.mp4 is of no known type: mp4 would do"]),
        ({"type": None, "size": 0}, {"types": ["mp4"]}, ["boat.mp4 is empty"]),
        (
            {"type": "png", "size": 3 * MEGABYTE},
            {"types": ["mp4"], "maxMB": 2},
            ["boat.mp4 is a png file: mp4 would do", "boat.mp4 is a png, it has 3.0 MB: at most 2 MB"],
        ),
    ],
)
def test_a_limit_can_be_reached_and_not_passed(
    about: dict[str, Any], limits: dict[str, Any], expected: list[str]
) -> None:
    """At the limit a file is fine; beyond it the words name the file, what it is and what would do."""
    assert expected == list(complaints(seen(**about), "video", limits))


@pytest.mark.parametrize("limit", [2, 4, 7.5, 10, 15, 30, 60])
def test_a_length_is_taken_as_it_is_shown(limit: float) -> None:
    """What is a tenth of a second off is fine, what is two tenths off is not."""
    within = [round(limit + tenths / 10, 3) for tenths in (-1, 0, 1)]
    short, long = round(limit - 0.2, 3), round(limit + 0.2, 3)
    limits = {"minSeconds": limit, "maxSeconds": limit}
    found = {each: len(list(complaints(seen(seconds=each), "video", limits))) for each in (short, *within, long)}
    assert {short: 1, **dict.fromkeys(within, 0), long: 1} == found


def test_a_field_for_any_file_takes_any() -> None:
    """Only an empty one is refused."""
    files = [seen(type=None), seen(type="pdf"), seen(type=None, size=0)]
    assert [[], [], ["boat.mp4 is empty"]] == [list(complaints(file, "file", {})) for file in files]


@pytest.mark.parametrize(
    ("sizes", "seconds", "whole", "expected"),
    [
        ([25, 25], [None, None], True, []),
        ([25, 26], [None, None], True, ["the files have 51.0 MB together: at most 50 MB"]),
        ([1, 1], [7.0, 8.0], True, []),
        ([1, 1], [7.0, 8.2], True, ["the files are 15.2 s long together: at most 15 s"]),
        ([1, 1], [16.0, None], True, ["the files are 16.0 s long together: at most 15 s"]),
        ([1], [2.0], True, []),
        ([1], [1.5], True, ["the files are 1.5 s long together: at least 2 s"]),
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
    assert expected == list(complaints_together(files, limits, whole=whole))


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
def test_sound_in_an_mp4_is_sound(brand: bytes, name: str, tmp_path: Path) -> None:
    """Most programs that write M4A name a brand of MP4: a field for sound takes it."""
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
