"""What httpx lacks: one total time for an exchange, slow bodies included, and an error for every error status."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any

import httpx

from ._answers import raise_for_status

_seconds: ContextVar[float] = ContextVar("foxapi_video_seconds", default=60.0)


@contextmanager
def within(seconds: float) -> Generator[None]:
    """Bound each exchange that is made inside to so many seconds in all.

    Generated functions have no argument for it.
    """
    token = _seconds.set(seconds)
    try:
        yield
    finally:
        _seconds.reset(token)


class APIClient(httpx.Client):
    """An httpx client whose exchanges are bounded as a whole and whose error statuses are errors."""

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        request.extensions["timeout"] = _each(_seconds.get())
        deadline = monotonic() + _seconds.get()
        options["stream"] = True
        response = super().send(request, **options)
        try:
            response.stream = _UntilDeadline(response.stream, request, deadline)
            response.read()
        finally:
            response.close()
        return raise_for_status(response)


class AsyncAPIClient(httpx.AsyncClient):
    """The same, for asyncio."""

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        request.extensions["timeout"] = _each(_seconds.get())
        try:
            async with asyncio.timeout(_seconds.get()):
                response = await super().send(request, **options)
        except TimeoutError as error:
            raise httpx.ReadTimeout("the answer took too long", request=request) from error
        return raise_for_status(response)


class _UntilDeadline(httpx.SyncByteStream):
    """A body that stops being read at the deadline, however small its pieces come."""

    def __init__(self, stream: Any, request: httpx.Request, deadline: float) -> None:
        self._stream = stream
        self._request = request
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            if monotonic() > self._deadline:
                raise httpx.ReadTimeout("the answer took too long", request=self._request)
            yield piece

    def close(self) -> None:
        self._stream.close()


def _each(seconds: float) -> dict[str, float]:
    """Bound each step of an exchange; connecting is to fail early, while it is sure that nothing was sent."""
    return {"connect": min(seconds / 2, 15.0), "pool": seconds / 2, "read": seconds, "write": seconds}
