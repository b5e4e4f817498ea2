"""Many videos from one file, and the journal's jobs as a person reads them."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
from attrs import evolve
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from foxapi_video import AsyncFoxAPI, Journal, Poll, Problem, Task
from foxapi_video._jobs import JobResult, plan
from foxapi_video._upload_store import Digests

from ._display import console, exit_code, result, say, table
from ._requests import Entry

SHOWN = 8
"""Jobs under way that get a line of their own."""
REPORTED = 20
"""Jobs without a file that the summary names."""


def make(
    name: str,
    entries: Sequence[Entry],
    *,
    output: Path,
    journal: Path,
    concurrency: int,
    timeout: float | None,
    sandbox: bool,
    dry_run: bool,
    base_url: str | None,
    as_json: bool,
) -> int:
    """Check every line, then generate what is not there yet, and report."""
    readable = [each for each in entries if each.has_request]
    keys = [each.key for each in readable]
    plans, found = plan([each.request for each in readable], keys=keys, folder=output, digests=Digests())
    beside: dict[str, list[Problem]] = {}
    for number, problem in found:
        beside.setdefault(readable[number].place, []).append(problem)
    problems = [
        (each.place, problem) for each in entries for problem in each.without_repeats(beside.get(each.place, ()))
    ]
    for place, problem in problems:
        print(f"{name}:{place}{problem}")
    if problems or dry_run:
        say(f"{len(entries)} jobs, {len(problems)} problems; nothing was sent")
        return 2 if problems else 0
    with ExitStack() as stack:
        book = stack.enter_context(Journal(None if sandbox else journal))
        key = None
        poll = Poll() if timeout is None else Poll(timeout=timeout)
        if sandbox:
            from foxapi_video.sandbox import Sandbox

            box = stack.enter_context(Sandbox(speed=20.0, one_clip_a_shape=True))
            key, base_url, poll = box.key, box.url, evolve(poll, shortest=0.2, longest=1.0)
        view = stack.enter_context(_View(len(plans)))
        requests, keys = [each.body for each in plans], [each.key for each in plans]

        async def generate() -> list[JobResult]:
            done: list[JobResult] = []
            async with AsyncFoxAPI(key, base_url=base_url, journal=book) as fox:
                results = fox.batch(
                    requests, keys=keys, save_to=output, concurrency=concurrency, poll=poll, on_progress=view.look
                )
                async for each in results:
                    view.end(each)
                    done.append(JobResult(each.key, None, each.error))  # the journal knows the file
            return done

        started = time.monotonic()
        try:
            done = asyncio.run(generate())
        except KeyboardInterrupt as stop:
            states = Counter(job.state for job in map(book.job, keys) if job)
            stop.add_note(_counted(states) if sandbox else f"{_counted(states)}; the same command goes on from here")
            raise
        return _report(book, done, time.monotonic() - started, as_json=as_json)


class _View:
    """How far a batch is: one line for all, and one for each of a few that are under way."""

    def __init__(self, total: int) -> None:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[state]}"),
        )
        self._bars = Progress(*columns, TimeElapsedColumn(), console=console) if console.is_terminal else None
        self._all = self._bars.add_task("batch", total=total, state="") if self._bars else None
        self._rows: dict[str, Any] = {}
        self._total = total
        self._counts: Counter[str] = Counter()

    def __enter__(self) -> _View:
        if self._bars:
            self._bars.start()
        return self

    def __exit__(self, *raised: object) -> None:
        if self._bars:
            self._bars.stop()

    def look(self, key: str, task: Task) -> None:
        """Show a job that is under way."""
        if self._bars is None:
            return
        if key not in self._rows and len(self._rows) < SHOWN:
            self._rows[key] = self._bars.add_task(f"  {key}", total=100, state="")
        if key in self._rows:
            self._bars.update(self._rows[key], completed=task.progress or 0, state=task.status)

    def end(self, each: JobResult) -> None:
        """Show that a job has ended."""
        self._counts["saved" if each.error is None else "without a file"] += 1
        if each.error is not None:
            say(f"{each.key}: {each.error}")
        if self._bars is None or self._all is None:
            if sum(self._counts.values()) % max(self._total // 20, 1) == 0:
                say(f"{sum(self._counts.values())} of {self._total}: {_counted(self._counts)}")
            return
        if each.key in self._rows:
            self._bars.remove_task(self._rows.pop(each.key))
        self._bars.update(self._all, advance=1, state=_counted(self._counts))


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "nothing yet"


def _report(journal: Journal, done: Sequence[JobResult], seconds: float, *, as_json: bool) -> int:
    """Say how each job ended; the exit code is 0 only when all are saved."""
    jobs = [(each, journal.job(each.key)) for each in done]
    counts = Counter(job.state if job else "forgotten" for _, job in jobs)
    errors = [each.error for each in done if each.error is not None]
    if as_json:
        rows = [
            {
                "key": each.key,
                "state": job.state if job else None,
                "task_id": job.task_id if job else None,
                "path": str(job.path) if job and job.path else None,
                "error": None
                if each.error is None
                else {"type": type(each.error).__name__, "message": str(each.error)},
            }
            for each, job in jobs
        ]
        result({"counts": dict(counts), "seconds": round(seconds, 1), "jobs": rows}, "", as_json=True)
    else:
        print(f"{_counted(counts)} in {seconds:.1f} s")
        missing = [
            (each.key, job.state if job else "", str(each.error)) for each, job in jobs if each.error is not None
        ]
        if missing:
            table(["JOB", "STATE", "WHY"], missing[:REPORTED])
        if len(missing) > REPORTED:
            print(f"… and {len(missing) - REPORTED} more: foxapi-video jobs --journal {journal.path}")
    return max(map(exit_code, errors), default=0)


def list_jobs(path: Path, *, as_json: bool) -> int:
    """List every job of a journal."""
    with _opened(path) as journal:
        jobs = journal.jobs()
    if as_json:
        rows = [
            {
                "key": job.key,
                "state": job.state,
                "model": job.body.get("model"),
                "task_id": job.task_id,
                "path": None if job.path is None else str(job.path),
                "error": job.error,
                "updated": job.updated,
            }
            for job in jobs
        ]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    shown = [
        (job.key, job.state, str(job.body.get("model")), job.task_id or "", str(job.path or job.error or ""))
        for job in jobs
    ]
    table(["JOB", "STATE", "MODEL", "TASK", "FILE OR ERROR"], shown)
    say(_counted(Counter(job.state for job in jobs)))
    return 0


def settle(path: Path, key: str, *, again: bool) -> int:
    """Do with a job what a person has decided."""
    with _opened(path) as journal:
        job = journal.job(key)
        if job is None:
            raise click.UsageError(f"the journal {path} has no job {key!r}; `foxapi-video jobs` lists them")
        if again and not journal.retry(key):
            raise click.UsageError(f"the job {key} is {job.state}; only an uncertain or failed one can be retried")
        if not again and not journal.forget(key):
            raise click.UsageError(f"another process works at the job {key} just now")
    say(f"{key} is {'new again: the next batch or resume sends it' if again else 'forgotten'}")
    return 0


def _opened(path: Path) -> Journal:
    if not path.exists():
        raise click.UsageError(f"there is no journal at {path}; name it with --journal")
    return Journal(path)
