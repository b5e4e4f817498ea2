"""The body of an API response: bounded, decoded, and kept in the exchange's record as it arrives."""

from __future__ import annotations

import zlib
from typing import Any

import httpx

from .._steps.actions import EXCHANGE_LIMIT, Exchange
from ..errors import InvalidResponse

BODY_LIMIT = 16 * 1024 * 1024
"""Bytes of an API response, decoded; a task has a few thousand."""


class Body:
    """The body of a response as it arrives: decoded, bounded, and kept in the exchange's record."""

    def __init__(self, response: httpx.Response, exchange: Exchange | None) -> None:
        self._response = response
        self._exchange = exchange
        self._content = bytearray()
        if exchange is not None and response.status_code >= 200:
            exchange.started = True
            exchange.status = response.status_code
            exchange.headers = {name.lower(): value for name, value in response.headers.items()}
        self._inflate: Any = None
        self._failure: InvalidResponse | None = None
        """Why the body cannot be decoded; it is kept as it is, since an id may be in it."""
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        # a test's transport may have read and decoded the body itself
        self.is_streamed = not response.is_stream_consumed
        if not self.is_streamed or encoding in ("", "identity"):
            return
        if encoding not in ("gzip", "x-gzip", "deflate"):
            words = f"the API's response is compressed as {encoding!r:.40}, which was not asked for"
            self._failure = InvalidResponse(words)
            return
        self._inflate = zlib.decompressobj(wbits=47)  # gzip and zlib

    def add(self, piece: bytes) -> bool:
        """Take a piece; return False when there is enough to say what is wrong.

        Raises:
            InvalidResponse: a success has too long a body.
        """
        if self._inflate is not None:
            try:
                piece = self._inflate.decompress(piece, BODY_LIMIT + 1 - len(self._content))
            except zlib.error as error:
                self._failure = InvalidResponse(f"the API's compressed response cannot be decoded ({error})")
                self._inflate = None
        self._content += piece[: BODY_LIMIT + 1 - len(self._content)]
        if self._exchange is not None and len(self._exchange.body) < EXCHANGE_LIMIT:
            self._exchange.body = bytes(self._content[:EXCHANGE_LIMIT])
        if len(self._content) <= BODY_LIMIT:
            return True
        if self._response.is_success:
            raise InvalidResponse(f"the API's response is longer than {BODY_LIMIT >> 20} MB")
        del self._content[EXCHANGE_LIMIT:]
        return False

    def response(self) -> httpx.Response:
        """Return a response that holds the whole body, decoded.

        Raises:
            InvalidResponse: it cannot be decoded.
        """
        if self._failure is not None:
            raise self._failure
        headers = self._response.headers
        for name in ("content-encoding", "transfer-encoding", "content-length"):
            if name in headers:
                del headers[name]
        content, request = bytes(self._content), self._response.request
        return httpx.Response(self._response.status_code, headers=headers, content=content, request=request)
