"""Step a generator of `_steps/` by hand: no network, no clock, no fake client."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from foxapi_video_client.types import Response

from foxapi_video import Clock, ConnectionFailed
from foxapi_video._steps.actions import Action, Call, Gather, RunBlocking, Sleep, Slot, Steps, Transfer, Upload

STARTED_AT = 1_757_165_031.0

MP4 = b"\0\0\0\x08ftyp\0\0\0\x08moov\0\0\0\x0cmdatvide"


class WorldClock(Clock):
    """The clock of a hand-stepped context: the time of the world that runs the step, or its beginning."""

    def __init__(self) -> None:
        self.worlds: list[World] = []

    def monotonic(self) -> float:
        return self.worlds[-1].now if self.worlds else 0.0

    def time(self) -> float:
        return STARTED_AT + self.monotonic()


CLOCK = WorldClock()


def deliver(transfer: Transfer) -> None:
    """Write a whole file, as a transfer does."""
    transfer.part.write(MP4)
    transfer.part.expected = len(MP4)
    transfer.part.commit()


class World:
    """Answers the actions of a step: calls and transfers from a script, time by adding up."""

    def __init__(self, *script: Any, call_seconds: float = 0.0) -> None:
        self.script = list(script)
        self.now = 0.0
        self.call_seconds = call_seconds
        self.calls: list[Call] = []
        self.transfers: list[Transfer] = []
        self.uploads: list[Upload] = []
        self.sleeps: list[float] = []

    def run(self, steps: Steps[Any]) -> Any:
        """Run a step to its end and return what it returns, or raise what it raises."""
        perform: Callable[[Any], Any] = steps.send
        given: Any = None
        while True:
            CLOCK.worlds.append(self)
            try:
                action = perform(given)
            except StopIteration as stop:
                return stop.value
            finally:
                _ = CLOCK.worlds.pop()
            perform, given = steps.send, None
            try:
                given = self._answer(action)
            except BaseException as error:
                perform, given = steps.throw, error

    def _answer(self, action: Action) -> Any:
        match action:
            case Sleep(seconds):
                self.sleeps.append(seconds)
                self.now += seconds
                return None
            case RunBlocking(function):
                return function()
            case Slot():
                return nullcontext()
            case Gather(many):  # one after another: what is done is the same
                return [self.run(steps) for steps in many]
            case Upload():
                self.uploads.append(action)
            case Call():
                self.calls.append(action)
            case Transfer():
                self.transfers.append(action)
        self.now += self.call_seconds
        answer = self.script.pop(0)
        if callable(answer):
            answer = answer(action)
        if isinstance(action, Call) and action.exchange is not None:
            action.exchange.started = not (isinstance(answer, ConnectionFailed) and answer.nothing_sent)
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, dict):
            return Response(200, json.dumps(answer).encode(), {}, None)
        return answer


def task(status: str = "processing", **fields: Any) -> dict[str, Any]:
    """Make a task answer as the API gives it."""
    return {"id": "t_42", "status": status, **fields}


DONE = task("completed", results=[{"url": "https://cdn.example.com/v.mp4", "seed": 7}])
