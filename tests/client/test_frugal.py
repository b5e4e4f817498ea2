"""What things cost, without a clock: modules, files, threads, connections, objects and bytes are counted."""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import nullcontext, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from fault_server import Does, FaultServer, Origin, http
from stepping import CLOCK, World, task

from foxapi_video import AsyncFoxAPI, Clock, ConnectionFailed, FoxAPI, FoxAPIError, Journal, Poll, _steps
from foxapi_video._http.async_driver import STARTS_PER_TICK
from foxapi_video._http.config import CONNECTIONS
from foxapi_video._requests.check import body_of
from foxapi_video._steps.actions import Action, Context, Permit, Resource, Slot
from foxapi_video._steps.jobs import generate

REQUEST = {"model": "veo-3.1", "prompt": "A paper boat"}
FILE = "https://cdn.example.com/v.mp4"
RUNNING = {**task(), "task_info": {"can_cancel": True, "estimated_time": 45}}
DONE = task("completed", results=[{"url": FILE}])


class Station(httpx.AsyncBaseTransport):
    """Answers at once, or once it is open, and counts the requests in flight."""

    def __init__(self, *, open: bool = True) -> None:
        self.opened = asyncio.Event()
        self.asked: list[httpx.Request] = []
        self.in_flight = {"GET": 0, "POST": 0}
        self.most = {"GET": 0, "POST": 0}
        self.answer: dict[str, Any] = RUNNING
        if open:
            self.opened.set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        method = request.method
        self.asked.append(request)
        self.in_flight[method] += 1
        self.most[method] = max(self.most[method], self.in_flight[method])
        await self.opened.wait()
        self.in_flight[method] -= 1
        name = f"t_{len(self.asked)}" if method == "POST" else request.url.path.rpartition("/")[2]
        return httpx.Response(200, json=self.answer | {"id": name})


async def until(reached: Callable[[], bool]) -> None:
    """Let the event loop go round until something is reached."""
    while not reached():
        await asyncio.sleep(0)


# ------------------------------------------------------------------ imports


def loaded(statement: str) -> set[str]:
    """Return the packages outside the standard library that a statement loads in a new process."""
    code = f"import sys, json\n{statement}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-S", "-c", _SITE + code], capture_output=True, text=True, check=True)
    names = {name.partition(".")[0] for name in json.loads(done.stdout)}
    return {name for name in names if name not in sys.stdlib_module_names and not name.startswith("_")}


_SITE = f"import sys; sys.path[:0] = {[path for path in sys.path if path]!r}\n"
"""What site does is left out: it runs the .pth files of whatever is installed."""


OURS = {"foxapi_video", "foxapi_video_client"}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("import foxapi_video", {"foxapi_video"}),
        ("from foxapi_video import Veo31Request; Veo31Request(prompt='x')", OURS | {"attr", "attrs"}),
        ("from foxapi_video import check; check({'model': 'veo-3.1'})", OURS | {"attr", "attrs", "jsonschema_rs"}),
        ("from foxapi_video import FoxAPI; FoxAPI('sk-x').close()", OURS | {"attr", "attrs"}),
    ],
)
def test_what_is_loaded(statement: str, expected: set[str]) -> None:
    """The package loads nothing but itself, a check its validator, and a client httpx when it calls first."""
    assert expected == loaded(statement)


def test_a_blocking_call_imports_no_asyncio() -> None:
    """Nor what else only others need."""
    answer = json.dumps(RUNNING).encode()
    origin = Origin(usual=lambda method, path, number: Does(http(answer)))
    with FaultServer(origin):
        code = (
            f"import sys, json; from foxapi_video import FoxAPI; FoxAPI('sk-x', base_url={origin.url!r}).get('t_42')\n"
            "print(json.dumps(sorted(sys.modules)))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = json.loads(done.stdout)
    unwanted = {"asyncio", "aiohttp", "jsonschema_rs", "difflib", "foxapi_video_client.models.veo_31_request"}
    assert ([], True) == (sorted(unwanted & set(modules)), "httpx" in modules)


def test_a_check_reads_the_schema_of_its_model_alone() -> None:
    """The index, then one file a family, and none twice."""
    code = (
        "import sys, json, pathlib; from foxapi_video import check; seen = []\n"
        "sys.addaudithook(lambda name, given: seen.append(str(given[0])) if name == 'open' else None)\n"
        "for model in ('veo-3.1', 'veo-3.1', 'sora-2', 'sora-2'): check({'model': model})\n"
        "print(json.dumps([pathlib.Path(each).name for each in seen if each.endswith('.json')]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    files = json.loads(done.stdout)
    assert (3, 3, "index.json") == (len(files), len(set(files)), files[0])


# ------------------------------------------------------------------ connections


@pytest.mark.parametrize("color", ["sync", "async"])
def test_connections_opened(color: str) -> None:
    """Each create request has its own connection, and all polls share one."""
    answer = json.dumps(RUNNING).encode()
    origin = Origin(usual=lambda method, path, number: Does(http(answer)))
    with FaultServer(origin):
        if color == "sync":
            with FoxAPI("sk-x", base_url=origin.url) as fox:
                for _ in range(3):
                    _ = [fox.submit(REQUEST), fox.get("t_42"), fox.get("t_42")]
        else:

            async def go() -> None:
                async with AsyncFoxAPI("sk-x", base_url=origin.url) as fox:
                    for _ in range(3):
                        _ = [await fox.submit(REQUEST), await fox.get("t_42"), await fox.get("t_42")]

            asyncio.run(go())
    assert (9, 3 + 1) == (len(origin.requests), origin.connections)


@pytest.mark.parametrize("color", ["sync", "async"])
def test_cookies_are_not_kept(color: str) -> None:
    """Looking for them would cost a tenth of a call, and they would tell one task's request from another's."""
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json=RUNNING, headers={"Set-Cookie": "who=me; Path=/"})

    transport = httpx.MockTransport(answer)
    if color == "sync":
        with FoxAPI("sk-x", transport=transport) as fox:
            _ = [fox.get("t_42"), fox.get("t_42")]
    else:

        async def go() -> None:
            async with AsyncFoxAPI("sk-x", transport=transport) as fox:
                _ = [await fox.get("t_42"), await fox.get("t_42")]

        asyncio.run(go())
    assert [None, None] == [request.headers.get("Cookie") for request in asked]


# ------------------------------------------------------------------ many at once


def test_requests_in_flight_are_limited() -> None:
    """Per kind: polls do not wait for create requests."""
    station = Station(open=False)

    async def go() -> None:
        async with AsyncFoxAPI("sk-x", transport=station) as fox:
            creations = [asyncio.ensure_future(fox.submit(REQUEST)) for _ in range(CONNECTIONS + 50)]
            polls = [asyncio.ensure_future(fox.get("t_42")) for _ in range(CONNECTIONS + 50)]
            await until(lambda: min(station.in_flight.values()) == CONNECTIONS)
            for _ in range(200):
                await asyncio.sleep(0)
            assert 2 * CONNECTIONS == len(station.asked)
            station.opened.set()
            await asyncio.gather(*creations, *polls)

    asyncio.run(go())
    assert ({"GET": CONNECTIONS, "POST": CONNECTIONS}, 2 * (CONNECTIONS + 50)) == (station.most, len(station.asked))


def test_few_begin_in_one_turn_of_the_event_loop() -> None:
    """A thousand calls at once leave the loop free for others."""
    station = Station()
    begun: list[int] = []

    async def go() -> None:
        async with AsyncFoxAPI("sk-x", transport=station) as fox:
            polls = asyncio.gather(*(fox.get("t_42") for _ in range(200)))
            while not polls.done():
                begun.append(len(station.asked))
                await asyncio.sleep(0)

    asyncio.run(go())
    begun.append(len(station.asked))
    assert 200 == begun[-1]
    assert max(after - before for before, after in pairwise(begun)) <= STARTS_PER_TICK


def test_no_thread_is_woken_for_a_journal_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what touches a disk goes to a thread."""
    station = Station()
    woken: list[Any] = []

    def in_executor(loop: Any, executor: None, function: Callable[[], Any]) -> asyncio.Future[Any]:
        woken.append(function)
        done = loop.create_future()
        done.set_result(function())
        return done

    class Pauses(Clock):
        async def asleep(self, seconds: float) -> None:
            station.answer = DONE

    async def go(journal: Journal | None) -> None:
        station.answer = RUNNING
        async with AsyncFoxAPI("sk-x", transport=station, journal=journal, clock=Pauses()) as fox:
            assert FILE == (await fox.generate(REQUEST)).url

    monkeypatch.setattr(asyncio.BaseEventLoop, "run_in_executor", in_executor)
    asyncio.run(go(None))
    assert [] == woken
    with Journal(None) as journal:
        asyncio.run(go(journal))
    assert woken


def test_objects_and_bytes_of_a_task_that_waits() -> None:
    """After a poll, when the next one is far away: the newest answer is kept, and of the earlier ones nothing."""
    tasks = 200
    station = Station()
    slept: dict[Any, int] = {}

    class Pauses(Clock):
        async def asleep(self, seconds: float) -> None:
            slept[asyncio.current_task()] = times = slept.get(asyncio.current_task(), 0) + 1
            await asyncio.sleep(0 if times == 1 else 3600)

    async def go() -> tuple[float, float, float]:
        async with AsyncFoxAPI("sk-x", transport=station, clock=Pauses()) as fox:
            _ = await fox.get((await fox.submit(REQUEST)).id)
            requests = [REQUEST | {"prompt": f"Boat {number}"} for number in range(tasks)]
            station.asked.clear()
            _ = gc.collect()
            before = len(gc.get_objects())
            tracemalloc.start()
            try:
                waiting = [asyncio.ensure_future(fox.generate(request)) for request in requests]
                await until(lambda: sum(times == 2 for times in slept.values()) == tasks)
                station.asked.clear()
                _ = gc.collect()
                size = tracemalloc.get_traced_memory()[0]
                objects = len(gc.get_objects()) - before
            finally:
                tracemalloc.stop()
            for one in waiting:
                _ = one.cancel()
            await asyncio.wait(waiting)
            del waiting, one
            slept.clear()
            _ = gc.collect()
            return objects / tasks, size / tasks, (len(gc.get_objects()) - before) / tasks

    objects, size, left = asyncio.run(go())
    assert objects <= 30
    assert size <= (9000 if sys.gettrace() is None else 11_000)  # a tracer makes a frame object of each frame
    assert left <= 4  # when the task began: it is still running, and the caller may wait for it again


# ------------------------------------------------------------------ turns


class Crowd(World):
    """A world in which no place is free for the first so many seconds."""

    def __init__(self, *script: Any, full_for: float) -> None:
        super().__init__(*script)
        self.full_for = full_for
        self.turns: list[tuple[Resource, float]] = []

    def _answer(self, action: Action) -> Any:
        if not isinstance(action, Slot):
            return super()._answer(action)
        self.turns.append((action.what, action.seconds))
        free_in = max(self.full_for - self.now, 0.0)
        self.now += min(free_in, action.seconds)
        return nullcontext() if free_in <= action.seconds else None


def test_a_queue_is_no_part_of_an_exchange() -> None:
    """A creation waits for its turn as long as its budget lasts, and then has its whole time."""
    world = Crowd(task(), full_for=150.0)
    body = body_of(REQUEST, extra_body=None, validate=True)
    _ = world.run(_steps.submit.create(Context(60.0, clock=CLOCK), body, retry_for=1000.0))
    assert ([("create", 60.0)] * 3, [60.0]) == (world.turns, [call.timeout for call in world.calls])


def test_a_creation_without_a_turn_was_not_sent() -> None:
    """The job stays new: nothing of it is uncertain, and it can go on later."""
    with Journal(None) as journal:
        world = Crowd(full_for=1000.0)
        context = Context(60.0, journal=journal, clock=CLOCK)
        options: dict[str, Any] = {"save_to": None, "on_progress": None, "extra_body": None, "validate": True}
        with pytest.raises(ConnectionFailed, match="free slot to create a task") as caught:
            world.run(generate(context, REQUEST, poll=Poll(timeout=200.0), key=None, **options))
        assert (True, [], ["new"]) == (caught.value.nothing_sent, world.calls, [job.state for job in journal.jobs()])


def test_a_poll_without_a_slot_is_a_poll_that_failed() -> None:
    """The task is still running, and the wait continues."""
    world = Crowd(DONE, full_for=70.0)
    done = world.run(_steps.wait.wait(Context(60.0, clock=CLOCK), "t_42", poll=Poll(), on_progress=None))
    assert ("completed", [("poll", 60.0)] * 2) == (done.status, world.turns)


def test_who_is_cancelled_in_the_queue_has_sent_nothing() -> None:
    """With a hundred creations before it."""
    station = Station(open=False)

    async def go(journal: Journal) -> list[str]:
        async with AsyncFoxAPI("sk-x", transport=station, journal=journal) as fox:
            others = [fox._driver.run(Occupied(fox).steps()) for _ in range(CONNECTIONS)]
            places = [asyncio.ensure_future(other) for other in others]
            await until(lambda: all(place.done() for place in places))
            last = asyncio.ensure_future(fox.submit(REQUEST))
            await until(lambda: bool(fox._driver.clients().slots["create"]._waiters))
            _ = last.cancel()
            _ = await asyncio.gather(last, return_exceptions=True)
            assert last.cancelled()
            for place in places:
                place.result().close()
            return [job.state for job in journal.jobs()]

    with Journal(None) as journal:
        assert ["new"] == asyncio.run(go(journal))
    assert [] == station.asked


class Occupied:
    """Takes a place and keeps it."""

    def __init__(self, fox: AsyncFoxAPI) -> None:
        self.fox = fox

    def steps(self) -> Iterator[Any]:
        place: Permit = yield Slot("create", 1.0)
        return place


@pytest.mark.parametrize("outcome", [httpx.ReadError("lost"), RUNNING, httpx.Response(500), KeyboardInterrupt()])
def test_every_place_is_given_back(outcome: Any) -> None:
    """However a creation ends."""

    def answer(request: httpx.Request) -> httpx.Response:
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome if isinstance(outcome, httpx.Response) else httpx.Response(200, json=outcome)

    with FoxAPI("sk-x", transport=httpx.MockTransport(answer)) as fox:
        with suppress(FoxAPIError, KeyboardInterrupt):
            _ = fox.submit(REQUEST)
        taken = [fox._driver._perform(Slot("create", 0.0)) for _ in range(CONNECTIONS + 1)]
        for place in filter(None, taken):
            place.close()
    assert [True] * CONNECTIONS + [False] == [place is not None for place in taken]


# ------------------------------------------------------------------ bytes


class Film(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A whole MP4 file of 64 MB, made as it is read."""

    PIECE = bytes(65536)
    PIECES = 1024
    HEAD = b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\0\x08moov" + (8 + 65536 * 1024).to_bytes(4) + b"mdat"
    SIZE = len(HEAD) + 65536 * 1024

    def __iter__(self) -> Iterator[bytes]:
        yield self.HEAD
        for _ in range(self.PIECES):
            yield self.PIECE

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in iter(self):
            yield piece


@pytest.mark.parametrize("color", ["sync", "async"])
def test_bytes_buffered_by_a_download(color: str, tmp_path: Path) -> None:
    """A file is as large as it likes; what is held of it is not."""
    headers = {"Content-Length": str(Film.SIZE)}
    transport = httpx.MockTransport(lambda request: httpx.Response(200, headers=headers, stream=Film()))

    def measured(fetch: Callable[[], Any]) -> int:
        tracemalloc.start()
        try:
            fetch()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    async def go() -> None:
        async with AsyncFoxAPI("sk-x", transport=transport) as fox:
            _ = await fox.download(FILE, tmp_path / "a.mp4")

    if color == "sync":
        with FoxAPI("sk-x", transport=transport) as fox:
            peak = measured(lambda: fox.download(FILE, tmp_path / "a.mp4"))
    else:
        peak = measured(lambda: asyncio.run(go()))
    assert Film.SIZE == (tmp_path / "a.mp4").stat().st_size
    assert peak < 2_000_000
