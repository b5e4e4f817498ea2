"""Refuse requests from web pages: the API key is public, so a browser must not give them access to the sandbox."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

from starlette.types import Scope

from ..service.checks import cut

LARGEST_HEAD = 64 * 1024
"""Maximum size of a request's target, and of its headers, in bytes."""
HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._~-]+)(?::[0-9]{1,5})?")
OWN_SITE = ("same-origin", "none")
"""The values of Sec-Fetch-Site for the sandbox's own pages, and for a URL that the user typed."""


class Guard:
    """Check the host that a request is addressed to, and the site that it comes from."""

    def __init__(self, host: str) -> None:
        self._host = host.lower()

    def refusal(self, scope: Scope, *, foreign_pages: bool) -> tuple[int, str] | None:
        """Return the status and message of a refusal, or None; `foreign_pages` allows requests from any web page."""
        if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEAD:
            return 431, f"The headers are larger than the maximum of {LARGEST_HEAD // 1024} KiB."
        if len(scope["raw_path"]) + len(scope["query_string"]) > LARGEST_HEAD:
            return 414, f"The request target is longer than the maximum of {LARGEST_HEAD // 1024} KiB."
        headers: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1"), []).append(value.decode("latin-1"))
        if scope["http_version"] not in ("1.0", "1.1"):
            return 505, f"HTTP/{cut(scope['http_version'])} is not supported: use HTTP/1.1."
        if not scope["raw_path"].startswith(b"/"):  # RFC 9112, 3.2.2: such a target would overrule the Host header
            return 400, f"The request target must be a path (got {cut(scope['path'])})."
        hosts = headers.get("host", [])
        if len(hosts) != 1:
            return 400, f"The request must have exactly one Host header (got {len(hosts)})."
        if "transfer-encoding" in headers and "content-length" in headers:  # RFC 9112, 6.1
            return 400, "The request must not have both Transfer-Encoding and Content-Length."
        local, port = scope["server"]
        if not self._own(hosts[0], local):
            here = f"[{local}]:{port}" if ":" in local else f"{local}:{port}"
            words = f"{cut(hosts[0]) or 'An empty name'} is not a host of this sandbox: use localhost:{port} or {here}"
            return 403, f"{words}, or start the sandbox with that name as its host."
        if foreign_pages:
            return None
        own = f"http://{hosts[0].lower()}"
        if wrong := [origin for origin in headers.get("origin", []) if origin.lower() != own]:
            return 403, f"The sandbox refuses requests from web pages (Origin: {cut(wrong[0])})."
        if any(site not in OWN_SITE for site in headers.get("sec-fetch-site", [])):
            return 403, "The sandbox refuses requests from web pages of other sites."
        return None

    def _own(self, given: str, local: str) -> bool:
        """Return True for a loopback name or address, the bound host, and the address that the client connected to."""
        match = HOST.fullmatch(given)
        if match is None:
            return False
        name = match[1].strip("[]").lower().removesuffix(".")
        if name in ("localhost", self._host):
            return True
        address = plain_address(name)
        return address is not None and (address.is_loopback or address == plain_address(local))


def plain_address(text: str) -> IPv4Address | IPv6Address | None:
    """Return an IP address without its zone, with an IPv4-mapped address as IPv4; None for a name."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
