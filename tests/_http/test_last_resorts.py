"""What is paid is recorded and named, also where logging, threads, forks or the interpreter itself let us down."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fault_server import Does, FaultServer, Origin, creating, http

from foxapi_video import AsyncFoxAPI, ConfigurationError, FoxAPI, FoxAPIError, Journal, Poll
from foxapi_video._http.config import Config

KEY = "sk-SECRET-1234567890"
CLIENTS = ("sync", "async", "aiohttp")
FAST = Poll(shortest=0.01, longest=0.05, timeout=30)
PATIENCE = 30.0
"""Seconds after which a test has found a deadlock."""


def request(prompt: str = "A paper boat") -> dict[str, Any]:
    return {"model": "sora-2", "prompt": prompt}


@pytest.fixture
def api() -> Iterator[Origin]:
    """Serve an API whose tasks never end."""

    def usual(method: str, path: str, number: int) -> Does:
        if path.startswith("/v1/files"):
            return Does(http(b'{"url": "https://example.com/a.png"}'))
        task_id = f"t_{number}" if method == "POST" else path.rpartition("/")[2].partition("?")[0]
        return Does(http(json.dumps({"id": task_id, "status": "processing"}).encode()), creates=method == "POST")

    origin = Origin(usual)
    with FaultServer(origin):
        yield origin


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path / "jobs.sqlite") as journal:
        yield journal


def submit(client: str, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> str:
    """Return the id of a task that was submitted."""
    if client == "sync":
        with FoxAPI(KEY, **settings) as fox:
            return fox.submit(request(), key="boat" if settings.get("journal") else None).id
    if client == "async":
        monkeypatch.setattr(Config, "aiohttp_transport", lambda *_, **__: None)

    async def go() -> str:
        async with AsyncFoxAPI(KEY, **settings) as fox:
            return (await fox.submit(request(), key="boat" if settings.get("journal") else None)).id

    return asyncio.run(go())


# ------------------------------------------------------------------ logging


class Broken(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        raise ValueError("no log today")


@pytest.fixture
def broken_log() -> Iterator[None]:
    """Give the package's logger a handler that raises."""
    logger, handler = logging.getLogger("foxapi_video"), Broken()
    level, logger.level = logger.level, logging.DEBUG
    logger.addHandler(handler)
    logger.manager._clear_cache()  # type: ignore[attr-defined]
    yield
    logger.removeHandler(handler)
    logger.setLevel(level)


@pytest.mark.usefixtures("broken_log")
@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("recorded", [True, False])
def test_a_log_handler_that_raises_loses_no_id(
    api: Origin, client: str, recorded: bool, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The task was created: it is recorded and returned."""
    settings = {"journal": journal} if recorded else {}
    assert "t_1" == submit(client, monkeypatch, base_url=api.url, **settings)
    assert [("submitted", "t_1")] * recorded == [(job.state, job.task_id) for job in journal.jobs()]


@pytest.mark.usefixtures("broken_log")
def test_a_warning_that_cannot_be_logged_goes_to_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], api: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names a paid task that could not be recorded."""
    journal = Journal(tmp_path / "jobs.sqlite")

    def respond(*_: Any) -> Does:
        journal.close()
        return creating(Does(http(b'{"id": "t_9", "status": "pending"}')))

    api.usual = respond
    assert "t_9" == submit("sync", monkeypatch, base_url=api.url, journal=journal)
    assert "t_9" in capsys.readouterr().err


def test_a_cancellation_that_a_framework_drops_is_logged(api: Origin, caplog: pytest.LogCaptureFixture) -> None:
    """A TaskGroup shows nothing of the tasks that it cancels; without a journal, the log alone has the id."""

    async def go() -> None:
        async with AsyncFoxAPI(KEY, base_url=api.url) as fox:
            polled = asyncio.Event()

            async def fail() -> None:
                await polled.wait()
                raise ValueError("another task")

            async with asyncio.TaskGroup() as group:
                group.create_task(fox.generate(request(), poll=FAST, on_progress=lambda _: polled.set()))
                group.create_task(fail())

    with pytest.raises(ExceptionGroup):
        asyncio.run(go())
    assert [True] == ["task t_1 is paid" in record.getMessage() for record in caplog.records]


# ------------------------------------------------------------------ threads


@pytest.fixture
def no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no thread of a pool start, as where a container may have no more of them."""
    start = threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        if thread.name.startswith(("asyncio_", "foxapi-video")):
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", refuse)


@pytest.mark.usefixtures("no_threads")
@pytest.mark.parametrize("client", CLIENTS)
def test_without_threads_a_task_is_recorded(
    api: Origin, client: str, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The event loop's own thread does it."""
    assert "t_1" == submit(client, monkeypatch, base_url=api.url, journal=journal)
    assert [("submitted", "t_1")] == [(job.state, job.task_id) for job in journal.jobs()]


@pytest.mark.usefixtures("no_threads")
def test_without_threads_a_batch_is_refused(api: Origin, journal: Journal) -> None:
    """Before anything is sent."""
    with FoxAPI(KEY, base_url=api.url, journal=journal) as fox, pytest.raises(ConfigurationError, match="thread"):
        list(fox.batch([request("one"), request("two")], poll=FAST))
    assert (0, ["new", "new"]) == (api.asked("POST"), [job.state for job in journal.jobs()])


def in_time(function: Callable[[], Any]) -> Any:
    """Return what a function returns or raises in a thread that must end."""
    results: list[Any] = []

    def run() -> None:
        try:
            results.append(function())
        except Exception as error:
            results.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    assert results, "a deadlock"
    return results[0]


def test_callbacks_that_close_the_client_do_not_wait_for_each_other(api: Origin) -> None:
    """Two jobs of a batch do it at the same moment; the error says that what was created keeps running."""
    both = threading.Barrier(2, timeout=PATIENCE)

    def go() -> None:
        with FoxAPI(KEY, base_url=api.url) as fox:

            def close(*_: Any) -> None:
                both.wait()
                fox.close()

            list(fox.batch([request("one"), request("two")], poll=FAST, on_progress=close))

    error = in_time(go)
    assert (ConfigurationError, False) == (type(error), "nothing was sent" in str(error))
    assert all(name in " ".join(error.__notes__) for name in ("t_1", "t_2"))


def test_a_callback_of_one_of_several_uploads_can_close_the_client(api: Origin, tmp_path: Path) -> None:
    """The call that waits for the uploads is not waited for."""
    images = [tmp_path / f"{name}.png" for name in ("dawn", "dusk")]
    for image in images:
        image.write_bytes(PNG + image.name.encode())
    with FoxAPI(KEY, base_url=api.url) as fox:
        images_to_video = {"model": "veo-3.1", "prompt": "x", "generation_type": "first-last-frame"}
        call = {**images_to_video, "image_urls": images}
        error = in_time(lambda: fox.submit(call, validate=False, on_upload=lambda *_: fox.close()))
    assert (ConfigurationError, 0) == (type(error), api.asked("POST", "/v1/videos"))


PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000002800000028008020000009b1e0f20")


# ------------------------------------------------------------------ processes


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_threads_that_fork_at_once_do_not_lock_the_journals(tmp_path: Path) -> None:
    """While others write."""
    script = """
import os, sys, threading
from foxapi_video import Journal
journals = [Journal(f"{sys.argv[1]}/{number}.sqlite") for number in range(3)]
def fork():
    for _ in range(40):
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
def write(journal):
    for number in range(100):
        journal.add([(f"job-{number}", {}, None)])
threads = [threading.Thread(target=fork, daemon=True) for _ in range(4)]
threads += [threading.Thread(target=write, args=(journal,), daemon=True) for journal in journals]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join(30)
print(sum(thread.is_alive() for thread in threads), *(len(journal.jobs()) for journal in journals))
"""
    command = [sys.executable, "-W", "ignore", "-c", script, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ("0 100 100 100\n", "") == (done.stdout, done.stderr)


FORKS = """
import os, signal, sys, threading
from foxapi_video import Journal
from foxapi_video._storage import journal as _storage
journals = [Journal(f"{sys.argv[1]}/{number}.sqlite") for number in range(3)]
inside, go_on = threading.Event(), threading.Event()

def hold():
    with journals[1]._writing():
        inside.set()
        go_on.wait()

def fork():
    child = os.fork()
    if child == 0:
        os._exit(0 if journals[0].add([("by the child", {}, None)]) else 1)
    return os.waitpid(child, 0)[1]

match sys.argv[2]:
    case "a connection is broken":
        journals[1]._connected().close()
    case "a journal is closed":
        journals[1].close()
    case "Ctrl-C":
        def interrupt(*_):
            go_on.set()
            raise KeyboardInterrupt
        def press():
            while _storage._fork_lock.acquire(blocking=False):  # until the fork waits for the journal
                _storage._fork_lock.release()
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        signal.signal(signal.SIGINT, interrupt)
        holder, presser = threading.Thread(target=hold), threading.Thread(target=press)
        holder.start()
        inside.wait()
        presser.start()
        print(fork())
        holder.join()
        presser.join()
print(fork(), fork())

def write(journal):
    journal.add([("by the parent", {}, None)])
threads = [threading.Thread(target=write, args=(journals[number],), daemon=True) for number in (0, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join(30)
print(sum(thread.is_alive() for thread in threads), len(journals[0].jobs()), len(journals[2].jobs()))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize("what", ["a connection is broken", "a journal is closed", "Ctrl-C"])
def test_a_fork_that_meets_an_error_leaves_no_lock_behind(tmp_path: Path, what: str) -> None:
    """Python only prints what a handler of a fork raises: the next fork, and other threads, must not wait forever."""
    command = [sys.executable, "-W", "ignore", "-c", FORKS, str(tmp_path), what]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    is_interrupted = what == "Ctrl-C"
    assert "0\n" * is_interrupted + "0 0\n0 2 1\n" == done.stdout, done.stderr
    assert ["KeyboardInterrupt"] * is_interrupted == re.findall("^\\w+(?=:|$)", done.stderr, re.MULTILINE), done.stderr


LATE = """
import asyncio, atexit, os, sys, threading, time
from foxapi_video import AsyncFoxAPI, Journal
url, path, ended = sys.argv[1:]
journal, done = Journal(path), threading.Event()

def run():
    async def go():
        async with AsyncFoxAPI("sk-SECRET-1234567890", base_url=url, journal=journal) as fox:
            print((await fox.submit({"model": "sora-2", "prompt": "x"})).id)
    try:
        asyncio.run(go())
    finally:
        done.set()

def end():
    open(ended, "w").close()  # lets the API respond
    done.wait(30)

atexit.register(end)
threading.Thread(target=run, daemon=True).start()
while not os.path.exists(ended + ".asked"):
    time.sleep(0.01)
"""


def test_a_response_that_comes_while_the_interpreter_ends_is_recorded(tmp_path: Path) -> None:
    """No thread can be started any more then."""
    path, ended = tmp_path / "jobs.sqlite", tmp_path / "ended"
    asked = tmp_path / "ended.asked"

    def respond(*_: Any) -> Does:
        asked.touch()
        waited = threading.Event()
        for _ in range(int(PATIENCE * 100)):
            if ended.exists():
                break
            waited.wait(0.01)
        return creating(Does(http(b'{"id": "t_42", "status": "pending"}')))

    origin = Origin(respond)
    with FaultServer(origin):
        command = [sys.executable, "-c", LATE, origin.url, str(path), str(ended)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    with Journal(path) as journal:
        states = [(job.state, job.task_id) for job in journal.jobs()]
    assert ("t_42\n", [("submitted", "t_42")]) == (done.stdout, states), done.stderr


def test_a_first_call_while_the_interpreter_ends_says_so() -> None:
    """Not even an import succeeds then."""
    script = """
import atexit
from foxapi_video import ConfigurationError, FoxAPI
fox = FoxAPI("sk-SECRET-1234567890", base_url="http://127.0.0.1:9")
def end():
    try:
        fox.submit({"model": "sora-2", "prompt": "x"})
    except ConfigurationError as error:
        print("nothing was sent" in str(error))
atexit.register(end)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert ("True\n", "") == (done.stdout, done.stderr)


def test_closing_closes_a_connection_that_is_being_opened(api: Origin) -> None:
    """Another thread opens it at this moment: httpcore's pool does not know of it yet."""
    opening, closed = threading.Event(), threading.Event()
    opened: list[socket.socket] = []

    def connect(*arguments: Any, **options: Any) -> socket.socket:
        opened.append(real(*arguments, **options))
        opening.set()
        assert closed.wait(PATIENCE)
        return opened[0]

    fox, real = FoxAPI(KEY, base_url=api.url), socket.create_connection
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "create_connection", connect)
        results: list[Any] = []
        thread = threading.Thread(target=lambda: results.append(outcome(lambda: fox.get("t_1"))))
        thread.start()
        assert opening.wait(PATIENCE)
        fox.close()
        closed.set()
        thread.join(PATIENCE)
    assert ([True], -1) == ([isinstance(each, FoxAPIError) for each in results], opened[0].fileno())


@pytest.mark.parametrize("client", ["async", "aiohttp"])
def test_closing_closes_a_connection_that_another_task_is_opening(
    api: Origin, client: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither httpcore's pool nor ours knows of it yet: nothing is sent on it."""
    if client == "async":
        monkeypatch.setattr(Config, "aiohttp_transport", lambda *_, **__: None)

    async def go() -> tuple[Any, bool]:
        loop, opening, closed = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()
        opened: list[asyncio.BaseTransport] = []

        async def connect(*arguments: Any, **options: Any) -> Any:
            transport, protocol = await real(*arguments, **options)
            opened.append(transport)
            opening.set()
            await closed.wait()
            return transport, protocol

        real = loop.create_connection
        monkeypatch.setattr(loop, "create_connection", connect)
        fox = AsyncFoxAPI(KEY, base_url=api.url)
        running = asyncio.ensure_future(fox.get("t_1"))
        await opening.wait()
        await fox.close()
        closed.set()
        [error] = await asyncio.gather(running, return_exceptions=True)
        return error, opened[0].is_closing()

    error, is_closing = asyncio.run(go())
    assert (True, True, 0) == (isinstance(error, FoxAPIError), is_closing, api.asked("GET")), repr(error)


def outcome(function: Callable[[], Any]) -> Any:
    """Return what a function returns or raises."""
    try:
        return function()
    except Exception as error:
        return error
