"""Every way an exchange can go wrong, from a real socket, at each stage, through both clients.

Whatever happens: at most one paid job, an error of ours that names the task once there is one, a whole file or none,
and a key that nobody but the API's own origin has seen.
"""

from __future__ import annotations

import asyncio
import errno
import gzip
import json
import logging
import pickle
import random
import signal
import socket
import ssl
import threading
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
import pytest
import trustme
from fault_server import Does, FaultServer, Origin, creating, http

from foxapi_video import (
    AsyncFoxAPI,
    Clock,
    ConnectionFailed,
    DownloadFailed,
    FoxAPI,
    FoxAPIError,
    InvalidRequest,
    Poll,
    Problem,
    ServerError,
    SubmissionUncertain,
    Task,
    TaskFailed,
)
from foxapi_video._http.config import Config
from foxapi_video._http.errors import status_error
from foxapi_video._http.networks import Networks
from foxapi_video._steps.download import DOWNLOAD_TRIES
from foxapi_video._steps.task_ids import MAX_ID
from foxapi_video._steps.uploads import TRIES
from foxapi_video._storage.files import mp4_trouble

KEY = "sk-SECRET-1234567890"
SORA = {"model": "sora-2", "prompt": "A paper boat"}
MP4 = b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\0\x08moov" + (8 + 500).to_bytes(4) + b"mdat" + bytes(500)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(50)
OLD = b"what was there before"
CREATE, UPLOAD = "/v1/videos/", "/v1/files/"
"""How the paths of the two POSTs begin."""
SLOW = 0.3
"""The client's timeout, in seconds, where it is to fire."""
TLS = httpx.create_ssl_context()
SELF_SIGNED = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
trustme.CA().issue_cert("127.0.0.1").configure_cert(SELF_SIGNED)
FIRST = Poll().pause(0.0)
"""The pause before the first poll at a task that was just created."""
pytestmark = pytest.mark.one_of("flavor")
FLAVORS = ("sync", "async", "aiohttp")
"""The blocking client, the awaiting one with httpx's own engine, and with aiohttp's."""


def body(job: int | str, status: str = "pending", **fields: Any) -> bytes:
    """Write a task as JSON."""
    return json.dumps({"id": f"task-{job}", "status": status, **fields}).encode()


def refusal(message: str, kind: str = "some_error") -> bytes:
    """Write an error as the API does."""
    return json.dumps({"error": {"message": message, "type": kind}}).encode()


class Pauses(Clock):
    """A clock that only pauses move."""

    def __init__(self, world: World) -> None:
        self.world = world

    def monotonic(self) -> float:
        return 1000.0 + sum(self.world.slept)

    def sleep(self, seconds: float) -> None:
        self.world.slept.append(seconds)
        self.world.on_sleep()

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)
        await asyncio.sleep(0)


@dataclass
class World:
    """The three origins, and a folder to save to."""

    folder: Path
    image: Path
    """A file to upload."""
    logged: pytest.LogCaptureFixture
    base_url: str = ""
    timeout: float = 30.0
    slept: list[float] = field(default_factory=list)
    on_sleep: Callable[[], object] = lambda: None
    cancel: Callable[[], object] = lambda: None

    def __post_init__(self) -> None:
        self.api = Origin(self._api)
        self.media = Origin(lambda *_: Does(http(MP4, kind="video/mp4")))
        self.elsewhere = Origin(lambda method, *_: Does(http(body(9)) if method == "POST" else http(MP4)))
        self.self_signed = Origin(lambda *_: Does(), SELF_SIGNED)
        self.target = self.folder / "boat.mp4"

    def _api(self, method: str, path: str, job: int) -> Does:
        if path.startswith(UPLOAD):
            return Does(http(self.file()))
        if method == "POST":
            return creating(Does(http(body(job))))
        return Does(http(self.done(path.removeprefix("/v1/tasks/task-").partition("?")[0])))

    def done(self, job: int | str = 1) -> bytes:
        return body(job, "completed", results=[{"url": f"{self.media.url}/v.mp4"}])

    def file(self) -> bytes:
        """Write the answer to an upload."""
        return json.dumps({"id": "file-1", "url": f"{self.media.url}/boat.png", "size": len(PNG)}).encode()

    def plan(self, stage: str, *does: Does, forever: bool = False) -> None:
        """Plan what is done at a stage: upload, create, poll or download."""
        if stage in ("create", "upload"):
            self.api.plan("POST", *does, path=CREATE if stage == "create" else UPLOAD, forever=forever)
        else:
            (self.api if stage == "poll" else self.media).plan("GET", *does, forever=forever)

    def good(self, stage: str) -> bytes:
        """Return the body that a stage wants to see."""
        return {"upload": self.file(), "create": body(1), "poll": self.done(), "download": MP4}[stage]

    def asked(self, stage: str) -> int:
        """Count a stage's requests."""
        if stage == "download":
            return self.media.asked("GET")
        if stage in ("create", "upload"):
            return self.api.asked("POST", CREATE if stage == "create" else UPLOAD)
        return self.api.asked("GET")

    def play(self, flavor: str, scenario: Callable[[Any], Iterator[Any]]) -> Any:
        """Run a scenario through a client; it yields calls and is given what they return or raise."""
        arguments: dict[str, Any] = {
            "base_url": self.base_url or self.api.url,
            "timeout": self.timeout,
            "clock": Pauses(self),
        }
        if flavor == "sync":
            with FoxAPI(KEY, **arguments) as fox:
                steps = scenario(fox)
                resume, given = steps.send, None  # type: ignore[attr-defined]
                while True:
                    try:
                        call = resume(given)
                    except StopIteration as stop:
                        return stop.value
                    try:
                        resume, given = steps.send, call()  # type: ignore[attr-defined]
                    except BaseException as error:
                        resume, given = steps.throw, error  # type: ignore[attr-defined]

        async def go() -> Any:
            main, loop = asyncio.current_task(), asyncio.get_running_loop()
            assert main is not None
            self.cancel = lambda: loop.call_soon_threadsafe(main.cancel)
            async with AsyncFoxAPI(KEY, **arguments) as fox:
                steps = scenario(fox)
                resume, given = steps.send, None  # type: ignore[attr-defined]
                while True:
                    try:
                        call = resume(given)
                    except StopIteration as stop:
                        return stop.value
                    try:
                        resume, given = steps.send, await call()  # type: ignore[attr-defined]
                    except BaseException as error:
                        resume, given = steps.throw, error  # type: ignore[attr-defined]

        own = patch.object(Config, "aiohttp_transport", lambda *_, **__: None) if flavor == "async" else nullcontext()
        with own:
            return asyncio.run(go())

    def outcome(self, flavor: str, call: Callable[[Any], Any], *, task_id: str | None = None) -> Any:
        """Return what a call returns or raises, an error only after a poll at all that must hold of one."""

        def scenario(fox: Any) -> Iterator[Any]:
            try:
                return (yield lambda: call(fox))
            except FoxAPIError as error:
                return error

        result = self.play(flavor, scenario)
        if isinstance(result, FoxAPIError):
            assert [] == self.wrong_with(result, task_id)
        assert [] == self.wrong_with_the_rest()
        return result

    def generate(self, flavor: str, stage: str, **options: Any) -> Any:
        """Generate a file; an error at a later stage than the creation must name the task."""
        options.setdefault("save_to", self.target)
        task_id = None if stage == "create" else "task-1"
        return self.outcome(flavor, lambda fox: fox.generate(SORA, **options), task_id=task_id)

    def wrong_with(self, error: BaseException, task_id: str | None) -> list[str]:
        """List what is wrong with an error of ours."""
        copy = pickle.loads(pickle.dumps(error))
        written = "".join(traceback.format_exception(error))
        # the values of a failed task are the API's, unaltered
        own = {name: value for name, value in vars(error).items() if not isinstance(error, TaskFailed)}
        # what arrived of a response to the create request may hold the id
        ids = {task_id, "task-1"} if isinstance(error, SubmissionUncertain) else {task_id}
        found = {
            f"task_id is {error.task_id}, not {task_id}": error.task_id not in ids,  # type: ignore[attr-defined]
            "the message is empty": not str(error).strip(),
            "its copy differs": (type(error), str(error), vars(error)) != (type(copy), str(copy), vars(copy)),
            "the key is in the traceback": KEY in written,
            "the key is in its fields": KEY in f"{error!r} {own!r} {pickle.dumps(own)!r}",
        }
        return [words for words, wrong in found.items() if wrong]

    def _logged(self) -> list[str]:
        """Return what was logged, except httpcore's own record of a server's raw headers."""
        return [record.getMessage() for record in self.logged.records if not record.name.startswith("httpcore")]

    def wrong_with_the_rest(self) -> list[str]:
        """List what is wrong with the folder, the log and what the other origins saw."""
        names = {path.name for path in self.folder.iterdir()}
        file = self.target.read_bytes() if self.target.exists() else OLD
        strangers = (self.media, self.elsewhere, self.self_signed)
        found = {
            f"in the folder are {names}": not names <= {self.target.name},
            f"the file holds {file[:40]!r}": file not in (OLD, MP4),
            "the key is in the log": any(KEY in line for line in self._logged()),
            "another origin saw the key": any(KEY.encode() in origin.seen for origin in strangers),
            f"{self.api.jobs} jobs": self.api.jobs > 1,
        }
        return [words for words, wrong in found.items() if wrong]


@pytest.fixture
def world(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> Generator[World, None, None]:
    """Serve the origins to a client that no proxy of the environment gets in the way of."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "*")
    monkeypatch.setattr(Config, "tls", TLS)  # made once: loading certificates takes 20 ms
    for name in ("foxapi_video", "httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, name)
    image = tmp_path_factory.mktemp("given") / "boat.png"
    image.write_bytes(PNG)
    made = World(tmp_path, image, caplog)
    with FaultServer(made.api, made.media, made.elsewhere, made.self_signed):
        yield made


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Import what the first exchange of either client imports, so that no timeout runs meanwhile."""
    import httpcore._backends.anyio  # noqa: F401


def name_of(outcome: Any) -> str:
    return type(outcome).__name__


# ------------------------------------------------------------------ broken exchanges

Breaks = Callable[[bytes], Does]

HARMLESS: dict[str, Breaks] = {
    "whole": lambda good: Does(http(good)),
    "201": lambda good: Does(http(good, 201)),
    "202": lambda good: Does(http(good, 202)),
    "a success that Python has no name for": lambda good: Does(http(good, 299)),
    "one byte at a time": lambda good: Does(http(good), drip_after=0),
    "no Content-Length": lambda good: Does(http(good, length=None), "close"),
    "chunked": lambda good: Does(
        http(b"%x\r\n%s\r\n0\r\n\r\n" % (len(good), good), length=None, headers={"Transfer-Encoding": "chunked"})
    ),
    "gzip": lambda good: Does(http(gzip.compress(good), headers={"Content-Encoding": "gzip"})),
    "text/plain": lambda good: Does(http(good, kind="text/plain; charset=latin-1")),
    "early hints first": lambda good: Does(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + http(good)),
    "closed although keep-alive": lambda good: Does(http(good), "close"),
}

BROKEN: dict[str, Breaks] = {
    "reset, no answer": lambda good: Does(b"", "reset"),
    "reset amid the head": lambda good: Does(http(good)[:20], "reset"),
    "reset amid the body": lambda good: Does(http(good)[: -len(good) // 2], "reset"),
    "closed, no answer": lambda good: Does(b"", "close"),
    "closed amid the head": lambda good: Does(http(good)[:20], "close"),
    "truncated, Content-Length": lambda good: Does(http(good)[: -len(good) // 2], "close"),
    "truncated, no Content-Length": lambda good: Does(http(good[:-9], length=None), "close"),
    "truncated, chunked": lambda good: Does(
        http(b"%x\r\n%s" % (len(good), good[:-9]), length=None, headers={"Transfer-Encoding": "chunked"}), "close"
    ),
    "Content-Length too long": lambda good: Does(http(good, length=len(good) + 1), "close"),
    "Content-Length too short": lambda good: Does(http(good, length=len(good) - 9), "close"),
    "Content-Length is no number": lambda good: Does(http(good, headers={"Content-Length": "x"}, length=None), "close"),
    "bad gzip": lambda good: Does(http(good, headers={"Content-Encoding": "gzip"})),
    "truncated gzip": lambda good: Does(http(gzip.compress(good)[:-12], headers={"Content-Encoding": "gzip"})),
    "a head without end": lambda good: Does(http(good, headers={"X-Long": "x" * 200_000})),
    "no HTTP": lambda good: Does(b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "close"),
    "HTML with 200": lambda good: Does(http(b"<html><title>Just a moment</title></html>", kind="text/html")),
    "empty": lambda good: Does(http(b"")),
    "204": lambda good: Does(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "null": lambda good: Does(http(b"null")),
    "a list": lambda good: Does(http(b"[]")),
    "a number": lambda good: Does(http(b"1" * 5000)),
    "half a JSON": lambda good: Does(http(b'{"id": "task-1", "stat')),
    "no UTF-8": lambda good: Does(http(b'{"id": "\xff\xfe"}')),
    "brackets without end": lambda good: Does(http(b"[" * 100_000)),
    "no id": lambda good: Does(http(b'{"status": "pending"}')),
    "id null": lambda good: Does(http(b'{"id": null, "status": "pending"}')),
    "id empty": lambda good: Does(http(b'{"id": "", "status": "pending"}')),
    "status null": lambda good: Does(http(b'{"id": "task-1", "status": null}')),
}

STALLED: dict[str, Breaks] = {
    "silence": lambda good: Does(b"", "silence"),
    "silence amid the head": lambda good: Does(http(good)[:20], "silence"),
    "silence amid the body": lambda good: Does(http(good)[:-20], "silence"),
    "a slow head": lambda good: Does(http(good), drip_after=10, drip=SLOW / 6),
    "a slow body": lambda good: Does(http(good), drip_after=len(http(good)) - 40, drip=SLOW / 6),
}

STAGES = ("create", "poll", "download")


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("fault", HARMLESS)
def test_odd_but_whole_answers_are_taken(world: World, flavor: str, stage: str, fault: str) -> None:
    """An answer in an unusual form counts: above all, the id in a 201 is not lost."""
    does = HARMLESS[fault](world.good(stage))
    world.plan(stage, creating(does) if stage == "create" else does)
    clip = world.generate(flavor, stage)
    assert ("SavedClip", MP4, 1, 1) == (name_of(clip), world.target.read_bytes(), world.api.jobs, world.asked(stage))


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("fault", BROKEN | STALLED)
def test_a_lost_answer_to_the_paid_post_is_uncertain(world: World, flavor: str, fault: str) -> None:
    """The job may have been made: one POST, and an error that says that nothing is known."""
    world.timeout = SLOW if fault in STALLED else 30.0
    world.plan("create", creating((BROKEN | STALLED)[fault](world.good("create"))))
    error = world.generate(flavor, "create")
    assert ("SubmissionUncertain", 1, 1) == (name_of(error), world.api.jobs, world.api.asked("POST"))
    assert ("sora-2", [], False) == (error.model, world.slept, world.target.exists())
    assert (True, True) == (error.__cause__ is not None, 1.7e9 < error.sent_at)


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("stage", ["poll", "download"])
@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_read_is_repeated(world: World, flavor: str, stage: str, fault: str) -> None:
    """One broken answer to a poll or a download is followed by a second try, which is taken."""
    world.target.write_bytes(OLD)
    world.plan(stage, BROKEN[fault](world.good(stage)))
    clip = world.generate(flavor, stage)
    assert ("SavedClip", MP4, 1, 2) == (name_of(clip), world.target.read_bytes(), world.api.jobs, world.asked(stage))


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("fault", STALLED)
def test_a_stalled_poll_is_repeated(world: World, flavor: str, fault: str) -> None:
    """A poll that takes longer than the timeout is given up, however steadily its bytes come, and made again."""
    world.timeout = SLOW
    world.plan("poll", STALLED[fault](world.good("poll")))
    clip = world.generate(flavor, "poll")
    assert ("SavedClip", 1, 2) == (name_of(clip), world.api.jobs, world.asked("poll"))


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("fault", [name for name in STALLED if "slow" not in name])
def test_a_stalled_download_is_repeated(world: World, flavor: str, fault: str) -> None:
    """A file whose bytes stop coming is fetched again."""
    world.timeout = SLOW
    world.plan("download", STALLED[fault](world.good("download")))
    clip = world.generate(flavor, "download")
    assert ("SavedClip", 1, 2) == (name_of(clip), world.api.jobs, world.asked("download"))


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("fault", [name for name in STALLED if "slow" in name])
def test_a_slow_download_ends_with_the_budget(world: World, flavor: str, fault: str) -> None:
    """A file that comes byte by byte is given up when the whole budget is spent, and the old file stays."""
    world.target.write_bytes(OLD)
    world.plan("download", STALLED[fault](world.good("download")), forever=True)
    error = world.generate(flavor, "download", poll=Poll(timeout=SLOW))
    assert ("DownloadFailed", OLD, 1) == (name_of(error), world.target.read_bytes(), world.api.jobs)
    assert f"{world.media.url}/v.mp4" == error.url


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("fault", BROKEN)
def test_polls_that_stay_broken_end_with_the_timeout(world: World, flavor: str, fault: str) -> None:
    """When no poll is ever readable the wait ends in WaitTimeout, which names the task."""
    world.plan("poll", BROKEN[fault](world.good("poll")), forever=True)
    error = world.generate(flavor, "poll", poll=Poll(timeout=60))
    assert ("WaitTimeout", None, 1) == (name_of(error), error.__cause__, world.api.jobs)
    assert 3 < world.asked("poll") < 30


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("fault", [name for name in BROKEN if name != "Content-Length too short"])
def test_a_file_that_stays_broken_is_given_up(world: World, flavor: str, fault: str) -> None:
    """After a few tries that come no further the download fails, and the old file is still there."""
    world.target.write_bytes(OLD)
    world.plan("download", BROKEN[fault](world.good("download")), forever=True)
    error = world.generate(flavor, "download")
    found = (name_of(error), world.target.read_bytes(), DOWNLOAD_TRIES <= world.asked("download") <= 12)
    assert ("DownloadFailed", OLD, True) == found


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_file_that_is_cut_at_the_server_is_what_there_is(world: World, flavor: str) -> None:
    """An exact length decides: what comes twice alike is the file that the service has, and it is saved."""
    cut = MP4[:-9]
    world.plan("download", Does(http(cut, kind="video/mp4")), forever=True)
    given: list[bytes] = []

    def scenario(fox: Any) -> Iterator[Any]:
        path = yield lambda: fox.download("task-1", world.target)
        given.append(path.read_bytes())

    world.play(flavor, scenario)
    assert ([cut], 2) == (given, world.asked("download"))


def chunked(content: bytes) -> bytes:
    """Write a body in one chunk."""
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(content), content)


OTHERS = {
    "MP4 and a byte": (MP4 + b"\0", "video/mp4"),
    "free first": (b"\0\0\0\x08free" + MP4, "video/mp4"),
    "QuickTime": (b"\0\0\0\x08wide" + MP4[16:], "video/quicktime"),
    "WebM": (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01webm" + bytes(300), "video/webm"),
    "GIF": (b"GIF89a\x01\0\x01\0" + bytes(300), "image/gif"),
    "unknown": (bytes(range(256)), "application/octet-stream"),
}


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("how", ["length", "chunks"])
@pytest.mark.parametrize("what", OTHERS)
def test_a_file_of_any_type_is_taken(world: World, flavor: str, what: str, how: str) -> None:
    """Where HTTP tells its end, it is asked for once and saved as it is."""
    content, kind = OTHERS[what]
    by_chunks = http(chunked(content), kind=kind, length=None, headers={"Transfer-Encoding": "chunked"})
    world.plan("download", Does(http(content, kind=kind) if how == "length" else by_chunks))
    given: list[bytes] = []

    def scenario(fox: Any) -> Iterator[Any]:
        path = yield lambda: fox.download("task-1", world.target)
        given.append(path.read_bytes())

    world.play(flavor, scenario)
    assert ([content], 1) == (given, world.asked("download"))


PAGES = {
    "HTML": Does(http(b"<html>SECRET</html>", kind="text/html")),
    "HTML as video": Does(http(b"\n<!DOCTYPE html>SECRET", kind="video/mp4")),
    "JSON": Does(http(b'{"token": "SECRET"}')),
    "text": Does(http(b"ami-id SECRET", kind="video/mp4")),
    "UTF-16": Does(http("SECRET".encode("utf-16"), kind="video/mp4")),
    "no HTTP": Does(b"-ERR unknown command 'SECRET'\r\n", "close"),
    "a head": Does(b"HTTP/1.1 200 OK\r\nSECRET\r\n\r\n", "close"),
    "WebM without an end": Does(http(b"\x1aE\xdf\xa3SECRET" + bytes(300), kind="video/webm", length=None), "close"),
    "WebM, cut chunks": Does(
        http(b"fff\r\n\x1aE\xdf\xa3SECRET", length=None, headers={"Transfer-Encoding": "chunked"}), "close"
    ),
    "an error": Does(http(b"SECRET", 500, kind="text/plain")),
}


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("page", PAGES)
def test_no_page_is_taken_for_a_file(world: World, flavor: str, page: str) -> None:
    """What may pass is retried, and then given up; nothing that came back is in the message."""
    world.target.write_bytes(OLD)
    world.plan("download", PAGES[page], forever=True)
    error = world.generate(flavor, "download")
    found = (name_of(error), error.transient, world.target.read_bytes(), world.asked("download"))
    assert ("DownloadFailed", True, OLD, DOWNLOAD_TRIES) == found
    assert "SECRET" not in str(error)


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_reset_before_anything_was_read_costs_nothing_twice(world: World, flavor: str) -> None:
    """A connection reset on accept ends in an error of ours, and nothing was created."""
    world.api.resets_on_accept = 3
    error = world.generate(flavor, "create")
    # whether the reset arrives while connecting or while writing is the system's choice
    assert (True, 0) == (name_of(error) in ("SubmissionUncertain", "ConnectionFailed"), world.api.jobs)


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("stage", ["poll", "download"])
def test_a_reset_on_accept_is_retried(world: World, flavor: str, stage: str) -> None:
    """A poll or a download whose connection is reset at once is made again."""
    origin = world.api if stage == "poll" else world.media
    origin.resets_on_accept = 1
    call = {
        "poll": lambda fox: fox.wait("task-0"),
        "download": lambda fox: fox.download(f"{world.media.url}/v.mp4", world.target),
    }[stage]
    assert (True, 2) == (not isinstance(world.outcome(flavor, call), FoxAPIError), origin.connections)


# ------------------------------------------------------------------ uploads


def boat(world: World) -> dict[str, Any]:
    """Make a request with a file in it."""
    return {**SORA, "generation_type": "image-to-video", "image_urls": [world.image]}


SUNK = "brackets without end"


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("fault", HARMLESS)
def test_odd_but_whole_answers_to_an_upload_are_taken(world: World, flavor: str, fault: str) -> None:
    """The file is sent once, and the create request names its URL."""
    world.plan("upload", HARMLESS[fault](world.good("upload")))
    task = world.outcome(flavor, lambda fox: fox.submit(boat(world)))
    sent = f'"image_urls":["{world.media.url}/boat.png"]'.encode()
    assert ("task-1", 1, 1) == (task.id, world.asked("upload"), world.asked("create"))
    assert (1, True) == (bytes(world.api.seen).count(PNG), sent in world.api.seen.replace(b" ", b""))


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("fault", [SUNK if name == "brackets without end" else name for name in BROKEN])
def test_a_broken_upload_is_repeated(world: World, flavor: str, fault: str) -> None:
    """It costs nothing: the second try is taken, and the video is paid once."""
    world.plan("upload", BROKEN[fault](world.good("upload")))
    task = world.outcome(flavor, lambda fox: fox.submit(boat(world)))
    assert ("task-1", [1.0], 2, 1) == (task.id, world.slept, world.asked("upload"), world.asked("create"))


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("fault", [SUNK if name == "brackets without end" else name for name in BROKEN])
def test_an_upload_that_stays_broken_costs_nothing(world: World, flavor: str, fault: str) -> None:
    """After a few attempts the upload fails, and the create request is never sent."""
    world.plan("upload", BROKEN[fault](world.good("upload")), forever=True)
    error = world.outcome(flavor, lambda fox: fox.generate(boat(world), save_to=world.target))
    assert (True, [1.0, 2.0, 4.0]) == (name_of(error) in ("ConnectionFailed", "InvalidResponse"), world.slept)
    assert (TRIES, 0) == (world.asked("upload"), world.asked("create"))


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("fault", STALLED)
def test_a_stalled_upload_ends_with_the_budget(world: World, flavor: str, fault: str) -> None:
    """However steadily its answer's bytes come, and nothing is paid."""
    world.plan("upload", STALLED[fault](world.good("upload")), forever=True)
    error = world.outcome(flavor, lambda fox: fox.generate(boat(world), poll=Poll(timeout=SLOW)))
    assert ("ConnectionFailed", 1, 0) == (name_of(error), world.asked("upload"), world.asked("create"))


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("size", [60, 3_000_000])
@pytest.mark.parametrize(("status", "kind"), [(401, "AuthenticationError"), (413, "RequestTooLarge")])
def test_a_refusal_amid_the_body_is_heard(world: World, flavor: str, size: int, status: int, kind: str) -> None:
    """A server that has seen enough of the head answers early: its status counts, not the broken connection."""
    world.plan("upload", Does(http(b"<html>", status, kind="text/html"), "close", early=True), forever=True)
    error = world.outcome(flavor, lambda fox: fox.upload(bytes(size)))
    assert (kind, 1, []) == (name_of(error), world.asked("upload"), world.slept)


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_reset_amid_the_body_is_retried(world: World, flavor: str) -> None:
    """A connection that breaks while the file goes out is followed by another."""
    world.plan("upload", Does(b"", "reset", early=True), Does(b"", "reset", early=True))
    file = world.outcome(flavor, lambda fox: fox.upload(PNG * 100_000))
    assert ("file-1", [1.0, 2.0], 3) == (file.id, world.slept, world.asked("upload"))
    assert 1 == bytes(world.api.seen).count(PNG * 100_000)


UPLOAD_ECHOES = {
    "in a 401's message": Does(http(refusal(f"Incorrect API key provided: {KEY}."), 401)),
    "in a redirect": Does(http(b"", 307, headers={"Location": f"http://127.0.0.1/?key={KEY}"})),
    "in a file without a URL": Does(http(json.dumps({"id": KEY, "note": f"Bearer {KEY}"}).encode())),
    "in the URL": Does(http(json.dumps({"url": 7, "id": f"https://files.example.com/?key={KEY}"}).encode())),
    "in text with 200": Does(http(f"You sent Bearer {KEY}".encode())),
}


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("echo", UPLOAD_ECHOES)
@pytest.mark.parametrize("source", ["file", "url", "data"])
def test_a_key_that_an_upload_gives_back_is_not_repeated(world: World, flavor: str, echo: str, source: str) -> None:
    """Neither an error nor the log shows it, in whichever form the file went."""
    world.plan("upload", UPLOAD_ECHOES[echo], forever=True)
    given: Any = {"file": PNG, "url": "https://example.com/a.png", "data": "data:image/png;base64,AAAA"}[source]
    error = world.outcome(flavor, lambda fox: fox.upload(given))
    assert (True, 0) == (isinstance(error, FoxAPIError), world.api.jobs)


@pytest.mark.parametrize("flavor", FLAVORS)
def test_an_upload_follows_no_redirect(world: World, flavor: str) -> None:
    """Another host gets neither the key nor the file."""
    world.plan("upload", Does(http(b"", 307, headers={"Location": f"{world.elsewhere.url}/v1/files/upload/stream"})))
    error = world.outcome(flavor, lambda fox: fox.upload(PNG))
    assert ("APIStatusError", 307, b"") == (name_of(error), error.status_code, bytes(world.elsewhere.seen))


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("call", ["credits", "live_models", "prices", "charges"])
@pytest.mark.parametrize(
    "fault", [name for name in BROKEN if name not in ("no id", "id null", "id empty", "status null")]
)
def test_a_poll_at_the_account_fails_as_one_of_ours(world: World, flavor: str, call: str, fault: str) -> None:
    """Whatever comes instead of the balance or the models, and it is asked for once; aiohttp itself repeats a read."""
    if (call, fault) == ("charges", "a list"):
        pytest.skip("charges may be a list by themselves")
    world.plan("poll", BROKEN[fault](b'{"data": [{"id": "sora-2"}]}'), forever=True)
    error = world.outcome(flavor, lambda fox: getattr(fox, call)())
    assert name_of(error) in ("ConnectionFailed", "InvalidResponse")
    assert world.asked("poll") in ((1, 2) if flavor == "aiohttp" else (1,))


# ------------------------------------------------------------------ no connection at all


@pytest.fixture
def closed() -> Generator[str, None, None]:
    """Hold a port that refuses connections."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}"


@pytest.fixture(params=["refused", "no such host", "plain HTTP at https", "self-signed"])
def unreachable(request: pytest.FixtureRequest, world: World, closed: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return an origin to which there is no connection, for one of four reasons."""
    look_up = socket.getaddrinfo

    def fail(host: Any, *arguments: Any, **options: Any) -> Any:
        if host == "nonexistent.invalid":  # answered here, so that no resolver is asked
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    return {
        "refused": closed,
        "no such host": "https://nonexistent.invalid",
        "plain HTTP at https": world.elsewhere.url.replace("http:", "https:"),
        "self-signed": world.self_signed.url,
    }[request.param]


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_post_that_was_never_sent_is_tried_three_times(world: World, flavor: str, unreachable: str) -> None:
    """Without a connection nothing was sent: it is safe to try again, and the error says so."""
    world.base_url = unreachable
    error = world.generate(flavor, "create")
    assert ("ConnectionFailed", True, [1.0, 2.0]) == (name_of(error), error.nothing_sent, world.slept)
    assert b"" == world.self_signed.seen + world.elsewhere.seen


@pytest.mark.parametrize("flavor", FLAVORS)
def test_an_upload_without_a_connection_is_given_up(world: World, flavor: str, unreachable: str) -> None:
    """It fails after a few attempts, and no create request is attempted."""
    world.base_url = unreachable
    error = world.outcome(flavor, lambda fox: fox.submit(boat(world)))
    assert ("ConnectionFailed", True, [1.0, 2.0, 4.0]) == (name_of(error), error.nothing_sent, world.slept)
    assert b"" == world.self_signed.seen + world.elsewhere.seen


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_wait_without_a_connection_ends_with_the_budget(world: World, flavor: str, unreachable: str) -> None:
    """Polls that never connect are retried until the timeout."""
    world.base_url = unreachable
    poll = Poll(timeout=20)
    error = world.outcome(flavor, lambda fox: fox.wait("task-1", poll=poll), task_id="task-1")
    assert ("WaitTimeout", None, True) == (name_of(error), error.task, 3 < len(world.slept) < 12)


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_poll_without_a_connection_fails(world: World, flavor: str, unreachable: str) -> None:
    """A single poll is not repeated; its error names the task."""
    world.base_url = unreachable
    error = world.play(flavor, lambda fox: _caught(lambda: fox.get("task-1")))
    assert ("ConnectionFailed", "task-1", []) == (name_of(error), error.task_id, world.slept)


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_file_at_an_unreachable_host_is_given_up(world: World, flavor: str, unreachable: str) -> None:
    """A result at a host that cannot be reached is tried three times; the error names task and link."""
    url = f"{unreachable}/v.mp4"
    world.plan("poll", Does(http(body(1, "completed", results=[{"url": url}]))), forever=True)
    error = world.generate(flavor, "download")
    pauses = [FIRST, 1.0, 2.0, 4.0, 8.0, 15.0]
    assert ("DownloadFailed", url, pauses, 1) == (name_of(error), error.url, world.slept, world.api.jobs)


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("url", ["ftp://127.0.0.1/v.mp4", "file:///etc/passwd", "http://[", "http://127.0.0.1:99999/"])
def test_a_link_that_is_none_is_not_followed(world: World, flavor: str, url: str) -> None:
    """A result whose URL cannot be fetched is a DownloadFailed."""
    world.plan("poll", Does(http(body(1, "completed", results=[{"url": url}]))), forever=True)
    error = world.generate(flavor, "download")
    assert ("DownloadFailed", url, 1) == (name_of(error), error.url, world.api.jobs)


def _caught(call: Callable[[], Any]) -> Iterator[Any]:
    try:
        return (yield call)
    except BaseException as error:
        return error


# ------------------------------------------------------------------ statuses

EVERY = range(400, 600)
SEEN = [*range(400, 432), 451, 499, *range(500, 506), *range(520, 531), 598, 599]
"""The statuses that the service and the CDNs before it are known to send."""
DOCUMENTED = (400, 401, 402, 403, 404, 408, 413, 422, 425, 429, 500, 503)
"""Those that the contract names, or that are treated differently from their neighbors: tried every day."""
BODIES: dict[str, Callable[[int], bytes]] = {
    "JSON": lambda status: http(refusal("Something is wrong."), status),
    "HTML": lambda status: http(b"<html><title>Something is wrong</title></html>", status, kind="text/html"),
    "nothing": lambda status: http(b"", status),
    "odd JSON": lambda status: http(b'{"error": [1, null]}', status),
}
CLASSES = {
    400: "RequestRejected",
    401: "AuthenticationError",
    402: "InsufficientBalance",
    403: "PermissionDenied",
    404: "NotFound",
    413: "RequestTooLarge",
    422: "RequestRejected",
    429: "RateLimited",
    **dict.fromkeys(range(500, 600), "ServerError"),
}


def after_create(status: int, kind: str) -> str:
    """Return what a status becomes in response to the create request: only the documented ones are refusals."""
    if status in (400, 401, 402, 403, 404, 413, 422, 429) or (status, kind) == (503, "JSON"):
        return CLASSES[status]
    return "SubmissionUncertain"


def after_upload(status: int, kind: str) -> str:
    """Say what a status in answer to an upload is to become; it costs nothing, and the next try is fine."""
    return "UploadedFile" if status >= 500 or status == 429 else CLASSES.get(status, "APIStatusError")


def after_get(status: int, kind: str) -> str:
    """Say what a status in answer to a single poll is to become."""
    return CLASSES.get(status, "APIStatusError")


def after_poll(status: int, kind: str) -> str:
    """Say what a status in answer to one poll of many is to become; the others are fine."""
    passes = status >= 500 or status in (404, 408, 425, 429)
    return "Task" if passes else CLASSES.get(status, "APIStatusError")


def after_download(status: int, kind: str) -> str:
    """Say what a status instead of the file is to become; the next try is fine."""
    return "PosixPath" if status >= 500 or status in (408, 425, 429) else "DownloadFailed"


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("upload", after_upload),
        ("create", after_create),
        ("get", after_get),
        ("poll", after_poll),
        ("download", after_download),
    ],
)
def test_every_error_status(
    world: World,
    flavor: str,
    kind: str,
    stage: str,
    expected: Callable[[int, str], str],
    everything: bool,
    chance: random.Random,
) -> None:
    """Each status, with each kind of body, becomes the class that it should, at each stage."""
    calls: dict[str, Callable[[Any], Any]] = {
        "upload": lambda fox: fox.upload(PNG),
        "create": lambda fox: fox.submit(SORA),
        "get": lambda fox: fox.get("task-1"),
        "poll": lambda fox: fox.wait("task-1"),
        "download": lambda fox: fox.download(f"{world.media.url}/v.mp4", world.target),
    }
    actual, wrong = {}, {}
    statuses: Sequence[int] = EVERY if kind == "JSON" else SEEN
    if not everything:
        statuses = sorted({*DOCUMENTED, *chance.sample(statuses, 20)})

    def scenario(fox: Any) -> Iterator[Any]:
        for status in statuses:
            world.api.jobs, before = 0, world.asked(stage)
            world.plan("poll" if stage == "get" else stage, Does(BODIES[kind](status)))
            result = yield from _caught(lambda: calls[stage](fox))
            actual[status] = type(result).__name__.replace("WindowsPath", "PosixPath")
            if isinstance(result, FoxAPIError):
                wrong[status] = world.wrong_with(result, "task-1" if stage in ("get", "poll") else None)
                wrong[status] += [] if world.asked(stage) - before <= 1 else ["asked twice"]
                wrong[status] += [] if getattr(result, "status_code", status) == status else ["another status"]

    world.play(flavor, scenario)
    assert {status: expected(status, kind) for status in statuses} == actual
    assert {} == {status: words for status, words in wrong.items() if words}
    assert [] == world.wrong_with_the_rest()


NOW = 1_800_000_000.0
RETRY_AFTER = {
    "seconds": ("7", 7.0),
    "a fraction": ("1.5", 1.5),
    "a date": (formatdate(NOW + 3600, usegmt=True), 3600.0),
    "a past date": ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
    "negative": ("-5", 2.0),
    "a word": ("soon", 2.0),
    "empty": ("", 2.0),
    "half a date": ("Wed, 99 Oct", 2.0),
    "absent": (None, 2.0),
}


def limited(after: str | None) -> Does:
    headers = {} if after is None else {"Retry-After": after}
    return Does(http(refusal("Too many requests.", "rate_limit_error"), 429, headers=headers))


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("after", RETRY_AFTER)
def test_a_rate_limit_is_honoured(world: World, flavor: str, after: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A 429 made no job: the POST is repeated after the time it asks for, or a short one when that makes no sense."""
    monkeypatch.setattr("foxapi_video._http.errors.time", lambda: NOW)
    header, pause = RETRY_AFTER[after]
    world.plan("create", limited(header))
    clip = world.generate(flavor, "create", poll=Poll(timeout=7200))
    pause = pause if pause > 2.0 or header == "1.5" else 1.0
    assert ("SavedClip", [pause, FIRST], 1, 2) == (name_of(clip), world.slept, world.api.jobs, world.asked("create"))


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("after", RETRY_AFTER)
def test_a_rate_limited_poll_is_honored(world: World, flavor: str, after: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A poll that is rate limited is repeated, not before the time that was asked for."""
    monkeypatch.setattr("foxapi_video._http.errors.time", lambda: NOW)
    header, pause = RETRY_AFTER[after]
    world.plan("poll", limited(header))
    clip = world.generate(flavor, "poll", poll=Poll(timeout=7200, shortest=1.0, longest=1.0))
    expected = pause if pause != 2.0 and pause != 0.0 else 1.0
    assert ("SavedClip", [1.0, expected], 2) == (name_of(clip), world.slept, world.asked("poll"))


@pytest.mark.parametrize(
    ("date", "seconds"), [(formatdate(NOW - 3600, usegmt=True), 3690.0), ("soon", 90.0), (None, 90.0)]
)
def test_a_retry_date_is_compared_with_the_servers_clock(
    date: str | None, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock of this machine may be wrong; it counts only where the response does not tell the time."""
    monkeypatch.setattr("foxapi_video._http.errors.time", lambda: NOW)
    headers = {"retry-after": formatdate(NOW + 90, usegmt=True), **({} if date is None else {"date": date})}
    assert seconds == status_error(429, "", headers).retry_after


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("after", ["99999999", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_an_absurd_rate_limit_is_handed_on(world: World, flavor: str, after: str) -> None:
    """A 429 that asks for longer than there is time ends at once in RateLimited, and nothing was made."""
    world.plan("create", limited(after), forever=True)
    error = world.generate(flavor, "create")
    assert ("RateLimited", [], 0, 1) == (name_of(error), world.slept, world.api.jobs, world.asked("create"))
    assert 1e6 < error.retry_after


@pytest.mark.parametrize("flavor", FLAVORS)
def test_an_absurd_rate_limit_of_polls_ends_with_the_timeout(world: World, flavor: str) -> None:
    """A poll whose Retry-After is three years ends in WaitTimeout, no later than the timeout."""
    world.plan("poll", limited("99999999"), forever=True)
    error = world.generate(flavor, "poll", poll=Poll(timeout=60))
    assert ("WaitTimeout", True) == (name_of(error), sum(world.slept) <= 60)


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_rate_limit_without_end_is_given_up(world: World, flavor: str) -> None:
    """429 after 429 ends in RateLimited within the budget, and no job was made."""
    world.plan("create", limited(None), forever=True)
    error = world.generate(flavor, "create", poll=Poll(timeout=100))
    assert ("RateLimited", 0, True) == (name_of(error), world.api.jobs, sum(world.slept) <= 100)


# ------------------------------------------------------------------ what the answers say

NOT_FOUND = Does(http(refusal("Task not found.", "not_found"), 404))
EXPIRED = Does(http(b"<Error><Code>AccessDenied</Code></Error>", 403, kind="application/xml"))


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize(
    "polls",
    [
        ["404"],
        ["404", "404"],
        ["404", "pending", "404", "404", "pending", "404"],
        ["another task"],
        ["pending", "another task", "another task", "another task", "another task"],
        ["completed, null"],
        ["completed, empty", "completed, null", "completed, no results", "completed, no url yet"],
        ["completed, empty", "processing", "completed, empty"],
        ["dreaming"],
        ["dreaming", "processing", "sleeping"],
        ["COMPLETED"],
    ],
    ids=", ".join,
)
def test_polls_that_lead_on(world: World, flavor: str, polls: list[str]) -> None:
    """A task not yet everywhere, another task's answer, results to come and an unknown status are looked past."""
    answers = {
        "404": NOT_FOUND,
        "another task": Does(http(world.done(2))),
        "completed, null": Does(http(body(1, "completed", results=None))),
        "completed, empty": Does(http(body(1, "completed", results=[]))),
        "completed, no results": Does(http(body(1, "completed"))),
        "completed, no url yet": Does(http(body(1, "completed", results=[{}]))),
    }
    world.plan("poll", *(answers.get(poll) or Does(http(body(1, poll))) for poll in polls))
    clip = world.generate(flavor, "poll")
    assert ("SavedClip", f"{world.media.url}/v.mp4", 1) == (name_of(clip), clip.url, world.api.jobs)
    assert len(polls) + 1 == world.asked("poll")


HINTS: list[dict[str, Any]] = [
    {"progress": -5},
    {"progress": 101},
    {"progress": "half"},
    {"progress": 10**400},
    {"progress": float("nan")},
    {"created": "yesterday"},
    {"model": 7},
    {"usage": "much"},
    {"task_info": []},
    {"task_info": {"estimated_time": "soon"}},
    {"task_info": {"estimated_time": -1}},
    {"task_info": {"estimated_time": 0}},
    {"task_info": {"estimated_time": float("inf")}},
    {"task_info": {"estimated_time": 10**400}},
    {"results": {"url": "v"}},
    {"error": "a string while it runs"},
    {"output": [1]},
    {"new": {"field": [1, None]}},
]


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("stage", ["create", "poll"])
@pytest.mark.parametrize("hint", HINTS, ids=lambda hint: str(hint)[:50])
def test_odd_fields_do_not_matter(world: World, flavor: str, stage: str, hint: dict[str, Any]) -> None:
    """A field of a shape or size that nobody expects neither loses the task nor ends the wait."""
    odd = Does(http(body(1, "processing", **hint)))
    world.plan(stage, creating(odd) if stage == "create" else odd)
    clip = world.generate(flavor, stage)
    assert ("SavedClip", 1, True) == (name_of(clip), world.api.jobs, sum(world.slept) <= 60)


ERRORS = {
    "an object": ({"code": "generation_failed", "message": "No luck.", "type": "task_error"}, "No luck."),
    "a string": ("No luck.", "No luck."),
    "null": (None, "failed"),
    "empty": ({}, "failed"),
    "a list": (["No", "luck."], "luck."),
    "odd fields": ({"code": 7, "message": {"en": "No luck."}}, "No luck."),
}


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("why", ERRORS)
@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_a_task_that_ended_without_a_result(world: World, flavor: str, why: str, status: str) -> None:
    """A failed or cancelled task is TaskFailed at the first poll, with whatever the service says of it."""
    reason, words = ERRORS[why]
    world.plan("poll", Does(http(body(1, status, error=reason))))
    error = world.generate(flavor, "poll")
    assert ("TaskFailed", status, 1, 1) == (name_of(error), error.task.status, world.api.jobs, world.asked("poll"))
    assert words.replace("failed", status) in str(error)


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (NOT_FOUND, "NotFound"),
        (Does(http(refusal("Expired key.", "authentication_error"), 401)), "AuthenticationError"),
        (Does(http(b"error code: 1010", 403, kind="text/plain")), "PermissionDenied"),
        (Does(http(body(1, "completed", results=[]))), "ResultMissing"),
        (Does(http(body(1, "dreaming"))), "WaitTimeout"),
        (Does(http(body(2, "completed"))), "WaitTimeout"),
        (Does(http(body(1, "completed", results=[{"voice_id": "v"}]))), "ResultMissing"),
    ],
    ids=["404", "401", "403", "empty", "unknown status", "another task", "no file"],
)
def test_polls_that_stay_so(world: World, flavor: str, answer: Does, expected: str) -> None:
    """What does not change ends the wait in the error that says what to do next."""
    world.plan("poll", answer, forever=True)
    error = world.generate(flavor, "poll")
    assert (expected, 1) == (name_of(error), world.api.jobs)


@pytest.mark.parametrize("flavor", FLAVORS)
def test_an_unknown_status_is_named(world: World, flavor: str, caplog: pytest.LogCaptureFixture) -> None:
    """A status that nobody knows is logged once and named when the time is up."""
    world.plan("poll", Does(http(body(1, "dreaming"))), forever=True)
    error = world.generate(flavor, "poll")
    warnings = [r for r in caplog.records if r.name == "foxapi_video" and "dreaming" in r.getMessage()]
    assert (1, True, "dreaming") == (len(warnings), "dreaming" in str(error), error.task.status)


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_download_by_id_names_the_task(world: World, flavor: str) -> None:
    """A download that was asked for by the task's id has that id on its error, and the link."""
    world.plan("download", Does(b"", "reset"), forever=True)
    error = world.outcome(flavor, lambda fox: fox.download("task-1", world.target), task_id="task-1")
    assert ("DownloadFailed", f"{world.media.url}/v.mp4", True) == (name_of(error), error.url, error.transient)


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize(
    "fault",
    [
        Does(http(b"", 503)),
        Does(http(refusal("Try later.", "rate_limit_error"), 429, headers={"Retry-After": "7"})),
        Does(b"", "reset"),
        Does(http(b"<html>", kind="text/html")),
        Does(http(refusal("Task not found.", "not_found"), 404)),
    ],
    ids=["503", "429", "reset", "HTML", "404"],
)
@pytest.mark.parametrize("when", ["at first", "for a fresh link"])
def test_a_download_retries_its_status_check(world: World, flavor: str, fault: Does, when: str) -> None:
    """One failed check is followed by another, as in `wait`, and the file is there in the end."""
    done = Does(http(world.done()))
    world.plan("poll", *([fault] if when == "at first" else [done, fault]))
    world.plan("download", *([] if when == "at first" else [EXPIRED]))
    path = world.outcome(flavor, lambda fox: fox.download("task-1", world.target), task_id="task-1")
    polls = 2 if when == "at first" else 3
    assert (world.target, MP4, polls) == (path, world.target.read_bytes(), world.asked("poll"))
    # aiohttp itself repeats a GET whose connection was reset, without a pause
    repeated = flavor == "aiohttp" and fault.end == "reset"
    assert (not repeated, True) == (len(world.slept), b"Retry-After" not in fault.data or world.slept[0] >= 7.0)


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_download_whose_status_check_stays_broken_ends(world: World, flavor: str) -> None:
    """The checks are given up within the budget, and the last failure is raised."""
    world.plan("poll", Does(http(b"", 503)), forever=True)
    error = world.outcome(flavor, lambda fox: fox.download("task-1", world.target), task_id="task-1")
    assert ("ServerError", 0, True) == (name_of(error), world.asked("download"), sum(world.slept) <= 1800)


STRANGE_IDS = {
    "a b": "a%20b",
    "a/b": "a%2Fb",
    "../models": "..%2Fmodels",
    "a?b=c": "a%3Fb%3Dc",
    "a#b": "a%23b",
    "%2e%2e": "%252e%252e",
    "...": "...",
    "\N{SAILBOAT}": "%E2%9B%B5",
    "a" * MAX_ID: "a" * MAX_ID,
}
NO_IDS: list[Any] = [
    "",
    " ",
    ".",
    "..",
    " .. ",
    "a\nb",
    "a\0b",
    "\x1b[31m",
    "\ud800",
    "a" * 10_000,
    None,
    7,
    b"task-1",
]


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("no_id", [each for each in NO_IDS if isinstance(each, str)], ids=lambda each: repr(each[:9]))
def test_a_paid_task_without_a_usable_id_is_uncertain(world: World, flavor: str, no_id: str) -> None:
    """Never "nothing was sent": the start of the response is shown, and no other path is asked for."""
    body = json.dumps({"id": no_id, "status": "pending", "note": "as it came"}).encode()
    world.plan("create", creating(Does(http(body))))
    error = world.generate(flavor, "create")
    assert ("SubmissionUncertain", 1, 1) == (name_of(error), world.api.jobs, world.api.asked("POST"))
    assert (False, True) == ("nothing was sent" in str(error), '{"id": ' in str(error)), str(error)
    assert 0 == world.asked("poll")


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("call", ["get", "wait", "download"])
def test_an_id_stays_one_segment_of_the_path(world: World, flavor: str, call: str) -> None:
    """Whatever is in it, the task's path is asked for, and what can be no id is refused before anything is sent."""
    calls: dict[str, Callable[[Any, Any], Any]] = {
        "get": lambda fox, task_id: fox.get(task_id),
        "wait": lambda fox, task_id: fox.wait(task_id),
        "download": lambda fox, task_id: fox.download(task_id, world.target),
    }
    world.plan("poll", Does(http(refusal("Expired key.", "authentication_error"), 401)), forever=True)
    argument = {"get": "task_id", "wait": "task_or_id", "download": "task_or_url"}[call]
    refused: list[Any] = []

    def scenario(fox: Any) -> Iterator[Any]:
        for task_id in STRANGE_IDS:
            error = yield from _caught(lambda task_id=task_id: calls[call](fox, task_id))
            assert ("AuthenticationError", task_id) == (name_of(error), error.task_id)
        for no_id in NO_IDS:
            error = yield from _caught(lambda no_id=no_id: calls[call](fox, no_id))
            refused.append((name_of(error), len(str(error)) < 400, f"{argument}: " in str(error)))

    world.play(flavor, scenario)
    paths = [path.partition("?")[0].replace("=", "%3D") for _, path in world.api.requests]  # aiohttp quotes less
    assert [f"/v1/tasks/{quoted.replace('=', '%3D')}" for quoted in STRANGE_IDS.values()] == paths
    assert [("InvalidRequest", True, True)] * len(NO_IDS) == refused


@pytest.mark.parametrize("flavor", FLAVORS)
def test_an_expired_link_is_looked_up_once_more(world: World, flavor: str) -> None:
    """403 from the file's host is an expired link: the task is asked for a fresh one, and that is tried once."""
    world.target.write_bytes(OLD)
    world.plan("download", EXPIRED, EXPIRED)
    error = world.generate(flavor, "download")
    found = (name_of(error), world.target.read_bytes(), world.asked("download"), world.asked("poll"))
    assert ("DownloadFailed", OLD, 2, 2) == found
    assert "expired" in str(error)


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_fresh_link_is_followed(world: World, flavor: str) -> None:
    """An expired link and a fresh one make a whole file."""
    world.plan("download", EXPIRED)
    clip = world.generate(flavor, "download")
    assert ("SavedClip", MP4, 1, 2) == (name_of(clip), world.target.read_bytes(), world.api.jobs, world.asked("poll"))


RESUMABLE = {"ETag": '"abc"', "Accept-Ranges": "bytes"}


def part_of_it(first: int, headers: dict[str, str]) -> Does:
    """Answer with the file's rest, as a Range asked for it."""
    content = {"Content-Range": f"bytes {first}-{len(MP4) - 1}/{len(MP4)}", **headers}
    return Does(http(MP4[first:], 206, kind="video/mp4", headers=content))


@pytest.mark.parametrize("flavor", FLAVORS)
def test_an_interrupted_download_resumes(world: World, flavor: str) -> None:
    """The second request asks for the missing bytes of the same file, and only they are sent again."""
    head = http(MP4, kind="video/mp4", headers=RESUMABLE)
    world.plan("download", Does(head[: len(head) - len(MP4) + 100], "close"), part_of_it(100, RESUMABLE))
    clip = world.generate(flavor, "download")
    assert ("SavedClip", MP4) == (name_of(clip), world.target.read_bytes())
    asked = world.media.seen.lower()
    assert [b"range: bytes=100-\r\n", b'if-range: "abc"\r\n'] == [
        line for line in (b"range: bytes=100-\r\n", b'if-range: "abc"\r\n') if asked.count(line) == 1
    ]


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize(
    "second",
    [
        Does(http(MP4, kind="video/mp4", headers={"ETag": '"changed"'})),
        part_of_it(50, RESUMABLE),
        Does(http(b"", 416)),
        Does(http(b"", 416, headers={"Content-Range": f"bytes */{len(MP4)}"})),
        Does(http(MP4[100:], 206, kind="video/mp4")),
        part_of_it(100, {"ETag": '"changed"'}),
        part_of_it(100, {"ETag": 'W/"abc"'}),
        part_of_it(100, {}),
        part_of_it(100, {**RESUMABLE, "Content-Range": f"bytes 100-{len(MP4)}/{len(MP4) + 1}"}),
        part_of_it(100, {**RESUMABLE, "Content-Type": "multipart/byteranges; boundary=x"}),
    ],
    ids=[
        "the whole of another",
        "another part",
        "416",
        "416 with the length",
        "206 without Content-Range",
        "another ETag",
        "a weak ETag",
        "no ETag",
        "another length",
        "multipart",
    ],
)
def test_a_download_that_cannot_go_on_starts_over(world: World, flavor: str, second: Does) -> None:
    """Whatever answers the Range, the file in the end is the whole one."""
    head = http(MP4, kind="video/mp4", headers=RESUMABLE)
    world.plan("download", Does(head[: len(head) - len(MP4) + 100], "close"), second)
    clip = world.generate(flavor, "download")
    assert ("SavedClip", MP4) == (name_of(clip), world.target.read_bytes())


WEAK = [
    {},
    {"ETag": 'W/"abc"'},
    {"ETag": 'W/"abc"', "Last-Modified": formatdate(0, usegmt=True), "Date": formatdate(3600, usegmt=True)},
    {"Last-Modified": formatdate(0, usegmt=True), "Date": formatdate(30, usegmt=True)},
    {"Last-Modified": formatdate(0, usegmt=True)},
]


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("headers", WEAK, ids=str)
def test_without_a_validator_nothing_is_resumed(world: World, flavor: str, headers: dict[str, str]) -> None:
    """A file without a strong validator is downloaded from its start."""
    head = http(MP4, kind="video/mp4", headers=headers)
    world.plan("download", Does(head[: len(head) - len(MP4) + 100], "close"))
    clip = world.generate(flavor, "download")
    assert ("SavedClip", MP4, False) == (
        name_of(clip),
        world.target.read_bytes(),
        b"\r\nrange:" in world.media.seen.lower(),
    )


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize(
    ("stage", "answer"),
    [
        ("poll", NOT_FOUND),
        ("poll", Does(http(refusal("Expired key.", "authentication_error"), 401))),
        ("poll", Does(http(b"", 302, headers={"Location": "/"}))),
        ("poll", Does(http(b"", 500))),
        ("poll", Does(http(body(1, "failed")))),
        ("poll", Does(http(body(1, "completed")))),
        ("download", EXPIRED),
        ("download", Does(b"", "reset")),
    ],
    ids=["404", "401", "302", "500", "failed", "empty", "expired", "reset"],
)
def test_the_message_names_the_task(world: World, flavor: str, stage: str, answer: Does) -> None:
    """Whoever reads only the message learns which paid task it is about."""
    world.plan(stage, answer, forever=True)
    assert "task-1" in str(world.generate(flavor, stage, poll=Poll(timeout=600)))


# ------------------------------------------------------------------ redirects and the key

REDIRECTS = (301, 302, 303, 307, 308)


def redirect(status: int, to: str) -> Does:
    return Does(http(b"", status, headers={"Location": to}))


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("status", REDIRECTS)
@pytest.mark.parametrize("stage", ["create", "poll"])
def test_a_redirect_of_the_api_is_not_followed(world: World, flavor: str, stage: str, status: int) -> None:
    """Neither key nor prompt goes where a redirect points; the error names the place."""
    place = f"{world.elsewhere.url}/v1/videos/generations"
    world.plan(stage, redirect(status, place), forever=True)
    error = world.generate(flavor, stage)
    name, refusal = ("SubmissionUncertain", error.__cause__) if stage == "create" else ("APIStatusError", error)
    assert (name, status, 0) == (name_of(error), refusal.status_code, world.elsewhere.connections)
    assert (int(stage == "poll"), True) == (world.api.jobs, place in str(error))


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("status", REDIRECTS)
@pytest.mark.parametrize("to", ["elsewhere", "api", "relative"])
def test_a_redirect_of_the_file_is_followed_without_the_key(world: World, flavor: str, status: int, to: str) -> None:
    """A file's redirect is followed, to another origin and even to the API's, and no key goes with it."""
    world.api.plan("GET", Does(http(MP4)), path="/moved.mp4")
    place = {"elsewhere": world.elsewhere.url, "api": world.api.url, "relative": ""}[to]
    world.media.plan("GET", redirect(status, f"{place}/moved.mp4"))
    url = f"{world.media.url}/v.mp4"
    path = world.outcome(flavor, lambda fox: fox.download(url, world.target))
    saw = {"elsewhere": world.elsewhere, "api": world.api, "relative": world.media}[to]
    assert (world.target, MP4, True) == (path, world.target.read_bytes(), b"/moved.mp4" in saw.seen)
    assert not any(b"authorization" in origin.seen.lower() for origin in (world.api, world.media, world.elsewhere))


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_redirect_in_a_circle_ends(world: World, flavor: str) -> None:
    """A file's link that redirects to itself is a DownloadFailed."""
    world.plan("download", redirect(302, "/v.mp4"), forever=True)
    error = world.generate(flavor, "download")
    assert ("DownloadFailed", 1) == (name_of(error), world.api.jobs)


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("place", ["http://[::1/v.mp4", "http://h:port/v.mp4", "/\x7fSECRET"])
def test_a_redirect_to_no_url_fails_at_once(world: World, flavor: str, place: str) -> None:
    """A server that sends it once sends it again: the download is not retried, and the message says what is wrong."""
    world.plan("download", redirect(302, place), forever=True)
    error = world.generate(flavor, "download")
    assert ("DownloadFailed", False, 1) == (name_of(error), error.transient, world.asked("download"))
    assert (True, False) == ("redirected to an invalid" in str(error), "SECRET" in str(error))


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize(
    "place",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://10.0.0.1/v.mp4",
        "http://224.0.0.1/v.mp4",
        "ftp://127.0.0.1/v.mp4",
        "http://me:pass@127.0.0.1:9/v.mp4",
    ],
)
@pytest.mark.parametrize("redirected", [False, True])
def test_a_file_elsewhere_in_the_network_is_refused(world: World, flavor: str, place: str, redirected: bool) -> None:
    """Neither a result nor its redirect leads into a network that the API is not on; it is refused at once."""
    if redirected:
        world.plan("download", redirect(302, place), forever=True)
    else:
        world.plan("poll", Does(http(body(1, "completed", results=[{"url": place}]))), forever=True)
    world.target.write_bytes(OLD)
    error = world.generate(flavor, "download")
    found = (name_of(error), error.transient, error.expired, world.target.read_bytes(), world.asked("download"))
    assert ("DownloadFailed", False, False, OLD, int(redirected)) == found


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_name_that_leads_into_the_network_is_not_fetched(
    world: World, flavor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A public name with a private address is noticed when the connection is there: not a byte is sent on it."""
    monkeypatch.setattr(Networks, "_networks_of_the_api", set())
    look_up = socket.getaddrinfo

    def inside(host: Any, *arguments: Any, **options: Any) -> Any:
        return look_up("127.0.0.1" if host in ("cdn.example.com", b"cdn.example.com") else host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", inside)
    url = f"http://cdn.example.com:{world.media.port}/v.mp4"
    world.plan("poll", Does(http(body(1, "completed", results=[{"url": url}]))), forever=True)
    error = world.generate(flavor, "download")
    assert ("DownloadFailed", False, b"", url) == (name_of(error), error.transient, bytes(world.media.seen), error.url)
    assert "this machine" in str(error)


@pytest.mark.parametrize("flavor", FLAVORS)
def test_the_body_of_a_redirect_is_not_read(world: World, flavor: str) -> None:
    """However long it is: the next URL is asked for at once."""
    endless = http(b"x" * 1000, 302, length=10**12, headers={"Location": f"{world.elsewhere.url}/moved.mp4"})
    world.plan("download", Does(endless, "silence"))
    clip = world.generate(flavor, "download")
    assert ("SavedClip", MP4, []) == (name_of(clip), world.target.read_bytes(), world.slept[1:])


ECHOES: dict[str, Does] = {
    "in a 401's message": Does(http(refusal(f"Incorrect API key provided: {KEY}."), 401)),
    "in a 401's type": Does(http(refusal("No.", KEY), 401)),
    "in a 401's HTML": Does(http(f"<p>Bearer {KEY}</p>".encode(), 401, kind="text/html")),
    "in a redirect": Does(http(b"", 302, headers={"Location": f"http://127.0.0.1/?key={KEY}"})),
    "in text with 200": Does(http(f"You sent Bearer {KEY}".encode())),
    "in a failed task": Does(http(body(1, "failed", error={"message": f"Bearer {KEY} was refused", "code": KEY}))),
}


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("echo", ECHOES)
def test_a_key_that_comes_back_is_not_repeated(world: World, flavor: str, echo: str) -> None:
    """A server that repeats the key in its answer does not make an error or the log show it."""
    world.plan("poll", ECHOES[echo], forever=True)
    error = world.generate(flavor, "poll", poll=Poll(timeout=20))
    assert (True, 1) == (isinstance(error, FoxAPIError), world.api.jobs)


# ------------------------------------------------------------------ interruptions


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Let SIGINT be what it is in a terminal: a process started in the background inherits that it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


RAISED: list[Exception] = [
    ValueError("mine"),
    OSError(errno.ENOSPC, "mine"),
    TimeoutError("mine"),
    RuntimeError("mine"),
    httpx.ReadError("mine"),
    httpx.InvalidURL("mine"),
    ConnectionFailed("mine"),
    DownloadFailed("mine", transient=True),
    DownloadFailed("mine", expired=True),
    InvalidRequest([Problem("prompt", "mine")]),
    TaskFailed("mine", task=Task("task-9", "failed")),
    ServerError("mine", status_code=503),
]


def test_a_callback_may_even_raise_what_ends_iterations(world: World) -> None:
    """StopIteration, which no generator can pass on, comes out of the blocking calls as it is."""
    error = StopIteration("mine")

    def callback(*arguments: Any) -> None:
        raise error

    with FoxAPI(KEY, base_url=world.api.url) as fox:
        for call in (
            lambda: fox.wait("task-1", on_progress=callback),
            lambda: fox.download("task-1", world.target, on_bytes=callback),
            lambda: fox.upload(PNG, on_bytes=callback),
        ):
            with pytest.raises(StopIteration) as caught:
                call()
            assert error is caught.value
    assert [] == list(world.folder.iterdir())


async def _listed(results: Any) -> list[Any]:
    return [result async for result in results]


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("call", ["wait", "generate", "batch", "download", "upload", "on_upload"])
def test_what_a_callback_raises_is_the_callers_own(world: World, flavor: str, call: str) -> None:
    """It comes back as the same object, with the task's id in a note, and is neither retried nor recorded."""
    world.target.write_bytes(OLD)
    wrong: dict[str, Any] = {}

    def scenario(fox: Any) -> Iterator[Any]:
        for error in RAISED:
            world.api.jobs, world.slept = 0, []
            before, calls = vars(error).copy(), []

            def callback(*arguments: Any, error: Exception = error, calls: list[Any] = calls) -> None:
                calls.append(arguments)
                raise error

            def batch(callback: Any = callback) -> Any:
                results = fox.batch([SORA], save_to=world.folder, on_progress=callback)
                return list(results) if flavor == "sync" else _listed(results)

            actions: dict[str, Callable[[], Any]] = {
                "wait": lambda callback=callback: fox.wait("task-1", on_progress=callback),
                "generate": lambda callback=callback: fox.generate(SORA, save_to=world.target, on_progress=callback),
                "batch": batch,
                "download": lambda callback=callback: fox.download("task-1", world.target, on_bytes=callback),
                "upload": lambda callback=callback: fox.upload(PNG, on_bytes=callback),
                "on_upload": lambda callback=callback: fox.submit(boat(world), on_upload=callback),
            }
            raised = yield from _caught(actions[call])
            after = {name: value for name, value in vars(error).items() if name != "__notes__"}
            assert (None, None) == (error.__cause__, error.__context__)
            found = (raised is error, len(calls), after == before, world.api.jobs, world.slept)
            noted = "task-1" in "".join(getattr(error, "__notes__", ()))
            paid = call in ("generate", "batch")
            if found != (True, 1, True, int(paid), []) or noted != ("upload" not in call):
                wrong[repr(error)] = (repr(raised), found, noted)
            if hasattr(error, "__notes__"):
                del error.__notes__

    world.play(flavor, scenario)
    assert {} == wrong
    assert (OLD, [world.target]) == (world.target.read_bytes(), list(world.folder.iterdir()))


POINTS = ("the POST", "a poll", "the download", "a pause", "on_progress")


@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize(("flavor", "how"), [("sync", "Ctrl-C"), ("async", "Ctrl-C"), ("async", "cancel")])
def test_an_interruption_lists_the_jobs_in_flight(world: World, flavor: str, how: str, point: str) -> None:
    """Ctrl-C or a cancelled asyncio task ends at once; it leaves one job, no part of a file, and a note about it."""
    progress: list[Callable[[], object]] = []

    def interrupt() -> None:
        if how == "cancel":
            world.cancel()
        elif point in ("a pause", "on_progress"):
            raise KeyboardInterrupt
        else:  # a real signal, while the client waits for the server
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    match point:
        case "the POST":
            world.plan("create", creating(Does(b"", "silence", hook=interrupt)))
        case "a poll":
            world.plan("poll", Does(http(world.done())[:-9], "silence", hook=interrupt))
        case "the download":
            world.plan("download", Does(http(MP4)[:-9], "silence", hook=interrupt))
        case "a pause":
            world.plan("poll", Does(http(body(1))))
            world.on_sleep = interrupt
        case _:
            progress.append(interrupt)
    world.target.write_bytes(OLD)

    def report(task: Any) -> None:
        for act in progress:
            act()

    def scenario(fox: Any) -> Iterator[Any]:
        yield lambda: fox.generate(SORA, save_to=world.target, on_progress=report)

    kind = asyncio.CancelledError if how == "cancel" else KeyboardInterrupt
    with pytest.raises(kind) as caught:
        world.play(flavor, scenario)
    said = "".join(traceback.format_exception(caught.value))
    assert (OLD, 1, False) == (world.target.read_bytes(), world.api.jobs, KEY in said)
    assert [] == world.wrong_with_the_rest()
    assert ("check your balance" if point == "the POST" else "foxapi-video wait task-1") in said


@pytest.mark.parametrize("flavor", FLAVORS)
def test_the_servers_file_is_what_the_tests_think(world: World, flavor: str) -> None:
    """With no fault at all there is one job, one whole file, and the key at the API only."""
    clip = world.generate(flavor, "download")
    assert (None, 1, True) == (mp4_trouble(clip.path), world.api.jobs, KEY.encode() in world.api.seen)
