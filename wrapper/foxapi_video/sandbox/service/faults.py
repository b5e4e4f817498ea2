"""Scripted faults: what goes wrong, and the queues from which each arriving request takes its own."""

from __future__ import annotations

import json
import threading
from collections import deque
from http import HTTPStatus
from typing import Literal

from attrs import field, frozen

from ..._contract.catalog import catalog

RESULT = "result"
"""The name that stands for the media origin, beside the contract's operation ids."""
RENAMED = {413: "Content Too Large", 414: "URI Too Long", 416: "Range Not Satisfiable", 422: "Unprocessable Content"}
"""The reason phrases of RFC 9110, which Python has from 3.13 on."""


@frozen
class Answer:
    """A whole HTTP answer, made up in advance."""

    status: int
    content: bytes = field(repr=False)
    headers: tuple[tuple[str, str], ...]


@frozen
class Fault:
    """One thing that goes wrong with one request; made by the class methods."""

    kind: Literal["none", "answer", "reset", "lost", "truncate", "stall", "failed", "empty"]
    answer: Answer | None = None
    at: float = 0.5
    seconds: float = 0.0
    code: str = ""
    message: str = ""
    looks: int = 0

    @classmethod
    def none(cls) -> Fault:
        """Let the request through, to put a fault on a later one."""
        return cls("none")

    @classmethod
    def status(cls, code: int, *, retry_after: float | str | None = None, html: bool = False) -> Fault:
        """Answer with an HTTP error: the documented body, or with `html` a page such as a CDN sends.

        `retry_after` is the header's value: seconds, or an HTTP date.
        """
        if not 400 <= code <= 599:
            raise ValueError(f"{code} is not an HTTP error (400 to 599): use Fault.body for other answers")
        headers = () if retry_after is None else (("retry-after", str(retry_after)),)
        if html:
            content, kind = _page(code).encode(), "text/html; charset=utf-8"
        else:
            content, kind = error_content(code), "application/json"
        return cls("answer", Answer(code, content, (("content-type", kind), *headers)))

    @classmethod
    def body(cls, content: bytes, content_type: str = "application/json", status: int = 200) -> Fault:
        """Answer with these bytes: `null`, half a JSON document, what you like."""
        return cls("answer", Answer(status, content, (("content-type", content_type),)))

    @classmethod
    def reset(cls) -> Fault:
        """Reset the connection before anything is processed."""
        return cls("reset")

    @classmethod
    def lost(cls) -> Fault:
        """Process the request (a task is created), then reset the connection instead of answering."""
        return cls("lost")

    @classmethod
    def truncate(cls, at: float = 0.5) -> Fault:
        """Close the connection after this share of the body, although Content-Length promises all of it."""
        if not 0 <= at < 1:
            raise ValueError(f"at is {at}, but must be a share of the body: 0 or more, less than 1")
        return cls("truncate", at=at)

    @classmethod
    def stall(cls, seconds: float) -> Fault:
        """Say nothing for this many real seconds, then go on as usual."""
        return cls("stall", seconds=seconds)

    @classmethod
    def failed(cls, code: str = "generation_failed", message: str = "The upstream model failed.") -> Fault:
        """Create a task that will fail with this code and message (create_video only)."""
        return cls("failed", code=code, message=message)

    @classmethod
    def empty(cls, looks: int = 2) -> Fault:
        """Create a task that, once completed, is without results for this many looks (create_video only)."""
        return cls("empty", looks=looks)


class Faults:
    """The queues of scripted faults, one an operation; safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queues: dict[str, deque[Fault]] = {name: deque() for name in (*catalog().operations, RESULT)}

    def add(self, operation: str, *faults: Fault) -> None:
        """Queue faults: each request of the operation takes the next one; when none is left all is well.

        `operation` is an operation id of the contract ("create_video", "get_task"), or "result" for the media origin.

        >>> Faults().add("create_video", Fault.status(429, retry_after=2), Fault.reset())
        """
        queue = self._queue(operation)
        for fault in faults:
            if fault.kind in ("failed", "empty") and operation != "create_video":
                raise ValueError(f"Fault.{fault.kind} is about the task that create_video makes, not {operation}")
        with self._lock:
            queue.extend(faults)

    def left(self, operation: str) -> int:
        """Count the faults that no request has taken yet."""
        return len(self._queue(operation))

    def clear(self) -> None:
        """Forget all faults that no request has taken yet."""
        with self._lock:
            for queue in self._queues.values():
                queue.clear()

    def take(self, operation: str) -> Fault:
        """Return the next fault of an operation, `Fault.none()` when its queue is empty."""
        with self._lock:
            queue = self._queues[operation]
            return queue.popleft() if queue else Fault.none()

    def _queue(self, operation: str) -> deque[Fault]:
        if operation not in self._queues:
            raise ValueError(f"{operation!r} is not an operation: {', '.join(self._queues)}")
        return self._queues[operation]


def documented_error(status: int, message: str | None = None, code: str | None = None) -> dict[str, str]:
    """Return the contract's error object for an HTTP status, the nearest documented one for an undocumented status."""
    errors = catalog().errors
    known = errors.get(str(status)) or errors["500" if status >= 500 else "400"]
    words = message or (known["message"] if str(status) in errors else f"HTTP {status}")
    return {"message": words, "type": known["type"]} | ({"code": code} if code else {})


def error_content(status: int, message: str | None = None) -> bytes:
    """Return the contract's error body for an HTTP status."""
    return json.dumps({"error": documented_error(status, message)}).encode()


def phrase(status: int) -> str:
    """Return the reason phrase of an HTTP status, under every Python the same one; empty for an unknown status."""
    try:
        return RENAMED.get(status) or HTTPStatus(status).phrase
    except ValueError:
        return ""


def _page(status: int) -> str:
    title = f"{status} {phrase(status) or 'Web server error'}"  # 520 to 529 are the CDN's own
    return f"<html>\n<head><title>{title}</title></head>\n<body><center><h1>{title}</h1></center></body>\n</html>\n"
