"""The media origin: signed files with ranges, as a CDN serves them."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping
from email.utils import formatdate
from hashlib import sha256
from xml.sax.saxutils import escape

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ._tasks import SandboxTask, Tasks


def media_app(tasks: Tasks, leaked: Callable[[], None]) -> ASGIApp:
    """Build the application of the media origin; `leaked` is called for each request that carries a key."""

    async def result(request: Request) -> Response:
        task = tasks.get(request.path_params["task_id"])
        if task is None:
            return _error(404, "NoSuchKey", "The specified key does not exist.")
        query = request.query_params
        signature = tasks.signature(task.id, query.get("expires", ""))
        if not hmac.compare_digest(signature.encode(), query.get("signature", "").encode()):
            return _error(403, "SignatureDoesNotMatch", "The signature does not match the URL.")
        clip = task.clip
        if clip is None:
            return _error(403, "AccessDenied", "Request has expired.")
        await clip.settled()
        if clip.failure is not None:
            return _error(404, "NoSuchKey", "The specified key does not exist.")
        return _file(request, task, clip.future.result())

    async def no_route(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return _error(error.status_code, "NoSuchKey", "The specified key does not exist.", error.headers)

    app = Starlette(
        routes=[Route("/results/{task_id}/video.mp4", result, methods=["GET", "HEAD"])],
        exception_handlers={HTTPException: no_route},
    )
    app.router.redirect_slashes = False

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if any(name == b"authorization" for name, _ in scope["headers"]):
            leaked()
            refusal = _error(400, "InvalidArgument", "Only one auth mechanism allowed; the URL is signed already.")
            await refusal(scope, receive, send)
        else:
            await app(scope, receive, send)

    return guarded


def _file(request: Request, task: SandboxTask, content: bytes) -> Response:
    """Answer with the file or the part that was asked for; uvicorn leaves the body out for HEAD."""
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    changed = formatdate(int(task.ends), usegmt=True)
    headers = {"accept-ranges": "bytes", "etag": tag, "last-modified": changed, "cache-control": "private"}
    asked = _range(request.headers.get("range", ""), len(content))
    if asked is None or request.headers.get("if-range", tag) not in (tag, changed):
        return Response(content, 200, headers, "video/mp4")
    first, last = asked
    if first > last:
        return Response(b"", 416, headers | {"content-range": f"bytes */{len(content)}"})
    headers["content-range"] = f"bytes {first}-{last}/{len(content)}"
    return Response(content[first : last + 1], 206, headers, "video/mp4")


def _range(header: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte asked for, first > last when there are none; None asks for the whole file."""
    match = re.fullmatch(r"bytes=([0-9]*)-([0-9]*)", header.strip())
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
    return Response(declared, status, headers, "application/xml")
