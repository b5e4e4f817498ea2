"""The outermost layer: tells the two origins apart, keeps the log of requests, does what the faults say."""

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
from ..service.faults import RESULT, Answer, Fault, Faults, error_content
from .api import FAULT
from .connections import REFUSED
from .guard import Guard

OnRequest = Callable[[str, str, int | None], None]
"""Called with method, path and status (None where nothing was answered) once a request is done with."""

LOGGED = 10_000
"""Requests that the log holds."""
LONGEST_PATH = 500
"""Characters of a path that it holds."""
DRAINED = 512 * 1024 * 1024
"""Bytes that are read of a body for nobody; whoever sends more may see a reset instead of the response."""


@define
class Exchange:
    """One request at the API origin; the status is None as long as, or when, nothing was answered."""

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
        self.log: deque[Exchange] = deque(maxlen=LOGGED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Cancelled is what stop() does to a request under way; uvicorn would log it as an error.
        with contextlib.suppress(asyncio.CancelledError, ClientDisconnect):
            transport = _transport(send)
            of_media = scope["server"][1] == self._media_port
            exchange = Exchange(cut(scope["method"]), cut(scope["path"], LONGEST_PATH))
            if not of_media:
                self.log.append(exchange)
            unread, gone = True, False

            async def heard() -> Message:
                nonlocal unread, gone
                message = await receive()
                unread, gone = message.get("more_body", False), message["type"] == "http.disconnect"
                return message

            async def noted(message: Message) -> None:
                if message["type"] == "http.response.start":
                    # a body left unread would turn the answer into a reset
                    if unread and not await _drain(heard):
                        message["headers"] = [*message["headers"], (b"connection", b"close")]
                    if not gone:
                        exchange.status = message["status"]
                await send(message)

            try:
                if refusal := self._guard.refusal(scope, foreign_pages=of_media):
                    await _answer(_error(*refusal), noted)
                elif of_media:
                    await _perform(self._faults.take(RESULT), self._media, scope, heard, noted, transport)
                else:
                    await _perform(self._fault_for(scope), self._api, scope, heard, noted, transport)
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
    """Let the application answer, or do what the fault says."""
    scope[FAULT] = fault
    if fault.answer is not None:
        await _answer(fault.answer, send)
    elif fault.kind == "reset":
        _ = await _drain(receive)  # else the reset can meet the client while it still writes
        await _reset(transport, receive)
    elif fault.kind == "lost":
        await _collected(app, scope, receive)
        await _reset(transport, receive)
    elif fault.kind == "truncate":
        start, body = await _collected(app, scope, receive)
        await send(start)
        await send({"type": "http.response.body", "body": body[: int(len(body) * fault.at)], "more_body": True})
        transport.close()
        await _closed(receive)
    else:
        await asyncio.sleep(fault.seconds)
        await app(scope, receive, send)


async def _drain(receive: Receive) -> bool:
    """Read what is left of a body; False when it has no end within reason."""
    read = 0
    while read <= DRAINED:
        message = await receive()
        read += len(message.get("body", b""))
        if not message.get("more_body"):
            return True
    return False


def _error(status: int, message: str) -> Answer:
    headers = (("content-type", "application/json"), ("connection", "close"))
    return Answer(status, error_content(status, message), headers)


async def _answer(answer: Answer, send: Send) -> None:
    headers = [("content-length", str(len(answer.content))), *answer.headers]
    encoded = [(name.encode(), value.encode()) for name, value in headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": encoded})
    await send({"type": "http.response.body", "body": answer.content})


async def _collected(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
    """Run the application and keep its answer from the client."""
    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, keep)
    return messages[0], b"".join(message["body"] for message in messages[1:])


async def _reset(transport: asyncio.Transport, receive: Receive) -> None:
    """End the connection with a TCP reset, which is what no linger time makes of a close."""
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    await _closed(receive)


async def _closed(receive: Receive) -> None:
    """Wait until uvicorn knows that the connection is gone; it would answer 500 otherwise."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _transport(send: Send) -> asyncio.Transport:
    """Find the connection of a request: ASGI hides it, but uvicorn's `send` is a method of what holds it."""
    return cast(asyncio.Transport, cast(Any, send).__self__.transport)
