"""The media origin: files at signed URLs, with range requests, as a CDN serves them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from email.utils import formatdate
from xml.sax.saxutils import escape

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from .result_files import File, Files, FileUnavailable

HARMLESS = {
    "x-content-type-options": "nosniff",
    "content-disposition": "attachment",
    "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
}
"""Headers that keep browsers from running an uploaded file."""
PIECE = 1024 * 1024
"""Size of a chunk in bytes, which limits the memory for a client that does not read."""


class Pieces(Response):
    """A response that is sent in chunks."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        for at in range(0, len(self.body), PIECE):
            await send({"type": "http.response.body", "body": bytes(self.body[at : at + PIECE]), "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def media_app(files: Files, leaked: Callable[[], None]) -> ASGIApp:
    """Build the application of the media origin; `leaked` is called for each request with an Authorization header."""

    async def file(request: Request) -> Response:
        try:
            found = await files.at(request.scope["path"], request.query_params)
        except FileUnavailable as error:
            return _error(error.status, error.code, str(error))
        return _served(request, found)

    async def no_route(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return _error(error.status_code, "NoSuchKey", "The specified key does not exist.", error.headers)

    async def broken(_: Request, error: Exception) -> Response:
        return _error(500, "InternalError", f"Internal error of the sandbox: {type(error).__name__}: {error}")

    app = Starlette(
        routes=[Route("/{path:path}", file, methods=["GET", "HEAD"])],
        exception_handlers={HTTPException: no_route, Exception: broken},
    )
    app.router.redirect_slashes = False

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if any(name == b"authorization" for name, _ in scope["headers"]):
            leaked()
            refusal = _error(400, "InvalidArgument", "Only one auth mechanism allowed; the URL is already signed.")
            await refusal(scope, receive, send)
        else:
            await app(scope, receive, send)

    return guarded


def _served(request: Request, file: File) -> Response:
    """Return the file or the requested range; uvicorn omits the body for HEAD."""
    content = file.content
    changed = formatdate(int(file.changed), usegmt=True)
    headers = {"accept-ranges": "bytes", "etag": file.tag, "last-modified": changed, "cache-control": "private"}
    headers |= HARMLESS
    span = _range(request.headers.get("range", ""), len(content))
    if span is None or request.headers.get("if-range", file.tag) not in (file.tag, changed):
        return Pieces(content, 200, headers, file.media_type)
    first, last = span
    if first > last:
        return Response(b"", 416, headers | {"content-range": f"bytes */{len(content)}"})
    headers["content-range"] = f"bytes {first}-{last}/{len(content)}"
    return Pieces(content[first : last + 1], 206, headers, file.media_type)


def _range(header: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte of the range, first > last if it is not satisfiable; None for the whole file."""
    match = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", header.strip())
    if match is None or match.group(0) == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


def _error(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Response:
    text = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>\n"
    declared = '<?xml version="1.0" encoding="UTF-8"?>\n' + text
    return Response(declared, status, HARMLESS | dict(headers or {}), "application/xml")
