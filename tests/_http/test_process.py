"""An HTTP client belongs to one process and one event loop; in another it is recreated, or refused."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fault_server import Does, FaultServer, Origin, creating, http

from foxapi_video import AsyncFoxAPI, ConfigurationError, FoxAPI, Journal
from foxapi_video._http.config import Config

SORA = {"model": "sora-2", "prompt": "A paper boat"}


class Kept(httpx.AsyncBaseTransport):
    """A transport that may hold connections."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"id": "t_42", "status": "pending"})


class SyncKept(httpx.BaseTransport):
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"id": "t_42", "status": "pending"})


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Origin]:
    """Serve an API that answers a poll with the task that was asked for."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)

    def answer(method: str, path: str, job: int) -> Does:
        name = f"t_{job}" if method == "POST" else path.rpartition("/")[2].partition("?")[0]
        does = Does(http(json.dumps({"id": name, "status": "pending"}).encode()))
        return creating(does) if method == "POST" else does

    origin = Origin(answer)
    with FaultServer(origin):
        yield origin


FORK = """
import json, os, sys, threading
from foxapi_video import FoxAPI, FoxAPIError, check

base_url, = sys.argv[1:]
fox = FoxAPI("sk-SECRET-1234567890", base_url=base_url)
seen = [fox.get("t_parent").id]                    # a connection that is kept
slots = fox._driver.clients().slots["poll"]
fox._context.uploads._lock.acquire()               # what another thread held at the moment of the fork
fox._context.durations._lock.acquire()
for slot in fox._driver.clients().slots.values():
    while slot.acquire(blocking=False):
        pass
reading, writing = os.pipe()
if os.fork() == 0:
    found = []
    for number in range(20):
        found.append(fox.get(f"t_child{number}").id == f"t_child{number}")
    found.append(fox.submit({"model": "sora-2", "prompt": "A paper boat"}).id.startswith("t_"))
    os.write(writing, json.dumps(found).encode())
    fox.close()
    os._exit(0)
for slot in fox._driver.clients().slots.values():
    slot.release()
for number in range(20):
    seen.append(fox.get(f"t_parent{number}").id)
child = json.loads(os.read(reading, 4096))
os.wait()
seen.append(fox.get("t_last").id)
fox.close()
print(json.dumps([child, seen]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_a_forked_child_has_connections_and_locks_of_its_own(api: Origin) -> None:
    """Parent and child ask at once, and each gets its own responses; the child's close leaves the parent's alone."""
    done = subprocess.run([sys.executable, "-c", FORK, api.url], capture_output=True, text=True, timeout=60)
    assert ("", 0) == (done.stderr, done.returncode)
    child, parent = json.loads(done.stdout)
    assert [True] * 21 == child
    assert ["t_parent", *(f"t_parent{number}" for number in range(20)), "t_last"] == parent
    assert 3 == api.connections  # one kept in each process, and one for the create request


@pytest.mark.parametrize("engine", ["httpx", "aiohttp"])
@pytest.mark.filterwarnings("error::ResourceWarning", "error::pytest.PytestUnraisableExceptionWarning")
def test_a_client_works_in_one_event_loop_after_another(
    api: Origin, engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each `asyncio.run` with one client pays once, and closes its connections at its end."""
    if engine == "httpx":
        monkeypatch.setattr(Config, "aiohttp_transport", lambda *_, **__: None)
    with Journal(tmp_path / "jobs.sqlite") as journal:
        fox = AsyncFoxAPI("sk-SECRET-1234567890", base_url=api.url, journal=journal)

        async def go(number: int) -> list[str]:
            names = [f"t_{number}_{each}" for each in range(150)]  # more than there are places
            found = await asyncio.gather(*(fox.get(name) for name in names))
            assert names == [task.id for task in found]
            return [(await fox.submit(SORA, key=f"boat {number}")).id]

        async def last() -> list[str]:
            async with fox:
                return await go(3)

        ids = [asyncio.run(go(1)), asyncio.run(go(2)), asyncio.run(last())]
        assert ([["t_1"], ["t_2"], ["t_3"]], 3) == (ids, api.jobs)
        assert {"submitted"} == {job.state for job in journal.jobs()}
    _ = gc.collect()  # warns of sockets that were not closed


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_transport_of_ones_own_is_refused_in_another_event_loop() -> None:
    """Its connections belong to the first one; a mock has none."""
    for transport, refused in ((Kept(), True), (httpx.MockTransport(lambda _: httpx.Response(200, json=TASK)), False)):
        fox = AsyncFoxAPI("sk-SECRET-1234567890", transport=transport)
        assert "t_42" == asyncio.run(fox.get("t_42")).id
        if refused:
            with pytest.raises(ConfigurationError, match="another event loop"):
                asyncio.run(fox.submit(SORA))
        else:
            assert "t_42" == asyncio.run(fox.get("t_42")).id


TASK = {"id": "t_42", "status": "pending"}


def test_a_transport_of_ones_own_is_refused_in_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fork is played by another process id."""
    fox = FoxAPI("sk-SECRET-1234567890", transport=SyncKept())
    assert "t_42" == fox.get("t_42").id
    pid = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: pid + 1)
    with pytest.raises(ConfigurationError, match="another process"):
        fox.submit(SORA)


def test_the_end_of_an_event_loop_closes_the_clients_of_its_own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a child that was forked inside an event loop, the parent's connections stay open: both share the sockets."""
    pid = os.getpid()

    async def go() -> list[Any]:
        fox = AsyncFoxAPI(
            "sk-SECRET-1234567890", transport=httpx.MockTransport(lambda _: httpx.Response(200, json=TASK))
        )
        clients = []
        for process in (pid, pid + 1):
            monkeypatch.setattr(os, "getpid", lambda process=process: process)
            assert "t_42" == (await fox.get("t_42")).id
            clients.append(fox._driver.clients())
        return clients

    parent, child = asyncio.run(go())
    assert (False, True) == (parent.media.is_closed, child.media.is_closed)


def test_without_an_event_loop_of_asyncio_nothing_is_sent(api: Origin) -> None:
    """As under trio, which drives coroutines by itself: the error says that asyncio is needed."""
    with Journal(None) as journal:
        fox = AsyncFoxAPI("sk-SECRET-1234567890", base_url=api.url, journal=journal)

        async def batch() -> Any:
            return [each async for each in fox.batch([SORA])]

        for call in (fox.submit(SORA), fox.get("t_42"), fox.generate(SORA), fox.resume(), batch()):
            with pytest.raises(ConfigurationError, match="asyncio"):
                call.send(None)
        assert ([], 0) == (journal.jobs(), api.connections)
