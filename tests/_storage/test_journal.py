"""The journal: what is on disk before, during and after each step, and who may touch it."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from foxapi_video import ConfigurationError, Job, Journal
from foxapi_video._storage import journal as module
from foxapi_video._storage.machine import MACHINE, Machine

BODY = {"model": "sora-2", "prompt": "A paper boat"}


class StillMachine(Machine):
    """This machine, with a wall clock that the test sets."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def time(self) -> float:
        return self.now


class Elsewhere(Machine):
    """Another machine, with the same clock, which knows no process of this one."""

    def __init__(self, clock: StillMachine) -> None:
        self._clock = clock

    def time(self) -> float:
        return self._clock.now

    def place(self) -> str:
        return "elsewhere/5b1c/pid:[4026531836]"

    def is_alive(self, pid: int) -> bool:
        return False


@pytest.fixture
def clock() -> StillMachine:
    """Let the journal's time stand still."""
    return StillMachine()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "jobs.sqlite"


@pytest.fixture
def journal(path: Path, clock: StillMachine) -> Iterator[Journal]:
    with Journal(path, machine=clock) as journal:
        journal.add([("boat", BODY, "boat.mp4")])
        yield journal


@pytest.fixture
def other(path: Path, journal: Journal, clock: StillMachine) -> Iterator[Journal]:
    """The same file, opened by another process that is alive."""
    with Journal(path, machine=clock) as other:
        yield other


def job(journal: Journal, key: str = "boat") -> Job:
    found = journal.job(key)
    assert found is not None
    return found


def sent(journal: Journal) -> None:
    assert journal.claim("boat", 10) is not None
    assert journal.sending("boat", 10)


def test_a_job_goes_through_its_states(journal: Journal, path: Path) -> None:
    """Each step is in the file for the next process that opens it."""
    states = [job(journal).state]
    for step in (
        lambda: sent(journal),
        lambda: journal.submitted("boat", "t_42"),
        lambda: journal.completed("t_42"),
        lambda: journal.saved("t_42", Path("/videos/boat.mp4")),
    ):
        step()
        with Journal(path) as fresh:
            states.append(job(fresh).state)
    assert ["new", "sending", "submitted", "completed", "saved"] == states
    done = job(journal)
    assert (BODY, "t_42", Path("/videos/boat.mp4"), Path("boat.mp4")) == (
        done.body,
        done.task_id,
        done.path,
        done.target,
    )
    assert ["t_42"] == journal.task_ids("boat")


def test_intending_twice_is_one_job(journal: Journal) -> None:
    """The same key and request stand once; another request under the same key is refused."""
    journal.add([("boat", dict(reversed(BODY.items())), None), ("dance", BODY, None)])
    assert ["boat", "dance"] == [each.key for each in journal.jobs()]
    with pytest.raises(ConfigurationError, match="another request"):
        journal.add([("gull", BODY, None), ("boat", {**BODY, "duration": 8}, None)])
    assert ["boat", "dance"] == [each.key for each in journal.jobs()]


def test_only_one_can_hold_a_job(journal: Journal, other: Journal, clock: StillMachine) -> None:
    """A lease keeps others away until it ends or is given back; its holder can prolong it."""
    assert journal.claim("boat", 10) is not None
    assert other.claim("boat", 10) is None
    clock.now += 9
    assert journal.claim("boat", 10) is not None
    clock.now += 9
    assert other.claim("boat", 10) is None
    clock.now += 2
    assert other.claim("boat", 10) is not None
    assert journal.claim("boat", 10) is None
    other.release("boat")
    assert journal.claim("boat", 10) is not None


def test_only_the_holder_can_send(journal: Journal, other: Journal, clock: StillMachine) -> None:
    """Whoever lost the lease does not send, and what is sent is not sent again."""
    journal.claim("boat", 10)
    clock.now += 11
    other.claim("boat", 10)
    sent = [journal.sending("boat", 10), other.sending("boat", 10), other.sending("boat", 10)]
    assert [None, clock.now + 5, None] == sent


def test_a_sender_that_is_gone_leaves_an_uncertain_job(journal: Journal, other: Journal, clock: StillMachine) -> None:
    """When the lease of a POST has ended the job is uncertain, not new; a late answer still finds it."""
    sent(journal)
    assert other.claim("boat", 10) is None
    clock.now += 11
    found = other.claim("boat", 10)
    assert found is not None
    assert ("uncertain", True) == (found.state, "before a response arrived" in str(found.error))
    journal.submitted("boat", "t_42")
    assert ("submitted", "t_42", None) == (job(other).state, job(other).task_id, job(other).error)


def _send_and_die(path: Path) -> None:
    journal = Journal(path)
    sent(journal)


def test_a_process_that_has_died_holds_nothing(path: Path, journal: Journal) -> None:
    """Its lease is void at once: no one has to wait for its end."""
    process = multiprocessing.get_context("spawn").Process(target=_send_and_die, args=(path,))
    process.start()
    process.join()
    found = journal.claim("boat", 10)
    assert found is not None
    assert "uncertain" == found.state


def _read_states(path: Path, found: multiprocessing.Queue[list[str]]) -> None:
    with Journal(path) as journal:
        found.put([each.key for each in journal.jobs()])


def test_journals_of_one_process_leave_each_others_locks(path: Path, journal: Journal) -> None:
    """A second journal on the file, closed again, and other processes that come and go, hide nothing from anyone."""
    context = multiprocessing.get_context("spawn")
    found: Any = context.Queue()
    for key in ("dance", "gull"):
        Journal(path).close()
        process = context.Process(target=_read_states, args=(path, found))
        process.start()
        assert key not in found.get()
        process.join()
        journal.add([(key, BODY, None)])
    process = context.Process(target=_read_states, args=(path, found))
    process.start()
    assert ["boat", "dance", "gull"] == found.get()
    process.join()


def test_another_machine_is_taken_for_alive(
    path: Path, journal: Journal, other: Journal, clock: StillMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Process numbers say nothing across machines: there only the lease counts."""
    journal.claim("boat", 10)
    with Journal(path, machine=Elsewhere(clock)) as elsewhere:
        assert elsewhere.claim("boat", 10) is None
    monkeypatch.setattr(clock, "is_alive", lambda pid: False)
    assert other.claim("boat", 10) is not None


def test_what_was_not_sent_is_new_again(journal: Journal) -> None:
    """A refusal leaves the job as it was, with the reason."""
    sent(journal)
    journal.not_sent("boat", "HTTP 402")
    assert ("new", "HTTP 402") == (job(journal).state, job(journal).error)


def test_an_uncertain_job_waits_for_a_person(journal: Journal) -> None:
    """retry makes it new and keeps the ids it had; forget removes it; neither touches what is in order."""
    assert not journal.retry("boat")
    sent(journal)
    journal.uncertain("boat", "reset")
    assert journal.retry("boat")
    assert ("new", None) == (job(journal).state, job(journal).task_id)
    sent(journal)
    journal.submitted("boat", "t_42")
    journal.failed("t_42", "No luck.")
    assert ("failed", "No luck.") == (job(journal).state, job(journal).error)
    assert journal.retry("boat")
    assert journal.delete("boat")
    assert (None, ["t_42"]) == (journal.job("boat"), journal.task_ids("boat"))
    assert not journal.delete("boat")


def test_a_job_in_progress_is_not_deleted(journal: Journal, other: Journal) -> None:
    """Somebody works at it."""
    journal.claim("boat", 10)
    assert [False, True] == [other.delete("boat"), journal.delete("boat")]


def test_an_answer_after_a_retry_loses_no_id(journal: Journal) -> None:
    """Where a person had it sent again and the first answer comes after all, both ids are on record."""
    sent(journal)
    journal.uncertain("boat", "reset")
    journal.retry("boat")
    journal.submitted("boat", "t_late")
    assert ("new", None, ["t_late"]) == (job(journal).state, job(journal).task_id, journal.task_ids("boat"))


@pytest.mark.parametrize("then", ["retry", "delete"])
def test_an_id_in_an_unusable_response_stays_known(then: str, journal: Journal) -> None:
    """It may be what was paid for, so neither a retry nor a deletion of the job drops it."""
    sent(journal)
    journal.uncertain("boat", "HTTP 500", task_id="t_1")
    assert getattr(journal, then)("boat")
    assert ["t_1"] == journal.task_ids("boat")


def test_saved_is_final(journal: Journal) -> None:
    """Looking at a saved task again changes nothing."""
    sent(journal)
    journal.submitted("boat", "t_42")
    journal.saved("t_42", Path("/boat.mp4"))
    journal.completed("t_42")
    journal.failed("t_42", "gone")
    assert "saved" == job(journal).state


def test_the_file_is_private(journal: Journal, path: Path) -> None:
    """Prompts are nobody else's business."""
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)


def test_a_file_that_is_no_journal_is_reported(tmp_path: Path) -> None:
    """Something else at the path, or no way to write there, is a clear error and nothing is destroyed."""
    (tmp_path / "text").write_text("Dear diary, " * 100)
    for bad in (tmp_path / "text", tmp_path, tmp_path / "text" / "below"):
        with pytest.raises(ConfigurationError, match="cannot be used as a journal"):
            Journal(bad)
    assert (tmp_path / "text").read_text().startswith("Dear diary")


def test_a_journal_that_cannot_be_written_is_reported(journal: Journal) -> None:
    """A closed or broken file is an error of ours."""
    journal.close()
    uses = (lambda: journal.add([("dance", BODY, None)]), journal.jobs, lambda: journal.job("boat"))
    for use in uses:
        with pytest.raises(ConfigurationError, match="cannot be used"):
            use()


def test_threads_share_a_journal(path: Path, clock: StillMachine) -> None:
    """Twenty threads that want the same hundred jobs get each job once."""
    keys = [f"job-{number}" for number in range(100)]
    taken: list[tuple[int, str]] = []

    def take(number: int) -> None:
        with Journal(path) as mine:
            taken.extend((number, key) for key in keys if mine.claim(key, 10) is not None and mine.sending(key, 10))

    with Journal(path) as journal:
        journal.add((key, BODY, None) for key in keys)
        threads = [threading.Thread(target=take, args=(number,)) for number in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(keys) == sorted(key for _, key in taken)


def test_a_journal_without_a_path_is_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It works the same and leaves no file."""
    monkeypatch.chdir(tmp_path)
    with Journal(None) as journal:
        journal.add([("boat", BODY, None)])
        assert "new" == job(journal).state
    assert [] == list(tmp_path.iterdir())


def test_jobs_are_listed_by_state(journal: Journal) -> None:
    """All, oldest first, or those of some states."""
    journal.add([("dance", BODY, None)])
    sent(journal)
    states: Any = [["boat", "dance"], ["dance"], ["boat", "dance"], []]
    found = [journal.jobs(), journal.jobs("new"), journal.jobs("new", "sending"), journal.jobs("saved")]
    assert states == [[each.key for each in jobs] for jobs in found]


# ------------------------------------------------------------------ machines, containers, forks


@pytest.mark.parametrize("file", ["boot_id", "ns/pid"])
def test_containers_of_one_host_name_are_distinguished(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Process ids say nothing across boots and pid namespaces, even where the host names are the same."""
    here = MACHINE.place()
    if file == "boot_id":
        opened = open
        monkeypatch.setattr(
            "builtins.open", lambda path, *rest, **more: StringIO("c0ffee\n") if "boot_id" in path else opened(path)
        )
    else:
        monkeypatch.setattr(os, "readlink", lambda path: "pid:[4026539999]")
    assert here != MACHINE.place()
    assert here.partition("/")[0] == MACHINE.place().partition("/")[0]


@pytest.mark.parametrize("owner", ["", "x", "host/x", "host/boot/ns/notanumber/abc", "////", "host/-1/ab"])
def test_an_owner_that_cannot_be_read_is_taken_for_alive(owner: str, journal: Journal, clock: StillMachine) -> None:
    """Until its lease ends: a file that was edited by hand must not make us pay twice."""
    sent(journal)
    journal._connected().execute("UPDATE jobs SET owner = ?", (owner,))
    assert journal.claim("boat", 10) is None
    clock.now += 11
    found = journal.claim("boat", 10)
    assert "uncertain" == (found and found.state)


def in_child(work: Callable[[], object]) -> Any:
    """Run something in a fork of this process and return what it returns, which JSON can hold."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        found = pipe.read()
    os.waitpid(child, 0)
    return json.loads(found)


def forks(test: Any) -> Any:
    """Mark a test that forks, which Python warns of where there are threads: these forks are what is tested."""
    test = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")(test)
    return pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")(test)


@forks
def test_a_fork_is_another_worker(journal: Journal) -> None:
    """It has an identity and a connection of its own: what its parent is sending is held, not free, not dead."""
    sent(journal)
    owner = journal._owner
    found = in_child(lambda: [journal.claim("boat", 10) is None, journal._owner == owner, job(journal).state])
    assert [True, False, "sending"] == found
    journal.submitted("boat", "t_42")
    assert ("submitted", "t_42") == (job(journal).state, job(journal).task_id)


@forks
def test_a_fork_that_dies_holds_nothing(journal: Journal) -> None:
    """Its parent lives on, and what the child was sending is uncertain at once."""
    assert in_child(lambda: [journal.claim("boat", 10) is not None, journal.sending("boat", 10) is not None])
    found = journal.claim("boat", 10)
    assert "uncertain" == (found and found.state)


@forks
def test_a_fork_in_the_midst_of_a_transaction_of_another_thread_waits_for_it(journal: Journal) -> None:
    """The child gets a lock that is free and a file in order."""
    inside, go_on = threading.Event(), threading.Event()

    def write() -> None:
        with journal._writing() as db:
            inside.set()
            go_on.wait()
            db.execute("UPDATE jobs SET error = 'by the thread'")

    thread = threading.Thread(target=write)
    thread.start()
    inside.wait()
    threading.Timer(0, go_on.set).start()
    found = in_child(lambda: [journal.claim("boat", 10) is not None, job(journal).error])
    thread.join()
    assert [True, "by the thread"] == found


@forks
def test_parent_and_children_write_at_once(journal: Journal) -> None:
    """Each of their jobs is there, and nothing is locked or damaged."""

    def write(name: str) -> int:
        journal.add((f"{name}-{number}", BODY, None) for number in range(50))
        return len(journal.jobs())

    threads = [threading.Thread(target=in_child, args=(partial(write, f"child-{number}"),)) for number in range(4)]
    for thread in threads:
        thread.start()
    write("parent")
    for thread in threads:
        thread.join()
    assert 251 == len(journal.jobs())
    check = journal._connected().execute("PRAGMA integrity_check").fetchone()
    assert ("ok",) == check


def _open_at_once(path: Path, barrier: Any, failures: Any) -> None:
    barrier.wait()
    try:
        Journal(path).close()
    except BaseException as error:
        failures.put(repr(error))


@forks
def test_processes_that_open_a_new_journal_at_the_same_time_wait(tmp_path: Path, everything: bool) -> None:
    """None of them finds it locked."""
    context = multiprocessing.get_context("fork")
    failures: Any = context.SimpleQueue()
    for number in range(20 if everything else 6):
        barrier = context.Barrier(6)
        arguments = (tmp_path / f"{number}.sqlite", barrier, failures)
        processes = [context.Process(target=_open_at_once, args=arguments) for _ in range(6)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
    assert [] == [failures.get() for _ in iter(failures.empty, True)]


# ------------------------------------------------------------------ what can happen to the file


def _delete(path: Path) -> None:
    for each in path.parent.iterdir():
        each.unlink()


def _replace(path: Path) -> None:
    _delete(path)
    Journal(path).close()


def _move(path: Path) -> None:
    path.rename(path.with_name("elsewhere.sqlite"))


@pytest.mark.parametrize("harm", [_delete, _replace, _move])
def test_nothing_is_sent_when_the_file_is_not_the_one_that_was_opened(
    harm: Callable[[Path], None], journal: Journal, path: Path
) -> None:
    """Another process would not find the record, and would pay a second time."""
    assert journal.claim("boat", 10) is not None
    harm(path)
    with pytest.raises(ConfigurationError, match="deleted or replaced while it was open"):
        journal.sending("boat", 10)


def test_an_id_that_cannot_be_written_is_kept_and_written_with_the_next_record(
    journal: Journal, other: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    """A full disk or a lock of another process when the response arrives loses no id."""
    sent(journal)
    journal._connected().execute("PRAGMA busy_timeout = 0")
    with other._writing(), pytest.raises(ConfigurationError, match="locked"):
        journal.submitted("boat", "t_42")
    assert [] == journal.task_ids("boat")
    journal.completed("t_42")
    assert ("completed", ["t_42"], {}) == (job(journal).state, journal.task_ids("boat"), journal._unrecorded)
    assert [] == caplog.records


def test_an_id_that_never_can_be_written_is_named_when_the_journal_is_closed(
    path: Path, clock: StillMachine, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has it then, at WARNING; closing does not raise."""
    with Journal(path) as journal:
        journal.add([("boat", BODY, None)])
        sent(journal)
        _delete(path)
        with pytest.raises(ConfigurationError):
            journal.submitted("boat", "t_42")
    (record,) = [record for record in caplog.records if record.levelname == "WARNING"]
    assert all(word in record.getMessage() for word in ("t_42", "boat", str(path)))


@pytest.mark.parametrize("interruption", [KeyboardInterrupt(), SystemExit(), MemoryError()])
@pytest.mark.parametrize("statement", ["BEGIN IMMEDIATE", "UPDATE", "COMMIT"])
def test_an_interruption_leaves_no_transaction_open(
    statement: str, interruption: BaseException, journal: Journal, other: Journal
) -> None:
    """Ctrl-C right after SQLite has the lock: this journal works on, and no other process is locked out."""

    class Interrupted:
        def __init__(self, db: Any) -> None:
            self.db = db

        def __getattr__(self, name: str) -> Any:
            return getattr(self.db, name)

        def execute(self, text: str, *values: Any) -> Any:
            done = self.db.execute(text, *values)
            if text.startswith(statement):
                raise interruption
            return done

    db = journal._connected()
    journal._db = Interrupted(db)  # type: ignore[assignment]
    with pytest.raises(type(interruption)):
        journal.retry("boat")
    journal._db = db
    assert not db.in_transaction
    assert [True, True] == [other.claim("boat", 10) is not None, journal.job("boat") is not None]


def test_release_and_close_hide_no_error(journal: Journal, path: Path) -> None:
    """They clean up after something that may carry a task's id: where the file cannot be written, they say nothing."""
    journal.claim("boat", 10)
    journal._connected().execute("PRAGMA query_only = ON")
    journal.release("boat")
    journal.renew("boat", 10, journal._owner)
    journal.close()
    journal.close()
    journal.release("boat")


def test_what_tasks_cost_is_added_up(journal: Journal, path: Path, clock: StillMachine) -> None:
    """Over retries, deletions and processes; what the service does not say is not 0."""
    assert (None, (0.0, [])) == (job(journal).credits, journal.spent(["boat"]))
    sent(journal)
    journal.submitted("boat", "t_1", credits=4.5)
    journal.failed("t_1", "no")
    journal.retry("boat")
    sent(journal)
    journal.submitted("boat", "t_2", credits=4)
    journal.add([("ship", BODY, None), ("raft", BODY, None)])
    for key, task_id in (("ship", "t_3"), ("raft", "t_4")):
        assert journal.claim(key, 10) is not None
        assert journal.sending(key, 10) is not None
        journal.submitted(key, task_id)
    with Journal(path, machine=clock) as fresh:
        assert (8.5, (8.5, [])) == (job(fresh).credits, fresh.spent(["boat"]))
        assert (None, (8.5, ["task t_3"])) == (job(fresh, "ship").credits, fresh.spent(["boat", "ship", "none"]))
        journal._connected().execute("UPDATE tasks SET credits = 'many' WHERE task_id = 't_4'")
        assert (0.0, ["task t_4"]) == fresh.spent(["raft"])
        journal.release("boat")
        assert fresh.delete("boat")
        assert (8.5, []) == fresh.spent(["boat"])


def test_a_journal_of_an_earlier_release_is_migrated(tmp_path: Path) -> None:
    """Its jobs and task ids are kept; what its tasks have cost is not known."""
    path = tmp_path / "jobs.sqlite"
    db = sqlite3.connect(path)
    for migration in module._MIGRATIONS[:2]:
        db.executescript(migration)
    columns = "key, state, body, task_id, created, updated"
    db.execute(f"INSERT INTO jobs ({columns}) VALUES ('boat', 'submitted', '{{}}', 't_1', 1, 2)")
    db.execute("INSERT INTO tasks VALUES ('t_1', 'boat', 1)")
    db.execute(f"PRAGMA application_id = {module.APPLICATION_ID}")
    db.execute("PRAGMA user_version = 2")
    db.commit()
    db.close()
    with Journal(path) as journal:
        assert ("submitted", "t_1", None) == (job(journal).state, job(journal).task_id, job(journal).credits)
        assert (["t_1"], (0.0, ["task t_1"])) == (journal.task_ids("boat"), journal.spent(["boat"]))


def test_a_late_response_leaves_the_job_of_a_later_request_alone(journal: Journal, other: Journal) -> None:
    """Both ids are on record; the job follows the request that was sent last."""
    sent(journal)
    journal.uncertain("boat", "reset")
    journal.retry("boat")
    assert other.claim("boat", 10) is not None
    assert other.sending("boat", 10) is not None
    journal.submitted("boat", "t_first")
    journal.not_sent("boat", "no")
    journal.uncertain("boat", "no")
    assert ("sending", None) == (job(journal).state, job(journal).task_id)
    other.submitted("boat", "t_second")
    assert ("submitted", "t_second", ["t_first", "t_second"]) == (
        job(journal).state,
        job(journal).task_id,
        journal.task_ids("boat"),
    )


def test_an_uncertain_job_keeps_an_id_that_was_found_and_follows_it(journal: Journal) -> None:
    """What looks like an id in a response is on record; when a wait shows that it is one, the job is no mystery."""
    sent(journal)
    journal.uncertain("boat", "cut off", task_id="t_42")
    assert ("uncertain", "t_42") == (job(journal).state, job(journal).task_id)
    journal.completed("t_42")
    assert "completed" == job(journal).state


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda db: db.execute("CREATE TABLE notes (text)"), "another program"),
        (lambda db: db.execute("CREATE TABLE jobs (id, title)"), "another program"),
        (lambda db: db.execute("PRAGMA application_id = 252006674"), "another program"),
        (
            lambda db: db.executescript(
                f"PRAGMA application_id = {module.APPLICATION_ID}; PRAGMA user_version = 99; CREATE TABLE jobs (x)"
            ),
            "newer version",
        ),
    ],
)
def test_a_database_of_another_program_is_left_alone(
    make: Callable[[sqlite3.Connection], object], words: str, tmp_path: Path
) -> None:
    """Nothing is written to it."""
    path = tmp_path / "browser.sqlite"
    with closing(sqlite3.connect(path)) as db:
        make(db)
        db.commit()
    before = path.read_bytes()
    with pytest.raises(ConfigurationError, match=words):
        Journal(path)
    assert before == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"text"', "\ud800", "[" * 100_000])
def test_a_damaged_row_is_named(body: str, journal: Journal) -> None:
    """An edited or half-restored file is an error of ours that names the job."""
    journal._connected().execute("UPDATE jobs SET body = ?", (body.encode("utf-8", "surrogatepass"),))
    for use in (journal.jobs, lambda: journal.job("boat"), lambda: journal.claim("boat", 1)):
        with pytest.raises(ConfigurationError, match="boat"):
            use()


@pytest.mark.parametrize("column", ["state", "task_id", "error", "created", "updated", "sent"])
def test_a_column_of_another_type_is_a_damaged_row(column: str, journal: Journal) -> None:
    """SQLite lets any value into any column."""
    journal._connected().execute(f"UPDATE jobs SET {column} = ?", (b"\xff",))
    for use in (journal.jobs, lambda: journal.job("boat")):
        with pytest.raises(ConfigurationError, match=f"boat.*{column}"):
            use()


@pytest.mark.parametrize("damage", ["body = '{'", "state = x'ff'", "lease = 'soon'", "lease = x'ff'", "files = '?'"])
def test_a_damaged_job_can_be_removed(damage: str, journal: Journal) -> None:
    """It cannot be read, and is in nobody's hands."""
    journal._connected().execute(f"UPDATE jobs SET owner = 'other/1/2', lease = 0, {damage}")
    assert journal.delete("boat")
    assert [] == journal.jobs()


@pytest.mark.parametrize("path", [5, b"jobs.sqlite", object(), ["x"]])
def test_a_path_of_another_type_is_reported(path: Any) -> None:
    """It names the argument's type."""
    with pytest.raises(ConfigurationError, match="path must be a path or None"):
        Journal(path)


@pytest.mark.parametrize("name", ["jobs\0.sqlite", "x" * 300, "fifo", "folder", ""])
def test_a_path_that_can_be_no_file_is_reported(name: str, tmp_path: Path) -> None:
    """A pipe is not opened, which would wait for a writer."""
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "folder").mkdir()
    with pytest.raises(ConfigurationError, match="cannot be used as a journal"):
        Journal(f"{tmp_path}/{name}")


def test_a_journal_named_like_sqlites_memory_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also after the working folder has changed; "~" is the home folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    with Journal(":memory:") as journal, Journal("~/jobs.sqlite"):
        monkeypatch.chdir("/")
        journal.add([("boat", BODY, None)])
    assert (True, True) == ((tmp_path / ":memory:").is_file(), (tmp_path / "home/jobs.sqlite").is_file())


def test_a_file_that_others_can_read_is_warned_of(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It holds prompts."""
    Journal(path).close()
    assert [] == caplog.records
    path.chmod(0o644)
    Journal(path).close()
    (record,) = caplog.records
    assert ("WARNING", True) == (record.levelname, "can be read by other users" in record.getMessage())


def test_what_is_no_utf8_is_kept(journal: Journal, tmp_path: Path) -> None:
    """A path of other bytes, and half a character that a service sent in an id or a message."""
    target = tmp_path / os.fsdecode(b"b\xf6at.mp4")
    journal.add([("boat", BODY, target)])
    sent(journal)
    journal.submitted("boat", "t_\ud800")
    journal.failed("t_\ud800", "half a \udc00 character")
    assert (target, ["t_\\ud800"], "half a \\udc00 character") == (
        job(journal).target,
        journal.task_ids("boat"),
        job(journal).error,
    )


def test_the_drawing_matches_the_table() -> None:
    """Every event of the table is drawn with the states that it leads from and to, and nothing else is."""
    drawn = re.findall(r"^(\w+) +(\w+(?:, \w+)*) ──▶ (\w+)(?: {2,}|$)", str(module.__doc__), re.MULTILINE)
    assert [(event, ", ".join(each.before), each.after) for event, each in module.TRANSITIONS.items()] == drawn
    assert len(drawn) == str(module.__doc__).count("▶")
    states = {state for each in module.TRANSITIONS.values() for state in (*each.before, each.after)}
    assert set(module.UNFINISHED) < states
