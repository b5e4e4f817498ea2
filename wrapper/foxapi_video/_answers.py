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
from foxapi_video_client.types import Response, summary

from . import errors
from ._catalogue import catalogue
from ._secret import hide_keys
from ._shapes import id_in, list_in, number_in, object_in, reason_in, results_in, short, text_in, time_in
from ._task_ids import candidate_task_id as candidate_task_id
from ._task_ids import is_task_id
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

    def __repr__(self) -> str:
        return summary(self)


@frozen
class TaskError:
    """Why a task failed, in the API's words."""

    code: str | None
    message: str

    def __repr__(self) -> str:
        return summary(self)


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

    def __repr__(self) -> str:
        return summary(self)


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

    def __repr__(self) -> str:
        return summary(self)

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
    if task_id is None or not is_task_id(task_id) or not isinstance(raw["status"], str):
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
    if response.is_success:
        response.status_code = 200  # 201 and 202 say the same; the generated code knows the documented one only
        return response
    raise status_error(response.status_code, _text(response), response.headers)


def _text(response: httpx.Response) -> str:
    """Decode a body for people, whatever charset the server names: Python knows some that are no text at all."""
    try:
        return response.text
    except (AssertionError, LookupError, TypeError, ValueError):
        return response.content.decode("utf-8", "replace")


def status_error(status: int, body: str, headers: Mapping[str, str]) -> APIStatusError:
    """Make the error for an error status out of an answer of any shape: JSON, HTML from a CDN, text or nothing."""
    body = hide_keys(body[:EXPLANATION_LIMIT])
    value = _json(body)
    detail = object_in(object_in(value).get("error"))
    message = _explanation(value) or _plain(body) or "no explanation"
    if 300 <= status < 400:
        message = f"the API redirects to {_line(headers.get('location', 'nowhere'))}: check the base URL"
    type, code = _name(detail.get("type")), _name(detail.get("code", object_in(value).get("code")))
    words = [word for word in (type, code) if word]
    embedded = re.search(r"request_id: *([\w-]+)", message)
    advice = _ADVICE.get(status, "")
    return _class_of(status)(
        f"HTTP {status}: {message}" + (f" ({', '.join(words)})" if words else "") + (f"; {advice}" if advice else ""),
        status_code=status,
        body=body,
        type=type,
        code=code,
        request_id=_name(hide_keys(headers.get("x-request-id", ""))) or (embedded.group(1) if embedded else None),
        retry_after=_retry_after(headers.get("retry-after")),
    )


EXPLANATION_LIMIT = 65536
"""Characters of an error's body that are kept."""
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


def connection_failed(
    error: Exception, *, url: httpx.URL | None = None, nothing_sent: bool | None = None
) -> ConnectionFailed:
    """Translate a network error of httpx; its own words are often empty, so its type is named.

    `nothing_sent` is what the connection has seen; without that, the type of the error says it.
    """
    words = f"{type(error).__name__}: {_line(str(error))}".rstrip(": ")
    if url is not None:
        port = "" if url.port is None else f":{url.port}"
        host = f"[{url.host}]" if ":" in url.host else url.host
        words = f"to {url.scheme}://{host}{port}{url.raw_path.decode('ascii').partition('?')[0]} failed ({words})"
    else:
        words = f"failed ({words})"
    sure = no_connection(error) if nothing_sent is None else nothing_sent
    return ConnectionFailed(f"the connection {words}", nothing_sent=sure)


def no_connection(error: BaseException) -> bool:
    """Return True for an error of httpx which says that there was no connection, or that the request is none."""
    import httpx  # whoever has an error of its has it already

    before = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
    return isinstance(error, (*before, httpx.UnsupportedProtocol, httpx.LocalProtocolError))


def own_error(body: str | bytes) -> Mapping[str, Any] | None:
    """Return the error of a body that is the API's own error object; None for a CDN's page or anything else."""
    try:
        error = object_in(object_in(json.loads(body)).get("error"))
    except (ValueError, RecursionError):
        return None
    return error if text_in(error.get("message")) and text_in(error.get("type")) else None


def _json(body: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _explanation(value: Any, depth: int = 0) -> str | None:
    """Find the words for people in an error's JSON, whatever framework has written it; None when there are none."""
    if isinstance(value, str):
        return _line(value) or None
    if depth == 5:
        return None
    if not isinstance(value, dict):
        each = [_explanation(item, depth + 1) for item in list_in(value)[:10]]
        return _line("; ".join(dict.fromkeys(words for words in each if words))) or None
    fields = cast(dict[str, Any], value)
    # an "error" that is an object is the API's own form; one that is text is often but the status's name
    names = ("error", *_EXPLAINING) if isinstance(fields.get("error"), dict) else (*_EXPLAINING, "error")
    for name in names:
        words = _explanation(fields.get(name), depth + 1)
        if words:
            before = text_in(fields.get("title")) if name == "detail" else _place(fields.get("loc"))
            return _line(f"{before}: {words}") if before else words
    if depth == 0 or fields.keys() & {"type", "code"}:
        return None
    named = [f"{name}: {words}" for name, item in fields.items() if (words := _explanation(item, depth + 1))]
    return _line("; ".join(named)) or None


def _place(value: Any) -> str:
    """Write FastAPI's place of a wrong value."""
    return ".".join(map(str, list_in(value)))


_EXPLAINING = (
    "message",
    "msg",
    "detail",
    "details",
    "error_description",
    "error_message",
    "fail_reason",
    "reason",
    "errors",
    "title",
)


def _plain(body: str) -> str:
    """Shorten a body that is not JSON to one readable line."""
    title = re.search(r"<title>(.*?)</title>", body, re.DOTALL | re.IGNORECASE)
    return _line(title.group(1) if title else re.sub(r"<[^>]*>", " ", body[:2000]), 200)


def _line(text: str, most: int = 500) -> str:
    """Write text from outside on one line, of bounded length, with what a terminal would obey escaped."""
    line = " ".join(text[: 4 * most].split())
    shown = "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in line)
    return shown if len(shown) <= most else f"{shown[:most]}…"


def _name(value: Any) -> str | None:
    """Read a short word of the API, such as an error's code; a number is one, too."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**9 else None
    return _line(value, 200) or None if isinstance(value, str) else None


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
