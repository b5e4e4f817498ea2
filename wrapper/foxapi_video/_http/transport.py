"""What httpx lacks: one deadline for an exchange, a record of what was sent and received, errors of ours."""

from __future__ import annotations

import errno
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from time import monotonic
from typing import Any, Protocol

import httpcore
import httpx

from .._secret import Secret, hide_keys
from .._steps.actions import Exchange, T
from .._steps.tracebacks import chain_of, without_frames
from ..errors import ConfigurationError, ConnectionFailed, FoxAPIError
from .body import Body
from .config import LONGEST
from .errors import connection_failed, no_connection, raise_for_status
from .networks import Networks, is_loopback

Trace = Callable[[str, Mapping[str, Any]], Any]
"""What httpcore's "trace" extension calls with the name of each step of a request, and what the step has."""

_deadline: ContextVar[float] = ContextVar("foxapi_video_deadline", default=float("inf"))
_exchange: ContextVar[Exchange | None] = ContextVar("foxapi_video_exchange", default=None)


@contextmanager
def deadline(seconds: float, exchange: Exchange | None = None) -> Generator[None]:
    """Set the total timeout in seconds of the exchange inside, and the record that is to be filled.

    Generated functions have no argument for either. The time is real, not a `Clock`'s: sockets wait in no other.
    """
    end, record = _deadline.set(monotonic() + seconds), _exchange.set(exchange)
    try:
        yield
    finally:
        _exchange.reset(record)
        _deadline.reset(end)


def time_left() -> float:
    """Return the real seconds until the deadline; 0 or less when it has passed."""
    return _deadline.get() - monotonic()


def keep(data: bytes) -> None:
    """Keep what a connection receives in the record of the exchange: of an invalid response, nothing else is left."""
    exchange = _exchange.get()
    if exchange is not None:
        exchange.receive(data)


def is_connected(event: str) -> bool:
    """Return True for the events of httpcore's "trace" extension that return a new connection."""
    return event.endswith((".connect_tcp.complete", ".connect_unix_socket.complete", ".start_tls.complete"))


def bound(event: str, info: Mapping[str, Any]) -> None:
    """Bound each read and write of a new connection by the deadline, and keep what it receives.

    httpx bounds each read alone, so that a response that trickles has no end, and nothing can cancel a blocking call
    from outside.
    """
    if is_connected(event):
        stream = info["return_value"]
        for method, bounded in (("read", _read), ("write", _write), ("start_tls", _start_tls)):
            setattr(stream, method, partial(bounded, getattr(stream, method)))


def _read(read: Callable[..., bytes], max_bytes: int, timeout: float | None = None) -> bytes:
    data = read(max_bytes, _shorter(timeout, httpcore.ReadTimeout))
    keep(data)
    return data


def _write(write: Callable[..., None], buffer: bytes, timeout: float | None = None) -> None:
    write(buffer, _shorter(timeout, httpcore.WriteTimeout))


def _start_tls(start: Callable[..., T], ssl_context: Any, server_hostname: Any = None, timeout: Any = None) -> T:
    return start(ssl_context, server_hostname, _shorter(timeout, httpcore.ConnectTimeout))


def _shorter(timeout: float | None, late: type[Exception]) -> float | None:
    """Return the seconds that a socket operation may take; at the deadline it fails, though data may be ready."""
    left = time_left()
    if left <= 0:
        raise late("the time for the whole exchange has passed")
    least = left if timeout is None else min(left, timeout)
    return least if least <= LONGEST else None


class NoCookies(httpx.Cookies):
    """No cookies: the API sets none, and parsing them costs a tenth of a call."""

    def extract_cookies(self, response: httpx.Response) -> None:
        pass


class DirectClient(httpx.Client):
    """An httpx client that reaches this machine without a proxy."""

    def _transport_for_url(self, url: httpx.URL) -> httpx.BaseTransport:
        direct = bool(self._mounts) and is_loopback(url.host)
        return self._transport if direct else super()._transport_for_url(url)


class MediaClient(DirectClient):
    """A client that fetches results: it has no key, and connects to no address that `Networks` refuses."""

    def __init__(self, networks: Networks, **options: Any) -> None:
        super().__init__(**options)
        self._networks = networks

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        route = Route(self, request)

        def trace(event: str, info: Mapping[str, Any]) -> None:
            bound(event, info)
            if route.is_direct(event, info):
                stream: httpcore.NetworkStream = info["return_value"]
                try:
                    self._networks.check(route.host, peer_of(stream))
                except BaseException:
                    stream.close()
                    raise

        request.extensions["trace"] = trace
        return super().send(request, **options)


class APIClient(DirectClient):
    """A client of the API: it writes the key into each request, and ends in time, with a response or our error."""

    cookies: Any = NoCookies()

    def __init__(self, secret: Secret, *, step: float, **options: Any) -> None:
        super().__init__(**options)
        self._secret = secret
        self._step = step
        """Seconds that no single read or write may take longer, however long the whole exchange may."""

    def build_request(self, method: str, url: httpx.URL | str, *, params: Any = None, **options: Any) -> httpx.Request:
        with writing():
            return super().build_request(method, whole_url(self.base_url, url, params), **options)

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        with Sending(self, request, self._transport, bound) as sending:
            sending.begin(self._secret, self._step, sending.trace)
            response = super().send(request, stream=True)
            try:
                body = Body(response, sending.exchange)
                for piece in response.iter_raw() if body.is_streamed else [response.content]:
                    if time_left() <= 0:
                        raise httpx.ReadTimeout("the response took too long", request=request)
                    if not body.add(piece):
                        break
            finally:
                response.close()
        return raise_for_status(body.response())


class _Client(Protocol):
    @property
    def is_closed(self) -> bool: ...


class Route:
    """Where the request of a download goes."""

    def __init__(self, client: _Client, request: httpx.Request) -> None:
        self.host = request.url.raw_host.decode("ascii")
        self._client = client
        self._connecting_to = ""

    def is_direct(self, event: str, info: Mapping[str, Any]) -> bool:
        """Return True where httpcore has just connected to the URL's own host, and to no proxy."""
        if event.endswith("connect_tcp.started"):
            self._connecting_to = info["host"]
        check_open(self._client, event)
        return event.endswith("connect_tcp.complete") and self._connecting_to == self.host


def check_open(client: _Client, event: str) -> None:
    """Refuse to send on a connection that was being opened when its client was closed: the pool did not close it."""
    if client.is_closed and event.endswith("send_request_headers.started"):
        raise closed()


def peer_of(stream: httpcore.NetworkStream | httpcore.AsyncNetworkStream) -> str | None:
    """Return the address at a connection's other end."""
    address: tuple[Any, ...] | None = stream.get_extra_info("server_addr")
    return str(address[0]) if address else None


class Sending:
    """One request to the API while it is sent: the same for both clients, without I/O."""

    def __init__(self, client: _Client, request: httpx.Request, transport: object, watch: Trace) -> None:
        self.exchange = _exchange.get()
        self._client = client
        self._request = request
        self._watch = watch
        # httpx's own transports report when the request begins to leave; nothing is known of any other one
        own = (httpx.HTTPTransport, httpx.AsyncHTTPTransport)
        self._reports = type(transport) in own or getattr(transport, "has_trace", False)
        self._has_reported = False
        """True once it has reported anything: a function with which a test replaces it does not."""

    def begin(self, secret: Secret, step: float, trace: Trace) -> None:
        """Prepare the request to be sent.

        Raises:
            ConfigurationError: the client is closed.
            ConnectionFailed: it is too late to send it.
        """
        if self._client.is_closed:
            raise closed()
        seconds = min(max(time_left(), 0.001), step)
        self._request.headers["authorization"] = f"Bearer {secret.reveal()}"
        # connecting is to fail early, while it is certain that nothing was sent
        connect = {"connect": min(seconds / 2, 15.0), "pool": seconds / 2}
        self._request.extensions.update(timeout={**connect, "read": seconds, "write": seconds}, trace=trace)
        if self.exchange is None:
            return
        if self._reports:
            self._request.extensions["receive"] = self.exchange.receive  # for aiohttp; httpx has `keep`
            self._check_time()
        else:
            self._start()

    def _check_time(self) -> None:
        if self.exchange is not None and self.exchange.is_too_late:
            words = "the time in which the request could be sent has passed, so that nothing was sent"
            raise ConnectionFailed(f"{words}; repeat the call", nothing_sent=True)

    def _start(self) -> None:
        """Note that the first byte is about to leave, unless it is too late for that."""
        if self.exchange is not None and not self.exchange.started:
            self._check_time()
            if time_left() <= 0:  # a DNS lookup cannot be interrupted
                words = "the connection took longer than the timeout, so that nothing was sent"
                raise ConnectionFailed(f"{words}; repeat the call", nothing_sent=True)
            self.exchange.started = True

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Follow what httpcore does with the request."""
        self._has_reported = True
        self._watch(event, info)
        check_open(self._client, event)
        # a CONNECT is for the proxy and creates nothing
        if event.endswith("send_request_headers.started") and getattr(info.get("request"), "method", "") != b"CONNECT":
            self._start()

    async def atrace(self, event: str, info: Mapping[str, Any]) -> None:
        self.trace(event, info)

    def __enter__(self) -> Sending:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Make every failure an error of ours that says where the request went and whether it may have been sent."""
        if error is None or isinstance(error, FoxAPIError):
            return
        # assume the worst if the transport reported nothing: a test has replaced httpx's own
        if self.exchange is not None and not self._has_reported and not no_connection(error):
            self.exchange.started = True
        without_frames(error)  # of Ctrl-C and cancellation, too
        without_keys(error)
        if isinstance(error, Exception):
            raise self._failure(error) from error

    def _failure(self, error: Exception) -> FoxAPIError:
        if self._client.is_closed and isinstance(error, RuntimeError):
            return closed()
        nothing_sent = None if self.exchange is None else not self.exchange.started
        full = next((each for each in chain_of(error) if getattr(each, "errno", None) in FULL), None)
        if full is not None and nothing_sent:
            words = f"nothing was sent: the process has too many open files ({full})"
            return ConfigurationError(f"{words}; raise the limit (ulimit -n), or reduce the concurrency")
        return connection_failed(error, url=self._request.url, nothing_sent=nothing_sent)


FULL = (errno.EMFILE, errno.ENFILE)


@contextmanager
def writing() -> Generator[None]:
    """Raise ConnectionFailed, with nothing sent, for a request that cannot be built."""
    try:
        yield
    except (httpx.InvalidURL, ValueError, TypeError, RecursionError) as error:
        words = f"the request cannot be built ({type(error).__name__}: {error}); nothing was sent"
        raise ConnectionFailed(words, nothing_sent=True) from error


def closed() -> ConfigurationError:
    return ConfigurationError("the client is closed, so nothing was sent: create a new one")


def without_keys(error: BaseException) -> None:
    """Hide the key in the texts of an error and its causes: they may quote a response that quotes the request."""
    for each in chain_of(error):
        if any(isinstance(word, str) and hide_keys(word) != word for word in each.args):
            each.args = tuple(hide_keys(word) if isinstance(word, str) else word for word in each.args)
        if isinstance(words := getattr(each, "message", None), str):
            vars(each)["message"] = hide_keys(words)


def whole_url(base: httpx.URL, path: httpx.URL | str, params: Any) -> str:
    """Write a request's whole URL: httpx parses one that it joins three times, which costs a tenth of a poll."""
    return f"{str(base).rstrip('/')}{path}" + (f"?{httpx.QueryParams(params)}" if params else "")
