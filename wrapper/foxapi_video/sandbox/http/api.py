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

from ..._contract.catalog import Family, catalog
from ..service.addresses import Addresses
from ..service.checks import Link, cut, listed, parsed, place_of, texts, violations_of
from ..service.faults import Fault, documented_error
from ..service.stored_uploads import Uploads
from ..service.tasks import Tasks
from .bodies import LARGEST, ApiError, read
from .result_files import Files, FileUnavailable
from .upload_forms import LARGEST_FILE, Upload, base64_form, stream_form, url_form

JSON = "application/json"
FAULT = "foxapi.fault"
"""Where in the ASGI scope the fault stands that a request has taken."""


def api_app(tasks: Tasks, uploads: Uploads, addresses: Addresses, files: Files, key: str) -> Starlette:
    """Build the application of the API origin."""

    async def create_video(request: Request) -> Response:
        _authorize(request, key)
        family, body = _understood(await read(request, JSON, LARGEST))
        if wrong := [line for place, url in texts(body) if (line := await gone(place, url))]:
            raise ApiError(422, listed(wrong), "invalid_image_url")
        task = tasks.create(family, body, request.scope.get(FAULT, Fault.none()))
        if task is None:
            raise ApiError(402)
        return _json(200, task.created_answer())

    async def gone(place: Link, text: str) -> str | None:
        """Say what is wrong with the address of an upload to this sandbox; no other address is looked at."""
        address = addresses.taken_apart(text)
        if address is None or not address[0].startswith("/uploads/"):
            return None
        try:
            await files.at(*address)
        except FileUnavailable as error:
            return f"{place_of(place)}: the file cannot be fetched: {error}"
        return None

    async def get_task(request: Request) -> Response:
        _authorize(request, key)
        sync = _sync_upstream(request)
        task = tasks.get(request.path_params["task_id"])
        if task is None:
            raise ApiError(404)
        await task.refresh(sync=sync)
        return _json(200, task.look())

    async def upload_file(request: Request) -> Response:
        _authorize(request, key)
        raw = await read(request, "multipart/form-data", LARGEST_FILE + LARGEST)
        return kept(stream_form(request.headers["content-type"], raw))

    async def upload_base64(request: Request) -> Response:
        _authorize(request, key)
        return kept(base64_form(await read(request, JSON, LARGEST_FILE * 4 // 3 + LARGEST)))

    async def upload_url(request: Request) -> Response:
        """Copy a file of the media origin; for any other address, which is not fetched, keep an empty one."""
        _authorize(request, key)
        form = url_form(await read(request, JSON, LARGEST))
        content = b""
        if address := addresses.taken_apart(form.url):
            try:
                content = (await files.at(*address)).content
            except FileUnavailable as error:
                raise ApiError(422, f"url: the file cannot be fetched: {error}", "invalid_image_url") from None
        return kept(Upload(content, form.name, form.auto_cleanup))

    def kept(form: Upload) -> Response:
        upload = uploads.add(form.content, form.name, auto_cleanup=form.auto_cleanup)
        if upload is None:
            raise ApiError(403, "The storage is full, and auto_cleanup is false.")
        return _json(200, upload.answer())

    async def list_models(request: Request) -> Response:
        _authorize(request, key)
        known = [{"id": model, "owned_by": None, "supported_endpoint_types": ["video"]} for model in catalog().models]
        return _json(200, {"data": known})

    async def get_credits(request: Request) -> Response:
        _authorize(request, key)
        user = {"remaining_credits": tasks.remaining, "used_credits": tasks.used}
        return _json(200, {"success": True, "data": {"token": {**user, "unlimited_credits": False}, "user": user}})

    handlers = {
        "create_video": create_video,
        "get_task": get_task,
        "upload_file": upload_file,
        "upload_base64": upload_base64,
        "upload_url": upload_url,
        "list_models": list_models,
        "get_credits": get_credits,
    }
    operations = catalog().operations
    app = Starlette(
        routes=[
            Route(operations[name]["path"], handler, methods=[operations[name]["method"]])
            for name, handler in handlers.items()
        ],
        exception_handlers={ApiError: _refused, HTTPException: _no_route, Exception: _broken},
    )
    app.router.redirect_slashes = False
    return app


def _authorize(request: Request, key: str) -> None:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), key.encode()):
        raise ApiError(401)


def _understood(raw: bytearray) -> tuple[Family, dict[str, Any]]:
    """Return the family that the body's model names, and the body, when nothing is wrong with it."""
    try:
        body = parsed(raw)
        family = _family(body)
        if wrong := violations_of(family, body):
            raise ApiError(422, listed(wrong))
    except ValueError as error:
        raise ApiError(400, f"Invalid JSON in the request body: {error}") from None
    return family, body


def _family(body: Mapping[str, Any]) -> Family:
    model = body.get("model")
    family = catalog().family(model)
    if family is not None:
        return family
    words = f"{cut(json.dumps(model, ensure_ascii=False))} is not a known model" if "model" in body else "is missing"
    raise ApiError(422, f"model: {words}", "model_not_found")


def _sync_upstream(request: Request) -> bool:
    values = request.query_params.getlist("sync_upstream")
    if wrong := [value for value in values if value not in ("true", "false")]:
        raise ApiError(422, f"sync_upstream: {cut(json.dumps(wrong[0]))} is not allowed: true or false")
    return values[-1:] == ["true"]


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)
    return _json(error.status, {"error": error.error})


async def _no_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = "There is no such path" if error.status_code == 404 else "The path does not take this method"
    message = f"{words}: {cut(request.method)} {cut(request.scope['path'])}"
    return _json(error.status_code, {"error": documented_error(error.status_code, message)}, error.headers)


async def _broken(_: Request, error: Exception) -> Response:
    return _json(500, {"error": documented_error(500, f"The sandbox itself failed: {type(error).__name__}: {error}")})


def _json(status: int, value: object, headers: Mapping[str, str] | None = None) -> Response:
    # A lone surrogate that came in has no UTF-8 form, but its backslash escape is just how JSON writes it.
    content = json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(content, status, headers, JSON)
