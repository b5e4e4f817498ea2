"""Run simulated schedules on all cores for hours: .venv/bin/python scripts/bench/simulation.py --hours 8

Each schedule has its own seed. The report counts schedules, events, faults of each kind and how calls ended. A schedule
that breaks a promise is described with the command that runs it again, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "tests")]

BLOCK = 50
"""Schedules that a process runs at a time."""


def block(first: int) -> Any:
    """Run a block of schedules."""
    return import_module("simulation.run").run_many(range(first, first + BLOCK), most_broken=BLOCK)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=8.0, help="for how long (default: 8)")
    parser.add_argument("--schedules", type=int, help="end after as many schedules, if that is earlier")
    parser.add_argument("--first", type=int, help="the first seed (default: a random one)")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="(default: one per core)")
    options = parser.parse_args()
    simulation = import_module("simulation.run")
    first = random.SystemRandom().randrange(10**9) if options.first is None else options.first
    print(f"first seed: {first}", flush=True)
    total, ends = simulation.Report(), time.monotonic() + 3600 * options.hours
    most = options.schedules or 10**12
    with ProcessPoolExecutor(options.processes) as pool:
        begun = 0
        waiting: list[Any] = []
        while waiting or not total.schedules:
            while len(waiting) < 2 * options.processes and time.monotonic() < ends and begun < most:
                waiting.append(pool.submit(block, first + begun))
                begun += BLOCK
            done = waiting.pop(0).result()
            total.schedules += done.schedules
            total.seconds += done.seconds
            total.counts.update(done.counts)
            total.broken += done.broken
            for found in done.broken:
                print(simulation.describe(found), flush=True)
    print(total)
    return 1 if total.broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
