"""Render an MP4 file fast: encode one second of H.264, and repeat its packets."""

# PyAV's stubs leave packets and images untyped.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

import array
import math
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.packet import Packet
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from .picture import frames
from .shape import Shape

FPS = 24
RATE = 48_000
SAMPLES = 1024
"""Samples of one AAC packet."""
TONES = ((8, 0.06), (12, 0.04), (16, 0.02))
"""Whole waves per packet, and their volume: all packets start alike, so that one can be repeated."""
LARGEST_DRAWN = 1080
"""Maximum short side of a drawn frame; larger ones are scaled up, which takes a third of the time."""


class RenderCancelled(Exception):
    """The sandbox was stopped while it rendered a clip."""


def render(shape: Shape, prompt: str, label: str, is_cancelled: Callable[[], bool]) -> bytes:
    """Return the MP4 file of a clip; stop between two frames if `is_cancelled` returns True."""
    # in a file, since moving the index to the front (faststart) reads what was written
    with tempfile.TemporaryDirectory(prefix="foxapi-sandbox-") as folder:
        path = Path(folder, "video.mp4")
        with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
            video = container.add_stream("libx264", rate=FPS)
            video.width, video.height, video.pix_fmt = shape.width, shape.height, "yuv420p"
            video.options = {"preset": "ultrafast", "crf": "24", "g": str(FPS), "bf": "0", "sc_threshold": "0"}
            audio = container.add_stream("aac", rate=RATE, layout="mono", bit_rate=32_000) if shape.audio else None
            pictures = _pictures(video, shape, prompt, label, is_cancelled)
            beat = _beat(audio) if audio else []
            muxed = 0
            for second in range(shape.seconds):
                for number, packet in enumerate(pictures, second * FPS):
                    container.mux(_timed(packet, number, 1, FPS))
                while beat and muxed * SAMPLES <= (second + 1) * RATE:
                    # the first packet only primes the decoder: its time is before 0
                    container.mux(_timed(beat[min(muxed, len(beat) - 1)], (muxed - 1) * SAMPLES, SAMPLES, RATE))
                    muxed += 1
        return path.read_bytes()


def _pictures(
    video: VideoStream, shape: Shape, prompt: str, label: str, is_cancelled: Callable[[], bool]
) -> list[Packet[VideoStream]]:
    """Encode one second, which starts with a key frame and loops seamlessly."""
    scale = max(1.0, shape.short_side / LARGEST_DRAWN)
    drawn = round(shape.width / scale), round(shape.height / scale)
    packets: list[Packet[VideoStream]] = []
    frame_class: Any = av.VideoFrame
    scaler = VideoReformatter()  # without it, each frame would set up its own
    for number, image in enumerate(frames(*drawn, FPS, prompt, label)):
        if is_cancelled():
            raise RenderCancelled
        frame = scaler.reformat(frame_class.from_image(image), shape.width, shape.height, "yuv420p")
        frame.pts, frame.time_base = number, Fraction(1, FPS)
        packets += video.encode(frame)
    return [*packets, *video.encode(None)]


def _beat(audio: AudioStream) -> list[Packet[AudioStream]]:
    """Encode a soft chord until the encoder's output is stable, so that the last packet can be repeated."""
    wave = array.array(
        "f",
        (sum(loud * math.sin(2 * math.pi * waves * at / SAMPLES) for waves, loud in TONES) for at in range(SAMPLES)),
    ).tobytes()
    packets: list[Packet[AudioStream]] = []
    for number in range(8):
        frame = av.AudioFrame(format="fltp", layout="mono", samples=SAMPLES)
        frame.planes[0].update(wave)
        frame.sample_rate, frame.pts, frame.time_base = RATE, number * SAMPLES, Fraction(1, RATE)
        packets += audio.encode(frame)
    return packets


def _timed(
    packet: Packet[VideoStream] | Packet[AudioStream], at: int, duration: int, unit: int
) -> Packet[VideoStream] | Packet[AudioStream]:
    packet.time_base = Fraction(1, unit)
    packet.pts = packet.dts = at
    packet.duration = duration
    return packet
