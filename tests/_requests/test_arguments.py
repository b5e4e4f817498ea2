"""An argument of another type is refused under its own name, before anything is sent or recorded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from foxapi_video import AsyncFoxAPI, Clip, ConfigurationError, FoxAPI, InvalidRequest, Journal, Sora2Request, Task

SORA = {"model": "sora-2", "prompt": "A paper boat"}
TASK = Task("t_42", "pending")


async def later(*_: object) -> None:
    """A callback that nobody would await."""


class Later:
    """A callback whose call is async."""

    async def __call__(self, *_: object) -> None: ...


CALLBACKS = [5, "print", [print], later, Later(), partial(later, 1)]
PATHS = [5, None, ["a.mp4"], {"a": 1}, "", 1.5, object()]
IDS = [5, None, b"t_42", ["t_42"], {"id": "t_42"}, 1.5, "", True]
FLAGS = ["no", "False", 0, 1, None, []]
REQUESTS = [5, None, "sora-2", [SORA], Sora2Request, 1.5, object()]
KEYS = [5, "", b"boat", ["boat"], "\ud800", True]
BODIES = [[1], "a", 5, [("a", 1)], {1: 2}, {None: 1}]
POLLS = [5, None, "600", {"timeout": 600}, 60.0]
WIDTHS = ["3", 2.5, None, True, 0, -1, float("inf"), float("nan"), [3], 10**30]
WRONG: list[tuple[str, str, dict[str, Any], list[Any]]] = [
    ("submit", "request", {}, REQUESTS),
    ("submit", "extra_body", {"request": SORA}, BODIES),
    ("submit", "validate", {"request": SORA}, FLAGS),
    ("submit", "key", {"request": SORA}, KEYS),
    ("submit", "on_upload", {"request": SORA}, CALLBACKS),
    ("get", "task_id", {}, [*IDS, TASK]),
    ("get", "sync_upstream", {"task_id": "t_42"}, FLAGS),
    ("wait", "task_or_id", {}, [*IDS, Clip(TASK, None, (), None)]),
    ("wait", "poll", {"task_or_id": "t_42"}, POLLS),
    ("wait", "on_progress", {"task_or_id": "t_42"}, CALLBACKS),
    ("download", "task_or_url", {"path": "a.mp4"}, [*IDS, Path("a.mp4"), Clip(TASK, None, (), None)]),
    ("download", "path", {"task_or_url": "t_42"}, PATHS),
    ("download", "on_bytes", {"task_or_url": "t_42", "path": "a.mp4"}, CALLBACKS),
    ("generate", "request", {}, REQUESTS),
    ("generate", "save_to", {"request": SORA}, [each for each in PATHS if each is not None]),
    ("generate", "poll", {"request": SORA}, POLLS),
    ("generate", "on_progress", {"request": SORA}, CALLBACKS),
    ("generate", "on_upload", {"request": SORA}, CALLBACKS),
    ("generate", "extra_body", {"request": SORA}, BODIES),
    ("generate", "validate", {"request": SORA}, FLAGS),
    ("generate", "key", {"request": SORA}, KEYS),
    ("batch", "requests", {}, [5, None, "sora-2", b"x", SORA, Sora2Request(prompt="x"), Sora2Request]),
    ("batch", "save_to", {"requests": [SORA]}, [each for each in PATHS if each is not None]),
    ("batch", "save_to", {"requests": []}, [5, ["a"]]),
    ("batch", "key", {"requests": [SORA]}, ["a", "abc", b"a", 5, {"a"}, {"a": 1}, iter(["a"]), [5], [True], [["a"]]]),
    ("batch", "concurrency", {"requests": [SORA]}, WIDTHS),
    ("batch", "poll", {"requests": [SORA]}, POLLS),
    ("batch", "on_progress", {"requests": [SORA]}, CALLBACKS),
    ("resume", "concurrency", {}, WIDTHS),
    ("resume", "poll", {}, POLLS),
    ("resume", "on_progress", {}, CALLBACKS),
    ("upload", "source", {}, [5, None, ["a.png"], {"a": 1}, bytearray(b"x"), "a.png", 1.5, object()]),
    ("upload", "file_name", {"source": b"x"}, [5, b"a.png", ["a.png"], Path("a.png")]),
    ("upload", "auto_cleanup", {"source": b"x"}, ["no", "true", 0, 1, []]),
    ("upload", "on_bytes", {"source": b"x"}, CALLBACKS),
]
CASES = {
    f"{call} {name} {number} {type(value).__name__}": (
        call,
        name,
        {**others, "keys" if name == "key" and call == "batch" else name: value},
    )
    for call, name, others, values in WRONG
    for number, value in enumerate(values)
}


def play(client: str, call: str, arguments: dict[str, Any], answer: Callable[[httpx.Request], httpx.Response]) -> Any:
    """Make a call with a journal, and iterate a batch; return the states of the journal's jobs."""
    journal = Journal(None)
    transport = httpx.MockTransport(answer)

    async def go() -> None:
        async with AsyncFoxAPI("sk-test", transport=transport, journal=journal) as fox:
            called = getattr(fox, call)(**arguments)
            if call == "batch":
                _ = [result async for result in called]
            else:
                await called

    try:
        if client == "async":
            asyncio.run(go())
        else:
            with FoxAPI("sk-test", transport=transport, journal=journal) as fox:
                called = getattr(fox, call)(**arguments)
                if call == "batch":
                    list(called)
    finally:
        states = [job.state for job in journal.jobs()]
        journal.close()
        assert [] == states


@pytest.mark.parametrize("client", ["sync", "async"])
@pytest.mark.parametrize("case", CASES)
def test_a_wrong_argument_is_named(client: str, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of our errors names it in words that end; nothing was sent, recorded or written."""
    monkeypatch.chdir(tmp_path)
    call, name, arguments = CASES[case]
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json={"id": "t_42", "status": "failed"})

    with pytest.raises((ConfigurationError, InvalidRequest), match=rf"\b{name}") as raised:
        play(client, call, arguments, answer)
    assert ([], []) == (sent, list(tmp_path.iterdir()))
    assert len(str(raised.value)) < 400


@pytest.mark.parametrize("client", ["sync", "async"])
def test_right_arguments_of_other_kinds_are_taken(client: str, tmp_path: Path) -> None:
    """Whatever has the type's behavior does: tuples, iterators, objects that can be called, names of subclasses."""

    class Name(str):
        """Text, as an enum of texts or a library's own has it."""

    class Seen:
        def __call__(self, *_: object) -> None: ...

    for call, arguments in {
        "an iterator": ("batch", {"requests": iter([]), "keys": (), "concurrency": 1}),
        "a tuple": ("batch", {"requests": (), "keys": [], "on_progress": Seen()}),
        "no jobs": ("resume", {"concurrency": 10, "on_progress": print}),
        "a name": ("get", {"task_id": Name("t_42"), "sync_upstream": True}),
    }.values():
        play(client, call, arguments, lambda _: httpx.Response(200, json={"id": "t_42", "status": "failed"}))
