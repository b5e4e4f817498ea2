"""SQLite's journal does what the model in memory does, operation by operation."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from foxapi_video import ConfigurationError, Journal
from foxapi_video._storage.machine import Machine
from simulation.model import Model, Row

KEYS, TASKS = ("a", "b", "c"), ("t1", "t2", "t3", "t4")
OPERATIONS = 300
EVENTS = (
    *("add", "claim", "claim", "sending", "sending", "release", "not_sent", "uncertain", "submitted", "submitted"),
    *("completed", "failed", "saved", "retry", "delete"),
)


class Time:
    """The time on the machine."""

    now = 1_790_000_000.0


class OneProcess(Machine):
    """A machine with a clock that the test sets, as one of its processes sees it."""

    def __init__(self, time: Time, number: int) -> None:
        self._time, self._number = time, number

    def time(self) -> float:
        return self._time.now

    def pid(self) -> int:
        return self._number

    def is_alive(self, pid: int) -> bool:
        return True


def rows(file: Path) -> dict[str, Row]:
    """Read the journal's table, past the code under test."""
    db = sqlite3.connect(file)
    found = db.execute("SELECT key, state, task_id, path, error, owner, lease FROM jobs").fetchall()
    db.close()
    return {key: Row(*rest) for key, *rest in found}


def step(chance: random.Random, time: Time, journals: list[Journal], workers: list[str], model: Model) -> None:
    """Do one operation to both, and compare what they return."""
    number = chance.randrange(len(workers))
    journal, worker = journals[number % len(journals)], workers[number]
    key, task_id, seconds = chance.choice(KEYS), chance.choice(TASKS), chance.choice((1.0, 60.0, 600.0))
    time.now += chance.choice((0.0, 0.0, 0.5, 100.0, -30.0))
    match chance.choice(EVENTS):
        case "add":
            request = chance.choice(("one", "one", "one", "two"))
            try:
                added = journal.add([(key, {"prompt": request}, None, request, ())])[0].state
            except ConfigurationError:
                added = None
            assert model.add(key, request) == added
        case "claim":
            claimed = journal.claim(key, seconds, worker)
            assert model.claim(key, worker, time.now, seconds) == (claimed and claimed.state)
        case "sending":
            assert model.sending(key, worker, time.now, seconds) == journal.sending(key, seconds, worker)
        case "release":
            model.release(key, worker)
            journal.release(key, worker)
        case "not_sent":
            model.not_sent(key, worker, "refused")
            journal.not_sent(key, "refused", worker)
        case "uncertain":
            found = chance.choice((None, task_id))
            model.uncertain(key, worker, "lost", found)
            journal.uncertain(key, "lost", worker, found)
        case "submitted":
            model.submitted(key, worker, task_id)
            journal.submitted(key, task_id, worker)
        case "completed":
            model.ended("completed", task_id)
            journal.completed(task_id)
        case "failed":
            model.ended("failed", task_id, error="refused")
            journal.failed(task_id, "refused")
        case "saved":
            model.ended("saved", task_id, path="/results/a.mp4")
            journal.saved(task_id, Path("/results/a.mp4"))
        case "retry":
            assert model.retry(key) == journal.retry(key)
        case "delete":
            assert model.delete(key, "", time.now) == journal.delete(key)


@pytest.mark.parametrize("number", range(8))
def test_sqlite_does_what_the_model_does(number: int, tmp_path: Path, chance: random.Random) -> None:
    """Two journal objects with two workers each give the model's results and rows after each of 300 operations."""
    file, model, time = tmp_path / "jobs.sqlite", Model(), Time()
    journals = [Journal(file, machine=OneProcess(time, number)) for number in (1, 2)]
    workers = [journal.worker_id() for journal in (*journals, *journals)]
    try:
        for operation in range(OPERATIONS):
            step(chance, time, journals, workers, model)
            assert (operation, model.rows) == (operation, rows(file))
        assert {*model.tasks} == {task_id for key in KEYS for task_id in journals[0].task_ids(key)}
    finally:
        for journal in journals:
            journal.close()
