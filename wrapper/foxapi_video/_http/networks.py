"""Which hosts are this machine, or on a private network, and which of them a download may reach."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from functools import cached_property
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Literal
from urllib.parse import urlsplit

from ..errors import DownloadFailed

Network = Literal["this machine", "a private network", "a local link", "no single host"]
"""Where an address is that is not on the public internet."""


class Networks:
    """The hosts from which a client may fetch results: public ones, and those in the API's own network.

    A result's URL is external input. It must not make this machine read what only this machine can reach, such as the
    credentials that a cloud serves at 169.254.169.254.
    """

    def __init__(self, base_url: str) -> None:
        self._host = _host(urlsplit(base_url).hostname or "")

    def check(self, host: str, address: str | None = None) -> None:
        """Check a URL's host, or the address to which it was resolved. May look up the API's own address.

        Raises:
            DownloadFailed: it is in a network that is not the API's.
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


def is_loopback(host: str) -> bool:
    """Return True for this machine: its traffic never goes through a proxy and needs no encryption."""
    return network_of(host) == "this machine"


_THIS_MACHINE, _RESERVED, _NAT64 = map(ip_network, ("0.0.0.0/8", "240.0.0.0/4", "64:ff9b::/96"))
# 198.18.0.0/15 is not among them: local proxies give out its addresses for every public name
_PRIVATE = [
    *map(ip_network, ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16")),
    *map(ip_network, ("fc00::/7", "fec0::/10")),
]


def _host(host: str) -> str:
    return host.strip("[]").rstrip(".").lower()


def _address(host: str) -> IPv4Address | IPv6Address | None:
    """Read an address in any form that a connection accepts, such as 127.1 or 0x7f000001."""
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
    if isinstance(address, IPv6Address):  # which may contain an IPv4 address
        inner = address.ipv4_mapped or address.sixtofour
        return inner or (IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else address)
    return address
