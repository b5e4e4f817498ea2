"""What the SDK does, written once: generators that yield what is to be done and receive the answers.

`_drivers.py` performs the actions, with or without asyncio. A step that calls another says `yield from`; without it
nothing would happen, and nobody would be told, but for the next line.
"""

# pyright: reportUnusedCallResult=true

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

from attrs import evolve, frozen
from foxapi_video_client.api.tasks import get_task
from foxapi_video_client.api.videos import create_video

from . import errors
from ._answers import Task, TaskResult, task_of
from ._files import PartFile, check_target
from ._polling import Poll
from ._requests import Body, Problem, Request, body_of

log = logging.getLogger("foxapi_video")

T = TypeVar("T")
OnProgress = Callable[[Task], None]

CONNECTION_TRIES = 3
"""How often a POST is sent when it is sure that nothing of it arrived, and a file is fetched when it comes broken."""
NOT_FOUND_LOOKS = 3
"""How many looks in a row may answer 404: a task just created is not everywhere at once."""


class Operation(Protocol):
    """A generated endpoint module."""

    def sync_detailed(self, *, client: Any, **arguments: Any) -> Any: ...
    async def asyncio_detailed(self, *, client: Any, **arguments: Any) -> Any: ...


@frozen
class Call:
    """Call an operation of the API; answered with the generated function's `Response`."""

    operation: Any
    arguments: Mapping[str, Any]
    within: float
    """Seconds for the whole exchange; the client's own timeout holds, too."""
    paid: bool = False
    """A paid call goes out on a connection of its own: on a pooled one, a server that closes an idle connection looks
    the same as a lost answer."""


@frozen
class Sleep:
    """Wait so many seconds."""

    seconds: float


@frozen
class Now:
    """Ask for the time in seconds: monotonic, or Unix time with `wall`."""

    wall: bool = False


@frozen
class Transfer:
    """Fetch a URL into a part file, which is committed when it is whole."""

    url: str
    part: PartFile
    within: float


Action = Call | Sleep | Now | Transfer
Steps = Generator[Action, Any, T]


@frozen
class Clip:
    """A finished video."""

    task: Task
    url: str | None
    """Where the file is, for 24 hours; None for a model that makes no file."""
    results: tuple[TaskResult, ...]
    path: Path | None
    """Where it was saved; None without `save_to`."""


def submit(
    request: Request, *, extra_body: Mapping[str, Any] | None, validate: bool, within: float, retry_for: float
) -> Steps[Task]:
    """Check the request and create the task."""
    body = body_of(request, extra_body=extra_body, validate=validate)
    return (yield from _create(body, within=within, retry_for=retry_for))


def _create(body: Body, *, within: float, retry_for: float) -> Steps[Task]:
    """Create the task: one paid POST, repeated only when it is sure that nothing was created."""
    deadline = (yield Now()) + retry_for
    tries = 0
    while True:
        tries += 1
        sent_at: float = yield Now(wall=True)
        try:
            task = task_of((yield Call(create_video, {"body": body}, within, paid=True)))
            log.info("task %s created", task.id)
            return task
        except errors.RateLimited as error:
            failure: errors.FoxAPIError = error
            pause = error.retry_after if error.retry_after is not None else min(2.0**tries, 30.0)
        except errors.ConnectionFailed as error:
            if not error.nothing_sent:
                raise _uncertain(body, sent_at, error) from error
            if tries >= CONNECTION_TRIES:
                raise
            failure, pause = error, float(tries)
        except (errors.ServerError, errors.UnreadableAnswer) as error:
            if isinstance(error, errors.ServerError) and error.status_code == 503 and error.type:
                raise  # the documented refusal, in the API's own words; any other 5xx can follow a created task
            raise _uncertain(body, sent_at, error) from error
        except errors.FoxAPIError:
            raise  # refused: nothing was created
        except BaseException as error:
            error.add_note(f"the POST was under way: {_HOW_TO_FIND_OUT}")
            raise
        if (yield Now()) + pause >= deadline:
            raise failure
        log.warning("submit: %s; again in %.1f s", failure, pause)
        yield Sleep(pause)


_HOW_TO_FIND_OUT = (
    "a task may be running and paid; look at your balance or the service's task list before you repeat it"
)


def _uncertain(body: Body, sent_at: float, error: Exception) -> errors.SubmissionUncertain:
    model = str(body.values.get("model"))
    words = f"the request for {model} was sent and its answer is lost ({error}): {_HOW_TO_FIND_OUT}"
    return errors.SubmissionUncertain(words, model=model, sent_at=sent_at)


def get(task_id: str, *, sync_upstream: bool, within: float) -> Steps[Task]:
    """Look at a task once."""
    if not task_id:
        raise errors.InvalidRequest([Problem("task_id", "is empty")])
    arguments: dict[str, Any] = {"task_id": task_id}
    if sync_upstream:
        arguments["sync_upstream"] = True
    try:
        return task_of((yield Call(get_task, arguments, within)), asked=task_id)
    except errors.FoxAPIError as error:
        error.task_id = task_id
        raise


def wait(task: Task | str, *, poll: Poll, on_progress: OnProgress | None, within: float) -> Steps[Task]:
    """Look until the task has ended, riding out every failure that may pass."""
    task_id = task if isinstance(task, str) else task.id
    seen = task if isinstance(task, Task) else None
    start: float = yield Now()
    deadline = start + poll.timeout
    empty_since: float | None = None
    not_found = 0
    failure: errors.FoxAPIError | None = None
    unknown: set[str] = set()
    while True:
        now: float = yield Now()
        if deadline - now <= poll.margin:
            raise _timeout(task_id, seen, poll, failure)
        asked_to_wait = 0.0
        try:
            # a completed task that shows no result is best looked at without asking upstream
            fresh = poll.sync_upstream and empty_since is None
            seen = yield from get(task_id, sync_upstream=fresh, within=min(within, deadline - now))
            failure, not_found = None, 0
        except errors.NotFound as error:
            not_found += 1
            if not_found >= NOT_FOUND_LOOKS:
                raise
            failure = error
        except errors.FoxAPIError as error:
            if not _may_pass(error):
                raise
            failure = error
            asked_to_wait = getattr(error, "retry_after", None) or 0.0
        if failure is not None:
            log.warning("task %s: %s; looking again", task_id, failure)
        elif seen is not None:
            if on_progress is not None:
                on_progress(seen)
            now = yield Now()
            empty_since = now if empty_since is None else empty_since
            if _ended(seen, empty_for=now - empty_since, grace=poll.result_grace):
                return seen
            if seen.state != "completed":
                empty_since = None
            if seen.state == "unknown" and seen.status not in unknown:
                unknown.add(seen.status)
                log.warning("task %s has the status %r, which is not known here; looking on", task_id, seen.status)
        now = yield Now()
        hints = {} if seen is None else {"estimated": seen.estimated_time, "progress": seen.progress}
        pause = max(poll.pause(now - start, **hints), asked_to_wait)
        yield Sleep(max(0.0, min(pause, deadline - now - poll.margin / 2)))


def _may_pass(error: errors.FoxAPIError) -> bool:
    """Say whether a failed look can be followed by one that succeeds."""
    passing = (errors.ConnectionFailed, errors.UnreadableAnswer, errors.RateLimited, errors.ServerError)
    return isinstance(error, passing) or getattr(error, "status_code", None) in (408, 425)


def _ended(task: Task, *, empty_for: float, grace: float) -> bool:
    """Say whether the task has its results; raise when it has ended without."""
    if task.state == "failed":
        why = f": {task.error.message}" if task.error else ""
        code = task.error.code if task.error else None
        words = f"task {task.id} {task.status}{why}" + (f" ({code})" if code else "")
        raise errors.TaskFailed(f"{words}; submit a changed request", task=task, code=code)
    if task.state == "completed" and not task.results and empty_for >= grace:
        words = f"task {task.id} is completed and has shown no result for {grace:g} s"
        raise errors.ResultMissing(f"{words}; look again later: foxapi-video status {task.id}", task=task)
    return task.state == "completed" and bool(task.results)


def _timeout(task_id: str, seen: Task | None, poll: Poll, failure: Exception | None) -> errors.WaitTimeout:
    state = f"is still {seen.status}" if seen else "was not seen"
    last = f"; the last look failed ({failure})" if failure else ""
    words = f"task {task_id} {state} after {poll.timeout:g} s{last}: foxapi-video wait {task_id} goes on"
    return errors.WaitTimeout(words, task_id=task_id, task=seen)


def download(source: Task | str, path: str | os.PathLike[str], *, within: float, budget: float) -> Steps[Path]:
    """Fetch a task's file, or the file at a URL, to `path`."""
    task_id = None
    if isinstance(source, str) and "://" not in source:
        source = yield from get(source, sync_upstream=False, within=within)
    if isinstance(source, Task):
        task_id, url = source.id, source.url
        if url is None:
            words = f"task {source.id} is {source.status} and shows no file"
            raise errors.ResultMissing(f"{words}: foxapi-video wait {source.id} -o FILE", task=source)
    else:
        url = source
    deadline = (yield Now()) + budget
    with PartFile(path) as part:
        tries = 0
        while True:
            tries += 1
            try:
                yield Transfer(url, part, max(deadline - (yield Now()), 0.1))
                log.info("%s saved, %d bytes", part.target, part.size)
                return part.target
            except errors.DownloadFailed as error:
                error.task_id, error.url = task_id, url
                if not error.transient or tries >= CONNECTION_TRIES or (yield Now()) + tries >= deadline:
                    raise
                log.warning("download: %s; again in %d s", error, tries)
            yield Sleep(float(tries))
            part.restart()


def generate(
    request: Request,
    *,
    save_to: str | os.PathLike[str] | None,
    poll: Poll,
    on_progress: OnProgress | None,
    extra_body: Mapping[str, Any] | None,
    validate: bool,
    within: float,
) -> Steps[Clip]:
    """Submit, wait and download within one budget; the task's id is on every error once there is one."""
    body = body_of(request, extra_body=extra_body, validate=validate)
    if save_to is not None:
        check_target(save_to)
    deadline = (yield Now()) + poll.timeout
    task = yield from _create(body, within=within, retry_for=poll.timeout)
    try:
        if on_progress is not None:
            on_progress(task)
        poll = _rest(poll, deadline - (yield Now()))
        task = yield from wait(task, poll=poll, on_progress=on_progress, within=within)
        path = None
        if save_to is not None:
            path = yield from download(task, save_to, within=within, budget=deadline - (yield Now()))
    except errors.FoxAPIError as error:
        error.task_id = task.id
        raise
    except BaseException as error:
        error.add_note(f"task {task.id} is paid and goes on: foxapi-video wait {task.id}")
        raise
    return Clip(task, task.url, task.results, path)


def _rest(poll: Poll, seconds: float) -> Poll:
    """Return the same plan with what is left of its budget."""
    return evolve(poll, timeout=max(round(seconds, 1), 0.1))
