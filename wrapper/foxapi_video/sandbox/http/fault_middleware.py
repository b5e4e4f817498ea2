"""The outermost ASGI layer: route to the two origins, log the requests, and apply the faults."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import struct
from collections import deque
from collections.abc import Callable
from typing import Any, cast

from attrs import define
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..._contract.catalog import catalog
from ..service.checks import cut
from ..service.faults import RESULT, Fault, Faults, FixedResponse, error_content
from .api import FAULT
from .connections import REFUSED
from .guard import Guard

OnRequest = Callable[[str, str, int | None], None]
"""Called with method, path and status (None if there was no response) at the end of a request."""

LOG_LENGTH = 10_000
"""Maximum number of logged requests."""
MAX_PATH = 500
"""Maximum length of a logged path, in characters."""
MAX_DRAINED = 512 * 1024 * 1024
"""Maximum bytes of an unused body that are read; a client that sends more may get a reset instead of the response."""


@define
class Exchange:
    """One request to the API; the status is None until there is a response."""

    method: str
    path: str
    status: int | None = None


class FaultMiddleware:
    """The ASGI application that uvicorn runs."""

    def __init__(
        self,
        api: ASGIApp,
        media: ASGIApp,
        media_port: int,
        guard: Guard,
        faults: Faults,
        on_request: OnRequest | None = None,
    ) -> None:
        self._guard = guard
        self._api = api
        self._media = media
        self._media_port = media_port
        self._faults = faults
        self._on_request = on_request
        self._operations = [
            (name, facts["method"], re.compile(re.sub(r"\{\w+\}", "[^/]+", facts["path"])))
            for name, facts in catalog().operations.items()
        ]
        self.log: deque[Exchange] = deque(maxlen=LOG_LENGTH)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # stop() cancels the requests in progress; uvicorn would log that as an error
        with contextlib.suppress(asyncio.CancelledError, ClientDisconnect):
            transport = _transport(send)
            of_media = scope["server"][1] == self._media_port
            exchange = Exchange(cut(scope["method"]), cut(scope["path"], MAX_PATH))
            if not of_media:
                self.log.append(exchange)
            unread, gone = True, False

            async def receive_tracked() -> Message:
                nonlocal unread, gone
                message = await receive()
                unread, gone = message.get("more_body", False), message["type"] == "http.disconnect"
                return message

            async def send_logged(message: Message) -> None:
                if message["type"] == "http.response.start":
                    # closing with an unread body would reset the connection
                    if unread and not await _drain(receive_tracked):
                        message["headers"] = [*message["headers"], (b"connection", b"close")]
                    if not gone:
                        exchange.status = message["status"]
                await send(message)

            try:
                if refusal := self._guard.refusal(scope, foreign_pages=of_media):
                    await _send_fixed(_error(*refusal), send_logged)
                elif of_media:
                    await _perform(
                        self._faults.take(RESULT), self._media, scope, receive_tracked, send_logged, transport
                    )
                else:
                    await _perform(self._fault_for(scope), self._api, scope, receive_tracked, send_logged, transport)
            finally:
                exchange.status = scope.get(REFUSED, exchange.status)
                if self._on_request is not None and not of_media:
                    self._on_request(exchange.method, exchange.path, exchange.status)

    def _fault_for(self, scope: Scope) -> Fault:
        for name, method, path in self._operations:
            if scope["method"] == method and path.fullmatch(scope["path"]):
                return self._faults.take(name)
        return Fault.none()


async def _perform(
    fault: Fault, app: ASGIApp, scope: Scope, receive: Receive, send: Send, transport: asyncio.Transport
) -> None:
    """Let the application respond, or apply the fault."""
    scope[FAULT] = fault
    if fault.response is not None:
        await _send_fixed(fault.response, send)
    elif fault.kind == "reset":
        _ = await _drain(receive)  # otherwise the client may see the reset while it still writes
        await _reset(transport, receive)
    elif fault.kind == "lost":
        await _buffered(app, scope, receive)
        await _reset(transport, receive)
    elif fault.kind == "truncate":
        start, body = await _buffered(app, scope, receive)
        await send(start)
        await send({"type": "http.response.body", "body": body[: int(len(body) * fault.at)], "more_body": True})
        transport.close()
        await _closed(receive)
    else:
        await asyncio.sleep(fault.seconds)
        await app(scope, receive, send)


async def _drain(receive: Receive) -> bool:
    """Read the rest of a body; return False if it is too long."""
    read = 0
    while read <= MAX_DRAINED:
        message = await receive()
        read += len(message.get("body", b""))
        if not message.get("more_body"):
            return True
    return False


def _error(status: int, message: str) -> FixedResponse:
    headers = (("content-type", "application/json"), ("connection", "close"))
    return FixedResponse(status, error_content(status, message), headers)


async def _send_fixed(response: FixedResponse, send: Send) -> None:
    headers = [("content-length", str(len(response.content))), *response.headers]
    encoded = [(name.encode(), value.encode()) for name, value in headers]
    await send({"type": "http.response.start", "status": response.status, "headers": encoded})
    await send({"type": "http.response.body", "body": response.content})


async def _buffered(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
    """Run the application and return its response instead of sending it."""
    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, keep)
    return messages[0], b"".join(message["body"] for message in messages[1:])


async def _reset(transport: asyncio.Transport, receive: Receive) -> None:
    """End the connection with a TCP reset: SO_LINGER with a time of zero."""
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    await _closed(receive)


async def _closed(receive: Receive) -> None:
    """Wait until uvicorn knows that the connection is closed; otherwise it would respond with 500."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _transport(send: Send) -> asyncio.Transport:
    """Return the connection of a request, which ASGI hides: uvicorn's `send` is a method of the object that has it."""
    return cast(asyncio.Transport, cast(Any, send).__self__.transport)
