"""The API origin: keys, bodies and answers as the contract has them."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .._catalogue import Family, catalogue, listed
from ._checks import complaints, parsed
from ._faults import Fault, documented_error
from ._tasks import Tasks

LARGEST = 1024 * 1024
"""Bytes of the largest body that is taken; a request holds URLs, not files."""
FAULT = "foxapi.fault"
"""Where in the ASGI scope the fault stands that a request has taken."""


class Refused(Exception):
    """The request is answered with an error."""

    def __init__(self, status: int, message: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.error = documented_error(status, message, code)


def api_app(tasks: Tasks, key: str) -> Starlette:
    """Build the application of the API origin."""

    async def create_video(request: Request) -> Response:
        _authorize(request, key)
        raw = await _read(request)
        family, body = _understood(request, raw)
        return _json(200, tasks.create(family, body, request.scope.get(FAULT, Fault.none())).created_answer())

    async def get_task(request: Request) -> Response:
        _authorize(request, key)
        sync = _sync_upstream(request)
        task = tasks.get(request.path_params["task_id"])
        if task is None:
            raise Refused(404)
        await task.refresh(sync=sync)
        return _json(200, task.look())

    handlers = {"create_video": create_video, "get_task": get_task}
    operations = catalogue().operations
    app = Starlette(
        routes=[
            Route(operations[name]["path"], handler, methods=[operations[name]["method"]])
            for name, handler in handlers.items()
        ],
        exception_handlers={Refused: _refused, HTTPException: _no_route, Exception: _broken},
    )
    app.router.redirect_slashes = False
    return app


def _authorize(request: Request, key: str) -> None:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), key.encode()):
        raise Refused(401)


async def _read(request: Request) -> bytes:
    """Return the body; one that is too large is read to its end all the same, so that the answer arrives."""
    body = bytearray()
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= LARGEST:
            body += chunk
    if size > LARGEST:
        raise Refused(413)
    return bytes(body)


def _understood(request: Request, raw: bytes) -> tuple[Family, dict[str, Any]]:
    """Return the family that the body's model names, and the body, when nothing is wrong with it."""
    kind = request.headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() != "application/json":
        raise Refused(400, f"Content-Type must be application/json, not {kind or 'missing'}.")
    try:
        body = parsed(raw)
        family = _family(body)
        if wrong := complaints(family, body):
            raise Refused(422, "; ".join(wrong))
    except ValueError as error:
        raise Refused(400, f"Invalid JSON in the request body: {error}") from None
    return family, body


def _family(body: Mapping[str, Any]) -> Family:
    known = catalogue().models
    model = body.get("model")
    if isinstance(model, str) and model in known:
        return known[model]
    words = f"{json.dumps(model, ensure_ascii=False)} is not a known model" if "model" in body else "is missing"
    raise Refused(422, f"model: {words}: {listed(list(known))}", "model_not_found")


def _sync_upstream(request: Request) -> bool:
    values = request.query_params.getlist("sync_upstream")
    if wrong := [value for value in values if value not in ("true", "false")]:
        raise Refused(422, f"sync_upstream: {json.dumps(wrong[0])} is not allowed: true or false")
    return values[-1:] == ["true"]


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return _json(error.status, {"error": error.error})


async def _no_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = "There is no such path" if error.status_code == 404 else "The path does not take this method"
    message = f"{words}: {request.method} {request.url.path}"
    return _json(error.status_code, {"error": documented_error(error.status_code, message)}, error.headers)


async def _broken(_: Request, error: Exception) -> Response:
    return _json(500, {"error": documented_error(500, f"The sandbox itself failed: {type(error).__name__}: {error}")})


def _json(status: int, value: object, headers: Mapping[str, str] | None = None) -> Response:
    # A lone surrogate that came in has no UTF-8 form, but its backslash escape is just how JSON writes it.
    content = json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(content, status, headers, "application/json")
