"""What the SDK does, written once: generators that yield what is to be done and receive the answers.

`_drivers.py` performs the actions, with or without asyncio. A step that calls another says `yield from`; without it
nothing would happen, and nobody would be told, but for the next line. `_jobs.py` adds the journal and batches.
"""

# pyright: reportUnusedCallResult=true

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen
from foxapi_video_client.api.tasks import get_task
from foxapi_video_client.api.videos import create_video
from foxapi_video_client.types import summary

from . import errors
from ._actions import Call, Context, Do, Exchange, Now, OnBytes, Sleep, Steps, T, Transfer, turn
from ._answers import Task, TaskResult, model_ids_of, object_of, own_error, task_of
from ._arguments import check_arguments
from ._callbacks import CallbackRaised, report
from ._catalogue import catalogue
from ._files import PartFile, check_target
from ._journal import Entry
from ._log import log
from ._polling import Begun, Expectation, Poll, Progress
from ._problems import Problem, shown
from ._requests import Body, Request, body_of, check_has_file
from ._secret import hide_keys
from ._task_ids import MAX_ID, candidate_task_id, is_task_id
from ._uploads import UPLOAD_WITHIN, OnUpload, uploaded

OnProgress = Callable[[Task], None]

CONNECTION_TRIES = 3
"""How often the create request is tried when it is certain that nothing of it was sent."""
RATE_LIMIT_TRIES = 5
"""How often the create request is tried when the API refuses it for its rate limit."""
SHOWN_RESPONSE = 300
"""Bytes of an unusable response to the create request that an error shows."""
NOT_FOUND_LOOKS = 3
"""How many looks in a row may answer 404: a task just created is not everywhere at once."""
RETRY_AFTER_LIMIT = 3600.0
"""Seconds; a longer Retry-After of a poll is not waited for in full."""
DOWNLOAD_TRIES = 6
"""How often in a row a file may come no further."""


@frozen
class Clip:
    """A finished video."""

    task: Task
    url: str | None
    """Where the file is, for 24 hours; None for a model that makes no file."""
    results: tuple[TaskResult, ...] = field(repr=False)
    """What the task made: the same as `task.results`."""
    path: Path | None
    """Where it was saved; None without `save_to`."""

    def __repr__(self) -> str:
        return summary(self)


@frozen
class SavedClip(Clip):
    """A finished video that was saved to `path`: what `generate` returns with `save_to`."""

    path: Path
    """Where it was saved."""

    def __repr__(self) -> str:
        return summary(self)


def submit(
    context: Context,
    request: Request,
    *,
    extra_body: Mapping[str, Any] | None,
    validate: bool,
    on_upload: OnUpload | None = None,
) -> Steps[Task]:
    """Check the request, upload its local files and create the task."""
    body = body_of(request, extra_body=extra_body, validate=validate)
    body = yield from uploaded(context, body, within=UPLOAD_WITHIN, on_upload=on_upload)
    return (yield from create(context, body, retry_for=context.within))


def create(context: Context, body: Body, *, retry_for: float, key: str | None = None, by: str = "") -> Steps[Task]:
    """Create the task: one create request, repeated only when it is certain that nothing was created.

    With a key, the job's record in the journal says at each moment how far it came; `by` names the worker that has it.
    """
    entry = Entry(context.journal, key, context.lease, by)
    deadline = (yield Now()) + retry_for
    tries = 0
    while True:
        tries += 1
        with (yield from turn(context, "create", deadline)):
            try:
                return (yield from _create_once(context, body, entry))
            except errors.FoxAPIError as error:
                pause = _pause_before_repeating(error, tries)
                if pause is None or (yield Now()) + pause >= deadline:
                    raise
                log.warning("submit: %s; trying again in %.1f s", error, pause)
        yield Sleep(pause)


def _create_once(context: Context, body: Body, entry: Entry) -> Steps[Task]:
    """Send the create request and record what became of it, whatever interrupts it.

    Raises:
        SubmissionUncertain: a task may have been created.
    """
    sent_at: float = yield Now(wall=True)
    begun_at: float = yield Now()
    exchange = Exchange()
    try:
        # the record and the check of the clock come last: a process that was suspended in between must not send
        exchange.not_after = yield from _record(entry, entry.sending)
        task = task_of((yield Call(create_video, {"body": body}, context.within, exchange)))
    except BaseException as error:
        if isinstance(error, errors.RequestRejected) and body.uploads:
            yield from _try(partial(context.uploads.forget, body.uploads))
        words = str(error) if isinstance(error, errors.FoxAPIError) else f"interrupted ({type(error).__name__})"
        found = candidate_task_id(exchange.body, exchange.headers) or candidate_task_id(exchange.raw, {})
        if not exchange.started or (_proves_nothing_created(error) and not _is_new(found, body)):
            yield from _try_to_record(entry, entry.not_sent, words)
            raise
        words = f"{words}{_shown_response(exchange)}"
        yield from _try_to_record(entry, entry.uncertain, words, found)
        if isinstance(error, errors.FoxAPIError):
            raise _uncertain(body, sent_at, words, found) from error
        _note(context, error, f"the create request was in flight: {_how_to_find_out(found)}")
        raise
    try:
        log.info("task %s created", task.id)
        context.experience.begin(task.id, Begun(_kind(body), begun_at, task.estimated_time))
        yield from _record(entry, entry.submitted, task.id)
    except errors.FoxAPIError as error:
        words = "task %s is paid, and could not be recorded yet (%s); this process keeps its id and tries again"
        log.warning(words, task.id, error)
    except BaseException as error:
        _name_task(context, error, task.id)
        yield from _try_to_record(entry, entry.submitted, task.id)
        raise
    return task


def _record(entry: Entry, change: Callable[..., T], *details: Any) -> Steps[T]:
    """Write to the journal; without one, no thread is woken for it."""
    if not entry.kept:
        return change(*details)
    done: T = yield Do(partial(change, *details))
    return done


def _try_to_record(entry: Entry, change: Callable[..., None], *details: Any) -> Steps[None]:
    """Write to the journal where a failure must not hide what has happened, nor end the wait for a paid task."""
    if entry.kept:
        yield from _try(partial(change, *details))


def _try(function: Callable[[], None]) -> Steps[None]:
    try:
        yield Do(function)
    except errors.FoxAPIError as error:
        log.warning("%s", error)


def _kind(body: Body) -> tuple[str, ...]:
    """Return what tells how long a task will take: model, length and size."""
    family = catalogue().family(body.values.get("model"))
    roles: Mapping[str, str] = family.roles if family else {}
    told = [name for name, role in roles.items() if role in ("duration", "resolution") and name in body.values]
    return tuple(str(body.values[name]) for name in ("model", *told) if name in body.values)


def _proves_nothing_created(error: BaseException) -> bool:
    """Return True if a response to the create request is a refusal that the contract documents."""
    if not isinstance(error, errors.APIStatusError):
        return False
    return catalogue().proves_nothing_created(error.status_code, own_body=own_error(error.body) is not None)


def _is_new(task_id: str | None, body: Body) -> bool:
    """Return True if a refusal names a task after all: by an id as on the service's pages, which was not sent."""
    if task_id is None or re.fullmatch(catalogue().task_id["pattern"], task_id) is None:
        return False
    return task_id not in str(body.values)


def _pause_before_repeating(error: errors.FoxAPIError, tries: int) -> float | None:
    """Return how many seconds to wait before the create request is sent again; None if it must not be."""
    if isinstance(error, errors.ConnectionFailed):
        return float(tries) if error.nothing_sent and tries < CONNECTION_TRIES else None
    if not isinstance(error, errors.RateLimited) or tries >= RATE_LIMIT_TRIES:
        return None
    own = own_error(error.body)
    if not catalogue().may_retry_create(error.status_code, own_body=own is not None, error_type=error.type):
        return None
    return max(2.0 ** (tries - 1), error.retry_after or 0.0)


def _how_to_find_out(task_id: str | None) -> str:
    if task_id is not None:
        return f"it may have created task {task_id}: `foxapi-video wait {task_id}` tells, before you repeat it"
    return "a task may be running and paid; check your balance or the service's task list before you repeat it"


def _shown_response(exchange: Exchange) -> str:
    """Show what arrived, in case it has an id in a place that nobody has thought of."""
    arrived = exchange.raw if exchange.status is None else exchange.body
    start = arrived[:SHOWN_RESPONSE].decode("utf-8", "replace")
    return f"; the response starts with {hide_keys(start)!r}" if start else ""


def _uncertain(body: Body, sent_at: float, words: str, task_id: str | None) -> errors.SubmissionUncertain:
    model = str(body.values.get("model"))
    words = f"the create request for {model} was sent and no usable response arrived ({words})"
    return errors.SubmissionUncertain(
        f"{words}: {_how_to_find_out(task_id)}", model=model, sent_at=sent_at, task_id=task_id
    )


def get(context: Context, task_id: str, *, sync_upstream: bool, within: float | None = None) -> Steps[Task]:
    """Read a task once."""
    check_arguments(sync_upstream=sync_upstream)
    _check_id(task_id)
    arguments: dict[str, Any] = {"task_id": task_id}
    if sync_upstream:
        arguments["sync_upstream"] = True
    within = within or context.within
    try:
        with (yield from turn(context, "look", (yield Now()) + within)):
            return task_of((yield Call(get_task, arguments, within)), asked=task_id)
    except errors.FoxAPIError as error:
        error.task_id = task_id
        raise


def _check_id(task_id: Any, argument: str = "task_id") -> None:
    """Refuse what can be no task's id: an id is one segment of a URL's path, and "." and ".." name other places.

    Raises:
        InvalidRequest: nothing was sent.
    """
    if not isinstance(task_id, str):
        words = f"must be a task's id (got {shown(task_id)})"
    elif task_id.strip() in ("", ".", ".."):
        words = f"must name a task (got {shown(task_id)})"
    elif not is_task_id(task_id):
        words = f"must be a task's id of at most {MAX_ID} printable characters (got {shown(task_id)})"
    else:
        return
    raise errors.InvalidRequest([Problem(argument, words)])


def live_models(context: Context) -> Steps[list[str]]:
    """List the ids that the key can use."""
    from foxapi_video_client.api.account import list_models

    return model_ids_of((yield Call(list_models, {}, context.within)))


def credits(context: Context) -> Steps[Mapping[str, Any]]:
    """Read the balance."""
    from foxapi_video_client.api.account import get_credits

    return object_of((yield Call(get_credits, {}, context.within)))


def wait(context: Context, task: Task | str, *, poll: Poll, on_progress: OnProgress | None) -> Steps[Task]:
    """Poll until the task has ended, and note in the journal how."""
    check_arguments(poll=poll, on_progress=on_progress)
    task_id, seen = (task.id, task) if isinstance(task, Task) else (task, None)
    _check_id(task_id, "task_or_id")
    entry = Entry(context.journal, task_id=task_id)
    watching = _watch(context, task_id, seen, poll, on_progress)
    del task, seen
    try:
        done = yield from watching
    except errors.TaskFailed as error:
        yield from _try_to_record(entry, entry.failed, str(error))
        raise
    except CallbackRaised as error:
        _name_task(context, error, task_id)
        raise
    yield from _try_to_record(entry, entry.completed)
    return done


def _watch(
    context: Context, task_id: str, seen: Task | None, poll: Poll, on_progress: OnProgress | None
) -> Steps[Task]:
    """Poll until the task has ended; a poll that failed is retried."""
    start: float = yield Now()
    deadline = start + poll.timeout
    begun = context.experience.begun(task_id)
    # only the answer to the POST tells it
    estimated = begun.estimated if begun else seen.estimated_time if seen else None
    learned = None if begun is None else _learned(context, begun)
    born = start if begun is None else begun.at
    running: float | None = None
    progress = Progress()
    if begun is not None and seen is not None:
        # a task that was created a moment ago need not be looked at before it may have ended
        early = poll.pause(0.0, estimated=estimated, learned=learned) - (start - born)
        if early > 0:
            running = 0.0
            yield Sleep(min(early, poll.timeout / 2))  # what is left is for more looks, and the download
    empty_since: float | None = None
    not_found = 0
    failure: errors.FoxAPIError | None = None
    failures = 0
    unknown: set[str] = set()
    last = False
    reserve = _reserve(poll, 0.0)
    while True:
        now: float = yield Now()
        polled_at = now
        asked_to_wait = 0.0
        try:
            # a completed task that shows no result is best looked at without asking upstream
            fresh = poll.sync_upstream and empty_since is None
            within = min(context.within, max(deadline - now, reserve))
            seen = yield from get(context, task_id, sync_upstream=fresh, within=within)
            failure, failures, not_found = None, 0, 0
        except errors.NotFound as error:
            not_found += 1
            if not_found >= NOT_FOUND_LOOKS:
                raise
            failure = error
        except errors.FoxAPIError as error:
            if not _may_pass(error):
                raise
            failure = error
            asked_to_wait = min(getattr(error, "retry_after", None) or 0.0, RETRY_AFTER_LIMIT)
        if failure is not None:
            failures += 1
            log.warning("%s; polling again", failure)
        elif seen is not None:
            if on_progress is not None:
                report(on_progress, seen)
            now = yield Now()
            reserve = _reserve(poll, now - polled_at)
            empty_since = now if empty_since is None else empty_since
            if _ended(seen, empty_for=now - empty_since, grace=poll.result_grace):
                if running is not None:  # otherwise it may have ended long ago
                    context.experience.finish(task_id, running=running, done=now - born)
                return seen
            if seen.state != "completed":
                empty_since = None
            if seen.state == "unknown" and seen.status not in unknown:
                unknown.add(seen.status)
                log.warning("task %s has the unknown status %r; polling continues", task_id, seen.status[:80])
            estimated = seen.estimated_time or estimated
            if begun is None and running is None:
                born = start - _age(seen, (yield Now(wall=True)), poll)
            running = now - born
            progress.see(seen.progress, running)
        now = yield Now()
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
    """Return how many seconds before the timeout the last poll is made, if the one before took so many."""
    return min(max(0.5, 2 * took), poll.timeout / 20)


def _learned(context: Context, begun: Begun) -> Expectation | None:
    """Return what finished tasks of its kind say about a task, and say so the first time."""
    expected = context.experience.expect(begun.kind, begun.estimated)
    if expected is not None and context.experience.is_news(begun.kind):
        words = "%s: %d finished tasks took about %.0f s; looks at the next ones go by that"
        log.info(words, " ".join(begun.kind), expected.count, expected.median)
    return expected


def _age(task: Task, now: float, poll: Poll) -> float:
    """Return how many seconds ago a task was created; 0 when nobody says, or the clocks do not agree."""
    age = 0.0 if task.created is None else now - task.created
    return age if 0 < age <= poll.timeout else 0.0


def _may_pass(error: errors.FoxAPIError) -> bool:
    """Return True if a poll that failed so can be followed by one that succeeds."""
    passing = (errors.ConnectionFailed, errors.UnreadableAnswer, errors.RateLimited, errors.ServerError)
    return isinstance(error, passing) or getattr(error, "status_code", None) in (408, 425)


def _ended(task: Task, *, empty_for: float, grace: float) -> bool:
    """Return True if the task has its results; raise if it has ended without."""
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
    """Return True if a completed task shows what its model makes: for a seed or an id beside it, a file is awaited."""
    if task.url is not None or not task.results:
        return task.url is not None
    family = catalogue().family(task.model)
    return family is None or not family.makes_file


def _timeout(task_id: str, seen: Task | None, poll: Poll, failure: errors.FoxAPIError | None) -> errors.WaitTimeout:
    if seen is None:
        state = f"task {task_id} was not seen"
    elif seen.state == "completed":
        state = f"task {task_id} is completed but shows no result yet"
    else:
        state = f"task {task_id} is still {seen.status[:80]}"
    last = f" (the last poll failed: {failure.args[0]})" if failure else ""
    words = f"{state} after {poll.timeout:g} s{last}; keep waiting with: foxapi-video wait {task_id}"
    return errors.WaitTimeout(words, task_id=task_id, task=seen)


def download(
    context: Context, source: Task | str, path: str | os.PathLike[str], *, budget: float, on_bytes: OnBytes | None
) -> Steps[Path]:
    """Fetch a task's file, or the file at a URL, to `path`; what was interrupted resumes."""
    check_arguments(on_bytes=on_bytes)
    deadline = (yield Now()) + budget
    is_url = isinstance(source, str) and "://" in source
    if not isinstance(source, Task) and not is_url:
        _check_id(source, "task_or_url")
    yield Do(partial(check_target, path, "path"))
    if isinstance(source, str) and not is_url:
        source = yield from _seen(context, source, deadline)
    try:
        return (yield from _save(context, source, path, deadline, on_bytes))
    except CallbackRaised as error:
        if isinstance(source, Task):
            _name_task(context, error, source.id)
        raise


def _seen(context: Context, task_id: str, deadline: float) -> Steps[Task]:
    """Look at a task until that succeeds once; failures that may pass are retried, as in `wait`."""
    failures, not_found = 0, 0
    while True:
        try:
            within = min(context.within, max(deadline - (yield Now()), 0.1))
            return (yield from get(context, task_id, sync_upstream=False, within=within))
        except errors.NotFound as error:
            not_found += 1
            if not_found >= NOT_FOUND_LOOKS:
                raise
            failure: errors.FoxAPIError = error
        except errors.FoxAPIError as error:
            if not _may_pass(error):
                raise
            failure = error
        failures += 1
        pause = max(Poll().retry(failures), getattr(failure, "retry_after", None) or 0.0)
        if (yield Now()) + pause >= deadline:
            raise failure
        log.warning("%s; polling again in %.1f s", failure, pause)
        yield Sleep(pause)


def _note(context: Context, error: BaseException, words: str) -> None:
    """Note on an error that is not ours what is paid, or may be; frameworks drop a cancellation, so that is logged."""
    error.add_note(words)
    if context.journal is None and not isinstance(error, (Exception, KeyboardInterrupt, SystemExit)):
        log.warning("%s: %s", type(error).__name__, words)


def _name_task(context: Context, error: BaseException, task_id: str) -> None:
    """Note on an error that is not ours which paid task it is about."""
    if not any(task_id in note for note in getattr(error, "__notes__", ())):
        _note(context, error, f"task {task_id} is paid and keeps running: foxapi-video wait {task_id}")


def _save(
    context: Context, source: Task | str, path: str | os.PathLike[str], deadline: float, on_bytes: OnBytes | None
) -> Steps[Path]:
    task = source if isinstance(source, Task) else None
    url = _url(source)
    entry = Entry(context.journal, task_id=task.id if task else "")
    with (yield from turn(context, "download", deadline)), PartFile(path, context.outputs) as part:
        tries, reached, refreshed = 0, 0, False
        while True:
            tries += 1
            try:
                yield Transfer(url, part, max(deadline - (yield Now()), 0.1), on_bytes)
                log.info("%s saved, %d bytes", part.target, part.size)
                yield from _try_to_record(entry, entry.saved, part.target)
                return part.target
            except errors.DownloadFailed as error:
                error.task_id, error.url = None if task is None else task.id, url
                failure = error
            if failure.expired and task is not None and not refreshed:
                # the link has died; the task may show a fresh one
                task = yield from _seen(context, task.id, deadline)
                url, refreshed = _url(task), True
                continue
            if part.size > reached:
                tries, reached = 1, part.size
            pause = min(2.0 ** (tries - 1), 15.0)
            if not failure.transient or tries >= DOWNLOAD_TRIES or (yield Now()) + pause >= deadline:
                raise failure
            log.warning("download: %s; resuming in %d s", failure, pause)
            yield Sleep(pause)


def _url(source: Task | str) -> str:
    if isinstance(source, str):
        return source
    if source.url is None:
        words = f"task {source.id} is {source.status} and shows no file"
        raise errors.ResultMissing(f"{words}: foxapi-video wait {source.id} -o FILE", task=source)
    return source.url


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
) -> Steps[Clip]:
    """Submit, wait and download within one budget."""
    body = body_of(request, extra_body=extra_body, validate=validate)
    if save_to is not None:
        check_has_file(body)
        yield Do(partial(check_target, save_to))
    deadline = (yield Now()) + poll.timeout
    body = yield from uploaded(context, body, within=poll.timeout, on_upload=on_upload)
    rest = max(deadline - (yield Now()), 0.0)
    created = yield from create(context, body, retry_for=rest)
    ending = finish(context, created, save_to=save_to, poll=poll, deadline=deadline, on_progress=on_progress)
    del created, body  # thousands may wait: what is not needed any more is not kept
    return (yield from ending)


def finish(
    context: Context,
    task: Task,
    *,
    save_to: str | os.PathLike[str] | None,
    poll: Poll,
    deadline: float,
    on_progress: OnProgress | None,
) -> Steps[Clip]:
    """Wait for a task and download its file; its id is on whatever ends this."""
    task_id = task.id
    try:
        if on_progress is not None:
            report(on_progress, task)
        rest = evolve(poll, timeout=max(round(deadline - (yield Now()), 1), 0.1))
        waiting = wait(context, task, poll=rest, on_progress=on_progress)
        del task
        task = yield from waiting
        if save_to is not None:
            path = yield from _save(context, task, save_to, deadline, on_bytes=None)
            return SavedClip(task, task.url, task.results, path)
    except errors.FoxAPIError as error:
        error.task_id = task_id
        raise
    except BaseException as error:
        _name_task(context, error, task_id)
        raise
    return Clip(task, task.url, task.results, None)
