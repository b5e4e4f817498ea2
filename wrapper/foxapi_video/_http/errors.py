"""Turn an HTTP status, or an error of httpx, into one of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from time import time
from typing import Any, cast

import httpx

from .. import errors
from .._secret import hide_keys
from .._steps.shapes import list_in, object_in, text_in
from ..errors import APIStatusError, ConnectionFailed, FoxAPIError


def raise_for_status(response: httpx.Response) -> httpx.Response:
    """Return a success as it is and raise the right error for everything else; the body has been read."""
    if response.is_success:
        return response
    raise status_error(response.status_code, _text(response), response.headers)


def _text(response: httpx.Response) -> str:
    """Decode a body for a message, whatever charset the server names: some of Python's codecs do not return text."""
    try:
        return response.text
    except (AssertionError, LookupError, TypeError, ValueError):
        return response.content.decode("utf-8", "replace")


def status_error(status: int, body: str, headers: Mapping[str, str]) -> APIStatusError:
    """Return the error for a status and a response of any shape: JSON, HTML from a CDN, text or nothing."""
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
    return _CLASSES.get(status, errors.ServerError if status >= 500 else APIStatusError)(
        f"HTTP {status}: {message}" + (f" ({', '.join(words)})" if words else "") + (f"; {advice}" if advice else ""),
        status_code=status,
        body=body,
        type=type,
        code=code,
        request_id=_name(hide_keys(headers.get("x-request-id", ""))) or (embedded.group(1) if embedded else None),
        retry_after=_retry_after(headers),
    )


EXPLANATION_LIMIT = 65536
"""Characters of an error's body that are kept."""
_CLASSES: dict[int, type[APIStatusError]] = {
    400: errors.RequestRejected,
    401: errors.AuthenticationError,
    402: errors.InsufficientBalance,
    403: errors.PermissionDenied,
    404: errors.NotFound,
    413: errors.RequestTooLarge,
    422: errors.RequestRejected,
    429: errors.RateLimited,
}
_ADVICE = {
    401: "check the API key, and that it belongs to this host",
    402: "top up the balance, then submit again",
    403: "the key may not do this, or the CDN refuses the client",
    413: "send less",
}


def connection_failed(
    error: Exception, *, url: httpx.URL | None = None, nothing_sent: bool | None = None
) -> ConnectionFailed:
    """Translate a network error of httpx; its text is often empty, so its type is named.

    `nothing_sent` is what the connection has seen; without it, the type of the error decides.
    """
    words = f"{type(error).__name__}: {_line(str(error))}".rstrip(": ")
    to = "" if url is None else f" to {url.copy_with(query=None, fragment=None)}"
    certain = no_connection(error) if nothing_sent is None else nothing_sent
    return ConnectionFailed(f"the connection{to} failed ({words})", nothing_sent=certain)


def no_connection(error: BaseException) -> bool:
    """Return True for an error of httpx which means that there was no connection, or that the request is invalid."""
    before = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
    return isinstance(error, (*before, httpx.UnsupportedProtocol, httpx.LocalProtocolError))


@contextmanager
def translate_api_errors() -> Generator[None]:
    """Make every failure of an API call an error of ours."""
    try:
        yield
    except FoxAPIError:
        raise
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        raise connection_failed(error) from error


def _json(body: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _explanation(value: Any, depth: int = 0) -> str | None:
    """Find the message in an error's JSON, whatever framework has written it; None if there is none."""
    if isinstance(value, str):
        return _line(value) or None
    if depth == 5:
        return None
    if not isinstance(value, dict):
        each = [_explanation(item, depth + 1) for item in list_in(value)[:10]]
        return _line("; ".join(dict.fromkeys(words for words in each if words))) or None
    fields = cast(dict[str, Any], value)
    # an "error" that is an object is the API's own form; one that is text often only repeats the status's name
    names = ("error", *_EXPLAINING) if isinstance(fields.get("error"), dict) else (*_EXPLAINING, "error")
    for name in names:
        words = _explanation(fields.get(name), depth + 1)
        if words:
            location = ".".join(map(str, list_in(fields.get("loc"))))  # FastAPI's
            before = text_in(fields.get("title")) if name == "detail" else location
            return _line(f"{before}: {words}") if before else words
    if depth == 0 or fields.keys() & {"type", "code"}:
        return None
    named = [f"{name}: {words}" for name, item in fields.items() if (words := _explanation(item, depth + 1))]
    return _line("; ".join(named)) or None


_EXPLAINING = (
    *("message", "msg", "detail", "details", "error_description", "error_message"),
    *("fail_reason", "reason", "errors", "title"),
)


def _plain(body: str) -> str:
    """Shorten a body that is not JSON to one readable line."""
    title = re.search(r"<title>(.*?)</title>", body, re.DOTALL | re.IGNORECASE)
    return _line(title.group(1) if title else re.sub(r"<[^>]*>", " ", body[:2000]), 200)


def _line(text: str, most: int = 500) -> str:
    """Write external text on one line, of bounded length, with control characters escaped."""
    line = " ".join(text[: 4 * most].split())
    escaped = "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in line)
    return escaped if len(escaped) <= most else f"{escaped[:most]}…"


def _name(value: Any) -> str | None:
    """Read a short word of the API, such as an error's code, which may be a number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**9 else None
    return _line(value, 200) or None if isinstance(value, str) else None


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Read a Retry-After header: seconds, or a date, which is compared with the server's clock if it tells its time."""
    value = headers.get("retry-after")
    if value is None:
        return None
    try:
        if re.fullmatch(r"\s*\d+(\.\d+)?\s*", value):
            return max(0.0, float(value))
        return max(0.0, _unix(value) - _server_time(headers))
    except (ValueError, TypeError, OverflowError):
        return None


def _server_time(headers: Mapping[str, str]) -> float:
    try:
        return _unix(headers["date"])
    except (KeyError, ValueError, TypeError, OverflowError):
        return time()


def _unix(date: str) -> float:
    return parsedate_to_datetime(date).timestamp()
