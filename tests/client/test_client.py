"""Both clients against the sandbox: one table of scenarios, each run in both colors."""

from __future__ import annotations

import asyncio
import inspect
import pickle
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from fault_server import Does, FaultServer, Origin, http

from foxapi_video import (
    AsyncFoxAPI,
    Clock,
    ConfigurationError,
    FoxAPI,
    FoxAPIError,
    InvalidRequest,
    NotFound,
    Poll,
    SavedClip,
    SubmissionUncertain,
    Task,
    TaskFailed,
    Veo31Request,
)
from foxapi_video._storage.files import mp4_trouble
from foxapi_video.sandbox import Fault, Sandbox

SORA = {"model": "sora-2", "prompt": "A paper boat"}
Scenario = Callable[[Any, Sandbox, Path], Any]
"""A generator that yields each call's result and returns what is to be checked; awaiting is the runner's business."""


class Slept(Clock):
    """A clock that only pauses move; they move the sandbox's, too."""

    def __init__(self, box: Sandbox) -> None:
        self.box = box
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        self.box.clock.advance(seconds)

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)
        await asyncio.sleep(0)


def run(color: str, scenario: Scenario, box: Sandbox, folder: Path) -> Any:
    """Run a scenario through the blocking or the awaiting client, giving it each call's result or error."""
    slept = Slept(box)
    if color == "sync":
        with FoxAPI(box.key, base_url=box.url, clock=slept) as fox:
            steps = scenario(fox, box, folder)
            proceed, given = steps.send, None
            while True:
                try:
                    call = proceed(given)
                except StopIteration as stop:
                    return stop.value
                try:
                    proceed, given = steps.send, call()
                except FoxAPIError as error:
                    proceed, given = steps.throw, error

    async def go() -> Any:
        async with AsyncFoxAPI(box.key, base_url=box.url, clock=slept) as fox:
            steps = scenario(fox, box, folder)
            proceed, given = steps.send, None
            while True:
                try:
                    call = proceed(given)
                except StopIteration as stop:
                    return stop.value
                try:
                    proceed, given = steps.send, await call()
                except FoxAPIError as error:
                    proceed, given = steps.throw, error

    return asyncio.run(go())


@pytest.fixture(params=["sync", "async"])
def play(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """Run a scenario in one color, against a sandbox whose clock only pauses move."""
    with Sandbox(speed=0.0) as box:
        yield lambda scenario: run(request.param, scenario, box, tmp_path)


def test_generate_saves_a_whole_file(play: Any) -> None:
    """Three lines: submit, wait, download. One create request, and the key goes to the API alone."""

    def scenario(fox: Any, box: Sandbox, folder: Path) -> Any:
        clip = yield lambda: fox.generate(Veo31Request(prompt="A paper boat", duration=4), save_to=folder / "a.mp4")
        return clip, len(box.tasks), box.key_leaks

    clip, paid, leaks = play(scenario)
    assert (1, 0, SavedClip) == (paid, leaks, type(clip))
    assert mp4_trouble(clip.path) is None
    assert ("completed", clip.task.url) == (clip.task.status, clip.url)
    assert clip == pickle.loads(pickle.dumps(clip))


def test_the_steps_work_apart(play: Any) -> None:
    """Submit, poll, wait by id and download by id give what generate gives."""

    def scenario(fox: Any, box: Sandbox, folder: Path) -> Any:
        task = yield lambda: fox.submit(SORA)
        polled = yield lambda: fox.get(task.id)
        seen: list[Task] = []
        done = yield lambda: fox.wait(task.id, on_progress=seen.append)
        path = yield lambda: fox.download(done.id, folder / "b.mp4")
        return task, polled, seen, done, path

    task, polled, seen, done, path = play(scenario)
    assert (task.id, "pending") == (polled.id, polled.status)
    assert ["pending", "completed"] == [seen[0].status, seen[-1].status]
    assert seen[-1] == done
    assert mp4_trouble(path) is None


def test_a_bad_request_never_leaves(play: Any) -> None:
    """A request that is invalid for its model is not sent to the sandbox."""

    def scenario(fox: Any, box: Sandbox, folder: Path) -> Any:
        with pytest.raises(InvalidRequest) as caught:
            yield lambda: fox.generate({**SORA, "duration": 5}, save_to=folder / "a.mp4")
        return caught.value, list(box.requests)

    error, requests = play(scenario)
    assert (["duration"], []) == ([problem.field for problem in error.problems], requests)


def test_a_lost_answer_is_never_repeated(play: Any) -> None:
    """The server created the task and the answer was lost: one task, and an error that says so."""

    def scenario(fox: Any, box: Sandbox, folder: Path) -> Any:
        box.faults.add("create_video", Fault.lost())
        with pytest.raises(SubmissionUncertain) as caught:
            yield lambda: fox.submit(SORA)
        return caught.value, len(box.tasks)

    error, paid = play(scenario)
    assert ("sora-2", 1) == (error.model, paid)


def test_a_rate_limit_is_waited_out(play: Any) -> None:
    """An explicit 429 creates nothing and is followed by another try."""

    def scenario(fox: Any, box: Sandbox, folder: Path) -> Any:
        box.faults.add("create_video", Fault.status(429, retry_after=2))
        task = yield lambda: fox.submit(SORA)
        return task, len(box.tasks)

    task, paid = play(scenario)
    assert ("pending", 1) == (task.status, paid)


def test_waiting_retries_transient_failures(play: Any) -> None:
    """Errors, HTML, resets, truncation and garbage between polls do not end the wait."""

    def scenario(fox: Any, box: Sandbox, folder: Path) -> Any:
        faults = [Fault.status(503), Fault.status(502, html=True), Fault.reset(), Fault.truncate(), Fault.body(b"null")]
        box.faults.add("get_task", *faults, Fault.body(b'{"id"'), Fault.status(429, retry_after=1))
        clip = yield lambda: fox.generate(SORA, save_to=folder / "a.mp4")
        return clip, len(box.tasks)

    clip, paid = play(scenario)
    assert ("completed", 1) == (clip.task.status, paid)


def test_a_download_is_repeated_until_it_is_whole(play: Any) -> None:
    """A truncated file and a server error are followed by the whole file."""

    def scenario(fox: Any, box: Sandbox, folder: Path) -> Any:
        box.faults.add("result", Fault.truncate(), Fault.status(503))
        clip = yield lambda: fox.generate(SORA, save_to=folder / "a.mp4")
        return clip.path, [path.name for path in folder.iterdir()]

    path, names = play(scenario)
    assert (None, ["a.mp4"]) == (mp4_trouble(path), names)


def test_results_that_come_late_are_waited_for(play: Any) -> None:
    """A completed task without results is looked at again."""

    def scenario(fox: Any, box: Sandbox, folder: Path) -> Any:
        box.faults.add("create_video", Fault.empty(polls=3))
        clip = yield lambda: fox.generate(SORA)
        return clip

    assert play(scenario).url is not None


def test_a_failed_task_says_why(play: Any) -> None:
    """The service's words and code are on the error, and the task."""

    def scenario(fox: Any, box: Sandbox, folder: Path) -> Any:
        box.faults.add("create_video", Fault.failed(code="generation_failed", message="No luck."))
        with pytest.raises(TaskFailed) as caught:
            yield lambda: fox.generate(SORA)
        return caught.value

    error = play(scenario)
    assert ("generation_failed", error.task_id) == (error.code, error.task.id)
    assert "No luck." in str(pickle.loads(pickle.dumps(error)))


def test_an_unknown_task_is_not_found(play: Any) -> None:
    """A task that never was is NotFound, by `get` at once and by `wait` after a few polls."""

    def scenario(fox: Any, box: Sandbox, folder: Path) -> Any:
        for call in (fox.get, fox.wait):
            with pytest.raises(NotFound) as caught:
                yield lambda call=call: call("task-nowhere/../x?")
            assert "task-nowhere/../x?" == caught.value.task_id
        return len(box.requests)

    assert 1 + 3 == play(scenario)


def test_an_empty_id_is_refused(play: Any) -> None:
    """No request is made for no id."""

    def scenario(fox: Any, box: Sandbox, folder: Path) -> Any:
        with pytest.raises(InvalidRequest, match="task_id"):
            yield lambda: fox.get("")
        return list(box.requests)

    assert [] == play(scenario)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "FOXAPI_API_KEY"),
        ({"api_key": " "}, "FOXAPI_API_KEY"),
        ({"api_key": "sk-a\nb"}, "characters"),
        ({"api_key": "sk-ключ"}, "characters"),
        ({"api_key": "sk-a", "base_url": "api.foxapi.cc"}, "base URL"),
        ({"api_key": "sk-a", "base_url": "ftp://api.foxapi.cc"}, "base URL"),
        ({"api_key": "sk-a", "base_url": "https://api.foxapi.cc/?x=1"}, "base URL"),
        ({"api_key": "sk-a", "timeout": 0}, "timeout"),
        ({"api_key": "sk-a", "timeout": float("nan")}, "timeout"),
    ],
)
@pytest.mark.parametrize("client", [FoxAPI, AsyncFoxAPI])
def test_what_cannot_work_is_refused_at_once(
    client: Any, arguments: dict[str, Any], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client is not made with a missing key, a key no header can carry, a base URL that is none, or no time."""
    monkeypatch.delenv("FOXAPI_API_KEY", raising=False)
    with pytest.raises(ConfigurationError, match=words):
        client(**arguments)


def test_the_environment_configures_a_client(monkeypatch: pytest.MonkeyPatch) -> None:
    """Key and base URL come from the environment; the argument wins; the key is in no repr."""
    monkeypatch.setenv("FOXAPI_API_KEY", "sk-secret")
    monkeypatch.setenv("FOXAPI_BASE_URL", "https://api.aihubmax.com/")
    assert "FoxAPI(base_url='https://api.aihubmax.com')" == repr(FoxAPI())
    assert "FoxAPI(base_url='https://other.example.com')" == repr(FoxAPI(base_url="https://other.example.com"))
    assert "sk-secret" not in repr(vars(FoxAPI()._driver))
    monkeypatch.delenv("FOXAPI_BASE_URL")
    assert "FoxAPI(base_url='https://api.foxapi.cc')" == repr(FoxAPI())


def test_the_paid_post_has_a_connection_of_its_own(tmp_path: Path) -> None:
    """Polls share a connection; each POST opens one, which is not used again."""
    with Sandbox(speed=0.0) as box, FoxAPI(box.key, base_url=box.url) as fox:
        for _ in range(3):
            fox.get(fox.submit(SORA).id)
        clients = fox._driver.clients()
        pools = {name: getattr(clients, name).get_httpx_client()._transport._pool for name in ("api", "paid")}
        assert {"api": 1, "paid": 0} == {name: len(pool.connections) for name, pool in pools.items()}


def test_threads_can_share_a_client() -> None:
    """Twenty threads on one client make twenty tasks."""
    with Sandbox(speed=0.0) as box, FoxAPI(box.key, base_url=box.url) as fox, ThreadPoolExecutor(20) as pool:
        ids = {task.id for task in pool.map(lambda _: fox.submit(SORA), range(20))}
        assert ({record.id for record in box.tasks}, 20) == (ids, len(ids))


def test_a_client_leaves_nothing_open() -> None:
    """Closing a client closes its connections; one that was never used opens none."""
    before = threading.active_count()
    FoxAPI("sk-a").close()
    asyncio.run(AsyncFoxAPI("sk-a").close())
    assert before == threading.active_count()


def test_a_transport_of_ones_own_carries_everything(tmp_path: Path) -> None:
    """The key is on API requests and not on the file's, whatever the transport."""
    seen: list[tuple[str, str | None]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append((request.url.host, request.headers.get("authorization")))
        if request.url.host != "api.foxapi.cc":
            return httpx.Response(200, content=b"\0\0\0\x08ftyp\0\0\0\x08moov\0\0\0\x08mdat")
        done = {"id": "t", "status": "completed", "results": ["https://cdn.example.com/v.mp4"], "new": 1}
        return httpx.Response(201, json=done)

    with FoxAPI("sk-a", transport=httpx.MockTransport(answer)) as fox:
        clip = fox.generate(SORA, save_to=tmp_path / "v.mp4", poll=Poll(shortest=0.01, longest=0.01))
    assert [("api.foxapi.cc", "Bearer sk-a")] * 2 + [("cdn.example.com", None)] == seen
    assert 1 == clip.task.raw["new"]


def test_signatures_are_those_of_the_design() -> None:
    """The public interface is what others write against."""
    names = ["submit", "get", "wait", "download", "generate", "batch", "resume", "upload", "close"]
    names += ["live_models", "credits", "prices", "charges"]
    parameters = {name: list(inspect.signature(getattr(FoxAPI, name)).parameters)[1:] for name in names}
    assert {
        "submit": ["request", "extra_body", "validate", "key", "on_upload"],
        "get": ["task_id", "sync_upstream"],
        "wait": ["task_or_id", "poll", "on_progress"],
        "download": ["task_or_url", "path", "on_bytes"],
        "generate": ["request", "save_to", "poll", "on_progress", "on_upload", "extra_body", "validate", "key"],
        "batch": ["requests", "save_to", "keys", "concurrency", "poll", "on_progress", "max_credits"],
        "resume": ["concurrency", "poll", "on_progress"],
        "upload": ["source", "file_name", "auto_cleanup", "on_bytes"],
        "live_models": [],
        "credits": [],
        "prices": [],
        "charges": [],
        "close": [],
    } == parameters


@pytest.mark.parametrize("color", ["sync", "async"])
def test_a_proxy_of_the_environment_carries_everything(color: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where aiohttp's engine is installed, which knows nothing of it: httpx's own is used then."""
    proxy = Origin(usual=lambda method, path, number: Does(http(b'{"id": "t_42", "status": "pending"}')))
    with FaultServer(proxy):
        for name in ("HTTP_PROXY", "http_proxy"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        api = "http://api.example.com"
        if color == "sync":
            with FoxAPI("sk-x", base_url=api) as fox:
                _ = [fox.submit(SORA), fox.get("t_42")]
        else:

            async def go() -> None:
                async with AsyncFoxAPI("sk-x", base_url=api) as fox:
                    _ = [await fox.submit(SORA), await fox.get("t_42")]

            asyncio.run(go())
    assert [("POST", f"{api}/v1/videos/generations"), ("GET", f"{api}/v1/tasks/t_42")] == proxy.requests


def test_aiohttp_is_picked_up_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless a proxy is to be gone through, or a transport of one's own is given."""
    pytest.importorskip("httpx_aiohttp")

    def engine(**proxies: str) -> str:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.delenv(name, raising=False)
        for name, value in proxies.items():
            monkeypatch.setenv(name, value)

        async def go() -> str:
            async with AsyncFoxAPI("sk-x") as fox:
                return type(fox._driver.clients().api.get_async_httpx_client()._transport).__name__

        return asyncio.run(go())

    assert ["TracedTransport", "AsyncHTTPTransport"] == [engine(), engine(HTTPS_PROXY="http://127.0.0.1:9")]
