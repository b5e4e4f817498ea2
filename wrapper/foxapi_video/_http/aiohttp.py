"""aiohttp as httpx's transport: several times as many requests per second. Imported if the extra is installed."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any, cast

import aiohttp
import httpx
from aiohttp.client_proto import ResponseHandler
from httpx_aiohttp import AiohttpTransport

_trace: ContextVar[Any] = ContextVar("foxapi_video_trace", default=None)
_receive: ContextVar[Any] = ContextVar("foxapi_video_receive", default=None)


class TracedTransport(AiohttpTransport):
    """httpx-aiohttp's transport, whose errors say whether anything may have been sent.

    It calls a request's "trace" extension as httpx's own transport does, and "receive" with the bytes that arrive. It
    must be created in the event loop that uses it.
    """

    has_trace = True

    def __init__(self, tls: ssl.SSLContext | bool, *, fresh: bool) -> None:
        connector = aiohttp.TCPConnector(ssl=tls, limit=0, force_close=fresh)
        # aiohttp gives no public access to bytes that are not valid HTTP
        vars(connector)["_factory"] = partial(_Protocol, **vars(connector)["_factory"].keywords)
        session = aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), request_class=_Request
        )
        super().__init__(verify=tls, client=session)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        trace = request.extensions.get("trace")
        if trace is not None:
            await trace("aiohttp.request.started", {})
        token, receiving = _trace.set(trace), _receive.set(request.extensions.get("receive"))
        try:
            with translate_aiohttp_errors():
                response = await super().handle_async_request(request)
        finally:
            _receive.reset(receiving)
            _trace.reset(token)
        response.stream = _Stream(cast(httpx.AsyncByteStream, response.stream))
        return response


class _Protocol(ResponseHandler):
    """A connection that reports what it receives."""

    receive: Callable[[bytes], None] | None = None

    def data_received(self, data: bytes) -> None:
        if self.receive is not None:
            self.receive(data)
        super().data_received(data)


class _Request(aiohttp.ClientRequest):
    async def send(self, conn: Any) -> aiohttp.ClientResponse:
        """Report that the connection is open and the first byte is about to be sent."""
        trace = _trace.get()
        if trace is not None:
            await trace("aiohttp.send_request_headers.started", {})
        conn.protocol.receive = _receive.get()
        return await super().send(conn)


class _Stream(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with translate_aiohttp_errors():
            async for piece in self._stream:
                yield piece

    async def aclose(self) -> None:
        with translate_aiohttp_errors():
            await self._stream.aclose()


@contextmanager
def translate_aiohttp_errors() -> Generator[None]:
    """Translate every error of aiohttp to one of httpx's, which means "no connection" only if that is certain.

    httpx-aiohttp raises ConnectTimeout for every lost connection, even if the request had been sent, and does not
    translate some errors.
    """
    try:
        yield
    except (httpx.TransportError, aiohttp.ClientError) as error:
        cause = error.__cause__ if isinstance(error, httpx.TransportError) else error
        words = f"{type(cause).__name__}: {cause}" if cause is not None else str(error)
        if isinstance(cause, aiohttp.ClientResponseError):
            cause.request_info, cause.args = cast(Any, None), ()  # it would show the headers, and the key with them
        if isinstance(cause, aiohttp.ConnectionTimeoutError):
            raise httpx.ConnectTimeout(words) from cause
        if isinstance(cause, aiohttp.ClientConnectorError):
            raise httpx.ConnectError(words) from cause
        if isinstance(cause, aiohttp.InvalidURL):
            raise httpx.UnsupportedProtocol(words) from cause
        if isinstance(cause, TimeoutError):
            raise httpx.ReadTimeout(words) from cause
        raise httpx.ReadError(words) from cause
