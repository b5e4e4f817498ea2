"""Jobs: requests that a journal remembers, one or thousands; nothing is sent twice and nothing sent is lost."""

# pyright: reportUnusedCallResult=true

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

import foxapi_video._steps as steps

from . import errors
from ._actions import Context, Do, Now, Sleep, Steps, T, Together
from ._answers import Task
from ._files import check_target, output_path
from ._journal import UNFINISHED, Job, Journal, key_of
from ._polling import Poll
from ._problems import Problem
from ._requests import Body, Request, body_of, check_has_file, prepare
from ._steps import Clip, OnProgress
from ._uploads import UPLOAD_WITHIN, OnUpload, pinned, uploaded

OnJobProgress = Callable[[str, Task], None]

LOOK_AGAIN = 1.0
"""Seconds between two looks at a job that somebody else works at."""


@frozen
class JobResult:
    """How one job of a batch ended: with a clip, or with an error."""

    key: str
    clip: Clip | None
    error: errors.FoxAPIError | None


@frozen
class Plan:
    """One job that is to be done."""

    key: str
    body: Mapping[str, Any]
    target: Path | None


def submit(
    context: Context,
    request: Request,
    *,
    extra_body: Mapping[str, Any] | None,
    validate: bool,
    key: str | None,
    on_upload: OnUpload | None = None,
) -> Steps[Task]:
    """Create the task; with a journal, once and for all."""
    if context.journal is None:
        return (
            yield from steps.submit(context, request, extra_body=extra_body, validate=validate, on_upload=on_upload)
        )
    body = body_of(request, extra_body=extra_body, validate=validate).values
    body = yield Do(partial(pinned, body))
    key = yield from _intend(context.journal, Plan(key or key_of(body), body, None))
    deadline = (yield Now()) + context.within
    by = context.journal.hands()
    job = yield from _claim(context, context.journal, key, by, deadline)
    try:
        if job.state == "new":
            sending = uploaded(context, Body(dict(job.body)), within=UPLOAD_WITHIN, on_upload=on_upload)
            ready = yield from _leased(context, context.journal, key, by, sending)
            return (yield from steps.create(context, ready, retry_for=context.within, key=key, by=by))
        return (yield from steps.get(context, _task(job).id, sync_upstream=False))
    finally:
        context.journal.release(key, by)


def generate(
    context: Context,
    request: Request,
    *,
    save_to: str | os.PathLike[str] | None,
    poll: Poll,
    on_progress: OnProgress | None,
    on_upload: OnUpload | None = None,
    extra_body: Mapping[str, Any] | None,
    validate: bool,
    key: str | None,
) -> Steps[Clip]:
    """Submit, wait and download; with a journal, go on where an earlier try stopped."""
    if context.journal is None:
        return (
            yield from steps.generate(
                context,
                request,
                save_to=save_to,
                poll=poll,
                on_progress=on_progress,
                on_upload=on_upload,
                extra_body=extra_body,
                validate=validate,
            )
        )
    body = body_of(request, extra_body=extra_body, validate=validate).values
    if save_to is not None:
        check_has_file(Body(body))
    body = yield Do(partial(pinned, body))
    target = None if save_to is None else output_path(save_to)
    key = yield from _intend(context.journal, Plan(key or key_of(body), body, target))
    return (yield from finish(context, key, poll=poll, on_progress=on_progress, on_upload=on_upload))


def finish(
    context: Context, key: str, *, poll: Poll, on_progress: OnProgress | None, on_upload: OnUpload | None = None
) -> Steps[Clip]:
    """Bring a job of the journal to its end, from wherever it stands."""
    journal = context.journal
    assert journal is not None  # only the journal knows keys
    deadline = (yield Now()) + poll.timeout
    by = journal.hands()
    job = yield from _claim(context, journal, key, by, deadline)
    try:
        if job.state == "saved" and job.task_id and job.path and job.path.exists() and _is_there(job):
            return Clip(Task(job.task_id, "completed"), None, (), job.path)
        if job.target is not None:
            paid = None if job.state == "new" else job.task_id
            yield Do(partial(check_target, job.target, task_id=paid))
        if job.state == "new":
            sending = uploaded(context, Body(dict(job.body)), within=poll.timeout, on_upload=on_upload)
            body = yield from _leased(context, journal, key, by, sending)
            rest = max(deadline - (yield Now()), 0.0)
            creating = steps.create(context, body, retry_for=rest, key=key, by=by)
            task = yield from _leased(context, journal, key, by, creating)
            del sending, body, creating  # thousands may wait: what is not needed any more is not kept
        else:
            task = _task(job)
        end = steps.finish(context, task, save_to=job.target, poll=poll, deadline=deadline, on_progress=on_progress)
        del task, job
        return (yield from _leased(context, journal, key, by, end))
    finally:
        journal.release(key, by)


def plan(
    requests: Iterable[Request], *, keys: Sequence[str | None] | None, folder: str | os.PathLike[str] | None
) -> tuple[list[Plan], list[tuple[int, Problem]]]:
    """Check all requests of a batch before any is sent, and name them; a problem comes with its request's number."""
    plans: list[Plan] = []
    problems: list[tuple[int, Problem]] = []
    first: dict[str, int] = {}
    requests = list(requests)
    if keys is not None and len(keys) != len(requests):
        raise errors.ConfigurationError(f"{len(keys)} keys for {len(requests)} requests: give one a request, or none")
    for number, request in enumerate(requests):
        body, found, _ = prepare(request)
        if not found:
            try:
                if folder is not None:
                    check_has_file(Body(body))
                body = pinned(body)
            except errors.InvalidRequest as error:
                found = [*error.problems]
        problems += [(number, problem) for problem in found]
        key = (keys[number] if keys is not None else None) or ("" if found else key_of(body))
        if key and (not re.fullmatch(r"[\w.-]{1,100}", key) or key.startswith(".")):
            words = f"{key!r} cannot name a file: letters, digits, . _ - and at most 100 of them"
            problems.append((number, Problem("key", words)))
        elif key and (same := first.setdefault(key, number)) != number:
            words = f"is the same job as number {same}; give each a key of its own to have both"
            problems.append((number, Problem("key", words)))
        target = None if folder is None else output_path(folder) / f"{key}.mp4"
        plans.append(Plan(key, body, target))
    return plans, problems


def begin(
    context: Context,
    requests: Iterable[Request],
    *,
    keys: Sequence[str | None] | None,
    folder: str | os.PathLike[str] | None,
    concurrency: int,
) -> Steps[tuple[Context, list[str]]]:
    """Check a batch and write it down, in a journal that lasts as long as the batch where the client has none.

    Returns the context with the journal, and the keys.

    Raises:
        InvalidRequest, ConfigurationError: nothing was written.
    """
    begun: tuple[Context, list[str]] = yield Do(partial(_begin, context, list(requests), keys, folder, concurrency))
    return begun


def _begin(
    context: Context,
    requests: Sequence[Request],
    keys: Sequence[str | None] | None,
    folder: str | os.PathLike[str] | None,
    concurrency: int,
) -> tuple[Context, list[str]]:
    _check_width(concurrency)
    plans, problems = plan(requests, keys=keys, folder=folder)
    if problems:
        numbered = (Problem(f"[{number}] {each.field}".strip(), each.message) for number, each in problems)
        raise errors.InvalidRequest(list(numbered))
    if folder is not None:
        for number, each in enumerate(plans):
            check_target(each.target or folder, write=not number)
    if context.journal is None:
        context = evolve(context, journal=Journal(None))
    assert context.journal is not None
    _ = context.journal.intend((each.key, each.body, each.target) for each in plans)
    return context, [each.key for each in plans]


def unfinished(context: Context, concurrency: int) -> list[str]:
    """Name the jobs that can go on by themselves.

    Raises:
        ConfigurationError: there is no journal.
    """
    _check_width(concurrency)
    if context.journal is None:
        raise errors.ConfigurationError("resume needs a journal: FoxAPI(journal=Journal(PATH))")
    return [job.key for job in context.journal.jobs(*UNFINISHED)]


def _check_width(concurrency: int) -> None:
    if concurrency < 1:
        raise errors.ConfigurationError(f"concurrency is how many jobs are under way at a time; {concurrency} is none")


def results(
    context: Context, keys: Iterable[str], *, poll: Poll, on_progress: OnJobProgress | None
) -> Iterator[Steps[JobResult]]:
    """Yield the steps of each job."""
    return (_result(context, key, poll=poll, on_progress=on_progress) for key in keys)


def _result(context: Context, key: str, *, poll: Poll, on_progress: OnJobProgress | None) -> Steps[JobResult]:
    """Finish a job; an error of ours is a result, too."""
    seen = None if on_progress is None else partial(on_progress, key)
    try:
        clip = yield from finish(context, key, poll=poll, on_progress=seen)
    except errors.FoxAPIError as error:
        return JobResult(key, None, error)
    return JobResult(key, clip, None)


def _intend(journal: Journal, job: Plan) -> Steps[str]:
    yield Do(partial(journal.intend, [(job.key, job.body, job.target)]))
    return job.key


def _claim(context: Context, journal: Journal, key: str, by: str, deadline: float) -> Steps[Job]:
    """Take a job that may be worked at, waiting while somebody else has it."""
    while True:
        try:
            job: Job | None = yield Do(partial(journal.claim, key, context.lease, by))
        except BaseException:
            journal.release(key, by)  # who interrupts may have come too late to keep us from taking it
            raise
        if job is not None:
            if job.state == "uncertain":
                journal.release(key, by)
                raise _uncertain(job)
            return job
        if (yield Do(partial(journal.job, key))) is None:
            raise errors.ConfigurationError(f"the journal {journal.path} has no job {key!r}")
        if (yield Now()) + LOOK_AGAIN >= deadline:
            words = f"the job {key} is still in the hands of another process; ask again later"
            raise errors.WaitTimeout(words, task_id=None)
        yield Sleep(LOOK_AGAIN)


def _leased(context: Context, journal: Journal, key: str, by: str, inner: Steps[T]) -> Steps[T]:
    """Run steps and keep the job's lease over their pauses."""
    given: Any = None
    error: BaseException | None = None
    while True:
        try:
            action = inner.send(given) if error is None else inner.throw(error)
        except StopIteration as stop:
            done: T = stop.value
            return done
        if isinstance(action, Sleep | Together):
            seconds = (action.seconds if isinstance(action, Sleep) else UPLOAD_WITHIN) + context.lease
            yield Do(partial(journal.claim, key, seconds, by))
        given, error = None, None
        try:
            given = yield action
        except BaseException as raised:
            error = raised


def _is_there(job: Job) -> bool:
    return job.target is None or job.path == job.target


def _task(job: Job) -> Task:
    """Return the job's task as far as the journal knows it.

    Raises:
        TaskFailed: it has failed; the journal remembers why.
    """
    task = Task(job.task_id or "", job.state)
    if job.state == "failed":
        words = f"{job.error}; `foxapi-video jobs retry {job.key}` has it made again, and paid again"
        raise errors.TaskFailed(words, task=task)
    return task


def _uncertain(job: Job) -> errors.SubmissionUncertain:
    words = (
        f"the job {job.key} may be paid and its answer is lost ({job.error}): look at your balance or the service's "
        f"task list, then settle it with `foxapi-video jobs retry {job.key}` or `foxapi-video jobs forget {job.key}`"
    )
    return errors.SubmissionUncertain(words, model=str(job.body.get("model")), sent_at=job.sent or job.updated)
