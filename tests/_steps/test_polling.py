"""When to poll again: the rule, what it learns, and what it comes to in simulated time. No clock is read."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import NormalDist
from typing import Any

import pytest
from stepping import CLOCK, World, task

from foxapi_video import Poll, _steps, errors
from foxapi_video._steps import durations
from foxapi_video._steps.actions import Context
from foxapi_video._steps.durations import DurationEstimate, DurationHistory, StartedTask
from foxapi_video._steps.polling import Progress

NONSENSE: list[Any] = [None, -1.0, 0, 0.0, 1e-300, math.nan, math.inf, -math.inf, 1e300, True, False]
KNOWN = DurationEstimate(median=80.0, spread=0.2, count=20)


# ------------------------------------------------------------------ the rule


def test_a_pause_never_leaves_its_bounds() -> None:
    """No hint, sense or nonsense, makes a pause shorter or longer than allowed, or anything but a number."""
    values = [*NONSENSE, 1e-5, 5.0, 45, 99.9, 100.0, 1e8]
    poll = Poll(shortest=1.5, longest=40.0)
    for elapsed, estimated, progress, since in itertools.product([0.0, 3.0, 50.0, 1e6], values, values, values):
        assert 1.5 <= poll.pause(elapsed, estimated=estimated, progress=progress, since=since) <= 40.0
    for elapsed, learned in itertools.product(values, [None, KNOWN]):
        assert 1.5 <= poll.pause(elapsed or 0.0, estimated=60.0, learned=learned) <= 40.0


@pytest.mark.parametrize("hint", ["estimated", "progress", "since"])
@pytest.mark.parametrize("value", NONSENSE, ids=repr)
def test_nonsense_counts_as_nothing(hint: str, value: Any) -> None:
    """What cannot be a number of seconds or a percentage is passed over, a bool as well."""
    others = {"estimated": 70.0, "progress": 40.0, "since": 30.0}
    del others[hint]
    assert Poll().pause(35.0, **others) == Poll().pause(35.0, **others, **{hint: value})


@pytest.mark.parametrize("longest", [1e5, 1e9, math.inf])
def test_a_pause_without_a_bound_is_a_number(longest: float) -> None:
    """The bound may be as large as one likes."""
    assert 0 < Poll(longest=longest).pause(10.0, estimated=1e6) <= 86400.0


def test_more_expensive_polls_are_rarer() -> None:
    """Whatever is known, a pause does not get shorter when a poll costs more."""
    hints: list[dict[str, Any]] = [{}, {"estimated": 90.0}, {"progress": 50.0, "since": 40.0}, {"learned": KNOWN}]
    for elapsed, known in itertools.product([0.0, 20.0, 45.0, 80.0, 300.0], hints):
        pauses = [Poll(poll_cost=cost).pause(elapsed, **known) for cost in (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)]
        assert sorted(pauses) == pauses


def test_the_first_poll_follows_the_estimate() -> None:
    """It comes well before the estimated end, later the longer the estimate is, and scales with it."""
    poll = Poll(longest=1e4)
    firsts = [poll.pause(0.0, estimated=estimated) for estimated in (20.0, 45.0, 90.0, 240.0, 900.0)]
    assert sorted(firsts) == firsts
    assert all(0.2 < first / estimated < 0.6 for first, estimated in zip(firsts, (20, 45, 90, 240, 900), strict=True))
    scaled = Poll(poll_cost=0.3).pause(90.0, estimated=180.0)
    assert scaled == pytest.approx(3 * Poll(poll_cost=0.1).pause(30.0, estimated=60.0), rel=0.01)


def test_polls_are_densest_around_the_estimated_end() -> None:
    """The pauses shrink up to the end that is expected."""
    pauses = [Poll().pause(elapsed, estimated=120.0) for elapsed in (0.0, 60.0, 80.0, 100.0, 120.0)]
    assert sorted(pauses, reverse=True) == pauses


@pytest.mark.parametrize("estimated", [0.001, 1.0, 5.0, 45.0])
def test_an_estimate_that_was_passed_long_ago_is_forgotten(estimated: float) -> None:
    """However short it was, the pauses grow with the time that has passed instead of staying at the shortest."""
    pauses = [Poll(shortest=0.01).pause(elapsed, estimated=estimated) for elapsed in (300.0, 600.0, 1200.0)]
    assert sorted(pauses) == pauses
    assert 2.0 < pauses[0] < 5.0
    assert 1.3 < pauses[2] / pauses[1] < 1.5


def test_moving_progress_says_when_to_poll() -> None:
    """No estimate of a later end makes the pause much longer than what remains by the percentage."""
    for percent, elapsed in itertools.product([30.0, 60.0, 90.0, 97.0], [20.0, 60.0, 200.0]):
        remains = elapsed * (100 - percent) / percent
        pause = Poll(shortest=0.01).pause(elapsed, estimated=10 * elapsed, progress=percent, since=elapsed)
        assert pause < remains + 0.2
    poll = Poll(shortest=0.01)
    near = [poll.pause(at, estimated=1000.0, progress=at, since=at) for at in (60.0, 80.0, 90.0, 95.0)]
    assert sorted(near, reverse=True) == near


def test_progress_that_stands_still_loses_its_weight() -> None:
    """Well after the promised end, a percentage has no say any more."""
    for percent in (50.0, 80.0, 99.0):
        late = 2.5 * 40.0 * 100 / percent
        stale = Poll().pause(late, estimated=90.0, progress=percent, since=40.0)
        assert stale == pytest.approx(Poll().pause(late, estimated=90.0), rel=0.1)
    stuck = Poll().pause(200.0, progress=99.0, since=40.0)
    assert stuck == pytest.approx(Poll().pause(200.0), rel=0.01)


def test_a_percentage_without_a_time_is_new() -> None:
    """Who does not say since when it has been shown is taken to have seen it just now."""
    assert Poll().pause(50.0, progress=60.0, since=50.0) == Poll().pause(50.0, progress=60.0)
    assert Poll().pause(50.0, progress=60.0, since=70.0) == Poll().pause(50.0, progress=60.0)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ([], None),
        ([50], None),
        ([50, 50, 50], None),
        ([None, 0, 0.0, 99, 99], None),
        ([0, 10, 35], (35, 3.0)),
        ([10, 35, 35, 35], (35, 2.0)),
        ([10, 35, None, math.nan, 35], (35, 2.0)),
        ([60, 40], (40, 2.0)),
    ],
)
def test_progress_counts_once_it_has_moved(shown: list[Any], expected: tuple[float, float] | None) -> None:
    """One number, however often, says nothing; of two that differ the later one counts, since it was first seen."""
    progress = Progress()
    for elapsed, percent in enumerate(shown, start=1):
        progress.see(percent, float(elapsed))
    assert expected == (None if progress.percent is None else (progress.percent, progress.since))


def test_what_was_learned_replaces_the_estimate_by_and_by() -> None:
    """Few finished tasks say a little, many say nearly all."""
    many = Poll().pause(0.0, learned=DurationEstimate(240.0, 0.2, 32))
    few = Poll().pause(0.0, learned=DurationEstimate(240.0, 0.2, 3))
    misled = Poll().pause(0.0, estimated=45.0, learned=DurationEstimate(240.0, 0.2, 32))
    assert Poll().pause(0.0, estimated=45.0) < misled < few < many < 240.0


@pytest.mark.parametrize(
    ("poll", "expected"),
    [
        (Poll(), [2.0, 4.0, 8.0, 15.0, 15.0]),
        (Poll(shortest=0.01, longest=0.05), [0.02, 0.04, 0.05, 0.05, 0.05]),
        (Poll(shortest=20.0), [20.0] * 5),
    ],
)
def test_a_failed_poll_is_soon_repeated(poll: Poll, expected: list[float]) -> None:
    """The poll was due: it is made again soon, then less and less often, within the bounds."""
    assert expected == [poll.retry(failures) for failures in (1, 2, 3, 4, 10**9)]


@pytest.mark.parametrize(
    "bad",
    [{"timeout": 0}, {"shortest": 0}, {"shortest": 200}, {"longest": 0.5}, {"result_grace": -1}, {"poll_cost": 0}],
)
def test_a_plan_that_makes_no_sense_is_refused(bad: dict[str, float]) -> None:
    """It is refused when it is made."""
    with pytest.raises(errors.ConfigurationError):
        Poll(**bad)  # type: ignore[arg-type]


@pytest.mark.parametrize("timeout", [3.0, 40.0, 500.0])
@pytest.mark.parametrize("hints", [{}, {"progress": 99}, {"task_info": {"estimated_time": 1e6}}])
def test_no_pause_goes_beyond_the_deadline(timeout: float, hints: dict[str, Any]) -> None:
    """The waiting ends at its timeout, whatever the task promises."""
    world = World(*[task(**hints)] * 2000, call_seconds=0.1)
    with pytest.raises(errors.WaitTimeout):
        world.run(_steps.wait.wait(Context(60.0, clock=CLOCK), "t_42", poll=Poll(timeout=timeout), on_progress=None))
    assert 0.9 * timeout <= world.now <= timeout + 0.1


# ------------------------------------------------------------------ what it comes to

TRIP = 0.2
NORMAL = NormalDist()


def jobs(median: float, number: int = 99) -> Iterator[float]:
    """Yield lognormal job times, evenly over their probabilities."""
    for each in range(number):
        yield median * math.exp(0.35 * NORMAL.inv_cdf((each + 0.5) / number))


def simulate(
    poll: Poll, took: float, *, percent: Callable[[float], float] | None = None, **hints: Any
) -> tuple[int, float]:
    """Return the number of polls until a job's end is seen, and the delay; a poll takes 0.2 s and sees its middle."""
    elapsed, polls, progress = 0.0, 0, Progress()
    while True:
        elapsed += poll.pause(elapsed, progress=progress.percent, since=progress.since, **hints) + TRIP
        polls += 1
        if elapsed - TRIP / 2 >= took:
            return polls, elapsed - took
        if percent is not None:
            progress.see(percent((elapsed - TRIP / 2) / took), elapsed)


def averages(poll: Poll, median: float, **hints: Any) -> tuple[float, float]:
    outcomes = [simulate(poll, took, **hints) for took in jobs(median)]
    return sum(polls for polls, _ in outcomes) / len(outcomes), sum(late for _, late in outcomes) / len(outcomes)


def smooth(done: float) -> float:
    return math.floor(100 * done)


OPTIMUM = ((2, 16.22), (3, 9.825), (5, 5.635), (8, 3.503), (12, 2.353), (20, 1.449), (30, 1.003), (45, 0.704))
"""Polls and mean delay of the best schedule for a known lognormal (90 s, 0.35): scripts/bench/polling.py."""


def optimum(polls: float) -> float:
    """Return the least delay at a number of polls, between the known points."""
    below, above = next(pair for pair in itertools.pairwise(OPTIMUM) if pair[0][0] <= polls <= pair[1][0])
    share = math.log(polls / below[0]) / math.log(above[0] / below[0])
    return math.exp((1 - share) * math.log(below[1]) + share * math.log(above[1]))


@pytest.mark.parametrize("cost", [0.03, 0.1, 0.3])
@pytest.mark.parametrize(
    ("estimated", "factor"),
    [(90.0, 1.15), (45.0, 1.5), (180.0, 1.5), (None, 1.5)],
    ids=["right", "half", "double", "none"],
)
def test_it_is_close_to_the_optimum(estimated: float | None, factor: float, cost: float) -> None:
    """With a right estimate at most 1.15 times the best possible delay at equal polls, otherwise 1.5 times."""
    polls, late = averages(Poll(poll_cost=cost), 90.0, estimated=estimated)
    assert late <= factor * optimum(polls)


OTHER_CLIENTS = [(23.7, 2.70), (16.0, 3.26), (14.3, 4.20), (18.9, 2.70), (9.9, 5.20)]
"""What comfy, runwayml, dashscope and loops of 5 and 10 s need for the same jobs: scripts/bench/polling.py."""


@pytest.mark.parametrize("estimated", [90.0, 45.0, 180.0, None])
def test_no_other_client_has_both_fewer_polls_and_less_delay(estimated: float | None) -> None:
    """At every setting, a client that polls less often has a longer delay."""
    for cost in (0.03, 0.1, 0.3):
        polls, late = averages(Poll(poll_cost=cost), 90.0, estimated=estimated)
        assert [] == [each for each in OTHER_CLIENTS if each[0] <= polls and each[1] <= late]


def test_smooth_progress_beats_the_optimum_that_does_not_see_it() -> None:
    """With correct percentages, a third of the delay is left; with a wrong estimate as well."""
    for estimated in (90.0, 45.0, None):
        polls, late = averages(Poll(), 90.0, estimated=estimated, percent=smooth)
        assert polls < 18
        assert late < 0.5 * optimum(polls)


def test_stuck_progress_costs_nothing() -> None:
    """A percentage that never moves leaves everything as it is without one."""
    for value in (0.0, 50.0, 99.0):
        stuck = averages(Poll(), 90.0, estimated=90.0, percent=lambda done, value=value: value)
        assert averages(Poll(), 90.0, estimated=90.0) == stuck


def test_the_number_of_polls() -> None:
    """One job of 90 s: how often it is looked at, with what is known."""
    found = [
        simulate(Poll(), 90.0, estimated=90.0)[0],
        simulate(Poll(), 90.0)[0],
        simulate(Poll(), 90.0, estimated=90.0, percent=smooth)[0],
        simulate(Poll(), 90.0, learned=DurationEstimate(90.0, 0.1, 32))[0],
    ]
    assert [10, 20, 9, 8] == found


# ------------------------------------------------------------------ learning


def finish(experience: DurationHistory, took: float, *, kind: Any = "veo", estimated: float | None = None) -> None:
    """Let a task begin and be seen to end."""
    task_id = f"t_{random.random()}"
    experience.begin(task_id, StartedTask(kind, 0.0, estimated))
    experience.finish(task_id, running=took, done=took)


def test_three_finished_tasks_are_enough() -> None:
    """Before, nothing is expected; then the median, with a spread that a few say little about."""
    experience = DurationHistory()
    for took in (100.0, 80.0):
        finish(experience, took)
    assert experience.expect("veo") is None
    finish(experience, 90.0)
    expected = experience.expect("veo")
    assert expected is not None
    assert (90.0, 3) == (pytest.approx(expected.median), expected.count)
    assert 0.2 < expected.spread < 0.35
    assert experience.expect("sora") is None


def test_the_spread_is_learned() -> None:
    """Tasks that all take alike give a narrow expectation; a few that take ten times as long do not widen it much."""
    experience = DurationHistory()
    for each in range(30):
        finish(experience, 600.0 if each % 10 == 9 else 60.0 + each % 3)
    expected = experience.expect("veo")
    assert expected is not None
    assert 60.0 <= expected.median <= 62.0
    assert expected.spread < 0.35


def test_an_estimate_is_corrected_where_it_says_more_than_the_times() -> None:
    """An estimate that is always half of the truth is doubled; one that never changes adds nothing."""
    experience = DurationHistory()
    for took in (40.0, 80.0, 120.0, 240.0):
        finish(experience, took, estimated=took / 2)
        finish(experience, took, kind="fixed", estimated=45.0)
    corrected = experience.expect("veo", 100.0)
    fixed, plain = experience.expect("fixed", 45.0), experience.expect("fixed")
    assert corrected is not None
    assert fixed is not None
    assert plain is not None
    assert 200.0 == pytest.approx(corrected.median)
    assert corrected.spread < 0.2 < plain.spread
    assert (pytest.approx(plain.median), plain.count) == (fixed.median, fixed.count)
    for nonsense in (0.0, -1.0, math.nan, True):
        assert experience.expect("veo", nonsense) == experience.expect("veo")


def test_an_end_is_taken_to_be_between_the_polls() -> None:
    """Half-way between the last poll that saw it running and the first that did not; at least half of the latter."""
    experience = DurationHistory()
    for number, (running, done) in enumerate([(80.0, 100.0)] * 3 + [(0.0, 100.0)] * 3):
        experience.begin(str(number), StartedTask(number // 3, 0.0, None))
        experience.finish(str(number), running=running, done=done)
    found = [experience.expect(kind) for kind in (0, 1)]
    assert [90.0, 75.0] == [pytest.approx(each.median) for each in found if each is not None]


def test_only_what_began_here_is_learned_and_once() -> None:
    """A task of another client teaches nothing, nor does one that is finished twice, or with a time that makes none."""
    experience = DurationHistory()
    for done in (50.0, 60.0, 70.0):
        experience.finish("unknown", running=1.0, done=done)
    experience.begin("t_1", StartedTask("veo", 5.0, 45.0))
    assert StartedTask("veo", 5.0, 45.0) == experience.begun("t_1")
    for _ in range(5):
        experience.finish("t_1", running=40.0, done=50.0)
    for number, done in enumerate((0.0, -3.0, math.nan, math.inf)):
        experience.begin(f"bad {number}", StartedTask("veo", 0.0, None))
        experience.finish(f"bad {number}", running=0.0, done=done)
    assert experience.begun("t_1") is None
    assert experience.expect("veo") is None


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The latest tasks of the latest kinds stay; tasks that never end are forgotten."""
    monkeypatch.setattr(durations, "KINDS", 4)
    monkeypatch.setattr(durations, "IN_PROGRESS", 10)
    experience = DurationHistory()
    for kind, _ in itertools.product(range(9), range(3)):
        finish(experience, 60.0, kind=kind)
    assert [5, 6, 7, 8] == [kind for kind in range(9) if experience.expect(kind)]
    for took in [60.0] * 40 + [120.0] * durations.REMEMBERED:
        finish(experience, took, kind=8)
    expected = experience.expect(8)
    assert expected is not None
    assert (120.0, durations.REMEMBERED) == (pytest.approx(expected.median), expected.count)
    for number in range(25):
        experience.begin(str(number), StartedTask("veo", 0.0, None))
    assert [str(number) for number in range(15, 25)] == [str(each) for each in range(25) if experience.begun(str(each))]


def test_threads_share_it() -> None:
    """Nothing is lost or broken when many finish at once."""
    experience = DurationHistory()

    def work(number: int) -> None:
        for each in range(50):
            finish(experience, 60.0 + each, kind=number % 3)
            experience.expect(number % 3)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(24)))
    assert [durations.REMEMBERED] * 3 == [each.count for each in map(experience.expect, range(3)) if each]


def test_later_tasks_gain_from_earlier_ones() -> None:
    """Thirty tasks of 240 s without an estimate: the first three need twice the polls of the last twenty."""
    poll, experience, polls = Poll(), DurationHistory(), []
    random.seed(20)
    for number in range(30):
        took = 240.0 * math.exp(0.35 * random.gauss(0, 1))
        count, late = simulate(poll, took, learned=experience.expect("veo"))
        experience.begin(str(number), StartedTask("veo", 0.0, None))
        experience.finish(str(number), running=took - 3, done=took + late)
        polls.append(count)
    assert sum(polls[:3]) / 3 > 2 * sum(polls[10:]) / 20
