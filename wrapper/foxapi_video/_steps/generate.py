"""Generate: submit, wait and download in one call."""

# pyright: reportUnusedCallResult=true

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from typing import Any

from attrs import evolve

from .. import errors
from .._requests.check import Request, body_of, check_has_file
from .._storage.files import check_target
from ..values import Clip, SavedClip, Task
from .actions import Context, RunBlocking, Steps
from .callbacks import report
from .download import save
from .polling import Poll
from .record import name_task
from .submit import create
from .uploads import OnUpload, uploaded
from .wait import OnProgress, wait


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
        yield RunBlocking(partial(check_target, save_to))
    deadline = context.clock.monotonic() + poll.timeout
    body = yield from uploaded(context, body, timeout=poll.timeout, on_upload=on_upload)
    rest = max(deadline - context.clock.monotonic(), 0.0)
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
        rest = evolve(poll, timeout=max(round(deadline - context.clock.monotonic(), 1), 0.1))
        waiting = wait(context, task, poll=rest, on_progress=on_progress)
        del task
        task = yield from waiting
        if save_to is not None:
            path = yield from save(context, task, save_to, deadline, on_bytes=None)
            return SavedClip(task, task.url, task.results, path)
    except errors.FoxAPIError as error:
        error.task_id = task_id
        raise
    except BaseException as error:
        name_task(context, error, task_id)
        raise
    return Clip(task, task.url, task.results, None)
