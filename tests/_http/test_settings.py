"""What cannot work on this machine is refused before anything is sent: the job stays new, and the setting is named."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import pickle
import resource
import socket
import sys
import traceback
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from fault_server import Does, FaultServer, Origin, creating, http
from rich.console import Console
from rich.traceback import Traceback

from foxapi_video import (
    AsyncFoxAPI,
    Clock,
    ConfigurationError,
    ConnectionFailed,
    FoxAPI,
    FoxAPIError,
    InvalidResponse,
    Journal,
    RequestRejected,
    check,
)
from foxapi_video._http.config import Config
from foxapi_video._http.networks import is_loopback
from foxapi_video._secret import Secret, hide_keys

KEY = "sk-SECRET-1234567890"
SORA = {"model": "sora-2", "prompt": "A paper boat"}
CLIENTS = ("sync", "async", "aiohttp")
pytestmark = pytest.mark.one_of("client")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*PROXIES, *map(str.lower, PROXIES), "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("FOXAPI_BASE_URL", raising=False)


@pytest.fixture
def api() -> Iterator[Origin]:
    """Serve an API that creates tasks."""
    origin = Origin(lambda method, *_: creating(Does(http(json.dumps({"id": "t_42", "status": "pending"}).encode()))))
    with FaultServer(origin):
        yield origin


def play(client: str, call: Callable[[Any], Any], *arguments: Any, **settings: Any) -> Any:
    """Return what a call of a client returns or raises."""

    async def go() -> Any:
        async with AsyncFoxAPI(*arguments, **settings) as fox:
            return await call(fox)

    with pytest.MonkeyPatch.context() as patched:
        if client == "async":
            patched.setattr(Config, "aiohttp_transport", lambda *_, **__: None)
        try:
            if client != "sync":
                return asyncio.run(go())
            with FoxAPI(*arguments, **settings) as fox:
                return call(fox)
        except FoxAPIError as error:
            return error


def submit(fox: Any) -> Any:
    return fox.submit(SORA, key="boat")


def shown(error: BaseException) -> str:
    """Write an error as tools do that show local variables; those of this file are not ours."""
    while error.__traceback__ is not None and error.__traceback__.tb_frame.f_code.co_filename == __file__:
        error.__traceback__ = error.__traceback__.tb_next
    written = StringIO()
    Console(file=written, width=500).print(
        Traceback.from_exception(type(error), error, error.__traceback__, show_locals=True, locals_max_string=None)
    )
    captured = traceback.TracebackException.from_exception(error, capture_locals=True)
    return written.getvalue() + "".join(captured.format())


# ------------------------------------------------------------------ the environment

ENVIRONMENT = {
    "SOCKS, and socksio is missing": ({"ALL_PROXY": "socks5://127.0.0.1:9"}, "ALL_PROXY"),
    "a proxy in lower case": ({"http_proxy": "socks5://127.0.0.1:9"}, "http_proxy"),
    "an unknown scheme": ({"HTTPS_PROXY": "ftp://127.0.0.1:9"}, "HTTPS_PROXY"),
    "no port": ({"HTTP_PROXY": "http://127.0.0.1:"}, "HTTP_PROXY"),
    "a port that is text": ({"HTTP_PROXY": "http://127.0.0.1:http"}, "HTTP_PROXY"),
    "a port out of range": ({"HTTP_PROXY": "http://127.0.0.1:99999"}, "HTTP_PROXY"),
    "no host": ({"HTTP_PROXY": "http://:8080"}, "HTTP_PROXY"),
    "a space": ({"HTTP_PROXY": "http://my proxy:8080"}, "HTTP_PROXY"),
    "a newline": ({"HTTPS_PROXY": "http://proxy:8080\n"}, "HTTPS_PROXY"),
    "an empty label": ({"HTTP_PROXY": "http://proxy..example:8080"}, "HTTP_PROXY"),
    "a host that IDNA refuses": ({"HTTP_PROXY": "http://☃☃\N{ZERO WIDTH JOINER}.example:8080"}, "HTTP_PROXY"),
    "a password in it": ({"HTTP_PROXY": "http://me:pa55word@proxy:99999"}, "HTTP_PROXY"),
    "brackets in NO_PROXY": ({"NO_PROXY": "localhost,[::1]"}, "NO_PROXY"),
    "no certificates": ({"SSL_CERT_FILE": "/nowhere/certificates.pem"}, "SSL_CERT_FILE"),
    "a folder of certificates as a file": ({"SSL_CERT_FILE": os.sep}, "SSL_CERT_FILE"),
    "certificates that are none": ({"SSL_CERT_FILE": __file__}, "SSL_CERT_FILE"),
    "no folder of certificates": ({"SSL_CERT_DIR": "/nowhere"}, "SSL_CERT_DIR"),
    "a file as a folder of certificates": ({"SSL_CERT_DIR": __file__}, "SSL_CERT_DIR"),
    "a TLS log that cannot be written": ({"SSLKEYLOGFILE": "/nowhere/keys.log"}, "SSLKEYLOGFILE"),
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("case", ENVIRONMENT)
def test_the_environment_is_checked_before_anything_is_sent(
    api: Origin, client: str, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the variable and no password; nothing arrives, and the journal knows of no attempt."""
    variables, name = ENVIRONMENT[case]
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    with Journal(None) as journal:
        error = play(client, submit, KEY, base_url=api.url, journal=journal)
        assert [] == [job.state for job in journal.jobs() if job.state != "new"]
    assert (ConfigurationError, 0) == (type(error), api.connections)
    assert name in str(error)
    assert "pa55word" not in "".join(traceback.format_exception(error))


@pytest.mark.parametrize("client", ["sync", "async"])
def test_a_transport_of_ones_own_needs_no_environment(client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It carries every request, so that neither proxies nor certificates are looked at."""
    for name, value in (("ALL_PROXY", "socks5://127.0.0.1:9"), ("SSL_CERT_FILE", "/nowhere"), ("NO_PROXY", "[::1]")):
        monkeypatch.setenv(name, value)
    answer = httpx.MockTransport(lambda _: httpx.Response(200, json={"id": "t_42", "status": "pending"}))
    assert "t_42" == play(client, submit, KEY, transport=answer).id


@pytest.mark.parametrize("client", CLIENTS)
def test_too_few_file_descriptors(api: Origin, client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """When no socket can be opened, nothing was sent and the job stays new."""
    made: list[int] = []
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)

    def full(fox: Any) -> Any:
        """Use every descriptor that is left once the clients exist."""
        _ = fox._driver.clients()
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
        while True:
            try:
                made.append(os.dup(0))
            except OSError:
                return submit(fox)

    async def afull(fox: Any) -> Any:
        _ = await fox.get("t_42")  # the first exchange imports what it needs
        return await full(fox)

    def first(fox: Any) -> Any:
        _ = fox.get("t_42")
        return full(fox)

    assert [] == check(SORA)  # reads the contract, which is a file, too
    with Journal(None) as journal:
        try:
            error = play(client, first if client == "sync" else afull, KEY, base_url=api.url, journal=journal)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            for descriptor in made:
                os.close(descriptor)
        states = [job.state for job in journal.jobs()]
    assert (ConfigurationError, ["new"], 0) == (type(error), states, api.asked("POST"))
    assert "too many open files" in str(error)


# ------------------------------------------------------------------ arguments

CONTROL = "\x1b"
ARGUMENTS: dict[str, tuple[dict[str, Any], str]] = {
    "a key that is no text": ({"api_key": b"sk-SECRET-1234567890"}, "API key"),
    "a key that is a number": ({"api_key": 7}, "API key"),
    "a base URL with a newline": ({"base_url": "https://api.example.com\n"}, "base URL"),
    "a base URL with a tab": ({"base_url": "https://api.exa\tmple.com"}, "base URL"),
    "a base URL with a space": ({"base_url": " https://api.example.com"}, "base URL"),
    "a base URL with a control character": ({"base_url": f"https://api.example.com/{CONTROL}[2J"}, "base URL"),
    "a base URL with a backslash": ({"base_url": "https://api.example.com\\v1"}, "base URL"),
    "a base URL with path parameters": ({"base_url": "https://api.example.com/v1;a=b"}, "base URL"),
    "a base URL with an empty query": ({"base_url": "https://api.example.com/?"}, "base URL"),
    "a base URL with a password": ({"base_url": "https://me:pa55word@api.example.com"}, "user name"),
    "a base URL with a password and a bad port": ({"base_url": "https://me:pa55word@api.example.com:x"}, "base URL"),
    "a base URL with an empty label": ({"base_url": "https://api..example.com"}, "base URL"),
    "a base URL with a long label": ({"base_url": f"https://{'a' * 64}.example.com"}, "base URL"),
    "a base URL with a bad port": ({"base_url": "https://api.example.com:99999"}, "base URL"),
    "a base URL that is half an address": ({"base_url": "http://[::1"}, "base URL"),
    "a base URL that is no text": ({"base_url": b"https://api.example.com"}, "base URL"),
    "a user agent with a newline": ({"user_agent": "mine/1\r\nX-Evil: 1"}, "user_agent"),
    "a user agent that is not ASCII": ({"user_agent": "mine/€"}, "user_agent"),
    "a user agent that is no text": ({"user_agent": b"mine/1"}, "user_agent"),
    "a user agent that ends in a space": ({"user_agent": "mine/1 "}, "user_agent"),
    "a timeout that is text": ({"timeout": "60"}, "timeout"),
    "a timeout that is nothing": ({"timeout": None}, "timeout"),
    "a timeout that is yes": ({"timeout": True}, "timeout"),
    "a timeout that is a decimal": ({"timeout": Decimal(5)}, "timeout"),
    "a timeout without end": ({"timeout": float("inf")}, "timeout"),
    "a timeout that no socket can wait for": ({"timeout": 1e12}, "timeout"),
    "a transport that is none": ({"transport": "http"}, "transport"),
    "a journal that is a path": ({"journal": "jobs.sqlite"}, "journal"),
    "a clock that is a function": ({"clock": Clock().monotonic}, "clock"),
}


@pytest.mark.parametrize("client", [FoxAPI, AsyncFoxAPI])
@pytest.mark.parametrize("case", ARGUMENTS)
def test_an_argument_that_cannot_work_is_refused(client: Any, case: str) -> None:
    """By the constructor, and neither the message nor a local variable shows a password or the key."""
    arguments, words = ARGUMENTS[case]
    settings = {"api_key": KEY, **arguments}
    with pytest.raises(ConfigurationError, match=words) as caught:
        client(**settings)
    assert CONTROL not in str(caught.value)
    assert "pa55word" not in str(caught.value)
    assert "SECRET" not in shown(caught.value)


@pytest.mark.parametrize(
    ("client", "transport"),
    [(FoxAPI, httpx.AsyncHTTPTransport), (AsyncFoxAPI, httpx.HTTPTransport)],
)
def test_the_other_clients_transport_is_refused(client: Any, transport: Any) -> None:
    """A blocking client needs a blocking transport, and the other way round."""
    with pytest.raises(ConfigurationError, match="transport"):
        client(KEY, transport=transport())


@pytest.mark.parametrize("client", CLIENTS)
def test_a_base_url_that_only_httpx_refuses(client: str) -> None:
    """The first call says so, before anything is sent."""
    error = play(client, submit, KEY, base_url="https://☃☃\N{ZERO WIDTH JOINER}.example")
    assert (ConfigurationError, True) == (type(error), "base URL" in str(error))


@pytest.mark.parametrize("client", CLIENTS)
def test_a_closed_client_refuses_every_call(api: Origin, client: str) -> None:
    """Whether it was used before or not; closing twice does no harm."""
    kept: list[Any] = []

    def keep(fox: Any) -> Any:
        kept.append(fox)
        return fox.get("t_42")

    _ = play(client, keep, KEY, base_url=api.url)
    kept.append((FoxAPI if client == "sync" else AsyncFoxAPI)(KEY, base_url=api.url))
    before = api.connections
    with Journal(None) as journal:
        kept.append((FoxAPI if client == "sync" else AsyncFoxAPI)(KEY, base_url=api.url, journal=journal))
        for fox in kept:
            for close in (fox.close, fox.close):
                _ = close() if client == "sync" else asyncio.run(close())
            with pytest.raises(ConfigurationError, match="closed"):
                _ = submit(fox) if client == "sync" else asyncio.run(submit(fox))
        assert (before, []) == (api.connections, journal.jobs())


@pytest.mark.parametrize("url", ["http://api.example.com", "http://192.168.1.1:80", "http://[2001:db8::1]/api"])
@pytest.mark.parametrize("client", [FoxAPI, AsyncFoxAPI])
def test_a_key_without_encryption_is_warned_of_once(client: Any, url: str, caplog: pytest.LogCaptureFixture) -> None:
    """A client logs it when it is made; loopback and TLS need no warning."""
    with caplog.at_level(logging.WARNING, "foxapi_video"):
        for each in (url, "https://api.example.com", "http://127.0.0.1:1", "http://localhost", "http://[::1]:1"):
            client(KEY, base_url=each)
    assert ["WARNING"] == [record.levelname for record in caplog.records]
    assert "without encryption" in caplog.text


# ------------------------------------------------------------------ loopback and proxies


@pytest.mark.parametrize("client", CLIENTS)
def test_loopback_never_goes_through_a_proxy(
    api: Origin, client: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the API's requests, which carry the key, nor a download."""
    file = b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\0\x08moov" + (8 + 500).to_bytes(4) + b"mdat" + bytes(500)
    media = Origin(lambda *_: Does(http(file)))
    proxy = Origin(lambda *_: Does(http(b"", 502)))
    with FaultServer(proxy, media):
        for name in ("HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        task = play(client, submit, KEY, base_url=api.url)
        path = play(client, lambda fox: fox.download(media.url, tmp_path / "a.mp4"), KEY, base_url=api.url)
    assert ("t_42", tmp_path / "a.mp4", 0, 1) == (task.id, path, proxy.connections, media.asked("GET"))


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("localhost", True),
        ("LOCALHOST.", True),
        ("box.localhost", True),
        ("128.0.0.1", False),
        ("localhost.example.com", False),
        ("127.0.0.1.example.com", False),
        ("", False),
    ],
)
def test_what_is_loopback(host: str, here: bool) -> None:
    """Addresses and names of this machine, and nothing that only begins like one."""
    assert here == is_loopback(host)


# ------------------------------------------------------------------ the key


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        (KEY, f"Bearer {KEY}!", "Bearer sk-…!"),
        (KEY, "".join(f"\\u{ord(each):04X}" for each in KEY), "sk-…"),
        (KEY, "".join(f"%{ord(each):02x}" for each in KEY), "sk-…"),
        (KEY, KEY.replace("-", "%2D"), "sk-…"),
        ("sk-a/b+c=d1", "sk-a\\/b+c=d1 sk-a%2Fb%2bc%3Dd1 sk-a&#x2f;b&#43;c=d1", "sk-… sk-… sk-…"),
        ("k", "task k is taken", "task k is taken"),
        ("k", "authorization: bearer k, task-k", "authorization: bearer sk-…, task-k"),
    ],
)
def test_a_key_is_hidden_in_what_is_displayed(key: str, text: str, expected: str) -> None:
    """However it is escaped; a key as short as a word is hidden where it is a credential only."""
    secret = Secret.of(key)
    assert (expected, "Secret(****)", f"{secret}") == (hide_keys(text), repr(secret), "Secret(****)")
    with pytest.raises(TypeError):
        pickle.dumps(secret)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("key", ["k", "t_42", "ttttt_42-1234"])
def test_a_key_that_is_part_of_an_id_does_not_change_it(api: Origin, client: str, key: str) -> None:
    """A successful response is what the API sent, so that no paid task is lost."""
    sent = {"id": f"task-{key}-1", "status": "pending", "note": key}
    api.usual = lambda *_: Does(http(json.dumps(sent).encode()))
    task = play(client, submit, key, base_url=api.url)
    assert (sent["id"], sent) == (task.id, task.raw)


FAILURES: dict[str, Does] = {
    "401": Does(http(b'{"error": {"message": "no"}}', 401)),
    "no response": Does(end="close"),
    "reset": Does(end="reset"),
    "amid the head": Does(http(b"")[:20], end="close"),
    "amid the body": Does(http(b"{}", length=100), end="close"),
    "not HTTP": Does(b"\x16\x03\x01\x02 what?\r\n\r\n", end="close"),
    "no JSON": Does(http(b"<p>")),
    "silence": Does(end="silence"),
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("call", ["submit", "get", "upload", "refused"])
@pytest.mark.parametrize("fault", FAILURES)
def test_no_local_variable_of_an_error_is_the_key(api: Origin, client: str, call: str, fault: str) -> None:
    """Rich with show_locals and Sentry show what frames hold, those of the causes included."""
    api.usual = lambda *_: FAILURES[fault]
    api.keeps_bodies = False
    calls: dict[str, Callable[[Any], Any]] = {
        "submit": submit,
        "refused": submit,
        "get": lambda fox: fox.get("t_42"),
        "upload": lambda fox: fox.upload(b"film" * 1000),
    }

    class Hurried(Clock):
        def sleep(self, seconds: float) -> None:
            pass

        async def asleep(self, seconds: float) -> None:
            await asyncio.sleep(0)

    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{held.getsockname()[1]}" if call == "refused" else api.url
        os.environ["FOXAPI_API_KEY"] = KEY
        try:
            error = play(client, calls[call], base_url=url, timeout=0.4, clock=Hurried())
        finally:
            del os.environ["FOXAPI_API_KEY"]
    assert isinstance(error, FoxAPIError)
    assert "SECRET" not in shown(error)


@pytest.mark.parametrize("client", CLIENTS)
def test_the_error_of_a_refused_connection_names_the_url(client: str) -> None:
    """Scheme, host, port and path; no query."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{held.getsockname()[1]}"
        error = play(client, lambda fox: fox.get("t_42", sync_upstream=True), KEY, base_url=url)
    assert (ConnectionFailed, True, True) == (type(error), error.nothing_sent, f"{url}/v1/tasks/t_42 " in str(error))
    assert "sync_upstream" not in str(error)


# ------------------------------------------------------------------ responses

EXPLANATIONS = {
    "NestJS": ({"statusCode": 400, "message": "why", "error": "Bad Request"}, "why"),
    "NestJS, several": ({"statusCode": 400, "message": ["why", "whence"], "error": "Bad Request"}, "why; whence"),
    "FastAPI": ({"detail": [{"loc": ["body", "prompt"], "msg": "why", "type": "missing"}]}, "body.prompt: why"),
    "FastAPI, text": ({"detail": "why"}, "why"),
    "a problem": ({"type": "about:blank", "title": "Oh", "status": 400, "detail": "why"}, "Oh: why"),
    "a problem without details": ({"type": "about:blank", "title": "why", "status": 400}, "why"),
    "fail_reason": ({"code": 40001, "fail_reason": "why"}, "why (40001)"),
    "errors": ({"errors": [{"message": "why"}, "whence"]}, "why; whence"),
    "errors by field": ({"errors": {"prompt": ["why"]}}, "prompt: why"),
    "OAuth": ({"error": "invalid_request", "error_description": "why"}, "why"),
    "msg": ({"code": 1, "msg": "why"}, "why (1)"),
    "an error of text": ({"error": "why"}, "why"),
    "the API's own": ({"error": {"message": "why", "type": "a", "code": "b"}}, "why (a, b)"),
    "an error in an error": ({"error": {"error": {"message": "why"}}}, "why"),
    "a list": ([{"message": "why"}], "why"),
    "a terminal's commands": ({"message": "why\x1b[2J\nwhence"}, "why\\x1b[2J whence"),
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("form", EXPLANATIONS)
def test_an_errors_explanation_is_shown(api: Origin, client: str, form: str) -> None:
    """Whatever framework has written it, on one line and without control characters."""
    value, words = EXPLANATIONS[form]
    api.usual = lambda *_: Does(http(json.dumps(value).encode(), 400))
    error = play(client, submit, KEY, base_url=api.url)
    assert (RequestRejected, f"HTTP 400: {words}") == (type(error), str(error))


def test_an_errors_explanation_is_bounded(api: Origin) -> None:
    """Megabytes of words, or of nested objects, make a short message; of the body, the start is kept."""
    for value in ('{"message": "' + "why " * 500_000 + '"}', "[" * 100_000, '{"error":' * 50_000):
        api.usual = lambda *_, value=value: Does(http(value.encode(), 400))
        error = play("sync", submit, KEY, base_url=api.url)
        assert (True, True) == (len(str(error)) < 1000, len(error.body) <= 65536)


# ------------------------------------------------------------------ one place for the time


@pytest.mark.parametrize("client", CLIENTS)
def test_a_clock_of_ones_own_measures_and_pauses(api: Origin, client: str) -> None:
    """An hour of waiting takes no time."""
    begun: list[float] = []

    class Fast(Clock):
        now = 0.0

        def monotonic(self) -> float:
            return self.now

        def time(self) -> float:
            return 1_700_000_000.0 + self.now

        def sleep(self, seconds: float) -> None:
            self.now += seconds

        async def asleep(self, seconds: float) -> None:
            self.sleep(seconds)

    clock = Fast()
    error = play(client, lambda fox: fox.wait("t_42"), KEY, base_url=api.url, clock=clock)
    assert ("WaitTimeout", True, []) == (type(error).__name__, clock.now > 1000, begun)


@pytest.mark.parametrize("client", CLIENTS)
def test_a_request_that_cannot_be_written_is_not_sent(api: Origin, client: str) -> None:
    """What JSON or UTF-8 cannot hold fails before the connection."""
    value = {**SORA, "prompt": "a lone surrogate \ud800"}
    error = play(client, lambda fox: fox.submit(value, validate=False), KEY, base_url=api.url)
    assert (True, 0) == (isinstance(error, FoxAPIError), api.asked("POST"))
    assert not isinstance(error, InvalidResponse)
    assert "SubmissionUncertain" != type(error).__name__


if sys.platform == "win32":
    pytest.skip("resource limits are those of Unix", allow_module_level=True)
