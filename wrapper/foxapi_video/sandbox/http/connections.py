"""The connections: uvicorn's, with time limits, a maximum number, and error bodies of the API."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from ..service.checks import cut
from ..service.faults import error_content, phrase
from .guard import LARGEST_HEAD

MAX_CONNECTIONS = 1000
"""Maximum number of open connections of both origins together."""
HEAD_SECONDS = 10.0
"""Timeout for a request's headers, from the start of the connection or their first byte."""
BODY_SECONDS = 120.0
"""Timeout for a request's body while the sandbox reads it."""
SEND_SECONDS = 60.0
"""Timeout for a client that does not read its response."""
LINGER_SECONDS = 1.0
"""How long a refused client may keep sending: closing immediately could destroy the response in transit."""
REFUSED = "foxapi.refused"
"""The key of the status in the ASGI scope if the connection itself refused the request."""


class Connection(H11Protocol):
    """A connection that an idle client cannot keep open."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.conn: _Wire = _Wire(h11.SERVER, LARGEST_HEAD)
        self._awaited: object = None
        self._deadline: asyncio.TimerHandle | None = None
        self._send_timer: asyncio.TimerHandle | None = None
        self._was_paused = False
        self._refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        if len(self.connections) > MAX_CONNECTIONS:
            self._refuse(503, f"The sandbox has reached its maximum of {MAX_CONNECTIONS} connections.")
        else:
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        _cancel(self._deadline)
        super().connection_lost(exc)  # it resumes writing

    def data_received(self, data: bytes) -> None:
        if not self._refused:
            super().data_received(data)
            self._watch()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        super().pause_writing()
        _cancel(self._send_timer)
        self._send_timer = self.loop.call_later(SEND_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        _cancel(self._send_timer)

    def send_400_response(self, msg: str) -> None:
        """Refuse invalid HTTP; uvicorn calls this while it handles h11's error, which has the details."""
        error = sys.exception()
        hint = error.error_status_hint if isinstance(error, h11.RemoteProtocolError) else 400
        self._refuse(hint, f"Invalid HTTP request: {cut(str(error or msg))}")

    def _watch(self) -> None:
        """Set a deadline for the part of the request that the client is sending."""
        state = self.conn.their_state
        idle = state is h11.IDLE and bool(self.cycle) and not self.conn.trailing_data[0]
        # between two requests, uvicorn's own timeout applies
        awaited = (state, self.cycle) if state in (h11.IDLE, h11.SEND_BODY) and not idle else None
        if awaited != self._awaited and not self._refused:
            self._awaited = awaited
            _cancel(self._deadline)
            if awaited is not None:
                self._deadline = self.loop.call_later(
                    HEAD_SECONDS if state is h11.IDLE else BODY_SECONDS, self._on_deadline
                )

    def _on_deadline(self) -> None:
        if self.conn.their_state is h11.IDLE:
            self._refuse(408, f"The request's headers were not complete after {HEAD_SECONDS:g} seconds.")
        elif self.flow.read_paused or self._was_paused:
            # a fault makes the sandbox pause reading, so the client is not late
            self._was_paused = self.flow.read_paused
            self._deadline = self.loop.call_later(BODY_SECONDS, self._on_deadline)
        else:
            self._refuse(408, f"The request's body was not complete after {BODY_SECONDS:g} seconds.")

    def _refuse(self, status: int, message: str) -> None:
        """Send an error unless a response has started, and close after the client had time to read it."""
        self._refused = True
        _cancel(self._deadline)
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE) and not self.transport.is_closing():
            of_request = self.conn.our_state is h11.SEND_RESPONSE
            content = error_content(status, message)
            headers = [("content-type", "application/json"), ("content-length", str(len(content)))]
            self._write(h11.Response(status_code=status, headers=[*headers, ("connection", "close")]))
            if not of_request or self.scope["method"] != "HEAD":
                self._write(h11.Data(data=content))
            self._write(h11.EndOfMessage())
            if of_request:
                extras: Any = self.scope
                extras[REFUSED] = status
        if self.cycle and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.flow.resume_reading()
        if not self.transport.is_closing():
            self.transport.write_eof()
        _ = self.loop.call_later(LINGER_SECONDS, self.transport.abort)

    def _write(self, event: h11.Response | h11.Data | h11.EndOfMessage) -> None:
        self.transport.write(self.conn.send(event))


class _Wire(h11.Connection):
    """h11 with reason phrases that do not depend on the Python version."""

    def send_with_data_passthrough(self, event: h11.Event) -> list[bytes] | None:
        if isinstance(event, h11.Response):
            reason = phrase(event.status_code)
            event = h11.Response(status_code=event.status_code, headers=list(event.headers), reason=reason)
        return super().send_with_data_passthrough(event)


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
