"""One download over HTTP, for both drivers: what each response means for the part file, and which error it is."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from .._steps.actions import Transfer
from .._steps.callbacks import report
from .._storage.files import PartFile
from ..errors import DownloadFailed, FoxAPIError
from .networks import Networks

MAX_REDIRECTS = 5


class Download:
    """The exchanges of one Transfer: the request that is next, and what its response does to the part file."""

    def __init__(self, transfer: Transfer, networks: Networks, timeout: float) -> None:
        self._transfer = transfer
        self._networks = networks
        self._timeout = min(transfer.timeout, timeout)
        self._redirects = 0
        self._end: int | None = None
        self.url = httpx.URL(transfer.url)

    def check(self) -> None:
        """Check where the next request goes. May look up the API's own address.

        Raises:
            DownloadFailed: the URL must not be followed.
        """
        url = self.url
        if url.scheme not in ("http", "https") or not url.host:
            raise DownloadFailed("the result's URL is not an http(s) URL")
        if url.userinfo:
            raise DownloadFailed("the result's URL contains a user name or password, which is never sent")
        self._networks.check(url.host)

    @property
    def request(self) -> dict[str, Any]:
        """The arguments of httpx's `stream` for the next request."""
        part = self._transfer.part
        headers = range_headers(part)
        return {"method": "GET", "url": self.url, "headers": headers, "timeout": self._timeout}

    def redirected(self, response: httpx.Response) -> bool:
        """Return True and switch to the next URL if the response is a redirect; otherwise prepare for its body."""
        if not response.has_redirect_location:
            self._end = accept_response(response, self._transfer.part)
            return False
        self._redirects += 1
        if self._redirects > MAX_REDIRECTS:
            raise DownloadFailed(f"the result's URL was redirected more than {MAX_REDIRECTS} times")
        before, self.url = self.url, self.url.join(response.headers["location"])
        if before.scheme == "https" and self.url.scheme == "http":
            raise DownloadFailed("the result's URL was redirected from https to http, which is not followed")
        return True

    def take(self, piece: bytes) -> None:
        """Write a piece of the body and tell the caller.

        Raises:
            DownloadFailed: it cannot be written, or the body is longer than the response announced.
        """
        part = self._transfer.part
        if self._end is not None and part.size + len(piece) > self._end:
            part.restart()
            raise DownloadFailed("more bytes arrived than the server had announced", transient=True)
        part.write(piece)
        if self._transfer.on_bytes is not None:
            report(self._transfer.on_bytes, part.size, part.expected)


def range_headers(part: PartFile) -> dict[str, str]:
    """Return the headers that request the rest of the file, if it is still the same file."""
    if not part.size or part.validator is None:
        return {}
    return {"Range": f"bytes={part.size}-", "If-Range": part.validator}


def accept_response(response: httpx.Response, part: PartFile) -> int | None:
    """Prepare the part file for the response's body, and return the size at which the file must end, if it is known.

    Raises:
        DownloadFailed: the response has no usable body; a part that cannot be resumed is dropped.
    """
    status, headers = response.status_code, response.headers
    if status == 206 and range_headers(part):
        return _accept_rest(headers, part)
    if status in (401, 403, 404, 410):
        words = f"HTTP {status}: the URL is not valid or has expired (result URLs expire after 24 hours)"
        raise DownloadFailed(words, expired=True)
    resuming = part.size > 0
    if response.is_success or status == 416:  # the file from its start, or no way to resume
        part.restart()
    if not response.is_success or status == 206:
        passing = status >= 500 or status in (206, 408, 425, 429) or (status == 416 and resuming)
        raise DownloadFailed(f"HTTP {status} instead of the file", transient=passing)
    encoded = headers.get("content-encoding", "identity").strip().lower() not in ("", "identity")
    chunked = "chunked" in headers.get("transfer-encoding", "").lower() or response.http_version == "HTTP/2"
    length = re.fullmatch(r"[0-9]{1,18}", headers.get("content-length", "").strip())
    part.begin(
        expected=int(length[0]) if length and not encoded else None,
        framed=chunked and not encoded,
        validator=None if encoded else strong_validator(headers),
        content_type=headers.get("content-type", ""),
    )
    return part.expected


def _accept_rest(headers: Mapping[str, str], part: PartFile) -> int:
    """Check that a 206 continues the same file (RFC 9110, 15.3.7), and return the size at which its part ends."""
    content = re.fullmatch(
        r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\*)", headers.get("content-range", "").strip()
    )
    total = None if content is None or content[3] == "*" else int(content[3])
    tag, date = headers.get("etag"), headers.get("last-modified")
    same = tag == part.validator if str(part.validator).startswith('"') else date in (None, part.validator) and not tag
    fits = (
        content is not None
        and int(content[1]) == part.size <= int(content[2])
        and (total is None or int(content[2]) < total)
        and (total is None or part.expected in (None, total))
        and int(content[2]) < (part.expected or total or float("inf"))
    )
    plain = headers.get("content-encoding", "identity").strip().lower() in ("", "identity")
    plain = plain and not headers.get("content-type", "").lower().startswith("multipart/")
    if content is None or not (same and fits and plain):
        part.restart()
        raise DownloadFailed("the server sent the rest of another file; the download restarts", transient=True)
    part.expected = total if part.expected is None else part.expected
    part.framed = part.expected is not None  # the end of a part says nothing about the end of the file
    part.check_space()
    return int(content[2]) + 1


def strong_validator(headers: Mapping[str, str]) -> str | None:
    """Return what identifies a version of the file at a URL: an ETag, or a date that is old enough.

    A weak ETag only means that files are similar, and two versions of one minute can have the same date (RFC 9110,
    8.8.2.2 and 13.1.5). With an ETag, the date must not be used.
    """
    tag = headers.get("etag")
    if tag is not None:
        return tag if re.fullmatch(r'"[^"\s]*"', tag) else None
    modified = headers.get("last-modified")
    try:
        age = parsedate_to_datetime(headers["date"]) - parsedate_to_datetime(str(modified))
        return modified if age.total_seconds() > 60 else None
    except (KeyError, ValueError, TypeError, OverflowError):
        return None


@contextmanager
def translate_download_errors() -> Generator[None]:
    """Make every failure of a transfer a DownloadFailed, whose message does not repeat what the server wrote."""
    try:
        yield
    except FoxAPIError:
        raise
    except (httpx.UnsupportedProtocol, httpx.InvalidURL, ValueError, OverflowError) as error:
        raise DownloadFailed(f"the result's URL cannot be followed ({type(error).__name__})") from error
    except ExceptionGroup as error:  # anyio's, for a port out of range
        raise DownloadFailed("the result's URL cannot be followed: its port is out of range") from error
    except httpx.HTTPError as error:
        if isinstance(error.__context__, httpx.InvalidURL):  # httpx reads a Location although it does not follow it
            raise DownloadFailed("the result's URL was redirected to an invalid one") from error
        foreign = isinstance(error, httpx.ProtocolError | httpx.DecodingError | httpx.ProxyError)
        words = type(error).__name__ if foreign else f"{type(error).__name__}: {error}".rstrip(": ")
        raise DownloadFailed(f"the download was interrupted ({words})", transient=True) from error
    except TimeoutError as error:
        raise DownloadFailed("timed out before the whole file had arrived", transient=True) from error
