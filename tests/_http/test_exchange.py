"""What the connection saw of a create request: it decides whether the request may be repeated."""

from __future__ import annotations

import asyncio
import json
import socket
import traceback
import zlib
from collections.abc import Callable, Iterator
from inspect import signature
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest
from fault_server import Does, FaultServer, Origin, creating, http
from foxapi_video_client.api.videos import create_video

from foxapi_video import (
    AsyncFoxAPI,
    Clock,
    ConnectionFailed,
    FoxAPI,
    FoxAPIError,
    InvalidResponse,
    Journal,
    NotFound,
    RateLimited,
    RequestRejected,
    ServerError,
    SubmissionUncertain,
)
from foxapi_video._http.body import BODY_LIMIT
from foxapi_video._http.config import Config
from foxapi_video._http.transport import bound, deadline
from foxapi_video._requests.check import body_of
from foxapi_video._steps.actions import EXCHANGE_LIMIT, Call, Exchange, Steps

KEY = "sk-SECRET-1234567890"
SORA = {"model": "sora-2", "prompt": "A paper boat"}
TASK = json.dumps({"id": "t_42", "status": "pending"}).encode()
CLIENTS = ("sync", "async", "aiohttp")
pytestmark = pytest.mark.one_of("client")
SLOW = 0.4
"""The client's timeout, in seconds, where it is to fire."""
CHUNKED = http(b"", length=None, headers={"Transfer-Encoding": "chunked"})


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def api() -> Iterator[Origin]:
    """Serve an API that creates tasks."""
    origin = Origin(lambda *_: creating(Does(http(TASK))))
    with FaultServer(origin):
        yield origin


def play(client: str, call: Callable[[Any], Any], **settings: Any) -> Any:
    """Return what a call of a client returns or raises."""

    async def go() -> Any:
        async with AsyncFoxAPI(KEY, **settings) as fox:
            return await call(fox)

    with pytest.MonkeyPatch.context() as patched:
        if client == "async":
            patched.setattr(Config, "aiohttp_transport", lambda *_, **__: None)
        try:
            if client != "sync":
                return asyncio.run(go())
            with FoxAPI(KEY, **settings) as fox:
                return call(fox)
        except (FoxAPIError, asyncio.CancelledError, KeyboardInterrupt) as error:
            return error


def creating_once(exchange: Exchange) -> Steps[Any]:
    """Send one create request and nothing else."""
    return (yield Call(create_video, {"body": body_of(SORA, extra_body=None, validate=True)}, 60.0, exchange))


def create(client: str, exchange: Exchange, **settings: Any) -> Any:
    return play(client, lambda fox: fox._driver.run(creating_once(exchange)), **settings)


REFUSAL = b'{"error": {"message": "no", "type": "invalid_request_error"}}'
LONG = b'{"id": "t_42", "status": "pending", "pad": "' + b"x" * 2 * EXCHANGE_LIMIT + b'"}'

SEEN: dict[str, tuple[Does, str, int | None, bytes]] = {
    "a task": (Does(http(TASK)), "Response", 200, TASK),
    "201": (Does(http(TASK, 201)), "Response", 201, TASK),
    "early hints first": (Does(b"HTTP/1.1 103 Early Hints\r\n\r\n" + http(TASK)), "Response", 200, TASK),
    "a long body": (Does(http(LONG)), "Response", 200, LONG[:EXCHANGE_LIMIT]),
    "a compressed body": (
        Does(http(zlib.compress(TASK), headers={"Content-Encoding": "deflate"})),
        "Response",
        200,
        TASK,
    ),
    "a refusal": (Does(http(REFUSAL, 422)), "RequestRejected", 422, REFUSAL),
    "a redirect": (Does(http(b"there", 307, headers={"Location": "/"})), "APIStatusError", 307, b"there"),
    "an error of the CDN": (Does(http(b"<p>", 520)), "ServerError", 520, b"<p>"),
    "no JSON": (Does(http(b"<p>")), "Response", 200, b"<p>"),
    "cut off amid the body": (Does(http(TASK, length=999), end="close"), "ConnectionFailed", 200, TASK),
    "cut off amid a refusal": (Does(http(REFUSAL, 422, length=999), end="close"), "ConnectionFailed", 422, REFUSAL),
    "silence amid the body": (Does(http(TASK, length=999), end="silence"), "ConnectionFailed", 200, TASK),
    "cut off amid the head": (Does(http(TASK)[:30], end="close"), "ConnectionFailed", None, b""),
    "reset": (Does(end="reset"), "ConnectionFailed", None, b""),
    "silence": (Does(end="silence"), "ConnectionFailed", None, b""),
    "not HTTP": (Does(b"\x16\x03\x01 what?\r\n\r\n", end="close"), "ConnectionFailed", None, b""),
    "only early hints": (Does(b"HTTP/1.1 103 Early Hints\r\n\r\n", end="close"), "ConnectionFailed", None, b""),
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("case", SEEN)
def test_the_exchange_holds_what_arrived(api: Origin, client: str, case: str) -> None:
    """Status, headers and the start of the body, also of an error or of a response that was cut off."""
    does, name, status, body = SEEN[case]
    api.plan("POST", does)
    exchange = Exchange()
    result = create(client, exchange, base_url=api.url, timeout=SLOW if does.end == "silence" else 30.0)
    assert (name, True, status, body) == (type(result).__name__, exchange.started, exchange.status, exchange.body)
    assert (status is not None) == ("content-type" in exchange.headers)
    if isinstance(result, ConnectionFailed):
        assert result.nothing_sent is False


@pytest.mark.parametrize("client", CLIENTS)
def test_a_refused_connection_has_sent_nothing(client: str) -> None:
    """The exchange never started."""
    exchange = Exchange()
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        error = create(client, exchange, base_url=f"http://127.0.0.1:{held.getsockname()[1]}")
    assert (ConnectionFailed, True, False) == (type(error), error.nothing_sent, exchange.started)


@pytest.mark.parametrize("client", CLIENTS)
def test_a_failed_tls_handshake_has_sent_nothing(api: Origin, client: str) -> None:
    """The server speaks plain HTTP."""
    exchange = Exchange()
    error = create(client, exchange, base_url=api.url.replace("http:", "https:"))
    assert (ConnectionFailed, True, False) == (type(error), error.nothing_sent, exchange.started)


class At(Clock):
    """A clock at a certain time, which passes while the connection is made."""

    def __init__(self, *times: float) -> None:
        self._times = list(times)

    def time(self) -> float:
        return self._times.pop(0) if len(self._times) > 1 else self._times[0]


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(("times", "sent"), [((100.0,), 1), ((99.0, 101.0), 0), ((101.0,), 0)])
def test_nothing_is_sent_after_the_latest_time(api: Origin, client: str, times: tuple[float, ...], sent: int) -> None:
    """Neither when it has passed before, nor when it passes while the connection is made."""
    exchange = Exchange(not_after=100.0, now=At(*times).time)
    result = create(client, exchange, base_url=api.url)
    assert (sent, bool(sent)) == (api.asked("POST"), exchange.started)
    if not sent:
        assert (ConnectionFailed, True) == (type(result), result.nothing_sent)


@pytest.mark.parametrize("client", ["async", "aiohttp"])
def test_a_cancelled_call_says_whether_it_was_sent(api: Origin, client: str) -> None:
    """Of many that are cancelled while they connect or wait, those that the server saw are the started ones."""
    exchanges = [Exchange() for _ in range(60)]
    api.usual = lambda *_: Does(end="silence")

    async def cancel(fox: Any) -> None:
        running = [asyncio.ensure_future(fox._driver.run(creating_once(exchange))) for exchange in exchanges]
        while api.asked("POST") < 20:
            await asyncio.sleep(0.001)
        for task in running:
            task.cancel()
        done = await asyncio.gather(*running, return_exceptions=True)
        assert {asyncio.CancelledError} == {type(each) for each in done}

    assert play(client, cancel, base_url=api.url) is None
    started = sum(exchange.started for exchange in exchanges)
    assert api.asked("POST") <= started <= len(exchanges)


@pytest.mark.parametrize("client", ["async", "aiohttp"])
def test_a_call_that_is_cancelled_before_it_connects_was_not_sent(client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is still being looked up."""
    exchange = Exchange()

    async def cancel(fox: Any) -> None:
        looking = asyncio.Event()

        async def getaddrinfo(*_: Any, **__: Any) -> Any:
            looking.set()
            await asyncio.Event().wait()

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
        running = asyncio.ensure_future(fox._driver.run(creating_once(exchange)))
        await looking.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    assert play(client, cancel, base_url="https://api.example.com") is None
    assert not exchange.started


@pytest.mark.parametrize("client", ["sync", "async"])
@pytest.mark.parametrize(
    "kind", [KeyboardInterrupt, OSError, *(lambda it=it: it("no") for it in (httpx.ConnectError, httpx.ReadTimeout))]
)
def test_a_failure_in_a_transport_of_ones_own_may_have_sent(client: str, kind: Callable[[], BaseException]) -> None:
    """Nothing is known of such a transport, so that it counts as sent from its first moment."""

    def answer(request: httpx.Request) -> httpx.Response:
        raise kind()

    exchange = Exchange()
    error = create(client, exchange, transport=httpx.MockTransport(answer))
    assert (True, False) == (exchange.started, getattr(error, "nothing_sent", False))


def test_httpx_transport_that_a_test_has_replaced_may_have_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """respx and others put their own function in the place of httpx's, which then tells nothing."""

    def handle_request(self: Any, request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("late")

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle_request)
    exchange = Exchange()
    error = create("sync", exchange, base_url="https://api.example.com")
    assert (True, False) == (exchange.started, error.nothing_sent)


# ------------------------------------------------------------------ responses that hold an id and are no task

ID = "task-unified-1757165031-uyujaw3d"
PAID = json.dumps({"id": ID, "status": "pending"}).encode()
LENGTH = b"Content-Length: %d\r\n\r\n" % len(PAID)

UNREADABLE: dict[str, bytes] = {
    "a header without a colon": b"HTTP/1.1 200 OK\r\nBad Header\r\n" + LENGTH + PAID,
    "a header without a name": b"HTTP/1.1 200 OK\r\n: x\r\n" + LENGTH + PAID,
    "a header with a null byte": b"HTTP/1.1 200 OK\r\nX-A: a\x00b\r\n" + LENGTH + PAID,
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n" + LENGTH + PAID,
    "a negative length": b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + PAID,
    "an impossible status": b"HTTP/1.1 1000 OK\r\n" + LENGTH + PAID,
    "no head": PAID,
    "an empty head": b"\r\n\r\n" + PAID,
    "a bad first chunk": CHUNKED + b"zz\r\n" + PAID,
    "a bad second chunk": CHUNKED + b"%x\r\n%s\r\nzz\r\n" % (len(PAID), PAID),
    "a switch of protocols": b"HTTP/1.1 101 Go\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n" + PAID,
    "a body that must not be": b"HTTP/1.1 204 No Content\r\n" + LENGTH + PAID,
    "an encoding that is none": http(PAID, headers={"Content-Encoding": "utf-8"}),
    "an encoding that nobody can read": http(PAID, headers={"Content-Encoding": "br"}),
    "an encoding that it does not have": http(PAID, headers={"Content-Encoding": "gzip"}),
    "a header of any name": http(b"{}", headers={"X-Task-Id": ID}),
    "a link": http(b"", 202, headers={"Link": f"</v1/tasks/{ID}>; rel=self"}),
    "a refusal that is a task": http(PAID, 400),
    "a rate limit with a task": http(json.dumps({"id": ID, **json.loads(REFUSAL)}).encode(), 429),
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("case", UNREADABLE)
def test_an_id_is_found_in_whatever_arrives(api: Origin, client: str, case: str, tmp_path: Path) -> None:
    """HTTP or not: it is on the error and in the journal, and the job is uncertain."""
    api.plan("POST", creating(Does(UNREADABLE[case], end="close")), forever=True)
    with Journal(tmp_path / "jobs.sqlite") as journal:
        error = play(client, lambda fox: fox.submit(SORA, key="boat"), base_url=api.url, journal=journal)
        job = journal.job("boat")
    assert job is not None
    assert (SubmissionUncertain, ID, "uncertain", ID, 1) == (
        type(error),
        error.task_id,
        job.state,
        job.task_id,
        api.asked("POST"),
    )


@pytest.mark.parametrize("client", CLIENTS)
def test_a_refusal_that_repeats_an_id_of_the_request_stays_one(api: Origin, client: str) -> None:
    """The service says which of the tasks that the request names it does not know."""
    error = {"message": f"no such task: {ID}", "type": "not_found"}
    api.plan("POST", Does(http(json.dumps({"error": error}).encode(), 404)))
    request = {**SORA, "prompt": f"as in {ID}"}
    assert isinstance(play(client, lambda fox: fox.submit(request), base_url=api.url), NotFound)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("charset", ["base64", "idna", "undefined", "rot13", "zip", "no such", '"a b"'])
def test_a_refusal_in_any_charset_stays_one(api: Origin, client: str, charset: str) -> None:
    """Python knows charsets that are no text."""
    api.plan("POST", Does(http(REFUSAL, 422, kind=f"text/plain; charset={charset}")))
    error = play(client, lambda fox: fox.submit(SORA), base_url=api.url)
    assert isinstance(error, RequestRejected)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("head", ["X {}", "{}", "HTTP/1.1 {}", "HTTP/1.1 200 OK\r\nX {}"])
@pytest.mark.parametrize("call", ["submit", "get"])
def test_a_broken_head_that_repeats_the_key_does_not_show_it(api: Origin, client: str, head: str, call: str) -> None:
    """In the causes of the error neither, which a traceback shows."""
    api.usual = lambda *_: Does(head.format(KEY).encode() + b"\r\n\r\n", end="close")
    error = play(client, lambda fox: fox.submit(SORA) if call == "submit" else fox.get("t_42"), base_url=api.url)
    shown = "".join(traceback.format_exception(error))
    assert (True, False) == (isinstance(error, FoxAPIError), KEY in shown.replace("KEY =", ""))


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("task_id", ["a\nb", "a\x1b[31mb", "a\0b", "..", "x" * 2000])
def test_an_id_that_no_poll_can_name_is_uncertain(api: Origin, client: str, task_id: str) -> None:
    """Nobody could wait for that task: the error says that it is paid, not that the id in a request is wrong."""
    api.plan("POST", creating(Does(http(json.dumps({"id": task_id, "status": "pending"}).encode()))))
    error = play(client, lambda fox: fox.generate(SORA), base_url=api.url)
    assert (SubmissionUncertain, True) == (type(error), str(error).isprintable())


def test_a_slow_look_up_of_a_name_has_sent_nothing(api: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    """A blocking look-up cannot be interrupted: when it ends, the timeout has passed."""
    now, connect = [0.0], socket.create_connection

    def slow(*arguments: Any, **options: Any) -> socket.socket:
        now[0] = 100.0
        return connect(*arguments, **options)

    monkeypatch.setattr(socket, "create_connection", slow)
    monkeypatch.setattr("foxapi_video._http.transport.monotonic", lambda: now[0])
    exchange = Exchange()
    error = create("sync", exchange, base_url=api.url, timeout=60.0)
    assert (0, False, True) == (api.asked("POST"), exchange.started, error.nothing_sent)


@pytest.mark.parametrize("client", CLIENTS)
def test_a_clock_of_ones_own_may_be_far_from_a_journals(api: Origin, client: str, tmp_path: Path) -> None:
    """A lease is in real time: other processes go by it."""
    with Journal(tmp_path / "jobs.sqlite") as journal:
        settings = {"base_url": api.url, "journal": journal, "clock": At(4e9)}
        assert "t_42" == play(client, lambda fox: fox.submit(SORA), **settings).id


# ------------------------------------------------------------------ responses without end


class Recorded(httpcore.NetworkStream):
    """A connection that records the timeout of each call."""

    def __init__(self) -> None:
        self.timeouts: list[float | None] = []

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self.timeouts.append(timeout)
        return b"x"

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.timeouts.append(timeout)

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> Any:
        self.timeouts.append(timeout)


@pytest.mark.parametrize("seconds", [5.0, -1.0])
@pytest.mark.parametrize("method", ["read", "write", "start_tls"])
@pytest.mark.parametrize("event", ["connection.connect_tcp", "socks.connect_tcp", "connection.connect_unix_socket"])
@pytest.mark.parametrize("timeout", [(), (60.0,)])
def test_each_call_of_a_connection_ends_at_the_deadline(
    event: str, method: str, timeout: tuple[float, ...], seconds: float
) -> None:
    """httpcore passes the arguments by position or by name, and those for a SOCKS proxy without a timeout."""
    stream = Recorded()
    names = [name for name in signature(getattr(httpcore.NetworkStream, method)).parameters if name != "self"]
    values = [b"x"] * (len(names) - 1) + list(timeout)
    bound(f"{event}.complete", {"return_value": stream})
    with deadline(seconds):
        for call in (
            lambda: getattr(stream, method)(*values),
            lambda: getattr(stream, method)(**dict(zip(names, values, strict=False))),
        ):
            if seconds < 0:
                with pytest.raises(httpcore.TimeoutException):
                    call()
            else:
                call()
    assert [True] * (2 if seconds > 0 else 0) == [0 < each <= 5 for each in stream.timeouts if each is not None]


ENDLESS = {
    "early hints": Does(endless=b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100),
    "tiny chunks": Does(CHUNKED, endless=b"1\r\n \r\n" * 20),
    "a refusal in tiny chunks": Does(CHUNKED.replace(b"200", b"500"), endless=b"1\r\n \r\n" * 20),
    "a dripping body": Does(http(TASK, length=10**6), drip_after=100, drip=0.01, end="silence"),
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("call", ["create", "get"])
@pytest.mark.parametrize("case", ENDLESS)
def test_a_server_that_never_pauses_ends_in_time(api: Origin, client: str, call: str, case: str) -> None:
    """The timeout counts for the whole exchange, although there is always something to read."""
    api.usual = lambda *_: ENDLESS[case]
    if call == "create":
        error = create(client, Exchange(), base_url=api.url, timeout=SLOW)
    else:
        error = play(client, lambda fox: fox.get("t_42"), base_url=api.url, timeout=SLOW)
    assert type(error) in (ConnectionFailed, InvalidResponse, ServerError)


HUGE: dict[str, tuple[Does, type[FoxAPIError]]] = {
    "a body without end": (Does(http(b"", length=None), endless=b" " * 2**20), InvalidResponse),
    "a long body": (Does(http(b" " * (BODY_LIMIT + 1))), InvalidResponse),
    "a gzip bomb": (
        Does(http(zlib.compress(bytes(4 * BODY_LIMIT), wbits=31), headers={"Content-Encoding": "gzip"})),
        InvalidResponse,
    ),
    "an unknown compression": (Does(http(TASK, headers={"Content-Encoding": "br"})), InvalidResponse),
    "a broken compression": (Does(http(TASK, headers={"Content-Encoding": "gzip"})), InvalidResponse),
    "a refusal without end": (Does(http(b"", 422, length=None), endless=b" " * 2**20), RequestRejected),
    "a 429 without end": (Does(http(b"", 429, length=None), endless=b" " * 2**20), RateLimited),
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("case", HUGE)
def test_a_response_is_bounded(api: Origin, client: str, case: str) -> None:
    """16 MB after decoding; an error's status is worth more than its body."""
    does, kind = HUGE[case]
    api.usual = lambda *_: does
    exchange = Exchange()
    error = create(client, exchange, base_url=api.url)
    assert (kind, True) == (type(error), len(exchange.body) <= EXCHANGE_LIMIT)


@pytest.mark.parametrize("client", CLIENTS)
def test_a_response_at_the_limit_is_read(api: Origin, client: str) -> None:
    """To its last byte."""
    api.usual = lambda *_: Does(http(TASK + b" " * (BODY_LIMIT - len(TASK))))
    assert "t_42" == play(client, lambda fox: fox.get("t_42"), base_url=api.url).id
