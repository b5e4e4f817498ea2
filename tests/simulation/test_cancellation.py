"""AsyncFoxAPI is cancelled at every turn of the event loop, once and twice: no task is lost, and none is paid twice."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from random import Random

import httpx
import pytest

from foxapi_video import AsyncFoxAPI, FoxAPIError, Journal, Poll, SavedClip
from simulation.loop import LoopClock, VirtualLoop
from simulation.service import Service, text

REQUEST = {"model": "sora-2", "prompt": "job"}


class Run:
    """One call of `generate` in a loop of its own, with a service as a model."""

    loop: VirtualLoop

    def __init__(self, folder: Path, *, journal: bool) -> None:
        self.now = 0.0
        self.folder, self.target = folder, folder / "boat.mp4"
        self.service = Service(Random(1))
        self.file = folder / "jobs.sqlite" if journal else None

    async def respond(self, request: httpx.Request) -> httpx.Response:
        """Answer a request after half a second."""
        await asyncio.sleep(0.25)
        if request.method == "POST":
            task = self.service.create(json.loads(request.content), self.loop.now)
            task.outcome, task.lifetime = "completed", 86400.0
            await asyncio.sleep(0.25)
            return httpx.Response(200, content=text(self.service.show(task, self.loop.now) or {}))
        await asyncio.sleep(0.25)
        if request.url.host == "cdn.example.com":
            return httpx.Response(200, content=self.service.file(str(request.url), self.loop.now) or b"")
        task = self.service.tasks[request.url.path.rpartition("/")[2]]
        return httpx.Response(200, content=text(self.service.show(task, self.loop.now) or {}))

    async def generate(self) -> SavedClip | list[object]:
        """Make the call, or resume what an earlier one has left."""
        journal = None if self.file is None else Journal(self.file)
        try:
            async with AsyncFoxAPI(
                "sk-test", transport=httpx.MockTransport(self.respond), journal=journal, clock=LoopClock(self.loop)
            ) as fox:
                return await fox.generate(REQUEST, save_to=self.target, poll=Poll(timeout=1800))
        finally:
            if journal is not None:
                journal.close()

    def run(self, *cancelled_at: int) -> tuple[SavedClip | None, BaseException | None]:
        """Run the call, cancelled at these turns of the loop."""
        self.loop = VirtualLoop(self.now)
        asyncio.set_event_loop(self.loop)
        task = self.loop.create_task(self.generate())
        for turn in cancelled_at:
            self.loop.at_turn[turn] = task.cancel
        try:
            return self.loop.run_until_complete(task), None  # type: ignore[return-value]
        except (asyncio.CancelledError, FoxAPIError) as error:
            return None, error
        finally:
            self.loop.run_until_complete(self.loop.shutdown_asyncgens())
            self.now = self.loop.now
            self.loop.close()
            asyncio.set_event_loop(None)


@pytest.fixture
def turns(tmp_path: Path) -> int:
    """Count the turns of the loop that an undisturbed call takes, with a journal."""
    folder = tmp_path / "undisturbed"
    folder.mkdir()
    run = Run(folder, journal=True)
    clip, error = run.run()
    assert (run.target, None) == (clip and clip.path, error)
    return run.loop.turns


@pytest.mark.parametrize("journal", [True, False], ids=["journal", "no journal"])
@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
def test_a_cancelled_call_loses_nothing(
    journal: bool, twice: bool, turns: int, tmp_path: Path, chance: Random, caplog: pytest.LogCaptureFixture
) -> None:
    """After a cancellation at each turn, the id is known or the job in doubt, and a repeated call pays at most once."""
    ends = {"cancelled": 0, "saved": 0}
    for turn in range(1, turns + 2):
        folder = tmp_path / str(turn)
        folder.mkdir()
        run = Run(folder, journal=journal)
        caplog.clear()
        with caplog.at_level(logging.WARNING, "foxapi_video"):
            clip, error = run.run(turn, *([turn + chance.randint(1, 4)] if twice else []))
        ids = list(run.service.tasks)
        ends["saved" if clip else "cancelled"] += 1
        assert len(ids) <= 1, turn
        words = "\n".join([str(error), *getattr(error, "__notes__", ()), caplog.text])
        if not journal:
            told = clip is not None or "the create request was in flight" in words
            assert not ids or told or ids[0] in words, (turn, words)
        else:
            assert run.file is not None
            with Journal(run.file) as kept:
                states = [(job.state, job.task_id) for job in kept.jobs()]
            if ids:
                assert states[0][0] == "uncertain" or states[0][1] == ids[0], (turn, states)
            elif states:
                assert states[0][0] in ("new", "uncertain"), (turn, states)
            again, refused = run.run()
            assert len(run.service.tasks) <= 1, turn
            assert again is not None or [state for state, _ in states] == ["uncertain"], (turn, states, refused)
        assert not run.target.exists() or run.target.read_bytes() in {task.file for task in run.service.tasks.values()}
    assert all(ends.values()), ends
