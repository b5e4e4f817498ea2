"""What finished tasks teach about how long the next ones take. No clock is read here."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Hashable
from threading import Lock

from attrs import frozen

MIN_SAMPLES = 3
"""From so many finished tasks of a kind on, they count."""
REMEMBERED = 32
"""So many finished tasks of a kind are kept, the latest."""
KINDS = 256
UNDER_WAY = 4096
"""So many tasks are remembered that have begun and not ended."""


@frozen
class DurationEstimate:
    """How long a task will take, going by finished tasks of its kind."""

    median: float
    """Seconds."""
    spread: float
    """The standard deviation of the time's logarithm."""
    count: int
    """How many finished tasks say so."""


def usable(value: float | None) -> float | None:
    """Return a number that can be reckoned with; None for anything else that a service may send."""
    return value if value is not None and not isinstance(value, bool) and SMALLEST < value < LARGEST else None


SMALLEST, LARGEST = 1e-6, 1e9


@frozen
class StartedTask:
    """A task that this client has created."""

    kind: tuple[str, ...]
    at: float
    """When, in seconds of the client's monotonic clock."""
    estimated: float | None
    """The service's guess of the whole time in seconds."""


class _Kind:
    def __init__(self) -> None:
        self.took: deque[tuple[float, float | None]] = deque(maxlen=REMEMBERED)
        """The logarithms of a finished task's seconds, and of their ratio to the estimate, if there was one."""
        self.told = False


class DurationHistory:
    """What a client learns from the tasks it has seen to their end.

    A kind is whatever makes tasks take equally long: model, duration and resolution. Threads can share it; it keeps
    the latest `REMEMBERED` tasks of each of the `KINDS` kinds used last.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._begun: OrderedDict[str, StartedTask] = OrderedDict()
        self._kinds: OrderedDict[Hashable, _Kind] = OrderedDict()

    def begin(self, task_id: str, begun: StartedTask) -> None:
        """Remember a task that has just been created."""
        with self._lock:
            self._begun[task_id] = begun
            while len(self._begun) > UNDER_WAY:
                self._begun.popitem(last=False)

    def begun(self, task_id: str) -> StartedTask | None:
        """Return what is known of a task's beginning; None for one that this client has not created."""
        with self._lock:
            return self._begun.get(task_id)

    def finish(self, task_id: str, *, running: float, done: float) -> None:
        """Learn from a task that was seen running and then done, so many seconds after it began.

        `running` is 0 where the first planned look found it done.
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
        """Return how long a task of a kind takes; None before `MIN_SAMPLES` of them have finished.

        With the service's estimate for the task, it is corrected by what earlier ones were worth, where that says
        more than the plain times.
        """
        with self._lock:
            known = self._kinds.get(kind)
            took = list(known.took) if known else []
        if len(took) < MIN_SAMPLES:
            return None
        middle, spread = _summary([time for time, _ in took])
        ratios = [ratio for _, ratio in took if ratio is not None]
        if (sound := usable(estimated)) and len(ratios) >= MIN_SAMPLES:
            factor, narrower = _summary(ratios)
            if narrower <= spread:
                middle, spread = math.log(sound) + factor, narrower
        return DurationEstimate(math.exp(middle), spread, len(took))

    def is_news(self, kind: Hashable) -> bool:
        """Say whether this is the first time that it is asked about a kind that has been learned."""
        with self._lock:
            known = self._kinds.get(kind)
            if known is None or known.told:
                return False
            known.told = True
            return True


def _summary(logarithms: list[float]) -> tuple[float, float]:
    """Return the median and the spread, robust against a few that took many times as long; few say little."""
    ordered = sorted(logarithms)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    deviations = 1.25 * sum(abs(each - middle) for each in ordered)
    return middle, (deviations + 4 * 0.35) / (len(ordered) + 4)
