"""What httpx lacks: one total time for an exchange, slow bodies included, and an error for every error status."""

from __future__ import annotations

import ssl
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any

import httpcore
import httpx

from ._answers import raise_for_status

_deadline: ContextVar[float] = ContextVar("foxapi_video_deadline", default=float("inf"))


@contextmanager
def within(seconds: float) -> Generator[None]:
    """Bound what blocking clients do inside to so many seconds in all, and tell the awaiting ones.

    Generated functions have no argument for it.
    """
    token = _deadline.set(monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


class NoCookies(httpx.Cookies):
    """Cookies that nobody keeps: the API has none, and looking for them costs a tenth of a call."""

    def extract_cookies(self, response: httpx.Response) -> None:
        pass


class APIClient(httpx.Client):
    """An httpx client whose exchanges end in time and whose error statuses are errors."""

    cookies: Any = NoCookies()

    def __init__(self, *, step: float = float("inf"), **options: Any) -> None:
        super().__init__(**options)
        self.step = step
        """Seconds that no single read or write may take longer, however long the whole exchange may."""
        bound(self)

    def build_request(self, method: str, url: httpx.URL | str, *, params: Any = None, **options: Any) -> httpx.Request:
        return super().build_request(method, whole_url(self.base_url, url, params), **options)

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        request.extensions["timeout"] = each_step(min(time_left(), self.step))
        return raise_for_status(super().send(request, **options))


def whole_url(base: httpx.URL, path: httpx.URL | str, params: Any) -> str:
    """Write a request's whole URL; httpx parses three times what it puts together itself, a tenth of a look."""
    return f"{str(base).rstrip('/')}{path}" + (f"?{httpx.QueryParams(params)}" if params else "")


def bound(client: httpx.Client) -> None:
    """Make every socket of a client keep to the deadline of `within`.

    httpx bounds each read alone, so an answer that trickles has no end, and a blocking call cannot be cancelled from
    outside. httpx has no public way to the sockets of its own transport.
    """
    for transport in (client._transport, *client._mounts.values()):  # pyright: ignore[reportPrivateUsage]
        pool = getattr(transport, "_pool", None)
        if isinstance(pool, httpcore.ConnectionPool):
            pool._network_backend = _Backend(pool._network_backend)  # pyright: ignore[reportPrivateUsage]


class _Backend(httpcore.NetworkBackend):
    """Opens connections whose every read and write ends at the deadline."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, *rest: Any, **more: Any) -> _Stream:
        return _Stream(self._backend.connect_tcp(host, port, _shorter(timeout), *rest, **more))

    def connect_unix_socket(self, path: str, timeout: float | None = None, *rest: Any, **more: Any) -> _Stream:
        return _Stream(self._backend.connect_unix_socket(path, _shorter(timeout), *rest, **more))

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _shorter(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _shorter(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> _Stream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, _shorter(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        self._stream.close()


def time_left() -> float:
    return max(_deadline.get() - monotonic(), 0.001)


def _shorter(timeout: float | None) -> float | None:
    """Return the time that a socket operation may take; at the deadline it fails at once, as if it had timed out."""
    left = time_left()
    return timeout if timeout is not None and timeout < left else None if left == float("inf") else left


def each_step(seconds: float) -> dict[str, float]:
    """Bound each step of an exchange; connecting is to fail early, while it is sure that nothing was sent."""
    return {"connect": min(seconds / 2, 15.0), "pool": seconds / 2, "read": seconds, "write": seconds}
