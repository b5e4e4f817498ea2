"""Estimates of a task's duration from finished tasks of its kind. Nothing here reads a clock."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Hashable
from threading import Lock

from attrs import frozen

MIN_SAMPLES = 3
"""The minimum number of finished tasks of a kind for an estimate."""
REMEMBERED = 32
"""The number of finished tasks of a kind that are kept, the latest."""
KINDS = 256
"""The number of kinds that are kept, the most recently used."""
IN_PROGRESS = 4096
"""The number of unfinished tasks that are kept, the latest."""


@frozen
class DurationEstimate:
    """A task's expected duration, from finished tasks of its kind."""

    median: float
    """In seconds."""
    spread: float
    """The standard deviation of the duration's logarithm."""
    count: int
    """The number of finished tasks behind the estimate."""


def usable(value: float | None) -> float | None:
    """Return a positive, finite number unchanged; None for anything else that a service may send."""
    return value if value is not None and not isinstance(value, bool) and SMALLEST < value < LARGEST else None


SMALLEST, LARGEST = 1e-6, 1e9


@frozen
class StartedTask:
    """A task that this client has created."""

    kind: tuple[str, ...]
    at: float
    """When it was created, in seconds of the client's monotonic clock."""
    estimated: float | None
    """The service's estimate of the total duration in seconds."""


class _Kind:
    def __init__(self) -> None:
        self.took: deque[tuple[float, float | None]] = deque(maxlen=REMEMBERED)
        """For each finished task, the logarithms of its seconds and of their ratio to the estimate, if it had one."""


class DurationHistory:
    """The durations of the tasks that a client has created and polled to their end.

    A kind groups tasks of similar duration: those of one model, video duration and resolution. Threads can share the
    object; it keeps the latest `REMEMBERED` tasks of each of the `KINDS` most recently used kinds.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._begun: OrderedDict[str, StartedTask] = OrderedDict()
        self._kinds: OrderedDict[Hashable, _Kind] = OrderedDict()

    def begin(self, task_id: str, begun: StartedTask) -> None:
        """Add a task that was just created."""
        with self._lock:
            self._begun[task_id] = begun
            while len(self._begun) > IN_PROGRESS:
                self._begun.popitem(last=False)

    def begun(self, task_id: str) -> StartedTask | None:
        """Return an unfinished task; None if this client did not create it."""
        with self._lock:
            return self._begun.get(task_id)

    def finish(self, task_id: str, *, running: float, done: float) -> None:
        """Record that a task was still running after `running` seconds and completed after `done` seconds.

        `running` is 0 if the task was completed at the first planned poll.
        """
        with self._lock:
            begun = self._begun.pop(task_id, None)
            if begun is None or usable(done) is None:
                return
            took = (min(max(running, done / 2), done) + done) / 2
            estimated = usable(begun.estimated)
            kind = self._kinds.setdefault(begun.kind, _Kind())
            kind.took.append((math.log(took), math.log(took / estimated) if estimated else None))
            self._kinds.move_to_end(begun.kind)
            while len(self._kinds) > KINDS:
                self._kinds.popitem(last=False)

    def expect(self, kind: Hashable, estimated: float | None = None) -> DurationEstimate | None:
        """Return the estimate for a task of a kind; None before `MIN_SAMPLES` of them have finished.

        With the service's estimate for the task, the result is that estimate, corrected by the ratios of earlier
        tasks, if they vary less than the durations.
        """
        with self._lock:
            known = self._kinds.get(kind)
            took = list(known.took) if known else []
        if len(took) < MIN_SAMPLES:
            return None
        middle, spread = _summary([time for time, _ in took])
        ratios = [ratio for _, ratio in took if ratio is not None]
        if (hint := usable(estimated)) and len(ratios) >= MIN_SAMPLES:
            factor, narrower = _summary(ratios)
            if narrower <= spread:
                middle, spread = math.log(hint) + factor, narrower
        return DurationEstimate(math.exp(middle), spread, len(took))


def _summary(logarithms: list[float]) -> tuple[float, float]:
    """Return the median and the spread: robust against a few outliers, and wide for a small sample."""
    ordered = sorted(logarithms)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    deviations = 1.25 * sum(abs(each - middle) for each in ordered)
    return middle, (deviations + 4 * 0.35) / (len(ordered) + 4)
