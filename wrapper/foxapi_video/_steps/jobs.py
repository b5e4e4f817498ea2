"""Submit, generate and resume one job; what a journal records is neither sent twice nor lost."""

# pyright: reportUnusedCallResult=true

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from .. import errors
from .._contract.wording import format_value
from .._requests.check import Body, Request, body_of, check_has_file
from .._requests.local_files import from_column, to_column
from .._storage.files import check_target, output_path
from .._storage.journal import Intent, Job, Journal, Spent
from .._storage.upload_cache import Digests
from ..values import Clip, Problem, SavedClip, Task
from .actions import Action, Context, CreditLimit, Gather, RunBlocking, Sleep, Steps, T, Transfer, Upload
from .arguments import check_arguments
from .generate import finish as finish_task
from .polling import Poll
from .record import hand_on_notes
from .submit import create
from .uploads import UPLOAD_TIMEOUT, OnUpload, fingerprint, uploaded, with_digests
from .wait import OnProgress, get

RECHECK_SECONDS = 1.0
"""Seconds between two checks of a job that another worker has."""


@frozen
class Plan:
    """One job that is to be done."""

    key: str
    body: Body
    target: Path | None
    request: str
    """The hash of what the caller passed."""

    def entry(self) -> Intent:
        """Return what the journal records of it."""
        return self.key, self.body.values, self.target, self.request, to_column(self.body.files)


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
    check_arguments(extra_body=extra_body, validate=validate, on_upload=on_upload)
    _check_key(key)
    body = body_of(request, extra_body=extra_body, validate=validate)
    journal = context.journal
    if journal is None:
        body = yield from uploaded(context, body, timeout=UPLOAD_TIMEOUT, on_upload=on_upload)
        return (yield from create(context, body, retry_for=context.timeout))
    if body.files:
        context = for_one_call(context)
    key = yield from _add_job(context, journal, body, key, None)
    deadline = context.clock.monotonic() + context.timeout
    by = journal.worker_id()
    job = yield from _claim(context, journal, key, by, deadline)
    task_id: str | None = job.task_id
    try:
        if job.state == "new":
            sending = uploaded(context, _body(job), timeout=UPLOAD_TIMEOUT, on_upload=on_upload)
            ready = yield from _leased(context, journal, key, by, sending)
            task = yield from create(context, ready, retry_for=context.timeout, key=key, by=by)
        else:
            task = yield from get(context, _task(job).id, sync_upstream=False)
        task_id = task.id
        return task
    finally:
        yield from _release(journal, key, by, task_id)


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
    """Submit, wait and download; with a journal, resume where an earlier try stopped."""
    check_arguments(poll=poll, on_progress=on_progress)
    check_arguments(extra_body=extra_body, validate=validate, on_upload=on_upload)
    _check_key(key)
    body = body_of(request, extra_body=extra_body, validate=validate)
    if save_to is not None:
        check_has_file(body)
    if context.journal is None:
        if save_to is not None:
            yield RunBlocking(partial(check_target, save_to))
        deadline = context.clock.monotonic() + poll.timeout
        body = yield from uploaded(context, body, timeout=poll.timeout, on_upload=on_upload)
        task = yield from create(context, body, retry_for=max(deadline - context.clock.monotonic(), 0.0))
        ending = finish_task(context, task, save_to=save_to, poll=poll, deadline=deadline, on_progress=on_progress)
        del task, body  # thousands may wait: keep nothing that is no longer needed
        return (yield from ending)
    target = None if save_to is None else output_path(save_to)
    if body.files:
        context = for_one_call(context)
    assert context.journal is not None
    key = yield from _add_job(context, context.journal, body, key, target)
    return (yield from finish(context, key, poll=poll, on_progress=on_progress, on_upload=on_upload))


def finish(
    context: Context, key: str, *, poll: Poll, on_progress: OnProgress | None, on_upload: OnUpload | None = None
) -> Steps[Clip]:
    """Finish a job of the journal, in whatever state it is."""
    journal = context.journal
    assert journal is not None  # only the journal knows keys
    deadline = context.clock.monotonic() + poll.timeout
    by = journal.worker_id()
    job = yield from _claim(context, journal, key, by, deadline)
    task_id = job.task_id
    try:
        if job.state == "saved" and job.task_id and job.path and job.path.exists() and _is_there(job):
            return SavedClip(Task(job.task_id, "completed"), None, (), job.path)
        if job.target is not None:
            paid = None if job.state == "new" else job.task_id
            yield RunBlocking(partial(check_target, job.target, task_id=paid))
        if job.state == "new":
            sending = uploaded(context, _body(job), timeout=poll.timeout, on_upload=on_upload)
            body = yield from _leased(context, journal, key, by, sending)
            rest = max(deadline - context.clock.monotonic(), 0.0)
            creating = create(context, body, retry_for=rest, key=key, by=by)
            if context.limit is not None:
                creating = _within(context.limit, journal, creating)
            task = yield from _leased(context, journal, key, by, creating)
            del sending, body, creating  # thousands may wait: keep nothing that is no longer needed
        else:
            task = _task(job)
        task_id = task.id
        end = finish_task(context, task, save_to=job.target, poll=poll, deadline=deadline, on_progress=on_progress)
        del task, job
        return (yield from _leased(context, journal, key, by, end))
    finally:
        yield from _release(journal, key, by, task_id)


def _within(limit: CreditLimit, journal: Journal, creating: Steps[Task]) -> Steps[Task]:
    """Create a task after those of the other jobs, unless they have cost as much as they may.

    Raises:
        CreditLimitReached: nothing was sent.
    """
    while not limit.lock.acquire(blocking=False):
        yield Sleep(RECHECK_SECONDS)
    try:
        spent: Spent = yield RunBlocking(partial(journal.spent, limit.keys))
        if spent.unknown:
            words = (
                f"it is not known what {spent.unknown[0]} has cost: the limit of {limit.most:g} credits cannot be kept"
            )
            raise errors.CreditLimitReached(f"{words}; nothing was sent", spent=spent.credits)
        if spent.credits >= limit.most:
            words = f"the limit of {limit.most:g} credits is reached: {spent.credits:g} were spent"
            raise errors.CreditLimitReached(f"{words}; nothing was sent", spent=spent.credits)
        return (yield from creating)
    finally:
        limit.lock.release()


KEY_LENGTH = 16
"""Characters of the hash of a request that name a job without a key."""


def _check_key(key: object) -> None:
    """Refuse what cannot name a job, also where no journal records it.

    Raises:
        InvalidRequest: nothing was sent.
    """
    if key is not None and (not isinstance(key, str) or not key or key != key.encode("utf-8", "replace").decode()):
        raise errors.InvalidRequest(
            [Problem("key", f"{format_value(key)} cannot name a job: give text, or leave it out")]
        )


def for_one_call(context: Context) -> Context:
    """Return a context that knows no file yet: one that changes between two calls is read again."""
    return evolve(context, digests=Digests())


def _add_job(context: Context, journal: Journal, body: Body, key: str | None, target: Path | None) -> Steps[str]:
    """Record a job and return its key: the caller's, or else the hash of what the caller passed."""
    if body.files:
        body = yield RunBlocking(partial(with_digests, body, context.digests))
    request = fingerprint(body)
    job = Plan(key or request[:KEY_LENGTH], body, target, request)
    yield RunBlocking(partial(journal.add, [job.entry()]))
    return job.key


def _body(job: Job) -> Body:
    """Return what a job sends.

    Raises:
        ConfigurationError: its record was changed by something else.
    """
    try:
        return Body(dict(job.body), from_column(job.files))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        words = f"the local files of the job {job.key} are not recorded as this package does: submit it as a new job"
        raise errors.ConfigurationError(words) from error


def _claim(context: Context, journal: Journal, key: str, by: str, deadline: float) -> Steps[Job]:
    """Take the lease of a job, waiting while another worker has it."""
    while True:
        try:
            job: Job | None = yield RunBlocking(partial(journal.claim, key, context.lease, by))
        except BaseException:
            # an interruption may have come too late to keep us from taking it
            yield from _release(journal, key, by, None)
            raise
        if job is not None:
            if job.state == "uncertain":
                yield from _release(journal, key, by, job.task_id)
                raise _uncertain(job)
            return job
        if (yield RunBlocking(partial(journal.job, key))) is None:
            raise errors.ConfigurationError(f"the journal {journal.path} has no job {key!r}")
        if context.clock.monotonic() + RECHECK_SECONDS >= deadline:
            words = f"the job {key} is still locked by another process; try again later"
            raise errors.WaitTimeout(words, task_id=None)
        yield Sleep(RECHECK_SECONDS)


def _release(journal: Journal, key: str, by: str, task_id: str | None) -> Steps[None]:
    """Give a lease back, also when that is interrupted; what interrupts names the task, as the error before it does."""
    error = first = sys.exception()
    for _ in range(2):
        try:
            yield RunBlocking(partial(journal.release, key, by))
            break
        except BaseException as later:
            hand_on_notes(error, later, task_id)
            error = later
    if error is not None and error is not first:
        raise error


def _leased(context: Context, journal: Journal, key: str, by: str, inner: Steps[T]) -> Steps[T]:
    """Run steps and renew the job's lease before each action that can take long."""
    given: Any = None
    error: BaseException | None = None
    while True:
        try:
            action = inner.send(given) if error is None else inner.throw(error)
        except StopIteration as stop:
            done: T = stop.value
            return done
        given, error = None, None
        try:
            if (seconds := _longest(action)) is not None:
                yield RunBlocking(partial(journal.renew, key, seconds + context.lease, by))
            given = yield action
        except BaseException as raised:
            error = raised


def _longest(action: Action) -> float | None:
    """Return how many seconds an action can take at most, None for one that a lease outlasts anyway."""
    match action:
        case Sleep(seconds):
            return seconds
        case Transfer() | Upload():
            return action.timeout
        case Gather():
            return UPLOAD_TIMEOUT
        case _:
            return None


def _is_there(job: Job) -> bool:
    return job.target is None or job.path == job.target


def _task(job: Job) -> Task:
    """Return the job's task as far as the journal knows it.

    Raises:
        TaskFailed: it has failed; the journal remembers why.
    """
    task = Task(job.task_id or "", job.state)
    if job.state == "failed":
        words = f"{job.error}; `foxapi-video jobs retry {job.key}` generates it again; you pay again"
        raise errors.TaskFailed(words, task=task)
    return task


def _uncertain(job: Job) -> errors.SubmissionUncertain:
    found = "check your balance or the service's task list"
    if job.task_id is not None:
        found = f"`foxapi-video wait {job.task_id}` tells whether that task exists"
    words = (
        f"the job {job.key} may be paid, and no usable response arrived ({job.error}): {found}, then resolve it with "
        f"`foxapi-video jobs retry {job.key}` or `foxapi-video jobs delete {job.key}`"
    )
    sent_at = job.sent or job.updated
    model = str(job.body.get("model"))
    return errors.SubmissionUncertain(words, model=model, sent_at=sent_at, task_id=job.task_id)
