"""Tasks of another shape than documented: what is read of them, and how they end."""

from __future__ import annotations

import json
import logging
import math
from typing import Any

import pytest
from foxapi_video_client.types import Response
from stepping import CLOCK, STARTED_AT, World, task

from foxapi_video import Poll, Task, errors
from foxapi_video._http.errors import status_error
from foxapi_video._steps import jobs as jobs
from foxapi_video._steps import wait as waiting
from foxapi_video._steps.actions import Context, Steps
from foxapi_video._steps.responses import task_of

URL = "https://cdn.example.com/v.mp4"
VEO = {"model": "veo-3.1", "prompt": "A paper boat"}


def read(body: bytes | dict[str, Any], asked: str | None = None) -> Task:
    """Read a response's body as `task_of` does."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return task_of(Response(200, content, {}, None), asked)


def wait(poll: Any = Poll(), on_progress: Any = None, task_id: Any = "t_42") -> Steps[Any]:  # noqa: B008
    return waiting.wait(Context(60.0, clock=CLOCK), task_id, poll=poll, on_progress=on_progress)


def generate(**settings: Any) -> Steps[Any]:
    options = {"poll": Poll(), "on_progress": None, "extra_body": None, "validate": True, "save_to": None}
    return jobs.generate(Context(60.0, clock=CLOCK), VEO, key=None, **{**options, **settings})


# ------------------------------------------------------------------ statuses

STATES = {
    "running": [
        "pending",
        "processing",
        "queued",
        "running",
        "in_progress",
        "IN PROGRESS",
        "in-progress",
        "Generating",
    ],
    "completed": ["completed", "succeeded", "success", "COMPLETED", " done\n", "Finished", "complete"],
    "failed": [
        "failed",
        "FAILED",
        "expired",
        "canceled",
        "cancelled",
        "Cancelled",
        "moderation_blocked",
        "error",
        "timeout",
    ],
    "unknown": ["thinking", "", "completed?", "not completed", "ﬁnished"],
}


@pytest.mark.parametrize(("state", "status"), [(state, each) for state in STATES for each in STATES[state]])
def test_a_status_is_read_in_any_spelling(state: str, status: str) -> None:
    """Documented ones and their synonyms, whatever their case and the blanks around them."""
    assert (state, status) == (read(task(status)).state, read(task(status)).status)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"results": [{"url": URL}]}, "completed"),
        ({"results": [{"url": URL}], "error": {"message": "late"}}, "completed"),
        ({"results": [{"url": None}]}, "unknown"),
        ({"error": {"message": "no"}}, "failed"),
        ({"error": {"code": "nsfw"}}, "failed"),
        ({"error": {"code": "", "message": None}}, "unknown"),
        ({"error": {}, "message": "being made", "url": URL}, "unknown"),
        ({"results": None, "error": None}, "unknown"),
    ],
)
def test_an_unknown_status_is_judged_by_what_is_there(fields: dict[str, Any], state: str) -> None:
    """A result's URL means completed, an error failed, and polling continues otherwise."""
    assert state == read(task("thinking", **fields)).state
    assert "running" == read(task("processing", **fields)).state


@pytest.mark.parametrize("status", ["thinking", "SUCCEEDED"])
def test_wait_returns_a_result_under_any_status(status: str) -> None:
    """It is not polled until the timeout."""
    assert URL == World(task(status), task(status, results=[{"url": URL}])).run(wait()).url


def test_wait_fails_at_an_error_under_an_unknown_status() -> None:
    """The error names the status and the service's words."""
    with pytest.raises(errors.TaskFailed, match=r"'thinking': no \(nsfw\); change the request"):
        World(task("thinking", error={"message": "no", "code": "nsfw"})).run(wait())


# ------------------------------------------------------------------ results


@pytest.mark.parametrize(
    "fields",
    [
        {"results": [{"url": URL}]},
        {"results": [{}, None, 7, {"url": None}, {"url": f" {URL} "}]},
        {"results": [URL]},
        {"results": URL},
        {"results": {"url": URL}},
        {"results": {"videos": [{"url": URL}]}},
        {"results": {"videos": [URL]}},
        {"results": [{"video": {"url": URL}}]},
        {"results": [{"video_url": URL}]},
        {"results": [[{"url": URL}]]},
        {"results": [], "output": {"url": URL}},
        {"output": {"urls": [URL]}},
        {"output": [URL]},
        {"output": {"video_url": URL, "duration": 8}},
        {"result": {"data": {"video_url": URL}}},
        {"data": {"results": [{"url": URL}]}},
        {"url": URL},
        {"video_url": URL},
        {"results": None, "videos": [{"url": URL}]},
    ],
)
def test_a_result_is_found_in_any_shape(fields: dict[str, Any]) -> None:
    """Nested, in a list or alone, and under its other names."""
    done = read(task("completed", **fields))
    assert (URL, [URL]) == (done.url, [each.url for each in done.results])


EMPTY: list[dict[str, Any]] = [
    *(
        {"results": value}
        for value in (
            *(
                None,
                [],
                [{"url": None}],
                [{}],
                [None],
                "",
                {},
                [""],
                " ",
                [{"url": ""}],
                [{"url": " "}],
                [{"url": "null"}],
            ),
            *([[]], [{"seed": 7, "url": None}], [{"content_type": "video/mp4"}], 0, True, "pending", [{"video": None}]),
            {"videos": []},
        )
    ),
    {},
    {"output": {"url": None}},
    {"url": "https://api.foxapi.cc/v1/tasks/t_42"},
]


@pytest.mark.parametrize("fields", EMPTY, ids=repr)
def test_a_result_without_a_url_is_waited_for(fields: dict[str, Any]) -> None:
    """It counts as empty, and the error that ends the wait says so."""
    empty = task("completed", **fields)
    world = World(empty, empty, task("completed", results=[{"url": URL}]))
    assert (URL, 3) == (world.run(wait()).url, len(world.calls))
    with pytest.raises(errors.ResultMissing, match="returned no result after 5 s"):
        World(*[empty] * 99).run(wait(Poll(result_grace=5.0)))


@pytest.mark.parametrize("fields", EMPTY, ids=repr)
def test_a_completed_task_with_an_error_instead_of_a_result_has_failed(fields: dict[str, Any]) -> None:
    """At once, with the service's message."""
    world = World(task("completed", **{**fields, "error": {"message": "Blocked by moderation.", "code": 7}}))
    with pytest.raises(errors.TaskFailed, match="Blocked by moderation") as caught:
        world.run(wait())
    assert (1, "7") == (len(world.calls), caught.value.code)


def test_an_id_is_a_result_unless_the_model_makes_files() -> None:
    """A video's id may be there before its file."""
    early = task("completed", model="sora-2", results=[{"video_id": 5}])
    assert URL == World(early, task("completed", results=[{"url": URL}])).run(wait()).url
    named = World(task("completed", model="sora-2-character", results=[{"character_id": 5}])).run(wait())
    assert ("5", None) == (named.results[0].character_id, named.url)


def test_many_results_and_deep_ones_are_bounded() -> None:
    """Nothing is read without end, and nothing raises."""
    assert 1000 == len(read(task("completed", results=[URL] * 5000)).results)
    deep: Any = {"url": URL}
    for _ in range(300):
        deep = {"results": [deep], "error": ["No."]}
    assert () == read(task("completed", **deep)).results


# ------------------------------------------------------------------ reasons


@pytest.mark.parametrize(
    "fields",
    [
        {"error": "No."},
        {"error": {"message": "No."}},
        {"error": {"detail": [{"loc": ["body"], "msg": "No."}]}},
        {"error": {"detail": "No."}},
        {"error": {"error": {"message": "No."}}},
        {"error": ["No."]},
        {"error": {"message": ""}, "fail_reason": "No."},
        {"error": None, "message": "No."},
        *(
            {name: "No."}
            for name in ("fail_reason", "failure_reason", "failReason", "error_message", "message", "reason")
        ),
        {"results": [{"error": {"message": "No."}}]},
    ],
)
@pytest.mark.parametrize("status", ["failed", "FAILURE", "expired"])
def test_the_reason_of_a_failure_is_shown(status: str, fields: dict[str, Any]) -> None:
    """Wherever the service puts it."""
    with pytest.raises(errors.TaskFailed, match=r": No\.; change the request and resubmit") as caught:
        World(task(status, **fields)).run(wait())
    assert "No." == caught.value.task.error.message  # type: ignore[union-attr]


def test_a_message_of_a_task_that_has_not_failed_is_no_error() -> None:
    """Its `error` alone is."""
    assert None is read(task("completed", message="success", reason="x", results=[{"url": URL}])).error


def test_a_long_reason_is_cut() -> None:
    """A message of any length does no harm."""
    error = read(task("failed", error="x" * 10**6)).error
    assert error is not None
    assert 2001 == len(error.message)


# ------------------------------------------------------------------ ids and numbers

ODD: list[Any] = [None, math.nan, math.inf, -math.inf, 10**400, -5, "", "soon", [], {}, True, 1e300]


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_odd_numbers_are_none(value: Any) -> None:
    """No crash and no nonsense, in a task and in a wait for it."""
    odd = task(progress=value, created=value, task_info={"estimated_time": value})
    seen = read(odd)
    assert (None, None, None) == (seen.progress, seen.created, seen.estimated_time)
    assert "completed" == World(odd, odd, task("completed", results=[URL])).run(wait()).status


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("progress", "42", 42.0),
        ("progress", " 42.5 % ", 42.5),
        ("progress", 101, None),
        ("progress", 100, 100),
        ("created", "1757165031", 1757165031.0),
        ("created", 1757165031000, 1757165031.0),
    ],
)
def test_numbers_in_other_forms_are_read(name: str, value: Any, expected: float | None) -> None:
    """Text and milliseconds."""
    assert expected == getattr(read(task(**{name: value})), name)


@pytest.mark.parametrize("info", [None, [], "soon", 7, {"estimated_time": {}}])
def test_a_task_info_of_another_type_is_passed_over(info: Any) -> None:
    """It is optional."""
    assert None is read(task(task_info=info, usage=info, model=info if not isinstance(info, str) else 7)).estimated_time


def test_an_id_may_be_a_number() -> None:
    """It becomes text, and the one that was asked for is compared as text."""
    assert "42" == read({"id": 42, "status": "pending"}, asked="42").id
    with pytest.raises(errors.InvalidResponse, match="is about task 42, not task 41"):
        read({"id": 42, "status": "pending"}, asked="41")


@pytest.mark.parametrize("value", [None, "", " ", True, -1, 0, 4.2, [], {}, "\ud800", 10**30])
def test_an_unusable_id_is_refused(value: Any) -> None:
    """What could not be asked for again is no id."""
    with pytest.raises(errors.InvalidResponse, match="no valid task id"):
        read({"id": value, "status": "pending"})


@pytest.mark.parametrize(
    "body",
    [
        b'\xef\xbb\xbf{"id": "t_42", "status": "pending"}',
        b'{"id": "t_1", "id": "t_42", "status": "x", "status": "pending"}',
        b'{"id": "t_42", "status": "pending", "progress": NaN, "created": -Infinity}',
        b'{"id": "t_42", "status": "pending", "x": ' + b"[" * 300 + b"]" * 300 + b"}",
        '{"id": "t_42", "status": "pending"}'.encode("utf-16"),
    ],
)
def test_odd_json_is_read(body: bytes) -> None:
    """A byte order mark, duplicate keys, numbers that are none and deep nesting."""
    assert ("t_42", "running") == (read(body).id, read(body).state)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html>", "the API's response is not valid JSON (Expecting value"),
        (b"", "the API's response is not valid JSON (Expecting value"),
        (b'{"id": "t_42", "status": ' + b"[" * 100_000, "the API's response is not valid JSON (maximum recursion"),
        (b'\xff{"id": "t_42"}', "the API's response is not valid JSON ('utf-8' codec can't decode"),
        (b'[{"id": "t_42"}]', "the API's response is not a JSON object: [{"),
        (b"null", "the API's response is not a JSON object: null"),
        (b'{"status": "pending"}', "the API's response has no valid task id and status: {"),
        (b'{"id": "t_42"}', "the API's response has no valid task id and status: {"),
        (b'{"id": "t_42", "status": 7}', "the API's response has no valid task id and status: {"),
    ],
)
def test_a_response_that_is_no_task_is_refused(body: bytes, words: str) -> None:
    """The error says what is missing, and names the task that was polled."""
    with pytest.raises(errors.InvalidResponse) as failure:
        read(body, asked="t_42")
    assert ("t_42", True) == (failure.value.task_id, words in str(failure.value)), failure.value


# ------------------------------------------------------------------ the end of the timeout


@pytest.mark.parametrize("timeout", [0.3, 1.0, 5.0, 30.0, 119.0, 600.0])
@pytest.mark.parametrize("blind", ["estimate", "retry-after", "longest"])
def test_the_timeout_ends_with_a_poll(timeout: float, blind: str) -> None:
    """However long the next pause would be, a task that ends just before the timeout is seen."""
    slow = task(task_info={"estimated_time": 5000})
    limited = status_error(429, "", {"retry-after": "3000"})
    poll = Poll(timeout=timeout, shortest=100.0) if blind == "longest" else Poll(timeout=timeout)
    world = World()

    def ends_late(call: Any) -> Any:
        if world.now >= timeout * 0.9:
            return task("completed", results=[URL])
        return limited if blind == "retry-after" else slow

    world.script = [ends_late] * 999
    assert URL == world.run(wait(poll)).url
    assert timeout * 0.9 <= world.now <= timeout


def test_generate_ends_with_a_poll_too() -> None:
    """The same within its one timeout."""
    world = World()

    def ends_late(call: Any) -> Any:
        return task("completed", results=[URL]) if world.now >= 95.0 else task(task_info={"estimated_time": 5000})

    world.script = [ends_late] * 999
    assert URL == world.run(generate(poll=Poll(timeout=100.0))).url


def test_the_last_poll_has_the_time_that_polls_take() -> None:
    """Where each took a second, it begins two before the timeout."""
    world = World(*[task()] * 999, call_seconds=1.0)
    with pytest.raises(errors.WaitTimeout, match="keep waiting with: foxapi-video wait t_42"):
        world.run(wait(Poll(timeout=100.0)))
    assert (2.0, 99.0) == (pytest.approx(world.calls[-1].timeout), pytest.approx(world.now))


def test_no_timeout_is_no_limit() -> None:
    """None waits as long as it takes, in wait and in generate, whatever a Retry-After says."""
    assert (math.inf, math.inf) == (Poll(timeout=None).timeout, Poll(timeout=math.inf).timeout)
    limited = status_error(429, "", {"retry-after": "9" * 30})
    done = task("completed", results=[URL])
    for steps in (wait(Poll(timeout=None)), generate(poll=Poll(timeout=None))):
        first = [] if steps.__name__ == "wait" else [task("pending")]
        world = World(*first, *[task()] * 2000, limited, done)
        assert URL == world.run(steps).url
        assert 10_000 < world.now
        assert max(world.sleeps) <= waiting.RETRY_AFTER_LIMIT


# ------------------------------------------------------------------ settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            (name, value)
            for name in ("timeout", "poll_cost", "shortest", "longest", "result_grace")
            for value in ("60", math.nan, True, -1, -0.5, [], b"1", 1j)
        ),
        *((name, 0) for name in ("timeout", "poll_cost", "shortest", "longest")),
        *((name, None) for name in ("poll_cost", "shortest", "longest", "result_grace")),
        *((name, -math.inf) for name in ("timeout", "result_grace")),
        *(("shortest", value) for value in (1e20, math.inf, 1000)),
        *(("sync_upstream", value) for value in (None, "no", 1)),
    ],
)
def test_a_bad_setting_is_named(name: str, value: Any) -> None:
    """Before anything is sent, as a ConfigurationError."""
    with pytest.raises(errors.ConfigurationError, match=f"Poll: {name} must be"):
        Poll(**{name: value})


@pytest.mark.parametrize("settings", [{"timeout": 1e20}, {"timeout": 60}, {"longest": 1e20}, {"result_grace": 0}])
def test_settings_of_any_size_work(settings: dict[str, Any]) -> None:
    """A number that no clock reaches is as good as any."""
    world = World(task(), task("completed", results=[URL]))
    assert URL == world.run(wait(Poll(**settings))).url


@pytest.mark.parametrize("task_id", [None, 5, b"t_42", "", "  ", ".", "..", "\ud800", ["t_42"]])
def test_what_is_no_id_is_refused(task_id: Any) -> None:
    """Before anything is sent: a path would read something else, and half a character cannot be sent."""
    for steps in (wait(task_id=task_id), waiting.get(Context(60.0, clock=CLOCK), task_id, sync_upstream=False)):
        world = World()
        with pytest.raises(errors.InvalidRequest, match=r"must (be|name) a task"):
            world.run(steps)
        assert [] == world.calls


# ------------------------------------------------------------------ words


def test_a_log_line_and_a_timeout_name_the_task_once(caplog: pytest.LogCaptureFixture) -> None:
    """However the failure names it."""
    with caplog.at_level(logging.WARNING, "foxapi_video"), pytest.raises(errors.WaitTimeout) as caught:
        World(*[errors.ConnectionFailed("reset"), {"id": "t_9", "status": "x"}] * 99).run(wait(Poll(timeout=20.0)))
    assert {1} == {record.getMessage().count("t_42") for record in caplog.records}
    assert 1 == str(caught.value).partition("keep waiting")[0].count("task t_42")


@pytest.mark.parametrize("task_id", ["4", "42", "HTTP"])
def test_a_short_id_is_not_lost_in_a_message(task_id: str) -> None:
    """A number in the message is not the task's name."""
    assert f"task {task_id}: HTTPS 429" == str(errors.FoxAPIError("HTTPS 429", task_id=task_id))


def test_a_task_s_age_may_be_in_milliseconds() -> None:
    """The first pause goes by it."""
    world = World(task(created=(STARTED_AT - 80.0) * 1000), task("completed", results=[URL]))
    world.run(wait())
    assert [Poll().pause(80.0)] == world.sleeps
