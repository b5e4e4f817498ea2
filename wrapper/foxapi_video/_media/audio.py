"""The headers of WAV, MP3, AAC and Ogg files: their type and length."""

from __future__ import annotations

from typing import NamedTuple

from .headers import Headers, Reader, TooMuch


def wav_headers(reader: Reader) -> Headers:
    """Read the chunks of a WAV file up to its data, whose size is 0 or huge if it was written during the recording.

    The bytes per second in its header are an estimate unless all samples have the same size.
    """
    at, form, samples, long = 12, b"", 0, b""
    while at + 8 <= reader.size:
        head = reader.at(at, 8)
        name, size = head[:4], int.from_bytes(head[4:], "little")
        if name == b"data":
            if size == 0xFFFFFFFF and long:
                size = int.from_bytes(long[8:16], "little")
            there = reader.size - at - 8
            return Headers("wav", *_wav_seconds(form, min(size or there, there), samples))
        if name == b"fmt ":
            form = reader.at(at + 8, min(size, 40))
        elif name == b"ds64":  # EBU Tech 3306
            long = reader.at(at + 8, min(size, 24))
            samples = samples or int.from_bytes(long[16:24], "little")
        elif name == b"fact":
            count = int.from_bytes(reader.at(at + 8, min(size, 4)), "little")
            samples = count if count != 0xFFFFFFFF else samples
        at += 8 + size + size % 2
    return Headers("wav")


_FIXED = (1, 3, 6, 7)
"""PCM, floating point, A-law and μ-law: all samples have the same size."""
_BLOCKS = (2, 17)
"""ADPCM of Microsoft and IMA: all blocks have the same number of samples."""


def _wav_seconds(form: bytes, size: int, samples: int) -> tuple[float | None, float]:
    """Return the length of `size` bytes of audio, and its tolerance; `samples` is the file's own count, or 0."""
    tag, channels = int.from_bytes(form[:2], "little"), int.from_bytes(form[2:4], "little")
    rate, align = int.from_bytes(form[4:8], "little"), int.from_bytes(form[12:14], "little")
    bits = int.from_bytes(form[14:16], "little")
    if tag == 0xFFFE:  # WAVE_FORMAT_EXTENSIBLE
        tag = int.from_bytes(form[24:26], "little")
    if not rate or not align or not channels:
        return None, 0.0
    if tag in _FIXED:
        return (size / align / rate if align >= channels * bits / 8 else None), 0.0
    block = int.from_bytes(form[18:20], "little") if tag in _BLOCKS else 0
    if block:
        samples = min(samples, -(-size // align) * block)  # some writers count the samples of each channel
    if samples and block and samples % block == 0:  # an unknown part of the last block is silence
        return (samples - block / 2) / rate, block / 2 / rate
    return (samples / rate if samples else None), 0.0


class _Frame(NamedTuple):
    """The header of a frame of MPEG audio."""

    kind: bytes
    """Version, layer and sample rate, which all frames of a file share."""
    size: int
    """Bytes."""
    samples: int
    rate: int
    """Samples per second."""
    bits: int
    """Bits per second; 0 for AAC, which has no constant rate."""
    mono: bool


_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
"""Version of MPEG audio, as in the header → sample rates."""
_BIT_RATES = (
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
)
"""Kilobits per second of layer III: MPEG 2 and 2.5, and MPEG 1 (ISO/IEC 11172-3, 2.4.2.3; 13818-3, 2.4.2.3)."""
_AAC_RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)


def _mp3_frame(data: bytes, at: int = 0) -> _Frame | None:
    """Read the header of a layer III frame, of which each field must be valid: texts can begin with the same byte."""
    if len(data) < at + 4 or data[at] != 0xFF or data[at + 1] & 0xE6 != 0xE2:
        return None
    version, bits, rate = data[at + 1] >> 3 & 3, data[at + 2] >> 4, data[at + 2] >> 2 & 3
    if version == 1 or bits in (0, 15) or rate == 3:
        return None
    samples, hertz = 1152 if version == 3 else 576, _RATES[version][rate]
    second = _BIT_RATES[version == 3][bits] * 1000
    size = samples // 8 * second // hertz + (data[at + 2] >> 1 & 1)
    return _Frame(bytes((data[at + 1] & 0x1E, rate)), size, samples, hertz, second, data[at + 3] >> 6 == 3)


def _aac_frame(data: bytes, at: int = 0) -> _Frame | None:
    """Read the header of an ADTS frame (ISO/IEC 13818-7, 6.2)."""
    if len(data) < at + 7 or data[at] != 0xFF or data[at + 1] & 0xF6 != 0xF0:
        return None
    rate, size = data[at + 2] >> 2 & 15, (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
    if rate >= len(_AAC_RATES) or size < 7:
        return None
    samples = 1024 * (1 + (data[at + 6] & 3))
    return _Frame(bytes((data[at + 1] & 0xFE, rate)), size, samples, _AAC_RATES[rate], 0, mono=False)


def _id3_size(head: bytes) -> int:
    """Return the size of an ID3v2 tag with its header; 0 if there is none (id3.org, id3v2.4.0-structure, 3.1)."""
    valid = len(head) >= 10 and head[:3] == b"ID3" and head[3] in (2, 3, 4) and max(head[6:10]) < 0x80
    if not valid:
        return 0
    a, b, c, d = head[6:10]
    return (a << 21 | b << 14 | c << 7 | d) + (20 if head[5] & 0x10 else 10)


_TAGS_AT_END = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3", b"3DI")


def mpeg_headers(reader: Reader) -> Headers:
    """Recognize MP3, AAC and FLAC after ID3 tags: the first frame must be followed by another."""
    at = 0
    while size := _id3_size(reader.at(at, 10)):
        at += size
    tagged = at > 0
    if tagged:
        padding = reader.at(at, 512)
        at += len(padding) - len(padding.lstrip(b"\0"))
    head = reader.at(at, 10)
    if head.startswith(b"fLaC"):
        return Headers("flac")
    for kind, parse, measure in (("mp3", _mp3_frame, _mp3_seconds), ("aac", _aac_frame, _aac_seconds)):
        if frame := parse(head):
            after = reader.at(at + frame.size, 11)
            following = parse(after)
            if len(after) < 7 or after.startswith(_TAGS_AT_END) or (following and following.kind == frame.kind):
                return Headers(kind, *measure(reader, at, frame))
    return Headers("mp3" if tagged else None)


def _aac_seconds(reader: Reader, start: int, frame: _Frame) -> tuple[float | None, float]:
    """Count the frames of an AAC file, which does not say how much silence the encoder has added."""
    samples, at, end = 0, start, _end_of_frames(reader)
    unsure = 1.5 * frame.samples / frame.rate
    try:
        while at < end:
            following = _aac_frame(reader.at(at, 7))
            if following is None or following.kind != frame.kind:
                return None, 0.0
            samples, at = samples + following.samples, at + following.size
    except TooMuch:  # extrapolate; what was counted is the minimum
        seconds = samples / frame.rate
        rest = seconds * (end - at) / (at - start)
        return seconds + rest, rest + unsure
    return max(samples / frame.rate - unsure, 0.0), unsure


_SILENCE = 1152
"""The samples of silence that an encoder adds, and their tolerance, if the file does not say."""


def _mp3_seconds(reader: Reader, at: int, frame: _Frame) -> tuple[float | None, float]:
    """Return the length of an MP3 file, and its tolerance.

    A Xing, Info or VBRI header in the first frame counts the frames, and LAME's part of it the samples that the
    encoder added. Without one the length is known if all frames that are read have the same bit rate.
    """
    unsure = _SILENCE / frame.rate
    counted = _frame_count(reader.at(at, 256), frame)
    frames, size, added = counted or (0, 0, None)
    if not frames:
        seconds = _constant_seconds(reader, at + frame.size if counted else at)
        return (None, 0.0) if seconds is None else (max(seconds - unsure, 0.0), unsure)
    there = reader.size - at
    joined = size and there > size * 9 // 8 + 1024
    if joined or there < size * 7 // 8 or there < frames * (frame.samples // 8 * 8000 // frame.rate) // 2:
        return None, 0.0  # not the file that was counted: joined, or cut off
    samples = frames * frame.samples
    if added is not None and added < samples:
        return (samples - added) / frame.rate, 0.0
    return max(samples / frame.rate - unsure, 0.0), unsure


def _frame_count(head: bytes, frame: _Frame) -> tuple[int, int, int | None] | None:
    """Return the number of frames, of bytes, and of samples that the encoder added; None without such a header."""
    if head[36:40] == b"VBRI":
        return int.from_bytes(head[50:54]), int.from_bytes(head[46:50]), None
    side = ((32, 17) if frame.samples == 1152 else (17, 9))[frame.mono]
    tag = next((head[at:] for at in (4 + side, 6 + side) if head[at : at + 4] in (b"Xing", b"Info")), b"")
    if not tag:
        return None
    flags, at = int.from_bytes(tag[4:8]), 8
    counts = {1: 0, 2: 0}
    for bit, size in ((1, 4), (2, 4), (4, 100), (8, 4)):
        if flags & bit:
            counts[bit] = int.from_bytes(tag[at : at + size])
            at += size
    added = int.from_bytes(tag[at + 21 : at + 24]) if tag[at : at + 4] in (b"LAME", b"Lavf", b"Lavc") else None
    return counts[1], counts[2], None if added is None else (added >> 12) + (added & 0xFFF)


_SPAN = 6000
"""Bytes that contain at least four frames of any kind."""


def _constant_seconds(reader: Reader, start: int) -> float | None:
    """Return the length of frames of one bit rate: some of each quarter of the file are read, and its end."""
    end = _end_of_frames(reader)
    head = reader.at(start, 4)
    frame = _mp3_frame(head)
    if frame is None or end <= start:
        return None
    last = max(end - _SPAN, start)
    for place in sorted({start, *(start + (last - start) * part // 4 for part in (1, 2, 3)), last}):
        left = _run(reader.at(place, min(_SPAN, end - place)), head, frame.size - (head[2] >> 1 & 1))
        if left is None or (place == last and left):
            return None
    return (end - start) * 8 / frame.bits


def _run(data: bytes, head: bytes, size: int) -> int | None:
    """Return the bytes left after a run of frames that fills the data; None if there is no such run.

    `head` is the header of such a frame, `size` its size without padding.
    """
    start, kind = head[:2], head[2] & 0xFC
    begin = data.find(start)
    while begin >= 0:
        at, count = begin, 0
        while data.startswith(start, at) and at + 4 <= len(data) and data[at + 2] & 0xFC == kind:
            at, count = at + size + (data[at + 2] >> 1 & 1), count + 1
        if count > 1 and at + 4 > len(data):
            return max(len(data) - at, 0)
        begin = data.find(start, begin + 1)
    return None


def _end_of_frames(reader: Reader) -> int:
    """Return where the tags at the end of a file begin: ID3v1, and APE before it."""
    end = reader.size
    if reader.at(max(end - 128, 0), 3) == b"TAG":
        end -= 128
    foot = reader.at(max(end - 32, 0), 32)
    if foot[:8] == b"APETAGEX":
        end -= int.from_bytes(foot[12:16], "little") + (32 if foot[23] & 0x80 else 0)
    return end


_OGG_TAIL = 65_536
"""Bytes that contain a whole page (RFC 3533, 6)."""


def ogg_headers(reader: Reader) -> Headers:
    """Read the length of an Ogg file of one Vorbis or Opus stream: the position at the end of its last page.

    Vorbis I, 4.2.2 and A.2; RFC 7845, 4 and 5.1.
    """
    head = reader.head
    packet = 27 + (head[26] if len(head) > 26 else 0)
    if head.startswith(b"\1vorbis", packet):
        rate, skipped = int.from_bytes(head[packet + 12 : packet + 16], "little"), 0
    elif head.startswith(b"OpusHead", packet):
        rate, skipped = 48_000, int.from_bytes(head[packet + 10 : packet + 12], "little")
    else:
        return Headers("ogg")
    tail = reader.at(max(reader.size - _OGG_TAIL, 0), min(_OGG_TAIL, reader.size))
    page = tail.rfind(b"OggS\0")
    last = tail[page : page + 18]
    if page < 0 or not rate or len(last) < 18 or last[14:18] != head[14:18]:
        return Headers("ogg")  # another stream follows, or is interleaved
    seconds = (int.from_bytes(last[6:14], "little", signed=True) - skipped) / rate
    return Headers("ogg", seconds if seconds > 0 and _begins_at_zero(reader, rate) else None)


def _begins_at_zero(reader: Reader, rate: int) -> bool:
    """Return False for a recording from the middle of a stream: its first page ends after hours."""
    at = 0
    while (page := reader.at(at, 282)).startswith(b"OggS") and len(page) > 27:
        position = int.from_bytes(page[6:14], "little", signed=True)
        if position > 0:
            return position < 10 * rate  # a page has at most 255 packets, usually of 20 ms
        at += 27 + page[26] + sum(page[27 : 27 + page[26]])
    return False


AUDIO_HEADERS = {"wav": wav_headers, "ogg": ogg_headers, "mpeg audio": mpeg_headers}
