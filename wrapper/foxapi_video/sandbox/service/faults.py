"""Scripted faults, and the queues from which requests take them."""

from __future__ import annotations

import json
import threading
from collections import deque
from http import HTTPStatus
from typing import Literal

from attrs import field, frozen

from ..._contract.catalog import catalog

RESULT = "result"
"""The name of the media origin's queue; the others are the contract's operation ids."""
RENAMED = {413: "Content Too Large", 414: "URI Too Long", 416: "Range Not Satisfiable", 422: "Unprocessable Content"}
"""The reason phrases of RFC 9110, which Python has since 3.13."""


@frozen
class FixedResponse:
    """A complete HTTP response that a fault sends."""

    status: int
    content: bytes = field(repr=False)
    headers: tuple[tuple[str, str], ...]


@frozen
class Fault:
    """A failure of one request; create it with a class method."""

    kind: Literal["none", "response", "reset", "lost", "truncate", "stall", "failed", "empty"]
    response: FixedResponse | None = None
    at: float = 0.5
    seconds: float = 0.0
    code: str = ""
    message: str = ""
    polls: int = 0

    @classmethod
    def none(cls) -> Fault:
        """Handle the request normally, so that a later one gets the next fault."""
        return cls("none")

    @classmethod
    def status(cls, code: int, *, retry_after: float | str | None = None, html: bool = False) -> Fault:
        """Respond with an HTTP error and its documented body, or with `html`, a page like a CDN's.

        `retry_after` is the value of the Retry-After header: seconds, or an HTTP date.
        """
        if not 400 <= code <= 599:
            raise ValueError(f"code must be an HTTP error, 400 to 599 (got {code}): use Fault.body for other responses")
        headers = () if retry_after is None else (("retry-after", str(retry_after)),)
        if html:
            content, kind = _page(code).encode(), "text/html; charset=utf-8"
        else:
            content, kind = error_content(code), "application/json"
        return cls("response", FixedResponse(code, content, (("content-type", kind), *headers)))

    @classmethod
    def body(cls, content: bytes, content_type: str = "application/json", status: int = 200) -> Fault:
        """Respond with these bytes, such as `null` or half a JSON document."""
        return cls("response", FixedResponse(status, content, (("content-type", content_type),)))

    @classmethod
    def reset(cls) -> Fault:
        """Reset the connection before the request is processed."""
        return cls("reset")

    @classmethod
    def lost(cls) -> Fault:
        """Process the request (a task is created), then reset the connection instead of responding."""
        return cls("lost")

    @classmethod
    def truncate(cls, at: float = 0.5) -> Fault:
        """Close the connection after a fraction `at` of the body, although Content-Length announces all of it."""
        if not 0 <= at < 1:
            raise ValueError(f"at must be a fraction of the body, 0 or more and less than 1 (got {at})")
        return cls("truncate", at=at)

    @classmethod
    def stall(cls, seconds: float) -> Fault:
        """Wait for this number of real seconds, then handle the request normally."""
        return cls("stall", seconds=seconds)

    @classmethod
    def failed(cls, code: str = "generation_failed", message: str = "The upstream model failed.") -> Fault:
        """Create a task that fails with this code and message (create_video only)."""
        return cls("failed", code=code, message=message)

    @classmethod
    def empty(cls, polls: int = 2) -> Fault:
        """Create a task that has no results for this number of polls after it completed (create_video only)."""
        return cls("empty", polls=polls)


class Faults:
    """The queues of scripted faults, one per operation; safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queues: dict[str, deque[Fault]] = {name: deque() for name in (*catalog().operations, RESULT)}

    def add(self, operation: str, *faults: Fault) -> None:
        """Queue faults: each request of the operation takes the next one, and succeeds if none is left.

        `operation` is an operation id of the contract ("create_video", "get_task"), or "result" for the media origin.

        >>> Faults().add("create_video", Fault.status(429, retry_after=2), Fault.reset())
        """
        queue = self._queue(operation)
        for fault in faults:
            if fault.kind in ("failed", "empty") and operation != "create_video":
                raise ValueError(f"Fault.{fault.kind} requires the operation create_video (got {operation})")
        with self._lock:
            queue.extend(faults)

    def left(self, operation: str) -> int:
        """Return the number of faults that no request has taken yet."""
        return len(self._queue(operation))

    def clear(self) -> None:
        """Remove all faults that no request has taken yet."""
        with self._lock:
            for queue in self._queues.values():
                queue.clear()

    def take(self, operation: str) -> Fault:
        """Return the next fault of an operation, or `Fault.none()` if its queue is empty."""
        with self._lock:
            queue = self._queues[operation]
            return queue.popleft() if queue else Fault.none()

    def _queue(self, operation: str) -> deque[Fault]:
        if operation not in self._queues:
            raise ValueError(f"operation must be one of {', '.join(self._queues)} (got {operation!r})")
        return self._queues[operation]


def documented_error(status: int, message: str | None = None, code: str | None = None) -> dict[str, str]:
    """Return the contract's error object for an HTTP status; an undocumented one has the type of 400 or 500."""
    errors = catalog().errors
    known = errors.get(str(status)) or errors["500" if status >= 500 else "400"]
    words = message or (known["message"] if str(status) in errors else f"HTTP {status}")
    return {"message": words, "type": known["type"]} | ({"code": code} if code else {})


def error_content(status: int, message: str | None = None) -> bytes:
    """Return the contract's error body for an HTTP status."""
    return json.dumps({"error": documented_error(status, message)}).encode()


def phrase(status: int) -> str:
    """Return the reason phrase of an HTTP status for any Python version, or "" for an unknown status."""
    try:
        return RENAMED.get(status) or HTTPStatus(status).phrase
    except ValueError:
        return ""


def _page(status: int) -> str:
    title = f"{status} {phrase(status) or 'Web server error'}"  # 520 to 529 come from CDNs
    return f"<html>\n<head><title>{title}</title></head>\n<body><center><h1>{title}</h1></center></body>\n</html>\n"
