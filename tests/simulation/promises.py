"""What is promised, one function per promise; each raises `Broken` in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from foxapi_video import FoxAPIError, SubmissionUncertain

if TYPE_CHECKING:
    from .world import Fiber, Process, World

Row = dict[str, Any]
MOVES = {
    "new": {"sending"},
    "sending": {"new", "uncertain", "submitted"},
    "submitted": {"completed", "failed", "saved"},
    "completed": {"saved", "failed"},
    "failed": {"saved"},
    "saved": set[str](),
    "uncertain": {"submitted", "completed", "failed", "saved"},
}
"""The arrows of the drawing in the journal's docstring, typed once more by hand; a person's `retry` is not in it."""
IN_DOUBT = ("sending", "uncertain")


class Broken(BaseException):
    """A promise was broken. No code under test catches it."""


def told_by(error: BaseException | None) -> str:
    """Return what a printed traceback says: the messages and notes of an error and of those before it."""
    words: list[str] = []
    while error is not None:
        words += [str(error), str(getattr(error, "task_id", "")), *getattr(error, "__notes__", ())]
        error = error.__cause__ or error.__context__
    return "\n".join(words)


def created_at_most_once(world: World, job: str) -> None:
    """A job is created once, and once more for each time that a person asked for it."""
    found = world.service.created.get(job, [])
    if len(found) > 1 + world.asked_again.get(job, 0):
        raise Broken(f"created_at_most_once: {job} was created as {', '.join(found)}")


def posted_with_a_record(world: World, fiber: Fiber) -> None:
    """A create request leaves only while the journal says that it is being sent, and by whom."""
    if fiber.process.journal is None or fiber.key is None:
        return
    row = world.rows.get(fiber.key)
    if row is None or row["state"] == "new" or world.sender.get(fiber.key) is not fiber:
        state = row and row["state"]
        raise Broken(f"posted_with_a_record: {fiber} sends {fiber.key}, which the journal has as {state}")


def works_with_a_lease(world: World, fiber: Fiber, what: str) -> None:
    """No worker polls, uploads or downloads for a job that another one may take, unless it was stopped or kept out."""
    process = fiber.process
    if process.journal is None or fiber.key is None or process.disturbed:
        return
    row = world.rows.get(fiber.key)
    if row is not None and (row["lease"] < process.machine.time() or not str(row["owner"]).startswith(process.owner)):
        raise Broken(f"works_with_a_lease: {fiber} {what} for {fiber.key}, leased to {row['owner']}")


def moves_along_the_arrows(world: World, before: dict[str, Row], after: dict[str, Row]) -> None:
    """A job changes its state along the arrows of the drawing only."""
    for key, row in after.items():
        old = before[key]["state"] if key in before else None
        allowed = {"new"} if old is None else {old, *MOVES[old]}
        if "submitted" in allowed and row["task_id"] != before[key]["task_id"]:
            allowed |= MOVES["submitted"]  # an id that could not be written before, together with the next record
        if row["state"] not in allowed:
            raise Broken(f"moves_along_the_arrows: {key} went from {old} to {row['state']}")
    if gone := before.keys() - after.keys():
        raise Broken(f"moves_along_the_arrows: {', '.join(gone)} is gone from the journal")


def uncertain_only_if_sent(world: World, before: dict[str, Row], after: dict[str, Row]) -> None:
    """A job becomes uncertain only if a byte may have left, or its worker died or lost its lease."""
    for key, row in after.items():
        if row["state"] != "uncertain" or key not in before or before[key]["state"] == "uncertain":
            continue
        sender = world.sender.get(key)
        if sender is None or sender is world.current:
            started = sender is not None and sender.exchange is not None and sender.exchange.started
            if not started:
                raise Broken(f"uncertain_only_if_sent: {key} is uncertain, and nothing of its request has left")
        elif not sender.is_over and not sender.process.disturbed and before[key]["lease"] > world.wall:
            raise Broken(f"uncertain_only_if_sent: {key} is uncertain, and {sender} is still sending it")


def ids_are_kept(world: World) -> None:
    """The id of each created task is in the journal or reached a caller, or its job is in doubt or in progress."""
    for job, ids in world.service.created.items():
        for task_id in ids:
            if task_id in world.kept or task_id in world.given_up:
                continue
            row = world.rows.get(job)
            if task_id in world.recorded or (row is not None and row["state"] in IN_DOUBT):
                continue
            creator = world.creator[task_id]
            if not creator.is_over or (creator.batch is not None and not creator.batch.is_over):
                continue
            if creator.process.journal is None and (creator.process.dead or creator.said_in_doubt):
                continue  # without a journal, nothing survives a crash
            raise Broken(f"ids_are_kept: {task_id} of {job} is lost; the journal has {row}")


def ids_stay(before: set[str], after: set[str]) -> None:
    """An id in the journal stays there, also when a person retries or deletes its job."""
    if lost := before - after:
        raise Broken(f"ids_stay: {', '.join(sorted(lost))} is not in the journal any more")


def ids_are_written_later(world: World, process: Process) -> None:
    """An id that could not be written is written with the next record of its process."""
    for fiber in world.fibers:
        if fiber.process is process and fiber.key is not None and fiber.turn > fiber.learned_at:
            for task_id in fiber.learned:
                if task_id not in world.recorded:
                    raise Broken(f"ids_are_written_later: {fiber} has {task_id}, which is not in the journal")


def files_are_whole(world: World, folder: Path) -> None:
    """A file under its final name is whole, and what the journal calls saved is there."""
    whole = {task.file for task in world.service.tasks.values()}
    for path in folder.glob("*.mp4"):
        if path.read_bytes() not in whole:
            raise Broken(f"files_are_whole: {path.name} is not whole")
    for key, row in world.rows.items():
        if row["state"] == "saved" and not Path(row["path"]).exists():
            raise Broken(f"files_are_whole: {key} is saved, and its file is not there")


def errors_name_the_task(world: World, fiber: Fiber, error: BaseException) -> None:
    """What ends a call names the task it is about, and no error of ours hides one that does."""
    words = "\n".join([told_by(error), *fiber.process.said])
    named = getattr(error, "task_id", None)
    for task_id in fiber.learned:
        if not isinstance(error, FoxAPIError) and task_id in world.recorded:
            continue
        if named != task_id and task_id not in words and world.service.tasks[task_id].job not in world.expected_gone:
            raise Broken(f"errors_name_the_task: {fiber} ended with {error!r}, which does not name {task_id}")
    if fiber.in_doubt and not isinstance(error, SubmissionUncertain) and isinstance(error, FoxAPIError):
        raise Broken(f"errors_name_the_task: {fiber} may have paid, and ended with {error!r}")


def interruptions_reach_the_caller(fiber: Fiber) -> None:
    """No cleanup swallows Ctrl-C or a cancellation."""
    if fiber.is_interrupted:
        raise Broken(f"interruptions_reach_the_caller: {fiber} was interrupted, and returned a value")


def unfinished(rows: dict[str, Row]) -> dict[str, str]:
    """Return the jobs that have not ended, with their states; one without an output path ends as completed."""
    ended = ("saved", "failed")
    return {
        key: row["state"]
        for key, row in rows.items()
        if row["state"] not in ended and not (row["state"] == "completed" and row["target"] is None)
    }


def everything_ends(world: World) -> None:
    """Once the faults have stopped, each job ends, and nobody polls or waits any more."""
    if (left := unfinished(world.rows)) or world.fibers:
        raise Broken(f"everything_ends: after {world.now:,.0f} s, {left}, and {list(world.fibers)} do not end")
