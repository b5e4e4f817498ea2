"""Many tasks at once: tasks per second beside raw httpx and other clients, and 10,000 in flight in one process."""

from __future__ import annotations

import argparse
import asyncio
import gc
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from importlib import import_module
from typing import Any

import _bench
import overhead as one
from _bench import KEY, PROMPT

CONTENDERS: Mapping[str, tuple[str, one.Make]] = {
    "httpx": ("ours", one.raw_httpx),
    "httpx, no bound": ("ours", partial(one.raw_httpx, max_connections=None)),
    "httpx, pool of 20": ("ours", partial(one.raw_httpx, max_connections=20)),
    "httpx on httpx-aiohttp": ("ours-aiohttp", partial(one.raw_httpx, engine=True)),
    "aiohttp": ("ours-aiohttp", one.aiohttp),
    "bare sockets": ("ours", one.sockets),
    "foxapi-video": ("ours", one.ours),
    "foxapi-video[aiohttp]": ("ours-aiohttp", one.ours),
    "foxapi-video[aiohttp], generate": ("ours-aiohttp", one.ours_generate),
    "openai": ("openai", one.openai),
    "openai[aiohttp]": ("openai-aiohttp", partial(one.openai, engine=True)),
    "runwayml": ("runwayml", one.runwayml),
    "fal-client": ("fal-client", one.fal),
    "replicate": ("replicate", one.replicate),
    "google-genai": ("google-genai", one.genai),
    "lumaai": ("lumaai", one.lumaai),
    "comfy-sdk": ("comfy-sdk", one.comfy),
}
"""Name → environment and client."""
RAW = "raw httpx"
HTTPX = ("httpx", "httpx, no bound", "httpx, pool of 20")
TIMES = 4.0
"""How many times raw httpx ours is to be."""
KILOBYTES = 10.0
STALL = 50.0
"""Milliseconds that the event loop may be blocked."""
BIN = 0.1
"""Seconds over which polls are counted."""


# Many at once: create, poll, poll


async def many(make: one.Make, url: str, tasks: int) -> dict[str, float]:
    """Run so many tasks at once with a new client and return tasks a second, of the clock and of the client's CPU."""
    client = make(url, True)
    await one.arun(client.job(2))  # what is imported or made at the first call is not counted
    _ = gc.collect()
    cpu, start = time.process_time(), time.monotonic()
    await asyncio.gather(*(one.arun(client.job(2)) for _ in range(tasks)))
    seconds, used = time.monotonic() - start, time.process_time() - cpu
    await one.aclose(client)
    return {"rate": tasks / seconds, "rate of CPU": tasks / used}


def throughput(given: argparse.Namespace) -> None:
    """Print the table of tasks a second."""
    rounds, tasks = (2, 200) if given.quick else (given.rounds, given.tasks)
    contenders = {name: CONTENDERS[name][0] for name in CONTENDERS if name in (given.only or CONTENDERS)}
    seldom = {
        name: given.other_rounds for name, environment in contenders.items() if not environment.startswith("ours")
    }
    with _bench.server() as url, _bench.workers(__file__, contenders, "--url", url) as started:
        figures = _bench.take_turns(started, rounds, seldom=seldom, patience=180.0, what="many", tasks=tasks)
    by_round = zip(*(figures[name] for name in HTTPX if name in figures), strict=True)
    figures[RAW] = [max(filter(None, turn), key=lambda each: each["rate"], default=None) for turn in by_round]
    rows: list[list[str]] = []
    for name in figures:
        rates, ratios = _bench.values(figures, name, "rate"), _bench.ratios(figures, name, RAW, "rate")
        by_cpu = _bench.ratios(figures, name, RAW, "rate of CPU")
        goal = _bench.goal(statistics.median(ratios) if ratios else None, least=TIMES, unit=" ×")
        rows.append(
            [
                name,
                _bench.middle(rates, ".0f"),
                _bench.middle(ratios),
                _bench.middle(_bench.values(figures, name, "rate of CPU"), ".0f"),
                _bench.middle(by_cpu),
                goal if name.startswith("foxapi-video[aiohttp]") else "",
            ]
        )
    _bench.table(
        f"{tasks} tasks at once, each create + poll + poll; {rounds} rounds, median (quartiles)",
        ["", "tasks/s", f"× {RAW}", "tasks/s of client CPU", f"× {RAW}", "goal"],
        rows,
    )
    print(f"  {RAW}: in each round, the fastest of default httpx, without a bound and with a pool of 20.")


# Ten thousand in flight


@asynccontextmanager
async def ticking(ticks: list[tuple[float, float, float]]) -> AsyncGenerator[None]:
    """Note, every 5 ms, how late the event loop is, in ms, and how much CPU its thread used in that time."""

    async def tick() -> None:
        while True:
            start, cpu = time.monotonic(), time.thread_time()
            await asyncio.sleep(0.005)
            late, used = time.monotonic() - start - 0.005, time.thread_time() - cpu
            ticks.append((start, late * 1000, used * 1000))

    ticker = asyncio.create_task(tick())
    try:
        yield
    finally:
        ticker.cancel()
        with suppress(asyncio.CancelledError):
            await ticker


async def flight(url: str, tasks: int, by: str, full: bool, files: int, lasting: list[float]) -> dict[str, Any]:
    """Have so many tasks in flight until all have ended, and return what it took.

    Without `full`, Python's collections of all objects are as good as left out: `gc.set_threshold(700, 10, 1000)`.
    """
    if not full:
        gc.set_threshold(700, 10, 1000)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    module = import_module("foxapi_video")
    fox = module.AsyncFoxAPI(KEY, base_url=url)
    requests = [{"model": "veo-3.1", "prompt": f"{PROMPT}, {number}"} for number in range(tasks)]
    _ = await fox.get((await fox.submit(requests[0])).id)  # what is imported or made at the first call is not counted
    _ = gc.collect()
    pauses: list[float] = []
    began = [0.0]

    def collecting(phase: str, info: Mapping[str, int]) -> None:
        if phase == "start":
            began[0] = time.perf_counter()
        else:
            pauses.append((time.perf_counter() - began[0]) * 1000)

    async def generate(request: Mapping[str, str]) -> str:
        try:
            _ = await fox.generate(request)
        except module.FoxAPIError as error:
            return f"{type(error).__name__}: {error}"[:120]
        return ""

    async def asleep(number: int) -> str:
        """Do what asyncio alone does: sleep five times, which is about what the others do."""
        for _ in range(5):
            await asyncio.sleep((lasting[0] + (lasting[1] - lasting[0]) * number / tasks) / 5)
        return ""

    async def batch() -> list[str]:
        keys = [f"job-{number}" for number in range(tasks)]
        return [str(done.error or "")[:120] async for done in fox.batch(requests, keys=keys, concurrency=tasks)]

    ticks: list[tuple[float, float, float]] = []
    samples: list[float] = []
    before = _bench.memory()
    gc.callbacks.append(collecting)
    start, cpu = time.monotonic(), time.process_time()

    async def sampling() -> None:
        while True:
            await asyncio.sleep(1)
            samples.append(_bench.memory())

    sampler = asyncio.create_task(sampling())
    async with ticking(ticks):
        await asyncio.sleep(0.1)
        if by == "batch":
            ends = await batch()
        else:
            ends = await asyncio.gather(*(map(generate, requests) if by == "gather" else map(asleep, range(tasks))))
    _ = sampler.cancel()
    seconds, used = time.monotonic() - start, time.process_time() - cpu
    peak = _bench.memory("VmHWM")
    await fox.close()
    worst = sorted(ticks, key=lambda tick: -tick[1])[:5]
    later = [tick for tick in ticks if tick[0] > start + 1]
    return {
        "seconds": seconds,
        "cpu": used,
        "done": sum(not end for end in ends),
        "errors": dict(Counter(end for end in ends if end).most_common(3)),
        "peak": (peak - before) / tasks,
        "waiting": (statistics.median(samples) - before) / tasks,
        "late": max(late for _, late, _ in ticks),
        "later": max(min(late, busy) for _, late, busy in later),
        "blocked": max(min(late, busy) for _, late, busy in ticks),
        "stalls": [[moment - start, late, busy] for moment, late, busy in worst],
        "often": sum(min(late, busy) > STALL for _, late, busy in ticks),
        "collected": max(pauses, default=0.0),
        "start": start,
    }


def spread(moments: list[float]) -> list[int]:
    """Count the polls of each tenth of a second, from the first to the last."""
    first = min(moments)
    counts = Counter(int((moment - first) / BIN) for moment in moments)
    return [counts[number] for number in range(max(counts) + 1)]


def in_flight(given: argparse.Namespace) -> None:
    """Print what it takes to have ten thousand tasks in flight."""
    tasks, lasting = (500, (3.0, 6.0)) if given.quick else (given.in_flight, tuple(given.lasting))
    ways = [("foxapi-video[aiohttp]", "ours-aiohttp", "gather", True)]
    ways += [("foxapi-video[aiohttp], few full gc", "ours-aiohttp", "gather", False)]
    ways += [("foxapi-video[aiohttp], batch, few full gc", "ours-aiohttp", "batch", False)]
    ways += [("foxapi-video", "ours", "gather", True)]
    ways += [("foxapi-video, few full gc", "ours", "gather", False)]
    ways += [("asyncio.sleep alone", "ours", "sleep", True)]
    rows: list[list[str]] = []
    notes: list[str] = []
    drawn: dict[str, list[int]] = {}
    for name, environment, by, full in ways:
        if given.only and name not in given.only:
            continue
        order: dict[str, Any] = {"tasks": tasks, "by": by, "full": full, "files": given.files, "lasting": lasting}
        with (
            _bench.server(seconds=lasting) as url,
            _bench.workers(__file__, {name: environment}, "--url", url) as started,
        ):
            found = started[name].ask(patience=20 * lasting[1] + 60, what="flight", **order) if started else None
            moments = _bench.seen(url)[1:] if found else []
        if found is None:
            rows.append([name, "no end", *[""] * 8])
            continue
        counts = spread(moments) if moments else []
        drawn |= {name: counts} if counts else {}
        # where polls come at a steady rate: not the start, when all tasks are new, nor the end, when few are left
        steady = counts[len(counts) // 5 : len(counts) * 3 // 5] or counts
        mean = statistics.fmean(steady) if steady else 0.0
        rows.append(
            [
                name,
                f"{found['done']}",
                f"{found['seconds']:.0f}",
                f"{found['peak']:.1f}",
                f"{found['waiting']:.1f}",
                f"{found['late']:.0f}",
                f"{found['blocked']:.0f}",
                f"{found['later']:.0f}",
                f"{max(steady) / mean:.1f}" if mean else "",
                f"{statistics.pvariance(steady) / mean:.1f}" if mean else "",
            ]
        )
        notes += [f"{name}: {count} ended so: {error}" for error, count in found["errors"].items()]
        stalls = ", ".join(f"{late:.0f} ({busy:.0f}) at {at:.1f} s" for at, late, busy in found["stalls"])
        notes.append(
            f"{name}: {found['cpu']:.0f} s of CPU, {len(moments)} polls; longest stalls in ms (CPU of them): {stalls}; "
            f"{found['often']} above {STALL:.0f} ms; longest garbage collection {found['collected']:.0f} ms"
        )
    goals = [
        f"all {tasks}",
        "",
        f"≤ {KILOBYTES:g}",
        f"≤ {KILOBYTES:g}",
        f"≤ {STALL:g}",
        f"≤ {STALL:g}",
        f"≤ {STALL:g}",
        "",
        "1 is chance",
    ]
    _bench.table(
        f"{tasks} tasks of {lasting[0]:g} to {lasting[1]:g} s in flight; at most {given.files} open files",
        [
            "",
            "done",
            "s",
            "kB a task, peak",
            "kB a task, median",
            "stall, ms",
            "by CPU, ms",
            "after the 1st second",
            "fullest 0.1 s ÷ mean",
            "dispersion",
        ],
        [*rows, ["goal", *goals]],
    )
    print("\n".join(f"  {note}" for note in notes))
    if drawn and not given.quick:
        _bench.plot("in-flight.png", _DRAWN, {"counts": drawn, "bin": BIN, "tasks": tasks})


_DRAWN = """
figure, axes = plt.subplots(len(data["counts"]), 1, figsize=(9, 2.2 * len(data["counts"])), sharex=True, squeeze=False)
for (ax,), (name, counts) in zip(axes, data["counts"].items()):
    ax.fill_between([n * data["bin"] for n in range(len(counts))], counts, step="post", linewidth=0)
    ax.set_title(f"{name}: {data['tasks']:,} tasks in flight", fontsize=9, loc="left")
    ax.set_ylabel("polls in 0.1 s")
axes[-1][0].set_xlabel("seconds")
"""


def measure(name: str, url: str, what: str, **order: Any) -> Mapping[str, Any]:
    """Measure one turn of a contender."""
    if what == "many":
        return asyncio.run(many(CONTENDERS[name][1], url, **order))
    return asyncio.run(flight(url, **order))


def main() -> int:
    """Run it and print the tables."""
    options = _bench.options(__doc__, rounds=9, quick="a few tasks")
    _ = options.add_argument(
        "--other-rounds", type=int, default=3, help="rounds of the other clients [default: %(default)s]"
    )
    _ = options.add_argument("--tasks", type=int, default=1000, help="at once [default: %(default)s]")
    _ = options.add_argument("--in-flight", type=int, default=10_000, help="[default: %(default)s; 0: left out]")
    _ = options.add_argument("--lasting", type=float, nargs=2, default=(30.0, 60.0), help="seconds [default: 30 60]")
    _ = options.add_argument("--files", type=int, default=1024, help="that may be open [default: %(default)s]")
    _ = options.add_argument("--only", nargs="+", metavar="NAME", help="these contenders alone")
    given = options.parse_args()
    if given.worker:
        _bench.obey(partial(measure, given.worker, given.url))
        return 0
    if given.rounds:
        throughput(given)
    if given.in_flight:
        in_flight(given)
    return 0


if __name__ == "__main__":
    sys.exit(main())
