"""Implement `batch` and `jobs`."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from foxapi_video import AsyncFoxAPI, ConfigurationError, Job, Journal, Problem, Task
from foxapi_video._contract.wording import join_words
from foxapi_video._steps.batch import JobResult, plan
from foxapi_video._steps.jobs import Plan
from foxapi_video._storage.upload_cache import Digests

from ..clients import SANDBOX_SPEED, open_sandbox, poll_settings, require_key
from ..output.display import exit_code, failure, nearby, path_text, report_problems, result, say, table
from ..output.progress import ProgressView, counted
from ..price_cache import cached_prices
from ..record import state_journal
from ..requests import Entry
from ..targets import check_free, keep_files, target_of
from .prices import total_words

REPORTED = 20
"""Maximum number of jobs without a file that the summary lists."""


def make(
    name: str,
    entries: Sequence[Entry],
    *,
    output: str,
    force: bool,
    journal: str,
    concurrency: int,
    max_credits: float | None,
    timeout: float | None,
    sandbox: bool,
    dry_run: bool,
    base_url: str | None,
    as_json: bool,
) -> int:
    """Validate all requests, generate the videos that are not saved yet, and report."""
    readable = [each for each in entries if each.has_request]
    keys = [each.key for each in readable]
    places = [each.number for each in readable]
    requests = [each.request for each in readable]
    plans, wrong = plan(requests, keys=keys, folder=output, digests=Digests(), places=places)
    beside: dict[str, list[Problem]] = {}
    for number, problem in wrong:
        beside.setdefault(readable[number].place, []).append(problem)
    problems = [
        (each.place, problem) for each in entries for problem in each.without_repeats(beside.get(each.place, ()))
    ]
    found = f"{len(entries)} job{'s' * (len(entries) != 1)}, {len(problems)} problem{'s' * (len(problems) != 1)}"
    if problems:
        return report_problems(name, problems, f"{found}; nothing was sent", as_json=as_json)
    prices = None if sandbox else cached_prices(base_url)
    if dry_run:
        if as_json:
            result({"jobs": len(plans), "problems": []}, "", as_json=True)
        say(f"{found}; nothing was sent")
        if prices is not None:
            say(total_words(list(map(_model, plans)), prices))
        elif not sandbox:
            say("prices: not fetched today; to see them, run foxapi-video prices first")
        return 0
    _ = target_of(output.rstrip("/") + "/", "video", force=False)  # before anything is charged
    with ExitStack() as stack:
        book = stack.enter_context(Journal(None if sandbox else journal))
        before = _saved(book, plans)
        for each in plans:
            if each.target is not None and each.key not in before:
                check_free(Path(output) / each.target.name, force=force)
        unpaid = [each for each in plans if (job := book.job(each.key)) is None or job.state == "new"]
        if prices is not None and unpaid:
            say(total_words(list(map(_model, unpaid)), prices))
        key = None
        poll = poll_settings(timeout, sandbox=sandbox)
        if sandbox:
            box = stack.enter_context(open_sandbox(speed=SANDBOX_SPEED, share_renderings=True))
            key, base_url = box.key, box.url
        else:
            require_key()
        view = ProgressView(total=len(plans))
        credits: dict[str, float] = {}

        def progress(key: str, task: Task) -> None:
            if task.credits is not None:
                credits[key] = task.credits
            view.task(key, task)

        requests, keys = [each.body for each in plans], [each.key for each in plans]

        async def generate() -> list[JobResult]:
            done: list[JobResult] = []
            async with AsyncFoxAPI(key, base_url=base_url, journal=book) as fox:
                keep_files(fox, force=force)
                results = fox.batch(
                    requests,
                    keys=keys,
                    save_to=output,
                    concurrency=concurrency,
                    poll=poll,
                    on_progress=progress,
                    max_credits=max_credits,
                )
                async for each in results:
                    if each.error is not None:
                        say(f"{each.key}: {each.error}")
                    view.end(each.key, "saved" if each.error is None else "without a file")
                    if each.clip is not None and each.clip.task.credits is not None:
                        credits[each.key] = each.clip.task.credits
                    done.append(JobResult(each.key, None, each.error))  # the journal has the path
            return done

        started = time.monotonic()
        try:
            with view:
                done = asyncio.run(generate())
        except KeyboardInterrupt as stop:
            states = Counter(job.state for job in map(book.job, keys) if job)
            stop.add_note(counted(states) if sandbox else f"{counted(states)}; run the same command to resume")
            raise
        return _report(book, done, before, credits, Path(output), time.monotonic() - started, as_json=as_json)


def _model(plan: Plan) -> str:
    return str(plan.body.values["model"])


def _saved(journal: Journal, plans: Sequence[Plan]) -> set[str]:
    """Return the keys of the jobs whose file this journal saved and which still exists."""
    jobs = ((each, journal.job(each.key)) for each in plans)
    return {
        each.key
        for each, job in jobs
        if job is not None and job.state == "saved" and job.path == each.target and job.path and job.path.exists()
    }


def _report(
    journal: Journal,
    done: Sequence[JobResult],
    before: set[str],
    credits: Mapping[str, float],
    output: Path,
    seconds: float,
    *,
    as_json: bool,
) -> int:
    """Report how each job ended, and the reserved credits; return 0 only if all are saved."""
    jobs = [(each, journal.job(each.key)) for each in done]
    errors = [each.error for each in done if each.error is not None]
    if as_json:
        counts = Counter(job.state if job else "deleted" for _, job in jobs)
        rows = [
            {
                "key": each.key,
                "state": job.state if job else None,
                "task_id": job.task_id if job else None,
                "credits": credits.get(each.key),
                "path": path_text(output / job.path.name) if job and job.path else None,
                "error": None
                if each.error is None
                else {"type": type(each.error).__name__, "message": str(each.error)},
            }
            for each, job in jobs
        ]
        report = {
            "counts": dict(counts),
            "already_saved": len(before),
            "credits": math.fsum(credits.values()) if credits else None,
            "seconds": round(seconds, 1),
            "jobs": rows,
        }
        result(report, "", as_json=True, keep=True)
    else:
        states = ((job.state if job else "deleted", each.key in before) for each, job in jobs)
        counts = Counter(f"already {state}" if early and state == "saved" else state for state, early in states)
        took = "" if len(before) == len(done) else f" in {seconds:.1f} s"
        result([], f"{counted(counts)}{took}", as_json=False, keep=True)
        if credits:
            of = f"{len(credits)} of {len(done)} job{'s' * (len(done) != 1)}"
            say(f"{math.fsum(credits.values()):g} credits were reserved for {of}")
        missing = [
            (each.key, job.state if job else "", str(each.error)) for each, job in jobs if each.error is not None
        ]
        if missing:
            table(["JOB", "STATE", "ERROR"], missing[:REPORTED])
        if len(missing) > REPORTED:
            say(f"… and {len(missing) - REPORTED} more: foxapi-video jobs --journal {journal.path}")
    return max(map(exit_code, errors), default=0)


def list_jobs(paths: Sequence[Path], *, as_json: bool) -> int:
    """List all jobs of the existing journals; an unreadable journal does not hide the others."""
    found: list[tuple[Path, Sequence[Job]]] = []
    unusable: list[ConfigurationError] = []
    for path in existing(paths):
        try:
            with Journal(path) as journal:
                found.append((path, journal.jobs()))
        except ConfigurationError as error:
            unusable.append(error)
    if unusable and (as_json or not found):
        raise unusable[0]
    if as_json:
        rows = [
            {
                "key": job.key,
                "state": job.state,
                "model": job.body.get("model"),
                "task_id": job.task_id,
                "credits": job.credits,
                "path": None if job.path is None else path_text(job.path),
                "error": job.error,
                "updated": job.updated,
                "journal": path_text(path),
            }
            for path, jobs in found
            for job in jobs
        ]
        result(rows, "", as_json=True)
        return 0
    cells = [
        (
            job.key,
            job.state,
            str(job.body.get("model")),
            job.task_id or "",
            nearby(job.path) if job.path else job.error or "",
        )
        for _, jobs in found
        for job in jobs
    ]
    if cells:
        table(["JOB", "STATE", "MODEL", "TASK", "FILE OR ERROR"], cells)
    for path, jobs in found:
        credits = [job.credits for job in jobs if job.credits is not None]
        reserved = f"; {math.fsum(credits):g} credits were reserved" if credits else ""
        say(f"{nearby(path)}: {counted(Counter(job.state for job in jobs)) if jobs else 'no jobs'}{reserved}")
    return max((failure(error, as_json=False) for error in unusable), default=0)


def resolve(paths: Sequence[Path], key: str, *, again: bool, as_json: bool) -> int:
    """Queue an uncertain or failed job for retry, or delete a job."""
    for path in existing(paths):
        with Journal(path) as journal:
            gone = not again and journal.delete(key)  # first, since a damaged job cannot be read
            job = None if gone else journal.job(key)
            if job is None and not gone:
                continue
            if again and path == state_journal():
                words = f"{key} is not a batch job: to retry it, run the same `generate` or `submit` again"
                raise click.UsageError(f"{words}; to delete it, run `foxapi-video jobs delete {key}`")
            if job is not None and again and not journal.retry(key):
                raise click.UsageError(f"the job {key} is {job.state}; only uncertain and failed jobs can be retried")
            if not again and not gone:
                raise click.UsageError(f"the job {key} is locked by another process")
            done = "queued for retry by the next `batch`, or by `resume` in Python" if again else "deleted"
            if as_json:
                result({"key": key, "state": "new" if again else None}, "", as_json=True)
            say(f"{key} is {done}")
            return 0
    names = join_words([nearby(path) for path in paths], "or")
    raise click.UsageError(f"there is no job {key!r} in {names}; to list all jobs, run `foxapi-video jobs`")


def existing(paths: Sequence[Path]) -> Sequence[Path]:
    """Return the journals that exist; raise an error if the user named one that does not."""
    found = [path for path in paths if path.exists()]
    if not found and len(paths) == 1:
        raise click.UsageError(f"there is no journal at {path_text(paths[0])}; pass its path with --journal")
    if not found:
        say("no jobs are recorded yet")
    return found
