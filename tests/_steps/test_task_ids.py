"""What of a create request's response proves something: refusals, and an id in a response of any shape."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foxapi_video._contract.catalog import catalog
from foxapi_video._steps.responses import own_error
from foxapi_video._steps.task_ids import candidate_task_id

ID = "task-unified-1757165031-abcd1234"
CREATED = {"created": 1757165031, "id": ID, "model": "sora-2", "object": "video.generation.task", "progress": 0}
OWN = '{"error": {"message": "no", "type": "x"}}'


@pytest.mark.parametrize("own_body", [True, False])
def test_only_documented_refusals_prove_that_nothing_was_created(own_body: bool) -> None:
    """Every other status leaves it uncertain; 503 proves it in the API's own words only."""
    proving = {400, 401, 402, 403, 404, 413, 422, 429} | ({503} if own_body else set())
    found = {code for code in range(100, 600) if catalog().proves_nothing_created(code, own_body=own_body)}
    assert proving == found


@pytest.mark.parametrize(
    ("own_body", "error_type", "retried"),
    [
        (True, None, {429}),
        (True, "rate_limit_error", {429}),
        (True, "quota_error", set()),
        (False, None, set()),
        (False, "rate_limit_error", set()),
    ],
)
def test_only_the_documented_429_may_be_sent_again(own_body: bool, error_type: str | None, retried: set[int]) -> None:
    """A 429 from a CDN or with another type is not retried."""
    known = catalog()
    found = {code for code in range(100, 600) if known.may_retry_create(code, own_body=own_body, error_type=error_type)}
    assert retried == found


@pytest.mark.parametrize(
    ("body", "own"),
    [
        (OWN, True),
        (OWN.encode(), True),
        (OWN.encode("utf-16"), True),
        ('{"error": {"message": "no"}}', False),
        ('{"error": {"message": "", "type": "x"}}', False),
        ('{"error": {"message": 1, "type": "x"}}', False),
        ('{"message": "no", "type": "x"}', False),
        ('{"error": "no"}', False),
        ('[{"error": {}}]', False),
        ("<html>", False),
        (OWN[:-1], False),
        (b"\xff\xfe\xfd", False),
        ("[" * 100_000, False),
        ("", False),
    ],
)
def test_the_apis_own_error_is_reported_from_anything_else(body: str | bytes, own: bool) -> None:
    """An object with an error that has a message and a type, both text."""
    assert own == (own_error(body) is not None)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (CREATED, ID),
        ({"id": 42}, "42"),
        ({"id": "42"}, "42"),
        ({"task_id": "t_1"}, "t_1"),
        ({"taskId": "t_1"}, "t_1"),
        ({"data": {"id": "t_1"}}, "t_1"),
        ({"data": {"task_id": "t_1"}}, "t_1"),
        ({"data": [{"task_id": "t_1"}]}, "t_1"),
        ({"result": {"taskId": "t_1"}}, "t_1"),
        ({"id": "req-9", "data": {"task_id": ID}}, ID),
        ({"id": "t_1", "data": {"task_id": "t_2"}}, "t_1"),
        ({"id": None, "task_id": "t_1"}, "t_1"),
        ({"id": "sora-2", "task_id": "t_1"}, "t_1"),
        ({"id": "acme-9", "model": "acme-9"}, None),
        ({"id": "openai/sora-2"}, None),
        ({"model": ID}, None),
        ({"created": 1757165031, "progress": 42}, None),
        ({"usage": {"id": "u_1"}}, None),
        ({"id": ""}, None),
        ({"id": " "}, None),
        ({"id": True}, None),
        ({"id": 4.5}, None),
        ({"id": -4}, None),
        ({"id": "\ud800"}, None),
        ({"id": "\x1b[2J"}, None),
        ({"id": "x" * 9999}, None),
        ({"error": {"message": f"your task {ID} was made", "type": "server_error"}}, ID),
        ({"note": json.dumps(CREATED)}, ID),
        ({"note": f"一个{ID}。"}, ID),
        ({"deep": [[[[[[[[[{"id": "t_1"}]]]]]]]]]}, None),
        ([CREATED], ID),
        (ID, ID),
    ],
)
@pytest.mark.parametrize("ascii", [True, False])
def test_an_id_is_found_in_json_of_any_shape(body: Any, expected: str | None, ascii: bool) -> None:
    """The contract's fields first, then anything that looks like an id; never a number of seconds or a model."""
    assert expected == candidate_task_id(json.dumps(body, ensure_ascii=ascii).encode("utf-8", "surrogatepass"), {})


ODD = [
    (b'{"id": "task\\u002dunified-1757165031-abcd\\u0031234", "x": {', ID),
    (f'{{"id": NaN, "task_id": "{ID}", "p": Infinity,}}'.encode(), ID),
    (f'data: {{"id": "{ID}"}}\n\ndata: [DONE]\n'.encode(), ID),
    (f'{{"id": "a", "id": "{ID}"}}'.encode(), ID),
    (f"{{'id': '{ID}'}}".encode(), ID),
    (f'<html><p class="x>Task {ID} was accepted</p>'.encode(), ID),
    (f'{{"message": "task {ID} is there, and then the'.encode(), ID),
    (f'{{"message": "task {ID}\\u00'.encode(), None),
    (f'{{"message": "task {ID}\\n is'.encode(), ID),
    (f'"\\ud83d\\ude00{ID}"'.encode(), ID),
    (f"id={ID}".encode(), None),
    (json.dumps(CREATED).encode("utf-8-sig"), ID),
    (json.dumps(CREATED).encode("utf-16"), ID),
    (json.dumps(CREATED).encode("utf-32-be"), ID),
    (b'{"id": "t_1\xff"}', None),
    (b'{"id": "\\q"}', None),
    (b"", None),
    (b"\xff" * 99, None),
    (f"x{ID} {ID}_x file-1757165031-abcd1234 task-oriented".encode(), None),
]


@pytest.mark.parametrize(("body", "expected"), ODD)
def test_an_id_is_found_in_what_is_no_json(body: bytes, expected: str | None) -> None:
    """Invalid JSON, event streams, HTML, text and other encodings."""
    assert expected == candidate_task_id(body, {})


def test_a_body_that_is_known_to_be_whole_may_end_with_an_id() -> None:
    """Its length says so."""
    assert ID == candidate_task_id(ID.encode(), {"Content-Length": str(len(ID))})
    assert None is candidate_task_id(ID[:-1].encode(), {"Content-Length": str(len(ID))})


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(CREATED),
        json.dumps({"created": 1757165031, "model": "任务", "data": {"task_id": ID}, "x": [1, {"id": "no"}]}),
        json.dumps({"id": "任务-一二三"}),
        json.dumps({"id": "任务-一二三"}, ensure_ascii=False),
        json.dumps({"id": 123456}),
        json.dumps({"message": f"created {ID}"}),
        f"<html>任务{ID}</html>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_body_cut_at_any_byte_gives_the_whole_id_or_none(body: str, encoding: str) -> None:
    """Never a part of it, and it once it has arrived."""
    data = body.encode(encoding)
    expected = candidate_task_id(data, {})
    assert expected is not None
    found = [candidate_task_id(data[:at], {}) for at in range(len(data) + 1)]
    first = found.index(expected)
    assert ([None] * first, {expected}) == (found[:first], set(found[first:]))


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (f"/v1/tasks/{ID}", ID),
        (f"https://api.foxapi.cc/v1/tasks/{ID}?sync_upstream=true#x", ID),
        (f"https://elsewhere.example.com/{ID}/", ID),
        ("/v1/tasks/t%5F1", "t_1"),
        ("/v1/videos/generations/t_1", "t_1"),
        ("https://www.foxapi.cc/v1/videos/generations", None),
        ("https://www.foxapi.cc/v1/videos/generations/", None),
        ("/v1/tasks/", None),
        ("https://login.example.com/login", None),
        ("https://[/v1/tasks/t_1", None),
        ("/v1/tasks/" + "x" * 9999, None),
        ("", None),
    ],
)
def test_an_id_is_found_in_a_location(location: str, expected: str | None) -> None:
    """Below the paths of tasks alone, or where it looks like an id; a redirect to a page is none."""
    assert expected == candidate_task_id(b"<html>moved</html>", {"Location": location})
    assert "t_9" == candidate_task_id(b'{"id": "t_9"}', {"location": location})


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(), st.text(alphabet='{}[]":,\\u0 \n1dit', max_size=60).map(str.encode)))
def test_nothing_raises(body: bytes) -> None:
    """Whatever the bytes are."""
    found = candidate_task_id(body, {"location": body.decode("latin-1")})
    assert found is None or found.strip()


@pytest.mark.parametrize(
    "piece", ['"', '\\"', '"\\', "[", '{"a":', '{"id":[', "task-", "task-a-1757165031-", '"a" ', "\\u", "9", ",", "a:"]
)
def test_a_hostile_body_is_read_to_its_end(piece: str) -> None:
    """The work grows with the bytes, not with their square, and no nesting is too deep."""
    assert candidate_task_id((piece * 65536)[:65536].encode(), {}) is None
