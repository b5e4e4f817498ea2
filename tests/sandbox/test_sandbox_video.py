"""Every video has the size, length and audio of its request, and a visible picture."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

import av
import httpx
import pytest

from foxapi_video.sandbox import Sandbox

VIDEOS = "/v1/videos/generations"
MARGIN = 0.1
"""Seconds by which a length may be off."""
CHINESE = "一位白发苍苍的老渔夫在黎明时分独自划着小木船，穿过薄雾笼罩的湖面。" * 20


class Video(NamedTuple):
    width: int
    height: int
    seconds: float
    video_seconds: float
    audio_seconds: float | None
    contrast: int
    """Brightest less darkest pixel of a frame in the middle."""
    moves: bool


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox(speed=0) as box:
        yield box


@pytest.fixture(scope="module")
def client(box: Sandbox) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {box.key}"}
    with httpx.Client(base_url=box.url, headers=headers, trust_env=False, timeout=120) as client:
        yield client


def video_of(box: Sandbox, client: httpx.Client, **body: object) -> Video:
    """Submit, let the time pass, download and read the file back."""
    answer = client.post(VIDEOS, json={"prompt": "A fox in the snow"} | body)
    assert 200 == answer.status_code, answer.text
    box.clock.advance(600)
    task = client.get(f"/v1/tasks/{answer.json()['id']}").json()
    return read(httpx.get(task["results"][0]["url"], trust_env=False).content)


def read(content: bytes) -> Video:
    with av.open(io.BytesIO(content)) as container:
        [stream], sounds = container.streams.video, container.streams.audio
        assert "h264" == stream.codec_context.name
        frames = container.decode(stream)
        first, *_, later = (bytes(next(frames).reformat(160, 160, "gray").planes[0]) for _ in range(9))
        lengths: list[Any] = [stream.duration * stream.time_base, *(it.duration * it.time_base for it in sounds)]
        assert stream.frames == round(24 * lengths[0])
        return Video(
            stream.width,
            stream.height,
            container.duration / 1_000_000,
            float(lengths[0]),
            float(lengths[1]) if sounds else None,
            max(later) - min(later),
            first != later,
        )


def check(video: Video, size: tuple[int, int], seconds: int, *, audio: bool) -> None:
    assert size == (video.width, video.height)
    assert audio == (video.audio_seconds is not None)
    assert seconds == pytest.approx(video.seconds, abs=MARGIN)
    assert seconds == video.video_seconds
    assert (video.audio_seconds or 0) <= seconds + MARGIN
    assert video.contrast > 100
    assert video.moves


@pytest.mark.parametrize(
    ("model", "size", "seconds", "audio"),
    [
        ("sora-2", (1280, 720), 4, False),
        ("sora-2-pro", (1280, 720), 4, True),
        ("veo-3.1", (1920, 1080), 8, True),
        ("veo-3.1-fast", (1920, 1080), 8, True),
        ("seedance-2.0-reference-to-video", (1280, 720), 5, True),
        ("seedance-2.0-fast-reference-to-video", (1280, 720), 5, True),
        ("wan-2.7-reference-to-video", (1920, 1080), 5, False),
    ],
)
def test_a_model_left_to_its_defaults(
    box: Sandbox, client: httpx.Client, model: str, size: tuple[int, int], seconds: int, audio: bool
) -> None:
    """The defaults of the model's page decide; sora-2-pro always has audio."""
    check(video_of(box, client, model=model), size, seconds, audio=audio)


SHORT = {"480p": 480, "720p": 720, "1080p": 1080, "2160p": 2160, "4k": 2160}
WIDE = {"16:9": 16 / 9, "9:16": 9 / 16, "1280x720": 16 / 9, "720x1280": 9 / 16, "4:3": 4 / 3, "3:4": 3 / 4}
WIDE |= {"1:1": 1, "21:9": 21 / 9, "adaptive": 16 / 9}
SHAPES = [
    *product(["sora-2"], ["aspect_ratio"], ["16:9", "9:16", "1280x720", "720x1280"], ["720p", "1080p"], [4]),
    *product(["veo-3.1"], ["aspect_ratio"], ["16:9", "9:16"], ["720p", "1080p", "2160p", "4k"], [4]),
    *product(
        ["seedance-2.0-reference-to-video"],
        ["ratio"],
        ["16:9", "4:3", "1:1", "3:4", "9:16", "21:9", "adaptive"],
        ["480p", "720p", "1080p"],
        [4],
    ),
    ("seedance-2.0-reference-to-video", "aspect_ratio", "3:4", "480p", 4),
    *product(
        ["wan-2.7-reference-to-video"], ["aspect_ratio"], ["16:9", "9:16", "1:1", "4:3", "3:4"], ["720p", "1080p"], [2]
    ),
]


@pytest.mark.sample(4)
@pytest.mark.parametrize(("model", "field", "ratio", "resolution", "seconds"), SHAPES)
def test_every_ratio_at_every_resolution(
    box: Sandbox, client: httpx.Client, model: str, field: str, ratio: str, resolution: str, seconds: int
) -> None:
    """The resolution is the short side, the ratio gives the long one, both even."""
    short, wide = SHORT[resolution], WIDE[ratio]
    size = (2 * round(short * wide / 2), short) if wide >= 1 else (short, 2 * round(short / wide / 2))
    body = {"model": model, field: ratio, "resolution": resolution, "duration": seconds}
    check(video_of(box, client, **body), size, seconds, audio="sora" not in model and "wan" not in model)


@pytest.mark.parametrize(
    ("body", "seconds", "audio"),
    [
        ({"duration": -1}, 5, True),
        ({"duration": 15}, 15, True),
        ({"duration": 4.0, "generate_audio": False}, 4, False),
    ],
)
def test_length_and_audio(
    box: Sandbox, client: httpx.Client, body: dict[str, object], seconds: int, audio: bool
) -> None:
    """A length left to the model is 5 seconds; audio can be turned off where the model allows it."""
    seedance = {"model": "seedance-2.0-reference-to-video", "resolution": "480p"}
    check(video_of(box, client, **seedance, **body), (854, 480), seconds, audio=audio)


def test_the_index_comes_first(box: Sandbox, client: httpx.Client) -> None:
    """A player can begin before the whole file is there."""
    video_of(box, client, model="sora-2")
    content = httpx.get(box.tasks[-1].url, trust_env=False).content
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize(
    "prompt", [CHINESE, "x", "w" * 5000, "A\n\n\tfox\x00\x07", "🦊👩‍👩‍👧 naïve — “café”", "\u202eשלום"]
)
def test_any_prompt_can_be_drawn(box: Sandbox, client: httpx.Client, prompt: str) -> None:
    """Letters that no font of the machine has are no reason to fail, nor is a prompt of any length."""
    body = {"model": "seedance-2.0-reference-to-video", "resolution": "480p", "duration": 4}
    check(video_of(box, client, prompt=prompt, ratio="9:16", **body), (480, 854), 4, audio=True)


def test_tasks_that_ask_for_the_same_share_a_rendering(box: Sandbox, client: httpx.Client) -> None:
    """Another prompt is another picture; with share_renderings it is not."""
    body = {"model": "wan-2.7-reference-to-video", "duration": 2, "resolution": "720p"}
    for prompt in ("a", "a", "b"):
        client.post(VIDEOS, json=body | {"prompt": prompt})
    first, second, other = (task.clip for task in box.tasks[-3:])
    assert first is second
    assert first is not other
    with Sandbox(speed=0, share_renderings=True) as thrifty:
        headers = {"Authorization": f"Bearer {thrifty.key}"}
        for prompt in ("a", "b"):
            httpx.post(thrifty.url + VIDEOS, json=body | {"prompt": prompt}, headers=headers, trust_env=False)
        first, second = (task.clip for task in thrifty.tasks)
        assert first is second
