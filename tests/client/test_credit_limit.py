"""A batch with `max_credits` stops creating tasks once it has cost that much, in this run and in earlier ones."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import httpx
import pytest

from foxapi_video import (
    AsyncFoxAPI,
    Clock,
    ConfigurationError,
    CreditLimitReached,
    FoxAPI,
    JobResult,
    Journal,
    SubmissionUncertain,
)
from foxapi_video.cli.app import run

CLIENTS = ("sync", "async")
MANY = [{"model": "sora-2", "prompt": f"Boat {number}"} for number in range(5)]


class Quick(Clock):
    """A clock whose pauses end at once."""

    def sleep(self, seconds: float) -> None:
        pass

    async def asleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


class Service:
    """The API: each task costs 4 credits, unless it is told otherwise."""

    def __init__(self) -> None:
        self.created = 0
        self.usage: dict[str, Any] = {"usage": {"credits_reserved": 4}}
        self.status = 200
        self.lock = threading.Lock()
        self.in_progress, self.most = 0, 0

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            results = [{"url": "https://cdn.example.com/v.mp4"}]
            body = {"id": request.url.path.rpartition("/")[2], "status": "completed", "results": results}
            return httpx.Response(200, json=body)
        with self.lock:
            self.created += 1
            self.in_progress += 1
            self.most = max(self.most, self.in_progress)
            number = self.created
        body = {"id": f"t_{number}", "status": "pending", **self.usage}
        with self.lock:
            self.in_progress -= 1
        return httpx.Response(self.status, json=body if self.status == 200 else {})


def batch(client: str, service: Service, journal: Path | None, **options: Any) -> dict[str, JobResult]:
    """Run a batch; return the results by the number of the request."""
    keys = [str(number) for number in range(len(MANY))]

    with nullcontext() if journal is None else Journal(journal) as kept:
        settings: dict[str, Any] = {"transport": httpx.MockTransport(service.answer), "clock": Quick(), "journal": kept}

        async def go() -> list[JobResult]:
            async with AsyncFoxAPI("sk-test", **settings) as fox:
                return [each async for each in fox.batch(MANY, keys=keys, **options)]

        if client == "async":
            done = asyncio.run(go())
        else:
            with FoxAPI("sk-test", **settings) as fox:
                done = list(fox.batch(MANY, keys=keys, **options))
    return {each.key: each for each in done}


def refused(done: dict[str, JobResult]) -> list[str]:
    return [str(each.error) for each in done.values() if isinstance(each.error, CreditLimitReached)]


@pytest.mark.parametrize("concurrency", [1, 5])
@pytest.mark.parametrize("client", CLIENTS)
def test_a_batch_costs_no_more_than_it_may(client: str, concurrency: int, tmp_path: Path) -> None:
    """The same call with a higher limit continues; what earlier runs have cost counts."""
    service, path = Service(), tmp_path / "jobs.sqlite"
    done = batch(client, service, path, max_credits=8, concurrency=concurrency)
    words = "the limit of 8 credits is reached: 8 were spent; nothing was sent"
    assert ([words] * 3, 2, 1) == (refused(done), service.created, service.most)
    done = batch(client, service, path, max_credits=8, concurrency=concurrency)
    assert (3, 2) == (len(refused(done)), service.created)
    done = batch(client, service, path, max_credits=13.5, concurrency=concurrency)
    assert (1, 4) == (len(refused(done)), service.created)
    done = batch(client, service, path, concurrency=concurrency)
    assert ([], 5) == (refused(done), service.created)


@pytest.mark.parametrize("client", CLIENTS)
def test_it_holds_without_a_journal(client: str) -> None:
    """What this run has cost counts."""
    service = Service()
    assert (3, 2) == (len(refused(batch(client, service, None, max_credits=5))), service.created)


@pytest.mark.parametrize("usage", [{}, {"usage": None}, {"usage": {"credits_reserved": "many"}}], ids=repr)
@pytest.mark.parametrize("client", CLIENTS)
def test_an_unknown_cost_stops_it(client: str, usage: dict[str, Any]) -> None:
    """A limit that cannot be kept is none."""
    service = Service()
    service.usage = usage
    found = refused(batch(client, service, None, max_credits=100))
    assert (4, 1) == (len(found), service.created)
    assert all("it is not known what task t_1 has cost" in words for words in found)


@pytest.mark.parametrize("client", CLIENTS)
def test_an_uncertain_job_stops_it(client: str, tmp_path: Path) -> None:
    """It may have cost something."""
    service = Service()
    service.status = 500
    done = batch(client, service, tmp_path / "jobs.sqlite", max_credits=100)
    (uncertain,) = (key for key, each in done.items() if isinstance(each.error, SubmissionUncertain))
    assert (4, 1) == (len(refused(done)), service.created)
    assert all(f"the uncertain job {uncertain} has cost" in words for words in refused(done))


@pytest.mark.parametrize("most", [0, -1, float("nan"), float("inf"), True, "8", 1j])
@pytest.mark.parametrize("client", CLIENTS)
def test_the_limit_is_a_number(client: str, most: Any) -> None:
    """Anything else is refused before something is sent."""
    service = Service()
    with pytest.raises(ConfigurationError, match="max_credits must be"):
        batch(client, service, None, max_credits=most)
    assert 0 == service.created


def test_the_command_says_what_was_spent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Jobs that are left are no success, and nothing was charged for them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "jobs.jsonl").write_text("\n".join(map(json.dumps, MANY[:3])), encoding="utf-8")
    code = run(["batch", "jobs.jsonl", "-o", "videos", "--sandbox", "--max-credits", "5"])
    err = capsys.readouterr().err
    assert 0 != code
    assert "the limit of 5 credits is reached: 8 were spent" in err
    assert 2 == len(list((tmp_path / "videos").iterdir()))
    assert 2 == run(["batch", "jobs.jsonl", "-o", "videos", "--sandbox", "--max-credits", "0"])
