"""API response → value: a task, an uploaded file, the list of models, the balance, and JSON for other modules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from attrs import fields
from foxapi_video_client.types import Response

from .._contract.catalog import catalog
from ..errors import InvalidResponse
from ..values import Task, TaskError, TaskResult, UploadedFile
from .shapes import id_in, list_in, number_in, object_in, reason_in, results_in, short, text_in, time_in
from .task_ids import is_task_id

if TYPE_CHECKING:
    import httpx


def task_of(response: Response[Any], asked: str | None = None) -> Task:
    """Read a task from a response; `asked` is the id of the task that was polled.

    Raises:
        InvalidResponse: it is not a task, or not the one that was polled.
    """
    raw = object_of(response, asked)
    task_id, status = id_in(raw.get("id")), raw.get("status")
    if task_id is None or not is_task_id(task_id) or not isinstance(status, str):
        raise InvalidResponse(f"the API's response has no valid task id and status: {short(raw)}", task_id=asked)
    if asked is not None and task_id != asked:
        raise InvalidResponse(f"the API's response is about task {task_id}, not task {asked}", task_id=asked)
    results = results_in(raw, _IDS)
    reason = reason_in(raw, inside=not results)
    return Task(
        id=task_id,
        status=status,
        model=text_in(raw.get("model")),
        progress=number_in(raw.get("progress"), 0.0, 100.0),
        created=time_in(raw.get("created")),
        estimated_time=number_in(object_in(raw.get("task_info")).get("estimated_time"), 0.0, _YEARS),
        results=tuple(map(_result, results)),
        error=reason and TaskError(*reason),
        credits=number_in(object_in(raw.get("usage")).get("credits_reserved"), 0.0, _LARGEST),
        raw=raw,
    )


_YEARS = 1e9
"""Seconds; an estimate that is longer is none."""
_LARGEST = 1e15
"""Bytes or credits; a file or a reservation that is larger is none."""


def object_of(response: Response[Any] | httpx.Response, asked: str | None = None) -> dict[str, Any]:
    """Read the JSON object in a response; `asked` is the id of the task that was polled.

    Raises:
        InvalidResponse: it is not a JSON object.
    """
    raw = json_of(response, asked)
    if not isinstance(raw, dict):
        raise InvalidResponse(f"the API's response is not a JSON object: {short(raw)}", task_id=asked)
    return cast(dict[str, Any], raw)


def json_of(response: Response[Any] | httpx.Response, asked: str | None = None) -> Any:
    """Read the JSON in a response; `asked` is the id of the task that was polled.

    Raises:
        InvalidResponse: it is not JSON.
    """
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError) as error:
        raise InvalidResponse(f"the API's response is not valid JSON ({error})", task_id=asked) from error


def model_ids_of(response: Response[Any]) -> list[str]:
    """Read the ids from the list of models; an entry may be an object or a string."""
    entries = list_in(object_of(response).get("data"))
    ids = (text_in(entry) or text_in(object_in(entry).get("id")) for entry in entries)
    return [each for each in ids if each]


def file_of(response: Response[Any] | httpx.Response, *, now: float) -> UploadedFile:
    """Read an uploaded file from a response; `now` is Unix time.

    Raises:
        InvalidResponse: it has no URL.
    """
    raw = object_of(response)
    url = text_in(raw.get("url"))
    if url is None:
        raise InvalidResponse(f"the API's response to an upload has no URL: {short(raw)}")
    size, created = number_in(raw.get("size"), 0, _LARGEST), time_in(raw.get("created"))
    return UploadedFile(
        url=url,
        id=id_in(raw.get("id")),
        file_name=text_in(raw.get("filename")),
        size=None if size is None else int(size),
        created=now if created is None else created,
        expires=min(now, created or now) + catalog().upload_lifetime,
        raw=raw,
    )


def _result(item: Mapping[str, Any]) -> TaskResult:
    texts = {name: (id_in if name in _IDS else text_in)(item.get(name)) for name in _TEXTS}
    seed = item.get("seed")
    return TaskResult(seed=seed if isinstance(seed, int) and not isinstance(seed, bool) else None, raw=item, **texts)


_TEXTS = tuple(each.name for each in fields(TaskResult) if each.name not in ("seed", "raw"))
_IDS = tuple(name for name in _TEXTS if name.endswith("_id"))


def own_error(body: str | bytes) -> Mapping[str, Any] | None:
    """Return the error of a body that is the API's own error object; None for a CDN's page or anything else."""
    try:
        error = object_in(object_in(json.loads(body)).get("error"))
    except (ValueError, RecursionError):
        return None
    return error if text_in(error.get("message")) and text_in(error.get("type")) else None
