"""API response → value: what a task, an uploaded file, the list of models and the balance say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from attrs import fields
from foxapi_video_client.models.task import Task as WireTask
from foxapi_video_client.types import Response

from .._contract.catalog import catalog
from ..errors import InvalidResponse
from .shapes import id_in, list_in, number_in, object_in, reason_in, results_in, short, text_in, time_in
from .task_ids import is_task_id

if TYPE_CHECKING:
    import httpx
from ..values import Task, TaskError, TaskResult, UploadedFile


def task_of(answer: Response[Any], asked: str | None = None) -> Task:
    """Read a task out of a generated function's answer.

    Raises:
        InvalidResponse: it is no task, or not the one that was asked for.
    """
    if not isinstance(answer.parsed, WireTask):
        raise InvalidResponse("the API answered with success and no task", task_id=asked)
    raw = object_of(answer, asked)  # not parsed.to_dict(), which fails on a result of a shape it does not know
    task_id = id_in(raw["id"])
    if task_id is None or not is_task_id(task_id) or not isinstance(raw["status"], str):
        raise InvalidResponse(f"the API's response has no usable id and status: {short(raw)}", task_id=asked)
    if asked is not None and task_id != asked:
        raise InvalidResponse(f"asked for task {asked}, the API answered with task {task_id}", task_id=asked)
    results = results_in(raw, _IDS)
    reason = reason_in(raw, inside=not results)
    return Task(
        id=task_id,
        status=raw["status"],
        model=text_in(raw.get("model")),
        progress=number_in(raw.get("progress"), 0.0, 100.0),
        created=time_in(raw.get("created")),
        estimated_time=number_in(object_in(raw.get("task_info")).get("estimated_time"), 0.0, _YEARS),
        results=tuple(map(_result, results)),
        error=reason and TaskError(*reason),
        raw=raw,
    )


_YEARS = 1e9
"""Seconds; an estimate that is longer is none."""
_LARGEST = 1e15
"""Bytes; a file that is larger is none."""


def object_of(answer: Response[Any], asked: str | None = None) -> dict[str, Any]:
    """Read an answer of which no more is known than that it is an object; `asked` is the task it should be about.

    Raises:
        InvalidResponse: it is none.
    """
    try:
        raw = json.loads(answer.content)
    except (ValueError, RecursionError) as error:  # what the driver could read can be nested too deep to be read here
        raise InvalidResponse(f"the API answered with success and no JSON ({error})", task_id=asked) from error
    if not isinstance(raw, dict):
        raise InvalidResponse(f"the API answered with success and no object: {short(raw)}", task_id=asked)
    return cast(dict[str, Any], raw)


def model_ids_of(answer: Response[Any]) -> list[str]:
    """Read the ids out of the list of models; an entry may be an object or a text."""
    entries = list_in(object_of(answer).get("data"))
    ids = (text_in(entry) or text_in(object_in(entry).get("id")) for entry in entries)
    return [each for each in ids if each]


def file_of(answer: Response[Any] | httpx.Response, *, now: float) -> UploadedFile:
    """Read an uploaded file out of an answer; `now` is Unix time.

    Raises:
        InvalidResponse: it names no URL.
    """
    try:
        raw = object_in(json.loads(answer.content))
    except (ValueError, RecursionError) as error:
        raise InvalidResponse(f"the API answered an upload with success and no JSON ({error})") from error
    url = text_in(raw.get("url"))
    if url is None:
        raise InvalidResponse(f"the API answered an upload with success and without a URL: {short(raw)}")
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
