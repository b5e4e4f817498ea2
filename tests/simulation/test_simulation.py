"""Seeded schedules of crashes, faults and clocks: no promise is broken, each kind of fault occurs, and seeds repeat."""

from __future__ import annotations

import random

import pytest

from simulation.run import Report, describe, run, run_many

DAILY, WHOLE = 400, 1000
"""Schedules that run each day, and with --all: half of them the same each time, the others drawn by --seed."""


@pytest.fixture(scope="module")
def report(everything: bool, pytestconfig: pytest.Config) -> Report:
    """Run the schedules once for all tests of this module."""
    half = (WHOLE if everything else DAILY) // 2
    drawn = random.Random(pytestconfig.option.seed).randrange(10**6, 10**9)
    return run_many([*range(half), *range(drawn, drawn + half)], most_broken=3)


def test_no_schedule_breaks_a_promise(report: Report) -> None:
    """A schedule that breaks one is described: its seed, its smallest form, and what happened in it."""
    assert not report.broken, "\n\n".join(describe(found) for found in report.broken)


def test_each_kind_of_fault_call_and_end_occurs(report: Report) -> None:
    """A simulation that tests nothing is noticed."""
    assert [] == report.missing()


def test_a_seed_gives_the_same_schedule_again(chance: random.Random) -> None:
    """Two runs of one seed have identical traces."""
    seeds = [chance.randrange(10**9) for _ in range(5)]
    assert [run(seed).fingerprint for seed in seeds] == [run(seed).fingerprint for seed in seeds]
