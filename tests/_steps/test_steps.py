"""What the SDK does, stepped by hand."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from stepping import CLOCK, DONE, MP4, STARTED_AT, World, deliver, task

from foxapi_video import Poll, errors
from foxapi_video._http.errors import status_error
from foxapi_video._steps import download as downloading
from foxapi_video._steps import jobs as jobs
from foxapi_video._steps import wait as waiting
from foxapi_video._steps.actions import Action, Call, Context, Steps, Transfer

VEO = {"model": "veo-3.1", "prompt": "A paper boat"}


def context() -> Context:
    return Context(60.0, clock=CLOCK)


def submit(request: Any = VEO, **settings: Any) -> Steps[Any]:
    return jobs.submit(context(), request, **{"extra_body": None, "validate": True, "key": None, **settings})


def wait(poll: Poll = Poll(), on_progress: Any = None) -> Steps[Any]:  # noqa: B008
    return waiting.wait(context(), "t_42", poll=poll, on_progress=on_progress)


def download(source: Any, target: Path) -> Steps[Any]:
    return downloading.download(context(), source, target, budget=100.0, on_bytes=None)


def generate(target: Path | None = None, **settings: Any) -> Steps[Any]:
    options = {"poll": Poll(), "on_progress": None, "extra_body": None, "validate": True}
    return jobs.generate(context(), VEO, save_to=target, key=None, **{**options, **settings})


def status(code: int, body: str = "", **headers: str) -> errors.APIStatusError:
    return status_error(code, body, {name.replace("_", "-"): value for name, value in headers.items()})


def limited(retry_after: str | None = None) -> errors.APIStatusError:
    """Make the API's own 429."""
    headers = {} if retry_after is None else {"retry_after": retry_after}
    return status(429, '{"error": {"message": "Slow down.", "type": "rate_limit_error"}}', **headers)


REFUSED = errors.ConnectionFailed("refused", nothing_sent=True)
LOST = errors.ConnectionFailed("reset", nothing_sent=False)
UNREADABLE = errors.InvalidResponse("<html>")


def test_submit_sends_the_body_with_defaults_on_a_paid_call() -> None:
    """The one POST carries the defaults, is marked as paid and may take the whole exchange time."""
    world = World(task("pending"))
    assert "t_42" == world.run(submit()).id
    (call,) = world.calls
    assert (True, 60.0) == (call.exchange is not None, call.timeout)
    assert {**VEO, "duration": 8} == {key: call.arguments["body"].to_dict()[key] for key in (*VEO, "duration")}


def test_submit_refuses_a_bad_request_before_anything_is_sent() -> None:
    """A request with problems never becomes a call."""
    world = World()
    with pytest.raises(errors.InvalidRequest) as caught:
        world.run(submit({"model": "veo-3.1"}))
    assert [] == world.calls
    assert ["prompt"] == [problem.field for problem in caught.value.problems]


def test_submit_sends_extra_fields_unchecked() -> None:
    """`extra_body` and `validate=False` are the way out when the service is ahead of the contract."""
    world = World(task(), task())
    world.run(submit(extra_body={"new_field": 1}))
    world.run(submit({"model": "veo-9"}, validate=False))
    assert [1, None] == [call.arguments["body"].to_dict().get("new_field") for call in world.calls]
    assert {"model": "veo-9"} == world.calls[1].arguments["body"].to_dict()


def test_submit_repeats_when_nothing_was_sent() -> None:
    """A refused connection is tried again, and no more than that."""
    world = World(REFUSED, REFUSED, task())
    assert "t_42" == world.run(submit()).id
    assert [1.0, 2.0] == world.sleeps
    with pytest.raises(errors.ConnectionFailed):
        World(REFUSED, REFUSED, REFUSED).run(submit())


def test_submit_repeats_only_what_was_certainly_not_sent() -> None:
    """The error's own word counts, even if the connection has not seen a byte leave."""

    class Unseen(World):
        def _answer(self, action: Action) -> Any:
            try:
                return super()._answer(action)
            finally:
                if isinstance(action, Call) and action.exchange is not None:
                    action.exchange.started = False

    world = Unseen(LOST, task())
    with pytest.raises(errors.ConnectionFailed):
        world.run(submit())
    assert 1 == len(world.calls)


@pytest.mark.parametrize(
    "failure",
    [LOST, UNREADABLE, status(500, '{"error": {"message": "x", "type": "server_error"}}'), status(502), status(520)],
    ids=repr,
)
def test_submit_never_repeats_what_may_have_arrived(failure: errors.FoxAPIError) -> None:
    """A lost or unclear answer ends in SubmissionUncertain after one POST, with what was sent and when."""
    world = World(failure)
    with pytest.raises(errors.SubmissionUncertain) as caught:
        world.run(submit())
    assert 1 == len(world.calls)
    assert ("veo-3.1", STARTED_AT, failure) == (caught.value.model, caught.value.sent_at, caught.value.__cause__)
    assert "before you repeat it" in str(caught.value)


@pytest.mark.parametrize("code", [400, 401, 402, 403, 404, 413, 422])
def test_submit_raises_a_refusal_as_it_is(code: int) -> None:
    """A 4xx says that nothing was created."""
    with pytest.raises(errors.APIStatusError) as caught:
        World(status(code)).run(submit())
    assert code == caught.value.status_code


def test_submit_takes_the_documented_503_for_a_refusal() -> None:
    """503 in the API's own words means no channel; from a CDN it means nothing certain."""
    with pytest.raises(errors.ServerError):
        World(status(503, '{"error": {"message": "no channel", "type": "service_unavailable"}}')).run(submit())
    with pytest.raises(errors.SubmissionUncertain):
        World(status(503, "<html>")).run(submit())


def test_submit_waits_as_long_as_a_429_asks() -> None:
    """Retry-After is honored; without one the pauses grow."""
    world = World(limited("7"), limited(), limited("0"), limited("-3"), task())
    assert "t_42" == world.run(submit()).id
    assert [7.0, 2.0, 4.0, 8.0] == world.sleeps


@pytest.mark.parametrize("asked", [None, "0", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_submit_tries_a_rate_limit_five_times(asked: str | None) -> None:
    """Each pause is at least a second and longer than the one before, whatever Retry-After says."""
    world = World(*[limited(asked) for _ in range(9)])
    with pytest.raises(errors.RateLimited):
        world.run(submit())
    assert (5, [1.0, 2.0, 4.0, 8.0]) == (len(world.calls), world.sleeps)


@pytest.mark.parametrize("body", ["", "<html>slow down</html>", '{"message": "slow down"}', '{"error": "slow down"}'])
def test_submit_repeats_no_429_of_anybody_else(body: str) -> None:
    """A CDN's 429 is raised at once: only the API's own refusal is documented."""
    world = World(status(429, body, retry_after="1"))
    with pytest.raises(errors.RateLimited):
        world.run(submit())
    assert (1, []) == (len(world.calls), world.sleeps)


def test_submit_does_not_wait_longer_than_it_may() -> None:
    """An absurd Retry-After is reported at once."""
    world = World(limited("99999"))
    with pytest.raises(errors.RateLimited) as caught:
        world.run(submit())
    assert ([], 99999.0) == (world.sleeps, caught.value.retry_after)


def test_an_interrupted_submit_says_that_a_task_may_run() -> None:
    """Ctrl-C during the create request leaves a note on the exception."""
    with pytest.raises(KeyboardInterrupt) as caught:
        World(KeyboardInterrupt()).run(submit())
    assert "may be running and paid" in caught.value.__notes__[0]


@pytest.mark.parametrize("code", [300, 303, 307, 408, 409, 410, 415, 418, 423, 425, 426, 428, 431, 451, 499, 505, 599])
def test_submit_takes_no_undocumented_status_for_a_refusal(code: int) -> None:
    """A proxy or a CDN can answer so after the task was created: uncertain, and not repeated."""
    own = '{"error": {"message": "x", "type": "some_error"}}'
    for body in ("", "<html>", own):
        world = World(status(code, body))
        with pytest.raises(errors.SubmissionUncertain):
            world.run(submit())
        assert 1 == len(world.calls)


def test_wait_polls_first_and_then_pauses() -> None:
    """A finished task costs one poll and no pause."""
    world = World(DONE)
    done = world.run(wait())
    assert (1, []) == (len(world.calls), world.sleeps)
    assert ("https://cdn.example.com/v.mp4", 7) == (done.url, done.results[0].raw["seed"])
    assert {"task_id": "t_42", "sync_upstream": True} == world.calls[0].arguments


def test_wait_reports_each_poll() -> None:
    """`on_progress` sees every task that was seen."""
    seen: list[Any] = []
    World(task(progress=10), task(progress=60), DONE).run(wait(on_progress=seen.append))
    assert [10, 60, None] == [each.progress for each in seen]


@pytest.mark.parametrize(
    "failure",
    [LOST, REFUSED, UNREADABLE, status(500), status(503), status(520), status(429), status(408)],
    ids=repr,
)
def test_wait_retries_a_failed_poll(failure: errors.FoxAPIError) -> None:
    """Nothing that may pass ends the waiting."""
    world = World(failure, failure, failure, failure, DONE)
    assert "completed" == world.run(wait()).status
    assert 5 == len(world.calls)


@pytest.mark.parametrize("code", [400, 401, 402, 403, 422])
def test_wait_stops_at_a_refusal(code: int) -> None:
    """A refusal is terminal and carries the task's id."""
    with pytest.raises(errors.APIStatusError) as caught:
        World(status(code)).run(wait())
    assert "t_42" == caught.value.task_id


def test_wait_honours_retry_after() -> None:
    """A 429 between polls sets the pause."""
    world = World(status(429, retry_after="33"), DONE)
    world.run(wait())
    assert [33.0] == world.sleeps


def test_wait_allows_a_404_for_a_few_polls() -> None:
    """A task just created is not everywhere at once; one that never comes is NotFound."""
    assert "completed" == World(status(404), status(404), DONE).run(wait()).status
    world = World(*[status(404)] * 9)
    with pytest.raises(errors.NotFound) as caught:
        world.run(wait())
    assert (waiting.NOT_FOUND_RETRIES, "t_42") == (len(world.calls), caught.value.task_id)


def test_wait_takes_another_tasks_answer_for_unreadable() -> None:
    """An answer about another task is looked past."""
    assert "t_42" == World({"id": "t_43", "status": "completed"}, DONE).run(wait()).id


def test_wait_waits_for_the_results_of_a_completed_task() -> None:
    """Completed and empty is looked at again, without asking upstream."""
    world = World(task("completed", results=None), task("completed", results=[]), DONE)
    assert world.run(wait()).results
    assert [True, False, False] == ["sync_upstream" in call.arguments for call in world.calls]


def test_wait_gives_up_on_results_that_never_come() -> None:
    """After the grace the missing result is said, with the task's id."""
    world = World(*[task("completed", results=None)] * 500)
    with pytest.raises(errors.ResultMissing) as caught:
        world.run(wait(poll=Poll(result_grace=60.0)))
    assert ("t_42", "completed") == (caught.value.task_id, caught.value.task.status)
    assert 60.0 <= world.now < 80.0


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        ({"code": "generation_failed", "message": "No."}, "generation_failed", "No."),
        ("No.", None, "No."),
        (None, None, "t_42"),
        ({"strange": 1}, None, "strange"),
    ],
)
@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_wait_raises_for_a_failed_task(state: str, error: Any, code: str | None, words: str) -> None:
    """A failed task is an error with the service's words, in whatever shape they come."""
    with pytest.raises(errors.TaskFailed) as caught:
        World(task(state, error=error)).run(wait())
    assert (code, "t_42", state) == (caught.value.code, caught.value.task_id, caught.value.task.status)
    assert words in str(caught.value)


def test_wait_keeps_polling_at_an_unknown_status(caplog: pytest.LogCaptureFixture) -> None:
    """A status that nobody knows is not final; it is logged once and named when the time is up."""
    world = World(*[task("thinking")] * 999)
    with caplog.at_level(logging.WARNING, "foxapi_video"), pytest.raises(errors.WaitTimeout) as caught:
        world.run(wait(poll=Poll(timeout=100.0)))
    assert 1 == sum("thinking" in record.message for record in caplog.records)
    assert "thinking" in str(caught.value)


@pytest.mark.parametrize("timeout", [0.2, 1.0, 5.0, 100.0, 1800.0])
@pytest.mark.parametrize("call_seconds", [0.0, 0.01, 0.4])
def test_wait_keeps_to_its_timeout_and_polls_close_to_its_end(timeout: float, call_seconds: float) -> None:
    """The time is up at the timeout, neither before nor later than one poll, and the last poll is near it."""
    world = World(*[task(progress=1)] * 9999, call_seconds=call_seconds)
    with pytest.raises(errors.WaitTimeout) as caught:
        world.run(wait(poll=Poll(timeout=timeout)))
    assert timeout * 0.9 <= world.now <= timeout + call_seconds
    assert ("t_42", "processing") == (caught.value.task_id, caught.value.task.status)  # type: ignore[union-attr]
    assert "foxapi-video wait t_42" in str(caught.value)
    assert all(call.timeout <= timeout for call in world.calls)


def test_wait_that_never_saw_the_task_says_why() -> None:
    """When no poll succeeds, the timeout names the last failure."""
    world = World(*[LOST] * 999)
    with pytest.raises(errors.WaitTimeout, match=r"was not seen.*reset") as caught:
        world.run(wait(poll=Poll(timeout=30.0)))
    assert caught.value.task is None


def test_download_fetches_the_first_result(tmp_path: Path) -> None:
    """A task's id is looked up, its file is saved."""
    target = tmp_path / "new" / "boat.mp4"
    world = World(DONE, deliver)
    assert target == world.run(download("t_42", target))
    assert MP4 == target.read_bytes()
    assert "https://cdn.example.com/v.mp4" == world.transfers[0].url


def test_download_takes_the_older_form_of_results(tmp_path: Path) -> None:
    """`output` is read where `results` is missing."""
    world = World(task("completed", output={"urls": ["https://old.example.com/a.mp4"]}), deliver)
    world.run(download("t_42", tmp_path / "a.mp4"))
    assert "https://old.example.com/a.mp4" == world.transfers[0].url


def test_download_resumes_where_it_was_interrupted(tmp_path: Path) -> None:
    """A broken transfer is repeated with what is there; the file is whole in the end."""

    def some(transfer: Transfer) -> None:
        transfer.part.write(MP4[transfer.part.size :][:7])
        raise errors.DownloadFailed("short", transient=True)

    def rest(transfer: Transfer) -> None:
        transfer.part.write(MP4[transfer.part.size :])
        transfer.part.expected = len(MP4)
        transfer.part.commit()

    world = World(some, some, some, rest)
    world.run(download("https://cdn.example.com/v.mp4", tmp_path / "a.mp4"))
    assert (MP4, [1.0, 1.0, 1.0]) == ((tmp_path / "a.mp4").read_bytes(), world.sleeps)


def test_download_gives_up_when_it_comes_no_further(tmp_path: Path) -> None:
    """Tries without any progress are few, with growing pauses, and leave nothing behind."""
    world = World(*[errors.DownloadFailed("reset", transient=True)] * 99)
    with pytest.raises(errors.DownloadFailed):
        world.run(download("https://cdn.example.com/v.mp4", tmp_path / "b.mp4"))
    assert ([1.0, 2.0, 4.0, 8.0, 15.0], []) == (world.sleeps, list(tmp_path.iterdir()))


def test_download_keeps_to_its_budget(tmp_path: Path) -> None:
    """However much comes each time, the budget ends it."""

    def some(transfer: Transfer) -> None:
        transfer.part.write(b"x")
        raise errors.DownloadFailed("short", transient=True)

    world = World(*[some] * 999, call_seconds=9.0)
    with pytest.raises(errors.DownloadFailed):
        world.run(download("https://cdn.example.com/v.mp4", tmp_path / "b.mp4"))
    assert 90.0 <= world.now <= 100.0
    assert all(transfer.timeout <= 100.0 for transfer in world.transfers)


def test_download_asks_the_task_for_a_fresh_link(tmp_path: Path) -> None:
    """An expired URL is replaced once; the message asks for the task's ID only where it was not given."""
    expired = errors.DownloadFailed("HTTP 403", expired=True)
    fresh = task("completed", results=[{"url": "https://cdn.example.com/fresh.mp4"}])
    world = World(DONE, expired, fresh, deliver)
    world.run(download("t_42", tmp_path / "a.mp4"))
    assert ["v.mp4", "fresh.mp4"] == [transfer.url.rpartition("/")[2] for transfer in world.transfers]
    with pytest.raises(errors.DownloadFailed, match=r"task t_42: HTTP 403; the task has no other URL$"):
        World(DONE, expired, fresh, expired).run(download("t_42", tmp_path / "b.mp4"))
    expired = errors.DownloadFailed("HTTP 403", expired=True)
    with pytest.raises(errors.DownloadFailed, match=r"^HTTP 403; to get a new one, download by task ID$"):
        World(expired).run(download("https://cdn.example.com/v.mp4", tmp_path / "c.mp4"))


def test_download_stops_at_what_cannot_get_better(tmp_path: Path) -> None:
    """An expired link is not tried twice, and the error carries the task and the URL."""
    world = World(DONE, errors.DownloadFailed("HTTP 403"))
    with pytest.raises(errors.DownloadFailed) as caught:
        world.run(download("t_42", tmp_path / "a.mp4"))
    assert ("t_42", "https://cdn.example.com/v.mp4") == (caught.value.task_id, caught.value.url)


def test_download_of_an_unfinished_task_says_what_to_do(tmp_path: Path) -> None:
    """A task without a file is ResultMissing, and points at `wait`."""
    with pytest.raises(errors.ResultMissing, match="foxapi-video wait t_42"):
        World(task()).run(download("t_42", tmp_path / "a.mp4"))


def test_generate_goes_all_the_way(tmp_path: Path) -> None:
    """Submit, wait, download: one clip."""
    world = World(task("pending"), task(progress=50), DONE, deliver)
    clip = world.run(generate(tmp_path / "boat.mp4"))
    assert ("t_42", "https://cdn.example.com/v.mp4") == (clip.task.id, clip.url)
    assert (tmp_path / "boat.mp4", MP4) == (clip.path, (tmp_path / "boat.mp4").read_bytes())


def test_generate_without_a_target_downloads_nothing() -> None:
    """Without `save_to` the clip has a URL and no path."""
    clip = World(task("pending"), DONE).run(generate())
    assert (None, "https://cdn.example.com/v.mp4") == (clip.path, clip.url)


def test_generate_tries_the_target_before_it_pays(tmp_path: Path) -> None:
    """A target that cannot be written costs nothing."""
    world = World()
    with pytest.raises(errors.InvalidRequest, match=r"save_to: .* is a folder"):
        world.run(generate(tmp_path))
    (tmp_path / "file").write_text("")
    with pytest.raises(errors.InvalidRequest, match="save_to: cannot write"):
        world.run(generate(tmp_path / "file" / "boat.mp4"))
    assert [] == world.calls


@pytest.mark.parametrize("step", [1, 2])
@pytest.mark.parametrize(
    "end", [errors.InsufficientBalance("x", status_code=402), errors.DownloadFailed("x"), KeyboardInterrupt()], ids=repr
)
def test_generate_puts_the_task_on_whatever_ends_it(step: int, end: BaseException, tmp_path: Path) -> None:
    """After the submit no way out loses the id: an error of ours carries it, any other gets a note."""
    world = World(*[task("pending"), DONE, deliver][:step], end)
    with pytest.raises(type(end)) as caught:
        world.run(generate(tmp_path / "boat.mp4"))
    if isinstance(end, errors.FoxAPIError):
        assert "t_42" == caught.value.task_id  # type: ignore[attr-defined]
    else:
        assert "foxapi-video wait t_42" in caught.value.__notes__[-1]
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("call", ["generate", "download by id"])
def test_an_error_of_the_disk_names_the_task(call: str, tmp_path: Path) -> None:
    """The folder that the file was to go to is gone when the task has ended: the id is on the error."""
    folder = tmp_path / "videos"
    folder.mkdir()

    def remove(_: Any) -> dict[str, Any]:
        folder.rmdir()
        folder.write_text("")
        return DONE

    path = folder / "boat.mp4"
    is_new = call == "generate"
    world, steps = (
        (World(task("pending"), remove), generate(path)) if is_new else (World(remove), download("t_42", path))
    )
    with pytest.raises(errors.FoxAPIError, match="cannot write") as caught:
        world.run(steps)
    assert "t_42" == caught.value.task_id  # type: ignore[attr-defined]


def test_generate_has_one_budget() -> None:
    """What submitting took is not given to waiting again."""
    world = World(limited("50"), task(), *[task()] * 999)
    with pytest.raises(errors.WaitTimeout):
        world.run(generate(poll=Poll(timeout=100.0)))
    assert 95.0 <= world.now <= 100.0


def test_generate_polls_first_when_the_task_may_have_ended() -> None:
    """A task that was created a moment ago is looked at when it is due, not at once."""
    world = World(task("pending", task_info={"estimated_time": 60}), task(progress=50), DONE)
    world.run(generate())
    due = Poll().pause(0.0, estimated=60.0)
    assert [due, Poll().pause(due, estimated=60.0)] == world.sleeps


@pytest.mark.parametrize(("since", "sleeps"), [(5.0, [Poll().pause(0.0) - 5.0]), (500.0, [])])
def test_wait_knows_when_a_task_of_this_client_began(since: float, sleeps: list[float]) -> None:
    """`wait` resumes where `submit` stopped: an overdue poll is sent at once."""
    shared = context()
    world = World(task("pending"), DONE)
    created = world.run(jobs.submit(shared, VEO, extra_body=None, validate=True, key=None))
    world.now += since
    world.run(waiting.wait(shared, created, poll=Poll(), on_progress=None))
    assert sleeps == world.sleeps


@pytest.mark.parametrize(("created", "age"), [(-80.0, 80.0), (0.0, 0.0), (60.0, 0.0), (-1e7, 0.0), (None, 0.0)])
def test_wait_asks_the_task_for_its_age(created: float | None, age: float) -> None:
    """A task from elsewhere is as old as it says, unless that cannot be."""
    fields = {} if created is None else {"created": STARTED_AT + created}
    world = World(task(**fields), DONE)
    world.run(wait())
    assert [Poll().pause(age)] == world.sleeps


def test_a_client_learns_how_long_its_tasks_take() -> None:
    """From the fourth task of a kind on, the first poll is where the others ended."""
    shared = context()
    firsts = []
    for number in range(6):
        running = [task()] * (0 if number > 2 else 30)
        world = World(task("pending"), *running, DONE)
        options = {"poll": Poll(), "on_progress": None, "extra_body": None, "validate": True}
        world.run(jobs.generate(shared, VEO, save_to=None, key=None, **options))
        firsts.append(world.sleeps[0])
    assert [firsts[0]] * 3 == firsts[:3]
    assert firsts[3] > 2 * firsts[0]


def test_what_ended_before_the_first_poll_teaches_nothing() -> None:
    """A task that was done at a first poll that was overdue may have ended at any time."""
    shared = context()
    for _ in range(4):
        world = World(task("pending"), DONE)
        created = world.run(jobs.submit(shared, VEO, extra_body=None, validate=True, key=None))
        world.now += 900.0
        world.run(waiting.wait(shared, created, poll=Poll(), on_progress=None))
        begun = shared.durations.begun(created.id)
        assert begun is not None
        assert shared.durations.expect(begun.kind) is None
