"""Simulate polling: ours, the other clients' and the optimum, over thousands of jobs per case; print and plot.

It needs numpy and matplotlib, which the project does not: give it an environment of its own.

    python -m venv .bench/polling
    .bench/polling/bin/pip install numpy matplotlib attrs
    .bench/polling/bin/python scripts/bench/polling.py            # some minutes, writes docs/img/polling-*.png
    .bench/polling/bin/python scripts/bench/polling.py --quick    # fewer jobs, no plots

Time is simulated. A poll takes 0.2 s: sent at t, it sees the task as it is at t + 0.1, and returns at t + 0.2. A job's
delay is the time between its end and the return of the poll that sees it. Polls and delays are averages over all jobs.
Jobs are spread evenly over the probabilities of their distribution, so that averages have next to no noise.

The optimum knows the distribution of the job's time and nothing else: dynamic programming over the times of the polls
finds the least sum of delay and of a price for each poll; the prices give its curve. Ours is a curve over
`poll_cost`. Both are compared at equal numbers of polls.

A "right" estimate is the median of the distribution that the job's time is drawn from; the spread from job to job
remains. (What an estimate that knows more than that is worth is a table of its own.)
"""

from __future__ import annotations

import argparse
import heapq
import importlib
import itertools
import math
import sys
import time
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np  # type: ignore[import-not-found]

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "img"

# the module alone: the package would want httpx and the generated client
_package = types.ModuleType("foxapi_video")
_package.__path__ = [str(ROOT / "wrapper" / "foxapi_video")]
sys.modules.setdefault("foxapi_video", _package)
polling = importlib.import_module("foxapi_video._steps.polling")
durations = importlib.import_module("foxapi_video._steps.durations")
Poll, Progress = polling.Poll, polling.Progress
DurationHistory, StartedTask = durations.DurationHistory, durations.StartedTask

Array = Any
TRIP = 0.2
SPREAD = 0.35
MEDIANS = (30.0, 90.0, 240.0)
COSTS = (0.02, 0.035, 0.06, 0.1, 0.18, 0.3, 0.5)
NORMAL = NormalDist()


class Outcome(NamedTuple):
    """What a schedule comes to."""

    polls: float
    mean: float
    """Mean delay in seconds."""
    p95: float

    def __str__(self) -> str:
        return f"{self.polls:6.1f} {self.mean:7.2f} {self.p95:7.2f}"


def outcome(polls: Array, late: Array) -> Outcome:
    return Outcome(float(polls.mean()), float(late.mean()), float(np.quantile(late, 0.95)))


# ------------------------------------------------------------------ jobs


class Jobs:
    """A distribution of job times: lognormal; heavy, a tenth of the jobs take 1 to 10 times as long (Pareto, 1.5).

    Who takes longer than the 1800 s after which `wait` gives up is left out.
    """

    def __init__(self, median: float, *, heavy: bool = False, spread: float = SPREAD, number: int = 4000) -> None:
        self.median, self.heavy = median, heavy
        self.name = f"{median:g} s" + (", heavy tail" if heavy else "")
        most = min(1800.0, median * math.exp(5 * spread) * (10 if heavy else 1))
        self.grid = np.unique(np.concatenate([np.linspace(0, min(most, 4 * median), 2000), np.linspace(0, most, 1500)]))
        share = _below(self.grid, median, spread)
        if heavy:
            odds = (np.arange(400) + 0.5) / 400
            times = np.minimum(odds ** (-1 / 1.5), 10.0)
            share = 0.9 * share + 0.1 * np.mean([_below(self.grid, median * each, spread) for each in times], axis=0)
        self.share = share / share[-1]
        """The probability that a job has ended, on the grid."""
        steps = np.diff(self.grid)
        self.area = np.concatenate([[0.0], np.cumsum((self.share[1:] + self.share[:-1]) / 2 * steps)])
        self.times = np.interp((np.arange(number) + 0.5) / number, self.share, self.grid)

    def shuffled(self, number: int) -> Array:
        """Return so many of the jobs, evenly spread, in an order without meaning."""
        picked = self.times[np.linspace(0, len(self.times) - 1, number).round().astype(int)]
        return np.random.default_rng(1).permutation(picked)


def _below(grid: Array, median: float, spread: float) -> Array:
    deviations = np.log(np.maximum(grid, 1e-9) / median) / spread
    return 1 - above(deviations)


_GRID = np.arange(-9.0, 38.0, 0.001)
_LOGS = np.log([math.erfc(each / math.sqrt(2)) / 2 for each in _GRID])


def above(deviations: Array) -> Array:
    """Return the normal distribution's share above so many standard deviations, from a table."""
    return np.where(deviations > 37.9, 0.0, np.exp(np.interp(deviations, _GRID, _LOGS)))


# ------------------------------------------------------------------ the optimum


def optimum(jobs: Jobs, price: float) -> Array:
    """Return when to send the polls, given the distribution and the price of a poll in seconds of delay."""
    grid, share, area = jobs.grid, jobs.share, jobs.area
    back = TRIP / 2
    next_at = np.searchsorted(grid, grid + TRIP)
    # worth: the least cost from a poll at grid[i] on, in which the job had not ended, times the probability of that
    number = len(grid)
    best = np.full(number, number - 1)
    ahead = area + back * share
    for here in range(number - 2, -1, -1):
        first = min(next_at[here], number - 1)
        costs = ahead[first:] - share[here] * grid[first:]
        there = int(costs.argmin())
        best[here] = first + there
        worth = price * (1 - share[here]) + costs[there] - area[here] + share[here] * grid[here] - back * share[here]
        ahead[here] += worth
    polls, here = [], 0
    while here < number - 1:
        here = best[here]
        polls.append(grid[here] - back)
    return np.array(polls)


def fixed(polls: Array, times: Array) -> Outcome:
    """Return the polls and delays of a schedule of fixed times."""
    found = np.minimum(np.searchsorted(polls + TRIP / 2, times), len(polls) - 1)
    return outcome(found + 1, polls[found] + TRIP - times)


class Curve:
    """Outcomes over one setting, to be read between them."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        self.outcomes = sorted(outcomes)

    def at(self, polls: float, what: str = "mean") -> float:
        """Return the delay at a number of polls."""
        known = np.log([each.polls for each in self.outcomes])
        return float(np.exp(np.interp(math.log(polls), known, np.log([getattr(each, what) for each in self.outcomes]))))

    def ratio(self, ours: Outcome) -> float:
        """Return how many times later than this curve an outcome is, at its number of polls."""
        return ours.mean / self.at(ours.polls)


def optimal(jobs: Jobs) -> Curve:
    return Curve([fixed(optimum(jobs, price), jobs.times) for price in np.geomspace(0.002, 60, 40)])


# ------------------------------------------------------------------ the other clients


def _then(*pauses: float) -> Iterator[float]:
    yield from pauses[:-1]
    yield from itertools.repeat(pauses[-1])


def _growing(pause: float, factor: float, most: float) -> Iterator[float]:
    while True:
        yield pause
        pause = min(pause * factor, most)


class OtherClient(NamedTuple):
    """A schedule: what it sleeps between polls, whether it polls at once, by how much a sleep varies."""

    name: str
    sleeps: Callable[[], Iterator[float]]
    at_once: bool
    jitter: float = 0.0


OTHERS = (
    OtherClient("fal 0.1 s", lambda: _then(0.1), True),
    OtherClient("openai 1 s", lambda: _then(1.0), True),
    OtherClient("comfy 0.5 → 5 s", lambda: _growing(0.5, 1.5, 5.0), True),
    OtherClient("dashscope v1 1 → 5 s", lambda: _then(1, 1, 2, 2, 2, 4, 4, 4, 5), True),
    OtherClient("runwayml 6 ± 1.5 s", lambda: _then(6.0), False, 1.5),
    OtherClient("dashscope v2 1 → 8 s", lambda: _growing(1.0, 2.0, 8.0), False),
    OtherClient("5 s loop", lambda: _then(5.0), False),
    OtherClient("10 s loop", lambda: _then(10.0), False),
)


def run_schedule(each: OtherClient, times: Array) -> Outcome:
    """Run another client's schedule over the jobs."""
    longest = float(times.max()) + 20
    random = np.random.default_rng(2)
    found = []
    for _ in range(40 if each.jitter else 1):
        sleeps = each.sleeps()
        polls = [0.0 if each.at_once else next(sleeps) + each.jitter * random.uniform(-1, 1)]
        while polls[-1] < longest:
            polls.append(polls[-1] + TRIP + next(sleeps) + each.jitter * random.uniform(-1, 1))
        found.append(fixed(np.array(polls), times))
    return Outcome(*np.mean(found, axis=0).tolist())


def sketch(estimated: float, times: Array) -> Outcome:
    """Run an adaptive sketch: sleep to 0.55 of the estimate, then 3 % of the time that has passed."""
    polls = [0.55 * estimated]
    while polls[-1] < times.max():
        polls.append((polls[-1] + TRIP) * 1.03)
    return fixed(np.array(polls), times)


# ------------------------------------------------------------------ ours, for many jobs at once


Learned = tuple[Array, ...]
"""Median, spread and count."""


class Lanes(NamedTuple):
    """The arguments of `Poll.pause`, for many jobs at once; NaN stands for None."""

    elapsed: Array
    estimated: Array
    progress: Array
    since: Array
    learned: Learned | None = None

    def of(self, picked: Array) -> Lanes:
        lanes = Lanes(*(each[picked] for each in (self.elapsed, self.estimated, self.progress, self.since)))
        return lanes if self.learned is None else lanes._replace(learned=tuple(each[picked] for each in self.learned))


def pauses(lanes: Lanes, costs: Array, poll: Any) -> Array:
    """Do what `Poll.pause` does, for many jobs at once; `agree` holds the two together."""
    elapsed = lanes.elapsed
    basis = np.full(len(elapsed), polling.TYPICAL) if lanes.learned is None else lanes.learned[0]
    basis = np.where(np.isnan(lanes.estimated), basis, lanes.estimated)
    basis = np.maximum(basis, elapsed / polling.OUTLIVED)
    ends = [
        (np.full(len(elapsed), weight), times * basis, spread + 0 * elapsed)
        for weight, times, spread in polling.ESTIMATE
    ]
    if lanes.learned is not None:
        middle, spread, count = lanes.learned
        trust = count / (count + 2)
        ends = [(trust, middle, spread), *((weight * (1 - trust), *rest) for weight, *rest in ends)]
    counts = ~np.isnan(lanes.progress)
    if counts.any():
        seen, percent = np.where(counts, lanes.since, 1.0), np.where(counts, lanes.progress, 50.0)
        spread = np.minimum((1 + (100 - percent) / 5) / percent, 1.0)
        end = (np.ones(len(elapsed)), seen * 100 / percent, spread)
        others, own = _left(ends, seen)[0], _left([end], seen)[0]
        trust = np.where(counts, polling.PROGRESS_TRUST, 0.0)
        scale = np.where(counts, (1 - trust) / np.maximum(others, 1e-300), 1.0)
        ends = [(weight * scale, *rest) for weight, *rest in ends] + [(trust / own, *end[1:])]
    return _solve(ends, elapsed, costs, poll)


def _left(ends: list[Any], at: Array) -> tuple[Array, Array]:
    running = ahead = 0.0
    for weight, middle, spread in ends:
        deviations = np.log(np.maximum(at, 1e-9) / middle) / spread
        share = above(deviations)
        running = running + weight * share
        mean = middle * np.exp(spread * spread / 2)
        ahead = ahead + weight * (mean * above(deviations - spread) - at * share)
    return running, ahead


def _solve(ends: list[Any], elapsed: Array, costs: Array, poll: Any) -> Array:
    running, ahead = _left(ends, elapsed)
    gap = np.full(len(elapsed), poll.longest)
    open_ = np.flatnonzero(running > 0)
    while len(open_):
        part = [tuple(each[open_] for each in end) for end in ends]
        still, beyond = _left(part, elapsed[open_] + gap[open_])
        idle = gap[open_] - (ahead[open_] - beyond) / running[open_]
        go = (idle > costs[open_]) & (still < running[open_])
        step = np.where(go, (idle - costs[open_]) / np.maximum(1 - still / running[open_], 1e-12), 0.0)
        gap[open_] -= step
        open_ = open_[go & (step >= 0.01) & (gap[open_] > poll.shortest)]
    return np.maximum(gap, poll.shortest)


def agree(number: int = 3000) -> float:
    """Return by how many seconds `pauses` and `Poll.pause` differ at most, over random hints."""
    random = np.random.default_rng(3)

    def perhaps(values: Array) -> Array:
        return np.where(random.random(number) < 0.4, np.nan, values)

    elapsed = random.lognormal(3.5, 1.5, number)
    learned = (random.lognormal(4.5, 0.7, number), random.uniform(0.05, 0.6, number), random.integers(3, 32, number))
    progress = perhaps(random.integers(1, 99, number))
    since = elapsed * random.uniform(0.2, 1, number)
    costs = random.choice(COSTS, number)
    lanes = Lanes(elapsed, perhaps(random.lognormal(4.5, 1, number)), progress, since)
    worst = 0.0
    for known in (None, learned):
        found = pauses(lanes._replace(learned=known), costs, Poll())
        for number_, pause in enumerate(found):
            hints = {
                name: None if np.isnan(values[number_]) else float(values[number_])
                for name, values in (("estimated", lanes.estimated), ("progress", progress), ("since", since))
            }
            if known is not None:
                hints["learned"] = polling.DurationEstimate(*(float(each[number_]) for each in known))
            ours = Poll(poll_cost=float(costs[number_])).pause(float(elapsed[number_]), **hints)
            worst = max(worst, abs(ours - float(pause)))
    return worst


Shown = Callable[[Array, Array], Array]
"""The percentage that jobs (by their numbers) show at a time."""


def run(
    times: Array,
    *,
    estimated: Array | None = None,
    shown: Shown | None = None,
    learned: Learned | None = None,
    costs: tuple[float, ...] = COSTS,
    at_once: bool = False,
) -> list[Outcome]:
    """Run our schedule over the jobs, once for each `poll_cost`; a percentage counts once it has moved."""
    number = len(times)
    job = np.tile(np.arange(number), len(costs))
    cost = np.repeat(np.array(costs), number)
    nothing = np.full(len(job), np.nan)
    known = None if learned is None else tuple(each[job] for each in learned)
    hint = nothing if estimated is None else estimated[job]
    lanes = Lanes(np.zeros(len(job)), hint, nothing.copy(), nothing.copy(), known)
    latest = nothing.copy()
    polls, late = np.zeros(len(job)), np.zeros(len(job))
    going = np.arange(len(job))
    poll = Poll()
    first = at_once
    while len(going):
        gap = 0.0 if first else pauses(lanes.of(going), cost[going], poll)
        first = False
        lanes.elapsed[going] += gap + TRIP
        polls[going] += 1
        over = times[job[going]] - lanes.elapsed[going]
        done = over <= -TRIP / 2
        late[going[done]] = -over[done]
        going = going[~done]
        if shown is not None and len(going):
            percent = shown(lanes.elapsed[going] - TRIP / 2, job[going])
            new = (percent > 0) & (percent != latest[going])
            moved = new & ~np.isnan(latest[going])
            latest[going[new]] = percent[new]
            lanes.progress[going[moved]] = percent[moved]
            lanes.since[going[moved]] = lanes.elapsed[going[moved]]
    return [outcome(*pair) for pair in zip(polls.reshape(len(costs), -1), late.reshape(len(costs), -1), strict=True)]


# ------------------------------------------------------------------ the cases

ESTIMATES: dict[str, Callable[[float], float | None]] = {
    "right": lambda median: median,
    "half": lambda median: median / 2,
    "double": lambda median: median * 2,
    "constant 45 s": lambda median: 45.0,
    "absent": lambda median: None,
}
PROGRESS = (
    "absent",
    "smooth",
    "bent",
    "steps of 10",
    "steps of 25",
    "stuck at 0",
    "stuck at 50",
    "stuck at 99",
    "made up",
)
HONEST = ("absent", "smooth", "bent", "steps of 10", "steps of 25", "stuck at 0")


def shown_by(kind: str, times: Array, estimated: float | None) -> Shown | None:
    """Return what a service shows: whole percents, 99 at most before the end.

    "bent" moves with a power of the time, another one for each job (its logarithm has the spread 0.25); "made up"
    is linear in the estimate and stays at 99.
    """
    if kind in ("absent", "stuck at 0"):
        return None  # the schedule cannot distinguish no percentage from a zero
    if kind.startswith("stuck"):
        return lambda at, job: np.full(len(job), float(kind.split()[-1]))
    step = float(kind.split()[-1]) if kind.startswith("steps") else 1.0
    ends = np.full(len(times), estimated) if kind == "made up" else times
    power = (
        np.exp(0.25 * np.random.default_rng(5).standard_normal(len(times))) if kind == "bent" else np.ones(len(times))
    )
    return lambda at, job: np.minimum(np.floor(100 * (at / ends[job]) ** power[job] / step) * step, 99.0)


def limit(estimate: str, progress: str) -> float:
    """Return the goal as a multiple of the optimum's delay: 1.15 with a right estimate, 1.5 with none or a lie."""
    return 1.15 if estimate == "right" and progress in HONEST else 1.5


class Case(NamedTuple):
    """One case and what our curve comes to in it."""

    jobs: Jobs
    estimate: str
    progress: str
    ours: list[Outcome]
    at_once: list[Outcome]
    """The same where the first poll is at once."""


def cases(all_jobs: list[Jobs], number: int) -> Iterator[Case]:
    """Run all cases."""
    for jobs in all_jobs:
        times = jobs.shuffled(number)
        for (estimate, of), progress in itertools.product(ESTIMATES.items(), PROGRESS):
            estimated = of(jobs.median)
            if progress == "made up" and estimated is None:
                continue
            hints = None if estimated is None else np.full(number, estimated)
            shown = shown_by(progress, times, estimated)
            ours = run(times, estimated=hints, shown=shown)
            at_once = run(times, estimated=hints, shown=shown, at_once=True) if progress == "absent" else []
            yield Case(jobs, estimate, progress, ours, at_once)


def dominating(others: dict[str, Outcome], ours: list[Outcome]) -> list[str]:
    """Name the clients that have both fewer polls and less delay than some point of ours, or of the line between."""
    curve = Curve(ours)
    least, most = curve.outcomes[0], curve.outcomes[-1]
    return [
        name
        for name, each in others.items()
        if each.polls < most.polls and each.mean < curve.at(max(each.polls, least.polls))
    ]


# ------------------------------------------------------------------ what is printed


def check_optimum() -> None:
    """Print the two known figures of the optimum and those of the other clients, beside ours."""
    jobs = Jobs(90.0)
    print("The optimum for a known lognormal (median 90 s, spread 0.35), by when in the 0.2 s a poll sees the task:")
    for sees, name in ((0.0, "when it is sent"), (0.1, "half-way"), (0.2, "when it returns")):
        lines = []
        for price in (0.1, 0.2):
            found = fixed(optimum(jobs, price), jobs.times)
            lines.append(f"{found.mean + 0.1 - sees:.2f} s at {found.polls:.1f} polls (price {price:g} s)")
        print(f"  {name:16} {'; '.join(lines)}")
    print("  given            1.72 s at 16.5 polls; 2.39 s at 11.7 polls\n")
    given = {
        "fal": (319, 0.25), "openai": (81, 0.70), "comfy": (23.6, 2.70), "dashscope v1": (23.6, 2.70),
        "runwayml": (16.2, 3.25), "dashscope v2": (14.4, 4.17), "10 s": (9.9, 5.17),
    }  # fmt: skip
    print("Other clients, same jobs: polls, mean, p95 delay; the known figures")
    for each in OTHERS:
        known = next(
            (f"{polls:g} / {late:g}" for name, (polls, late) in given.items() if each.name.startswith(name)), ""
        )
        print(f"  {each.name:22} {run_schedule(each, jobs.times)}   {known}")
    print(f"  {'0.55 ETA, then 3 %':22} {sketch(90.0, jobs.times)}   19.9 / 1.9\n")


def table(found: list[Case], optima: dict[str, Curve]) -> tuple[list[str], list[str]]:
    """Print each case and its verdicts; return what misses a goal, and what is so only where the first poll is at once.

    Cases that come to the same share a line.
    """
    misses: list[str] = []
    notes: list[str] = []
    default = COSTS.index(Poll().poll_cost)
    print(f"Ours at poll_cost = {Poll().poll_cost:g}: polls, mean, p95 delay in s; how many times the optimum's mean")
    print(f"delay at equal polls, and the most over the curve (poll_cost {COSTS[0]:g} to {COSTS[-1]:g}); the goal;")
    print("which clients have fewer polls and less delay than any point of the curve.\n")
    for name, group in itertools.groupby(found, key=lambda case: case.jobs.name):
        group_list = list(group)
        jobs = group_list[0].jobs
        others = {each.name: run_schedule(each, jobs.times) for each in OTHERS}
        print(f"== jobs of {name}")
        for other_name, result in others.items():
            print(f"  {other_name:54}{result}  {optima[name].ratio(result):5.2f}")
        lines: dict[tuple[str, str], list[str]] = {}
        for case in group_list:
            rivals = dict(others)
            if (estimated := ESTIMATES[case.estimate](jobs.median)) is not None:
                rivals["0.55 ETA, then 3 %"] = sketch(estimated, jobs.times)
            ratios = [optima[name].ratio(each) for each in case.ours]
            goal = limit(case.estimate, case.progress)
            better = dominating(rivals, case.ours)
            verdict = f"{case.ours[default]}  {ratios[default]:5.2f} ({max(ratios):.2f}) ≤ {goal:g}"
            verdict += "  MISSED" if max(ratios) > goal else ""
            verdict += f"  {', '.join(better)}" if better else ""
            lines.setdefault((case.estimate, verdict), []).append(case.progress)
            where = f"{name}, ETA {case.estimate}, progress {case.progress}"
            if max(ratios) > goal:
                misses.append(f"{where}: {max(ratios):.2f}, goal {goal:g}; {ratios[default]:.2f} by default")
            misses += [f"{where}: {each} has fewer polls and less delay" for each in better]
            if case.at_once:
                notes += [f"{where}: {each}" for each in dominating(rivals, case.at_once)]
        for (estimate, verdict), progress in lines.items():
            print(f"  ETA {estimate:14} progress {', '.join(progress).replace(', stuck at', ''):25}{verdict}")
        print()
    return misses, notes


def wronger() -> None:
    """Print what estimates do that are wronger than any goal asks for."""
    print("Estimates that are wrong by more than twice, no progress: ours at its default")
    for median, factor in itertools.product(MEDIANS, (0.1, 0.2, 5.0, 10.0)):
        jobs = Jobs(median)
        (found,) = run(jobs.times, estimated=np.full(len(jobs.times), median * factor), costs=(Poll().poll_cost,))
        print(f"  median {median:3g} s, estimated {median * factor:6g} s: {found}")
    print()


def knowing(number: int) -> None:
    """Print what estimates are worth that know the single job's time, up to an error."""
    print(
        "Estimates that follow each job's time, with an error (its logarithm's spread): ours at its default, as it is"
    )
    print("and after 30 finished tasks; the optimum, which knows the jobs' spread and the error's, at equal polls.\n")
    default = Poll().poll_cost
    for median, error in itertools.product(MEDIANS, (0.0, 0.1, 0.35)):
        jobs = Jobs(median)
        times = jobs.shuffled(number)
        random = np.random.default_rng(6)
        estimated = times * np.exp(error * random.standard_normal(number))
        (plain,) = run(times, estimated=estimated, costs=(default,))
        (taught,) = run(times, estimated=estimated, costs=(default,), learned=_taught(median, error, estimated))
        line = f"  median {median:3g} s, error {error:4}: ours {plain}   taught {taught}"
        if error == 0:
            print(f"{line}   the optimum polls once, {TRIP / 2:g} s late")
            continue
        best = _optimum_with_estimates(median, error)
        print(f"{line}   times the optimum: {best.ratio(plain):.2f}, taught {best.ratio(taught):.2f}")
    print()


def _taught(median: float, error: float, estimated: Array) -> Learned:
    """Return what thirty earlier tasks of the same kind teach about each of the jobs."""
    random = np.random.default_rng(7)
    experience = DurationHistory()
    for each in range(30):
        took = median * math.exp(SPREAD * random.standard_normal())
        guess = took * math.exp(error * random.standard_normal())
        experience.begin(str(each), StartedTask("kind", 0.0, guess))
        experience.finish(str(each), running=took - 1, done=took + 1)
    one = experience.expect("kind", 1.0)
    assert one is not None
    return one.median * estimated, np.full(len(estimated), one.spread), np.full(len(estimated), one.count)


def _optimum_with_estimates(median: float, error: float) -> Curve:
    """Return the optimum for who knows each job's estimate: a distribution for each, narrower than that of all."""
    certainty = SPREAD**-2 + error**-2
    spread = certainty**-0.5
    between = math.sqrt(SPREAD**2 - spread**2)
    kinds = [Jobs(median * math.exp(between * NORMAL.inv_cdf(odds)), spread=spread, number=800)
             for odds in (np.arange(15) + 0.5) / 15]  # fmt: skip
    found = []
    for price in np.geomspace(0.005, 20, 14):
        each = [fixed(optimum(jobs, price), jobs.times) for jobs in kinds]
        found.append(Outcome(*np.mean(each, axis=0).tolist()))
    return Curve(found)


# ------------------------------------------------------------------ learning


def learning(optima: dict[str, Curve], rounds: int) -> dict[str, list[Any]]:
    """Simulate 50 tasks of one kind without an estimate; return delay and polls by a task's number."""
    print("50 tasks of one kind without an estimate, the client learning from those that finished; polls, mean delay,")
    print("times the optimum's delay at equal polls:\n")
    series: dict[str, list[Any]] = {}
    for median in MEDIANS:
        random = np.random.default_rng(8)
        rows: dict[str, list[Any]] = {"without": [], "one after another": [], "ten at a time": [], "all at once": []}
        for _ in range(rounds):
            times = (median * np.exp(SPREAD * random.standard_normal(50))).tolist()
            rows["without"].append(run_concurrently(times, 50, learn=False))
            rows["one after another"].append(run_concurrently(times, 1))
            rows["ten at a time"].append(run_concurrently(times, 10))
            rows["all at once"].append(run_concurrently(times, 50))
        curve = optima[f"{median:g} s"]
        for name, row in rows.items():
            values = np.array(row)
            parts = ((0, 3), (3, 10), (10, 50)) if name != "without" else ((0, 50),)
            words = []
            for start, end in parts:
                polls, late = values[:, start:end].reshape(-1, 2).mean(axis=0)
                ratio = curve.ratio(Outcome(polls, late, 0))
                words.append(f"tasks {start + 1}–{end}: {polls:5.1f} {late:5.2f} {ratio:5.2f}")
            print(f"  median {median:3g} s, {name:18} {'   '.join(words)}")
            series[f"{median:g} {name}"] = values.mean(axis=0).tolist()
    print()
    return series


def run_concurrently(times: list[float], width: int, *, learn: bool = True) -> list[tuple[int, float]]:
    """Run jobs with the real `Poll` and `DurationHistory`, some at a time; return each one's polls and delay."""
    poll, experience = Poll(), DurationHistory()
    waiting = iter(range(len(times)))
    results: list[tuple[int, float]] = [(0, 0.0)] * len(times)
    polls = [0] * len(times)
    begun = [0.0] * len(times)
    last = [0.0] * len(times)
    learned: list[Any] = [None] * len(times)
    due: list[tuple[float, int]] = []

    def pause(job: int) -> float:
        return float(poll.pause(last[job], learned=learned[job]))

    def begin(now: float) -> None:
        for job in itertools.islice(waiting, 1):
            begun[job] = now
            learned[job] = experience.expect("kind") if learn else None
            experience.begin(str(job), StartedTask("kind", now, None))
            heapq.heappush(due, (now + pause(job), job))

    for _ in range(width):
        begin(0.0)
    while due:
        now, job = heapq.heappop(due)
        polls[job] += 1
        elapsed = now - begun[job] + TRIP
        if elapsed - TRIP / 2 >= times[job]:
            results[job] = (polls[job], elapsed - times[job])
            experience.finish(str(job), running=last[job], done=elapsed)
            begin(now + TRIP)
        else:
            last[job] = elapsed
            heapq.heappush(due, (now + TRIP + pause(job), job))
    return results


# ------------------------------------------------------------------ plots


def draw(found: list[Case], optima: dict[str, Curve], series: dict[str, list[Any]]) -> None:
    """Write the plots."""
    importlib.import_module("matplotlib").use("Agg")
    plt = importlib.import_module("matplotlib.pyplot")
    plt.rcParams.update({"font.size": 8, "axes.spines.top": False, "axes.spines.right": False, "figure.dpi": 110})
    PICTURES.mkdir(parents=True, exist_ok=True)
    by = {(case.jobs.name, case.estimate, case.progress): case for case in found}
    default = COSTS.index(Poll().poll_cost)

    def logarithmic(axis: Any, low: float, high: float) -> None:
        ticks = [each for each in (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500) if low <= each <= high]
        axis.axes.set(**{f"{axis.axis_name}scale": "log", f"{axis.axis_name}lim": (low, high)})
        axis.set_ticks(ticks, [f"{each:g}" for each in ticks])
        axis.set_ticks([], minor=True)

    def panel(axes: Any, name: str, lines: dict[str, tuple[str, str]], what: str, highest: float) -> None:
        best = optima[name].outcomes
        axes.plot([e.polls for e in best], [getattr(e, what) for e in best], "k-", lw=1, label="optimum, times known")
        for (label, key), color in zip(lines.items(), ("C0", "C1", "C2", "C3"), strict=False):
            ours = by[name, *key].ours
            axes.plot([e.polls for e in ours], [getattr(e, what) for e in ours], f"{color}.-", ms=3, label=label)
            axes.plot(ours[default].polls, getattr(ours[default], what), f"{color}o", ms=6)
        jobs = by[name, "absent", "absent"].jobs
        for each, marker in zip(OTHERS, "xP^v<>sD", strict=True):
            result = run_schedule(each, jobs.times)
            axes.plot(result.polls, getattr(result, what), marker, color="0.5", ms=4.5, label=each.name)
        logarithmic(axes.xaxis, 1.4, 1200)
        logarithmic(axes.yaxis, 0.2, highest)
        axes.grid(lw=0.3)

    def pair(name: str, lines: dict[str, tuple[str, str]]) -> None:
        figure, both = plt.subplots(1, 2, figsize=(8.8, 3.5))
        for axes, what, words in zip(both, ("mean", "p95"), ("mean delay", "95th percentile"), strict=True):
            panel(axes, "90 s", lines, what, 50)
            axes.set(ylabel=f"{words}, s", xlabel="polls a job", title="jobs of 90 s")
        figure.legend(*both[0].get_legend_handles_labels(), loc="center right", fontsize=7, frameon=False)
        save(figure, name, right=0.76)

    def save(figure: Any, name: str, right: float = 1.0) -> None:
        figure.tight_layout(rect=(0, 0, right, 1))
        figure.savefig(PICTURES / f"polling-{name}.png")
        plt.close(figure)

    plain = {"ours, ETA right": ("right", "absent"), "ours, no hints": ("absent", "absent")}
    pair("right", plain)
    pair(
        "hints",
        {
            "ours, ETA double": ("double", "absent"),
            "ours, no ETA, stuck at 99": ("absent", "stuck at 99"),
            "ours, no ETA, steps of 25": ("absent", "steps of 25"),
            "ours, no ETA, smooth": ("absent", "smooth"),
        },
    )
    figure, rows = plt.subplots(2, 3, figsize=(8.8, 5.2))
    for axes, name in zip(rows.flat, optima, strict=True):
        panel(axes, name, {**plain, "ours, ETA half": ("half", "absent")}, "mean", 20)
        axes.set(title=f"jobs of {name}", xlabel="polls per job", ylabel="mean delay, s")
    figure.legend(*rows[0, 0].get_legend_handles_labels(), loc="center right", fontsize=7, frameon=False)
    save(figure, "medians", right=0.8)

    figure, axes = plt.subplots(figsize=(5.2, 3.0))
    for color, median in zip(("C0", "C1", "C2"), MEDIANS, strict=True):
        for name, style in (("one after another", "-"), ("ten at a time", "--")):
            values = np.array(series[f"{median:g} {name}"]) @ np.array([Poll().poll_cost, 1.0])
            axes.plot(np.arange(3, 49), np.convolve(values, np.ones(5) / 5, "valid"), color + style, lw=1.2,
                      label=f"{median:g} s, {name}")  # fmt: skip
        least = min(each.mean + Poll().poll_cost * each.polls for each in optima[f"{median:g} s"].outcomes)
        axes.axhline(least, color=color, lw=0.7, ls=":")
    axes.set(xlabel="number of the task", ylabel=f"delay + {Poll().poll_cost:g} s per poll", ylim=(0, None))
    axes.legend(fontsize=6.5, frameon=False, ncols=3, loc="lower center", bbox_to_anchor=(0.5, 1.0))
    save(figure, "learning")


def main() -> None:
    """Run everything."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="fewer jobs and no pictures")
    quick = options.parse_args().quick
    started = time.perf_counter()
    number = 300 if quick else 2000
    print(f"Poll.pause and its vectorised twin differ by {agree():.3f} s at most, over 6000 random hints.\n")
    check_optimum()
    all_jobs = [Jobs(median, heavy=heavy) for heavy in (False, True) for median in MEDIANS]
    optima = {jobs.name: optimal(jobs) for jobs in all_jobs}
    found = list(cases(all_jobs, number))
    misses, notes = table(found, optima)
    wronger()
    knowing(number)
    series = learning(optima, 5 if quick else 40)
    if not quick:
        draw(found, optima, series)
    print(f"{len(found)} cases of {number} jobs and {len(COSTS)} settings in {time.perf_counter() - started:.0f} s.")
    print("\n  ".join(["Goals missed:", *misses]) if misses else "Every goal is met.")
    if notes:
        print(
            "\n  ".join(
                ["Fewer polls and less delay than ours where ours polls at once, as the other clients do:", *notes]
            )
        )


if __name__ == "__main__":
    main()
