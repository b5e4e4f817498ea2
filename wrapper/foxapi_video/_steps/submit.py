"""Send one create request for a checked body, and record what became of it."""

# pyright: reportUnusedCallResult=true

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from foxapi_video_client.api.videos import create_video

from .. import errors
from .._contract.catalog import catalog
from .._log import log
from .._requests.check import Body
from .._secret import hide_keys
from .._storage.journal import Journal
from ..values import Task
from .actions import Call, Context, Exchange, RunBlocking, Sleep, Steps, acquire_slot
from .durations import StartedTask
from .record import add_note, name_task, record, try_to
from .responses import own_error, task_of
from .task_ids import candidate_task_id

CONNECTION_TRIES = 3
"""How often the create request is tried when it is certain that nothing of it was sent."""
RATE_LIMIT_TRIES = 5
"""How often the create request is tried when the API refuses it for its rate limit."""
SHOWN_RESPONSE = 300
"""Bytes of an unusable response to the create request that an error shows."""


def create(context: Context, body: Body, *, retry_for: float, key: str = "", by: str = "") -> Steps[Task]:
    """Create the task: one create request, repeated only when it is certain that nothing was created.

    With a key, the job's record in the journal says at each moment how far it came; `by` names the worker that has it.
    """
    deadline = context.clock.monotonic() + retry_for
    tries = 0
    while True:
        tries += 1
        with (yield from acquire_slot(context, "create", deadline)):
            try:
                return (yield from _create_once(context, body, key, by))
            except errors.FoxAPIError as error:
                pause = _pause_before_repeating(error, tries)
                if pause is None or context.clock.monotonic() + pause >= deadline:
                    raise
                log.warning("submit: %s; trying again in %.1f s", error, pause)
        yield Sleep(pause)


def _create_once(context: Context, body: Body, key: str, by: str) -> Steps[Task]:
    """Send the create request and record what became of it, whatever interrupts it.

    Raises:
        SubmissionUncertain: a task may have been created.
    """
    journal = context.journal if key else None
    sent_at = context.clock.time()
    begun_at = context.clock.monotonic()
    exchange = Exchange() if journal is None else Exchange(now=journal.now)
    try:
        # the record and the check of the clock come last: a process that was suspended in between must not send
        if journal is not None:
            exchange.not_after = yield from _record_sending(context, journal, key, by)
        task = task_of((yield Call(create_video, {"body": body}, context.timeout, exchange)))
    except BaseException as error:
        if isinstance(error, errors.RequestRejected) and body.uploads:
            yield from try_to(partial(context.uploads.forget, body.uploads))
        words = str(error) if isinstance(error, errors.FoxAPIError) else f"interrupted ({type(error).__name__})"
        found = candidate_task_id(exchange.body, exchange.headers) or candidate_task_id(exchange.raw, {})
        if not exchange.started or (_proves_nothing_created(error) and not _is_new(found, body)):
            yield from record(journal, lambda journal: journal.not_sent(key, words, by))
            raise
        words = f"{words}{_shown_response(exchange)}"
        yield from record(journal, lambda journal: journal.uncertain(key, words, by, found))
        if isinstance(error, errors.FoxAPIError):
            raise _uncertain(body, sent_at, words, found) from error
        add_note(context, error, f"the create request was in flight: {_how_to_find_out(found)}")
        raise
    try:
        log.info("task %s created", task.id)
        context.durations.begin(task.id, StartedTask(_kind(body), begun_at, task.estimated_time))
        yield from _record_submitted(journal, key, task, by)
    except BaseException as error:  # also one that interrupts the record
        name_task(context, error, task.id)
        raise
    return task


def _record_sending(context: Context, journal: Journal, key: str, by: str) -> Steps[float]:
    """Return the Unix time after which the create request must not be started.

    Raises:
        ConfigurationError: another worker has leased the job, or sent it meanwhile.
    """
    not_after: float | None = yield RunBlocking(partial(journal.sending, key, context.lease, by))
    if not_after is None:
        raise errors.ConfigurationError(f"the job {key} is locked by another process; nothing was sent")
    return not_after


def _record_submitted(journal: Journal | None, key: str, task: Task, by: str) -> Steps[None]:
    """Write the task id to the journal, and once more if that is interrupted."""
    if journal is None:
        return
    writing = RunBlocking(partial(journal.submitted, key, task.id, by, task.credits))
    try:
        yield writing
    except errors.FoxAPIError as error:
        words = "task %s is paid, and could not be recorded yet (%s); this process keeps its id and tries again"
        log.warning(words, task.id, error)
    except BaseException:
        yield from try_to(writing.function)
        raise


def _kind(body: Body) -> tuple[str, ...]:
    """Return the values that determine how long a task takes: model, duration and resolution."""
    family = catalog().family(body.values.get("model"))
    roles: Mapping[str, str] = family.roles if family else {}
    given = [name for name, role in roles.items() if role in ("duration", "resolution") and name in body.values]
    return tuple(str(body.values[name]) for name in ("model", *given) if name in body.values)


def _proves_nothing_created(error: BaseException) -> bool:
    """Return True if a response to the create request is a refusal that the contract documents."""
    if not isinstance(error, errors.APIStatusError):
        return False
    return catalog().proves_nothing_created(error.status_code, own_body=own_error(error.body) is not None)


def _is_new(task_id: str | None, body: Body) -> bool:
    """Return True if a refusal names a task after all: by an id as on the service's pages, which was not sent."""
    if task_id is None or re.fullmatch(catalog().task_id["pattern"], task_id) is None:
        return False
    return task_id not in str(body.values)


def _pause_before_repeating(error: errors.FoxAPIError, tries: int) -> float | None:
    """Return how many seconds to wait before the create request is sent again; None if it must not be."""
    if isinstance(error, errors.ConnectionFailed):
        return float(tries) if error.nothing_sent and tries < CONNECTION_TRIES else None
    if not isinstance(error, errors.RateLimited) or tries >= RATE_LIMIT_TRIES:
        return None
    own = own_error(error.body)
    if not catalog().may_retry_create(error.status_code, own_body=own is not None, error_type=error.type):
        return None
    return max(2.0 ** (tries - 1), error.retry_after or 0.0)


def _how_to_find_out(task_id: str | None) -> str:
    if task_id is not None:
        return f"it may have created task {task_id}: `foxapi-video wait {task_id}` tells, before you repeat it"
    return "a task may be running and paid; check your balance or the service's task list before you repeat it"


def _shown_response(exchange: Exchange) -> str:
    """Show what arrived, in case it has an id in an unknown field."""
    arrived = exchange.raw if exchange.status is None else exchange.body
    start = arrived[:SHOWN_RESPONSE].decode("utf-8", "replace")
    return f"; the response starts with {hide_keys(start)!r}" if start else ""


def _uncertain(body: Body, sent_at: float, words: str, task_id: str | None) -> errors.SubmissionUncertain:
    model = str(body.values.get("model"))
    words = f"the create request for {model} was sent and no usable response arrived ({words})"
    return errors.SubmissionUncertain(
        f"{words}: {_how_to_find_out(task_id)}", model=model, sent_at=sent_at, task_id=task_id
    )
