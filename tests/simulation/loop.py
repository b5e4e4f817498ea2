"""An event loop on virtual time: sleeping takes none, and threads run as a turn of the loop."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable
from typing import Any

from foxapi_video import Clock


class _NoWaiting(selectors.SelectSelector):
    """A selector that waits by setting the clock of its loop forward."""

    loop: VirtualLoop

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise RuntimeError("everything waits, and nothing will happen any more")
        self.loop.now += max(timeout, 0.0)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """Runs tasks in virtual time, and counts its turns."""

    def __init__(self, now: float = 0.0) -> None:
        selector = _NoWaiting()
        selector.loop = self
        self.now = now
        self.turns = 0
        self.at_turn: dict[int, Callable[[], object]] = {}
        """What happens between two turns."""
        super().__init__(selector)

    def time(self) -> float:
        return self.now

    def run_in_executor(self, executor: Any, function: Any, *arguments: Any) -> asyncio.Future[Any]:
        """Run a function in a later turn, whatever becomes of who waits for it."""
        future = self.create_future()

        def run() -> None:
            try:
                result = function(*arguments)
            except BaseException as error:
                if not future.cancelled():
                    future.set_exception(error)
            else:
                if not future.cancelled():
                    future.set_result(result)

        self.call_later(0.001, run)
        return future

    def _run_once(self) -> None:
        self.turns += 1
        if self.turns in self.at_turn:
            self.at_turn.pop(self.turns)()
        super()._run_once()  # type: ignore[misc]


class LoopClock(Clock):
    """The clock of a client in such a loop."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop

    def monotonic(self) -> float:
        return self._loop.now

    def time(self) -> float:
        return 1_790_000_000.0 + self._loop.now
