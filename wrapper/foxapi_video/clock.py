"""The clock of a client: its single source of time and pauses."""

from __future__ import annotations

import time


class Clock:
    """The clock that a client reads and sleeps with; a subclass makes tests fast and repeatable.

    Pass it to a client: `FoxAPI(clock=…)` or `AsyncFoxAPI(clock=…)`. Override `monotonic` together with `sleep` (for
    `AsyncFoxAPI`, `asleep`), so that a pause advances the time. Socket timeouts do not use this clock: the operating
    system measures them in real seconds.
    """

    def monotonic(self) -> float:
        """Return the seconds since an arbitrary moment; the value never decreases."""
        return time.monotonic()

    def time(self) -> float:
        """Return Unix time in seconds."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Pause the current thread for `seconds`."""
        time.sleep(seconds)

    async def asleep(self, seconds: float) -> None:
        """Pause the current asyncio task for `seconds`."""
        import asyncio  # synchronous programs do not need it

        await asyncio.sleep(seconds)
