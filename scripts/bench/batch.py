"""Run thousands of jobs through `foxapi-video batch`, break it off twice; see what it takes and that all are there."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from attrs import define, field

from foxapi_video import Journal
from foxapi_video.sandbox import Sandbox

API_KEY = "sk-batch-0f1e2d3c4b5a"


@define
class Bench:
    """A batch on the command line, watched from outside."""

    folder: Path
    jobs: int
    url: str
    concurrency: int
    step: int
    """A line is printed whenever so many jobs more have ended."""
    began: float = field(factory=time.monotonic)
    peak: float = 0.0
    next: int = 0

    def start(self) -> subprocess.Popen[bytes]:
        """Start the command, always the same."""
        command = [sys.executable, "-m", "foxapi_video.cli", "batch", "requests.jsonl", "-o", "out"]
        command += ["--journal", "jobs.sqlite", "--concurrency", str(self.concurrency)]
        keys = {"FOXAPI_API_KEY": API_KEY, "FOXAPI_BASE_URL": self.url}
        with (self.folder / "batch.log").open("ab") as log:
            return subprocess.Popen(command, cwd=self.folder, env=os.environ | keys, stdout=log, stderr=log)

    def watch(self, batch: subprocess.Popen[bytes], until: float) -> None:
        """Sample the process's memory until so many jobs have ended, or until it has."""
        sampled = 0.0
        while batch.poll() is None and (ended := self.ended()) < until:
            if time.monotonic() - sampled >= 0.5:
                sampled = time.monotonic()
                used = memory(batch.pid)
                self.peak = max(self.peak, used)
            if ended >= self.next:
                self.next = ended - ended % self.step + self.step
                seconds = time.monotonic() - self.began
                print(f"{ended:6} jobs  {seconds:6.1f} s  {memory(batch.pid):6.1f} MB", flush=True)
            time.sleep(0.05)

    def ended(self) -> int:
        """Count the jobs that have ended."""
        if not (self.folder / "jobs.sqlite").exists():
            return 0
        file = f"file:{self.folder}/jobs.sqlite?mode=ro"
        try:
            with closing(sqlite3.connect(file, uri=True, timeout=30)) as database:
                count: int = database.execute(
                    "SELECT count(*) FROM jobs WHERE state NOT IN ('new', 'sending', 'submitted', 'completed')"
                ).fetchone()[0]
        except sqlite3.OperationalError:  # the table is not there yet
            return 0
        return count

    def run(self) -> list[str]:
        """Start, interrupt, start, kill, start; return what is wrong in the end."""
        batch = self.start()
        self.watch(batch, self.jobs / 3)
        interrupted = time.monotonic()
        batch.send_signal(signal.SIGINT)
        wrong = [] if batch.wait() == 130 else [f"the exit code after SIGINT is {batch.returncode}"]
        print(f"SIGINT at {self.ended()} jobs; it ended after {time.monotonic() - interrupted:.2f} s", flush=True)
        batch = self.start()
        self.watch(batch, self.jobs * 2 / 3)
        batch.kill()
        _ = batch.wait()
        print(f"SIGKILL at {self.ended()} jobs", flush=True)
        batch = self.start()
        self.watch(batch, self.jobs + 1)
        seconds = time.monotonic() - self.began
        print(f"{self.ended()} jobs in {seconds:.1f} s, {self.jobs / seconds:.1f} jobs/s; peak {self.peak:.1f} MB")
        return wrong + ([] if batch.returncode in (0, 6) else [f"the last exit code is {batch.returncode}"])

    def check(self, tasks: list[tuple[str, str]]) -> list[str]:
        """Compare the journal and the files with the tasks (prompt, id) of the sandbox."""
        with Journal(self.folder / "jobs.sqlite") as journal:
            jobs = {str(job.body["prompt"]): job for job in journal.jobs()}
        states = Counter(job.state for job in jobs.values())
        print(f"{dict(states)}; {len(tasks)} tasks created")
        wrong = [
            f"{prompt} was paid {count} times" for prompt, count in Counter(p for p, _ in tasks).items() if count > 1
        ]
        contents = Counter(path.read_bytes() for path in (self.folder / "out").glob("*.mp4"))
        if len(contents) != 1 or contents.total() != states["saved"]:
            wrong.append(f"{contents.total()} files of {len(contents)} contents for {states['saved']} saved jobs")
        if states["saved"] + states["uncertain"] != self.jobs or states["uncertain"] > self.concurrency:
            wrong.append(f"{self.jobs} jobs became {dict(states)}")
        paid = dict(tasks)
        wrong += [f"{p} is {j.task_id}, paid as {paid.get(p)}" for p, j in jobs.items()
                  if j.state == "saved" and j.task_id != paid.get(p)]  # fmt: skip
        return wrong


def memory(pid: int) -> float:
    """Return a process's resident memory in MB."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)


def serve(speed: float, pipe: Connection) -> None:
    """Be the sandbox, until the pipe says to tell the tasks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Sandbox(key=API_KEY, speed=speed, share_renderings=True) as box:
        pipe.send(box.url)
        _ = pipe.recv()
        pipe.send([(str(task.body["prompt"]), task.id) for task in box.tasks])


@contextmanager
def sandbox(speed: float) -> Iterator[tuple[str, Connection]]:
    """Run a sandbox in a process of its own."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(speed, theirs), daemon=True)
    process.start()
    try:
        yield ours.recv(), ours
    finally:
        process.terminate()
        process.join()


def main() -> int:
    """Run it, print the figures; 1 if something is wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    _ = options.add_argument("--jobs", type=int, default=5000, help="[default: %(default)s]")
    _ = options.add_argument("--concurrency", type=int, default=100, help="[default: %(default)s]")
    _ = options.add_argument("--speed", type=float, default=50.0, help="of the sandbox [default: %(default)s]")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="batch-") as name, sandbox(given.speed) as (url, pipe):
        folder = Path(name)
        request = {"model": "veo-3.1-fast", "resolution": "720p", "duration": 4, "generate_audio": False}
        lines = [json.dumps({**request, "prompt": f"job {number}"}) for number in range(given.jobs)]
        _ = (folder / "requests.jsonl").write_text("\n".join(lines), encoding="utf-8")
        bench = Bench(folder, given.jobs, url, given.concurrency, max(given.jobs // 10, 1))
        wrong = bench.run()
        pipe.send("tasks")
        wrong += bench.check(pipe.recv())
        wrong += [text[-1500:] for text in [(folder / "batch.log").read_text("utf-8")] if "Traceback" in text]
    print("\n".join(wrong) or "every job is there, and paid once")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
