"""Run schedules by their seeds, count what happened, and reduce one that breaks a promise to its smallest form.

python tests/simulation/run.py --seed 17          one schedule, with its trace
python tests/simulation/run.py --schedules 1000   as many, from a random first seed
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from simulation.promises import Broken
from simulation.world import FAULTS, Killed, Plan, World

CALLS = ("generate", "submit", "batch")
MEMORY = Path("/dev/shm")


@dataclass
class Outcome:
    """What one schedule came to."""

    seed: int
    plan: Plan
    broken: str | None
    trace: list[str]
    counts: Counter[str]

    @property
    def promise(self) -> str | None:
        """The promise that was broken."""
        return self.broken and self.broken.partition(":")[0]

    @property
    def fingerprint(self) -> str:
        """The same for the same trace."""
        return hashlib.sha256("\n".join(self.trace).encode()).hexdigest()


def run(seed: int, plan: Plan | None = None) -> Outcome:
    """Run one schedule in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="simulation-", dir=MEMORY if MEMORY.is_dir() else None))
    world = World(seed, folder, plan)
    broken = None
    try:
        world.run()
    except Broken as error:
        broken = str(error)
    except (Exception, Killed) as error:
        broken = f"the simulation itself: {error!r}\n{''.join(traceback.format_tb(error.__traceback__)[-6:])}"
    finally:
        world.close()
        shutil.rmtree(folder)
    trace = [f"{at:10.3f} {words}".replace(str(folder), "FOLDER") for at, words in world.trace]
    return Outcome(seed, world.plan, broken and broken.replace(str(folder), "FOLDER"), trace, world.counts)


def shrink(found: Outcome) -> Outcome:
    """Leave out processes, jobs and kinds of faults as long as the same promise breaks."""
    best = found
    is_smaller = True
    while is_smaller:
        is_smaller = False
        plan = best.plan
        smaller = [replace(plan, processes=plan.processes - 1)] if plan.processes > 1 else []
        smaller += [replace(plan, jobs=plan.jobs - 1)] if plan.jobs > 1 else []
        smaller += [
            replace(plan, faults={name: rate for name, rate in plan.faults.items() if name != left_out})
            for left_out in plan.faults
        ]
        for each in smaller:
            tried = run(best.seed, each)
            if tried.promise == found.promise:
                best, is_smaller = tried, True
                break
    return best


def describe(found: Outcome) -> str:
    """Describe a schedule that breaks a promise: how to run it again, its smallest form, and what happened in it."""
    small = shrink(found)
    return "\n".join(
        [
            f"seed {found.seed} breaks a promise: {found.broken}",
            f"run it again: .venv/bin/python tests/simulation/run.py --seed {found.seed}",
            f"smallest form: {small.plan.processes} processes, {small.plan.jobs} jobs",
            f"faults: {', '.join(small.plan.faults)}",
            *small.trace[-60:],
            f"          ▶ {small.broken}",
        ]
    )


@dataclass
class Report:
    """What many schedules came to."""

    schedules: int = 0
    seconds: float = 0.0
    broken: list[Outcome] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Count a schedule."""
        self.schedules += 1
        self.counts.update(outcome.counts)
        if outcome.broken is not None:
            self.broken.append(outcome)

    def missing(self) -> list[str]:
        """Return what never happened and should have: a simulation that tests nothing must be noticed."""
        wanted = [f"fault: {name}" for name in FAULTS] + [f"call: {name}" for name in CALLS]
        wanted += [f"outcome: {state}" for state in ("saved", "completed", "failed")]
        wanted += [f"end: {name}" for name in ENDS]
        return [name for name in wanted if not self.counts[name]]

    def __str__(self) -> str:
        rate = self.schedules / self.seconds if self.seconds else 0.0
        lines = [f"{self.schedules:,} schedules in {self.seconds:,.0f} s of CPU time, {rate:.1f} a second"]
        lines += [f"{len(self.broken)} broke a promise"]
        lines += [f"{count:>12,}  {name}" for name, count in sorted(self.counts.items())]
        return "\n".join(lines)


ENDS = (
    "a value",
    "SubmissionUncertain",
    "KeyboardInterrupt",
    "CancelledError",
    "ConfigurationError",
    "WaitTimeout",
    "TaskFailed",
    "DownloadFailed",
    "InsufficientBalance",
    "NotFound",
)
"""How calls end: each of these must occur."""


def run_many(seeds: Iterable[int], *, most_broken: int = 1) -> Report:
    """Run schedules until `most_broken` of them have broken a promise."""
    report, begun = Report(), time.process_time()
    for seed in seeds:
        report.add(run(seed))
        if len(report.broken) >= most_broken:
            break
    report.seconds = time.process_time() - begun
    return report


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, help="run this schedule and print its trace")
    parser.add_argument("--schedules", type=int, default=400, help="how many to run (default: 400)")
    parser.add_argument("--first", type=int, help="the first seed (default: a random one)")
    parser.add_argument("--brief", action="store_true", help="of a broken promise, print one line")
    options = parser.parse_args()
    if options.seed is not None:
        found = run(options.seed)
        print("\n".join(found.trace))
        print(describe(found) if found.broken else "no promise was broken")
        return 1 if found.broken else 0
    first = random.SystemRandom().randrange(10**9) if options.first is None else options.first
    report = run_many(range(first, first + options.schedules))
    print(report)
    for found in report.broken:
        print(f"seed {found.seed} breaks a promise: {found.broken}" if options.brief else describe(found))
    return 1 if report.broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
