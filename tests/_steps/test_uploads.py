"""Uploads: before the create request, once per file, retried where it is free, reused until they expire."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import hashlib
import inspect
import io
import json
import os
import random
import signal
import sqlite3
import tempfile
import threading
import tracemalloc
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from fault_server import Does, FaultServer, Origin, http
from foxapi_video_client.types import Response
from stepping import CLOCK, DONE, STARTED_AT, World, task

import foxapi_video
from foxapi_video import AsyncFoxAPI, FoxAPI, InvalidRequest, Journal, Poll, UploadedFile, errors
from foxapi_video._contract.catalog import catalog
from foxapi_video._http.config import Config
from foxapi_video._http.errors import status_error
from foxapi_video._requests.check import body_of
from foxapi_video._steps import batch as batch
from foxapi_video._steps import jobs as jobs
from foxapi_video._steps import uploads as uploads
from foxapi_video._steps.actions import Call, Context, Gather, RunBlocking, Sleep, Slot, Upload
from foxapi_video._storage import upload_cache as _upload_store
from foxapi_video._storage.files import PartFile
from foxapi_video._storage.machine import Machine
from foxapi_video._storage.upload_cache import MARGIN, Digests, Uploads
from foxapi_video.sandbox import Fault, Sandbox
from foxapi_video.sandbox.service import stored_uploads as sandbox_uploads

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(50)
API = "https://api.example.com"
LIFETIME = catalog().upload_lifetime
FAST = Poll(shortest=0.01, longest=0.05)
NO_AIOHTTP = pytest.mark.skipif(find_spec("httpx_aiohttp") is None, reason="the extra is not installed")
pytestmark = pytest.mark.one_of("flavor", "fox")
FLAVORS = ["sync", "async", pytest.param("aiohttp", marks=NO_AIOHTTP)]
"""The blocking client, the awaiting one with httpx's own engine, and with aiohttp's."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with pictures, which is the current one."""
    for name in "abcdefgh":
        (tmp_path / f"{name}.png").write_bytes(PNG + name.encode())
    (tmp_path / "same as a.png").write_bytes(PNG + b"a")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def film(*images: Any, **more: Any) -> dict[str, Any]:
    """Make a request that takes up to nine images; a name that is no URL is that of a file."""
    given = [Path(image) if isinstance(image, str) and "://" not in image else image for image in images]
    return {"model": "seedance-2.0-fast-reference-to-video", "prompt": "A boat", "image_urls": given, **more}


def kept(name: object = 1, **fields: Any) -> httpx.Response:
    """Make an answer to an upload."""
    return httpx.Response(200, json={"id": f"file-{name}", "url": f"https://files.example.com/{name}", **fields})


def at(name: object = 1) -> str:
    return f"https://files.example.com/{name}"


LIMITED = status_error(429, '{"error": {"message": "Slow down.", "type": "rate_limit_error"}}', {})


def status(code: int, **headers: str) -> errors.APIStatusError:
    return status_error(code, "", {name.replace("_", "-"): value for name, value in headers.items()})


LOST = errors.ConnectionFailed("reset", nothing_sent=False)
REFUSED = errors.ConnectionFailed("refused", nothing_sent=True)


def images(call: Call) -> Any:
    return call.arguments["body"].to_dict()["image_urls"]


class Stepped:
    """A client's context, and its calls as steps."""

    def __init__(self, journal: Journal | None = None, origin: str = API) -> None:
        self.context = Context(60.0, uploads=Uploads(origin, journal), journal=journal, clock=CLOCK)

    def submit(self, request: Any, **settings: Any) -> Any:
        options = {"extra_body": None, "validate": True, "on_upload": None, "key": None, **settings}
        return jobs.submit(self.context, request, **options)

    def generate(self, request: Any, **settings: Any) -> Any:
        options = {"save_to": None, "poll": Poll(), "on_progress": None, "on_upload": None, "extra_body": None}
        return jobs.generate(self.context, request, **{**options, "validate": True, "key": None, **settings})

    def resume(self, **settings: Any) -> list[Any]:
        keys = World().run(batch.unfinished(self.context, 1))
        return [jobs.finish(self.context, key, poll=Poll(), on_progress=None, **settings) for key in keys]


class WorldMachine(Machine):
    """This machine, with the wall clock of a world, or of its beginning."""

    def __init__(self) -> None:
        self.world = World()

    def time(self) -> float:
        return STARTED_AT + self.world.now


@pytest.fixture
def machine() -> WorldMachine:
    """Return the machine of hand-stepped tests."""
    return WorldMachine()


@pytest.fixture
def journal(tmp_path: Path, machine: WorldMachine) -> Iterator[Journal]:
    with Journal(tmp_path / "jobs.sqlite", machine=machine) as journal:
        yield journal


def states(journal: Journal) -> list[str]:
    return [job.state for job in journal.jobs()]


# ------------------------------------------------------------------ stepped by hand: order


def test_a_file_is_uploaded_before_the_one_paid_post() -> None:
    """The body of the POST names where the file is; the upload is no paid call and may take its time."""
    order: list[str] = []
    world = World(lambda action: order.append("upload") or kept(), lambda action: order.append("paid") or task())
    assert "t_42" == world.run(Stepped().submit(film(Path("a.png")))).id
    (upload,), (call,) = world.uploads, world.calls
    assert (["upload", "paid"], True, [at()]) == (order, call.exchange is not None, images(call))
    assert (Path("a.png").absolute(), "a.png", None) == (upload.source, upload.file_name, upload.auto_cleanup)


@pytest.mark.parametrize(
    "request_",
    [
        film(Path("a.png"), duration=99),
        film(Path("a.png"), Path("absent.png")),
        film("a.png", prompt=""),
        film(Path("a.png"), nonsense=1),
        film("a.png", audio_urls=["a.png"]),
        {**film(Path("a.png")), "model": "sora-99"},
        film(Path("a.png"), prompt="@Image2 sails"),
    ],
    ids=["a field", "another file", "the prompt", "an unknown field", "a type", "the model", "a reference"],
)
@pytest.mark.parametrize("call", ["submit", "generate"])
@pytest.mark.parametrize("written", [False, True])
def test_nothing_is_uploaded_for_a_request_with_a_problem(request_: Any, call: str, written: bool) -> None:
    """All is checked first: no upload, no call, no job."""
    world, journal = World(), Journal(None, machine=WorldMachine())
    with pytest.raises(InvalidRequest):
        world.run(getattr(Stepped(journal if written else None), call)(request_))
    assert ([], [], []) == (world.uploads, world.calls, journal.jobs())
    journal.close()


def test_several_files_come_to_their_own_places() -> None:
    """URLs that were there stay, and each file's URL stands where the file stood."""
    world = World(kept("a"), kept("b"), task())
    world.run(Stepped().submit(film(Path("a.png"), "https://example.com/x.png", "b.png", Path("a.png"))))
    assert [at("a"), "https://example.com/x.png", at("b"), at("a")] == images(world.calls[0])


def test_nested_files_come_to_their_own_places() -> None:
    """In objects of a list, too."""
    element = {
        "frontal_image_url": Path("a.png"),
        "reference_image_urls": [Path("b.png"), Path("a.png")],
        "more": "a.png",
    }
    request = {
        "model": "kling-o3-reference-to-video",
        "prompt": "A boat",
        "elements": [element],
        "image_urls": [Path("c.png")],
    }
    world = World(*map(kept, "abc"), task())
    names = []
    for place in range(3):
        world.script[place] = lambda action: names.append(action.file_name[0]) or kept(action.file_name[0])
    world.run(Stepped().submit(request))
    body = world.calls[0].arguments["body"].to_dict()
    expected = {"frontal_image_url": at("a"), "reference_image_urls": [at("b"), at("a")], "more": "a.png"}
    assert (["a", "b", "c"], [expected], [at("c")]) == (sorted(names), body["elements"], body["image_urls"])


def test_a_request_without_files_uploads_nothing() -> None:
    """It is submitted as before."""
    world = World(task())
    world.run(Stepped().submit(film("https://example.com/a.png")))
    assert ([], ["https://example.com/a.png"]) == (world.uploads, images(world.calls[0]))


@pytest.mark.parametrize("model", ["veo-9", "seedance-2.0-text-to-video"])
@pytest.mark.parametrize("written", [False, True])
def test_no_path_of_this_machine_is_ever_sent(model: str, written: bool) -> None:
    """Where the model of `extra_body` knows no such file, nothing is sent: a create request never has a file: URL."""
    journal = Journal(None, machine=WorldMachine())
    world = World(*[lambda action: kept() if isinstance(action, Upload) else task()] * 2)
    with contextlib.suppress(InvalidRequest):
        world.run(Stepped(journal if written else None).submit(film(Path("a.png")), extra_body={"model": model}))
    assert [] == [call for call in world.calls if "file:" in str(images(call))]
    journal.close()


# ------------------------------------------------------------------ stepped by hand: failures


PASSING = {
    "connection lost": LOST,
    "connection refused": REFUSED,
    "unreadable": errors.InvalidResponse("<html>"),
    "500": status(500),
    "502": status(502),
    "503": status(503),
    "520": status(520),
    "429": status(429),
    "no JSON": httpx.Response(200, text="<html>"),
    "no URL": httpx.Response(200, json={"id": "file-1"}),
    "an empty URL": httpx.Response(200, json={"id": "file-1", "url": ""}),
    "null": httpx.Response(200, json=None),
    "a list": httpx.Response(200, json=[{"url": at()}]),
    "nothing": httpx.Response(200),
}


@pytest.mark.parametrize("failure", PASSING)
def test_an_upload_is_repeated_when_that_may_help(failure: str) -> None:
    """It costs nothing; the pauses grow."""
    world = World(*[PASSING[failure]] * 3, kept(), task())
    world.run(Stepped().submit(film(Path("a.png"))))
    assert ([1.0, 2.0, 4.0], 4, [at()]) == (world.sleeps, len(world.uploads), images(world.calls[0]))


@pytest.mark.parametrize("failure", PASSING)
@pytest.mark.parametrize("call", ["submit", "generate"])
@pytest.mark.parametrize("written", [False, True])
def test_an_upload_that_fails_for_good_leaves_nothing_paid(failure: str, call: str, written: bool) -> None:
    """After a few tries the last error comes, no POST was sent, and a job is as new."""
    journal = Journal(None, machine=WorldMachine())
    fox = Stepped(journal if written else None)
    world = World(*[PASSING[failure]] * uploads.TRIES)
    with pytest.raises(errors.FoxAPIError) as caught:
        world.run(getattr(fox, call)(film(Path("a.png"))))
    expected = type(PASSING[failure]) if isinstance(PASSING[failure], Exception) else errors.InvalidResponse
    assert (expected, uploads.TRIES, []) == (type(caught.value), len(world.uploads), world.calls)
    assert (["new"] if written else []) == states(journal)
    for job in journal.jobs():
        by = journal.worker_id()
        assert journal.claim(job.key, 10, by)
        journal.release(job.key, by)
    assert "t_42" == World(kept(), task()).run(fox.submit(film(Path("a.png")))).id
    journal.close()


@pytest.mark.parametrize("code", [400, 401, 402, 403, 404, 413, 422])
def test_an_upload_that_is_refused_is_not_repeated(code: int, journal: Journal) -> None:
    """The storage is full, the key is wrong, the file too large: at once, and nothing is paid."""
    world = World(status(code))
    with pytest.raises(errors.APIStatusError) as caught:
        world.run(Stepped(journal).submit(film(Path("a.png"))))
    assert (code, [], [], ["new"]) == (caught.value.status_code, world.sleeps, world.calls, states(journal))


@pytest.mark.parametrize(("after", "pause"), [("7", 7.0), ("0", 0.0), ("1.5", 1.5), ("soon", 1.0)])
def test_an_upload_waits_as_long_as_a_429_asks(after: str, pause: float) -> None:
    """Retry-After is honoured."""
    world = World(status(429, retry_after=after), kept(), task())
    world.run(Stepped().submit(film(Path("a.png"))))
    assert [pause] == world.sleeps


def test_an_upload_does_not_wait_longer_than_it_may() -> None:
    """An absurd Retry-After is reported at once."""
    world = World(status(429, retry_after="99999"))
    with pytest.raises(errors.RateLimited) as caught:
        world.run(Stepped().submit(film(Path("a.png"))))
    assert ([], 99999.0, []) == (world.sleeps, caught.value.retry_after, world.calls)


def test_the_paid_posts_own_retry_does_not_upload_again() -> None:
    """A 429 or a refused connection there has nothing to do with the file."""
    world = World(kept(), LIMITED, REFUSED, task())
    world.run(Stepped().submit(film(Path("a.png"))))
    assert (1, [[at()]] * 3) == (len(world.uploads), [images(call) for call in world.calls])


def test_a_lost_answer_after_an_upload_is_uncertain(journal: Journal) -> None:
    """As without one; when a person has it sent again, the file is there already."""
    fox = Stepped(journal)
    with pytest.raises(errors.SubmissionUncertain):
        World(kept(), LOST).run(fox.submit(film(Path("a.png"))))
    with pytest.raises(errors.SubmissionUncertain):
        World().run(fox.submit(film(Path("a.png"))))
    assert ["uncertain"] == states(journal)
    journal.retry(journal.jobs()[0].key)
    world = World(task())
    assert "t_42" == world.run(fox.submit(film(Path("a.png")))).id
    assert [at()] == images(world.calls[0])


@pytest.mark.parametrize(
    "end", [KeyboardInterrupt(), SystemExit(), GeneratorExit(), asyncio.CancelledError()], ids=repr
)
@pytest.mark.parametrize("written", [False, True])
def test_an_interrupted_upload_lets_go_of_the_file(end: BaseException, written: bool) -> None:
    """Whoever comes next uploads it; nothing was paid, and the job is free."""
    journal = Journal(None, machine=WorldMachine())
    fox = Stepped(journal if written else None)
    with pytest.raises(type(end)):
        World(end).run(fox.submit(film(Path("a.png"))))
    assert (["new"] if written else []) == states(journal)
    world = World(kept(), task())
    assert "t_42" == world.run(fox.submit(film(Path("a.png")))).id
    assert (1, []) == (len(world.uploads), world.sleeps)
    journal.close()


def first_of(fox: Stepped, request: Any) -> Any:
    """Return the steps of a request's first file."""
    body = body_of(request, extra_body=None, validate=True)
    steps = uploads.uploaded(fox.context, body, timeout=100.0, on_upload=None)
    together = next(steps)
    assert isinstance(together, Gather)
    return together.many[0]


def test_a_cancellation_while_a_file_is_claimed_lets_go_of_it() -> None:
    """The thread that claims cannot be stopped: its answer comes, and nobody is there to take it."""
    fox = Stepped()
    one = first_of(fox, film(Path("a.png")))
    action, answer = next(one), None
    while not (isinstance(action, RunBlocking) and getattr(action.function, "func", None) == fox.context.uploads.claim):
        answer = action.function() if isinstance(action, RunBlocking) else 0.0
        action = one.send(answer)
    action.function()
    with pytest.raises(asyncio.CancelledError):
        one.throw(asyncio.CancelledError())
    digest = hashlib.sha256(Path("a.png").read_bytes()).hexdigest()
    assert (None, True) == fox.context.uploads.claim(digest, STARTED_AT)


# ------------------------------------------------------------------ stepped by hand: one budget


def test_the_tries_of_an_upload_share_its_time() -> None:
    """What the first one took is not given to the second."""
    world = World(LOST, kept(), task(), DONE, call_seconds=60.0)
    world.run(Stepped().generate(film(Path("a.png")), poll=Poll(timeout=300.0)))
    assert (300.0, True) == (world.uploads[0].timeout, world.uploads[1].timeout <= 240.0)


def test_nothing_is_paid_when_uploading_took_all_the_time() -> None:
    """A video that nobody would wait for is not begun."""
    world = World(kept(), task(), *[task()] * 9, call_seconds=110.0)
    with pytest.raises(errors.FoxAPIError):
        world.run(Stepped().generate(film(Path("a.png")), poll=Poll(timeout=100.0)))
    assert [] == world.calls


def test_a_file_locked_by_another_process_is_waited_for_while_there_is_time() -> None:
    """Then the wait is up, and nothing is paid."""

    class Patient(World):
        def _answer(self, action: Any) -> Any:
            if len(self.sleeps) > 5000:
                raise IndexError("it waits for ever")
            return super()._answer(action)

    fox = Stepped()
    fox.context.uploads.claim(hashlib.sha256(PNG + b"a").hexdigest(), STARTED_AT)
    world = Patient()
    with pytest.raises(errors.FoxAPIError):
        world.run(fox.generate(film(Path("a.png")), poll=Poll(timeout=10.0)))
    assert ([], True) == (world.calls, world.now <= 11.0)


# ------------------------------------------------------------------ stepped by hand: each file once


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["a.png", "a.png"], 1),
        (["a.png", Path("a.png")], 1),
        (["a.png", "./a.png"], 1),
        (["a.png", "same as a.png"], 1),
        (["a.png", "../{folder}/a.png"], 1),
        (["a.png", "b.png"], 2),
        (["a.png", "b.png", "same as a.png", "b.png"], 2),
    ],
)
def test_equal_content_is_uploaded_once(given: list[Any], expected: int, folder: Path) -> None:
    """Twice in a request, by any path, and under another name."""
    names = [str(name).format(folder=folder.name) for name in given]
    world = World(kept("first"), kept("second"), task())
    world.script = [*world.script[:expected], task()]
    world.run(Stepped().submit(film(*names)))
    assert (expected, len(given)) == (len(world.uploads), len(images(world.calls[0])))
    assert {at("first")} == {url for name, url in zip(names, images(world.calls[0]), strict=True) if "a.png" in name}


def test_a_second_request_uses_what_is_there() -> None:
    """The same client knows what it has uploaded."""
    fox = Stepped()
    World(kept(), task()).run(fox.submit(film(Path("a.png"))))
    world = World(kept("b"), task())
    world.run(fox.submit(film("same as a.png", "b.png")))
    assert (["b.png"], [at(), at("b")]) == ([each.file_name for each in world.uploads], images(world.calls[0]))


@pytest.mark.parametrize(("later", "again"), [(LIFETIME - MARGIN - 1, 0), (LIFETIME - MARGIN, 1), (LIFETIME * 9, 1)])
@pytest.mark.parametrize("written", [False, True])
def test_a_file_is_used_as_long_as_it_lives(later: float, again: int, written: bool, machine: WorldMachine) -> None:
    """Not to its last minute: the service fetches it when the task begins."""
    journal = Journal(None, machine=machine)
    World(kept("old"), task()).run(Stepped(journal if written else None).submit(film(Path("a.png"))))
    fox = Stepped(journal if written else None)
    if not written:
        World(kept("old"), task()).run(fox.submit(film(Path("a.png"))))
    world = World(*[kept("new")] * again, task())
    world.now = later
    machine.world = world
    world.run(fox.submit(film(Path("a.png")), key="another") if written else fox.submit(film(Path("a.png"))))
    assert (again, [at("new" if again else "old")]) == (len(world.uploads), images(world.calls[0]))
    journal.close()


@pytest.mark.parametrize(
    ("created", "lives"),
    [
        (None, LIFETIME),
        (STARTED_AT - 3600, LIFETIME - 3600),
        (STARTED_AT + 10**6, LIFETIME),
        (STARTED_AT * 1000, LIFETIME),
        ("yesterday", LIFETIME),
        (float("nan"), LIFETIME),
    ],
)
def test_a_servers_clock_does_not_lengthen_a_life(created: Any, lives: float) -> None:
    """A file lives from the moment that the service names or from now, whichever was earlier."""
    answer = httpx.Response(200, text=kept().text.replace("}", f', "created": {created!r}}}').replace("None", "null"))
    answer = httpx.Response(200, text=answer.text.replace("'", '"').replace("nan", "NaN"))
    file = World(answer).run(_upload(Stepped(), PNG))
    assert (STARTED_AT + lives, True) == (file.expires, file.created > 0)


def _upload(fox: Stepped, source: Any, **settings: Any) -> Any:
    options = {"file_name": None, "auto_cleanup": None, "on_bytes": None, **settings}
    return uploads.upload(fox.context, source, **options)


def to_upload(one: Any) -> Upload:
    """Step one file's uploading to the point where it is sent."""
    action, answer = next(one), None
    while not isinstance(action, Upload):
        match action:
            case RunBlocking(function):
                answer = function()
            case Slot():
                answer = contextlib.nullcontext()
            case _:
                answer = None
        action = one.send(answer)
    return action


def test_two_at_once_upload_a_file_once() -> None:
    """The second waits, looking again and again, and takes what the first has got."""
    fox = Stepped()
    first, second = (first_of(fox, film(name)) for name in ("a.png", "same as a.png"))
    to_upload(first)
    waiting = World()
    with pytest.raises(RuntimeError, match="still waiting"):
        waiting.run(_until_asleep(second, 3))
    assert (at(), at()) == (World().run(_going_on(first, first.send(kept()))), World().run(second))


def test_who_waits_takes_over_from_who_failed() -> None:
    """A file whose upload was given up is uploaded by the next."""
    fox = Stepped()
    first, second = (first_of(fox, film("a.png")) for _ in range(2))
    to_upload(first)
    with pytest.raises(RuntimeError, match="still waiting"):
        World().run(_until_asleep(second, 1))
    with pytest.raises(errors.PermissionDenied):
        first.throw(status(403))
    world = World(kept())
    assert (at(), 1) == (world.run(second), len(world.uploads))


def _going_on(one: Any, action: Any) -> Any:
    """Go on with steps whose next action is known already."""
    while True:
        answer = yield action
        try:
            action = one.send(answer)
        except StopIteration as end:
            return end.value


def _until_asleep(one: Any, times: int) -> Any:
    """Run steps until they have slept so often; then leave them where they are."""
    answer: Any = None
    while times:
        action = one.send(answer)
        answer = yield action
        times -= isinstance(action, Sleep)
    raise RuntimeError("still waiting")


# ------------------------------------------------------------------ stepped by hand: the journal


def test_a_crash_after_the_upload_loses_nothing(journal: Journal) -> None:
    """Who comes back sends the job with the URL that was kept."""
    with pytest.raises(KeyboardInterrupt):
        World(kept(), REFUSED, KeyboardInterrupt()).run(Stepped(journal).submit(film(Path("a.png"))))
    journal.retry(journal.jobs()[0].key)
    world = World(task(), DONE)
    (job,) = Stepped(journal).resume()
    assert "completed" == world.run(job).task.status
    assert ([], [at()]) == (world.uploads, images(world.calls[0]))


@pytest.mark.parametrize(("later", "again"), [(LIFETIME - MARGIN - 1, 0), (LIFETIME - MARGIN, 1)])
def test_a_job_that_was_left_for_days_uploads_again(
    later: float, again: int, journal: Journal, machine: WorldMachine
) -> None:
    """Just before its file is too old it is used, then it is not."""
    with pytest.raises(errors.InsufficientBalance):
        World(kept("old"), status(402)).run(Stepped(journal).submit(film(Path("a.png"))))
    assert ["new"] == states(journal)
    world = World(*[kept("new")] * again, task(), DONE)
    world.now = later
    machine.world = world
    (job,) = Stepped(journal).resume()
    world.run(job)
    assert [at("new" if again else "old")] == images(world.calls[0])


def write_down(journal: Journal, *names: str, key: str = "boat") -> None:
    """Leave a job that was refused for lack of money."""
    with pytest.raises(errors.InsufficientBalance):
        World(*map(kept, names), status(402)).run(Stepped(journal).submit(film(*names), key=key))
    assert "new" == states(journal)[-1]


@pytest.mark.parametrize("how", ["changed", "grown", "gone", "a folder now"])
def test_a_file_that_is_not_what_it_was_is_reported(how: str, journal: Journal) -> None:
    """The job was made for what the file held: nothing is uploaded or sent, and the place is named."""
    write_down(journal, "a.png", "b.png")
    path = Path("b.png")
    if how in ("changed", "grown"):
        path.write_bytes(path.read_bytes()[: None if how == "grown" else -1] + b"!")
    else:
        path.unlink()
    if how == "a folder now":
        path.mkdir()
    (job,) = Stepped(journal).resume()
    world = World()
    with pytest.raises(
        InvalidRequest, match="changed since" if how in ("changed", "grown") else "cannot be read"
    ) as caught:
        world.run(job)
    assert ["image_urls[1]"] == [problem.field for problem in caught.value.problems]
    assert ([], [], ["new"], True) == (
        world.uploads,
        world.calls,
        states(journal),
        str(path.absolute()) in str(caught.value),
    )


def test_a_file_that_was_touched_is_the_same(journal: Journal) -> None:
    """What counts is its content."""
    write_down(journal, "a.png")
    content = Path("a.png").read_bytes()
    Path("a.png").unlink()
    Path("a.png").write_bytes(content)
    (job,) = Stepped(journal).resume()
    assert "completed" == World(task(), DONE).run(job).task.status


@pytest.mark.parametrize("flavor", ["sync", "async"])
def test_a_file_that_changes_between_two_tries_is_reported(flavor: str, journal: Journal, folder: Path) -> None:
    """A job is pinned to what its file held: other content is not sent under its name, nor kept for it."""
    sent: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if "files" not in request.url.path:
            return httpx.Response(200, json=task())
        sent.append(request.read() if flavor == "sync" else request.content)
        Path("a.png").write_bytes(PNG + b"another")
        return httpx.Response(503) if len(sent) == 1 else kept()

    async def aanswer(request: httpx.Request) -> httpx.Response:
        await request.aread()
        return answer(request)

    transport = httpx.MockTransport(answer if flavor == "sync" else aanswer)
    with pytest.raises(InvalidRequest, match="changed"):
        Fox(flavor, "sk-a", API, journal=journal, transport=transport).submit(film(Path("a.png")))
    assert ["new"] == states(journal)


def test_a_job_is_written_down_with_what_its_files_hold(journal: Journal, folder: Path) -> None:
    """Path and checksum are beside the body; the URL of an upload is not recorded, because it expires."""
    write_down(journal, "a.png")
    (job,) = journal.jobs()
    file = {
        "where": ["image_urls", 0],
        "path": str(folder / "a.png"),
        "given": "a.png",
        "sha256": hashlib.sha256(PNG + b"a").hexdigest(),
    }
    assert ([None], [file]) == (job.body["image_urls"], job.files)


def test_the_same_request_again_is_the_same_job(journal: Journal) -> None:
    """By path and content: the task is looked up, and the file is not even uploaded."""
    World(kept(), task()).run(Stepped(journal).submit(film(Path("a.png"))))
    world = World(task())
    assert "t_42" == world.run(Stepped(journal).submit(film("./a.png"))).id
    assert ([], ["submitted"]) == (world.uploads, states(journal))
    Path("a.png").write_bytes(PNG + b"changed")
    World(kept("new"), task()).run(Stepped(journal).submit(film(Path("a.png"))))
    assert ["submitted", "submitted"] == states(journal)


def test_a_key_stands_for_one_content(journal: Journal) -> None:
    """The same key with a changed file is another request, which is reported before a request is sent."""
    write_down(journal, "a.png")
    Path("a.png").write_bytes(PNG + b"changed")
    world = World()
    with pytest.raises(errors.ConfigurationError, match="another request"):
        world.run(Stepped(journal).submit(film("a.png"), key="boat"))
    assert ([], []) == (world.uploads, world.calls)


def test_uploads_of_another_service_are_not_used(journal: Journal) -> None:
    """What one base URL keeps means nothing to another."""
    write_down(journal, "a.png")
    world = World(kept("there"), task())
    world.run(Stepped(journal, "https://api.aihubmax.com").submit(film("a.png"), key="there"))
    assert [at("there")] == images(world.calls[0])
    world = World(task())
    world.run(Stepped(journal).submit(film("a.png"), key="here"))
    assert [at("a.png")] == images(world.calls[0])


def test_what_another_process_has_uploaded_is_used(journal: Journal, machine: WorldMachine, tmp_path: Path) -> None:
    """Through the journal's file."""
    write_down(journal, "a.png")
    with Journal(tmp_path / "jobs.sqlite", machine=machine) as other:
        world = World(task())
        world.run(Stepped(other).submit(film("same as a.png")))
    assert ([], [at("a.png")]) == (world.uploads, images(world.calls[0]))


def test_a_fresher_upload_of_another_process_is_used(journal: Journal) -> None:
    """A process that runs for days does not upload what another one has uploaded anew."""
    mine, other = Uploads(API, journal), Uploads(API, journal)
    mine.finish("digest", at("old"), STARTED_AT + 10)
    other.finish("digest", at("new"), STARTED_AT + LIFETIME)
    assert (at("new"), False) == mine.claim("digest", STARTED_AT)


def test_a_journal_of_before_uploads_is_used(tmp_path: Path) -> None:
    """A file with the older tables only is opened, its jobs go on, and it learns of uploads."""
    path = tmp_path / "old.sqlite"
    with sqlite3.connect(path) as old:
        old.executescript(
            """
            CREATE TABLE jobs (
                key TEXT PRIMARY KEY, state TEXT NOT NULL, body TEXT NOT NULL, target TEXT, task_id TEXT, path TEXT,
                error TEXT, created REAL NOT NULL, updated REAL NOT NULL, sent REAL, owner TEXT,
                lease REAL NOT NULL DEFAULT 0
            ) STRICT;
            CREATE INDEX jobs_by_task ON jobs (task_id);
            CREATE TABLE tasks (task_id TEXT PRIMARY KEY, key TEXT NOT NULL, created REAL NOT NULL) STRICT;
            """
        )
        row = ("old", "new", '{"model":"sora-2","prompt":"A boat"}', None, 1.0, 1.0)
        old.execute("INSERT INTO jobs (key, state, body, target, created, updated) VALUES (?, ?, ?, ?, ?, ?)", row)
    old.close()
    with Journal(path) as journal:
        (job,) = Stepped(journal).resume()
        assert "completed" == World(task(), DONE).run(job).task.status
        World(kept(), task(id="t_43")).run(Stepped(journal).submit(film(Path("a.png"))))
        world = World(task())
        world.run(Stepped(journal).submit(film(Path("a.png")), key="again"))
        assert ([], ["completed", "submitted", "submitted"]) == (world.uploads, states(journal))


def test_an_upload_that_cannot_be_written_down_is_reported(journal: Journal, tmp_path: Path) -> None:
    """A full disk, a closed file: the error is ours, nothing is paid, and the file is not uploaded twice for it."""
    fox = Stepped(journal)
    body = body_of(film(Path("a.png")), extra_body=None, validate=True)

    def close_and(action: Any) -> Any:
        journal.close()
        return kept()

    with pytest.raises(errors.ConfigurationError, match="cannot be used"):
        World(close_and).run(uploads.uploaded(fox.context, body, timeout=10.0, on_upload=None))
    assert [at()] == World().run(uploads.uploaded(fox.context, body, timeout=10.0, on_upload=None)).values["image_urls"]


# ------------------------------------------------------------------ plans


def planned(*requests: Any) -> Any:
    return batch.plan(requests, keys=None, folder=None, digests=Digests())


def test_a_batch_names_jobs_by_the_content_of_their_files() -> None:
    """The same content is the same job, wherever it is; other content is another one."""
    requests = [film("a.png"), film("b.png"), film("same as a.png"), film(Path("./a.png"))]
    plans, problems = planned(*requests)
    assert [(2, "key"), (3, "key")] == [(number, problem.field) for number, problem in problems]
    assert (2, plans[0].key) == (len({plan.key for plan in plans}), plans[3].key)
    Path("a.png").write_bytes(PNG + b"changed")
    (again,), _ = planned(requests[0])
    assert again.key != plans[0].key


def test_a_file_that_vanishes_while_a_batch_is_planned_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the number of its request."""

    def gone(digests: Digests, path: Path) -> str:
        Path("a.png").unlink(missing_ok=True)
        return of(digests, path)

    of = Digests.of
    monkeypatch.setattr(Digests, "of", gone)
    _, problems = planned(film("b.png"), film("a.png"))
    assert [(1, "image_urls[0]")] == [(number, problem.field) for number, problem in problems]


NO_FILE = {
    "kling-custom-element": {"image_url": Path("a.png")},
    "kling-video-create-voice": {"voice_url": "https://example.com/a.mp3"},
    "sora-2-character": {"video_url": "https://example.com/a.mp4"},
}


@pytest.mark.parametrize("model", NO_FILE)
@pytest.mark.parametrize("written", [False, True])
@pytest.mark.parametrize("validate", [False, True])
def test_a_model_that_makes_no_file_is_not_asked_for_one(
    model: str, written: bool, validate: bool, folder: Path
) -> None:
    """`save_to` is refused before anything is uploaded or paid, one by one, in a batch and with a journal."""
    journal = Journal(None, machine=WorldMachine())
    world = World()
    example = catalog().models[model].examples[model]
    request = {**example, **NO_FILE[model]}
    fox = Stepped(journal if written else None)
    with pytest.raises(InvalidRequest, match="save_to"):
        world.run(fox.generate(request, save_to=folder / "new" / "a.mp4", validate=validate))
    with pytest.raises(InvalidRequest, match=r"\[0\] save_to"):
        world.run(
            batch.begin(
                fox.context, [request], keys=None, folder=folder / "new", concurrency=1, poll=Poll(), on_progress=None
            )
        )
    assert ([], [], [], False) == (world.uploads, world.calls, journal.jobs(), (folder / "new").exists())
    journal.close()


# ------------------------------------------------------------------ stepped by hand: upload()


def test_each_kind_of_source_has_its_way() -> None:
    """Paths, bytes and open files as multipart, a URL and a data URL as JSON; names and flags go with them."""
    named = {"file_name": "boat.png", "auto_cleanup": False}
    with open("a.png", "rb") as file:
        for source in (Path("a.png"), PNG, file):
            world = World(kept())
            world.run(_upload(Stepped(), source, **named))
            (sent,) = world.uploads
            assert (source, "boat.png", False) == (sent.source, sent.file_name, sent.auto_cleanup)
    answer = Response(200, kept().content, {}, None)
    for source, field in (
        ("https://example.com/a.png", "url"),
        ("HTTP://e.com", "url"),
        ("data:a/b;base64,AA", "file_data"),
    ):
        world = World(answer)
        assert at() == world.run(_upload(Stepped(), source, **named)).url
        assert {field: source, **named} == world.calls[0].arguments["body"].to_dict()


@pytest.mark.parametrize(
    "source", [None, 5, object(), ["a.png"], {"path": "a.png"}, Path], ids=lambda value: type(value).__name__
)
def test_what_is_no_source_is_refused(source: Any) -> None:
    """Nothing is sent."""
    with pytest.raises(InvalidRequest, match="source"):
        World().run(_upload(Stepped(), source))


@pytest.mark.parametrize(
    "source",
    ["absent.png", Path("absent.png"), "", ".", "a\0.png", "x" * 5000, Path("x" * 300), "/dev/null", "a.png/b"],
)
def test_what_cannot_be_read_is_refused(source: Any) -> None:
    """Before anything is sent."""
    with pytest.raises(InvalidRequest, match="source"):
        World().run(_upload(Stepped(), source))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_named_pipe_is_refused_and_not_read() -> None:
    """Opening it would wait for who writes."""
    os.mkfifo("pipe")
    handle = os.open("pipe", os.O_RDWR | os.O_NONBLOCK)
    os.write(handle, PNG)
    with pytest.raises(InvalidRequest, match="not a regular file"):
        World().run(_upload(Stepped(), Path("pipe")))
    assert PNG == os.read(handle, 1000)
    os.close(handle)


# ------------------------------------------------------------------ both clients


class Fox:
    """Either client, with the same blocking calls; pauses take no time."""

    def __init__(self, flavor: str, key: str, url: str, **settings: Any) -> None:
        self.flavor = flavor
        self.key = key
        self.settings = {"base_url": url, **settings}
        self.slept: list[float] = []
        self.on_sleep: Callable[[], object] = lambda: None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *arguments, **options: self.all_of(lambda fox: getattr(fox, name)(*arguments, **options))

    def all_of(self, call: Callable[[Any], Any]) -> Any:
        """Run a call, or an asynchronous function, on a fresh client."""

        caller = self

        class Pauses(foxapi_video.Clock):
            def sleep(self, seconds: float) -> None:
                caller.slept.append(seconds)
                caller.on_sleep()

            async def asleep(self, seconds: float) -> None:
                self.sleep(seconds)
                await asyncio.sleep(0.001)

        settings = {"clock": Pauses(), **self.settings}
        if self.flavor == "sync":
            with FoxAPI(self.key, **settings) as fox:
                found = call(fox)
                return list(found) if isinstance(found, Iterator) else found

        async def go() -> Any:
            async with client_of(self.flavor, self.key, **settings) as fox:
                found = call(fox)
                if isinstance(found, AsyncIterator):
                    return [each async for each in found]
                return await found if inspect.isawaitable(found) else found

        return asyncio.run(go())


@contextlib.asynccontextmanager
async def client_of(flavor: str, *arguments: Any, **settings: Any) -> AsyncIterator[AsyncFoxAPI]:
    """Open an awaiting client with the engine that is meant."""
    with pytest.MonkeyPatch.context() as patched:
        if flavor == "async":
            patched.setattr(Config, "aiohttp_transport", lambda *_, **__: None, raising=False)
        async with AsyncFoxAPI(*arguments, **settings) as fox:
            yield fox


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(speed=2000.0, share_renderings=True) as box:
        yield box
    assert 0 == box.key_leaks


@pytest.fixture(params=FLAVORS)
def fox(request: pytest.FixtureRequest, box: Sandbox) -> Fox:
    return Fox(request.param, box.key, box.url)


CONTENTS = {
    "nothing": b"",
    "a byte": b"x",
    "text": "Grüße\r\n".encode(),
    "a boundary": b"--boundary\r\n\r\n--boundary--\r\n" * 50,
    "line ends": b"\r\n\r\n\n\r\0\0\r\n--\r\n",
    "a form": b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nhello\r\n--x--\r\n',
    "65536": bytes(65536),
    "65537": bytes(65537),
    "5 MB": random.Random(5).randbytes(5_000_000),
}


@pytest.mark.parametrize("how", ["bytes", "path", "file"])
def test_bytes_arrive_whole(fox: Fox, box: Sandbox, how: str, folder: Path) -> None:
    """Whatever they are and wherever they come from: as they were, under their name, counted to the end."""
    path = folder / "content.bin"
    for name, content in CONTENTS.items():
        path.write_bytes(content)
        seen: list[tuple[int, int | None]] = []
        with path.open("rb") as file:
            source: Any = {"bytes": content, "path": path, "file": file}[how]
            uploaded: UploadedFile = fox.upload(source, on_bytes=lambda *now: seen.append(now))  # noqa: B023
        there, size = box.uploads[-1], len(content)
        assert (name, content, size, size) == (name, there.content, there.size, uploaded.size)
        assert ("file" if how == "bytes" else "content.bin", there.id) == (uploaded.file_name, uploaded.id)
        assert sorted({(sent, size) for sent, _ in seen}) == seen
        assert [(size, size)] * bool(size) == seen[-1:]
        assert content == httpx.get(uploaded.url).content
        assert (there.created + LIFETIME, True) == (there.expires, uploaded.expires <= there.expires)
    assert len(CONTENTS) == len(box.uploads)


NAMES = {
    "a b.png": "a b.png",
    'a"b.png': 'a"b.png',
    "a'b.png": "a'b.png",
    "a%22b.png": "a%22b.png",
    "a;b=c.png": "a;b=c.png",
    "ü漢字🎬.png": "ü漢字🎬.png",
    ".hidden": ".hidden",
    "...": "file",
    "..": "file",
    "a\r\nContent-Type: text/html\r\n\r\nb.png": "html\r\n\r\nb.png".replace("\r\n", ""),
    "a\nb.png": "ab.png",
    "a\0b.png": "ab.png",
    "a\\b.png": "b.png",
    "x" * 5000 + ".png": "x" * 196 + ".png",
    "CON": "CON",
    " ": " ",
}
"""A name → what a careful server makes of it."""


def test_a_name_arrives_as_it_is(fox: Fox, box: Sandbox) -> None:
    """Nothing in a name breaks out of its header, or ends up in the content."""
    names = {name: fox.upload(PNG, file_name=name).file_name for name in NAMES}
    assert (NAMES, {PNG}) == (names, {each.content for each in box.uploads})
    assert {PNG} == {httpx.get(each.url).content for each in box.uploads}


def test_a_file_of_any_name_goes_into_a_request(fox: Fox, box: Sandbox, folder: Path) -> None:
    """The path is written as a URL and read back; its last part is the name that is sent to the service."""
    names = ["a b.png", 'q"uote.png', "new\nline.png", "ü漢字🎬.png", ".png", "a#b?c%20.png"]
    for name in names:
        (folder / name).write_bytes(PNG + name.encode())
    fox.submit(film(*(folder / name for name in names)))
    expected = {name.replace("\n", ""): PNG + name.encode() for name in names}
    assert (expected, 1) == ({each.filename: each.content for each in box.uploads}, len(box.tasks))


BROKEN_NAMES = {
    "bytes that are no text": lambda folder: Path(os.fsdecode(os.fsencode(folder) + b"/\xff.png")),
    "half a character": lambda folder: "a.png",
}


@pytest.mark.parametrize("what", BROKEN_NAMES)
def test_a_name_that_is_no_text_is_reported_or_sent(fox: Fox, box: Sandbox, what: str, folder: Path) -> None:
    """It is no failure of the service's, and not to be repeated."""
    source: Any = BROKEN_NAMES[what](folder)
    Path(source).write_bytes(PNG)
    try:
        fox.upload(source, file_name="\udcff.png" if what == "half a character" else None)
    except InvalidRequest:
        assert ([], []) == (box.requests, fox.slept)


def test_an_open_file_is_sent_from_its_start(fox: Fox, box: Sandbox) -> None:
    """Wherever it was read to, and again when the first try fails."""
    box.faults.add("upload_file", Fault.status(503), Fault.truncate())
    with open("a.png", "rb") as file:
        file.seek(30)
        fox.upload(file)
    assert [PNG + b"a"] * 2 == [each.content for each in box.uploads]
    assert [1.0, 2.0] == fox.slept


def test_an_open_file_in_memory_is_sent(fox: Fox, box: Sandbox) -> None:
    """BytesIO, a spooled file: whatever reads bytes from any place."""
    with tempfile.SpooledTemporaryFile() as spooled:
        spooled.write(PNG)
        for source in (io.BytesIO(PNG), spooled, io.BufferedReader(cast(Any, io.BytesIO(PNG)))):
            fox.upload(source, file_name="boat.png")
    assert [PNG] * 3 == [each.content for each in box.uploads]


def closed() -> Any:
    file = io.BytesIO(PNG)
    file.close()
    return file


def pipe() -> Any:
    reading, writing = os.pipe()
    os.close(writing)
    return os.fdopen(reading, "rb")


class OnlyRead:
    """What can be read once, as a stream of another library's."""

    def read(self, size: int = -1) -> bytes:
        return b""


class ReadsText:
    """What is no open file but looks like one."""

    read = "a.png"


UNUSABLE: dict[str, tuple[Callable[[], Any], str]] = {
    "text": (lambda: open("a.png"), "mode 'rb'"),  # noqa: SIM115
    "text in memory": (lambda: io.StringIO("x"), "mode 'rb'"),
    "closed": (closed, "closed file"),
    "a pipe": (pipe, "pass its bytes"),
    "write-only": (lambda: open("new.png", "wb"), "pass its bytes"),  # noqa: SIM115
    "a folder": (lambda: Path(), "cannot be read"),
    "a device": (lambda: Path("/dev/zero"), "cannot be read"),
    "text that is a path": (lambda: "a.png", r'for a local file pass Path\("a.png"\)'),
    "a file: URL": (lambda: Path("a.png").absolute().as_uri(), "for a local file pass Path"),
}


@pytest.mark.parametrize("what", UNUSABLE)
def test_a_source_that_cannot_be_sent_is_refused(fox: Fox, box: Sandbox, what: str) -> None:
    """At once, in words, and nothing reaches the service."""
    make, words = UNUSABLE[what]
    source = make()
    with pytest.raises(InvalidRequest, match=words):
        fox.upload(source)
    assert ([], []) == (box.requests, fox.slept)
    if hasattr(source, "close"):
        source.close()


@pytest.mark.parametrize("source", [OnlyRead(), ReadsText()], ids=["only read", "no file"])
def test_a_stream_that_cannot_go_back_is_refused(fox: Fox, box: Sandbox, source: Any) -> None:
    """It is no failure of the service's, and not to be repeated."""
    with pytest.raises(InvalidRequest):
        fox.upload(source)


class Failing(io.BytesIO):
    """A file on a disk that breaks."""

    def read(self, size: int | None = -1) -> bytes:
        if size and self.tell() >= 65536:
            raise OSError(5, "Input/output error")
        return super().read(size)


def test_a_file_that_breaks_while_it_is_read_is_one_of_our_errors(fox: Fox, box: Sandbox) -> None:
    """A disk, a network folder: the error names the source."""
    with pytest.raises(InvalidRequest, match="cannot be read"):
        fox.upload(Failing(bytes(200_000)))
    assert [] == fox.slept


@pytest.mark.parametrize("error", [KeyError, ValueError])
@pytest.mark.parametrize("call", ["upload", "submit"])
def test_an_error_of_the_callers_own_comes_through(fox: Fox, box: Sandbox, error: Any, call: str) -> None:
    """What `on_bytes` or `on_upload` raises ends the upload as it is; it is not repeated, nor put on the service."""

    def report(*now: Any) -> None:
        raise error("mine")

    with pytest.raises(error, match="mine"):
        fox.upload(PNG, on_bytes=report) if call == "upload" else fox.submit(film("a.png"), on_upload=report)
    assert ([], []) == (fox.slept, box.tasks)


def test_upload_takes_an_entry_of_a_folder_of_bytes(fox: Fox, box: Sandbox) -> None:
    """As a request does."""
    (entry,) = [each for each in os.scandir(b".") if each.name == b"a.png"]
    fox.upload(entry)
    assert PNG + b"a" == box.uploads[0].content


@pytest.mark.parametrize("make", [tempfile.TemporaryFile, tempfile.SpooledTemporaryFile])
def test_a_file_without_a_name_is_called_file(fox: Fox, box: Sandbox, make: Any) -> None:
    """Some have a number, or nothing, where others have a name."""
    with make() as file:
        file.write(PNG)
        fox.upload(file)
    assert "file" == box.uploads[0].filename


def test_a_url_is_fetched_by_the_service(fox: Fox, box: Sandbox) -> None:
    """And a data URL is unpacked by it."""
    first = fox.upload(PNG)
    copy = fox.upload(first.url, file_name="copy.png")
    data = fox.upload("data:image/png;base64,iVBORw0KGgo=")
    assert [PNG, PNG, b"\x89PNG\r\n\x1a\n"] == [each.content for each in box.uploads]
    assert ("copy.png", "file.png") == (copy.file_name, data.file_name)


@pytest.mark.parametrize("operation", ["upload_file", "upload_url", "upload_base64"])
def test_every_form_of_upload_is_repeated(fox: Fox, box: Sandbox, operation: str) -> None:
    """Until it is done or was tried often enough."""
    source: Any = {"upload_file": PNG, "upload_url": "https://example.com/a", "upload_base64": "data:a/b;base64,AAAA"}
    box.faults.add(operation, Fault.lost(), Fault.body(b"null"), Fault.status(429, retry_after=3))
    assert fox.upload(source[operation]).id == box.uploads[-1].id
    assert [1.0, 2.0, 3.0] == fox.slept
    box.faults.add(operation, *[Fault.status(502, html=True)] * uploads.TRIES)
    with pytest.raises(errors.ServerError):
        fox.upload(source[operation])


def test_a_full_storage_is_reported(fox: Fox, box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `auto_cleanup` it is refused, at once; with it the oldest file gives way."""
    monkeypatch.setattr(sandbox_uploads, "STORAGE", 100)
    fox.upload(bytes(60))
    with pytest.raises(errors.PermissionDenied, match="storage is full"):
        fox.upload(bytes(60), auto_cleanup=False)
    fox.upload(bytes(60), auto_cleanup=True)
    fox.upload(bytes(60))
    assert ([None, None, bytes(60)], []) == ([each.content for each in box.uploads], fox.slept)


@pytest.mark.parametrize("written", [False, True])
def test_a_file_that_gave_way_is_uploaded_again(
    fox: Fox, box: Sandbox, monkeypatch: pytest.MonkeyPatch, journal: Journal, written: bool
) -> None:
    """The service drops the oldest files when its storage is full; one that it refuses is not offered it again."""
    fox.settings["journal"] = journal if written else None

    async def both(client: Any) -> Any:
        for key in ("one", "two", "three"):
            if key == "two":
                monkeypatch.setattr(sandbox_uploads, "STORAGE", len(PNG) + 1)
                await _now(client.upload(b"x"))
                await _now(client.upload(b"y"))
            try:
                await _now(client.submit(film("a.png"), key=key))
            except errors.RequestRejected:
                if key == "three":
                    raise

    fox.all_of(lambda client: _either(both(client), fox.flavor))
    assert PNG + b"a" == box.uploads[-1].content


async def _now(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


def _either(steps_: Any, flavor: str) -> Any:
    """Run an asynchronous function to its end where nothing in it waits, or hand it on."""
    if flavor != "sync":
        return steps_
    with pytest.raises(StopIteration) as end:
        steps_.send(None)
    return end.value.value


def test_a_request_with_files_becomes_a_video(fox: Fox, box: Sandbox, folder: Path) -> None:
    """Upload, submit, wait, download; `on_upload` sees each file to its end."""
    (folder / "large.png").write_bytes(PNG + random.Random(1).randbytes(300_000))
    seen: dict[Path, list[tuple[int, int]]] = {}
    clip = fox.generate(
        film("a.png", Path("large.png"), "same as a.png"),
        save_to=folder / "boat.mp4",
        poll=FAST,
        on_upload=lambda path, sent, size: seen.setdefault(path, []).append((sent, size)),
    )
    sizes = {path.name: path.stat().st_size for path in seen}
    assert ([folder / "boat.mp4"], 2, 1) == ([clip.path], len(box.uploads), len(box.tasks))
    assert {"large.png": 300_000 + len(PNG)} == {name: size for name, size in sizes.items() if name == "large.png"}
    assert sizes == {path.name: steps_[-1][0] for path, steps_ in seen.items()}
    assert all(
        sorted(steps_) == steps_ and {size for _, size in steps_} == {sizes[path.name]} for path, steps_ in seen.items()
    )


def test_progress_starts_again_with_a_try(fox: Fox, box: Sandbox) -> None:
    """Within one it never goes back."""
    seen: list[Any] = []
    fox.on_sleep = lambda: seen.append(None)
    box.faults.add("upload_file", Fault.status(500), Fault.reset())
    fox.upload(bytes(200_000), on_bytes=lambda sent, size: seen.append(sent))
    once = [65536, 131072, 196608, 200_000]
    assert [*once, None, *once, None, *once] == seen


@pytest.mark.parametrize("written", [False, True])
def test_a_batch_uploads_each_file_once(fox: Fox, box: Sandbox, written: bool, journal: Journal) -> None:
    """Ten requests at once with the same two files: two uploads, ten videos."""
    fox.settings["journal"] = journal if written else None
    requests = [film("a.png", "b.png", prompt=f"Boat {number}") for number in range(10)]
    results = fox.batch(requests, poll=FAST)
    assert ([None] * 10, 10, 2) == ([each.error for each in results], len(box.tasks), len(box.uploads))


def test_a_file_that_fails_in_a_batch_fails_its_own_requests(fox: Fox, box: Sandbox) -> None:
    """The others are made; nothing of the failed ones is paid."""
    box.faults.add("upload_file", Fault.status(413))
    requests = [film("a.png"), film("https://example.com/b.png")]
    results = {each.key: each.error for each in fox.batch(requests, keys=["a", "b"], concurrency=1, poll=FAST)}
    assert ("RequestTooLarge", None, 1) == (type(results["a"]).__name__, results["b"], len(box.tasks))


def test_a_failed_file_ends_the_request_and_not_the_next_one(fox: Fox, box: Sandbox) -> None:
    """One of several fails for good: nothing is paid; the same request again uploads only what is missing."""
    box.faults.add("upload_file", Fault.none(), Fault.status(403))

    async def twice(client: Any) -> None:
        with pytest.raises(errors.PermissionDenied):
            await _now(client.submit(film("a.png", "b.png")))
        assert [] == box.tasks
        await _now(client.submit(film("a.png", "b.png")))

    fox.all_of(lambda client: _either(twice(client), fox.flavor))
    assert (1, {PNG + b"a", PNG + b"b"}) == (len(box.tasks), {each.content for each in box.uploads})


@pytest.mark.parametrize("flavor", FLAVORS)
def test_many_at_once_upload_a_file_once(box: Sandbox, flavor: str) -> None:
    """Eight threads, or tasks, of one client with the same file: one upload, eight videos."""
    box.faults.add("upload_file", Fault.stall(0.2))
    if flavor == "sync":
        with FoxAPI(box.key, base_url=box.url) as fox, ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda number: fox.submit(film("a.png", prompt=f"{number}")), range(8)))
    else:

        async def go() -> None:
            async with client_of(flavor, box.key, base_url=box.url) as fox:
                await asyncio.gather(*(fox.submit(film("a.png", prompt=f"{number}")) for number in range(8)))

        asyncio.run(go())
    assert (1, 8) == (len(box.uploads), len(box.tasks))


@pytest.mark.parametrize("flavor", FLAVORS[1:])
def test_a_cancelled_upload_lets_go_of_the_file(box: Sandbox, flavor: str) -> None:
    """The next one uploads it, and the job that was left is new."""
    box.faults.add("upload_file", Fault.stall(60))

    async def go() -> list[str]:
        with Journal(None) as journal:
            async with client_of(flavor, box.key, base_url=box.url, journal=journal) as fox:
                cancelled = asyncio.create_task(fox.submit(film("a.png", "b.png")))
                while len(box.requests) < 2:
                    await asyncio.sleep(0.01)
                cancelled.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await cancelled
                before = states(journal)
                await fox.submit(film("a.png", "b.png"))
                return [*before, *states(journal)]

    assert ["new", "submitted"] == asyncio.run(go())
    assert 1 == len(box.tasks)


def test_a_client_is_made_once_though_several_files_go_out_at_once(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four concurrent uploads of a new client share its connections; one more is for the POST."""
    from foxapi_video._http import driver as _drivers

    made: list[Any] = []

    class Slow(_drivers.APIClient):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            made.append(self)
            threading.Event().wait(0.05)
            super().__init__(*arguments, **options)

    monkeypatch.setattr(_drivers, "APIClient", Slow)
    with FoxAPI(box.key, base_url=box.url) as fox:
        fox.submit(film(*(f"{name}.png" for name in "abcd")))
    assert (2, {True}) == (len(made), {client.is_closed for client in made})


def test_the_key_stays_with_the_api(fox: Fox, box: Sandbox, journal: Journal, folder: Path, caplog: Any) -> None:
    """It is on uploads to the API host, and neither in the journal, nor in the log, nor at the files' host."""
    caplog.set_level("DEBUG", "foxapi_video")
    fox.settings["journal"] = journal
    box.faults.add("upload_file", Fault.status(500), Fault.status(401))
    with pytest.raises(errors.AuthenticationError) as caught:
        fox.submit(film("a.png"))
    fox.generate(film("a.png"), save_to=folder / "a.mp4", poll=FAST)
    written = b"".join(path.read_bytes() for path in folder.glob("jobs.sqlite*"))
    texts = (caplog.text, str(caught.value), repr(vars(caught.value)), repr(box.uploads))
    assert (0, False, [False] * 4) == (box.key_leaks, box.key.encode() in written, [box.key in text for text in texts])


def test_the_account_can_be_read(fox: Fox, box: Sandbox) -> None:
    """The balance as the service gives it, and the ids that the key can use."""
    fox.submit(film("a.png"))
    balance = fox.credits()["data"]["user"]
    assert (1_000_000, True) == (sum(balance.values()), balance["used_credits"] > 0)
    assert set(catalog().models) == set(fox.live_models())


# ------------------------------------------------------------------ a socket that is watched


@pytest.fixture
def origin() -> Iterator[Origin]:
    """An API that takes uploads and keeps nothing of them."""

    def answer(method: str, path: str, job: int) -> Does:
        return Does(http(kept().content))

    origin = Origin(answer, keeps_bodies=False)
    with FaultServer(origin):
        yield origin


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("how", ["upload", "file", "submit"])
def test_a_large_file_is_never_in_memory(origin: Origin, flavor: str, how: str, folder: Path) -> None:
    """Of sixty megabytes a few pieces are there at a time, while they are hashed and while they are sent."""
    size = 60_000_000
    with (folder / "large.png").open("wb") as file:
        file.write(PNG)
        file.truncate(size)
    origin.plan("POST", Does(http(b'{"id": "t_42", "status": "pending"}')), path="/v1/videos/")
    fox = Fox(flavor, "sk-a", origin.url)
    tracemalloc.start()
    try:
        if how == "submit":
            fox.submit(
                {
                    "model": "sora-2",
                    "prompt": "A boat",
                    "generation_type": "image-to-video",
                    "image_urls": [Path("large.png")],
                }
            )
        elif how == "file":
            with (folder / "large.png").open("rb") as file:
                fox.upload(file)
        else:
            fox.upload(Path("large.png"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (True, True) == (peak < 10_000_000, size < origin.body_bytes < size + 5000)


def head_of(seen: bytes) -> dict[str, str]:
    lines = seen.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


@pytest.mark.parametrize("flavor", FLAVORS)
def test_an_upload_says_how_long_it_is(origin: Origin, flavor: str) -> None:
    """With a Content-Length, which some servers insist on; the key is in its header and the boundary is random."""
    heads = []
    for _ in range(2):
        origin.seen.clear()
        Fox(flavor, "sk-a", origin.url).upload(PNG)
        heads.append(head_of(bytes(origin.seen)))
    assert [str(origin.body_bytes // 2)] * 2 == [head["content-length"] for head in heads]
    assert {"Bearer sk-a"} == {head["authorization"] for head in heads}
    kinds = {head["content-type"] for head in heads}
    assert (2, True) == (len(kinds), all(kind.startswith("multipart/form-data; boundary=") for kind in kinds))


@pytest.mark.parametrize("flavor", ["sync", "async"])
def test_an_upload_that_stands_still_is_given_up(flavor: str) -> None:
    """The whole may take half an hour, a single silence no longer than an exchange of the client's may."""
    seen: list[dict[str, float]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return kept()

    Fox(flavor, "sk-a", API, timeout=20.0, transport=httpx.MockTransport(answer)).upload(PNG)
    assert (True, True) == (seen[0]["read"] <= 20.0, seen[0]["write"] <= 20.0)


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Let SIGINT be what it is in a terminal."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("how", ["upload", "submit", "two files"])
def test_ctrl_c_ends_an_upload_at_once(origin: Origin, flavor: str, how: str) -> None:
    """It does not wait for a server that says nothing; nothing is paid."""
    ended, in_time = threading.Event(), []

    def interrupt() -> None:
        if not in_time:
            ended.wait(0.2)  # by now the client waits for nothing but this answer
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            in_time.append(ended.wait(1.0))  # then the connection is closed, and nobody has to wait any more

    origin.plan("POST", Does(b"", "close", hook=interrupt), forever=True)
    fox = Fox(flavor, "sk-a", origin.url)
    names = ["a.png", "b.png"][: 1 + (how == "two files")]
    with pytest.raises(KeyboardInterrupt):
        fox.upload(PNG) if how == "upload" else fox.submit(film(*names))
    ended.set()
    while not in_time:
        pass
    assert ([True], 0) == (in_time, origin.asked("POST", "/v1/videos"))


@pytest.mark.parametrize("flavor", ["sync", "async"])
def test_what_has_failed_stops_the_rest(flavor: str) -> None:
    """When one of many files is refused, those that have not begun are not sent."""
    sent: list[str] = []
    last = threading.Event()

    def name(request: httpx.Request, content: bytes) -> str:
        sent.append(content.partition(b'filename="')[2][:1].decode())
        return sent[-1]

    def answer(request: httpx.Request) -> httpx.Response:
        match name(request, request.read()):
            case "a" | "c" | "d":  # the others that begin first give the refusal time to be noticed
                last.wait(0.3)
            case "b":
                return httpx.Response(403)
            case "h":
                last.set()
        return kept(sent[-1])

    async def aanswer(request: httpx.Request) -> httpx.Response:
        match name(request, await request.aread()):
            case "a" | "c" | "d":
                await asyncio.sleep(0.3)
            case "b":
                return httpx.Response(403)
        return kept(sent[-1])

    transport = httpx.MockTransport(answer if flavor == "sync" else aanswer)
    with pytest.raises(errors.PermissionDenied):
        Fox(flavor, "sk-a", API, transport=transport).submit(film(*(f"{each}.png" for each in "abcdefgh")))
    assert (True, False) == ("b" in sent, "h" in sent)


def test_a_failed_file_stops_the_rest_however_late_the_caller_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread whose file is refused stops the others itself, before it takes the next; the refusal is raised."""
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(403)

    def late(futures: Collection[Future[Any]], **given: Any) -> Any:
        concurrent.futures.wait(futures)
        return concurrent.futures.wait(futures, **given)

    monkeypatch.setattr("foxapi_video._http.driver.wait", late)
    with pytest.raises(errors.PermissionDenied):
        Fox("sync", "sk-a", API, transport=httpx.MockTransport(answer)).submit(
            film(*(f"{each}.png" for each in "abcdefgh"))
        )
    assert len(sent) <= uploads.MAX_CONCURRENT_UPLOADS


@pytest.mark.parametrize("flavor", ["sync", "async"])
def test_uploads_are_concurrent_within_a_limit(flavor: str) -> None:
    """As many at a time as the module says, in either client."""
    in_flight: set[int] = set()
    most: list[int] = []

    def begun(request: httpx.Request) -> None:
        in_flight.add(id(request))
        most.append(len(in_flight))

    def answer(request: httpx.Request) -> httpx.Response:
        begun(request)
        threading.Event().wait(0.02)
        return ended(request)

    async def aanswer(request: httpx.Request) -> httpx.Response:
        begun(request)
        await asyncio.sleep(0.02)
        return ended(request)

    def ended(request: httpx.Request) -> httpx.Response:
        in_flight.discard(id(request))
        return kept() if "files" in request.url.path else httpx.Response(200, json=task())

    transport = httpx.MockTransport(answer if flavor == "sync" else aanswer)
    Fox(flavor, "sk-a", API, transport=transport).submit(film(*(f"{each}.png" for each in "abcdefgh")))
    assert (uploads.MAX_CONCURRENT_UPLOADS, 9) == (max(most), len(most))


# ------------------------------------------------------------------ what a job is known by


class Made:
    """A request object, whose class fills in the default of its release."""

    def __init__(self, default: int) -> None:
        self.default = default

    def to_dict(self) -> dict[str, Any]:
        return {"model": "veo-3.1", "prompt": "A boat", "duration": self.default}


@pytest.mark.parametrize("written", ["dict", "class"])
def test_a_release_that_changes_a_default_pays_nothing_again(
    written: str, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job is known by what the caller passed; the body that was sent is kept beside it."""
    family = catalog().models["veo-3.1"]

    def request(default: int) -> Any:
        return {"model": "veo-3.1", "prompt": "A boat"} if written == "dict" else Made(default)

    World(task()).run(Stepped(journal).submit(request(8)))
    changed = [(name, 4 if name == "duration" else default, unless) for name, default, unless in family._defaults]
    monkeypatch.setitem(family.__dict__, "_defaults", changed)
    world = World(task())
    assert "t_42" == world.run(Stepped(journal).submit(request(4))).id
    (job,) = journal.jobs()
    assert ([("task_id", "t_42")], 8) == ([*world.calls[0].arguments.items()], job.body["duration"])
    World(task(id="t_43")).run(Stepped(journal).submit({"model": "veo-3.1", "prompt": "A boat", "duration": 6}))
    assert 2 == len(journal.jobs())


def edited(journal: Journal, **fields: Any) -> None:
    """Change the journal's record of a file, as a process with write access might."""
    ((text,),) = journal._db.execute("SELECT files FROM jobs").fetchall()
    (file,) = json.loads(text)
    journal._db.execute("UPDATE jobs SET files = ?", (json.dumps([{**file, **fields}]),))


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"path": "/etc/passwd"}, InvalidRequest),
        ({"path": "/dev/zero"}, InvalidRequest),
        ({"path": "b.png"}, InvalidRequest),
        ({"path": "absent.png"}, InvalidRequest),
        ({"sha256": None, "path": "/etc/passwd"}, errors.ConfigurationError),
        ({"sha256": "no digest"}, errors.ConfigurationError),
        ({"path": 5}, errors.ConfigurationError),
        ({"where": None}, errors.ConfigurationError),
    ],
)
def test_a_record_that_was_edited_sends_no_other_file(fields: dict[str, Any], error: Any, journal: Journal) -> None:
    """The digest says what a job may send; without one it sends nothing."""
    with pytest.raises(errors.FoxAPIError):
        World(status(403)).run(Stepped(journal).submit(film("a.png")))
    edited(journal, **fields)
    (job,) = Stepped(journal).resume()
    world = World()
    with pytest.raises(error):
        world.run(job)
    assert ([], [], ["new"]) == (world.uploads, world.calls, states(journal))


@pytest.mark.parametrize("how", ["changed", "gone", "a pipe"])
def test_a_job_whose_file_is_another_one_now_is_not_sent(how: str, journal: Journal) -> None:
    """Resumed later, it says which file; nothing is uploaded or paid."""
    with pytest.raises(errors.FoxAPIError):
        World(status(403)).run(Stepped(journal).submit(film("a.png")))
    Path("a.png").unlink()
    if how == "changed":
        Path("a.png").write_bytes(PNG + b"another")
    elif how == "a pipe":
        os.mkfifo("a.png")
    (job,) = Stepped(journal).resume()
    world = World()
    with pytest.raises(InvalidRequest, match=r"image_urls\[0\].*a\.png"):
        world.run(job)
    assert ([], [], ["new"]) == (world.uploads, world.calls, states(journal))


def test_a_batch_reads_a_shared_file_once(
    fox: Fox, box: Sandbox, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirty requests with the same image: it is identified once, and read once more while it is sent."""
    fox.settings["journal"] = journal
    read: list[int] = []
    digest = _upload_store._digest
    monkeypatch.setattr(_upload_store, "_digest", lambda file, size: read.append(size) or digest(file, size))
    results = fox.batch([film("a.png", prompt=f"Boat {number}") for number in range(30)], poll=FAST)
    assert (30, {None}, 1, 1) == (len(results), {each.error for each in results}, len(read), len(box.uploads))
    Path("a.png").write_bytes(PNG + b"z")
    fox.submit(film("a.png"))
    assert (2, 2) == (len(read), len(box.uploads))


KEYS: dict[str, tuple[list[Any], set[int]]] = {
    "case": (["Boat", "boat", "BOAT"], {1, 2}),
    "case beyond ASCII": (["ÉTÉ", "été", "straße", "STRASSE"], {1, 3}),
    "composed and not": (["\u00e9t\u00e9", "e\u0301te\u0301"], {1}),
    "reserved": (["con", "NUL", "com1", "lpt9.x", "aux", "COM\u00b9", "console", "com10", "nul1"], {0, 1, 2, 3, 4, 5}),
    "bytes": (["漢" * 78, "漢" * 79, "漢" * 100, "x" * 236, "x" * 237], {1, 2, 4}),
    "not text": ([5, b"a", "", "a/b", "..", ".a", "a\0", "\ud800", "a\n"], {0, 1, 2, 3, 4, 5, 6, 7, 8}),
}


@pytest.mark.parametrize("what", KEYS)
def test_a_key_that_some_file_system_cannot_hold_is_reported(what: str, folder: Path) -> None:
    """Where files are named after keys; each problem has the number of its request."""
    keys, expected = KEYS[what]
    requests = [film("https://example.com/a.png", prompt=f"{number}") for number in range(len(keys))]
    _, problems = batch.plan(requests, keys=keys, folder=folder, digests=Digests())
    assert [(number, "key") for number in sorted(expected)] == [(number, each.field) for number, each in problems]
    for number, key in enumerate(keys):
        if number not in expected:
            with PartFile(folder / f"{key}.mp4") as part:
                part.target.touch()


def test_keys_without_files_are_names_alone() -> None:
    """Where nothing is saved, case counts and no system reserves anything."""
    requests = [film("https://example.com/a.png", prompt=f"{number}") for number in range(3)]
    assert [] == batch.plan(requests, keys=["Boat", "boat", "con"], folder=None, digests=Digests())[1]


# ------------------------------------------------------------------ what a file is while it is sent


class Moving(io.BytesIO):
    """A file that has another size when it is read than when it was looked at."""

    def __init__(self, content: bytes, announced: int) -> None:
        super().__init__(content)
        self.announced = announced

    def seek(self, place: int, whence: int = os.SEEK_SET) -> int:
        return self.announced if whence == os.SEEK_END else super().seek(place, whence)


@pytest.mark.parametrize(("size", "announced"), [(200_000, 150_000), (150_000, 200_000), (10, 0), (0, 10)])
def test_a_file_that_grows_or_shrinks_is_reported(fox: Fox, box: Sandbox, size: int, announced: int) -> None:
    """Neither a raw error of the transport, nor an upload of something else, nor another try."""
    with pytest.raises(InvalidRequest, match="has changed"):
        fox.upload(Moving(bytes(size), announced))
    assert ([], []) == (box.uploads, fox.slept)


@pytest.mark.parametrize("change", [lambda file: file.truncate(70_000), lambda file: file.write(b"more")])
def test_a_local_file_that_changes_while_it_is_sent_is_reported(
    fox: Fox, box: Sandbox, change: Any, folder: Path
) -> None:
    """In a request and in an upload of its own."""
    for call in ("upload", "submit"):
        (folder / "large.png").write_bytes(PNG + bytes(300_000))

        def alter(*seen: Any) -> None:
            with (folder / "large.png").open("ab") as file:
                change(file)

        def send(upload: bool, alter: Any) -> Any:
            if upload:
                return fox.upload(Path("large.png"), on_bytes=alter)
            return fox.submit(film("large.png"), on_upload=alter)

        with pytest.raises(InvalidRequest, match="has changed"):
            send(call == "upload", alter)
    assert ([], [], []) == (box.uploads, box.tasks, fox.slept)


CONTENT_TYPES = {
    "image/png": PNG,
    "image/jpeg": b"\xff\xd8\xff\xe0" + bytes(50),
    "application/pdf": b"%PDF-1.7\n" + bytes(50),
    "application/octet-stream": b"Hello" + bytes(50),
}


@pytest.mark.parametrize("flavor", ["sync", "async"])
@pytest.mark.parametrize("wanted", CONTENT_TYPES)
def test_a_part_says_what_its_bytes_are(flavor: str, wanted: str, folder: Path) -> None:
    """Bytes, an open file and a path with a name that says otherwise alike."""
    sent: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.read())
        return kept()

    async def aanswer(request: httpx.Request) -> httpx.Response:
        sent.append(await request.aread())
        return kept()

    (folder / "song.mp3").write_bytes(CONTENT_TYPES[wanted])
    fox = Fox(flavor, "sk-a", API, transport=httpx.MockTransport(answer if flavor == "sync" else aanswer))
    for source in (CONTENT_TYPES[wanted], io.BytesIO(CONTENT_TYPES[wanted]), Path("song.mp3")):
        fox.upload(source)
    assert [True] * 3 == [f"Content-Type: {wanted}\r\n".encode() in content for content in sent]
