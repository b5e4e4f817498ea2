"""Nobody but the sandbox's own user reaches it, and no client, broken or hostile, holds it up."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from foxapi_video import AsyncFoxAPI, FoxAPI
from foxapi_video.cli.app import run
from foxapi_video.cli.commands import sandbox as command
from foxapi_video.sandbox import Fault, Sandbox
from foxapi_video.sandbox.http.guard import Guard
from foxapi_video.sandbox.service import faults as _faults
from foxapi_video.sandbox.video import shape as _shape

VIDEOS, STREAM = "/v1/videos/generations", "/v1/files/upload/stream"
BODY = {"model": "sora-2", "prompt": "A fox"}
CONNECTIONS = "foxapi_video.sandbox.http.connections"
KEY = "Authorization: Bearer sk-sandbox"


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(speed=0, share_renderings=True) as box:
        yield box


@pytest.fixture
def api(box: Sandbox) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {box.key}"}
    with httpx.Client(base_url=box.url, headers=headers, trust_env=False, timeout=60) as client:
        yield client


@contextlib.contextmanager
def connected(url: str) -> Iterator[socket.socket]:
    address = httpx.URL(url)
    with socket.create_connection((address.host, address.port), timeout=60) as connection:
        yield connection


def to_the_end(connection: socket.socket) -> bytes:
    """Read until the sandbox closes."""
    content = b""
    with contextlib.suppress(ConnectionError):
        while piece := connection.recv(65536):
            content += piece
    return content


def exchanged(url: str, content: bytes | str) -> tuple[int, dict[str, str]]:
    """Send bytes, read until the sandbox closes, and return the last response's status and error."""
    with connected(url) as connection:
        connection.sendall(content.encode() if isinstance(content, str) else content)
        head, _, body = to_the_end(connection).rpartition(b"HTTP/1.1 ")[2].partition(b"\r\n\r\n")
    assert b"content-type: application/json" in head.lower()
    return int(head[:3]), json.loads(body)["error"]


def request(
    *headers: str, method: str = "POST", target: str = VIDEOS, version: str = "1.1", body: str = json.dumps(BODY)
) -> str:
    lines = [f"{method} {target} HTTP/{version}", KEY, "Content-Type: application/json", "Connection: close", *headers]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", body])


# ---- whom it serves


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.evil.example", "evil-localhost"),
        *("8.8.8.8", "192.168.1.5", "0.0.0.0", "[::]", "[2001:db8::1]", "[::ffff:8.8.8.8]", "169.254.169.254"),
        *("localhost@evil.example", "evil.example/localhost", "localhost:80@evil", "localhost evil", "a, localhost"),
        *("", ":80", "[::1", "::1", "127.1", "2130706433", "0x7f000001", "localhost..", "localhost:port", "é"),
    ],
)
def test_a_request_for_another_host_is_refused(box: Sandbox, host: str) -> None:
    """A page whose name was rebound to this machine knows the key, and still creates nothing, and takes no fault."""
    box.faults.add("create_video", Fault.none())
    box.faults.add("result", Fault.none())
    assert (403, "permission_error") == (
        (answer := exchanged(box.url, request(f"Host: {host}")))[0],
        answer[1]["type"],
    )
    assert 403 == exchanged(box.media_url, request(f"Host: {host}"))[0]
    assert ([], [("POST", VIDEOS, 403)]) == (box.tasks, box.requests)
    assert (1, 1) == (box.faults.left("create_video"), box.faults.left("result"))


@pytest.mark.parametrize(
    ("bound", "local", "host", "own"),
    [
        ("127.0.0.1", "127.0.0.1", "127.0.0.1:8787", True),
        ("127.0.0.1", "127.0.0.1", "LocalHost:9000", True),
        ("127.0.0.1", "127.0.0.1", "localhost.", True),
        ("127.0.0.1", "127.0.0.1", "127.9.9.9", True),
        ("127.0.0.1", "127.0.0.1", "[::1]:8787", True),
        ("127.0.0.1", "127.0.0.1", "[::ffff:127.0.0.1]", True),
        ("0.0.0.0", "192.168.1.5", "192.168.1.5:8787", True),
        ("0.0.0.0", "192.168.1.5", "192.168.1.6:8787", False),
        ("0.0.0.0", "192.168.1.5", "fox.local", False),
        ("Fox.local", "192.168.1.5", "fox.local:8787", True),
        ("::", "::ffff:192.168.1.5", "192.168.1.5", True),
        ("::", "fe80::1%eth0", "[fe80::1]:8787", True),
        ("::", "fe80::1%eth0", "[fe80::2]:8787", False),
    ],
)
def test_its_own_hosts_are_loopback_what_it_is_bound_to_and_where_it_was_reached(
    bound: str, local: str, host: str, own: bool
) -> None:
    """Whatever the port, which a tunnel can change."""
    scope = {"raw_path": b"/", "query_string": b"", "path": "/", "server": (local, 8787), "http_version": "1.1"}
    scope["headers"] = [(b"host", host.encode())]
    refusal = Guard(bound).refusal(scope, foreign_pages=False)
    assert own is (refusal is None)


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "127.0.0.2"])
@pytest.mark.parametrize("host", ["localhost", "0.0.0.0", "127.0.0.1", "::1"])
def test_both_clients_reach_it_by_every_name_of_its_own(host: str, name: str) -> None:
    """Where the machine has that name and address."""
    try:
        box = Sandbox(host=host, speed=0).start()
    except OSError:
        pytest.skip(f"this machine has no {host}")
    with contextlib.closing(httpx.Client(trust_env=False)), contextlib.ExitStack() as stack:
        stack.callback(box.stop)
        port = httpx.URL(box.url).port
        urls = [box.url] if host == "::1" else [box.url, f"http://{name}:{port}"]
        if name == "127.0.0.2" and host != "0.0.0.0":
            urls = [box.url]

        async def credits(url: str) -> Any:
            async with AsyncFoxAPI(box.key, base_url=url) as fox:
                return await fox.credits()

        for url in urls:
            with FoxAPI(box.key, base_url=url) as fox:
                assert fox.credits() == asyncio.run(credits(url))


@pytest.mark.parametrize(
    "headers",
    [
        ["Origin: http://evil.example"],
        ["Origin: null"],
        ["Origin: "],
        ["Origin: http://localhost:3000"],
        ["Origin: http://localhost", "Origin: http://localhost"],
        ["Origin: https://localhost"],
        ["Sec-Fetch-Site: cross-site"],
        ["Sec-Fetch-Site: same-site"],
        ["Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site"],
    ],
)
@pytest.mark.parametrize("method", ["POST", "GET", "OPTIONS", "DELETE"])
def test_a_web_page_is_refused(box: Sandbox, headers: list[str], method: str) -> None:
    """A browser says where a request comes from, and a page elsewhere gets no CORS header and no task."""
    port = httpx.URL(box.url).port
    with connected(box.url) as connection:
        connection.sendall(request(f"Host: localhost:{port}", *headers, method=method).encode())
        answer = to_the_end(connection)
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert b"access-control" not in answer.lower()
    assert [] == box.tasks


def test_its_own_origin_and_a_typed_address_are_fine(box: Sandbox, api: httpx.Client) -> None:
    """No harm comes from there; and the media origin serves every page, as a CDN does."""
    for headers in ({"Origin": box.url}, {"Sec-Fetch-Site": "none"}, {"Sec-Fetch-Site": "same-origin"}):
        assert 200 == api.get("/v1/models", headers=headers).status_code
    url = api.post(STREAM, files={"file": b"fox"}).json()["url"]
    with httpx.Client(trust_env=False) as cdn:
        assert 200 == cdn.get(url, headers={"Origin": "http://fox.example", "Sec-Fetch-Site": "cross-site"}).status_code


@pytest.mark.parametrize("path", ["/", "/v1/models", VIDEOS, "/nothing"])
@pytest.mark.parametrize("method", ["OPTIONS", "HEAD", "TRACE", "PUT"])
def test_no_method_opens_it_to_pages(api: httpx.Client, box: Sandbox, method: str, path: str) -> None:
    """OPTIONS is no preflight that succeeds, TRACE echoes nothing, HEAD has no body."""
    answer = api.request(method, path)
    assert answer.status_code in ((200, 404, 405) if method == "HEAD" else (404, 405))
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert method != "HEAD" or answer.content == b""
    assert method == "HEAD" or answer.json()["error"]["message"]
    assert [] == box.tasks


# ---- what is not HTTP, or not as it should be


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"\0\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET /\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 505),
        (b"GET /\xe9 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.0\r\nConnection: close\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n : x\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: \0\r\n\r\n", 400),
        (request("Host: localhost", target=f"http://evil.example{VIDEOS}"), 400),
        (request("Host: localhost", target="localhost:80", method="CONNECT"), 400),
        (request("Host: localhost", target="*", method="OPTIONS"), 400),
        (request("Host: localhost", "Content-Length: 7"), 400),
        (request("Host: localhost", "Content-Length: -7"), 400),
        (request("Host: localhost", "Transfer-Encoding: chunked", body="0\r\n\r\n"), 400),
        (request("Host: localhost", "Transfer-Encoding: gzip"), 501),
        (request("Host: localhost", "X: " + "x" * 100_000), 431),
        (request("Host: localhost", "X: " + "x" * 1_000_000), 431),
        (request("Host: localhost", *[f"X{number}: {number}" for number in range(20_000)]), 431),
        (request("Host: localhost", target="/" + "x" * 80_000), 414),
        (request("Host: localhost", "Transfer-Encoding: chunked", body="").replace("Content-Length: 0", "X: x"), 408),
        (request("Host: localhost").replace("Content-Length", "Transfer-Encoding: chunked\r\nX") + "zz\r\n", 400),
        (request("Host: localhost").replace("Content-Length", "Transfer-Encoding: chunked\r\nX").rpartition("{")[0]
         + "1" * 300_000, 431),
    ],
    ids=lambda value: repr(value[:60]) if isinstance(value, bytes | str) else None,
)  # fmt: skip
@pytest.mark.parametrize("origin", ["url", "media_url"])
def test_every_refusal_is_an_error_of_the_api(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch, content: bytes | str, status: int, origin: str
) -> None:
    """Also where the HTTP library refuses: JSON with a message, a close, and no task."""
    monkeypatch.setattr(f"{CONNECTIONS}.BODY_SECONDS", 0.2)
    monkeypatch.setattr(f"{CONNECTIONS}.LINGER_SECONDS", 0.2)
    found, error = exchanged(getattr(box, origin), content)
    assert (status, []) == (found, box.tasks)
    assert 0 < len(error["message"]) < 300


def test_http_1_0_works(box: Sandbox) -> None:
    """With a Host header, and the connection closes."""
    with connected(box.url) as connection:
        connection.sendall(request("Host: localhost", version="1.0").encode())
        assert to_the_end(connection).startswith(b"HTTP/1.1 200 OK\r\n")


def test_reason_phrases_do_not_depend_on_python() -> None:
    """Python 3.13 renamed four of them; a page has the same words."""
    assert ["Content Too Large", "Range Not Satisfiable", "Unprocessable Content", "Bad Gateway", ""] == [
        _faults.phrase(status) for status in (413, 416, 422, 502, 520)
    ]
    answer = Fault.status(413, html=True).response
    assert answer is not None
    assert b"<title>413 Content Too Large</title>" in answer.content


def test_the_reason_phrase_is_sent(api: httpx.Client) -> None:
    """As above, over the wire."""
    assert (422, "Unprocessable Content") == (
        (answer := api.post(VIDEOS, json={"model": "sora-2"})).status_code,
        answer.reason_phrase,
    )


# ---- who keeps it waiting


@pytest.mark.parametrize("origin", ["url", "media_url"])
@pytest.mark.parametrize(
    "begun",
    [
        "",
        "GET /v1",
        f"GET /v1/models HTTP/1.1\r\nHost: localhost\r\n{KEY}",
        f"GET /v1/models HTTP/1.1\r\nHost: localhost\r\n{KEY}\r\n\r\nGET /v1",
        f"POST {VIDEOS} HTTP/1.1\r\nHost: localhost\r\n{KEY}\r\nContent-Length: 9\r\n\r\n{{",
        f"POST {VIDEOS} HTTP/1.1\r\nHost: localhost\r\n{KEY}\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{{\r\n",
        "POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{",
        f"POST {STREAM} HTTP/1.1\r\nHost: localhost\r\n{KEY}\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n",
    ],
)
def test_a_request_that_does_not_arrive_is_ended(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch, begun: str, origin: str
) -> None:
    """Headers and bodies have a time limit, at the connection's beginning and after a first request."""
    monkeypatch.setattr(f"{CONNECTIONS}.HEAD_SECONDS", 0.2)
    monkeypatch.setattr(f"{CONNECTIONS}.BODY_SECONDS", 0.2)
    status, error = exchanged(getattr(box, origin), begun)
    assert (408, True) == (status, "not complete after 0.2 seconds" in error["message"])


def test_dripping_does_not_extend_the_time(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is for all headers, not for each byte."""
    monkeypatch.setattr(f"{CONNECTIONS}.HEAD_SECONDS", 0.2)
    with connected(box.url) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        connection.settimeout(0.02)
        answer = b""
        for _ in range(1000):
            with contextlib.suppress(TimeoutError):
                answer += connection.recv(1000)
            if answer:
                break
            connection.sendall(b"X: x\r\n")
    assert answer.startswith(b"HTTP/1.1 408 ")


def test_an_aborted_wait_is_logged_with_what_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Status 408, which the connection itself has sent; a client that goes away gets no status."""
    monkeypatch.setattr(f"{CONNECTIONS}.BODY_SECONDS", 0.2)
    logged: list[int | None] = []
    done = threading.Event()

    def note(method: str, path: str, status: int | None) -> None:
        logged.append(status)
        done.set()

    begun = f"POST {VIDEOS} HTTP/1.1\r\nHost: localhost\r\n{KEY}\r\nContent-Length: 9\r\n\r\n{{"
    with Sandbox(on_request=note) as box:
        assert 408 == exchanged(box.url, begun)[0]
        assert done.wait(60)
        done.clear()
        with connected(box.url) as connection:
            connection.sendall(begun.encode())
        assert done.wait(60)
    assert [408, None] == logged


def test_the_limits_are_for_the_client_s_part_alone(
    box: Sandbox, api: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither an idle connection between two requests nor a request that a fault holds up is cut off."""
    monkeypatch.setattr(f"{CONNECTIONS}.HEAD_SECONDS", 0.5)
    monkeypatch.setattr(f"{CONNECTIONS}.BODY_SECONDS", 0.5)
    with connected(box.url) as idle:
        assert asked_on(idle).startswith(b"HTTP/1.1 200")
        box.faults.add("upload_file", Fault.stall(1.2))
        assert 200 == api.post(STREAM, files={"file": bytes(20_000_000)}).status_code
        assert asked_on(idle).startswith(b"HTTP/1.1 200")


def asked_on(connection: socket.socket) -> bytes:
    """Ask for something over a connection that stays open."""
    connection.sendall(f"GET /v1/account/credits HTTP/1.1\r\nHost: localhost\r\n{KEY}\r\n\r\n".encode())
    answer = b""
    while b"}}" not in answer and (piece := connection.recv(65536)):
        answer += piece
    return answer


def test_a_body_without_end_is_answered_and_cut_off(
    box: Sandbox, api: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read for a while for the sake of honest clients, and never kept."""
    monkeypatch.setattr("foxapi_video.sandbox.http.fault_middleware.MAX_DRAINED", 3_000_000)
    sent = 0
    head = f"POST {VIDEOS} HTTP/1.1\r\nHost: localhost\r\n{KEY}\r\nContent-Type: application/json\r\n"
    with connected(box.url) as connection, contextlib.suppress(ConnectionError):
        connection.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        while sent < 1_000_000_000:
            connection.sendall(b"10000\r\n" + bytes(65536) + b"\r\n")
            sent += 65536
    assert sent < 100_000_000
    assert [("POST", VIDEOS, 413)] == box.requests
    assert 200 == api.post(VIDEOS, json=BODY).status_code


def test_a_client_that_does_not_read_is_cut_off(
    box: Sandbox, api: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its response is not kept for it for good."""
    monkeypatch.setattr(f"{CONNECTIONS}.SEND_SECONDS", 0.2)
    size = 64_000_000
    url = httpx.URL(api.post(STREAM, files={"file": bytes(size)}).json()["url"])
    with connected(box.media_url) as connection:
        connection.sendall(f"GET {url.raw_path.decode()} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert connection.recv(1)
        box.faults.add("get_credits", Fault.stall(0.6))
        assert 200 == api.get("/v1/account/credits").status_code
        assert len(to_the_end(connection)) < size


def test_the_number_of_connections_is_bounded(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """One above the limit is refused, and accepted once another has ended."""
    monkeypatch.setattr(f"{CONNECTIONS}.MAX_CONNECTIONS", 2)
    with connected(box.url), connected(box.url):
        status, error = exchanged(box.url, "")
        assert (503, "The sandbox has reached its maximum of 2 connections.") == (status, error["message"])
    asked = request("Host: localhost", method="GET", target="/v1/models", body="")
    for _ in range(1000):  # the sandbox learns a moment later that the two are gone
        with connected(box.url) as connection:
            connection.sendall(asked.encode())
            answer = to_the_end(connection)
        if answer.startswith(b"HTTP/1.1 200"):
            break
    assert answer.startswith(b"HTTP/1.1 200")


# ---- what bodies can hold


def nested(levels: int, opening: str = "[", closing: str = "]", core: str = "") -> str:
    return opening * levels + core + closing * levels


@pytest.mark.parametrize(
    "value",
    [
        *(
            nested(levels, *pair)
            for levels in (200, 505, 700, 990, 100_000)
            for pair in (("[", "]"), ('{"a":', "}", "1"))
        ),
        nested(500, core=",".join(["1"] * 200_000)),
        "9" * 4000,
        "9" * 5000,
        "-" + "9" * 100_000,
        "1e400",
        "NaN",
        "-Infinity",
        '{"a": 1, "b": {"c": 2, "c": 2}}',
        '"' + "x" * 900_000 + '"',
        "[" + ",".join(['"x"'] * 200_000) + "]",
        '"\\ud800"',
        '"\x00"',
    ],
    ids=lambda value: f"{value[:12]}… {len(value)}",
)
@pytest.mark.one_of("field")
@pytest.mark.parametrize("field", ["prompt", "duration", "image_urls", "model", "nothing", "advanced"])
def test_no_value_breaks_it(api: httpx.Client, value: str, field: str) -> None:
    """A body of a megabyte can hold strange things: 400 or 422, in few words; or 200 where anything is allowed."""
    body = '{"prompt": "x", "model": "veo-3.1"' if field not in ("prompt", "model") else '{"seed": 1'
    other = {"prompt": ', "model": "veo-3.1"', "model": ', "prompt": "x"'}.get(field, "")
    content = f'{body}{other}, "{field}": {value}}}'
    for path in (VIDEOS, "/v1/files/upload/base64", "/v1/files/upload/url"):
        answer = api.post(path, content=content.encode(), headers={"Content-Type": "application/json"})
        assert answer.status_code in (
            (200, 400, 422) if field in ("advanced", "prompt") and path == VIDEOS else (400, 422)
        )
        assert answer.is_success or len(answer.content) < 3000, answer.text


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-32", "utf-8-sig", "utf-7"])
def test_a_body_in_another_encoding_is_400(api: httpx.Client, coding: str) -> None:
    """JSON over a network is UTF-8, without a mark."""
    content = json.dumps(BODY, ensure_ascii=False).replace("fox", "狐").encode(coding)
    answer = api.post(VIDEOS, content=content, headers={"Content-Type": f"application/json; charset={coding}"})
    assert coding == "utf-7" or answer.status_code == 400


@pytest.mark.parametrize("again", ["model", "prompt", "nothing"])
def test_a_name_that_is_given_twice_is_400(api: httpx.Client, box: Sandbox, again: str) -> None:
    """Parsers differ in which of the two they take, so a client must never send it."""
    content = json.dumps(BODY)[:-1] + f', "{again}": 1, "{again}": 1}}'
    answer = api.post(VIDEOS, content=content, headers={"Content-Type": "application/json"})
    assert (400, []) == (answer.status_code, box.tasks)
    assert f'duplicate name "{again}"' in answer.json()["error"]["message"]


def test_a_hundred_thousand_fields_get_a_short_message(api: httpx.Client) -> None:
    """In JSON and in a form."""
    fields = {f"f{number}": 1 for number in range(70_000)}
    parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n1\r\n' for name in fields]
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    answers = [
        api.post(VIDEOS, json=BODY | fields),
        api.post("/v1/files/upload/url", json=fields),
        api.post(STREAM, content="".join(parts) + "--b--\r\n", headers=kind),
        api.post(STREAM, content="".join(parts).replace("f1", "x" * 16_000, 1) + "--b--\r\n", headers=kind),
    ]  # fmt: skip
    assert [422] * 4 == [answer.status_code for answer in answers]
    assert max(len(answer.content) for answer in answers) < 3000


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "zstd", "x-gzip", "gzip, identity", "é", "x" * 300])
@pytest.mark.parametrize("path", [VIDEOS, STREAM, "/v1/files/upload/base64"])
def test_a_compressed_body_is_refused_in_clear_words(api: httpx.Client, box: Sandbox, path: str, coding: str) -> None:
    """It is not inflated, whatever it would become."""
    content = gzip.compress(bytes(10_000_000))
    headers = {b"Content-Encoding": coding.encode(), b"Content-Type": b"application/json"}
    answer = api.post(path, content=content, headers=headers)
    assert (400, [], []) == (answer.status_code, box.tasks, box.uploads)
    assert answer.json()["error"]["message"].startswith("Content-Encoding ")
    assert len(answer.content) < 300
    plain = {"Content-Encoding": "Identity"}
    assert 200 == api.post(VIDEOS, json=BODY, headers=plain).status_code


@pytest.mark.parametrize("name", ["X" * 14_000, "%00%1b", "..%2f..%2fetc", "a b"])
def test_what_was_sent_is_repeated_in_few_words(api: httpx.Client, box: Sandbox, name: str) -> None:
    """In messages, and in the log of requests."""
    answers = [
        api.get(f"/v1/{name}"),
        api.get("/v1/tasks/t", params={"sync_upstream": name}),
        api.post(VIDEOS, json=BODY | {"model": name}),
        api.post(VIDEOS, content=b"{}", headers={"Content-Type": name}),
    ]
    assert [404, 422, 422, 400] == [answer.status_code for answer in answers]
    assert max(len(answer.content) for answer in answers) < 400
    assert max(len(path) for _, path, _ in box.requests) <= 600


# ---- files


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("bytes=0-" + "9" * 18, 206),
        ("bytes=" + "9" * 18 + "-", 416),
        ("bytes=-" + "9" * 18, 206),
        ("bytes=0-" + "9" * 5000, 200),
        ("bytes=" + "9" * 5000 + "-", 200),
        ("bytes=-" + "9" * 5000, 200),
        ("bytes=" + ",".join(["0-"] * 5000), 200),
        ("bytes=0-0,-1", 200),
        ("bytes=1-0", 200),
        ("bytes=٣-٤", 200),
        ("bytes=-1-2", 200),
        ("bytes=0x1-", 200),
        ("", 200),
    ],
    ids=lambda value: str(value)[:30],
)
def test_no_range_breaks_it(api: httpx.Client, asked: str, status: int) -> None:
    """Numbers beyond all files, many ranges and nonsense: a part, nothing, or the file once."""
    url = api.post(STREAM, files={"file": b"0123456789"}).json()["url"]
    with httpx.Client(trust_env=False) as cdn:
        answer = cdn.get(url, headers={b"Range": asked.encode()})
        again = cdn.get(url, headers={b"Range": b"bytes=0-3", b"If-Range": asked.encode() or b'W/"x"'})
    assert (status, 200) == (answer.status_code, again.status_code)
    assert len(answer.content) <= 10


@pytest.mark.parametrize(
    "path",
    [
        *("/../../etc/passwd", "/uploads/../../etc/passwd", "/uploads/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd"),
        *(
            "/uploads/..%2f..%2fetc%2fpasswd",
            "/results/x/../../video.mp4",
            "/uploads/%00",
            "/uploads/\\..\\x",
            "/%ff%fe",
        ),
    ],
)
def test_no_path_leads_out(box: Sandbox, path: str) -> None:
    """Files are found by their ids alone."""
    for origin, kind in ((box.media_url, b"application/xml"), (box.url, b"application/json")):
        with connected(origin) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            answer = to_the_end(connection)
        assert answer.startswith(b"HTTP/1.1 404 ")
        assert b"content-type: " + kind in answer


def test_a_fault_of_its_own_at_the_media_origin_is_no_page(api: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what happened, as a CDN would."""

    def broken(*_: object) -> None:
        raise RuntimeError("oh <no>")

    url = api.post(STREAM, files={"file": b"fox"}).json()["url"]
    monkeypatch.setattr("foxapi_video.sandbox.service.stored_uploads.Uploads.get", broken)
    answer = httpx.get(url, trust_env=False)
    assert (500, "application/xml") == (answer.status_code, answer.headers["content-type"])
    assert "Internal error of the sandbox: RuntimeError: oh &lt;no&gt;" in answer.text


@pytest.mark.parametrize("resolution", ["0p", "1p", "99999p", "9" * 5000 + "p", "99k", "9" * 5000 + "K", "huge", ""])
@pytest.mark.parametrize("ratio", ["1:1", "1:99999999", "99999999:1", "9" * 5000 + ":1", "0:1", "1x" + "9" * 5000, ""])
def test_no_size_is_too_large_to_render(resolution: str, ratio: str) -> None:
    """Some models take any text for them."""
    from foxapi_video._contract.catalog import catalog

    family = catalog().models["vidu-q3-turbo"]
    body = {"model": "vidu-q3-turbo", "prompt": "x", "resolution": resolution, "aspect_ratio": ratio}
    shape = _shape.shape_of(family, body)
    assert 64 <= min(shape[:2]) <= 2160
    assert max(shape[:2]) <= 5120
    assert (0, 0) == (shape.width % 2, shape.height % 2)


# ---- the command


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--port", "99999"], "--port"),
        (["--port", "-1"], "--port"),
        (["--port", "x"], "--port"),
        (["--port", "9" * 5000], "--port"),
        (["--port", "0", "--host", "no such host"], "no such host"),
        (["--port", "0", "--host", "203.0.113.7"], "203.0.113.7"),
        (["--port", "0", "--host", ""], "host must not be empty"),
        (["--port", "0", "--host", "a" * 300], "aaa"),
        (["--port", "0", "--host", "a..b"], "a..b"),
        (["--port", "0", "--host", "a\0b"], "is not a host name"),
        (["--port", "0", "--host", "[::1]"], "[::1]"),
        (["--port", "0", "--host", "fe80::zz"], "fe80::zz"),
        (["--port", "0", "--speed", "-1"], "(got -1.0)"),
        (["--port", "0", "--speed", "nan"], "(got nan)"),
        (["--port", "0", "--speed", "inf"], "(got inf)"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_setting_that_makes_no_sense_is_a_usage_error(
    capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    """Exit code 2 and what is wrong, never a traceback."""
    assert 2 == run(["sandbox", *options])
    err = capsys.readouterr().err
    assert words in err
    assert "Errno" not in err


def test_a_bad_setting_is_a_value_error() -> None:
    """From Python as well, before anything is opened."""
    for settings in ({"port": 99999}, {"port": -1}, {"host": ""}, {"speed": -1.0}):
        with pytest.raises(ValueError, match=next(iter(settings))):
            Sandbox(**settings)  # type: ignore[arg-type]


@pytest.mark.parametrize("host", ["0.0.0.0", "127.0.0.1", "0", "localhost"])
def test_a_sandbox_that_is_open_to_the_network_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """With what it means."""

    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", interrupt)
    public = host in ("0.0.0.0", "0")
    with Sandbox(host=host) as box:
        assert public is box.is_public
        command.serve(box, as_json=False)
    assert public is not (box.is_public or "Warning" not in capsys.readouterr().err)
    assert False is box.is_public


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_stops_it_cleanly(name: str) -> None:
    """Exit code 0 and a word, also with a client waiting; what clients send cannot write on the terminal."""
    words = [sys.executable, "-m", "foxapi_video.cli", "sandbox", "--port", "0"]
    number = getattr(signal, name)
    with subprocess.Popen(
        words, stderr=subprocess.PIPE, env=os.environ | {"COLUMNS": "200"},
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # a background shell's children ignore it
    ) as process:  # fmt: skip
        assert process.stderr is not None
        lines = [process.stderr.readline().decode()]
        while "export" not in lines[-1]:
            lines.append(process.stderr.readline().decode())
        assert b"\n" == process.stderr.readline()
        url = lines[-1].partition("FOXAPI_BASE_URL=")[2].split()[0]
        with connected(url) as waiting:
            waiting.sendall(b"GET / HTTP/1.1\r\n")
            escapes = "%1b%5d0;x%07%0dfake%0aline%e2%80%ae%c2%9b%5bred%5d"
            assert 404 == httpx.get(f"{url}/{escapes}", trust_env=False).status_code
            shown = process.stderr.readline().decode()
            process.send_signal(number)
            rest = process.stderr.read().decode()
            assert 0 == process.wait(60)
    assert "GET /\\x1b]0;x\\x07\\rfake\\nline\\u202e\\x9b[red] 404\n" == shown
    assert "stopped\n" == rest


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_sandbox_outlives_its_terminal_under_nohup() -> None:
    """An ignored SIGHUP stays ignored: the next request is served; SIGTERM stops it."""
    words = ["nohup", sys.executable, "-m", "foxapi_video.cli", "sandbox", "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = next(line for line in process.stderr if "export" in line)
        process.send_signal(signal.SIGHUP)
        url = line.partition("FOXAPI_BASE_URL=")[2].split()[0]
        assert 404 == httpx.get(f"{url}/after", trust_env=False).status_code
        process.send_signal(signal.SIGTERM)
        assert "GET /after 404" in process.stderr.read()
        assert 0 == process.wait(60)


def test_a_request_without_a_response_is_shown_so(capsys: pytest.CaptureFixture[str]) -> None:
    """In the field's words."""
    command.show("POST", VIDEOS, None)
    assert f"POST {VIDEOS} no response\n" == capsys.readouterr().err
