"""Jobs and batches against the sandbox, in both clients: nothing is sent twice and nothing sent is lost."""

from __future__ import annotations

import asyncio
import errno
import json
import logging
import os
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from stepping import CLOCK, DONE, World, deliver, task

from foxapi_video import (
    AsyncFoxAPI,
    Clip,
    ConfigurationError,
    DownloadFailed,
    FoxAPI,
    InvalidRequest,
    JobResult,
    Journal,
    NotFound,
    Poll,
    SubmissionUncertain,
    TaskFailed,
    WaitTimeout,
)
from foxapi_video._http.errors import status_error
from foxapi_video._steps import batch as batch
from foxapi_video._steps import jobs as jobs
from foxapi_video._steps.actions import Context, Transfer
from foxapi_video._steps.callbacks import CallbackRaised
from foxapi_video._steps.wait import NOT_FOUND_RETRIES
from foxapi_video._storage.files import PartFile, mp4_trouble
from foxapi_video.cli.app import run
from foxapi_video.sandbox import Fault, Sandbox

FAST = Poll(shortest=0.01, longest=0.05)


def video(name: str = "A paper boat") -> dict[str, Any]:
    return {"model": "seedance-2.0-fast-reference-to-video", "prompt": name, "duration": 4, "resolution": "480p"}


class Fox:
    """Either client, with the same blocking calls."""

    def __init__(self, color: str, box: Sandbox, journal: Journal | None, **settings: Any) -> None:
        self.color = color
        self.settings = {"base_url": box.url, "journal": journal, **settings}
        self.key = box.key

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *arguments, **options: self._call(name, arguments, options)

    def _call(self, name: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        if self.color == "sync":
            with FoxAPI(self.key, **self.settings) as fox:
                found = getattr(fox, name)(*arguments, **options)
                return list(found) if isinstance(found, Iterator) else found

        async def go() -> Any:
            async with AsyncFoxAPI(self.key, **self.settings) as fox:
                found = getattr(fox, name)(*arguments, **options)
                return [each async for each in found] if isinstance(found, AsyncIterator) else await found

        return asyncio.run(go())


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(speed=2000.0, share_renderings=True) as box:
        yield box


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path / "jobs.sqlite") as journal:
        yield journal


@pytest.fixture(params=["sync", "async"])
def fox(request: pytest.FixtureRequest, box: Sandbox, journal: Journal) -> Fox:
    return Fox(request.param, box, journal)


def state(journal: Journal) -> list[str]:
    return [job.state for job in journal.jobs()]


def test_the_same_request_is_paid_once(fox: Fox, box: Sandbox, journal: Journal, tmp_path: Path) -> None:
    """Again, it is the same task and the same file; another key makes another video."""
    first = fox.generate(video(), save_to=tmp_path / "a.mp4", poll=FAST)
    again = fox.generate(video(), save_to=tmp_path / "a.mp4", poll=FAST)
    assert (first.task.id, first.path, 1) == (again.task.id, again.path, len(box.tasks))
    assert first.task.id == fox.submit(video()).id
    assert first.task.id != fox.submit(video(), key="another").id
    assert (2, ["saved", "submitted"]) == (len(box.tasks), state(journal))


def test_a_saved_job_is_fetched_again_where_its_file_is_wanted(fox: Fox, box: Sandbox, tmp_path: Path) -> None:
    """Another target, or a file that is gone, costs a download and no credits."""
    fox.generate(video(), save_to=tmp_path / "a.mp4", poll=FAST)
    (tmp_path / "a.mp4").unlink()
    for name in ("a.mp4", "b.mp4"):
        clip = fox.generate(video(), save_to=tmp_path / name, poll=FAST)
        assert (tmp_path / name, None) == (clip.path, mp4_trouble(tmp_path / name))
    assert 1 == len(box.tasks)


def test_a_lost_answer_makes_an_uncertain_job(fox: Fox, box: Sandbox, journal: Journal) -> None:
    """It is not sent again until a person says so."""
    box.faults.add("create_video", Fault.lost())
    for _ in range(3):
        with pytest.raises(SubmissionUncertain) as caught:
            fox.generate(video(), poll=FAST)
    assert (1, ["uncertain"]) == (len(box.tasks), state(journal))
    (job,) = journal.jobs()
    assert f"jobs retry {job.key}" in str(caught.value)
    assert [] == fox.resume(poll=FAST)
    assert journal.retry(job.key)
    assert "completed" == fox.generate(video(), poll=FAST).task.status
    assert 2 == len(box.tasks)


def test_a_refusal_leaves_the_job_to_be_sent(fox: Fox, box: Sandbox, journal: Journal) -> None:
    """Nothing was created, so the next try sends it."""
    box.faults.add("create_video", Fault.status(402))
    (result,) = fox.batch([video()], poll=FAST)
    assert ("InsufficientBalance", ["new"]) == (type(result.error).__name__, state(journal))
    (result,) = fox.resume(poll=FAST)
    assert (None, ["completed"], 1) == (result.error, state(journal), len(box.tasks))


def test_a_failed_task_stays_failed(fox: Fox, box: Sandbox, journal: Journal) -> None:
    """The task failed at the provider; generating again reports why and pays nothing."""
    box.faults.add("create_video", Fault.failed(message="No luck."))
    for _ in range(2):
        with pytest.raises(TaskFailed, match="No luck") as caught:
            fox.generate(video(), poll=FAST)
    assert (1, ["failed"], True) == (len(box.tasks), state(journal), caught.value.task_id == box.tasks[0].id)
    assert [] == fox.resume(poll=FAST)


def test_resume_continues_from_every_state(fox: Fox, box: Sandbox, journal: Journal, tmp_path: Path) -> None:
    """New, submitted and completed jobs end up saved; uncertain, failed and saved ones are left alone."""
    names = ["new", "submitted", "completed", "uncertain", "failed", "saved"]
    journal.add((name, video(name), tmp_path / f"{name}.mp4") for name in names)
    ids = {}
    for name in names[1:]:
        assert journal.claim(name, 10) is not None
        assert journal.sending(name, 10)
        if name != "uncertain":
            ids[name] = Fox("sync", box, None).submit(video(name)).id
            journal.submitted(name, ids[name])
        journal.release(name)
    journal.completed(ids["completed"])
    journal.uncertain("uncertain", "reset")
    journal.failed(ids["failed"], "No luck.")
    journal.saved(ids["saved"], tmp_path / "saved.mp4")
    results = fox.resume(poll=FAST)
    assert {"new", "submitted", "completed"} == {result.key for result in results}
    assert ["saved", "saved", "saved", "uncertain", "failed", "saved"] == state(journal)
    assert {"new.mp4", "submitted.mp4", "completed.mp4"} == {path.name for path in tmp_path.glob("*.mp4")}
    assert len(ids) + 1 == len(box.tasks)


def test_resume_needs_a_journal(box: Sandbox) -> None:
    """Without one there is nothing to go on with, and that is said."""
    for color in ("sync", "async"):
        with pytest.raises(ConfigurationError, match="needs a journal"):
            Fox(color, box, None).resume()


def test_an_interrupted_post_is_uncertain(box: Sandbox, journal: Journal) -> None:
    """Cancelling while the POST is in flight is recorded in the journal."""
    box.faults.add("create_video", Fault.stall(30))

    async def go() -> None:
        async with AsyncFoxAPI(box.key, base_url=box.url, journal=journal) as fox:
            task = asyncio.create_task(fox.submit(video()))
            while state(journal) != ["sending"] or not box.requests:
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(go())
    assert ("uncertain", "interrupted") == (state(journal)[0], str(journal.jobs()[0].error)[:11])


def test_a_batch_saves_a_file_a_job(fox: Fox, box: Sandbox, journal: Journal, tmp_path: Path) -> None:
    """Each request becomes one task and one file named by its key; results come as they finish."""
    keys = [f"clip-{number}" for number in range(7)]
    seen: set[str] = set()
    results = fox.batch(
        [video(key) for key in keys],
        keys=keys,
        save_to=tmp_path / "out",
        concurrency=3,
        poll=FAST,
        on_progress=lambda key, task: seen.add(key),
    )
    assert set(keys) == seen == {result.key for result in results}
    assert {f"{key}.mp4" for key in keys} == {path.name for path in (tmp_path / "out").iterdir()}
    assert all(isinstance(result.clip, Clip) and mp4_trouble(result.clip.path) is None for result in results)
    assert (7, {"saved"}, 0) == (len(box.tasks), set(state(journal)), box.key_leaks)


def test_a_batch_resumes_where_it_stopped(fox: Fox, box: Sandbox, journal: Journal, tmp_path: Path) -> None:
    """The same call again sends only what is new."""
    requests = [video(str(number)) for number in range(6)]
    fox.batch(requests[:4], save_to=tmp_path, poll=FAST)
    results = fox.batch(requests, save_to=tmp_path, poll=FAST)
    assert (6, 6, {"saved"}) == (len(results), len(box.tasks), set(state(journal)))


def test_a_batch_works_without_a_journal(box: Sandbox, tmp_path: Path) -> None:
    """Then it is remembered as long as it runs."""
    for color in ("sync", "async"):
        results = Fox(color, box, None).batch([video("1"), video("2")], save_to=tmp_path / color, poll=FAST)
        assert [None, None] == [result.error for result in results]


def test_a_batch_is_checked_before_anything_is_sent(fox: Fox, box: Sandbox, journal: Journal) -> None:
    """All problems at once, each with the number of its request; twins and bad names are problems, too."""
    requests = [video(), {"model": "sora-2", "prompt": "", "duration": 5}, video(), video("b")]
    with pytest.raises(InvalidRequest) as caught:
        fox.batch(requests, poll=FAST)
    assert ["[1] prompt", "[1] duration", "[2] key"] == [problem.field for problem in caught.value.problems]
    with pytest.raises(InvalidRequest, match="is not a valid key"):
        fox.batch([video()], keys=["../boat"], poll=FAST)
    assert (0, []) == (len(box.requests), journal.jobs())


def test_a_batch_that_cannot_work_is_refused(fox: Fox, box: Sandbox) -> None:
    """Too few keys, or a concurrency of zero, is reported before a request is sent."""
    for settings, words in (({"keys": ["a"]}, "1 keys for 2 requests"), ({"concurrency": 0}, "at a time")):
        with pytest.raises(ConfigurationError, match=words):
            fox.batch([video("1"), video("2")], **settings)
    with pytest.raises(ConfigurationError, match="at a time"):
        fox.resume(concurrency=0)
    assert [] == box.requests


def test_one_bad_job_does_not_end_a_batch(fox: Fox, box: Sandbox, tmp_path: Path) -> None:
    """Failures are results, and the rest is made."""
    box.faults.add("create_video", Fault.failed(), Fault.lost(), Fault.status(422), Fault.none())
    results: list[JobResult] = fox.batch(
        [video(str(number)) for number in range(5)], save_to=tmp_path, concurrency=1, poll=FAST
    )
    kinds = [type(result.error).__name__ for result in results]
    assert ["TaskFailed", "SubmissionUncertain", "RequestRejected", "NoneType", "NoneType"] == kinds
    assert [None, None, None, True, True] == [each.path and each.path.exists() for each in results]
    assert [False, False, False, True, True] == [each.url is not None for each in results]
    assert [True, False, False, True, True] == [each.task_id is not None for each in results]


def test_stopping_a_batch_stops_the_rest_and_loses_nothing(box: Sandbox, journal: Journal, tmp_path: Path) -> None:
    """Whoever takes one result and leaves finds the others in the journal, none of them in doubt."""
    requests = [video(str(number)) for number in range(12)]
    with FoxAPI(box.key, base_url=box.url, journal=journal) as fox:
        for _ in fox.batch(requests, save_to=tmp_path, concurrency=4, poll=FAST):
            break

    async def go() -> None:
        async with AsyncFoxAPI(box.key, base_url=box.url, journal=journal) as fox:
            results = fox.batch(requests, save_to=tmp_path, concurrency=4, poll=FAST)
            async for _ in results:
                break
            await results.aclose()  # type: ignore[attr-defined]

    asyncio.run(go())
    assert {"new", "submitted", "completed", "saved"} >= set(state(journal))
    assert "new" in state(journal)
    Fox("sync", box, journal).batch(requests, save_to=tmp_path, poll=FAST)
    assert (12, {"saved"}) == (len(box.tasks), set(state(journal)))


def test_two_at_once_share_the_work(box: Sandbox, tmp_path: Path) -> None:
    """Two clients with the same journal and the same batch make each video once, and both see all results."""

    async def half() -> list[JobResult]:
        with Journal(tmp_path / "jobs.sqlite") as mine:
            async with AsyncFoxAPI(box.key, base_url=box.url, journal=mine) as fox:
                requests = [video(str(number)) for number in range(10)]
                return [each async for each in fox.batch(requests, save_to=tmp_path, concurrency=5, poll=FAST)]

    async def both() -> list[list[JobResult]]:
        return await asyncio.gather(half(), half())

    one, other = asyncio.run(both())
    assert (10, [None] * 20) == (len(box.tasks), [result.error for result in [*one, *other]])


def test_threads_of_one_client_share_the_work_too(box: Sandbox, journal: Journal) -> None:
    """The same request from many threads at once is one task, and nobody takes another's POST for a lost one."""
    box.faults.add("create_video", Fault.stall(0.2))
    with FoxAPI(box.key, base_url=box.url, journal=journal) as fox, ThreadPoolExecutor(8) as pool:
        ids = {task.id for task in pool.map(lambda _: fox.submit(video()), range(8))}
    assert (1, 1, ["submitted"]) == (len(ids), len(box.tasks), state(journal))


def test_a_job_locked_by_another_process_is_waited_for(box: Sandbox, journal: Journal, tmp_path: Path) -> None:
    """As long as there is time; then the wait is up, and nothing was sent."""
    journal.add([("boat", video(), None)])
    with Journal(tmp_path / "jobs.sqlite") as other:
        assert other.claim("boat", 1000) is not None
        with pytest.raises(WaitTimeout, match="locked by another process"):
            Fox("sync", box, journal).generate(video(), key="boat", poll=Poll(timeout=0.5))
    assert [] == box.tasks


def test_the_journal_holds_no_key(fox: Fox, box: Sandbox, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Neither does the log, whatever happens."""
    box.faults.add("create_video", Fault.status(401), Fault.lost())
    with caplog.at_level(logging.DEBUG, "foxapi_video"):
        fox.batch([video(str(number)) for number in range(4)], save_to=tmp_path, concurrency=1, poll=FAST)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("jobs.sqlite*"))
    assert (False, False, True) == (box.key.encode() in kept, box.key in caplog.text, b"seedance" in kept)


def test_a_target_that_cannot_be_written_costs_nothing(fox: Fox, box: Sandbox, tmp_path: Path) -> None:
    """The folder is tried before the first job is sent."""
    (tmp_path / "file").touch()
    with pytest.raises(InvalidRequest, match="save_to: cannot write"):
        fox.batch([video()], save_to=tmp_path / "file", poll=FAST)
    assert [] == box.tasks


def test_a_disk_that_is_full_leaves_the_job_completed(
    fox: Fox, box: Sandbox, journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The paid task is kept, the old file is untouched, and the next try fetches the file and pays nothing."""
    target = tmp_path / "a.mp4"
    target.write_bytes(b"old")
    write = PartFile.write

    def full(part: PartFile, piece: bytes) -> None:
        monkeypatch.setattr(part, "_file", _Full(part._file))
        write(part, piece)

    with monkeypatch.context() as patched:
        patched.setattr(PartFile, "write", full)
        with pytest.raises(DownloadFailed, match="No space left") as caught:
            fox.generate(video(), save_to=target, poll=FAST)
    (job,) = journal.jobs()
    assert ("completed", job.task_id, False) == (job.state, caught.value.task_id, caught.value.transient)
    assert (b"old", []) == (target.read_bytes(), list(tmp_path.glob(".*.part")))
    clip = fox.generate(video(), save_to=target, poll=FAST)
    assert (target, ["saved"], 1) == (clip.path, state(journal), len(box.tasks))


class _Full:
    """A file on a disk that is full."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, piece: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


@pytest.mark.parametrize("kind", ["the folder", "one file"])
def test_a_batch_checks_each_of_its_targets(fox: Fox, box: Sandbox, tmp_path: Path, kind: str) -> None:
    """A device, a pipe or a folder where one of the files belongs is found before the first job is sent."""
    os.mkfifo(tmp_path / ("out" if kind == "the folder" else "b.mp4"))
    folder = tmp_path / "out" if kind == "the folder" else tmp_path
    with pytest.raises(InvalidRequest, match="save_to"):
        fox.batch([video("a"), video("b")], keys=["a", "b"], save_to=folder, poll=FAST)
    assert [] == box.tasks


def test_the_tilde_of_a_batch_is_the_home_folder(
    fox: Fox, box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In `generate` and in `batch`, with a journal, whose targets are absolute."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    clip = fox.generate(video("a"), save_to="~/a.mp4", poll=FAST)
    (result,) = fox.batch([video("b")], keys=["b"], save_to="~/out", poll=FAST)
    assert (tmp_path / "home" / "a.mp4", True) == (clip.path, result.error is None)
    assert tmp_path / "home" / "out" / "b.mp4" == result.clip.path


# ---- the command line


@pytest.fixture
def folder(box: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder with a file of jobs, and an environment that points at the sandbox."""
    monkeypatch.setenv("FOXAPI_BASE_URL", box.url)
    monkeypatch.setenv("FOXAPI_API_KEY", box.key)
    monkeypatch.chdir(tmp_path)
    lines = [video("1"), {"key": "boat", "request": video("2")}, video("3")]
    (tmp_path / "jobs.jsonl").write_text("\n".join(map(json.dumps, lines)))
    return tmp_path


def called(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(list(arguments))
    out, err = capsys.readouterr()
    return code, out, " ".join(err.split())


BATCH = ("batch", "jobs.jsonl", "-o", "out")


def test_the_batch_command_saves_every_line(box: Sandbox, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files, a summary, a journal; the same command again has nothing left to do."""
    code, out, _ = called(capsys, *BATCH, "--json")
    report = json.loads(out)
    assert (0, {"saved": 3}, 3) == (code, report["counts"], len(report["jobs"]))
    assert (3, True) == (len(list((folder / "out").glob("*.mp4"))), (folder / "out" / "boat.mp4").exists())
    code, out, _ = called(capsys, *BATCH)
    assert (0, "3 already saved\n", 3) == (code, out, len(box.tasks))
    code, out, err = called(capsys, "jobs")
    assert (0, 4, "foxapi-jobs.sqlite: 3 saved; 9 credits were reserved") == (code, len(out.splitlines()), err)
    assert {"saved"} == {job["state"] for job in json.loads(called(capsys, "jobs", "--json")[1])}


def test_the_batch_command_checks_every_line_first(
    box: Sandbox, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All problems with their lines, exit code 2, nothing sent; --dry-run says the same of a valid file."""
    assert 0 == called(capsys, *BATCH, "--dry-run")[0]
    with (folder / "jobs.jsonl").open("a") as file:
        file.write('\n\n{"model": "sora-2"}\nrubbish\n' + json.dumps(video("1")))
    code, out, err = called(capsys, *BATCH)
    assert 2 == code
    assert ["jobs.jsonl:5: prompt", "jobs.jsonl:6: invalid JSON", "jobs.jsonl:7: key"] == [
        ": ".join(line.split(": ")[:2]) for line in out.splitlines()
    ]
    assert ("nothing was sent" in err, box.requests, False) == (True, [], (folder / "foxapi-jobs.sqlite").exists())


def test_jobs_are_resolved_by_hand(box: Sandbox, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An uncertain job is exit code 6; retry has it made, forget removes it."""
    box.faults.add("create_video", *[Fault.lost()] * 3)
    code, out, err = called(capsys, *BATCH)
    assert (6, True) == (code, "3 uncertain" in out)
    assert (2, True) == (called(capsys, "jobs", "retry", "gull")[0], "boat: the create request" in err)
    assert 0 == called(capsys, "jobs", "retry", "boat")[0]
    assert 2 == called(capsys, "jobs", "retry", "boat")[0]
    code, out, _ = called(capsys, *BATCH)
    assert (6, True, 4) == (code, "1 saved, 2 uncertain" in out, len(box.tasks))
    assert 0 == called(capsys, "jobs", "delete", "boat")[0]
    assert 2 == called(capsys, "jobs", "delete", "boat")[0]
    assert "foxapi-jobs.sqlite: 2 uncertain" == called(capsys, "jobs")[2]
    assert 2 == called(capsys, "jobs", "--journal", "nowhere.sqlite")[0]


def test_an_interrupted_batch_says_how_to_go_on(
    box: Sandbox, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C is exit code 130, with what is done and what is left."""
    from foxapi_video.cli.output.progress import ProgressView

    def interrupt(view: Any, name: str, state: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ProgressView, "end", interrupt)
    code, _, err = called(capsys, *BATCH, "--concurrency", "1")
    assert (130, True) == (code, "run the same command to resume" in err)
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("FOXAPI_BASE_URL", box.url)
    monkeypatch.setenv("FOXAPI_API_KEY", box.key)
    assert (0, 3) == (called(capsys, *BATCH)[0], len(box.tasks))


def test_a_batch_can_be_tried_in_the_sandbox(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """--sandbox needs no key and leaves no journal that a real run would go on from."""
    monkeypatch.delenv("FOXAPI_API_KEY")
    assert 0 == called(capsys, *BATCH, "--sandbox")[0]
    assert (3, False) == (len(list((folder / "out").glob("*.mp4"))), (folder / "foxapi-jobs.sqlite").exists())


# ------------------------------------------------------------------ leases and ends, stepped by hand


def test_a_lease_lasts_as_long_as_a_download_may(journal: Journal, tmp_path: Path) -> None:
    """No other process takes the job while half an hour of downloading is going on."""
    journal.add([("boat", {"model": "sora-2", "prompt": "A boat"}, tmp_path / "boat.mp4")])
    leases: list[bool] = []

    def transfer(action: Transfer) -> None:
        (lease,) = journal._connected().execute("SELECT lease FROM jobs").fetchone()
        leases.append(lease >= time.time() + action.timeout)
        deliver(action)

    steps = jobs.finish(Context(60.0, journal, clock=CLOCK), "boat", poll=Poll(), on_progress=None)
    World(task(), DONE, transfer).run(steps)
    assert ([True], ["saved"]) == (leases, state(journal))


def test_a_completed_job_without_an_output_path_has_ended(journal: Journal) -> None:
    """`resume` does not ask for it again, forever; one whose file is still to be saved is continued."""
    for key, target in (("a", None), ("b", Path("b.mp4"))):
        journal.add([(key, {"model": "sora-2", "prompt": "A boat"}, target)])
        journal.claim(key, 10)
        journal.sending(key, 10)
        journal.submitted(key, f"t_{key}")
        journal.completed(f"t_{key}")
    assert ["b"] == World().run(batch.unfinished(Context(60.0, journal, clock=CLOCK), 1))


def test_a_job_whose_task_is_unknown_to_the_service_has_failed(journal: Journal) -> None:
    """Three 404 responses in a row end it, and `resume` does not poll it again; `retry` queues it."""
    journal.add([("boat", {"model": "sora-2", "prompt": "A boat"}, None)])
    journal.claim("boat", 10)
    journal.sending("boat", 10)
    journal.submitted("boat", "t_42")
    journal.release("boat")
    context = Context(60.0, journal, clock=CLOCK)
    unknown = status_error(404, '{"error": {"message": "no such task", "type": "not_found"}}', {})
    with pytest.raises(NotFound):
        World(*[unknown] * NOT_FOUND_RETRIES).run(jobs.finish(context, "boat", poll=Poll(), on_progress=None))
    assert (["failed"], []) == (state(journal), World().run(batch.unfinished(context, 1)))
    assert (True, ["new"]) == (journal.retry("boat"), state(journal))


def test_an_unexpected_error_of_one_job_is_its_result(journal: Journal) -> None:
    """It ends neither the batch nor the other jobs; an error of the caller's own function is the caller's."""
    journal.add([("boat", {"model": "sora-2", "prompt": "A boat"}, None)])
    context = Context(60.0, journal, clock=CLOCK)
    (steps,) = batch.results(context, ["boat"], poll=Poll(), on_progress=None)
    result = World(task(), RuntimeError("a bug")).run(steps)
    assert ("boat", None, True) == (result.key, result.clip, "a bug" in str(result.error))
    assert isinstance(result.error.__cause__, RuntimeError)

    def complain(key: str, task: object) -> None:
        raise LookupError("mine")

    (steps,) = batch.results(context, ["boat"], poll=Poll(), on_progress=complain)
    with pytest.raises(CallbackRaised, match="mine"):
        World(DONE).run(steps)
