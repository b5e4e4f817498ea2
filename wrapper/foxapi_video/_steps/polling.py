"""When to look at a task again, when to give up, and what finished tasks teach about it. No clock is read here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

from attrs import define, field, frozen

from ..errors import ConfigurationError
from .durations import SMALLEST, DurationEstimate, usable

Component = tuple[float, float, float]
"""One guess at a task's whole time: its weight, its median in seconds, and its spread.

The time's logarithm is normally distributed, `spread` is the standard deviation: with 0.35 two tasks of three end
within a third of the median.
"""

TYPICAL = 45.0
"""How many seconds a task is taken to need when nobody says: the estimate in the service's own examples."""
ESTIMATE: Sequence[Component] = ((0.49, 1.0, 0.4), (0.25, 1.6, 0.28), (0.25, 3.4, 0.28), (0.01, 0.3, 0.5))
"""What an estimate of one second is worth: it is right half of the time, or else the end comes later; rarely much
earlier, which is what makes a first look before an estimate that is far too long."""
OUTLIVED = 6.0
"""An estimate that has been passed so many times over is none: a share of the time that has passed replaces it."""
PROGRESS_TRUST = 2 / 3
"""The weight of a percentage that moves, against all else that is known."""

RETRY_WITHIN = 15.0
"""So many seconds are between failed looks at most, unless the shortest pause is longer."""


_DAY = 86400.0


def _limit(timeout: float | None) -> float:
    return math.inf if timeout is None else timeout


def _check(name: str, value: object, above: float, most: float, words: str) -> None:
    """Refuse what is no number within bounds; NaN, a bool and text are none."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not above < value <= most:
        raise ConfigurationError(f"Poll: {name} must be {words} (got {value!r:.80})")


@frozen(kw_only=True)
class Poll:
    """Say how `wait` and `generate` look at a task; all times are seconds.

    A look is due as soon as a finished video is expected to have been waiting for `poll_cost` seconds, averaged over
    all that may happen: mostly, it has not finished. What may happen follows from the service's estimate, from progress
    that moves and from finished tasks of the same kind; a hint that does not come true loses its weight. `shortest` and
    `longest` bound each pause.
    """

    timeout: float = field(default=1800.0, converter=_limit)
    """The total timeout: for `wait` from its start, for `generate` from the submit to the saved file.

    With None, or infinity, there is no limit.
    """
    poll_cost: float = 0.1
    """How many seconds of waiting a look is worth: four times as much means half the looks, each twice as late."""
    shortest: float = 1.0
    longest: float = 120.0
    result_grace: float = 300.0
    """How long a task may be completed without showing a result before `ResultMissing` is raised."""
    sync_upstream: bool = True
    """Ask the service to refresh the task from its upstream provider at each look."""

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
        """Return how long to wait until the next look, `elapsed` seconds after the task began.

        `estimated` is the service's guess of the whole time in seconds. `progress` is its percentage, and `since`
        when, in seconds after the beginning, that was first seen; without it, the percentage is taken to be new. What
        makes no sense is passed over.
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
            # Newton's step; `idle` is convex in the gap, so it never falls below the solution
            step = (idle - self.poll_cost) / (1 - still / running)
            gap -= step
            if step < _PRECISION:
                break
        return max(gap, self.shortest)

    def retry(self, failures: int) -> float:
        """Return how long to wait after so many failed looks in a row; twice as long each time, up to 15 s."""
        return min(self.shortest * 2.0 ** min(failures, 16), max(self.shortest, RETRY_WITHIN), self.longest)


_PRECISION = 0.01


def _mixture(elapsed: float, estimated: float | None, learned: DurationEstimate | None) -> list[Component]:
    """Return what is to be expected of a task, but for its progress."""
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
    """Add the end that the progress points to; one that does not come true loses its weight by itself."""
    seen = min(since or elapsed, elapsed)
    if progress is None or progress >= 100 or seen <= 0:
        return ends
    # its percentages may be coarse, and what is missing may go faster or slower than what is done
    end = (1.0, seen * 100 / progress, min((1 + (100 - progress) / 5) / progress, 1.0))
    others, own = _survival(ends, seen)[0], _survival([end], seen)[0]
    if others <= 0:
        return [end]
    # the weights are those of the moment in which it was seen
    return [*_scaled(ends, (1 - PROGRESS_TRUST) / others), *_scaled([end], PROGRESS_TRUST / own)]


def _scaled(ends: Sequence[Component], factor: float) -> list[Component]:
    return [(weight * factor, middle, spread) for weight, middle, spread in ends]


def _survival(ends: Sequence[Component], time: float) -> tuple[float, float]:
    """Return how probable it is that the task runs longer than `time`, and the integral of that from there on."""
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
    """Return the normal distribution's share above so many standard deviations."""
    return math.erfc(deviation / math.sqrt(2)) / 2


@define
class Progress:
    """The percentages that a task has shown; they count once they have been seen to move.

    Many a service shows the same number from the beginning to the end.
    """

    percent: float | None = None
    """The latest percentage; None until there have been two, and zero is none."""
    since: float | None = None
    """When it was first seen, in seconds after the task's beginning."""
    _latest: float | None = None

    def see(self, percent: float | None, elapsed: float) -> None:
        """Take note of what a look has shown."""
        percent = usable(percent)
        if percent is None or percent == self._latest:
            return
        if self._latest is not None:
            self.percent = percent
        self._latest, self.since = percent, elapsed
