"""The journal: what is on disk before, during and after each step, and who may touch it."""

from __future__ import annotations

import multiprocessing
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from foxapi_video import ConfigurationError, Job, Journal
from foxapi_video import _journal as module

BODY = {"model": "sora-2", "prompt": "A paper boat"}


class Hands:
    """A wall clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Hands:
    """Let the journal's time stand still."""
    hands = Hands()
    monkeypatch.setattr(module, "time", hands)
    return hands


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "jobs.sqlite"


@pytest.fixture
def journal(path: Path, clock: Hands) -> Iterator[Journal]:
    with Journal(path) as journal:
        journal.intend([("boat", BODY, "boat.mp4")])
        yield journal


@pytest.fixture
def other(path: Path, journal: Journal) -> Iterator[Journal]:
    """The same file in the hands of somebody else, who is alive."""
    with Journal(path) as other:
        yield other


def job(journal: Journal, key: str = "boat") -> Job:
    found = journal.job(key)
    assert found is not None
    return found


def sent(journal: Journal) -> None:
    assert journal.claim("boat", 10) is not None
    assert journal.sending("boat", 10)


def test_a_job_goes_through_its_states(journal: Journal, path: Path) -> None:
    """Each step is in the file for whoever opens it next."""
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
    journal.intend([("boat", dict(reversed(BODY.items())), None), ("dance", BODY, None)])
    assert ["boat", "dance"] == [each.key for each in journal.jobs()]
    with pytest.raises(ConfigurationError, match="another request"):
        journal.intend([("gull", BODY, None), ("boat", {**BODY, "duration": 8}, None)])
    assert ["boat", "dance"] == [each.key for each in journal.jobs()]


def test_only_one_can_hold_a_job(journal: Journal, other: Journal, clock: Hands) -> None:
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


def test_only_the_holder_can_send(journal: Journal, other: Journal, clock: Hands) -> None:
    """Whoever lost the lease does not send, and what is sent is not sent again."""
    journal.claim("boat", 10)
    clock.now += 11
    other.claim("boat", 10)
    assert [False, True, False] == [journal.sending("boat", 10), other.sending("boat", 10), other.sending("boat", 10)]


def test_a_sender_that_is_gone_leaves_an_uncertain_job(journal: Journal, other: Journal, clock: Hands) -> None:
    """When the lease of a POST has ended the job is uncertain, not new; a late answer still finds it."""
    sent(journal)
    assert other.claim("boat", 10) is None
    clock.now += 11
    found = other.claim("boat", 10)
    assert found is not None
    assert ("uncertain", True) == (found.state, "before the answer came" in str(found.error))
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


def _look(path: Path, found: multiprocessing.Queue[list[str]]) -> None:
    with Journal(path) as journal:
        found.put([each.key for each in journal.jobs()])


def test_journals_of_one_process_leave_each_others_locks(path: Path, journal: Journal) -> None:
    """A second journal on the file, closed again, and other processes that come and go, hide nothing from anyone."""
    context = multiprocessing.get_context("spawn")
    found: Any = context.Queue()
    for key in ("dance", "gull"):
        Journal(path).close()
        process = context.Process(target=_look, args=(path, found))
        process.start()
        assert key not in found.get()
        process.join()
        journal.intend([(key, BODY, None)])
    process = context.Process(target=_look, args=(path, found))
    process.start()
    assert ["boat", "dance", "gull"] == found.get()
    process.join()


def test_another_machine_is_taken_for_alive(journal: Journal, other: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Process numbers say nothing across machines: there only the lease counts."""
    journal.claim("boat", 10)
    monkeypatch.setattr(module, "_alive", lambda pid: False)
    with monkeypatch.context() as moved:
        moved.setattr(module.socket, "gethostname", lambda: "elsewhere")
        assert other.claim("boat", 10) is None
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
    assert journal.forget("boat")
    assert (None, ["t_42"]) == (journal.job("boat"), journal.task_ids("boat"))
    assert not journal.forget("boat")


def test_a_job_under_way_is_not_forgotten(journal: Journal, other: Journal) -> None:
    """Somebody works at it."""
    journal.claim("boat", 10)
    assert [False, True] == [other.forget("boat"), journal.forget("boat")]


def test_an_answer_after_a_retry_loses_no_id(journal: Journal) -> None:
    """Where a person had it sent again and the first answer comes after all, both ids are on record."""
    sent(journal)
    journal.uncertain("boat", "reset")
    journal.retry("boat")
    journal.submitted("boat", "t_late")
    assert ("new", None, ["t_late"]) == (job(journal).state, job(journal).task_id, journal.task_ids("boat"))


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


def test_a_file_that_is_no_journal_is_told(tmp_path: Path) -> None:
    """Something else at the path, or no way to write there, is a clear error and nothing is destroyed."""
    (tmp_path / "text").write_text("Dear diary, " * 100)
    for bad in (tmp_path / "text", tmp_path, tmp_path / "text" / "below"):
        with pytest.raises(ConfigurationError, match="cannot be used as a journal"):
            Journal(bad)
    assert (tmp_path / "text").read_text().startswith("Dear diary")


def test_a_journal_that_cannot_be_written_is_told(journal: Journal) -> None:
    """A closed or broken file is an error of ours."""
    journal.close()
    uses = (lambda: journal.intend([("dance", BODY, None)]), journal.jobs, lambda: journal.job("boat"))
    for use in uses:
        with pytest.raises(ConfigurationError, match="cannot be used"):
            use()


def test_threads_share_a_journal(path: Path, clock: Hands) -> None:
    """Twenty threads that want the same hundred jobs get each job once."""
    keys = [f"job-{number}" for number in range(100)]
    taken: list[tuple[int, str]] = []

    def take(number: int) -> None:
        with Journal(path) as mine:
            taken.extend((number, key) for key in keys if mine.claim(key, 10) is not None and mine.sending(key, 10))

    with Journal(path) as journal:
        journal.intend((key, BODY, None) for key in keys)
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
        journal.intend([("boat", BODY, None)])
        assert "new" == job(journal).state
    assert [] == list(tmp_path.iterdir())


def test_jobs_are_listed_by_state(journal: Journal) -> None:
    """All, oldest first, or those of some states."""
    journal.intend([("dance", BODY, None)])
    sent(journal)
    states: Any = [["boat", "dance"], ["dance"], ["boat", "dance"], []]
    found = [journal.jobs(), journal.jobs("new"), journal.jobs("new", "sending"), journal.jobs("saved")]
    assert states == [[each.key for each in jobs] for jobs in found]
