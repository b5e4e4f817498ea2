"""HTTP status or httpx error → the right error of ours. The only place where httpx's errors become ours."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from time import time
from typing import TYPE_CHECKING, Any, cast

from .. import errors
from .._secret import hide_keys
from .._steps.shapes import list_in, object_in, text_in
from ..errors import APIStatusError, ConnectionFailed

if TYPE_CHECKING:
    import httpx


def raise_for_status(response: httpx.Response) -> httpx.Response:
    """Return a success as it is and raise the right error for everything else; the body has been read."""
    if response.is_success:
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
    import httpx  # an error of httpx means that it is imported

    before = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
    return isinstance(error, (*before, httpx.UnsupportedProtocol, httpx.LocalProtocolError))


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
