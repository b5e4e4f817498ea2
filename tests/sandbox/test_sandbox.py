"""The sandbox responds as the contract says, by its own clock, and fails exactly as configured."""

from __future__ import annotations

import gc
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from contract import contract, documented_schema
from jsonschema_rs import Draft202012Validator

from foxapi_video.sandbox import Clock, Fault, Sandbox

CONTRACT: dict[str, Any] = contract()
VIDEOS, TASKS = "/v1/videos/generations", "/v1/tasks/{task_id}"
SMALL = {"model": "seedance-2.0-reference-to-video", "prompt": "A fox", "resolution": "480p", "duration": 4}
DAY = 24 * 3600


def valid(answer: httpx.Response) -> None:
    """Check an answer of the API origin against the contract's schema for its operation and status."""
    answer.read()
    path = VIDEOS if answer.request.url.path == VIDEOS else TASKS
    method = answer.request.method.lower()
    schema = {"$ref": "#/components/schemas/Task" if answer.is_success else "#/components/schemas/ErrorBody"}
    if answer.status_code not in (404, 405):  # an unknown path or method is nobody's operation
        assert schema == documented_schema(CONTRACT["paths"][path][method], answer.status_code, CONTRACT)
    assert 200 == answer.status_code or not answer.is_success
    assert "application/json" == answer.headers["content-type"]
    Draft202012Validator({**schema, "components": CONTRACT["components"]}).validate(answer.json())


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(speed=0, share_renderings=True) as box:
        yield box


@pytest.fixture
def raw(box: Sandbox) -> Iterator[httpx.Client]:
    """A client with the key that leaves the answers alone."""
    headers = {"Authorization": f"Bearer {box.key}"}
    with httpx.Client(base_url=box.url, headers=headers, trust_env=False, timeout=60) as client:
        yield client


@pytest.fixture
def api(raw: httpx.Client) -> httpx.Client:
    """A client with the key that holds every answer against the contract."""
    raw.event_hooks = {"response": [valid]}
    return raw


@pytest.fixture
def cdn() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=60) as client:
        yield client


def submitted(client: httpx.Client, **fields: object) -> str:
    answer = client.post(VIDEOS, json=SMALL | fields)
    assert 200 == answer.status_code, answer.text
    return str(answer.json()["id"])


def poll(client: httpx.Client, task: str, **query: str) -> dict[str, Any]:
    answer = client.get(f"/v1/tasks/{task}", params=query)
    assert 200 == answer.status_code
    found: dict[str, Any] = answer.json()
    return found


def finished(client: httpx.Client, box: Sandbox, **fields: object) -> str:
    """Make a task, let its time pass and return its file's address."""
    task = submitted(client, **fields)
    box.clock.advance(600)
    return str(poll(client, task)["results"][0]["url"])


# ---- keys and bodies


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer sk-other", "Basic sk-sandbox", "sk-sandbox", "Bearer é"]
)
@pytest.mark.parametrize(("method", "path"), [("POST", VIDEOS), ("GET", "/v1/tasks/t")])
def test_a_wrong_or_missing_key_is_401(box: Sandbox, header: str | None, method: str, path: str) -> None:
    """Without the right bearer key nothing is done."""
    headers = {} if header is None else {"Authorization": header.encode()}
    answer = httpx.request(method, box.url + path, headers=headers, json=SMALL, trust_env=False)
    valid(answer)
    assert (401, "authentication_error") == (answer.status_code, answer.json()["error"]["type"])
    assert [] == box.tasks


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b"null", b'"text"', b'{"prompt": NaN}', b'{"seed": 1e999}', b"\xff\xfe"),
        *(b'{"prompt": "\xff"}', b"[" * 100_000, json.dumps({**SMALL, "prompt": "\ud800"}).encode()),
        *(json.dumps({**SMALL, **half}).encode() for half in ({"x": "\ud83d"}, {"\ude00": 1}, {"model": "\ud800"})),
        b'{"model": "heygen-video-agent", "prompt": "A boat", "style_id": "a\\uDfff"}',
    ],
    ids=lambda content: repr(content[:20]),
)
def test_a_body_that_is_no_json_object_is_400(api: httpx.Client, content: bytes) -> None:
    """Broken JSON, NaN, invalid UTF-8, half a character, and JSON that is no object are refused alike."""
    answer = api.post(VIDEOS, content=content, headers={"Content-Type": "application/json"})
    assert (400, "invalid_request_error") == (answer.status_code, answer.json()["error"]["type"])


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_content_type_is_400(api: httpx.Client, kind: str) -> None:
    """The body has to be declared as JSON."""
    assert 400 == api.post(VIDEOS, content=json.dumps(SMALL), headers={"Content-Type": kind}).status_code


def test_a_charset_is_fine(api: httpx.Client) -> None:
    """The Content-Type may have parameters and any case."""
    kind = {"Content-Type": "Application/JSON; charset=utf-8"}
    assert 200 == api.post(VIDEOS, content=json.dumps(SMALL), headers=kind).status_code


def test_a_body_that_is_too_large_is_413(api: httpx.Client) -> None:
    """More than a megabyte is refused, and the client gets to read the answer."""
    answer = api.post(VIDEOS, json=SMALL | {"prompt": "x" * 5_000_000})
    assert (413, "file_too_large_error") == (answer.status_code, answer.json()["error"]["type"])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/v1/tasks/", 404),
        ("POST", VIDEOS + "/", 404),
        ("GET", "/v1/tasks/a%2Fb", 404),
        ("GET", "/v1/tasks/unknown", 404),
        ("GET", VIDEOS, 405),
        ("DELETE", "/v1/tasks/t", 405),
    ],
)
def test_unknown_paths_tasks_and_methods(api: httpx.Client, method: str, path: str, status: int) -> None:
    """What is not there is 404, what the path does not take is 405, both with an error body."""
    assert status == api.request(method, path).status_code


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"model": "veo-3.1", "prompt": "x", "duration": 5}, ["duration: must be one of 4, 6, 8 (got 5)"]),
        ({"model": "veo-3.1", "prompt": " "}, ['prompt: must be non-empty text (got " ")']),
        ({"model": "sora-2"}, ["prompt: required"]),
        ({"model": "sora-2", "prompt": "x", "duratoin": 8, "ratio": 1}, ["duratoin: is not", "ratio: is not"]),
        ({"model": "sora-2", "prompt": "x" * 20001}, ["prompt: ", "at most 20000 characters"]),
        ({"model": "wan-2.7-reference-to-video", "prompt": "x", "reference_image_urls": ["a"]}, ["image_urls[0]: "]),
        (
            {"model": "veo-3.1", "prompt": "x", "generation_type": "first-last-frame", "resolution": "8k"},
            ["image_urls: first-last-frame takes exactly 2 images", "resolution: must be one of 720p, "],
        ),
        (SMALL | {"ratio": "1:1", "aspect_ratio": "1:1"}, ["aspect_ratio: ratio and aspect_ratio are two names"]),
        (SMALL | {"prompt": "@Image2", "image_urls": ["http://a.b/c"]}, ["prompt: @Image2 does not exist"]),
    ],
)
def test_a_bad_request_is_422_and_names_every_reason(
    api: httpx.Client, box: Sandbox, body: dict[str, Any], words: list[str]
) -> None:
    """The answer names each field with what is wrong with it, rules between fields in the contract's words."""
    answer = api.post(VIDEOS, json=body)
    assert 422 == answer.status_code
    assert [] == [word for word in words if word not in answer.json()["error"]["message"]]
    assert [] == box.tasks


@pytest.mark.parametrize("model", [None, "veo", 3, ["veo-3.1"], {}, "ü" * 300])
def test_an_unknown_model_is_422(api: httpx.Client, model: object) -> None:
    """The model decides the family, so an unknown one has a code of its own."""
    answer = api.post(VIDEOS, json={"prompt": "x", "model": model})
    assert (422, "model_not_found") == (answer.status_code, answer.json()["error"]["code"])
    answer = api.post(VIDEOS, json={"prompt": "x"})
    assert (422, "model_not_found") == (answer.status_code, answer.json()["error"]["code"])


# ---- the life of a task


def test_creating_a_task_answers_as_the_pages_print_it(api: httpx.Client, box: Sandbox) -> None:
    """The answer has the documented fields; the record keeps the body as it was received."""
    task = api.post(VIDEOS, json={"model": "sora-2", "prompt": "x", "duration": 8}).json()
    created = int(box.clock.now())
    assert task["id"].startswith(f"task-unified-{created}-")
    assert {
        "created": created,
        "id": task["id"],
        "model": "sora-2",
        "object": "video.generation.task",
        "progress": 0,
        "status": "pending",
        "task_info": {"can_cancel": True, "estimated_time": 45},
        "type": "video",
        "usage": {"credits_reserved": 8, "user_group": "default"},
    } == task
    [record] = box.tasks
    assert (task["id"], {"model": "sora-2", "prompt": "x", "duration": 8}) == (record.id, record.body)
    assert [("POST", VIDEOS, 200)] == box.requests


def test_a_task_goes_from_pending_over_processing_to_completed(api: httpx.Client, box: Sandbox) -> None:
    """Status and progress follow the clock, and results and error are explicit nulls until the end."""
    task = submitted(api)
    seen = []
    while (state := poll(api, task, sync_upstream="true"))["status"] != "completed":
        assert (None, None) == (state["results"], state["error"])
        assert state["status"] == box.tasks[0].status
        seen.append((state["status"], state["progress"]))
        box.clock.advance(2)
    assert ["pending", "processing"] == list(dict.fromkeys(status for status, _ in seen))
    assert sorted(progress for _, progress in seen) == [progress for _, progress in seen]
    assert {0} == {progress for status, progress in seen if status == "pending"}
    assert (100, "completed") == (state["progress"], box.tasks[0].status)
    assert state == poll(api, task)


def test_without_sync_upstream_the_answer_lags_but_gets_there(api: httpx.Client, box: Sandbox) -> None:
    """An unsynchronised poll may be seconds old, never older than five; a synchronised one is fresh."""
    task = submitted(api)
    box.clock.advance(4)
    assert "pending" == poll(api, task)["status"]
    assert "pending" == poll(api, task, sync_upstream="false")["status"]
    assert "processing" == poll(api, task, sync_upstream="true")["status"]
    box.clock.advance(4.5)
    stale = poll(api, task)["progress"]
    box.clock.advance(0.5)
    fresh = poll(api, task)["progress"]
    assert stale < fresh
    box.clock.advance(600)
    assert "completed" == poll(api, task)["status"]


@pytest.mark.parametrize("value", ["", "1", "yes", "True", "null"])
def test_sync_upstream_must_be_a_boolean(api: httpx.Client, value: str) -> None:
    """Anything but true and false is 422."""
    assert 422 == api.get(f"/v1/tasks/{submitted(api)}", params={"sync_upstream": value}).status_code


def test_the_estimate_is_reported_in_real_seconds() -> None:
    """A client whose clock is real gets a true hint from a sandbox whose clock is fast."""
    estimates = []
    for speed in (0, 1, 90):
        with Sandbox(speed=speed, share_renderings=True) as box:
            headers = {"Authorization": f"Bearer {box.key}"}
            body = {"model": "sora-2", "prompt": "x", "duration": 8}
            answer = httpx.post(box.url + VIDEOS, json=body, headers=headers, trust_env=False)
            estimates.append(answer.json()["task_info"]["estimated_time"])
    assert [45, 45, 0.5] == estimates


def test_the_clock_runs_at_its_speed_and_never_backwards() -> None:
    """Speed 0 leaves the time to advance(); nonsense is refused."""
    still, fast = Clock(speed=0), Clock(speed=1e9)
    before = still.now()
    still.advance(5)
    assert (before + 5, before + 5) == (still.now(), still.now())
    assert fast.now() < fast.now()
    with pytest.raises(ValueError, match="backwards"):
        still.advance(-1)
    with pytest.raises(ValueError, match="speed must be 0 "):
        Clock(speed=-1)


def test_a_seed_is_reported_where_the_request_has_one(api: httpx.Client, box: Sandbox) -> None:
    """A given seed comes back, -1 becomes a fixed one, and a family without seeds tells none."""
    tasks = [submitted(api, seed=42.0), submitted(api), submitted(api, seed=-1)]
    sora = api.post(VIDEOS, json={"model": "sora-2", "prompt": "x"}).json()["id"]
    box.clock.advance(600)
    given, left_out, chosen = (poll(api, task)["results"][0]["seed"] for task in tasks)
    assert (42, left_out) == (given, chosen)
    assert left_out > 0
    assert ["url"] == list(poll(api, sora)["results"][0])


def test_a_rendering_that_fails_makes_the_task_fail(
    api: httpx.Client, box: Sandbox, cdn: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The task says why it has failed, and its address has no file."""

    def broken(*_: object) -> bytes:
        raise RuntimeError("no paint left")

    monkeypatch.setattr("foxapi_video.sandbox.video.render.render", broken)
    task = submitted(api, ratio="1:1")
    box.clock.advance(DAY)
    state = poll(api, task)
    assert ("failed", 99, None) == (state["status"], state["progress"], state["results"])
    assert "RuntimeError: no paint left" in state["error"]["message"]
    assert 404 == cdn.get(box.tasks[0].url).status_code
    box.clock.advance(DAY)
    assert ("failed", "failed") == (poll(api, task)["status"], box.tasks[0].status)


# ---- files


def test_a_file_comes_whole_in_parts_and_as_a_head(api: httpx.Client, box: Sandbox, cdn: httpx.Client) -> None:
    """The media origin is another one, and serves ranges as a CDN does."""
    url = finished(api, box)
    assert url.startswith(box.media_url)
    assert box.media_url != box.url
    whole = cdn.get(url)
    size = str(len(whole.content))
    assert (200, "video/mp4", size) == (
        whole.status_code,
        whole.headers["content-type"],
        whole.headers["content-length"],
    )
    head = cdn.head(url)
    assert (200, b"", size) == (head.status_code, head.content, head.headers["content-length"])
    assert (whole.headers["etag"], "bytes") == (head.headers["etag"], head.headers["accept-ranges"])
    for asked, first, last in (("0-9", 0, 9), ("5-", 5, len(whole.content) - 1), ("-7", len(whole.content) - 7, None)):
        part = cdn.get(url, headers={"Range": f"bytes={asked}"})
        last = len(whole.content) - 1 if last is None else last
        assert (206, f"bytes {first}-{last}/{size}") == (part.status_code, part.headers["content-range"])
        assert whole.content[first : last + 1] == part.content
    beyond = cdn.get(url, headers={"Range": f"bytes={size}-"})
    assert (416, f"bytes */{size}", b"") == (beyond.status_code, beyond.headers["content-range"], beyond.content)
    assert 416 == cdn.get(url, headers={"Range": "bytes=-0"}).status_code


@pytest.mark.parametrize("asked", ["bytes=-", "bytes=9-1", "bytes=0-1,4-5", "lines=1-2", "bytes"])
def test_a_range_that_makes_no_sense_is_ignored(api: httpx.Client, box: Sandbox, cdn: httpx.Client, asked: str) -> None:
    """RFC 9110 lets a server answer such a range with the whole file."""
    assert 200 == cdn.get(finished(api, box), headers={"Range": asked}).status_code


def test_if_range_gives_the_rest_of_the_same_file_only(api: httpx.Client, box: Sandbox, cdn: httpx.Client) -> None:
    """A part is sent for the same ETag or date, the whole file for another."""
    url = finished(api, box)
    known = cdn.head(url).headers
    statuses = [
        cdn.get(url, headers={"Range": "bytes=5-", "If-Range": value}).status_code
        for value in (known["etag"], known["last-modified"], '"another"')
    ]
    assert [206, 206, 200] == statuses


def test_an_address_is_signed_and_good_for_a_day(api: httpx.Client, box: Sandbox, cdn: httpx.Client) -> None:
    """A changed signature or expiry is 403, and so is the right one after 24 hours; an unknown file is 404."""
    url = finished(api, box)
    forged = [url + "0", url.replace("expires=", "expires=9"), url.partition("?")[0], url[:-5] + "%C3%A9"]
    assert [403] * 4 == [cdn.get(address).status_code for address in forged]
    elsewhere = [url.replace("task-unified", "task-other"), f"{box.media_url}/", url.replace("video.mp4", "video.mov")]
    assert [404] * 3 == [cdn.get(address).status_code for address in elsewhere]
    assert 405 == cdn.post(url).status_code
    box.clock.advance(DAY - 600)
    assert 200 == cdn.get(url).status_code
    box.clock.advance(600)
    late = cdn.get(url)
    assert (403, "application/xml") == (late.status_code, late.headers["content-type"])
    assert "expired" in late.text
    assert None is box.tasks[0].clip


def test_a_key_at_the_media_origin_is_counted_and_refused(api: httpx.Client, box: Sandbox, cdn: httpx.Client) -> None:
    """The key belongs to the API alone; S3 answers such a request with 400."""
    url = finished(api, box)
    assert 0 == box.key_leaks
    answers = [cdn.get(address, headers={"Authorization": "Bearer sk"}) for address in (url, box.media_url + "/other")]
    assert [400, 400] == [answer.status_code for answer in answers]
    assert 2 == box.key_leaks


# ---- faults


def test_a_fault_of_the_sandbox_s_own_is_a_500_that_says_so(api: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in the sandbox is not mistaken for one of the service."""

    def broken(*_: object) -> None:
        raise RuntimeError("oh")

    monkeypatch.setattr("foxapi_video.sandbox.service.tasks.Tasks.get", broken)
    answer = api.get("/v1/tasks/t")
    assert (500, "server_error") == (answer.status_code, answer.json()["error"]["type"])
    assert "Internal error of the sandbox: RuntimeError: oh" == answer.json()["error"]["message"]


@pytest.mark.parametrize("status", [400, 401, 402, 403, 413, 422, 429, 500, 503])
def test_a_scripted_status_has_the_documented_body(api: httpx.Client, box: Sandbox, status: int) -> None:
    """The body is the contract's own example for the status; the next request is served."""
    box.faults.add("create_video", Fault.status(status))
    answer = api.post(VIDEOS, json=SMALL)
    assert status == answer.status_code
    schema: Any = CONTRACT["paths"][VIDEOS]["post"]["responses"][str(status)]["$ref"]
    response: Any = CONTRACT["components"]["responses"][schema.rpartition("/")[2]]
    assert response["content"]["application/json"]["example"] == answer.json()
    assert ([], 0) == (box.tasks, box.faults.left("create_video"))
    submitted(api)


def test_scripted_answers_can_be_anything(raw: httpx.Client, box: Sandbox) -> None:
    """Retry-After, HTML pages, statuses of the CDN's own and bodies that are no JSON."""
    box.faults.add("get_task", Fault.none(), Fault.status(429, retry_after=2), Fault.status(502, html=True))
    box.faults.add(
        "get_task", Fault.status(520, html=True), Fault.body(b"null"), Fault.body(b'{"id', "text/plain", 201)
    )
    answers = [raw.get("/v1/tasks/t") for _ in range(6)]
    assert [404, 429, 502, 520, 200, 201] == [answer.status_code for answer in answers]
    assert "2" == answers[1].headers["retry-after"]
    assert "text/html; charset=utf-8" == answers[2].headers["content-type"]
    assert "502 Bad Gateway" in answers[2].text
    assert "520 Web server error" in answers[3].text
    assert [b"null", b'{"id'] == [answer.content for answer in answers[4:]]


def test_a_reset_comes_before_anything_is_done(raw: httpx.Client, box: Sandbox) -> None:
    """The connection breaks, and no task is created."""
    box.faults.add("create_video", Fault.reset())
    with pytest.raises(httpx.ReadError):
        raw.post(VIDEOS, json=SMALL)
    assert ([], [("POST", VIDEOS, None)]) == (box.tasks, box.requests)


def test_a_lost_answer_leaves_a_paid_task(raw: httpx.Client, box: Sandbox) -> None:
    """The connection breaks after the task was created."""
    box.faults.add("create_video", Fault.lost())
    with pytest.raises(httpx.ReadError):
        raw.post(VIDEOS, json=SMALL)
    [task] = box.tasks
    assert "pending" == poll(raw, task.id)["status"]
    assert [("POST", VIDEOS, None), ("GET", f"/v1/tasks/{task.id}", 200)] == box.requests


@pytest.mark.parametrize("share", [0, 0.5, 0.99])
def test_a_truncated_answer_ends_too_early(raw: httpx.Client, box: Sandbox, cdn: httpx.Client, share: float) -> None:
    """Content-Length promises all of it, and the connection closes after the part."""
    url = finished(raw, box)
    size = int(cdn.head(url).headers["content-length"])
    box.faults.add("get_task", Fault.truncate(share))
    box.faults.add("result", Fault.truncate(share))
    with pytest.raises(httpx.RemoteProtocolError):
        poll(raw, box.tasks[0].id)
    part = b""
    with cdn.stream("GET", url) as answer, pytest.raises(httpx.RemoteProtocolError):  # noqa: PT012
        assert str(size) == answer.headers["content-length"]
        for chunk in answer.iter_raw():
            part += chunk
    assert cdn.get(url).content[: int(size * share)] == part


def test_a_stalled_request_continues_in_the_end(raw: httpx.Client, box: Sandbox) -> None:
    """The answer is late, and the usual one."""
    box.faults.add("create_video", Fault.stall(0.05))
    submitted(raw)
    assert 1 == len(box.tasks)


def test_a_stalled_request_does_not_hold_up_the_end(box: Sandbox) -> None:
    """A client that waits too long gives up, and the sandbox stops with the request still in flight."""
    box.faults.add("get_task", Fault.stall(3600))
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{box.url}/v1/tasks/t", timeout=0.2, trust_env=False)
    while box.faults.left("get_task"):
        time.sleep(0)  # only a machine under load gets here: the request is not taken yet
    box.stop()
    assert [("GET", "/v1/tasks/t", None)] == box.requests


def test_a_task_can_be_made_to_fail(api: httpx.Client, box: Sandbox) -> None:
    """A failed task is an HTTP 200 whose error is set."""
    box.faults.add("create_video", Fault.failed("moderation", "Not this fox."))
    task = submitted(api)
    assert (None, "pending") == (poll(api, task)["error"], box.tasks[0].status)
    box.clock.advance(600)
    state = poll(api, task)
    assert ("failed", None, "failed") == (state["status"], state["results"], box.tasks[0].status)
    assert {"code": "moderation", "message": "Not this fox.", "type": "task_error"} == state["error"]


def test_a_completed_task_can_be_empty_for_some_polls(api: httpx.Client, box: Sandbox) -> None:
    """The results are null although the task is completed, for the configured number of polls."""
    box.faults.add("create_video", Fault.empty(polls=2))
    task = submitted(api)
    poll(api, task)
    box.clock.advance(600)
    states = [poll(api, task) for _ in range(3)]
    assert ["completed"] * 3 == [state["status"] for state in states]
    assert [True, True, False] == [state["results"] is None for state in states]


def test_faults_that_make_no_sense_are_refused(box: Sandbox) -> None:
    """A typing error in a script shows at once, not as a fault that never comes."""
    with pytest.raises(ValueError, match=r"must be one of create_video, .*result \(got 'submit'\)"):
        box.faults.add("submit", Fault.reset())
    with pytest.raises(ValueError, match="requires the operation create_video"):
        box.faults.add("get_task", Fault.failed())
    with pytest.raises(ValueError, match=r"400 to 599 \(got 200\)"):
        Fault.status(200)
    with pytest.raises(ValueError, match="at must be a fraction"):
        Fault.truncate(1)
    box.faults.add("result", Fault.reset(), Fault.lost())
    assert 2 == box.faults.left("result")
    box.faults.clear()
    assert 0 == box.faults.left("result")


# ---- starting and stopping


def test_starting_and_stopping_leaves_nothing_behind() -> None:
    """No thread, no open file, no port, also with a rendering and a connection under way."""

    def once() -> None:
        with Sandbox(speed=0) as box, httpx.Client(trust_env=False) as client:
            body = {"model": "veo-3.1", "prompt": "x", "resolution": "4k"}
            client.post(box.url + VIDEOS, json=body, headers={"Authorization": f"Bearer {box.key}"})
            address = httpx.URL(box.url)
            with socket.create_connection((address.host, address.port), timeout=10) as idle:
                box.stop()
                assert b"" == read_to_the_end(idle)
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://{address.host}:{address.port}", trust_env=False)

    once()  # what Python and the libraries open for good
    before = threads_and_files()
    for _ in range(20):
        once()
    assert before == threads_and_files()


def test_stopping_closes_the_connections_that_it_has_just_accepted() -> None:
    """A connection that arrives together with the stop is closed, however many there are of them."""
    box = Sandbox(speed=0).start()
    serving, address = box._thread, httpx.URL(box.url)
    assert serving is not None
    loop, held, gate = serving._server._loop, threading.Event(), threading.Event()
    assert loop is not None

    def hold() -> None:
        held.set()
        gate.wait()

    loop.call_soon_threadsafe(hold)  # what arrives meanwhile is accepted in the round that ends the serving
    held.wait()
    stopping = threading.Thread(target=box.stop)
    with ExitStack() as stack:
        opened = [stack.enter_context(socket.create_connection((address.host, address.port), 10)) for _ in range(20)]
        stopping.start()
        while not serving._server.should_exit:
            time.sleep(0)
        gate.set()
        stopping.join()
        assert [b""] * 20 == [read_to_the_end(connection) for connection in opened]
    gc.collect()  # an unclosed socket is a warning here, and a warning is an error


def threads_and_files() -> tuple[int, int]:
    folder = Path("/dev/fd")
    return threading.active_count(), len(os.listdir(folder)) if folder.exists() else 0


def read_to_the_end(connection: socket.socket) -> bytes:
    try:
        return connection.recv(1)
    except ConnectionResetError:
        return b""


def test_a_sandbox_can_be_started_again() -> None:
    """It begins afresh; before the first start there is no address, and a second start is refused."""
    box = Sandbox(speed=0, share_renderings=True)
    for attribute in ("url", "media_url"):
        with pytest.raises(RuntimeError, match="is not started"):
            getattr(box, attribute)
    assert ([], []) == (box.tasks, box.requests)
    for _ in range(2):
        with box:
            ids = [posted(box), posted(box)]
            assert ids == [task.id for task in box.tasks]
            with pytest.raises(RuntimeError, match="already running"):
                box.start()
        box.stop()
        assert 2 == len(box.tasks)


def posted(box: Sandbox) -> str:
    answer = httpx.post(box.url + VIDEOS, json=SMALL, headers={"Authorization": f"Bearer {box.key}"}, trust_env=False)
    return str(answer.json()["id"])


def test_a_port_in_use_is_named() -> None:
    """The error comes from start() and says what to do."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(OSError, match=f"port {port} of 127.0.0.1 is in use: choose another, or 0"):
            Sandbox(port=port).start()
    with Sandbox(port=port) as box:
        assert f"http://127.0.0.1:{port}" == box.url


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, start() says what to install."""
    monkeypatch.setattr("foxapi_video.sandbox.server.find_spec", lambda name: None if name == "av" else name)
    with pytest.raises(ImportError, match=r"requires av: pip install 'foxapi-video\[sandbox\]'"):
        Sandbox().start()


def test_importing_is_cheap_and_running_is_silent() -> None:
    """No server, codec or picture library is loaded before it is needed, and nothing is printed, come what may."""
    script = """
import sys
from foxapi_video.sandbox import Fault, Sandbox
heavy = {"starlette", "uvicorn", "av", "PIL", "jsonschema_rs"}
print(sorted(heavy & set(sys.modules)))
import httpx, socket
with Sandbox() as box:
    print(sorted({"av", "PIL"} & set(sys.modules)))
    box.faults.add("get_task", Fault.reset(), Fault.lost(), Fault.truncate(), Fault.stall(3600))
    for _ in range(4):
        try:
            httpx.get(box.url + "/v1/tasks/t", timeout=0.2, trust_env=False)
        except httpx.TransportError:
            pass
    with socket.create_connection((httpx.URL(box.url).host, httpx.URL(box.url).port)) as garbage:
        garbage.sendall(b"\\0\\r\\n\\r\\n")
        garbage.recv(100)
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=False)
    assert ("[]\n[]\n", "", 0) == (done.stdout, done.stderr, done.returncode)
