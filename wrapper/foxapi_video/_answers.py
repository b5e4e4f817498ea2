"""HTTP answer → value, or the right error. The only place where httpx's errors become ours."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from time import time
from typing import TYPE_CHECKING, Any, cast

from attrs import field, fields, frozen
from foxapi_video_client.models.task import Task as WireTask
from foxapi_video_client.types import Response

from . import errors
from ._catalogue import catalogue
from ._shapes import id_in, list_in, number_in, object_in, reason_in, results_in, short, text_in, time_in
from ._task_ids import candidate_task_id as candidate_task_id
from .errors import APIStatusError, ConnectionFailed, UnreadableAnswer

if TYPE_CHECKING:
    import httpx


@frozen
class TaskResult:
    """One thing that a task made."""

    url: str | None
    """Where the file is, for 24 hours; None for a result that is no file."""
    seed: int | None = None
    """The seed that was used, where the model tells it."""
    character_id: str | None = None
    """A character that later requests can name."""
    voice_id: str | None = None
    """A voice that later requests can name."""
    element_id: str | None = None
    """A subject that later requests can name."""
    video_id: str | None = None
    """A video that the service keeps, to be remixed."""
    name: str | None = None
    """What the character is called."""
    raw: Mapping[str, Any] = field(factory=dict[str, Any], repr=False, eq=False)
    """The result as the API gave it, unknown fields included."""


@frozen
class TaskError:
    """Why a task failed, in the API's words."""

    code: str | None
    message: str


@frozen
class UploadedFile:
    """A file that the service keeps for a while; its `url` goes into any field for media."""

    url: str
    id: str | None
    file_name: str | None
    size: int | None
    """Bytes."""
    created: float
    expires: float
    """When the service forgets it; times are Unix seconds."""
    raw: Mapping[str, Any] = field(factory=dict[str, Any], repr=False, eq=False)
    """The answer as the API gave it."""


@frozen
class Task:
    """A task as it was when it was looked at. Looking again is `get`; the value does not change."""

    id: str
    status: str
    """pending, processing, completed or failed, as the API spells it; or one that is newer than this package."""
    model: str | None = None
    """The model actually used, which can differ from the one asked for."""
    progress: float | None = None
    """Percent, 0 to 100."""
    created: float | None = None
    """Unix time in seconds."""
    estimated_time: float | None = None
    """How long the task will take in all, in seconds, as the service guesses."""
    results: tuple[TaskResult, ...] = ()
    """What the task made; empty until it is completed, and sometimes for seconds after."""
    error: TaskError | None = None
    raw: Mapping[str, Any] = field(factory=dict[str, Any], repr=False, eq=False)
    """The task as the API gave it, unknown fields included."""

    @property
    def state(self) -> str:
        """Return what the status means: running, completed or failed, in any spelling and for its usual synonyms.

        With any other status, a result's URL means completed and an error means failed; otherwise it is "unknown".
        """
        unknown = "completed" if self.url else "failed" if self.error else "unknown"
        return catalogue().state_of(self.status) or unknown

    @property
    def url(self) -> str | None:
        """The first result's URL; None while there is none."""
        return next((result.url for result in self.results if result.url), None)


def task_of(answer: Response[Any], asked: str | None = None) -> Task:
    """Read a task out of a generated function's answer.

    Raises:
        UnreadableAnswer: it is no task, or not the one that was asked for.
    """
    if not isinstance(answer.parsed, WireTask):
        raise UnreadableAnswer("the API answered with success and no task", task_id=asked)
    raw = object_of(answer, asked)  # not parsed.to_dict(), which fails on a result of a shape it does not know
    task_id = id_in(raw["id"])
    if task_id is None or not isinstance(raw["status"], str):
        raise UnreadableAnswer(f"the API's response has no usable id and status: {short(raw)}", task_id=asked)
    if asked is not None and task_id != asked:
        raise UnreadableAnswer(f"asked for task {asked}, the API answered with task {task_id}", task_id=asked)
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
        UnreadableAnswer: it is none.
    """
    try:
        raw = json.loads(answer.content)
    except (ValueError, RecursionError) as error:  # what the driver could read can be nested too deep to be read here
        raise UnreadableAnswer(f"the API answered with success and no JSON ({error})", task_id=asked) from error
    if not isinstance(raw, dict):
        raise UnreadableAnswer(f"the API answered with success and no object: {short(raw)}", task_id=asked)
    return cast(dict[str, Any], raw)


def model_ids_of(answer: Response[Any]) -> list[str]:
    """Read the ids out of the list of models; an entry may be an object or a text."""
    entries = list_in(object_of(answer).get("data"))
    ids = (text_in(entry) or text_in(object_in(entry).get("id")) for entry in entries)
    return [each for each in ids if each]


def file_of(answer: Response[Any] | httpx.Response, *, now: float) -> UploadedFile:
    """Read an uploaded file out of an answer; `now` is Unix time.

    Raises:
        UnreadableAnswer: it names no URL.
    """
    try:
        raw = object_in(json.loads(answer.content))
    except (ValueError, RecursionError) as error:
        raise UnreadableAnswer(f"the API answered an upload with success and no JSON ({error})") from error
    url = text_in(raw.get("url"))
    if url is None:
        raise UnreadableAnswer(f"the API answered an upload with success and without a URL: {short(raw)}")
    size, created = number_in(raw.get("size"), 0, _LARGEST), time_in(raw.get("created"))
    return UploadedFile(
        url=url,
        id=id_in(raw.get("id")),
        file_name=text_in(raw.get("filename")),
        size=None if size is None else int(size),
        created=now if created is None else created,
        expires=min(now, created or now) + catalogue().upload_lifetime,
        raw=raw,
    )


def _result(item: Mapping[str, Any]) -> TaskResult:
    texts = {name: (id_in if name in _IDS else text_in)(item.get(name)) for name in _TEXTS}
    seed = item.get("seed")
    return TaskResult(seed=seed if isinstance(seed, int) and not isinstance(seed, bool) else None, raw=item, **texts)


_TEXTS = tuple(each.name for each in fields(TaskResult) if each.name not in ("seed", "raw"))
_IDS = tuple(name for name in _TEXTS if name.endswith("_id"))


def raise_for_status(response: httpx.Response) -> httpx.Response:
    """Return a success as it is and raise the right error for everything else; the body has been read."""
    secret = str(response.request.headers.get("authorization", "")).removeprefix("Bearer ")
    if response.is_success:
        if secret and secret.encode() in response.content:
            content = response.content.replace(secret.encode(), _HIDDEN.encode())
            response = type(response)(200, content=content, request=response.request)
        response.status_code = 200  # 201 and 202 say the same; the generated code knows the documented one only
        return response
    headers = {name: value.replace(secret, _HIDDEN) if secret else value for name, value in response.headers.items()}
    body = response.text.replace(secret, _HIDDEN) if secret else response.text
    raise status_error(response.status_code, body, headers)


_HIDDEN = "sk-…"
"""Stands where a server repeats the key in its answer."""


def status_error(status: int, body: str, headers: Mapping[str, str]) -> APIStatusError:
    """Make the error for an error status out of an answer of any shape: JSON, HTML from a CDN, text or nothing."""
    detail = _detail(body)
    message = text_in(detail.get("message")) or _plain(body) or "no explanation"
    if 300 <= status < 400:
        message = f"the API redirects to {headers.get('location', 'nowhere')}: check the base URL"
    words = [word for word in (text_in(detail.get("type")), text_in(detail.get("code"))) if word]
    embedded = re.search(r"request_id: *([\w-]+)", message)
    retry_after = _retry_after(headers.get("retry-after"))
    advice = _ADVICE.get(status, "")
    return _class_of(status)(
        f"HTTP {status}: {message}" + (f" ({', '.join(words)})" if words else "") + (f"; {advice}" if advice else ""),
        status_code=status,
        body=body,
        type=text_in(detail.get("type")),
        code=text_in(detail.get("code")),
        request_id=headers.get("x-request-id") or (embedded.group(1) if embedded else None),
        retry_after=retry_after,
    )


_ADVICE = {
    401: "check FOXAPI_API_KEY",
    402: "top up the balance, then submit again",
    403: "the key may not do this, or the CDN refuses the client",
    413: "send less",
}


def _class_of(status: int) -> type[APIStatusError]:
    classes: dict[int, type[APIStatusError]] = {
        400: errors.RequestRejected,
        401: errors.AuthenticationError,
        402: errors.InsufficientBalance,
        403: errors.PermissionDenied,
        404: errors.NotFound,
        413: errors.RequestTooLarge,
        422: errors.RequestRejected,
        429: errors.RateLimited,
    }
    return classes.get(status, errors.ServerError if status >= 500 else APIStatusError)


def connection_failed(error: Exception) -> ConnectionFailed:
    """Translate a network error of httpx; its own words are often empty, so its type is named."""
    import httpx  # whoever has an error of its has it already

    # nothing reached the API when there was no connection, or httpx itself refused to write the request
    no_connection = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
    unsent = (*no_connection, httpx.UnsupportedProtocol, httpx.LocalProtocolError)
    words = f"{type(error).__name__}: {error}".rstrip(": ")
    return ConnectionFailed(f"the connection failed ({words})", nothing_sent=isinstance(error, unsent))


def own_error(body: str | bytes) -> Mapping[str, Any] | None:
    """Return the error of a body that is the API's own error object; None for a CDN's page or anything else."""
    try:
        error = object_in(object_in(json.loads(body)).get("error"))
    except (ValueError, RecursionError):
        return None
    return error if text_in(error.get("message")) and text_in(error.get("type")) else None


def _detail(body: str) -> dict[str, Any]:
    """Find the error object of a JSON body; {} when there is none."""
    try:
        value: Any = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    value = object_in(value).get("error", value)
    return {"message": value} if isinstance(value, str) else object_in(value)


def _plain(body: str) -> str:
    """Shorten a body that is not JSON to one readable line."""
    title = re.search(r"<title>(.*?)</title>", body, re.DOTALL | re.IGNORECASE)
    text = title.group(1) if title else re.sub(r"<[^>]*>", " ", body[:2000])
    return " ".join(text.split())[:200]


def _retry_after(value: str | None) -> float | None:
    """Read a Retry-After header: seconds or an HTTP date."""
    if value is None:
        return None
    try:
        return max(0.0, float(value)) if re.fullmatch(r"\s*\d+(\.\d+)?\s*", value) else _seconds_until(value)
    except (ValueError, TypeError, OverflowError):
        return None


def _seconds_until(date: str) -> float:
    return max(0.0, parsedate_to_datetime(date).timestamp() - time())
