"""Download: fetch a task's file or the file at a URL to a path, whole or not at all."""

# pyright: reportUnusedCallResult=true

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from .. import errors
from .._log import log
from .._storage.files import PartFile, check_target
from ..values import Task
from .actions import Context, OnBytes, RunBlocking, Sleep, Steps, Transfer, acquire_slot
from .arguments import check_arguments
from .callbacks import CallbackRaised
from .polling import Poll
from .record import name_task, record
from .wait import NOT_FOUND_RETRIES, check_task_id, get, is_transient

DOWNLOAD_TRIES = 6
"""How often in a row a file may come no further."""


def download(
    context: Context, source: Task | str, path: str | os.PathLike[str], *, budget: float, on_bytes: OnBytes | None
) -> Steps[Path]:
    """Fetch a task's file, or the file at a URL, to `path`; what was interrupted resumes."""
    check_arguments(on_bytes=on_bytes)
    deadline = context.clock.monotonic() + budget
    is_url = isinstance(source, str) and "://" in source
    if not isinstance(source, Task) and not is_url:
        check_task_id(source, "task_or_url")
    yield RunBlocking(partial(check_target, path, "path"))
    if isinstance(source, str) and not is_url:
        source = yield from _seen(context, source, deadline)
    try:
        return (yield from save(context, source, path, deadline, on_bytes))
    except errors.FoxAPIError as error:
        if isinstance(source, Task):
            error.task_id = source.id
        raise
    except CallbackRaised as error:
        if isinstance(source, Task):
            name_task(context, error, source.id)
        raise


def _seen(context: Context, task_id: str, deadline: float) -> Steps[Task]:
    """Look at a task until that succeeds once; failures that may pass are retried, as in `wait`."""
    failures, not_found = 0, 0
    while True:
        try:
            timeout = min(context.timeout, max(deadline - context.clock.monotonic(), 0.1))
            return (yield from get(context, task_id, sync_upstream=False, timeout=timeout))
        except errors.NotFound as error:
            not_found += 1
            if not_found >= NOT_FOUND_RETRIES:
                raise
            failure: errors.FoxAPIError = error
        except errors.FoxAPIError as error:
            if not is_transient(error):
                raise
            failure = error
        failures += 1
        pause = max(Poll().retry(failures), getattr(failure, "retry_after", None) or 0.0)
        if context.clock.monotonic() + pause >= deadline:
            raise failure
        log.warning("%s; polling again in %.1f s", failure, pause)
        yield Sleep(pause)


def save(
    context: Context, source: Task | str, path: str | os.PathLike[str], deadline: float, on_bytes: OnBytes | None
) -> Steps[Path]:
    task = source if isinstance(source, Task) else None
    task_id, journal = (task.id, context.journal) if task else ("", None)
    url = _url(source)
    with (yield from acquire_slot(context, "download", deadline)), PartFile(path, context.outputs) as part:
        tries, reached, refreshed = 0, 0, False
        while True:
            tries += 1
            try:
                yield Transfer(url, part, max(deadline - context.clock.monotonic(), 0.1), on_bytes)
                log.info("%s saved, %d bytes", part.target, part.size)
                yield from record(journal, lambda journal: journal.saved(task_id, part.target))
                return part.target
            except errors.DownloadFailed as error:
                error.task_id, error.url = None if task is None else task.id, url
                failure = error
            if failure.expired:
                if task is not None and not refreshed:  # it may have a new URL
                    task = yield from _seen(context, task.id, deadline)
                    url, refreshed = _url(task), True
                    continue
                hint = "the task has no other URL" if task else "to get a new one, download by task ID"
                failure.args = (f"{failure.args[0]}; {hint}",)
            if part.size > reached:
                tries, reached = 1, part.size
            pause = min(2.0 ** (tries - 1), 15.0)
            if not failure.transient or tries >= DOWNLOAD_TRIES or context.clock.monotonic() + pause >= deadline:
                raise failure
            log.warning("download: %s; resuming in %d s", failure, pause)
            yield Sleep(pause)


def _url(source: Task | str) -> str:
    if isinstance(source, str):
        return source
    if source.url is None:
        words = f"task {source.id} is {source.status} and returned no file"
        raise errors.ResultMissing(f"{words}: foxapi-video wait {source.id} -o FILE", task=source)
    return source.url
