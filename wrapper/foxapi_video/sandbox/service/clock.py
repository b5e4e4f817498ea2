"""The sandbox's clock, which can run faster than real time, stop, and be advanced."""

from __future__ import annotations

import threading
import time


class Clock:
    """Return the sandbox's time; safe to use from any thread.

    `speed` is the number of sandbox seconds per real second; with 0, only `advance` moves the clock.
    """

    def __init__(self, speed: float = 1.0) -> None:
        if not 0 <= speed < float("inf"):
            raise ValueError(f"speed must be 0 (a stopped clock) or more (got {speed})")
        self.speed = speed
        self._lock = threading.Lock()
        self._base = time.time()
        self._started = time.monotonic()

    def now(self) -> float:
        """Return the time in Unix seconds; the clock starts at the real time."""
        with self._lock:
            return self._base + (time.monotonic() - self._started) * self.speed

    def advance(self, seconds: float) -> None:
        """Move the clock forward.

        >>> clock = Clock(speed=0)
        >>> before = clock.now()
        >>> clock.advance(60)
        >>> clock.now() - before
        60.0
        """
        if not 0 <= seconds < float("inf"):
            raise ValueError(f"seconds must be 0 or more: the clock cannot run backwards (got {seconds})")
        with self._lock:
            self._base += seconds

    def real(self, seconds: float) -> float:
        """Convert sandbox seconds to real seconds; unchanged if the clock is stopped."""
        return seconds / self.speed if self.speed else seconds
