"""Write to the journal what happens to a paid job, and name its task in whatever error ends the call."""

# pyright: reportUnusedCallResult=true

from __future__ import annotations

from collections.abc import Callable

from .. import errors
from .._log import log
from .._storage.journal import Journal
from .actions import Context, RunBlocking, Steps


def record(journal: Journal | None, change: Callable[[Journal], object]) -> Steps[None]:
    """Write to the journal where a failure must not hide what has happened, nor end the wait for a paid task.

    Without a journal, no thread is woken for it.
    """
    if journal is not None:
        yield from try_to(lambda: change(journal))


def try_to(function: Callable[[], object]) -> Steps[None]:
    try:
        yield RunBlocking(function)
    except errors.FoxAPIError as error:
        log.warning("%s", error)


def add_note(context: Context, error: BaseException, words: str) -> None:
    """Note on an error that is not ours what is paid, or may be; frameworks drop a cancellation, so that is logged."""
    error.add_note(words)
    if context.journal is None and not isinstance(error, (Exception, KeyboardInterrupt, SystemExit)):
        log.warning("%s: %s", type(error).__name__, words)


def hand_on_notes(earlier: BaseException | None, later: BaseException, task_id: str | None) -> None:
    """Note on an error that replaces another one what that one said: Python does not always chain them in steps."""
    notes = [*getattr(earlier, "__notes__", ())]
    if task_id is not None and not any(task_id in note for note in notes):
        notes.append(paid(task_id))
    for note in notes:
        if note not in getattr(later, "__notes__", ()):
            later.add_note(note)


def paid(task_id: str) -> str:
    """Say that a task is paid, and how to go on with it."""
    return f"task {task_id} is paid and keeps running: foxapi-video wait {task_id}"


def name_task(context: Context, error: BaseException, task_id: str) -> None:
    """Note on an error that is not ours which paid task it is about."""
    if not any(task_id in note for note in getattr(error, "__notes__", ())):
        add_note(context, error, paid(task_id))
