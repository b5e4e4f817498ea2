"""The sandbox's own time: Unix seconds that can run faster, stand still and be moved."""

from __future__ import annotations

import threading
import time


class Clock:
    """Tell the sandbox's time; safe to use from any thread.

    `speed` is sandbox seconds per real second: 60 makes a minute pass in one second, 0 leaves moving to `advance`.
    """

    def __init__(self, speed: float = 1.0) -> None:
        if not 0 <= speed < float("inf"):
            raise ValueError(f"speed is {speed}, but must be 0 (only advance() moves the clock) or more")
        self.speed = speed
        self._lock = threading.Lock()
        self._base = time.time()
        self._started = time.monotonic()

    def now(self) -> float:
        """Return the time in Unix seconds; it starts at the real time."""
        with self._lock:
            return self._base + (time.monotonic() - self._started) * self.speed

    def advance(self, seconds: float) -> None:
        """Move the clock forward at once.

        >>> clock = Clock(speed=0)
        >>> before = clock.now()
        >>> clock.advance(60)
        >>> clock.now() - before
        60.0
        """
        if not 0 <= seconds < float("inf"):
            raise ValueError(f"the clock cannot be advanced by {seconds} seconds: time does not run backwards")
        with self._lock:
            self._base += seconds

    def real(self, seconds: float) -> float:
        """Return how many real seconds the given sandbox seconds take; unchanged while the clock stands still."""
        return seconds / self.speed if self.speed else seconds
