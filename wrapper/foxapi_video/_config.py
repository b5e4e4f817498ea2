"""Key, base URL, timeout and User-Agent, and the HTTP clients that carry them."""

from __future__ import annotations

import os
import re
import sys
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from attrs import define, field

from ._catalogue import catalogue
from .errors import ConfigurationError

if TYPE_CHECKING:
    import ssl

    import httpx

VERSION = "0.1.0"

CONNECTIONS = 100
"""How many creations, looks, uploads and downloads each a client has under way at a time; the rest wait for their turn.

httpx looks at every connection and every waiting request for each request, so that a longer queue of its own costs
its square; and a process has few open files."""


@define(slots=False)  # cached_property needs a __dict__
class Config:
    """What a client was configured with. The key is in no repr."""

    api_key: str = field(repr=False)
    base_url: str
    timeout: float
    """One HTTP exchange's total, in seconds."""
    user_agent: str | None
    """None for the package's own."""

    @classmethod
    def of(cls, api_key: str | None, base_url: str | None, timeout: float, user_agent: str | None) -> Config:
        """Fill in the environment and the defaults, and refuse what cannot work."""
        key = os.environ.get("FOXAPI_API_KEY", "") if api_key is None else api_key
        url = base_url or os.environ.get("FOXAPI_BASE_URL") or catalogue().base_url
        if not key.strip():
            raise ConfigurationError(
                "no API key: set FOXAPI_API_KEY or pass api_key=…; to try things without one, "
                "use the sandbox (foxapi-video sandbox, or foxapi_video.sandbox.Sandbox)"
            )
        if not re.fullmatch(r"[!-~]+", key.strip()):
            raise ConfigurationError("the API key holds characters that no HTTP header can carry; copy it again")
        if not _is_base(url):
            raise ConfigurationError(f"the base URL {url!r} is not of the form https://host; check FOXAPI_BASE_URL")
        if not timeout > 0:
            raise ConfigurationError(f"timeout is the seconds one HTTP exchange may take; {timeout!r} is not above 0")
        return cls(key.strip(), url.rstrip("/"), float(timeout), user_agent)

    @property
    def agent(self) -> str:
        """The User-Agent that requests name."""
        import httpx

        python = ".".join(map(str, sys.version_info[:3]))
        return self.user_agent or f"foxapi-video/{VERSION} python/{python} httpx/{httpx.__version__}"

    @cached_property
    def tls(self) -> ssl.SSLContext:
        """The TLS settings, made once: loading the certificates takes 20 ms."""
        import httpx

        return httpx.create_ssl_context()

    def engine(self, *, fresh: bool) -> httpx.AsyncBaseTransport | None:
        """Return aiohttp's engine where the extra is installed, None where httpx's own is to be used.

        Proxies that the environment names are httpx's business: a transport that is handed to it would pass them by.
        """
        from urllib.request import getproxies

        if find_spec("httpx_aiohttp") is None or getproxies():
            return None
        from ._aiohttp import Engine

        return Engine(self.tls if self.base_url.lower().startswith("https:") else False, fresh=fresh)

    def api_options(self, transport: Any, *, fresh: bool) -> dict[str, Any]:
        """Return the arguments of an httpx client that talks to the API; with `fresh`, no connection is used twice."""
        import httpx

        return {
            **self._connection(transport, self.base_url),
            "base_url": self.base_url,
            "step": self.timeout,
            "headers": {"User-Agent": self.agent, "Authorization": f"Bearer {self.api_key}"},
            "limits": httpx.Limits(max_keepalive_connections=0 if fresh else CONNECTIONS),
        }

    def media_options(self, transport: Any) -> dict[str, Any]:
        """Return the arguments of an httpx client that fetches results: it has no key to give away."""
        import httpx

        return {
            **self._connection(transport, "https:"),
            # a compressed body would make Content-Length useless as a check
            "headers": {"User-Agent": self.agent, "Accept-Encoding": "identity"},
            # a connection that the server is closing would waste a try
            "limits": httpx.Limits(max_keepalive_connections=0),
        }

    def _connection(self, transport: Any, url: str) -> dict[str, Any]:
        if transport is not None:
            return {"transport": transport}
        return {"verify": self.tls if url.lower().startswith("https:") else False}  # plain HTTP needs no certificates


def _is_base(url: str) -> bool:
    """Say whether paths can be appended to a URL."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # a port that is none
        return False
    sound = parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0
    return sound and not (parts.query or parts.fragment)
