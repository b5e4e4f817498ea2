"""The API origin: authentication, request bodies and responses, as in the contract."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..._contract.catalog import Family, catalog
from ..service.addresses import Addresses
from ..service.billing import billing_usage, charge_list, key_budget, price_list, subscription
from ..service.checks import Link, cut, join_problems, parse_json, place_of, texts, violations_of
from ..service.faults import Fault, documented_error
from ..service.stored_uploads import Uploads
from ..service.tasks import Tasks
from .bodies import LARGEST, ApiError, read
from .result_files import Files, FileUnavailable
from .upload_forms import LARGEST_FILE, Upload, base64_form, stream_form, url_form

JSON = "application/json"
FAULT = "foxapi.fault"
"""The key of the request's fault in the ASGI scope."""


def api_app(tasks: Tasks, uploads: Uploads, addresses: Addresses, files: Files, key: str) -> Starlette:
    """Build the application of the API origin."""

    async def create_video(request: Request) -> Response:
        family, body = _parsed_request(await read(request, JSON, LARGEST))
        if wrong := [line for place, url in texts(body) if (line := await unavailable(place, url))]:
            raise ApiError(422, join_problems(wrong), "invalid_image_url")
        task = tasks.create(family, body, request.scope.get(FAULT, Fault.none()))
        if task is None:
            raise ApiError(402)
        return _json(200, task.created_response())

    async def unavailable(place: Link, text: str) -> str | None:
        """Return the problem if a text is the URL of an upload that this sandbox no longer serves."""
        address = addresses.parse(text)
        if address is None or not address[0].startswith("/uploads/"):
            return None
        try:
            await files.at(*address)
        except FileUnavailable as error:
            return f"{place_of(place)}: the file is not available: {error}"
        return None

    async def get_task(request: Request) -> Response:
        sync = _sync_upstream(request)
        task = tasks.get(request.path_params["task_id"])
        if task is None:
            raise ApiError(404)
        await task.refresh(sync=sync)
        return _json(200, task.status_response())

    async def upload_file(request: Request) -> Response:
        raw = await read(request, "multipart/form-data", LARGEST_FILE + LARGEST)
        return store(stream_form(request.headers["content-type"], raw))

    async def upload_base64(request: Request) -> Response:
        return store(base64_form(await read(request, JSON, LARGEST_FILE * 4 // 3 + LARGEST)))

    async def upload_url(request: Request) -> Response:
        """Copy a file of the media origin; other URLs are not fetched, and an empty file is stored."""
        url, form = url_form(await read(request, JSON, LARGEST))
        if address := addresses.parse(url):
            try:
                form = form._replace(content=(await files.at(*address)).content)
            except FileUnavailable as error:
                raise ApiError(422, f"url: the file is not available: {error}", "invalid_image_url") from None
        return store(form)

    def store(form: Upload) -> Response:
        upload = uploads.add(form.content, form.name, auto_cleanup=form.auto_cleanup)
        if upload is None:
            raise ApiError(403, "The storage is full, and auto_cleanup is false.")
        return _json(200, upload.to_response())

    async def list_models(request: Request) -> Response:
        known = [{"id": model, "owned_by": None, "supported_endpoint_types": ["video"]} for model in catalog().models]
        return _json(200, {"data": known})

    async def get_credits(request: Request) -> Response:
        user = {"remaining_credits": tasks.remaining, "used_credits": tasks.used}
        return _json(200, {"success": True, "data": {"token": {**user, "unlimited_credits": False}, "user": user}})

    async def list_prices(request: Request) -> Response:
        return _json(200, price_list())

    async def list_charges(request: Request) -> Response:
        return _json(200, charge_list(tasks))

    async def get_key_budget(request: Request) -> Response:
        return _json(200, key_budget(tasks))

    async def get_subscription(request: Request) -> Response:
        return _json(200, subscription(tasks))

    async def get_billing_usage(request: Request) -> Response:
        return _json(200, billing_usage(tasks))

    def route(handler: Callable[[Request], Awaitable[Response]]) -> Route:
        operation = catalog().operations[handler.__name__]

        async def authorized(request: Request) -> Response:
            if handler is not list_prices:  # which is public
                _authorize(request, key)
            return await handler(request)

        return Route(operation["path"], authorized, methods=[operation["method"]])

    handlers = (
        *(create_video, get_task, upload_file, upload_base64, upload_url, list_models, get_credits),
        *(list_prices, list_charges, get_key_budget, get_subscription, get_billing_usage),
    )
    app = Starlette(
        routes=[route(handler) for handler in handlers],
        exception_handlers={ApiError: _api_error, HTTPException: _no_route, Exception: _internal_error},
    )
    app.router.redirect_slashes = False
    return app


def _authorize(request: Request, key: str) -> None:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), key.encode()):
        raise ApiError(401)


def _parsed_request(raw: bytearray) -> tuple[Family, dict[str, Any]]:
    """Return the family of the body's model, and the body, if it is valid."""
    try:
        body = parse_json(raw)
        family = _family(body)
        if wrong := violations_of(family, body):
            raise ApiError(422, join_problems(wrong))
    except ValueError as error:
        raise ApiError(400, f"Invalid JSON in the request body: {error}") from None
    return family, body


def _family(body: Mapping[str, Any]) -> Family:
    model = body.get("model")
    family = catalog().family(model)
    if family is not None:
        return family
    words = f"{cut(json.dumps(model, ensure_ascii=False))} is not a known model" if "model" in body else "required"
    raise ApiError(422, f"model: {words}", "model_not_found")


def _sync_upstream(request: Request) -> bool:
    values = request.query_params.getlist("sync_upstream")
    if wrong := [value for value in values if value not in ("true", "false")]:
        raise ApiError(422, f"sync_upstream: must be true or false (got {cut(json.dumps(wrong[0]))})")
    return values[-1:] == ["true"]


async def _api_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)
    return _json(error.status, {"error": error.error})


async def _no_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = "Path not found" if error.status_code == 404 else "Method not allowed for this path"
    message = f"{words}: {cut(request.method)} {cut(request.scope['path'])}"
    return _json(error.status_code, {"error": documented_error(error.status_code, message)}, error.headers)


async def _internal_error(_: Request, error: Exception) -> Response:
    return _json(
        500, {"error": documented_error(500, f"Internal error of the sandbox: {type(error).__name__}: {error}")}
    )


def _json(status: int, value: object, headers: Mapping[str, str] | None = None) -> Response:
    # a lone surrogate cannot be encoded as UTF-8, but its backslash escape is valid JSON
    content = json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(content, status, headers, JSON)
