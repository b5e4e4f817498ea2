"""Poll a task until it has ended, or once."""

# pyright: reportUnusedCallResult=true

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from foxapi_video_client.api.tasks import get_task

from .. import errors
from .._contract.catalog import catalog
from .._contract.wording import format_value
from .._log import log
from ..values import Problem, Task
from .actions import Call, Context, Sleep, Steps, acquire_slot
from .arguments import check_arguments
from .callbacks import CallbackRaised, report
from .polling import Poll, Progress
from .record import name_task, record
from .responses import task_of
from .task_ids import MAX_ID, is_task_id

OnProgress = Callable[[Task], None]
NOT_FOUND_RETRIES = 3
"""The number of consecutive 404 responses at which to give up: a new task may not be visible everywhere yet."""
RETRY_AFTER_LIMIT = 3600.0
"""The maximum pause in seconds for a Retry-After header of a poll."""


def get(context: Context, task_id: str, *, sync_upstream: bool, timeout: float | None = None) -> Steps[Task]:
    """Poll a task once."""
    check_arguments(sync_upstream=sync_upstream)
    check_task_id(task_id)
    arguments: dict[str, Any] = {"task_id": task_id}
    if sync_upstream:
        arguments["sync_upstream"] = True
    timeout = timeout or context.timeout
    try:
        with (yield from acquire_slot(context, "poll", context.clock.monotonic() + timeout)):
            return task_of((yield Call(get_task, arguments, timeout)), asked=task_id)
    except errors.FoxAPIError as error:
        error.task_id = task_id
        raise


def check_task_id(task_id: Any, argument: str = "task_id") -> None:
    """Reject what cannot be a task id: an id is one segment of a URL path, and "." and ".." change the path.

    Raises:
        InvalidRequest: nothing was sent.
    """
    if not isinstance(task_id, str):
        words = f"must be a task's id (got {format_value(task_id)})"
    elif task_id.strip() in ("", ".", ".."):
        words = f"must name a task (got {format_value(task_id)})"
    elif not is_task_id(task_id):
        words = f"must be a task's id of at most {MAX_ID} printable characters (got {format_value(task_id)})"
    else:
        return
    raise errors.InvalidRequest([Problem(argument, words)])


def wait(context: Context, task: Task | str, *, poll: Poll, on_progress: OnProgress | None) -> Steps[Task]:
    """Poll until the task has ended, and record the outcome in the journal."""
    check_arguments(poll=poll, on_progress=on_progress)
    task_id, seen = (task.id, task) if isinstance(task, Task) else (task, None)
    check_task_id(task_id, "task_or_id")
    watching = _watch(context, task_id, seen, poll, on_progress)
    del task, seen
    try:
        done = yield from watching
    except (errors.TaskFailed, errors.NotFound) as error:  # a task that the service no longer knows never ends
        words = str(error)
        yield from record(context.journal, lambda journal: journal.failed(task_id, words))
        raise
    except CallbackRaised as error:
        name_task(context, error, task_id)
        raise
    yield from record(context.journal, lambda journal: journal.completed(task_id))
    return done


def _watch(
    context: Context, task_id: str, seen: Task | None, poll: Poll, on_progress: OnProgress | None
) -> Steps[Task]:
    """Poll until the task has ended; failed polls are retried."""
    start = context.clock.monotonic()
    deadline = start + poll.timeout
    begun = context.durations.begun(task_id)
    # only the response to the create request has the estimate
    estimated = begun.estimated if begun else seen.estimated_time if seen else None
    learned = None if begun is None else context.durations.expect(begun.kind, begun.estimated)
    born = start if begun is None else begun.at
    running: float | None = None
    progress = Progress()
    if begun is not None and seen is not None:
        # there is no point in polling a new task before it may have ended
        early = poll.pause(0.0, estimated=estimated, learned=learned) - (start - born)
        if early > 0:
            running = 0.0
            yield Sleep(min(early, poll.timeout / 2))  # the rest is for more polls and the download
    empty_since: float | None = None
    not_found = 0
    failure: errors.FoxAPIError | None = None
    failures = 0
    unknown: set[str] = set()
    last = False
    reserve = _reserve(poll, 0.0)
    while True:
        now = context.clock.monotonic()
        polled_at = now
        asked_to_wait = 0.0
        try:
            # a completed task whose result is missing is better polled without asking upstream
            fresh = poll.sync_upstream and empty_since is None
            timeout = min(context.timeout, max(deadline - now, reserve))
            seen = yield from get(context, task_id, sync_upstream=fresh, timeout=timeout)
            failure, failures, not_found = None, 0, 0
        except errors.NotFound as error:
            not_found += 1
            if not_found >= NOT_FOUND_RETRIES:
                raise
            failure = error
        except errors.FoxAPIError as error:
            if not is_transient(error):
                raise
            failure = error
            asked_to_wait = min(getattr(error, "retry_after", None) or 0.0, RETRY_AFTER_LIMIT)
        if failure is not None:
            failures += 1
            log.warning("%s; polling again", failure)
        elif seen is not None:
            if on_progress is not None:
                report(on_progress, seen)
            now = context.clock.monotonic()
            reserve = _reserve(poll, now - polled_at)
            empty_since = now if empty_since is None else empty_since
            if _ended(seen, empty_for=now - empty_since, grace=poll.result_grace):
                if running is not None:  # otherwise it may have ended long ago
                    context.durations.finish(task_id, running=running, done=now - born)
                return seen
            if seen.state != "completed":
                empty_since = None
            if seen.state == "unknown" and seen.status not in unknown:
                unknown.add(seen.status)
                log.warning("task %s has the unknown status %r; polling continues", task_id, seen.status[:80])
            estimated = seen.estimated_time or estimated
            if begun is None and running is None:
                born = start - _age(seen, context.clock.time(), poll)
            running = now - born
            progress.see(seen.progress, running)
        now = context.clock.monotonic()
        if last or now >= deadline:
            raise _timeout(task_id, seen, poll, failure)
        if failure is not None:
            pause = max(poll.retry(failures), asked_to_wait)
        else:
            percent, since = progress.percent, progress.since
            pause = poll.pause(now - born, estimated=estimated, progress=percent, since=since, learned=learned)
        # however long the pause would be, the timeout ends with a poll
        left = deadline - now - reserve
        last = pause >= left
        yield Sleep(max(0.0, min(pause, left)))


def _reserve(poll: Poll, took: float) -> float:
    """Return how many seconds before the timeout to make the last poll, if the previous one took `took` seconds."""
    return min(max(0.5, 2 * took), poll.timeout / 20)


def _age(task: Task, now: float, poll: Poll) -> float:
    """Return how many seconds ago a task was created; 0 if that is unknown or the clocks disagree."""
    age = 0.0 if task.created is None else now - task.created
    return age if 0 < age <= poll.timeout else 0.0


def is_transient(error: errors.FoxAPIError) -> bool:
    """Return True if another poll may succeed after this error."""
    passing = (errors.ConnectionFailed, errors.InvalidResponse, errors.RateLimited, errors.ServerError)
    return isinstance(error, passing) or getattr(error, "status_code", None) in (408, 425)


def _ended(task: Task, *, empty_for: float, grace: float) -> bool:
    """Return True if the task has its results; raise an error if it ended without any."""
    if task.state == "completed" and _has_result(task):
        return True
    if task.state == "failed" or (task.state == "completed" and task.error):
        status = "" if task.status == "failed" else f" with the status {task.status[:80]!r}"
        why = f": {task.error.message}" if task.error else ""
        code = task.error.code if task.error else None
        words = f"task {task.id} failed{status}{why}" + (f" ({code})" if code else "")
        raise errors.TaskFailed(f"{words}; change the request and resubmit", task=task, code=code)
    if task.state == "completed" and empty_for >= grace:
        words = f"task {task.id} is completed and returned no result after {grace:g} s"
        raise errors.ResultMissing(f"{words}; check again later: foxapi-video status {task.id}", task=task)
    return False


def _has_result(task: Task) -> bool:
    """Return True if a completed task has what its model produces: a seed or an id does not replace a file."""
    if task.url is not None or not task.results:
        return task.url is not None
    family = catalog().family(task.model)
    return family is None or not family.returns_file


def _timeout(task_id: str, seen: Task | None, poll: Poll, failure: errors.FoxAPIError | None) -> errors.WaitTimeout:
    if seen is None:
        state = f"task {task_id} was not seen"
    elif seen.state == "completed":
        state = f"task {task_id} is completed but has returned no result yet"
    else:
        state = f"task {task_id} is still {seen.status[:80]}"
    last = f" (the last poll failed: {failure.args[0]})" if failure else ""
    words = f"{state} after {poll.timeout:g} s{last}; keep waiting with: foxapi-video wait {task_id}"
    return errors.WaitTimeout(words, task_id=task_id, task=seen)
