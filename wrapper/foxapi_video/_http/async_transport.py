"""What `transport.py` is, for asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from functools import partial
from typing import Any, cast

import httpcore
import httpx

from .._secret import Secret
from .._steps.actions import T
from .body import Body
from .errors import raise_for_status
from .networks import Networks, is_loopback, network_of
from .transport import NoCookies, Route, Sending, is_connected, keep, peer_of, time_left, whole_url, writing


class AsyncDirectClient(httpx.AsyncClient):
    """An httpx client that reaches this machine without a proxy."""

    def _transport_for_url(self, url: httpx.URL) -> httpx.AsyncBaseTransport:
        direct = bool(self._mounts) and is_loopback(url.host)
        return self._transport if direct else super()._transport_for_url(url)


class AsyncMediaClient(AsyncDirectClient):
    """What `MediaClient` is, for asyncio."""

    def __init__(self, networks: Networks, **options: Any) -> None:
        super().__init__(**options)
        self._networks = networks

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        route = Route(self, request)

        async def trace(event: str, info: Mapping[str, Any]) -> None:
            if route.is_direct(event, info):
                stream: httpcore.AsyncNetworkStream = info["return_value"]
                try:
                    peer = peer_of(stream)
                    if network_of(peer or route.host) is not None:  # a thread, as it may look up a name
                        await begin_in_thread(partial(self._networks.check, route.host, peer))
                except BaseException:
                    await stream.aclose()
                    raise

        request.extensions["trace"] = trace
        return await super().send(request, **options)


class AsyncAPIClient(AsyncDirectClient):
    """What `APIClient` is, for asyncio."""

    cookies: Any = NoCookies()

    def __init__(self, secret: Secret, *, step: float, **options: Any) -> None:
        super().__init__(**options)
        self._secret = secret
        self._step = step

    def build_request(self, method: str, url: httpx.URL | str, *, params: Any = None, **options: Any) -> httpx.Request:
        with writing():
            return super().build_request(method, whole_url(self.base_url, url, params), **options)

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        with Sending(self, request, self._transport, keeping) as sending:
            sending.begin(self._secret, self._step, sending.atrace)
            try:
                async with asyncio.timeout(time_left()):
                    response = await super().send(request, stream=True)
                    try:
                        body = Body(response, sending.exchange)
                        if not body.is_streamed:
                            _ = body.add(response.content)
                        else:
                            async with aclosing(cast(AsyncGenerator[bytes], response.aiter_raw())) as pieces:
                                async for piece in pieces:
                                    if not body.add(piece):
                                        break
                    finally:
                        await response.aclose()
            except TimeoutError as error:
                raise httpx.ReadTimeout("the response took too long", request=request) from error
        return raise_for_status(body.response())


def keeping(event: str, info: Mapping[str, Any]) -> None:
    """Keep what a new connection receives; asyncio itself ends its reads and writes at the deadline."""
    if is_connected(event):
        stream = info["return_value"]
        stream.read = partial(_read, stream.read)


async def _read(read: Callable[..., Awaitable[bytes]], *size: Any, **timeout: Any) -> bytes:
    data = await read(*size, **timeout)
    keep(data)
    return data


def begin_in_thread(function: Callable[[], T]) -> asyncio.Future[T]:
    """Begin to run a function in a thread; where there can be none, run it here: what is paid must be recorded."""
    loop = asyncio.get_running_loop()
    todo = [function]
    try:
        # an executor that fails to start a thread can still run it later, in another one
        return loop.run_in_executor(None, lambda: todo.pop()())
    except RuntimeError:  # the interpreter ends, or the system has no thread left
        done: asyncio.Future[T] = loop.create_future()
        try:
            done.set_result(todo.pop()())
        except Exception as error:
            done.set_exception(error)
        return done
