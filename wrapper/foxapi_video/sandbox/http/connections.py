"""One connection: uvicorn's, with time limits, a limit on their number, and errors in the API's words."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from ..service.checks import cut
from ..service.faults import error_content, phrase
from .guard import LARGEST_HEAD

MOST = 1000
"""Connections at a time, over both origins."""
HEAD_SECONDS = 10.0
"""How long a request's headers may take, from the connection's beginning or their first byte."""
BODY_SECONDS = 120.0
"""How long a request's body may take while the sandbox reads it."""
SEND_SECONDS = 60.0
"""How long a client may take none of what is sent to it."""
LINGER_SECONDS = 1.0
"""How long a refused client may go on sending: to close at once could destroy the response on its way."""
REFUSED = "foxapi.refused"
"""Where in the ASGI scope the status of a refusal is that the connection sent by itself."""


class Connection(H11Protocol):
    """A connection that no client can hold open by doing nothing."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.conn: _Wire = _Wire(h11.SERVER, LARGEST_HEAD)
        self._awaited: object = None
        self._deadline: asyncio.TimerHandle | None = None
        self._unsent: asyncio.TimerHandle | None = None
        self._held_up = False
        self._refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        if len(self.connections) > MOST:
            self._refuse(503, f"The sandbox has {MOST} connections already.")
        else:
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        _cancel(self._deadline)
        super().connection_lost(exc)  # which resumes the writing

    def data_received(self, data: bytes) -> None:
        if not self._refused:
            super().data_received(data)
            self._watch()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        super().pause_writing()
        _cancel(self._unsent)
        self._unsent = self.loop.call_later(SEND_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        _cancel(self._unsent)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP; uvicorn calls this where it has caught h11's error, which knows more."""
        error = sys.exception()
        hint = error.error_status_hint if isinstance(error, h11.RemoteProtocolError) else 400
        self._refuse(hint, f"Invalid HTTP request: {cut(str(error or msg))}")

    def _watch(self) -> None:
        """Set a deadline for what the client has begun to send; it stands until all of it is there."""
        state = self.conn.their_state
        idle = state is h11.IDLE and bool(self.cycle) and not self.conn.trailing_data[0]
        # An idle connection between two requests has uvicorn's own deadline.
        awaited = (state, self.cycle) if state in (h11.IDLE, h11.SEND_BODY) and not idle else None
        if awaited != self._awaited and not self._refused:
            self._awaited = awaited
            _cancel(self._deadline)
            if awaited is not None:
                self._deadline = self.loop.call_later(HEAD_SECONDS if state is h11.IDLE else BODY_SECONDS, self._late)

    def _late(self) -> None:
        if self.conn.their_state is h11.IDLE:
            self._refuse(408, f"The request's headers were not complete within {HEAD_SECONDS:g} seconds.")
        elif self.flow.read_paused or self._held_up:
            # The sandbox itself does not read, or did not until now: a fault lets the client wait.
            self._held_up = self.flow.read_paused
            self._deadline = self.loop.call_later(BODY_SECONDS, self._late)
        else:
            self._refuse(408, f"The request's body was not complete within {BODY_SECONDS:g} seconds.")

    def _refuse(self, status: int, message: str) -> None:
        """Send an error where no response has begun, and close once the client had time to read it."""
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
    """h11, with reason phrases that are the same under every Python."""

    def send_with_data_passthrough(self, event: h11.Event) -> list[bytes] | None:
        if isinstance(event, h11.Response):
            reason = phrase(event.status_code)
            event = h11.Response(status_code=event.status_code, headers=list(event.headers), reason=reason)
        return super().send_with_data_passthrough(event)


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
