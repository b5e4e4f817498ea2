"""Check, record and run many jobs concurrently; each one ends with a result of its own."""

# pyright: reportUnusedCallResult=true

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from attrs import define, evolve, field, frozen

from .. import errors
from .._log import log
from .._requests.check import Request, check_has_file, prepare
from .._storage.files import check_target, output_path
from .._storage.journal import UNFINISHED, Job, Journal
from .._storage.keys import UsedKeys
from .._storage.upload_cache import Digests
from ..values import Clip, Problem, Readable, Task
from .actions import Context, CreditLimit, RunBlocking, Steps
from .arguments import check_arguments
from .callbacks import CallbackRaised
from .jobs import KEY_LENGTH, Plan, finish, for_one_call
from .polling import Poll
from .tracebacks import shorten
from .uploads import fingerprint, with_digests

OnJobProgress = Callable[[str, Task], None]


@frozen(repr=False)
class JobResult(Readable):
    """How one job of a batch ended: with a clip, or with an error."""

    key: str
    clip: Clip | None
    error: errors.FoxAPIError | None

    @property
    def path(self) -> Path | None:
        """Where the file was saved; None without `save_to`, and after an error."""
        return None if self.clip is None else self.clip.path

    @property
    def url(self) -> str | None:
        """Where the file is, for 24 hours; None after an error, or for a model that produces no file."""
        return None if self.clip is None else self.clip.url

    @property
    def credits(self) -> float | None:
        """The credits that the service reserved; None after an error, or if the service does not say."""
        return None if self.clip is None else self.clip.task.credits

    @property
    def task_id(self) -> str | None:
        """The task's id, of a failed job too; None if no task is known."""
        if self.clip is not None:
            return self.clip.task.id
        return None if self.error is None else self.error.task_id


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
            self.context = evolve(self.context, journal=Journal(None, machine=self.context.outputs.machine))
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


def begin(
    context: Context,
    requests: Iterable[Request],
    *,
    keys: Sequence[str | None] | None,
    folder: str | os.PathLike[str] | None,
    concurrency: int,
    poll: Poll,
    on_progress: OnJobProgress | None,
    max_credits: float | None = None,
) -> Steps[Batch]:
    """Check a batch and record its jobs, where the client has a journal.

    Raises:
        InvalidRequest, ConfigurationError: nothing was recorded.
    """
    check_arguments(requests=requests, keys=keys, concurrency=concurrency, poll=poll, on_progress=on_progress)
    check_arguments(max_credits=max_credits)
    begun: Batch = yield RunBlocking(partial(_begin, context, list(requests), keys, folder))
    if max_credits is not None:
        limit = CreditLimit(max_credits, [each.key for each in begun.plans])
        begun.context = evolve(begun.context, limit=limit)
    return begun


def _begin(
    context: Context,
    requests: Sequence[Request],
    keys: Sequence[str | None] | None,
    folder: str | os.PathLike[str] | None,
) -> Batch:
    context = for_one_call(context)
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
