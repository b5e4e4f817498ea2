"""The clock of a client: the one place where time and pauses come from."""

from __future__ import annotations

import time


class Clock:
    """What a client measures and waits with; a subclass of your own makes tests fast and repeatable.

    Give it to a client as `FoxAPI(clock=…)` or `AsyncFoxAPI(clock=…)`. Override `monotonic` together with `sleep` (and
    `asleep` for `AsyncFoxAPI`), so that a pause moves the time. The timeouts of sockets are the operating system's, in
    real seconds, whatever this clock says.
    """

    def monotonic(self) -> float:
        """Return seconds since some moment; they never run backward."""
        return time.monotonic()

    def time(self) -> float:
        """Return Unix time in seconds."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Pause a thread for so many seconds."""
        time.sleep(seconds)

    async def asleep(self, seconds: float) -> None:
        """Pause a task of an event loop for so many seconds."""
        import asyncio  # blocking programs do without it

        await asyncio.sleep(seconds)
