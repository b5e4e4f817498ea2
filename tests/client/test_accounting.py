"""Every paid task is accounted for by name: after hundreds of cancellations, across forks, and when a batch is left."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import random
import threading
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from foxapi_video import AsyncFoxAPI, ConfigurationError, FoxAPI, FoxAPIError, Journal, Poll

CANCELLATIONS, EVERYDAY = 500, 100
FAST = Poll(shortest=0.01, longest=0.05)


def request(name: str) -> dict[str, Any]:
    return {"model": "sora-2", "prompt": name}


class Service:
    """A local API that writes down what it creates, under the names that the prompts give."""

    def __init__(self) -> None:
        self.created: list[tuple[str, str]] = []
        """The name and the id of each task."""
        self.on_create: Callable[[str], object] = str
        """Called with the name of each task that is created."""
        self.hold = threading.Event()
        """While it is not set, create requests are read and not answered."""
        self.hold.set()
        self.waiting = threading.Semaphore(0)
        """Released for each create request that was read."""
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                task_id = f"task-{body['prompt']}-{len(service.created)}"
                service.created.append((body["prompt"], task_id))
                service.on_create(body["prompt"])
                service.waiting.release()
                service.hold.wait()
                self._respond({"id": task_id, "status": "pending"})

            def do_GET(self) -> None:
                self._respond({"id": self.path.rpartition("/")[2].partition("?")[0], "status": "processing"})

            def _respond(self, value: object) -> None:
                content = json.dumps(value).encode()
                try:
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                except OSError:
                    self.close_connection = True  # the client has left

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 256

            def handle_error(self, *_: object) -> None:
                pass  # a connection that was reset

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Service:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.hold.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def names(self) -> Counter[str]:
        return Counter(name for name, _ in self.created)


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as service:
        yield service


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path / "jobs.sqlite") as journal:
        yield journal


def transports() -> list[Any]:
    """Return what carries the requests: None picks aiohttp's, where it is installed."""
    return [pytest.param(httpx.AsyncHTTPTransport, id="httpx"), pytest.param(lambda: None, id="aiohttp")]


async def cancel_at_random(
    fox: AsyncFoxAPI, service: Service, names: list[str], chance: random.Random
) -> dict[str, BaseException | str]:
    """Submit each of these, cancel each after a random number of turns of the loop, and return what came out.

    For some, the turns are counted from when the service has created the task.
    """

    created = {name: asyncio.Event() for name in names}
    loop = asyncio.get_running_loop()
    service.on_create = lambda name: loop.call_soon_threadsafe(created[name].set)

    async def one(name: str) -> str:
        return (await fox.submit(request(name), key=name)).id

    async def cancelled(name: str) -> BaseException | str:
        task = asyncio.create_task(one(name))
        if chance.random() > 0.6:
            seen = asyncio.create_task(created[name].wait())
            await asyncio.wait({task, seen}, return_when=asyncio.FIRST_COMPLETED)
            seen.cancel()
        for _ in range(int(2 ** chance.uniform(0, 9))):
            await asyncio.sleep(0)
        task.cancel()
        try:
            return await task
        except (asyncio.CancelledError, FoxAPIError) as error:
            return error

    return dict(zip(names, await asyncio.gather(*map(cancelled, names)), strict=True))


@pytest.mark.parametrize("transport", transports())
@pytest.mark.parametrize("kept", [True, False], ids=["journal", "no journal"])
def test_cancellations_at_random_lose_nothing(
    kept: bool, transport: Callable[[], Any], service: Service, journal: Journal, everything: bool
) -> None:
    """A job is submitted, uncertain or new, never left as sending; what is new was not created; nothing is paid twice.

    Without a journal, the exception's notes say that the create request was in flight, or name the task.
    """
    chance = random.Random(11)
    names = [f"boat-{number}" for number in range(CANCELLATIONS if everything else EVERYDAY)]

    async def go() -> dict[str, BaseException | str]:
        ended: dict[str, BaseException | str] = {}
        settings = {"base_url": service.url, "journal": journal if kept else None, "transport": transport()}
        async with AsyncFoxAPI("sk-test-1234567890", **settings) as fox:
            for start in range(0, len(names), 25):
                ended |= await cancel_at_random(fox, service, names[start : start + 25], chance)
        return ended

    ended = asyncio.run(go())
    created = service.names()
    ids = {task_id: name for name, task_id in service.created}
    assert set(created.values()) <= {1}
    assert 0 < len(created) < len(names)
    for name, outcome in ended.items():
        if isinstance(outcome, str):
            assert name == ids[outcome]
            continue
        notes = " ".join(getattr(outcome, "__notes__", []))
        if kept:
            job = journal.job(name)
            state = None if job is None else job.state
            assert state in (None, "new", "submitted", "uncertain")
            assert (state in ("submitted", "uncertain")) >= (name in created)
            assert job is None or job.task_id is None or ids[job.task_id] == name
        if name in created:
            assert "in flight" in notes or any(ids[each] == name for each in ids if each in notes)
    assert [] == journal.jobs("sending")


def forks(test: Any) -> Any:
    test = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")(test)
    return pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")(test)


@forks
@pytest.mark.parametrize("color", ["sync", "async"])
def test_children_of_a_used_client_and_journal_pay_each_job_once(
    color: str, service: Service, journal: Journal
) -> None:
    """As under gunicorn --preload or Celery: a client that has a connection and a journal that is open are forked,
    and all children are given the same jobs."""
    names = [f"boat-{number}" for number in range(30)]
    settings: dict[str, Any] = {"base_url": service.url, "journal": journal}
    sync = FoxAPI("sk-test-1234567890", **settings)
    both = AsyncFoxAPI("sk-test-1234567890", **settings)

    def submit(name: str) -> str:
        if color == "sync":
            return sync.submit(request(name), key=name).id
        return asyncio.run(both.submit(request(name), key=name)).id

    first = submit("first")
    children = []
    for _ in range(4):
        if (child := os.fork()) == 0:
            status = 1
            try:
                for name in names:
                    submit(name)
                status = 0 if submit("first") == first else 2
            finally:
                os._exit(status)
        children.append(child)
    assert [0] * 4 == [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert dict.fromkeys(["first", *names], 1) == service.names()
    assert dict(service.created) == {job.key: job.task_id for job in journal.jobs("submitted")}
    assert first == submit("first")
    sync.close()
    asyncio.run(both.close())
    with warnings.catch_warnings():  # nobody can close what belonged to an event loop that has ended
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


# ------------------------------------------------------------------ a batch that is left


@pytest.mark.parametrize("way", ["break", "error"])
def test_closing_waits_for_the_create_requests_of_an_async_batch_that_was_left(
    way: str, service: Service, journal: Journal
) -> None:
    """Without `aclosing`, by break or by an exception: close() stops new work, and what is in flight is recorded."""
    service.hold.clear()
    names = [f"boat-{number}" for number in range(8)]

    async def go() -> None:
        async with AsyncFoxAPI("sk-test-1234567890", base_url=service.url, journal=journal) as fox:
            results = fox.batch([request(name) for name in names], keys=names, concurrency=4, poll=FAST)
            first = asyncio.ensure_future(anext(results))
            for _ in range(4):
                await asyncio.to_thread(service.waiting.acquire)
            asyncio.get_running_loop().call_later(0, service.hold.set)
            if way == "error":
                raise LookupError
            assert not first.done()
        with pytest.raises(ConfigurationError, match="closed"):
            await first

    with suppress(LookupError):
        asyncio.run(go())
    created = service.names()
    assert (4, {1}) == (len(created), set(created.values()))
    assert set(created) == {job.key for job in journal.jobs("submitted")}
    assert ["new"] * 4 == [job.state for job in journal.jobs() if job.key not in created]


def test_closing_waits_for_the_create_requests_of_a_batch_that_is_kept_in_a_variable(
    service: Service, journal: Journal
) -> None:
    """Its threads end, too; nothing is cut off."""
    names = [f"boat-{number}" for number in range(8)]
    with FoxAPI("sk-test-1234567890", base_url=service.url, journal=journal) as fox:
        results = fox.batch([request(name) for name in names], keys=names, concurrency=4, poll=Poll(timeout=60))
        refused: list[FoxAPIError] = []

        def take() -> None:
            try:
                list(results)
            except FoxAPIError as error:
                refused.append(error)

        taking = threading.Thread(target=take)
        service.hold.clear()
        taking.start()
        for _ in range(4):
            service.waiting.acquire()
        threading.Timer(0, service.hold.set).start()
    taking.join()
    assert ["ConfigurationError"] == [type(error).__name__ for error in refused]
    assert set(service.names()) == {job.key for job in journal.jobs("submitted")}
    assert (4, []) == (len(service.created), journal.jobs("sending", "uncertain"))


@pytest.mark.parametrize("color", ["sync", "async"])
def test_a_batch_without_a_journal_names_its_tasks_when_it_is_left(
    color: str, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    """The exception that interrupts has a note, and the log a WARNING, with the id of each paid task."""
    names = ["boat-0", "boat-1"]
    settings: dict[str, Any] = {"base_url": service.url}

    class Interrupted(BaseException):
        pass

    def complain(key: str, task: Any) -> None:
        if len(service.created) == 2:
            raise Interrupted

    async def go() -> None:
        async with AsyncFoxAPI("sk-test-1234567890", **settings) as fox:
            async for _ in fox.batch([request(name) for name in names], keys=names, poll=FAST, on_progress=complain):
                pass

    with pytest.raises(Interrupted) as caught:  # noqa: PT012
        if color == "async":
            asyncio.run(go())
        with FoxAPI("sk-test-1234567890", **settings) as fox:
            list(fox.batch([request(name) for name in names], keys=names, poll=FAST, on_progress=complain))
    gc.collect()
    warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    for _, task_id in service.created:
        assert any(task_id in note for note in caught.value.__notes__)
        assert any(task_id in warning for warning in warnings)
