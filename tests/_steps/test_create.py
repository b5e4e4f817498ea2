"""The create request, stepped by hand: whatever interrupts it, a paid task is in the journal or is uncertain."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from stepping import CLOCK, DONE, STARTED_AT, World, task

from foxapi_video import Job, Journal, Poll, errors
from foxapi_video._http.driver import Cancelled
from foxapi_video._http.errors import status_error
from foxapi_video._steps import batch as batch
from foxapi_video._steps import jobs as jobs
from foxapi_video._steps.actions import Action, Call, Context, Exchange
from foxapi_video._storage.machine import Machine

SORA = {"model": "sora-2", "prompt": "A paper boat"}
ID = "task-unified-1757165031-uyujaw3d"
CREATED = {"id": ID, "status": "pending"}
FINISHED = {**DONE, "id": ID}


class StillMachine(Machine):
    """This machine, whose wall clock stands still."""

    def time(self) -> float:
        return STARTED_AT


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path / "jobs.sqlite", machine=StillMachine()) as journal:
        yield journal


def submit(journal: Journal | None) -> Any:
    return jobs.submit(Context(60.0, journal, clock=CLOCK), SORA, extra_body=None, validate=True, key="boat")


def generate(journal: Journal | None) -> Any:
    context = Context(60.0, journal, clock=CLOCK)
    return jobs.generate(
        context, SORA, save_to=None, poll=Poll(), on_progress=None, extra_body=None, validate=True, key="boat"
    )


def only(journal: Journal) -> Job:
    (job,) = journal.jobs()
    return job


class Responding(World):
    """A world in which the connection writes down what it sees."""

    def __init__(self, *script: Any, body: bytes = b"", status: int = 200, **headers: str) -> None:
        super().__init__(*script)
        self.body, self.status, self.headers = body, status, headers
        self.performed = 0

    def _answer(self, action: Action) -> Any:
        self.performed += 1
        if isinstance(action, Call) and isinstance(exchange := action.exchange, Exchange):
            exchange.body, exchange.status, exchange.headers = self.body, self.status, self.headers
        return super()._answer(action)


# ------------------------------------------------------------------ interruptions


class Interrupting(Responding):
    """Interrupts the steps at some actions, before or after each is performed; the rest is performed, as drivers do."""

    def __init__(self, *script: Any, at: int, after: bool, error: BaseException, times: int = 1) -> None:
        super().__init__(*script, body=json.dumps(CREATED).encode())
        self.interrupted, self.after, self.error = range(at, at + times), after, error
        self.created = False

    def _answer(self, action: Action) -> Any:
        interrupted = self.performed in self.interrupted
        if interrupted and not self.after:
            self.performed += 1
            raise type(self.error)
        answer = super()._answer(action)
        self.created |= isinstance(action, Call) and action.exchange is not None
        if interrupted:
            raise self.error
        return answer


INTERRUPTIONS = (KeyboardInterrupt, asyncio.CancelledError, SystemExit, Cancelled, MemoryError)


@pytest.mark.parametrize("call", [submit, generate])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("kind", INTERRUPTIONS)
def test_an_interruption_at_any_action_loses_nothing(
    kind: type[BaseException], after: bool, call: Callable[[Journal], Any], tmp_path: Path
) -> None:
    """A job is never left as sending, is new only if nothing was created, and a paid task's id is on record."""
    at = 0
    while True:
        path = tmp_path / f"{at}.sqlite"
        with Journal(path) as journal:
            world = Interrupting(CREATED, FINISHED, at=at, after=after, error=kind())
            try:
                world.run(call(journal))
            except kind as error:
                found = journal.jobs()
                states = [job.state for job in found]
                notes = " ".join(getattr(error, "__notes__", []))
                if world.created:
                    assert states in (["submitted"], ["completed"], ["uncertain"])
                    assert (ID, True) == (found[0].task_id, ID in notes or states == ["completed"])
                else:
                    assert states in ([], ["new"])
                with Journal(path) as other:  # the lease was given back
                    assert [] == states or other.claim("boat", 1) is not None
            else:
                break
        at += 1
    assert {submit: 7, generate: 12}[call] == at  # the actions of each call, and none was left out


@pytest.mark.parametrize("times", [2, 3, 4])
@pytest.mark.parametrize("call", [submit, generate])
@pytest.mark.parametrize("kind", [KeyboardInterrupt, asyncio.CancelledError])
def test_repeated_interruptions_do_not_hide_the_id(
    kind: type[BaseException], call: Callable[[Journal], Any], times: int, tmp_path: Path
) -> None:
    """Ctrl-C, pressed again and again from any action on: the id is in the journal, or noted on what is raised."""
    at, ended = 0, False
    while not ended:
        with Journal(tmp_path / f"{at}.sqlite") as journal:
            world = Interrupting(CREATED, FINISHED, at=at, after=False, error=kind(), times=times)
            ended = True
            try:
                world.run(call(journal))
            except kind as error:
                ended = False
                is_known = [ID] == journal.task_ids("boat") or ID in " ".join(getattr(error, "__notes__", []))
                assert is_known or not world.created, f"action {at}"
        at += 1
    assert {submit: 8, generate: 13}[call] == at


@pytest.mark.parametrize("kind", INTERRUPTIONS)
def test_an_interruption_while_the_id_is_recorded_records_it(kind: type[BaseException], journal: Journal) -> None:
    """The record comes first: the transaction that was rolled back is made again, and the exception names the id."""

    class Once(Journal):
        failures = 1

        def flush(self) -> None:
            if self.failures:
                self.failures -= 1
                raise kind
            super().flush()

    with Once(journal.path) as mine, pytest.raises(kind) as caught:
        Responding(CREATED).run(submit(mine))
    assert ("submitted", ID) == (only(journal).state, only(journal).task_id)
    assert ID in caught.value.__notes__[0]


# ------------------------------------------------------------------ a journal that fails


class Broken(Journal):
    """Refuses the writes of some events."""

    broken: tuple[str, ...] = ()

    def _refuse(self, event: str) -> None:
        if event in self.broken:
            raise errors.ConfigurationError(f"the journal cannot be used: database or disk is full ({event})")

    def flush(self) -> None:
        self._refuse("submitted")
        super().flush()

    def _move(self, event: str, *rest: Any, **columns: Any) -> bool:
        self._refuse(event)
        return super()._move(event, *rest, **columns)

    def claim(self, key: str, seconds: float, by: str = "") -> Job | None:
        if self.jobs("submitted", "completed"):
            self._refuse("claim")
        return super().claim(key, seconds, by)


@pytest.mark.parametrize("event", ["submitted", "completed", "claim"])
def test_a_journal_that_fails_after_the_create_request_does_not_end_the_wait(
    event: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The video is paid: the wait continues, the log has the id, and it is written with the next record."""
    with Broken(tmp_path / "jobs.sqlite") as journal:
        journal.broken = (event,)
        world = Responding(CREATED, {**CREATED, "status": "processing"}, FINISHED)
        assert ID == world.run(generate(journal)).task.id
        warnings = [each.getMessage() for each in caplog.records if each.levelname == "WARNING"]
        assert event != "submitted" or any(ID in each and "could not be recorded" in each for each in warnings)
        journal.broken = ()
        journal.release("boat")
        journal.flush()
        assert [ID] == journal.task_ids("boat")


@pytest.mark.parametrize(
    ("event", "failure", "raised", "left"),
    [
        ("not_sent", status_error(402, "", {}), errors.InsufficientBalance, "sending"),
        ("uncertain", status_error(500, "", {}), errors.SubmissionUncertain, "sending"),
        ("uncertain", KeyboardInterrupt(), KeyboardInterrupt, "sending"),
        ("failed", {"id": ID, "status": "failed", "error": {"message": "No."}}, errors.TaskFailed, "submitted"),
    ],
)
def test_a_journal_that_fails_hides_no_other_error(
    event: str, failure: Any, raised: type[BaseException], left: str, tmp_path: Path
) -> None:
    """What the service said, or what interrupts, is what the caller sees."""
    with Broken(tmp_path / "jobs.sqlite") as journal:
        journal.broken = (event,)
        script = (CREATED, failure) if event == "failed" else (failure,)
        with pytest.raises(raised):
            Responding(*script).run(generate(journal))
        assert left == only(journal).state


def test_nothing_is_sent_when_the_record_fails(tmp_path: Path) -> None:
    """A disk that is full before the create request: it is not sent, the error says so, and the job stays new."""

    class Full(Journal):
        def sending(self, *rest: Any) -> float | None:
            self._connected().execute("PRAGMA query_only = ON")
            return super().sending(*rest)

    with Full(tmp_path / "jobs.sqlite") as journal:
        world = Responding(CREATED)
        with pytest.raises(errors.ConfigurationError, match="readonly"):
            world.run(submit(journal))
        assert ([], "new") == (world.calls, only(journal).state)


# ------------------------------------------------------------------ responses


BODIES = {
    "an id elsewhere": b'{"data":{"id":"%s"}}' % ID.encode(),
    "another name": b'{"task_id":"%s","status":"pending"}' % ID.encode(),
    "no status": b'{"id":"%s"}' % ID.encode(),
    "cut off after the id": b'{"created":1757165031,"id":"%s","model":"so' % ID.encode(),
    "text": b"created %s, have a nice day" % ID.encode(),
}


@pytest.mark.parametrize("status", [200, 201, 202, 301, 303, 408, 409, 499, 500, 504])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_an_id_anywhere_in_an_unusable_response_is_kept(body: bytes, status: int, journal: Journal) -> None:
    """It is on the error, in its message and in the journal, with the start of the body; nothing is sent again."""
    failure = errors.InvalidResponse("no task") if status < 300 else status_error(status, body.decode(), {})
    world = Responding(failure, body=body, status=status)
    with pytest.raises(errors.SubmissionUncertain) as caught:
        world.run(submit(journal))
    assert (ID, True) == (caught.value.task_id, f"foxapi-video wait {ID}" in str(caught.value))
    job = only(journal)
    assert ("uncertain", ID, True) == (job.state, job.task_id, body[:40].decode() in str(job.error))
    for again in (submit, generate):
        world = Responding()
        with pytest.raises(errors.SubmissionUncertain) as caught:
            world.run(again(journal))
        assert ([], ID) == (world.calls, caught.value.task_id)
    assert [] == World().run(batch.unfinished(Context(60.0, journal, clock=CLOCK), 1))


def test_an_id_in_a_location_is_kept(journal: Journal) -> None:
    """A redirect after the task was created is not a refusal."""
    world = Responding(status_error(303, "", {}), status=303, location=f"/v1/tasks/{ID}")
    with pytest.raises(errors.SubmissionUncertain) as caught:
        world.run(submit(journal))
    assert (ID, "uncertain", ID) == (caught.value.task_id, only(journal).state, only(journal).task_id)


def test_the_message_of_an_error_in_a_success_is_shown(journal: Journal) -> None:
    """A 200 with an error object says why, and does not prove that nothing was created."""
    body = b'{"error":{"message":"Quota exceeded for group vip","type":"quota"}}'
    with pytest.raises(errors.SubmissionUncertain, match="Quota exceeded for group vip"):
        Responding(errors.InvalidResponse("no task"), body=body).run(submit(journal))
    assert "Quota exceeded for group vip" in str(only(journal).error)


def test_what_an_error_shows_of_a_response_is_bounded(journal: Journal) -> None:
    """And written so that no terminal obeys it."""
    with pytest.raises(errors.SubmissionUncertain) as caught:
        Responding(errors.InvalidResponse("no task"), body=b"\x1b[2J\xff" * 10_000).run(submit(journal))
    assert (True, False) == (len(str(caught.value)) < 3000, "\x1b" in str(caught.value))


# ------------------------------------------------------------------ the clock and the lease


def test_the_create_request_must_begin_within_half_of_its_lease(journal: Journal) -> None:
    """The driver refuses to begin later: a person may have retried the job while this process was suspended."""
    world = Responding(CREATED)
    world.run(submit(journal))
    (call,) = world.calls
    assert call.exchange is not None
    assert STARTED_AT + Context(60.0, clock=CLOCK).lease / 2 == call.exchange.not_after
    world = Responding(CREATED)
    world.run(submit(None))
    assert float("inf") == getattr(world.calls[0].exchange, "not_after", None)


def test_an_uncertain_error_survives_a_failed_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every journal call after the create request may fail at once."""
    with Journal(tmp_path / "jobs.sqlite") as journal:

        def fail(action: Any) -> Any:
            monkeypatch.setattr(journal, "_connected", broken)
            return {**CREATED}

        def broken() -> Any:
            raise sqlite3.OperationalError("disk I/O error")

        assert ID == Responding(fail).run(submit(journal)).id
        monkeypatch.undo()
        journal.flush()
        assert [ID] == journal.task_ids("boat")
        assert "t_42" == task()["id"]
