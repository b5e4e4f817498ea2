"""Seeded schedules of crashes, faults and clocks: no promise is broken, each kind of fault occurs, and seeds repeat."""

from __future__ import annotations

import random
import time

import pytest

from simulation.run import Report, describe, run, run_many

KEPT = range(400)
"""Schedules that run each time. `run.py` and `scripts/bench/simulation.py` draw others."""
ALL_SECONDS = 60.0
"""How much CPU time `--all` spends on further schedules."""


@pytest.fixture(scope="module")
def report(everything: bool) -> Report:
    """Run the schedules once for all tests of this module."""
    report = run_many(KEPT, most_broken=3)
    begun, seed = time.process_time(), len(KEPT)
    while everything and not report.broken and time.process_time() - begun < ALL_SECONDS:
        report.add(run(seed))
        seed += 1
    return report


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
