"""Wait for a created task and download its file: the second half of a generate call."""

# pyright: reportUnusedCallResult=true

from __future__ import annotations

import os

from attrs import evolve

from .. import errors
from ..values import Clip, SavedClip, Task
from .actions import Context, Steps
from .callbacks import report
from .download import save
from .polling import Poll
from .record import name_task
from .wait import OnProgress, wait


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
