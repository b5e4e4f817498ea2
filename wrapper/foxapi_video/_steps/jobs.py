"""Jobs: requests that a journal remembers, one or thousands; nothing is sent twice and nothing sent is lost."""

# pyright: reportUnusedCallResult=true

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen
from foxapi_video_client.types import summary

from .. import errors
from .._contract.wording import format_value
from .._log import log
from .._requests.check import Body, Request, body_of, check_has_file, prepare
from .._requests.local_files import from_column, to_column
from .._storage.files import check_target, output_path
from .._storage.journal import UNFINISHED, Intent, Job, Journal
from .._storage.keys import UsedKeys
from .._storage.upload_cache import Digests
from ..values import Clip, Problem, SavedClip, Task
from .actions import Action, Context, Gather, RunBlocking, Sleep, Steps, T, Transfer, Upload
from .arguments import check_arguments
from .callbacks import CallbackRaised
from .generate import finish as finish_task
from .generate import generate as generate_once
from .polling import Poll
from .submit import create
from .submit import submit as submit_once
from .tracebacks import shorten
from .uploads import UPLOAD_TIMEOUT, OnUpload, fingerprint, uploaded, with_digests
from .wait import OnProgress, get

OnJobProgress = Callable[[str, Task], None]

RECHECK_SECONDS = 1.0
"""Seconds between two checks of a job that another worker has."""


@frozen
class JobResult:
    """How one job of a batch ended: with a clip, or with an error."""

    key: str
    clip: Clip | None
    error: errors.FoxAPIError | None

    def __repr__(self) -> str:
        return summary(self)

    @property
    def path(self) -> Path | None:
        """Where the file was saved; None without `save_to`, and after an error."""
        return None if self.clip is None else self.clip.path

    @property
    def url(self) -> str | None:
        """Where the file is, for 24 hours; None after an error, or for a model that produces no file."""
        return None if self.clip is None else self.clip.url

    @property
    def task_id(self) -> str | None:
        """The task's id, of a failed job too; None if no task is known."""
        if self.clip is not None:
            return self.clip.task.id
        return None if self.error is None else self.error.task_id


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
    journal = context.journal
    if journal is None:
        return (yield from submit_once(context, request, extra_body=extra_body, validate=validate, on_upload=on_upload))
    body = body_of(request, extra_body=extra_body, validate=validate)
    if body.files:
        context = _for_one_call(context)
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
    """Submit, wait and download; with a journal, go on where an earlier try stopped."""
    check_arguments(poll=poll, on_progress=on_progress)
    check_arguments(extra_body=extra_body, validate=validate, on_upload=on_upload)
    _check_key(key)
    if context.journal is None:
        return (
            yield from generate_once(
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
    body = body_of(request, extra_body=extra_body, validate=validate)
    if save_to is not None:
        check_has_file(body)
    target = None if save_to is None else output_path(save_to)
    if body.files:
        context = _for_one_call(context)
    assert context.journal is not None
    key = yield from _add_job(context, context.journal, body, key, target)
    return (yield from finish(context, key, poll=poll, on_progress=on_progress, on_upload=on_upload))


def finish(
    context: Context, key: str, *, poll: Poll, on_progress: OnProgress | None, on_upload: OnUpload | None = None
) -> Steps[Clip]:
    """Bring a job of the journal to its end, from wherever it stands."""
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
            task = yield from _leased(context, journal, key, by, creating)
            del sending, body, creating  # thousands may wait: what is not needed any more is not kept
        else:
            task = _task(job)
        task_id = task.id
        end = finish_task(context, task, save_to=job.target, poll=poll, deadline=deadline, on_progress=on_progress)
        del task, job
        return (yield from _leased(context, journal, key, by, end))
    finally:
        yield from _release(journal, key, by, task_id)


def plan(
    requests: Iterable[Request],
    *,
    keys: Sequence[str | None] | None,
    folder: str | os.PathLike[str] | None,
    digests: Digests,
    places: Sequence[object] | None = None,
) -> tuple[list[Plan], list[tuple[int, Problem]]]:
    """Check all requests of a batch before any is sent, and name them; a problem comes with its request's number.

    `places` are the numbers that the caller knows the requests by, such as lines of a file.
    """
    plans: list[Plan] = []
    problems: list[tuple[int, Problem]] = []
    used = UsedKeys(name_files=folder is not None)
    requests = list(requests)
    if keys is not None and len(keys) != len(requests):
        raise errors.ConfigurationError(f"{len(keys)} keys for {len(requests)} requests: pass one per request, or None")
    for number, request in enumerate(requests):
        prepared = prepare(request)
        body, found, name = prepared.body({}), prepared.problems, ""
        if not found:
            try:
                if folder is not None:
                    check_has_file(body)
                body = with_digests(body, digests)
                name = fingerprint(body)
            except errors.InvalidRequest as error:
                found = [*error.problems]
        problems += [(number, problem) for problem in found]
        given = None if keys is None else keys[number]
        key = name[:KEY_LENGTH] if given is None else given
        place = number if places is None else places[number]
        if words := used.problem(key, place, given=given is not None):
            problems.append((number, Problem("key", words)))
        target = None if folder is None else output_path(folder) / f"{key}.mp4"
        plans.append(Plan(key, body, target, name))
    return plans, problems


@define
class Batch:
    """Checked jobs, in a journal that lasts as long as the batch if the client has none."""

    context: Context
    plans: Sequence[Plan]
    _is_temporary: bool = False
    _unreported: dict[str, None] = field(factory=dict[str, None])
    """The keys of the jobs whose results the caller has not seen yet."""

    def open(self) -> Steps[None]:
        """Record the jobs, unless that is done."""
        self._unreported = dict.fromkeys(each.key for each in self.plans)
        if self.context.journal is None:
            self.context = evolve(self.context, journal=Journal(None))
            self._is_temporary = True
            yield RunBlocking(self.record)

    def record(self) -> None:
        """Record the jobs in the context's journal."""
        assert self.context.journal is not None
        _ = self.context.journal.add(each.entry() for each in self.plans)

    def results(self, *, poll: Poll, on_progress: OnJobProgress | None) -> Iterator[Steps[JobResult]]:
        """Yield the steps of each job."""
        return results(self.context, (each.key for each in self.plans), poll=poll, on_progress=on_progress)

    def reported(self, result: JobResult) -> JobResult:
        """Note that the caller is about to see a result."""
        _ = self._unreported.pop(result.key, None)
        return result

    @contextmanager
    def running(self) -> Generator[None]:
        """Close a temporary journal at the end, and name its paid tasks in whatever ends the batch too early."""
        try:
            yield
        except BaseException as error:
            self._name_unfinished(error)
            raise
        finally:
            if self._is_temporary and self.context.journal is not None:
                self.context.journal.close()

    def _name_unfinished(self, error: BaseException) -> None:
        if not self._is_temporary or self.context.journal is None:
            return
        jobs = [job for job in self.context.journal.jobs(*IN_PROGRESS) if job.key in self._unreported]
        if jobs:
            named = ", ".join(f"{job.key}: {f'task {job.task_id}' if job.task_id else job.state}" for job in jobs)
            words = f"the batch ended early and has no journal; these tasks are paid and keep running: {named}"
            error.add_note(words)
            log.warning("%s", words)


IN_PROGRESS = ("sending", "uncertain", "submitted", "completed")
"""The states of jobs that are paid, or may be, and have no file yet."""


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


def begin(
    context: Context,
    requests: Iterable[Request],
    *,
    keys: Sequence[str | None] | None,
    folder: str | os.PathLike[str] | None,
    concurrency: int,
    poll: Poll,
    on_progress: OnJobProgress | None,
) -> Steps[Batch]:
    """Check a batch and record its jobs, where the client has a journal.

    Raises:
        InvalidRequest, ConfigurationError: nothing was recorded.
    """
    check_arguments(requests=requests, keys=keys, concurrency=concurrency, poll=poll, on_progress=on_progress)
    begun: Batch = yield RunBlocking(partial(_begin, context, list(requests), keys, folder))
    return begun


def _begin(
    context: Context,
    requests: Sequence[Request],
    keys: Sequence[str | None] | None,
    folder: str | os.PathLike[str] | None,
) -> Batch:
    context = _for_one_call(context)
    plans, problems = plan(requests, keys=keys, folder=folder, digests=context.digests)
    if problems:
        numbered = (Problem(f"[{number}] {each.field}".strip(), each.message) for number, each in problems)
        raise errors.InvalidRequest(list(numbered))
    if folder is not None:
        _ = output_path(folder)
        for number, each in enumerate(plans):
            check_target(each.target or folder, write=not number)
    batch = Batch(context, plans)
    if context.journal is not None:
        batch.record()
    return batch


def _for_one_call(context: Context) -> Context:
    """Return a context that knows no file yet: one that changes between two calls is read again."""
    return evolve(context, digests=Digests())


def unfinished(context: Context, concurrency: int) -> Steps[list[str]]:
    """Name the jobs that `resume` continues; a completed one without an output path has ended.

    Raises:
        ConfigurationError: there is no journal.
    """
    check_arguments(concurrency=concurrency)
    if context.journal is None:
        raise errors.ConfigurationError("resume needs a journal: FoxAPI(journal=Journal(PATH))")
    jobs: list[Job] = yield RunBlocking(partial(context.journal.jobs, *UNFINISHED))
    return [job.key for job in jobs if job.state != "completed" or job.target is not None]


def results(
    context: Context, keys: Iterable[str], *, poll: Poll, on_progress: OnJobProgress | None
) -> Iterator[Steps[JobResult]]:
    """Yield the steps of each job."""
    check_arguments(poll=poll, on_progress=on_progress)
    return (_result(context, key, poll=poll, on_progress=on_progress) for key in keys)


def _result(context: Context, key: str, *, poll: Poll, on_progress: OnJobProgress | None) -> Steps[JobResult]:
    """Finish a job; an error is a result, too, except one of the caller's own `on_progress`."""
    seen = None if on_progress is None else partial(on_progress, key)
    try:
        clip = yield from finish(context, key, poll=poll, on_progress=seen)
    except errors.FoxAPIError as error:
        shorten(error)  # no public call raises it
        return JobResult(key, None, error)
    except CallbackRaised:
        raise
    except Exception as error:
        words = f"the job {key} ended with an unexpected error ({type(error).__name__}: {error}); please report it"
        unexpected = errors.FoxAPIError(words)
        unexpected.__cause__ = error
        return JobResult(key, None, unexpected)
    return JobResult(key, clip, None)


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
    """Give a lease back, also when that is interrupted, and name the task on what interrupts."""
    try:
        yield RunBlocking(partial(journal.release, key, by))
    except BaseException as error:
        if task_id is not None:
            error.add_note(f"task {task_id} is paid and keeps running: foxapi-video wait {task_id}")
        yield RunBlocking(partial(journal.release, key, by))
        raise


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
