"""What is printed of an error that nobody catches: the caller's frames and the public call, not the way between."""

from __future__ import annotations

import asyncio
import json
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from foxapi_video import (
    AsyncFoxAPI,
    ConnectionFailed,
    DownloadFailed,
    FoxAPI,
    FoxAPIError,
    InvalidRequest,
    InvalidResponse,
    Journal,
    NotFound,
    Poll,
    SubmissionUncertain,
    TaskFailed,
    WaitTimeout,
)
from foxapi_video._http.config import Config
from foxapi_video._steps.tracebacks import shorten
from foxapi_video.sandbox import Fault, Sandbox

KEY = "sk-sandbox"
SORA = {"model": "sora-2", "prompt": "A paper boat"}
CLIENTS = ("sync", "async", "aiohttp")
FAST = Poll(shortest=0.01, longest=0.02)
CLOSED = "http://127.0.0.1:1"


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    """Serve a FoxAPI whose minutes are milliseconds."""
    with Sandbox(speed=10_000.0) as box:
        yield box


def play(client: str, call: Callable[[Any], Any], **settings: Any) -> BaseException:
    """Return what a call of a client raises; a batch is iterated, and the error of its first job raised."""

    def raised(results: list[Any]) -> None:
        if error := next((result.error for result in results if result.error), None):
            raise error

    async def go() -> None:
        async with AsyncFoxAPI(KEY, **settings) as fox:
            called = call(fox)
            if hasattr(called, "__aiter__"):
                raised([result async for result in called])
            else:
                await called

    with pytest.MonkeyPatch.context() as patched:
        if client == "async":
            patched.setattr(Config, "aiohttp_transport", lambda *_, **__: None)
        try:
            if client != "sync":
                asyncio.run(go())
            else:
                with FoxAPI(KEY, **settings) as fox:
                    called = call(fox)
                    if hasattr(called, "__next__"):
                        raised(list(called))
        except Exception as error:
            return error
    raise AssertionError("nothing was raised")


def modules(error: BaseException | None) -> list[str]:
    """Name the module of each frame of an error."""
    assert error is not None
    return [str(frame.f_globals["__name__"]) for frame, _ in traceback.walk_tb(error.__traceback__)]


CASES: dict[str, tuple[type[FoxAPIError], Fault | None, Callable[[Any], Any]]] = {
    "an invalid request": (InvalidRequest, None, lambda fox: fox.submit({"model": "sora-2"})),
    "an invalid request to generate": (InvalidRequest, None, lambda fox: fox.generate({"model": "sora-2"})),
    "an invalid request in a batch": (InvalidRequest, None, lambda fox: fox.batch([{"model": "sora-2"}])),
    "a lost response": (SubmissionUncertain, Fault.lost(), lambda fox: fox.submit(SORA)),
    "a lost response to generate": (SubmissionUncertain, Fault.lost(), lambda fox: fox.generate(SORA, poll=FAST)),
    "a lost response in a batch": (SubmissionUncertain, Fault.lost(), lambda fox: fox.batch([SORA], poll=FAST)),
    "a failed task": (TaskFailed, Fault.failed(), lambda fox: fox.generate(SORA, poll=FAST)),
    "a failed task in a batch": (TaskFailed, Fault.failed(), lambda fox: fox.batch([SORA], poll=FAST)),
    "an unknown task": (NotFound, None, lambda fox: fox.get("nothing")),
    "a timeout": (WaitTimeout, None, lambda fox: fox.wait("nothing", poll=Poll(timeout=1e-6))),
    "no file to upload": (InvalidRequest, None, lambda fox: fox.upload(Path("/nowhere"))),
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("case", CASES)
def test_an_error_shows_the_public_call_and_no_way_to_it(box: Sandbox, client: str, case: str) -> None:
    """Of all frames one is ours, and the whole text is short, its causes included."""
    kind, fault, call = CASES[case]
    if fault is not None:
        box.faults.add("create_video", fault)
    error = play(client, call, base_url=box.url)
    ours = [name for name in modules(error) if not name.startswith(("asyncio", __name__))]
    assert kind is type(error)
    assert [] == [name for name in ours if name not in ("foxapi_video.client", "foxapi_video.async_client")]
    assert len(ours) <= 1
    text = traceback.format_exception(error)
    assert len("".join(text).splitlines()) <= 40, "".join(text)


REFUSED: dict[str, tuple[type[FoxAPIError], Callable[[Any], Any]]] = {
    "get": (ConnectionFailed, lambda fox: fox.get("t_42")),
    "credits": (ConnectionFailed, lambda fox: fox.credits()),
    "submit": (ConnectionFailed, lambda fox: fox.submit(SORA, validate=False)),
    "download": (DownloadFailed, lambda fox: fox.download(f"{CLOSED}/v.mp4", "v.mp4")),
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("case", REFUSED)
def test_the_cause_stays_without_its_frames(
    client: str, case: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """httpx's error is the cause; what httpcore says of the same is left out."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("foxapi_video._steps.submit.CONNECTION_TRIES", 1)
    monkeypatch.setattr("foxapi_video._steps.download.DOWNLOAD_TRIES", 1)
    kind, call = REFUSED[case]
    error = play(client, call, base_url=CLOSED)
    assert (kind, httpx.ConnectError) == (type(error), type(error.__cause__))
    assert [] == modules(error.__cause__)
    text = "".join(traceback.format_exception(error))
    assert len(text.splitlines()) <= 40, text
    assert "httpcore" not in text


@pytest.mark.parametrize("client", CLIENTS)
def test_a_response_that_cannot_be_read_is_short_too(client: str) -> None:
    """Where the cause is no network's, the place where it was raised stays."""
    response = httpx.MockTransport(lambda _: httpx.Response(200, text="{"))
    error = play("sync" if client == "sync" else "async", lambda fox: fox.get("t_42"), transport=response)
    assert InvalidResponse is type(error)
    assert isinstance(error.__cause__, json.JSONDecodeError)
    assert 1 == len(modules(error.__cause__))


@pytest.mark.parametrize("client", CLIENTS)
def test_frames_of_a_callback_stay(box: Sandbox, client: str) -> None:
    """What a caller's function raises leads to it, even if it is an error of ours from another call."""

    def watch(_: object) -> None:
        with FoxAPI(KEY, base_url=box.url) as other:
            other.get("nothing")

    error = play(client, lambda fox: fox.generate(SORA, poll=FAST, on_progress=watch), base_url=box.url)
    assert NotFound is type(error)
    assert "watch" in [frame.f_code.co_name for frame, _ in traceback.walk_tb(error.__traceback__)]


@pytest.mark.parametrize("client", CLIENTS)
def test_an_unexpected_error_keeps_its_place(box: Sandbox, client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in the package is to be reported with its traceback, also from a batch."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("foxapi_video._steps.submit.task_of", broken)
    for call in (lambda fox: fox.batch([SORA]), lambda fox: fox.submit(SORA)):
        with Journal(None) as journal:
            error = play(client, call, base_url=box.url, journal=journal)
        found = error if isinstance(error, ZeroDivisionError) else error.__cause__
        assert isinstance(found, ZeroDivisionError)
        assert "broken" in [frame.f_code.co_name for frame, _ in traceback.walk_tb(found.__traceback__)]


def test_a_chain_that_leads_back_to_itself_ends() -> None:
    """Errors can be each other's context."""
    one, other = FoxAPIError("one"), FoxAPIError("other")
    one.__cause__, other.__cause__ = other, one
    shorten(one)
    assert other is one.__cause__
