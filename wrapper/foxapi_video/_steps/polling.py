"""When to poll a task again and when to give up. Nothing here reads a clock."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

from attrs import define, field, frozen

from ..errors import ConfigurationError
from .durations import SMALLEST, DurationEstimate, usable

Component = tuple[float, float, float]
"""One hypothesis about a task's total duration: its weight, its median in seconds, and its spread.

The logarithm of the duration is normally distributed, and `spread` is its standard deviation: with 0.35, two tasks of
three end within a third of the median.
"""

TYPICAL = 45.0
"""The assumed duration in seconds without an estimate: the estimate in the service's own examples."""
ESTIMATE: Sequence[Component] = ((0.49, 1.0, 0.4), (0.25, 1.6, 0.28), (0.25, 3.4, 0.28), (0.01, 0.3, 0.5))
"""How reliable an estimate is, for an estimate of one second: it is right half of the time; otherwise the task ends
later, or rarely much earlier. The latter is why a task with a far too long estimate is polled before it."""
OUTLIVED = 6.0
"""Once the elapsed time exceeds the estimate by this factor, a fraction of the elapsed time replaces the estimate."""
PROGRESS_TRUST = 2 / 3
"""The weight of a percentage that moves, relative to all other hints."""

MAX_RETRY_PAUSE = 15.0
"""The maximum pause in seconds after a failed poll, unless the shortest pause is longer."""


_DAY = 86400.0


def _limit(timeout: float | None) -> float:
    return math.inf if timeout is None else timeout


def _check(name: str, value: object, above: float, most: float, words: str) -> None:
    """Reject anything but a number within bounds; NaN, a bool and text are not numbers here."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not above < value <= most:
        raise ConfigurationError(f"Poll: {name} must be {words} (got {value!r:.80})")


@frozen(kw_only=True)
class Poll:
    """How `wait` and `generate` poll a task; all times are in seconds.

    The next poll is due when the expected delay, the time for which a finished video has been waiting, reaches
    `poll_cost` seconds. The expectation is based on the service's estimate, on progress that moves and on finished
    tasks of the same model, duration and resolution; a hint that turns out wrong loses its weight. Each pause is
    between `shortest` and `longest`.

    >>> from foxapi_video import Poll
    >>> task = fox.wait("task_id", poll=Poll(timeout=600, longest=30))
    """

    timeout: float = field(default=1800.0, converter=_limit)
    """The total timeout, of `wait` from its start, of `generate` from the submit to the saved file; None for no limit.
    """
    poll_cost: float = 0.1
    """The expected delay in seconds at which to poll: four times as much means half the polls and twice the delay."""
    shortest: float = 1.0
    """The minimum pause between polls."""
    longest: float = 120.0
    """The maximum pause between polls."""
    result_grace: float = 300.0
    """How long a completed task may return no result before `ResultMissing` is raised."""
    sync_upstream: bool = True
    """Ask the service to refresh the task from its upstream provider at each poll."""

    def __attrs_post_init__(self) -> None:
        _check("timeout", self.timeout, 0.0, math.inf, "a number of seconds above 0, or None for no limit")
        _check("poll_cost", self.poll_cost, 0.0, math.inf, "a number of seconds above 0")
        _check("shortest", self.shortest, 0.0, _DAY, "a number of seconds above 0, at most a day")
        _check("longest", self.longest, 0.0, math.inf, "a number of seconds above 0")
        _check("result_grace", self.result_grace, -SMALLEST, math.inf, "a number of seconds, at least 0")
        if self.shortest > self.longest:
            raise ConfigurationError(
                f"Poll: shortest must be at most longest ({self.longest:g}) (got {self.shortest:g})"
            )
        if not isinstance(cast(object, self.sync_upstream), bool):
            raise ConfigurationError(f"Poll: sync_upstream must be True or False (got {self.sync_upstream!r:.80})")

    def pause(
        self,
        elapsed: float,
        *,
        estimated: float | None = None,
        progress: float | None = None,
        since: float | None = None,
        learned: DurationEstimate | None = None,
    ) -> float:
        """Return the pause before the next poll, `elapsed` seconds after the task began.

        `estimated` is the service's estimate of the total duration in seconds. `progress` is a percentage, first seen
        `since` seconds after the task began; without `since`, it is assumed to be new. `learned` is the estimate from
        finished tasks. Invalid values are ignored.
        """
        elapsed = usable(elapsed) or 0.0
        ends = _mixture(elapsed, usable(estimated), learned)
        ends = _with_progress(ends, elapsed, usable(progress), usable(since))
        running, ahead = _survival(ends, elapsed)
        gap = min(self.longest, _DAY)
        while running > 0 and gap > self.shortest:
            still, beyond = _survival(ends, elapsed + gap)
            idle = gap - (ahead - beyond) / running
            if idle <= self.poll_cost or still >= running:
                break
            # Newton's method; `idle` is convex in the gap, so no step goes below the solution
            step = (idle - self.poll_cost) / (1 - still / running)
            gap -= step
            if step < _PRECISION:
                break
        return max(gap, self.shortest)

    def retry(self, failures: int) -> float:
        """Return the pause after a number of consecutive failed polls: it doubles each time, up to 15 s."""
        return min(self.shortest * 2.0 ** min(failures, 16), max(self.shortest, MAX_RETRY_PAUSE), self.longest)


_PRECISION = 0.01


def _mixture(elapsed: float, estimated: float | None, learned: DurationEstimate | None) -> list[Component]:
    """Return the hypotheses about a task's duration, apart from its progress."""
    expected = estimated or (learned.median if learned else TYPICAL)
    expected = max(expected, elapsed / OUTLIVED)
    ends = [(weight, times * expected, spread) for weight, times, spread in ESTIMATE]
    if learned is None:
        return ends
    trust = learned.count / (learned.count + 2)
    return [(trust, learned.median, learned.spread), *_scaled(ends, 1 - trust)]


def _with_progress(
    ends: list[Component], elapsed: float, progress: float | None, since: float | None
) -> list[Component]:
    """Add the end that the progress predicts; if it turns out wrong, its weight vanishes."""
    seen = min(since or elapsed, elapsed)
    if progress is None or progress >= 100 or seen <= 0:
        return ends
    # percentages may be coarse, and the rest may be faster or slower than what is done
    end = (1.0, seen * 100 / progress, min((1 + (100 - progress) / 5) / progress, 1.0))
    others, own = _survival(ends, seen)[0], _survival([end], seen)[0]
    if others <= 0:
        return [end]
    # the weights are those at the time the percentage was seen
    return [*_scaled(ends, (1 - PROGRESS_TRUST) / others), *_scaled([end], PROGRESS_TRUST / own)]


def _scaled(ends: Sequence[Component], factor: float) -> list[Component]:
    return [(weight * factor, middle, spread) for weight, middle, spread in ends]


def _survival(ends: Sequence[Component], time: float) -> tuple[float, float]:
    """Return the probability that the task runs longer than `time`, and the integral of that from `time` on."""
    running = ahead = 0.0
    for weight, middle, spread in ends:
        deviation = math.log(time / middle) / spread if time > 0 else -math.inf
        above = _normal_tail(deviation)
        running += weight * above
        if above > 0:
            mean = middle * math.exp(spread * spread / 2)
            ahead += weight * (mean * _normal_tail(deviation - spread) - time * above)
    return running, ahead


def _normal_tail(deviation: float) -> float:
    """Return the share of the normal distribution above `deviation` standard deviations."""
    return math.erfc(deviation / math.sqrt(2)) / 2


@define
class Progress:
    """The percentages that a task has reported; they are used once they have changed.

    Many services report the same number from beginning to end.
    """

    percent: float | None = None
    """The latest percentage; None until two different ones were reported, not counting zero."""
    since: float | None = None
    """When it was first seen, in seconds after the task began."""
    _latest: float | None = None

    def see(self, percent: float | None, elapsed: float) -> None:
        """Record the percentage of one poll."""
        percent = usable(percent)
        if percent is None or percent == self._latest:
            return
        if self._latest is not None:
            self.percent = percent
        self._latest, self.since = percent, elapsed
