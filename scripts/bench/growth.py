"""How the cost of everything grows from one task to ten thousand: nothing is to grow faster than linearly."""

from __future__ import annotations

import argparse
import asyncio
import gc
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import _bench
import concurrency as many
import overhead as one
from _bench import KEY, PROMPT

SIZES = (1, 10, 100, 1000, 10_000)
SLOPE = 1.1
"""The exponent of growth that counts as linear: a tenth is noise."""
FILE = 100_000
"""Bytes of the file that is downloaded again and again."""


def _requests(tasks: int) -> list[dict[str, Any]]:
    return [{"model": "veo-3.1", "prompt": f"{PROMPT}, {number}"} for number in range(tasks)]


# What is measured: (address, how many) → nothing, or the CPU seconds where not all of it counts


def checked(url: str, tasks: int) -> None:
    check = import_module("foxapi_video").check
    for request in _requests(tasks):
        check(request)


def one_by_one(url: str, tasks: int) -> None:
    client = one.ours(url, False)
    for _ in range(tasks):
        one.run(client.job(1))
    one.close(client)


def at_once(make: one.Make, url: str, tasks: int) -> None:
    async def run() -> None:
        client = make(url, True)
        await asyncio.gather(*(one.arun(client.job(2)) for _ in range(tasks)))
        await one.aclose(client)

    asyncio.run(run())


def batch(url: str, tasks: int) -> None:
    """Run a batch with a journal on disk, a hundred jobs at a time."""
    module = import_module("foxapi_video")

    async def run(folder: str) -> None:
        poll = module.Poll(shortest=0.001, longest=0.001)
        keys = [f"job-{number}" for number in range(tasks)]
        with module.Journal(Path(folder) / "jobs.sqlite") as journal:
            async with module.AsyncFoxAPI(KEY, base_url=url, journal=journal) as fox:
                results = fox.batch(_requests(tasks), keys=keys, concurrency=100, poll=poll)
                assert all([done.error is None async for done in results])

    with tempfile.TemporaryDirectory(prefix="growth-", dir=_bench.BENCH) as folder:
        asyncio.run(run(folder))


def planned(url: str, tasks: int) -> None:
    """Check a batch and write it into a journal on disk; nothing is sent."""
    module = import_module("foxapi_video")
    with tempfile.TemporaryDirectory(prefix="growth-", dir=_bench.BENCH) as folder:
        with module.Journal(Path(folder) / "jobs.sqlite") as journal, module.FoxAPI(KEY, journal=journal) as fox:
            _ = fox.batch(_requests(tasks), concurrency=100)
        with module.Journal(Path(folder) / "jobs.sqlite") as journal:
            assert len(journal.jobs()) == tasks


def downloaded(url: str, tasks: int) -> None:
    module = import_module("foxapi_video")
    with (
        tempfile.TemporaryDirectory(prefix="growth-", dir=_bench.BENCH) as folder,
        module.FoxAPI(KEY, base_url=url) as fox,
    ):
        for number in range(tasks):
            _ = fox.download(f"{url}/video.mp4", Path(folder) / f"{number % 10}.mp4")


CURVES: Mapping[str, tuple[str, Callable[[str, int], None]]] = {
    "check": ("ours", checked),
    "a batch planned, in a journal": ("ours", planned),
    "submit + poll, one by one": ("ours", one_by_one),
    "submit + poll + poll at once": ("ours", partial(at_once, one.ours)),
    "submit + poll + poll at once, [aiohttp]": ("ours-aiohttp", partial(at_once, one.ours)),
    "batch with a journal, [aiohttp]": ("ours-aiohttp", batch),
    "download": ("ours", downloaded),
    "httpx at once": ("ours", partial(at_once, one.raw_httpx)),
    "aiohttp at once": ("ours-aiohttp", partial(at_once, one.aiohttp)),
}
"""Name → environment and what is done."""
OTHERS = ("httpx at once", "aiohttp at once")
MEMORY = "memory in flight, [aiohttp]"


def measure(name: str, url: str, tasks: int) -> dict[str, float]:
    """Do one thing for so many tasks and return what it took."""
    if name == MEMORY:
        found = asyncio.run(many.flight(url, tasks, "gather", full=True, files=1024, lasting=[1.0, 2.0]))
        return {"memory": found["peak"] * tasks, "done": found["done"]}
    _ = gc.collect()
    cpu, start = time.process_time(), time.monotonic()
    CURVES[name][1](url, tasks)
    return {"cpu": time.process_time() - cpu, "wall": time.monotonic() - start}


def slope(costs: Mapping[int, float]) -> float | None:
    """Return the exponent with which the cost grows over the last decade that was measured."""
    sizes = sorted(costs)[-2:]
    if len(sizes) < 2 or not all(costs[size] > 0 for size in sizes):
        return None
    return math.log(costs[sizes[1]] / costs[sizes[0]]) / math.log(sizes[1] / sizes[0])


def measured(given: argparse.Namespace) -> dict[str, dict[int, float]]:
    """Measure every curve: name → tasks → seconds of CPU in all, the median of the rounds."""
    sizes = SIZES[:3] if given.quick else [size for size in SIZES if size <= given.most]
    contenders = {name: CURVES[name][0] for name in CURVES if name in (given.only or CURVES)}
    found: dict[str, dict[int, list[float]]] = {name: {size: [] for size in sizes} for name in contenders}
    with (
        _bench.server(video=FILE) as url,
        _bench.workers(__file__, contenders, "--url", url) as started,
    ):
        gone: set[str] = set()
        for number in range(-1, 1 if given.quick else given.rounds):  # the first round imports
            for size in sizes if number >= 0 else (1,):
                repeated = 1 if size >= 1000 else 5
                for name in [name for _ in range(repeated) for name in started]:
                    if name in gone or (size == SIZES[-1] and number >= given.large_rounds):
                        continue
                    figures = started[name].ask(patience=given.patience, tasks=size)
                    if figures is None:
                        gone.add(name)
                    elif number >= 0:
                        found[name][size].append(figures["cpu"])
    return {
        name: {size: statistics.median(costs) for size, costs in by_size.items() if costs}
        for name, by_size in found.items()
    }


def in_memory(given: argparse.Namespace) -> dict[int, float]:
    """Measure the memory of tasks in flight: tasks → kB in all."""
    costs: dict[int, float] = {}
    for size in SIZES[:3] if given.quick else [size for size in SIZES if size <= given.most]:
        seconds = (2.0, 4.0) if size < 10_000 else (20.0, 30.0)
        with (
            _bench.server(seconds=seconds) as url,
            _bench.workers(__file__, {MEMORY: "ours-aiohttp"}, "--url", url) as started,
        ):
            figures = started[MEMORY].ask(patience=given.patience, tasks=size) if started else None
        if figures is None:
            break
        costs[size] = figures["memory"]
    return costs


def main() -> int:
    """Run it, print the table and draw the curves."""
    options = _bench.options(__doc__, rounds=3, quick="few tasks")
    _ = options.add_argument("--large-rounds", type=int, default=2, help="those of 10,000 [default: %(default)s]")
    _ = options.add_argument("--most", type=int, default=SIZES[-1], help="tasks [default: %(default)s]")
    _ = options.add_argument("--patience", type=float, default=300.0, help="seconds a turn [default: %(default)s]")
    _ = options.add_argument("--only", nargs="+", choices=[*CURVES, MEMORY], metavar="NAME", help="these alone")
    given = options.parse_args()
    if given.worker:
        _bench.obey(partial(measure, given.worker, given.url))
        return 0
    _bench.BENCH.mkdir(exist_ok=True)
    curves = measured(given)
    if not given.only or MEMORY in given.only:
        curves[MEMORY] = in_memory(given)
    sizes = sorted({size for costs in curves.values() for size in costs})
    rows: list[list[str]] = []
    for name, costs in curves.items():
        unit = 1.0 if name == MEMORY else 1000.0
        each = [f"{costs[size] * unit / size:.3g}" if size in costs else "no end" for size in sizes]
        steep = slope(costs)
        goal = "" if name in OTHERS else _bench.goal(steep, most=SLOPE)
        rows.append([name, *each, "–" if steep is None else f"{steep:.2f}", goal])
    _bench.table(
        "ms of CPU a task (kB of memory a task, in flight), by the number of tasks",
        ["", *(f"{size:,}" for size in sizes), "grows as n to the", "goal: linear"],
        rows,
    )
    if not given.quick and not given.only:
        _bench.plot("growth.png", _DRAWN, {"curves": curves, "others": OTHERS, "memory": MEMORY})
    return 0


_DRAWN = """
figure, (left, right) = plt.subplots(1, 2, figsize=(11, 5), width_ratios=(2, 1))
for name, costs in data["curves"].items():
    sizes = [int(size) for size in costs]
    if name == data["memory"]:
        right.plot(sizes, [cost / size for size, cost in zip(sizes, costs.values())], marker="o")
        right.set_title(name, fontsize=10, loc="left")
    else:
        each = [cost * 1000 / size for size, cost in zip(sizes, costs.values())]
        left.plot(sizes, each, marker="o", label=name, linestyle=":" if name in data["others"] else "-")
left.set_title("CPU a task: flat is linear", fontsize=10, loc="left")
left.set_ylabel("ms of CPU a task")
left.legend(fontsize=8, loc="upper left", bbox_to_anchor=(0, -0.12), ncols=3)
right.set_ylabel("kB a task")
for ax in (left, right):
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlabel("tasks")
    ax.grid(alpha=0.3)
"""


if __name__ == "__main__":
    sys.exit(main())
