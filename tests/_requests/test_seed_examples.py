"""The five pages' example requests, sent word for word with curl, end in a video."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import av
import pytest

from foxapi_video.sandbox import Sandbox

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")

SORA = """
{
  "model": "sora-2",
  "prompt": "Ocean waves crashing on rocks at golden hour, cinematic",
  "aspect_ratio": "16:9",
  "duration": 8
}
"""
VEO = """
{
  "model": "veo-3.1",
  "prompt": "A golden retriever running on the beach at sunset",
  "aspect_ratio": "16:9",
  "duration": 8,
  "resolution": "1080p",
  "generate_audio": true
}
"""
SEEDANCE = """
{
  "model": "seedance-2.0-reference-to-video",
  "prompt": "Reference @Image1 character styling, @Video1 camera movement rhythm, @Audio1 emotional atmosphere, \
generate a rainy night street performance video",
  "image_urls": [
    "https://example.com/character.jpg"
  ],
  "video_urls": [
    "https://example.com/motion.mp4"
  ],
  "audio_urls": [
    "https://example.com/music.mp3"
  ],
  "ratio": "adaptive",
  "duration": -1,
  "generate_audio": true
}
"""
WAN = """
{
  "model": "wan-2.7-reference-to-video",
  "prompt": "A graceful dance performance on a moonlit stage",
  "reference_image_urls": [
    "https://example.com/character.jpg"
  ],
  "duration": 5,
  "resolution": "1080p",
  "aspect_ratio": "16:9"
}
"""
PRINTED = {
    "created": int,
    "id": str,
    "model": str,
    "object": str,
    "progress": int,
    "status": str,
    "task_info": dict,
    "type": str,
}
"""The fields of the answer that every page prints."""


def curl(*arguments: str) -> Any:
    command = ["curl", "--silent", "--show-error", "--fail-with-body", "--noproxy", "*", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (0, "") == (done.returncode, done.stderr), done.stdout
    return json.loads(done.stdout) if done.stdout else None


@pytest.mark.parametrize(
    ("data", "size", "seconds", "audio"),
    [
        pytest.param(SORA, (1280, 720), 8, False, id="sora-2"),
        # the page of sora-2-pro prints the very request of sora-2's
        pytest.param(SORA, (1280, 720), 8, False, id="sora-2-pro"),
        pytest.param(VEO, (1920, 1080), 8, True, id="veo-3.1"),
        pytest.param(SEEDANCE, (1280, 720), 5, True, id="seedance-2.0-reference"),
        pytest.param(WAN, (1920, 1080), 5, False, id="wan-2.7-reference"),
    ],
)
def test_a_page_s_example_makes_its_video(
    tmp_path: Path, data: str, size: tuple[int, int], seconds: int, audio: bool
) -> None:
    """Only the address and the key differ from the page; polled and downloaded with curl, the file is as asked."""
    with Sandbox(speed=0) as box:
        key = f"Authorization: Bearer {box.key}"
        submit = ["--request", "POST", "--url", f"{box.url}/v1/videos/generations", "--header", key]
        task = curl(*submit, "--header", "Content-Type: application/json", "--data", data)
        assert PRINTED == {name: type(task[name]) for name in PRINTED}
        assert ("pending", 0, json.loads(data)["model"]) == (task["status"], task["progress"], task["model"])
        while task["status"] in ("pending", "processing"):
            box.clock.advance(10)
            task = curl("--url", f"{box.url}/v1/tasks/{task['id']}", "--header", key)
        assert "completed" == task["status"]
        path = tmp_path / "video.mp4"
        curl("--output", str(path), "--url", task["results"][0]["url"])
        assert 1 == len(box.tasks)
        assert 0 == box.key_leaks
    with av.open(str(path)) as container:
        [stream] = container.streams.video
        assert size == (stream.width, stream.height)
        assert seconds == pytest.approx(container.duration / 1_000_000, abs=0.1)
        assert audio == bool(container.streams.audio)
        assert 24 * seconds == sum(1 for _ in container.decode(stream))
