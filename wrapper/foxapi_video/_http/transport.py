"""What httpx lacks: one total time for an exchange, a bounded response, a record of what was sent, errors of ours."""

from __future__ import annotations

import errno
import ssl
import threading
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic, time
from typing import Any, Protocol
from weakref import WeakSet

import httpcore
import httpx

from .._secret import Secret, hide_keys
from .._steps.actions import EXCHANGE_LIMIT, Exchange
from .._steps.tracebacks import chain_of, without_frames
from ..errors import ConfigurationError, ConnectionFailed, FoxAPIError, InvalidResponse
from .config import LONGEST, is_loopback
from .errors import connection_failed, no_connection, raise_for_status

BODY_LIMIT = 16 * 1024 * 1024
"""Bytes of an API response, decoded; a task has some thousand."""

_deadline: ContextVar[float] = ContextVar("foxapi_video_deadline", default=float("inf"))
_exchange: ContextVar[Exchange | None] = ContextVar("foxapi_video_exchange", default=None)


@contextmanager
def within(seconds: float, exchange: Exchange | None = None) -> Generator[None]:
    """Set the total timeout in seconds of the exchange inside, and the record that is to be filled.

    Generated functions have no argument for either. The time is real, not a `Clock`'s: sockets wait in no other.
    """
    deadline, record = _deadline.set(monotonic() + seconds), _exchange.set(exchange)
    try:
        yield
    finally:
        _exchange.reset(record)
        _deadline.reset(deadline)


def keep(data: bytes) -> None:
    """Keep what a connection receives in the record of the exchange: of a response that is no HTTP, nothing else is."""
    exchange = _exchange.get()
    if exchange is not None:
        exchange.receive(data)


class NoCookies(httpx.Cookies):
    """Cookies that nobody keeps: the API has none, and looking for them costs a tenth of a call."""

    def extract_cookies(self, response: httpx.Response) -> None:
        pass


class DirectClient(httpx.Client):
    """An httpx client that reaches this machine without a proxy, and whose reads end at the deadline of `within`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._backends = bound(self)

    def close(self) -> None:
        """Close every connection, also one that another thread is opening at this moment."""
        for backend in self._backends:
            backend.close()
        super().close()

    def _transport_for_url(self, url: httpx.URL) -> httpx.BaseTransport:
        direct = bool(self._mounts) and is_loopback(url.host)
        return self._transport if direct else super()._transport_for_url(url)


class APIClient(DirectClient):
    """A client of the API: it writes the key into each request, and ends in time, with a response or our error."""

    cookies: Any = NoCookies()

    def __init__(self, secret: Secret, *, step: float = float("inf"), **options: Any) -> None:
        super().__init__(**options)
        self._secret = secret
        self._step = step
        """Seconds that no single read or write may take longer, however long the whole exchange may."""

    def build_request(self, method: str, url: httpx.URL | str, *, params: Any = None, **options: Any) -> httpx.Request:
        with written():
            return super().build_request(method, whole_url(self.base_url, url, params), **options)

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        with Sending(self, request, self._transport, self._step) as sending:
            sending.begin(self._secret)
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


class Sending:
    """One request on its way: the same for both clients, without I/O."""

    def __init__(self, client: _Client, request: httpx.Request, transport: object, step: float) -> None:
        self.exchange = _exchange.get()
        self._client = client
        self._request = request
        # httpx's own transports tell when the request begins to leave; of any other one, nothing is known
        own = (httpx.HTTPTransport, httpx.AsyncHTTPTransport)
        self._tells = type(transport) in own or getattr(transport, "has_trace", False)
        self._told = False
        """Whether it has told anything: one that a test has put in its place does not."""
        self._step = step

    def begin(self, secret: Secret) -> None:
        """Prepare the request to be sent.

        Raises:
            ConfigurationError: the client is closed.
            ConnectionFailed: it is too late to send it.
        """
        if self._client.is_closed:
            raise closed()
        self._request.headers["authorization"] = f"Bearer {secret.reveal()}"
        self._request.extensions["timeout"] = each_step(min(max(time_left(), 0.001), self._step))
        if self.exchange is None:
            return
        if self._tells:
            asynchronous = isinstance(self._client, httpx.AsyncClient)
            self._request.extensions["trace"] = self._atrace if asynchronous else self._trace
            self._request.extensions["receive"] = self.exchange.receive  # for aiohttp; httpx has `keep`
            self._check_time()
        else:
            self._start()

    def _check_time(self) -> None:
        # the real time, whatever clock the client has: other processes go by it, too
        if self.exchange is not None and time() > self.exchange.not_after:
            words = "the time in which the request could be sent has passed, so that nothing was sent"
            raise ConnectionFailed(f"{words}; repeat the call", nothing_sent=True)

    def _start(self) -> None:
        """Note that the first byte is about to leave, unless it is too late for that."""
        if self.exchange is not None and not self.exchange.started:
            self._check_time()
            if time_left() <= 0:  # a look-up of a name cannot be interrupted
                words = "the connection took longer than the timeout, so that nothing was sent"
                raise ConnectionFailed(f"{words}; repeat the call", nothing_sent=True)
            self.exchange.started = True

    def _trace(self, name: str, info: Any) -> None:
        self._told = True
        # a CONNECT is for the proxy and creates nothing
        if name.endswith("send_request_headers.started") and getattr(info.get("request"), "method", b"") != b"CONNECT":
            self._start()

    async def _atrace(self, name: str, info: Any) -> None:
        self._trace(name, info)

    def __enter__(self) -> Sending:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Make every failure one of ours that says where the request went and whether it can have left."""
        if error is None or isinstance(error, FoxAPIError):
            return
        self._conclude(error)
        without_frames(error)  # of Ctrl-C and cancellation, too
        without_keys(error)
        if isinstance(error, Exception):
            raise self._failure(error) from error

    def _conclude(self, error: BaseException) -> None:
        """Expect the worst of a transport that told nothing: a test's, put in the place of httpx's own."""
        if self.exchange is not None and not self._told and not no_connection(error):
            self.exchange.started = True

    def _failure(self, error: Exception) -> FoxAPIError:
        if self._client.is_closed and isinstance(error, RuntimeError):
            return closed()
        nothing_sent = None if self.exchange is None else not self.exchange.started
        full = next((each for each in chain_of(error) if getattr(each, "errno", None) in FULL), None)
        if full is not None and nothing_sent:
            words = f"nothing was sent: the process has too many open files ({full})"
            return ConfigurationError(f"{words}; raise the limit (ulimit -n), or do less at a time")
        return connection_failed(error, url=self._request.url, nothing_sent=nothing_sent)


FULL = (errno.EMFILE, errno.ENFILE)


class Body:
    """The body of a response as it arrives: decoded, bounded, and kept in the exchange's record."""

    def __init__(self, response: httpx.Response, exchange: Exchange | None) -> None:
        self._response = response
        self._exchange = exchange
        self._content = bytearray()
        if exchange is not None and response.status_code >= 200:
            exchange.started = True
            exchange.status = response.status_code
            exchange.headers = {name.lower(): value for name, value in response.headers.items()}
        self._inflate: Any = None
        self._failure: InvalidResponse | None = None
        """Why the body cannot be decoded; it is kept as it is, since an id may be in it."""
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        # a test's transport may have read and decoded the body itself
        self.is_streamed = not response.is_stream_consumed
        if not self.is_streamed or encoding in ("", "identity"):
            return
        if encoding not in ("gzip", "x-gzip", "deflate"):
            words = f"the API's response is compressed as {encoding!r:.40}, which was not asked for"
            self._failure = InvalidResponse(words)
            return
        self._inflate = zlib.decompressobj(wbits=47)  # gzip and zlib

    def add(self, piece: bytes) -> bool:
        """Take a piece; return False when there is enough to say what is wrong.

        Raises:
            InvalidResponse: a success has too long a body.
        """
        if self._inflate is not None:
            try:
                piece = self._inflate.decompress(piece, BODY_LIMIT + 1 - len(self._content))
            except zlib.error as error:
                self._failure = InvalidResponse(f"the API's compressed response cannot be decoded ({error})")
                self._inflate = None
        self._content += piece[: BODY_LIMIT + 1 - len(self._content)]
        if self._exchange is not None and len(self._exchange.body) < EXCHANGE_LIMIT:
            self._exchange.body = bytes(self._content[:EXCHANGE_LIMIT])
        if len(self._content) <= BODY_LIMIT:
            return True
        if self._response.is_success:
            raise InvalidResponse(f"the API's response is longer than {BODY_LIMIT >> 20} MB")
        del self._content[EXCHANGE_LIMIT:]
        return False

    def response(self) -> httpx.Response:
        """Return a response that holds the whole body, decoded.

        Raises:
            InvalidResponse: it cannot be decoded.
        """
        if self._failure is not None:
            raise self._failure
        headers = self._response.headers
        for name in ("content-encoding", "transfer-encoding", "content-length"):
            if name in headers:
                del headers[name]
        content, request = bytes(self._content), self._response.request
        return httpx.Response(self._response.status_code, headers=headers, content=content, request=request)


@contextmanager
def written() -> Generator[None]:
    """Say of a request that cannot even be written that nothing was sent."""
    try:
        yield
    except (httpx.InvalidURL, ValueError, TypeError, RecursionError) as error:
        words = f"the request cannot be written ({type(error).__name__}: {error}); nothing was sent"
        raise ConnectionFailed(words, nothing_sent=True) from error


def closed() -> ConfigurationError:
    return ConfigurationError("the client is closed, so nothing was sent: create a new one")


def without_keys(error: BaseException) -> None:
    """Hide the key in the words of an error and its causes: they can repeat a response that repeats the request."""
    for each in chain_of(error):
        if any(isinstance(word, str) and hide_keys(word) != word for word in each.args):
            each.args = tuple(hide_keys(word) if isinstance(word, str) else word for word in each.args)
        if isinstance(words := getattr(each, "message", None), str):
            vars(each)["message"] = hide_keys(words)


def whole_url(base: httpx.URL, path: httpx.URL | str, params: Any) -> str:
    """Write a request's whole URL; httpx parses three times what it puts together itself, a tenth of a look."""
    return f"{str(base).rstrip('/')}{path}" + (f"?{httpx.QueryParams(params)}" if params else "")


def bound(client: httpx.Client) -> list[_Backend]:
    """Make every socket of a client keep to the deadline of `within`.

    httpx bounds each read alone, so an answer that trickles has no end, and a blocking call cannot be cancelled from
    outside. httpx has no public way to the sockets of its own transport.
    """
    backends: list[_Backend] = []
    for pool in pools(client):
        if not isinstance(pool._network_backend, _Backend):
            pool._network_backend = _Backend(pool._network_backend)
        backends.append(pool._network_backend)
    return backends


def pools(client: httpx.Client | httpx.AsyncClient) -> Generator[Any]:
    """Yield the connection pools of a client, those for proxies included."""
    for transport in (client._transport, *client._mounts.values()):  # pyright: ignore[reportPrivateUsage]
        pool = getattr(transport, "_pool", None)
        if isinstance(pool, httpcore.ConnectionPool | httpcore.AsyncConnectionPool):
            yield pool


class _Backend(httpcore.NetworkBackend):
    """Opens connections whose every read and write ends at the deadline."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._backend = backend
        self._lock = threading.Lock()
        self._open: WeakSet[httpcore.NetworkStream] = WeakSet()
        self._is_closed = False

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, *rest: Any, **more: Any) -> _Stream:
        left = _shorter(timeout, httpcore.ConnectTimeout)
        return self.stream(self._backend.connect_tcp(host, port, left, *rest, **more))

    def connect_unix_socket(self, path: str, timeout: float | None = None, *rest: Any, **more: Any) -> _Stream:
        left = _shorter(timeout, httpcore.ConnectTimeout)
        return self.stream(self._backend.connect_unix_socket(path, left, *rest, **more))

    def stream(self, stream: httpcore.NetworkStream) -> _Stream:
        """Return a connection that `close` will close: httpcore's pool closes none that is still being opened."""
        with self._lock:
            if not self._is_closed:
                self._open.add(stream)
                return _Stream(stream, self)
        stream.close()
        raise httpcore.ConnectError("the client was closed")

    def close(self) -> None:
        """Close every connection, and open no more."""
        with self._lock:
            self._is_closed, streams = True, list(self._open)
        for stream in streams:
            stream.close()

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, backend: _Backend) -> None:
        self._stream = stream
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, _shorter(timeout, httpcore.ReadTimeout))
        keep(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _shorter(timeout, httpcore.WriteTimeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> _Stream:
        left = _shorter(timeout, httpcore.ConnectTimeout)
        return self._backend.stream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        self._stream.close()


def time_left() -> float:
    """Return the real seconds until the deadline; 0 or less when it has passed."""
    return _deadline.get() - monotonic()


def _shorter(timeout: float | None, late: type[Exception]) -> float | None:
    """Return the seconds that a socket operation may take; at the deadline it fails, though data may be ready."""
    left = time_left()
    if left <= 0:
        raise late("the time for the whole exchange has passed")
    least = left if timeout is None else min(left, timeout)
    return least if least <= LONGEST else None


def each_step(seconds: float) -> dict[str, float]:
    """Bound each step of an exchange; connecting is to fail early, while it is sure that nothing was sent."""
    return {"connect": min(seconds / 2, 15.0), "pool": seconds / 2, "read": seconds, "write": seconds}
