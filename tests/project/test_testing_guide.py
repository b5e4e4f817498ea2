"""docs/testing.md is right: each of its files passes as it stands, and a short `Poll` is short."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import httpx
import pytest

from foxapi_video import AsyncFoxAPI, Clock, FoxAPI, Poll

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "testing.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
SORA = {"model": "sora-2", "prompt": "A paper boat"}
RESULT = [{"url": "https://cdn.example.com/v.mp4"}]

pytest_plugins = ["pytester"]


def test_each_file_of_the_guide_passes(pytester: pytest.Pytester) -> None:
    """With the sandbox, respx, pytest-httpx, a transport and a clock, and vcrpy; in a project of its own."""
    for number, code in enumerate(BLOCKS):
        (pytester.path / f"test_guide_{number}.py").write_text(code, encoding="utf-8")
    tests = sum(code.count("\ndef test_") for code in BLOCKS)
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=tests)
    words = "\n".join(BLOCKS)
    used = ["fox: FoxAPI", "foxapi_sandbox", "Clock", "respx.mock", "HTTPXMock", "MockTransport", "vcr.use_cassette"]
    assert [] == [each for each in used if each not in words]


class Noted(Clock):
    """A clock that only pauses move; it notes them."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def monotonic(self) -> float:
        return sum(self.pauses)

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def asleep(self, seconds: float) -> None:
        self.pauses.append(seconds)


@pytest.mark.parametrize("estimated", [None, 3, 45, 3600], ids=str)
@pytest.mark.parametrize("call", ["wait", "generate"])
@pytest.mark.parametrize("client", ["sync", "async"])
def test_longest_bounds_every_pause(client: str, call: str, estimated: int | None) -> None:
    """Also the first one of a task that was just created, whatever the service estimates, and after a failed poll."""
    statuses = iter(["pending", "processing", "", "processing", "completed"])

    def answer(_: httpx.Request) -> httpx.Response:
        status = next(statuses)
        results = RESULT if status == "completed" else []
        body = {"id": "t_42", "status": status, "results": results, "task_info": {"estimated_time": estimated}}
        return httpx.Response(200, json=body) if status else httpx.Response(503)

    clock, transport, poll = Noted(), httpx.MockTransport(answer), Poll(shortest=0.01, longest=0.05)

    async def go() -> str | None:
        async with AsyncFoxAPI("sk-test", transport=transport, clock=clock) as fox:
            if call == "generate":
                return (await fox.generate(SORA, poll=poll)).url
            return (await fox.wait(await fox.submit(SORA), poll=poll)).url

    if client == "async":
        url = asyncio.run(go())
    else:
        with FoxAPI("sk-test", transport=transport, clock=clock) as fox:
            task_or_clip = (
                fox.generate(SORA, poll=poll) if call == "generate" else fox.wait(fox.submit(SORA), poll=poll)
            )
            url = task_or_clip.url
    assert RESULT[0]["url"] == url
    assert 4 == len(clock.pauses)
    assert max(clock.pauses) <= 0.05
