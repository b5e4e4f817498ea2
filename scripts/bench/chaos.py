"""Kill the processes that share one journal, again and again, and see that no job is paid twice and none is lost."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any

import av
from attrs import define, field

from foxapi_video import AsyncFoxAPI, FoxAPI, Journal, Poll
from foxapi_video.sandbox import Fault, Sandbox

API_KEY = "sk-chaos-0f1e2d3c4b5a"
POLL = Poll(timeout=60, shortest=0.1, longest=0.4)
WIDTH = 4
EXCHANGE = 3.0
"""Seconds that a worker's HTTP exchange may take; its leases are about twice as long."""
ENDED = ("saved", "uncertain", "failed")
CRASHED = "the process that sent it ended before the answer came"
KINDS = ("FoxAPI", "AsyncFoxAPI", "command line")
KILLS = ("at random", "during a POST", "at the answer")
SHAPES: tuple[dict[str, Any], ...] = ({}, {"aspect_ratio": "9:16", "generate_audio": False}, {"duration": 6})
LOST = (Fault.lost(), Fault.reset(), Fault.failed(), Fault.failed(), *[Fault.status(503)] * 3)
FAULTS: dict[str, list[Fault]] = {  # each request draws one
    "create_video": [*LOST, *[Fault.none()] * 33, *[Fault.stall(0.05 + number / 240) for number in range(60)]],
    "get_task": [*[Fault.none()] * 9, Fault.reset(), Fault.status(502, html=True), Fault.stall(0.5)],
    "result": [*[Fault.none()] * 16, *map(Fault.truncate, (0.1, 0.5)), Fault.stall(0.3), Fault.reset()],
}


@define
class Chaos:
    """One run: a sandbox, workers that are killed, and what came of it."""

    folder: Path
    jobs: int
    chance: random.Random
    box: Sandbox = field(init=False)
    workers: list[subprocess.Popen[bytes]] = field(factory=list)
    started: int = 0
    armed: bool = False
    kills: Counter[str] = field(factory=Counter)
    wrong: list[str] = field(factory=list)

    def run(self, *, kills: int, workers: int, within: float) -> dict[str, object]:
        """Kill a worker whenever another share of the jobs has ended, until all have; return the figures."""
        moments = sorted(self.chance.uniform(0, 0.6 * self.jobs) for _ in range(kills))
        ways = self.chance.sample([KILLS[number % len(KILLS)] for number in range(kills)], kills)
        lines = (json.dumps({"key": request["prompt"], "request": request}) for request in requests(self.jobs))
        _ = (self.folder / "requests.jsonl").write_text("\n".join(lines), encoding="utf-8")
        Journal(self.folder / "jobs.sqlite").close()  # so that there is a file to look into
        deadline = time.monotonic() + within
        with Sandbox(key=API_KEY, speed=20, share_renderings=True, on_request=self._answered) as self.box:
            for operation, faults in FAULTS.items():
                self.box.faults.add(operation, *self.chance.choices(faults, k=20 * self.jobs))
            while (ended := self._tended(workers)) < self.jobs and time.monotonic() < deadline:
                if moments and ended >= moments[0]:
                    del moments[0]
                    time.sleep(self.chance.uniform(0, 0.4))
                    self._kill(ways.pop(), workers)
                time.sleep(0.05)
            deadline = time.monotonic() + 30
            while self._tended(0) and self.workers and time.monotonic() < deadline:
                time.sleep(0.05)
            for worker in self.workers:
                self.wrong.append(f"(f) a worker does not end: {worker.args!r}")
                self._strike([worker])
            return self._checked()

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{self.folder}/jobs.sqlite?mode=ro", uri=True, timeout=30)) as database:
            return database.execute(query, values).fetchall()

    def _tended(self, workers: int) -> int:
        """See that so many workers run, the three kinds in turn, and count the jobs that have ended."""
        count: int = self._rows(f"SELECT count(*) FROM jobs WHERE state IN {ENDED}")[0][0]
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        while len(self.workers) < workers and count < self.jobs:
            kind = KINDS[self.started % len(KINDS)]
            arguments = [__file__, "--worker", kind, "--jobs", str(self.jobs)]
            if kind == "command line":
                arguments = ["-m", "foxapi_video.cli", "batch", "requests.jsonl", "-o", "out", f"--concurrency={WIDTH}"]
            keys = {"FOXAPI_API_KEY": API_KEY, "FOXAPI_BASE_URL": self.box.url, "FOXAPI_JOURNAL": "jobs.sqlite"}
            self.started += 1
            with (self.folder / f"worker-{self.started}.log").open("wb") as log:
                where: dict[str, Any] = {"cwd": self.folder, "env": os.environ | keys, "stdout": log, "stderr": log}
                self.workers.append(subprocess.Popen([sys.executable, *arguments], **where))
        return count

    def _senders(self, key: str = "%") -> list[subprocess.Popen[bytes]]:
        """List the workers with a create request in flight."""
        owners = self._rows("SELECT owner FROM jobs WHERE state = 'sending' AND key LIKE ?", key)
        return [worker for worker in self.workers if any(f"/{worker.pid}/" in owner for (owner,) in owners)]

    def _answered(self, method: str, path: str, status: int | None) -> None:
        """Kill the worker that is just given its task's id, where that is wanted; called by the sandbox."""
        if self.armed and (method, status) == ("POST", 200):
            self._strike(self._senders(str(self.box.tasks[-1].body["prompt"])))

    def _kill(self, how: str, workers: int) -> None:
        """Kill a worker: at random also where no POST comes within 5 s."""
        until, self.armed = time.monotonic() + 5, how == "at the answer"
        while self.armed and time.monotonic() < until:
            time.sleep(0.01)
        while how == "during a POST" and not self._senders() and time.monotonic() < until:
            _ = self._tended(workers)
        if how != "at the answer" or self.armed:
            self.armed = False
            _ = self._tended(workers)
            self._strike((self._senders() if how == "during a POST" else []) or self.workers)
        self.kills[how] += 1
        self._find(API_KEY, "*-wal", "(e) the key is in")

    def _strike(self, workers: list[subprocess.Popen[bytes]]) -> None:
        if workers:
            victim = self.chance.choice(workers)
            victim.kill()
            _ = victim.wait()  # a process that nobody has waited for counts as alive
            self.kills["open"] += victim in self._senders()
            self.armed = False

    def _find(self, words: str, names: str, trouble: str) -> None:
        contents = {path: path.read_bytes() for path in self.folder.glob(names)}
        self.wrong += [
            f"{trouble}: {path}: {text[-1500:]!r}" for path, text in contents.items() if words.encode() in text
        ]

    def _checked(self) -> dict[str, object]:
        """Compare the journal, the paid tasks and the files."""
        with Journal(self.folder / "jobs.sqlite") as journal:
            jobs = {job.key: job for job in journal.jobs()}
        paid = defaultdict(list)
        for task in self.box.tasks:
            paid[str(task.body["prompt"])].append(task)
        known: dict[bytes, object] = {}  # equal bytes are decoded once
        files = {path.stem: path for path in (self.folder / "out").glob("*.mp4")}
        for key in sorted({request["prompt"] for request in requests(self.jobs)} | set(paid) | set(files)):
            job, tasks, path = jobs.get(key), paid[key], files.get(key)
            ids, fates = [task.id for task in tasks], [task.status for task in tasks]
            if job is None or job.state not in ENDED:
                self.wrong.append(f"(a) {key} is {job.state if job else 'lost'}, and paid as {ids}")
                continue
            if len(ids) > 1:
                self.wrong.append(f"(b) {key} is paid {len(ids)} times: {ids}")
            fate = "failed" if job.state == "failed" else "completed"
            if job.state != "uncertain" and ([job.task_id], [fate]) != (ids, fates):
                self.wrong.append(f"(c) {key} is {job.state} as {job.task_id}, and paid as {ids}, which are {fates}")
            if (job.state == "saved") != (path is not None and job.path == path):
                self.wrong.append(f"(d) {key} is {job.state} with its file at {job.path}; there is {path}")
            elif path is not None:
                content = path.read_bytes()
                known[content] = known.get(content) or measured(path)
                if known[content] != tuple(tasks[0].shape):
                    self.wrong.append(f"(d) {path} is {known[content]}, not {tasks[0].shape}")
        self._find(API_KEY, "jobs.sqlite*", "(e) the key is in")
        self._find("Traceback", "*.log", "(f) a worker fell over")
        crashed = [key for key, job in jobs.items() if job.state == "uncertain" and job.error == CRASHED]
        return {
            **{f"kills {how}": self.kills[how] for how in KILLS},
            "kills that left a POST open": self.kills["open"],
            "workers started": self.started,
            "tasks created": len(self.box.tasks),
            **{state: sum(job.state == state for job in jobs.values()) for state in ENDED},
            "uncertain by a kill": f"{len(crashed)}, of which {sum(bool(paid[key]) for key in crashed)} are paid",
            "part files of the killed": len(list((self.folder / "out").glob(".*.part"))),
        }


def requests(count: int) -> list[dict[str, Any]]:
    """Make the batch; each prompt is its job's key, too."""
    base = {"model": "veo-3.1-fast", "resolution": "720p", "duration": 4}
    return [{**base, **SHAPES[number % 3], "prompt": f"job-{number:05}"} for number in range(count)]


def measured(path: Path) -> object:
    """Decode a video to its end; return width, height, seconds and whether it has audio, or the problem."""
    try:
        with av.open(path) as container:
            frames = [frame.time or 0.0 for frame in container.decode(video=0)]
            picture, sound = container.streams.video[0], bool(container.streams.audio)
            return picture.width, picture.height, round(frames[-1] + 1 / float(picture.average_rate or 1)), sound
    except (av.FFmpegError, OSError) as error:
        return repr(error)


async def work(kind: str, count: int) -> None:
    """Be a worker: run the whole batch, in the folder of the run."""
    bodies = requests(count)
    batch: dict[str, Any] = {"keys": [body["prompt"] for body in bodies], "concurrency": WIDTH, "poll": POLL}
    with Journal(os.environ["FOXAPI_JOURNAL"]) as journal:
        if kind == "FoxAPI":
            with FoxAPI(timeout=EXCHANGE, journal=journal) as fox:
                _ = list(fox.batch(bodies, save_to="out", **batch))
        else:
            async with AsyncFoxAPI(timeout=EXCHANGE, journal=journal) as awaiting:
                _ = [each async for each in awaiting.batch(bodies, save_to="out", **batch)]


def main() -> int:
    """Run it, print the table; 1 if a promise was broken."""
    options = argparse.ArgumentParser(description=__doc__)
    for name, default in {"jobs": 200, "kills": 40, "workers": 4, "seed": 1, "within": 600}.items():
        _ = options.add_argument(f"--{name}", type=int, default=default, help="[default: %(default)s]")
    _ = options.add_argument("--worker", choices=KINDS, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.worker:
        asyncio.run(work(given.worker, given.jobs))
        return 0
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="chaos-") as name:
        chaos = Chaos(Path(name), given.jobs, random.Random(given.seed))
        figures = chaos.run(kills=given.kills, workers=given.workers, within=given.within)
    for title, value in {**figures, "seconds": round(time.monotonic() - start, 1)}.items():
        print(f"{title:<28} {value}")
    print("\n".join(chaos.wrong) or "every promise held")
    return 1 if chaos.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
