"""What a response to a download means, and where a download may go: no socket is needed to say so."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import httpx
import pytest

from foxapi_video._http.networks import Network, Networks, network_of
from foxapi_video._http.transfer import (
    MAX_REDIRECTS,
    Download,
    accept_response,
    range_headers,
    strong_validator,
    translate_download_errors,
)
from foxapi_video._steps.actions import Transfer
from foxapi_video._storage.files import PartFile
from foxapi_video.errors import DownloadFailed

PUBLIC = "https://api.example.com"
LOOPBACK = "http://127.0.0.1:8080"
DATE = "Mon, 05 Jan 2026 12:00:00 GMT"


@pytest.fixture
def part(tmp_path: Path) -> Any:
    with PartFile(tmp_path / "v.mp4") as opened:
        yield opened


# ---- resuming


@pytest.mark.parametrize(
    ("headers", "validator"),
    [
        ({"ETag": '"abc"'}, '"abc"'),
        ({"ETag": '"abc"', "Last-Modified": DATE, "Date": DATE}, '"abc"'),
        ({"ETag": '""'}, '""'),
        ({"ETag": 'W/"abc"'}, None),
        ({"ETag": "abc"}, None),
        ({"ETag": ""}, None),
        ({"ETag": '"a"b"'}, None),
        ({"ETag": 'W/"abc"', "Last-Modified": "Mon, 05 Jan 2026 10:00:00 GMT", "Date": DATE}, None),
        ({"Last-Modified": "Mon, 05 Jan 2026 11:58:59 GMT", "Date": DATE}, "Mon, 05 Jan 2026 11:58:59 GMT"),
        ({"Last-Modified": "Mon, 05 Jan 2026 11:59:30 GMT", "Date": DATE}, None),
        ({"Last-Modified": "Mon, 05 Jan 2026 12:30:00 GMT", "Date": DATE}, None),
        ({"Last-Modified": "Mon, 05 Jan 2026 10:00:00 GMT"}, None),
        ({"Last-Modified": "yesterday", "Date": DATE}, None),
        ({"Last-Modified": "Mon, 05 Jan 2026 10:00:00 GMT", "Date": "today"}, None),
        ({"Last-Modified": "Mon, 05 Jan 2026 10:00:00", "Date": DATE}, None),
        ({"Last-Modified": "Mon, 05 Jan 9999999 10:00:00 GMT", "Date": DATE}, None),
        ({"Date": DATE}, None),
        ({}, None),
    ],
    ids=str,
)
def test_only_strong_validators_let_a_download_resume(headers: dict[str, str], validator: str | None) -> None:
    """A weak ETag, or a date within a minute of the response's own, does not tell two files apart."""
    assert validator == strong_validator(httpx.Headers(headers))


TAG, DATED = {"ETag": '"abc"'}, {"Last-Modified": "Mon, 05 Jan 2026 10:00:00 GMT", "Date": DATE}
RANGE = {"Content-Range": "bytes 100-527/528"}


@pytest.mark.parametrize(
    ("first", "second", "resumes"),
    [
        (TAG, {**RANGE, **TAG}, True),
        (TAG, {"Content-Range": "bytes 100-527/*", **TAG}, True),
        (TAG, {"Content-Range": "bytes 100-300/528", **TAG}, True),
        (DATED, {**RANGE, **DATED}, True),
        (DATED, RANGE, True),
        (TAG, {**RANGE, "ETag": '"def"'}, False),
        (TAG, {**RANGE, "ETag": 'W/"abc"'}, False),
        (TAG, RANGE, False),
        (DATED, {**RANGE, "Last-Modified": DATE}, False),
        (DATED, {**RANGE, **DATED, **TAG}, False),
        (TAG, {"Content-Range": "bytes 100-528/529", **TAG}, False),
        (TAG, {"Content-Range": "bytes 100-526/527", **TAG}, False),
        (TAG, {"Content-Range": "bytes 100-528/528", **TAG}, False),
        (TAG, {"Content-Range": "bytes 100-900/*", **TAG}, False),
        (TAG, {"Content-Range": "bytes 99-527/528", **TAG}, False),
        (TAG, {"Content-Range": "bytes 0-527/528", **TAG}, False),
        (TAG, {"Content-Range": "bytes 101-527/528", **TAG}, False),
        (TAG, {"Content-Range": "bytes 100-99/528", **TAG}, False),
        (TAG, {"Content-Range": "bytes */528", **TAG}, False),
        (TAG, {"Content-Range": "items 100-527/528", **TAG}, False),
        (TAG, {"Content-Range": f"bytes 100-{'9' * 5000}/528", **TAG}, False),
        (TAG, TAG, False),
        (TAG, {**RANGE, **TAG, "Content-Encoding": "gzip"}, False),
        (TAG, {**RANGE, **TAG, "Content-Type": "multipart/byteranges; boundary=x"}, False),
        (TAG, {**TAG, "Content-Type": "multipart/byteranges; boundary=x"}, False),
    ],
    ids=str,
)
def test_a_rest_is_taken_only_of_the_very_same_file(
    first: dict[str, str], second: dict[str, str], resumes: bool, part: PartFile
) -> None:
    """ETag, date, length and offset of each 206 fit the first response; otherwise what is there is dropped."""
    assert 528 == accept_response(httpx.Response(200, headers={"Content-Length": "528", **first}), part)
    part.write(bytes(100))
    assert "bytes=100-" == range_headers(part)["Range"]
    rest = httpx.Response(206, headers=second)
    if resumes:
        assert (accept_response(rest, part), 528, 100) in [(528, 528, 100), (301, 528, 100)]
        assert (528, 100) == (part.expected, part.size)
        return
    with pytest.raises(DownloadFailed) as caught:
        accept_response(rest, part)
    assert (True, 0, {}) == (caught.value.transient, part.size, range_headers(part))


@pytest.mark.parametrize("headers", [RANGE, {"Content-Range": "bytes 0-527/528"}, {}])
@pytest.mark.parametrize("size", [0, 100])
def test_a_part_that_was_not_asked_for_is_none(headers: dict[str, str], size: int, part: PartFile) -> None:
    """A 206 in answer to a request without Range is not the file; it is asked for again, from its start."""
    part.write(bytes(size))
    with pytest.raises(DownloadFailed) as caught:
        accept_response(httpx.Response(206, headers={**headers, **TAG}), part)
    assert (True, 0) == (caught.value.transient, part.size)


@pytest.mark.parametrize("headers", [{}, {"Content-Range": "bytes */100"}, {"Content-Range": "bytes */528"}])
def test_a_range_that_is_refused_starts_over(headers: dict[str, str], part: PartFile) -> None:
    """Whatever length a 416 names: nothing proves that it is the same file's."""
    accept_response(httpx.Response(200, headers={"Content-Length": "528", **TAG}), part)
    part.write(bytes(100))
    with pytest.raises(DownloadFailed) as caught:
        accept_response(httpx.Response(416, headers=headers), part)
    assert (True, 0, {}) == (caught.value.transient, part.size, range_headers(part))


def test_a_part_of_a_file_without_a_length_does_not_tell_its_end(part: PartFile) -> None:
    """Where neither the first response nor the rest says the length, the end of the rest proves nothing."""
    first = {"Transfer-Encoding": "chunked", **TAG}
    accept_response(httpx.Response(200, headers=first), part)
    assert (None, True) == (part.expected, part.framed)
    part.write(bytes(100))
    accept_response(httpx.Response(206, headers={"Content-Range": "bytes 100-199/*", **TAG}), part)
    assert (None, False) == (part.expected, part.framed)
    part.write(bytes(100))
    accept_response(httpx.Response(206, headers={"Content-Range": "bytes 200-527/528", **TAG}), part)
    assert (528, True) == (part.expected, part.framed)


@pytest.mark.parametrize(
    ("headers", "expected", "framed"),
    [
        ({"Content-Length": "528"}, 528, True),
        ({"Content-Length": "528", "Content-Encoding": "identity"}, 528, True),
        ({"Content-Length": "528", "Content-Encoding": "gzip"}, None, False),
        ({"Transfer-Encoding": "chunked", "Content-Encoding": "br"}, None, False),
        ({"Transfer-Encoding": "Chunked"}, None, True),
        ({"Content-Length": "x"}, None, False),
        ({"Content-Length": "-1"}, None, False),
        ({"Content-Length": "\xb2"}, None, False),
        ({}, None, False),
    ],
    ids=str,
)
def test_what_a_response_says_about_the_end(
    headers: dict[str, str], expected: int | None, framed: bool, part: PartFile
) -> None:
    """An exact length, or chunks that end, of what is written; a compressed body has neither, and does not resume."""
    raw = [(name.encode(), value.encode("latin-1")) for name, value in {**headers, **TAG}.items()]
    accept_response(httpx.Response(200, headers=raw), part)
    assert (expected, framed) == (part.expected, part.framed)
    assert ("gzip" in str(headers) or "br" in str(headers)) == (part.validator is None)


def test_more_bytes_than_were_announced_are_not_the_file(part: PartFile) -> None:
    """A rest that runs beyond its range is dropped with what was there."""
    download = Download(Transfer("http://127.0.0.1/v", part, 9.0), Networks(LOOPBACK), 9.0)
    assert not download.redirected(httpx.Response(200, headers={"Content-Length": "528", **TAG}))
    download.take(bytes(100))
    assert not download.redirected(httpx.Response(206, headers={"Content-Range": "bytes 100-199/528", **TAG}))
    with pytest.raises(DownloadFailed) as caught:
        download.take(bytes(101))
    assert (True, 0) == (caught.value.transient, part.size)


# ---- where it may go

HOSTS: dict[str, Network | None] = {
    "127.0.0.1": "this machine",
    "127.9.9.9": "this machine",
    "127.1": "this machine",
    "2130706433": "this machine",
    "0x7f.1": "this machine",
    "0177.0.0.1": "this machine",
    "0.0.0.0": "this machine",
    "0": "this machine",
    "[::1]": "this machine",
    "::": "this machine",
    "::ffff:127.0.0.1": "this machine",
    "localhost": "this machine",
    "LOCALHOST.": "this machine",
    "a.localhost": "this machine",
    "10.1.2.3": "a private network",
    "10.66051": "a private network",
    "172.16.0.1": "a private network",
    "172.31.255.255": "a private network",
    "192.168.1.1": "a private network",
    "100.100.100.200": "a private network",
    "192.0.0.192": "a private network",
    "fd00:ec2::254": "a private network",
    "::ffff:a00:1": "a private network",
    "2002:a00:1::1": "a private network",
    "64:ff9b::a00:1": "a private network",
    "169.254.169.254": "a local link",
    "0xa9fea9fe": "a local link",
    "2852039166": "a local link",
    "fe80::1%eth0": "a local link",
    "64:ff9b::a9fe:a9fe": "a local link",
    "224.0.0.1": "no single host",
    "255.255.255.255": "no single host",
    "ff02::1": "no single host",
    "8.8.8.8": None,
    "172.32.0.1": None,
    "198.18.0.7": None,
    "2606:4700::1111": None,
    "64:ff9b::808:808": None,
    "cdn.example.com": None,
    "10.example.com": None,
    "localhost.example.com": None,
    "": None,
}


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_says_which_network_it_is_in(host: str) -> None:
    """By every spelling of an address that a connection would understand."""
    assert HOSTS[host] == network_of(host)


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Answer look-ups of names from a table."""
    table: dict[str, str] = {}

    def look_up(host: str, *rest: Any, **more: Any) -> list[Any]:
        if host not in table:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (table[host], 0))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return table


@pytest.mark.parametrize(
    ("api", "host", "address", "allowed"),
    [
        ("https://api.example.com", "cdn.example.com", "8.8.8.8", True),
        ("https://api.example.com", "cdn.example.com", None, True),
        ("https://api.example.com", "cdn.example.com", "127.0.0.1", False),
        ("https://api.example.com", "cdn.example.com", "10.0.0.1", False),
        ("https://api.example.com", "127.0.0.1", None, False),
        ("https://api.example.com", "169.254.169.254", None, False),
        ("https://unknown.example.com", "127.0.0.1", None, False),
        ("https://api.example.com", "api.example.com", "10.0.0.1", True),
        ("http://gateway.example.com", "10.9.9.9", None, True),
        ("http://gateway.example.com", "media.example.com", "10.9.9.9", True),
        ("http://gateway.example.com", "media.example.com", "127.0.0.1", False),
        ("http://gateway.example.com", "169.254.169.254", None, False),
        (LOOPBACK, "localhost", "127.0.0.1", True),
        (LOOPBACK, "[::1]", None, True),
        (LOOPBACK, "10.0.0.1", None, False),
        (LOOPBACK, "169.254.169.254", None, False),
        (LOOPBACK, "224.0.0.1", None, False),
        ("http://localhost:8080", "127.0.0.1", None, True),
        ("http://192.168.1.5", "192.168.1.9", None, True),
        ("http://169.254.1.5", "169.254.169.254", None, False),
    ],
)
def test_a_result_is_in_the_internet_or_beside_the_api(
    api: str, host: str, address: str | None, allowed: bool, resolved: dict[str, str]
) -> None:
    """A private network is open only to a client whose API is in it; a local link, where clouds keep keys, never."""
    resolved |= {"api.example.com": "8.8.4.4", "gateway.example.com": "10.0.0.4"}
    networks = Networks(api)
    if allowed:
        networks.check(host, address)
        return
    with pytest.raises(DownloadFailed, match="nothing was fetched") as caught:
        networks.check(host, address)
    assert not caught.value.transient


@pytest.mark.parametrize("redirect", [False, True])
@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://cdn.example.com/v", "not an http"),
        ("file:///etc/passwd", "not an http"),
        ("https:///v", "not an http"),
        ("https://me:SECRET@cdn.example.com/v", "password"),
        ("https://me@cdn.example.com/v", "password"),
        ("http://169.254.169.254/SECRET", "a local link"),
        ("http://[::ffff:10.0.0.1]/v", "a private network"),
    ],
)
def test_a_url_that_must_not_be_followed(
    url: str, words: str, redirect: bool, part: PartFile, resolved: dict[str, str]
) -> None:
    """Neither as a result nor as a redirect's target; the message does not repeat it."""
    del resolved
    download = Download(Transfer("http://cdn.example.com/" if redirect else url, part, 9.0), Networks(PUBLIC), 9.0)
    if redirect:
        assert download.redirected(httpx.Response(302, headers={"Location": url}))
    with pytest.raises(DownloadFailed, match=words) as caught:
        download.check()
    assert (False, False) == (caught.value.transient, "SECRET" in str(caught.value))


def test_a_redirect_from_https_to_http_is_not_followed(part: PartFile) -> None:
    """Whoever is on the way could then send another file."""
    download = Download(Transfer("https://cdn.example.com/v", part, 9.0), Networks(PUBLIC), 9.0)
    assert download.redirected(httpx.Response(307, headers={"Location": "//other.example.com/v"}))
    assert "https://other.example.com/v" == str(download.url)
    with pytest.raises(DownloadFailed, match="https to http") as caught:
        download.redirected(httpx.Response(301, headers={"Location": "http://other.example.com/v"}))
    assert not caught.value.transient


def test_redirects_are_few(part: PartFile) -> None:
    """A chain that does not end is given up."""
    download = Download(Transfer("https://cdn.example.com/v", part, 9.0), Networks(PUBLIC), 9.0)
    again = httpx.Response(302, headers={"Location": "/w"})
    assert [True] * MAX_REDIRECTS == [download.redirected(again) for _ in range(MAX_REDIRECTS)]
    with pytest.raises(DownloadFailed, match="redirected more than"):
        download.redirected(again)


@pytest.mark.parametrize(
    ("error", "transient"),
    [
        (httpx.RemoteProtocolError("illegal status line: bytearray(b'SECRET')"), True),
        (httpx.DecodingError("SECRET"), True),
        (httpx.ProxyError("407 SECRET"), True),
        (httpx.InvalidURL("SECRET"), False),
        (httpx.ReadTimeout(""), True),
        (httpx.ConnectError("[Errno 111] Connection refused"), True),
        (TimeoutError(), True),
        (ExceptionGroup("SECRET", [OverflowError("SECRET")]), False),
    ],
    ids=repr,
)
def test_what_the_other_side_wrote_is_not_repeated(error: Exception, transient: bool) -> None:
    """A message names the kind of failure; an internal service's words are not carried out by it."""
    with pytest.raises(DownloadFailed) as caught, translate_download_errors():
        raise error
    assert (transient, False) == (caught.value.transient, "SECRET" in str(caught.value))
    assert not str(caught.value).endswith("()")
