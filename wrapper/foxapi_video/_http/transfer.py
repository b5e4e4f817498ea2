"""One download over HTTP, for both drivers: where it may go, what each response means, which failure is which."""

from __future__ import annotations

import re
import socket
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from functools import cached_property
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Literal

import httpcore
import httpx

from .._steps.actions import Transfer
from .._steps.callbacks import report
from .._storage.files import PartFile
from ..errors import DownloadFailed, FoxAPIError

MAX_REDIRECTS = 5

Network = Literal["this machine", "a private network", "a local link", "no single host"]
"""Where an address is that is none of the public internet."""


class Networks:
    """Which hosts a client may fetch results from: public ones, and those of the network that the API itself is on.

    A result's URL comes from outside. It must not make this machine read what only this machine can reach, such as
    the credentials that a cloud gives out at 169.254.169.254.
    """

    def __init__(self, base_url: str) -> None:
        self._host = ""
        with suppress(httpx.InvalidURL):  # the first call to the API says so
            self._host = _host(httpx.URL(base_url).host)

    def check(self, host: str, address: str | None = None) -> None:
        """Check a URL's host, or the address that it turned out to have. May look up the API's own address.

        Raises:
            DownloadFailed: it is inside a network that the API is not on.
        """
        network = network_of(address or host)
        if network is None or (_host(host) == self._host != ""):
            return
        if network in ("this machine", "a private network") and network in self._networks_of_the_api:
            return
        words = f"the result's URL leads to {network}, and the API is not there"
        raise DownloadFailed(f"{words}: nothing was fetched; check where the URL comes from")

    @cached_property
    def _networks_of_the_api(self) -> set[Network | None]:
        if (network := network_of(self._host)) is not None:
            return {network}
        with suppress(OSError, ValueError):
            found = socket.getaddrinfo(self._host, None, type=socket.SOCK_STREAM)
            return {network_of(str(entry[4][0])) for entry in found}
        return set()


def network_of(host: str) -> Network | None:
    """Return the network that a host is in by its name or address; None for a public one and for other names."""
    name = _host(host)
    if name == "localhost" or name.endswith(".localhost"):
        return "this machine"
    address = _address(name)
    if address is None:
        return None
    if address.is_loopback or address.is_unspecified or address in _THIS_MACHINE:
        return "this machine"
    if address.is_link_local:
        return "a local link"
    if address.is_multicast or address in _RESERVED:
        return "no single host"
    return "a private network" if any(address in network for network in _PRIVATE) else None


_THIS_MACHINE = ip_network("0.0.0.0/8")
_RESERVED = ip_network("240.0.0.0/4")
# 198.18.0.0/15 is not among them: local proxies give out its addresses for every public name
_PRIVATE = [
    ip_network(network)
    for network in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.168.0.0/16",
        "fc00::/7",
        "fec0::/10",
    )
]
_NAT64 = ip_network("64:ff9b::/96")


def _host(host: str) -> str:
    return host.strip("[]").rstrip(".").lower()


def _address(host: str) -> IPv4Address | IPv6Address | None:
    """Read an address in any form that a connection would understand, such as 127.1 or 0x7f000001."""
    address: IPv4Address | IPv6Address
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        if not re.match(r"[0-9]", host):
            return None
        try:
            address = IPv4Address(socket.inet_aton(host))
        except (OSError, ValueError):
            return None
    if isinstance(address, IPv6Address):  # an IPv4 address in its clothes
        inner = address.ipv4_mapped or address.sixtofour
        return inner or (IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else address)
    return address


class PublicBackend(httpcore.NetworkBackend):
    """Opens connections for downloads: a name may have an address that the client must not fetch from."""

    def __init__(self, backend: httpcore.NetworkBackend, networks: Networks) -> None:
        self._backend = backend
        self._networks = networks

    def connect_tcp(self, host: str, *rest: Any, **more: Any) -> httpcore.NetworkStream:
        stream = self._backend.connect_tcp(host, *rest, **more)
        try:
            self._networks.check(host, peer_of(stream))
        except BaseException:
            stream.close()
            raise
        return stream

    def connect_unix_socket(self, *rest: Any, **more: Any) -> httpcore.NetworkStream:
        return self._backend.connect_unix_socket(*rest, **more)

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)


def peer_of(stream: httpcore.NetworkStream | httpcore.AsyncNetworkStream) -> str | None:
    """Return the address at a connection's other end."""
    address: tuple[Any, ...] | None = stream.get_extra_info("server_addr")
    return str(address[0]) if address else None


def direct_pools(client: httpx.Client | httpx.AsyncClient) -> Generator[Any]:
    """Yield the connection pools of a client that open connections to the URL's own host, and to no proxy.

    httpx has no public way to its transport's pool.
    """
    for transport in (client._transport, *client._mounts.values()):  # pyright: ignore[reportPrivateUsage]
        pool = getattr(transport, "_pool", None)
        if type(pool) in (httpcore.ConnectionPool, httpcore.AsyncConnectionPool):
            yield pool


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
            raise DownloadFailed("the result's URL is no http(s) URL")
        if url.userinfo:
            raise DownloadFailed("the result's URL holds a user name or password, which is not sent anywhere")
        self._networks.check(url.host)

    @property
    def request(self) -> dict[str, Any]:
        """The arguments of httpx's `stream` for the next request."""
        part = self._transfer.part
        headers = range_headers(part)
        return {"method": "GET", "url": self.url, "headers": headers, "timeout": self._timeout}

    def redirected(self, response: httpx.Response) -> bool:
        """Return True, and go to the next URL, where the response is a redirect; otherwise prepare for its body."""
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
            DownloadFailed: it cannot be written, or is more than the response said.
        """
        part = self._transfer.part
        if self._end is not None and part.size + len(piece) > self._end:
            part.restart()
            raise DownloadFailed("more bytes arrived than the server had announced", transient=True)
        part.write(piece)
        if self._transfer.on_bytes is not None:
            report(self._transfer.on_bytes, part.size, part.expected)


def range_headers(part: PartFile) -> dict[str, str]:
    """Return the headers that ask for what is still missing, of the very file that was begun."""
    if not part.size or part.validator is None:
        return {}
    return {"Range": f"bytes={part.size}-", "If-Range": part.validator}


def accept_response(response: httpx.Response, part: PartFile) -> int | None:
    """Leave the part file as the response's body continues it, and return where that body must end, if it is known.

    Raises:
        DownloadFailed: there is no such body; what cannot be continued is dropped.
    """
    status, headers = response.status_code, response.headers
    if status == 206 and range_headers(part):
        return _accept_rest(headers, part)
    if status in (401, 403, 404, 410):
        words = f"HTTP {status}: the URL has expired or is not valid (results can be fetched for 24 hours)"
        raise DownloadFailed(f"{words}; downloading by the task's id asks for a fresh one", expired=True)
    resuming = part.size > 0
    if response.is_success or status == 416:  # the file from its start, or nothing that could continue what is there
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
    """Check that a 206 continues the very file that was begun (RFC 9110, 15.3.7), and return where it ends."""
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
        raise DownloadFailed("the server's rest of the file is of another file; it is fetched anew", transient=True)
    part.expected = total if part.expected is None else part.expected
    part.framed = part.expected is not None  # the end of a part says nothing about the end of the file
    part.check_space()
    return int(content[2]) + 1


def strong_validator(headers: Mapping[str, str]) -> str | None:
    """Return what tells a file from every other one at the same URL: an ETag, or a date that is old enough.

    A weak ETag names files that are merely alike, and two versions of one minute can have the same date (RFC 9110,
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
    """Make every failure of a transfer a DownloadFailed. What the other side wrote is not repeated."""
    try:
        yield
    except FoxAPIError:
        raise
    except (httpx.UnsupportedProtocol, httpx.InvalidURL, ValueError, OverflowError) as error:
        raise DownloadFailed(f"the result's URL cannot be followed ({type(error).__name__})") from error
    except ExceptionGroup as error:  # how anyio says that a port is out of range
        raise DownloadFailed("the result's URL cannot be followed: its port is out of range") from error
    except httpx.HTTPError as error:
        foreign = isinstance(error, httpx.ProtocolError | httpx.DecodingError | httpx.ProxyError)
        words = type(error).__name__ if foreign else f"{type(error).__name__}: {error}".rstrip(": ")
        raise DownloadFailed(f"the download was interrupted ({words})", transient=True) from error
    except TimeoutError as error:
        raise DownloadFailed("timed out before the whole file had arrived", transient=True) from error
