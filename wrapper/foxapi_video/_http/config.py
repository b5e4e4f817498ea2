"""Key, base URL, timeout, User-Agent, proxies and certificates: each is checked before anything is sent."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from numbers import Real
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from attrs import define

from .. import __version__
from .._log import log
from .._secret import Secret
from .._storage.journal import Journal
from ..clock import Clock
from ..errors import ConfigurationError
from .environment import base_url_for, environment_key, key_variables, source_of_key
from .networks import is_loopback

if TYPE_CHECKING:
    import ssl

    import httpx


CONNECTIONS = 100
"""Max concurrent create requests, polls, uploads and downloads, each, of a client; the others wait for a free slot.

For each request, httpx goes through all connections and all waiting requests, so that the cost of its own queue grows
with the square of its length; and the number of open files is limited."""

LONGEST = 1_000_000.0
"""Seconds: a socket can wait for 2**31 milliseconds."""


@define(slots=False)  # cached_property needs a __dict__
class Config:
    """The settings of a client."""

    secret: Secret
    base_url: str
    timeout: float
    """Total time of one HTTP exchange, in seconds."""
    user_agent: str | None
    """None means the package's own."""

    @classmethod
    def of(cls, secret: Secret | None, base_url: Any, timeout: Any, user_agent: Any) -> Config:
        """Fill in the environment and the defaults, and check each setting."""
        if secret is None:
            secret = environment_key()
        source = source_of_key(secret)
        problem = _problem_of_key(secret)
        if problem is not None:
            raise ConfigurationError(f"{problem}; check {source.key_variable}" if source else problem)
        url, setting = (base_url, "base_url") if base_url else base_url_for(source)
        problem = _problem_of_base(url)
        if problem is not None:
            raise ConfigurationError(f"the base URL{_shown(url)} {problem}; check {setting}")
        seconds = float(timeout) if isinstance(timeout, Real) and timeout is not True else 0.0
        if not 0 < seconds <= LONGEST:
            words = f"timeout must be the total seconds of one HTTP exchange, above 0 and at most {LONGEST:.0f}"
            raise ConfigurationError(f"{words} (got {timeout!r:.100})")
        if user_agent and (not isinstance(user_agent, str) or not re.fullmatch(r"[!-~]([ -~]*[!-~])?", user_agent)):
            words = "user_agent must be text that an HTTP header can carry: printable ASCII on one line"
            raise ConfigurationError(f"{words} (got {user_agent!r:.100})")
        parts = urlsplit(url)
        if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
            log.warning("the API key is sent to %s without encryption: use https://", parts.hostname)
        return cls(secret, url.rstrip("/"), seconds, user_agent)

    @property
    def agent(self) -> str:
        """The User-Agent header."""
        import httpx

        python = ".".join(map(str, sys.version_info[:3]))
        return self.user_agent or f"foxapi-video/{__version__} python/{python} httpx/{httpx.__version__}"

    @cached_property
    def tls(self) -> ssl.SSLContext:
        """The TLS settings, created once: loading the certificates takes 20 ms.

        Raises:
            ConfigurationError: the environment names certificates that cannot be loaded.
        """
        import httpx

        folder = os.environ.get("SSL_CERT_DIR")
        if folder and not os.environ.get("SSL_CERT_FILE") and not os.path.isdir(folder):  # OpenSSL does not complain
            raise ConfigurationError(f"SSL_CERT_DIR names no folder: {folder!r}")
        try:
            return httpx.create_ssl_context()
        except (OSError, ValueError) as error:  # ssl's own errors are OSErrors
            used = [name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE") if os.environ.get(name)]
            settings = ", ".join(f"{name}={os.environ[name]!r}" for name in used)
            words = f"the TLS certificates cannot be loaded ({type(error).__name__}: {error})"
            raise ConfigurationError(f"{words}: check {settings}" if used else words) from error

    def aiohttp_transport(self, *, fresh: bool) -> httpx.AsyncBaseTransport | None:
        """Return aiohttp's transport where the extra is installed, None where httpx's own is to be used.

        If the environment names proxies, httpx must choose the transport: one that is passed to it ignores them.
        """
        direct = is_loopback(urlsplit(self.base_url).hostname or "") or not _proxies()
        if find_spec("httpx_aiohttp") is None or not direct:
            return None
        from .aiohttp import TracedTransport

        return TracedTransport(self.tls if self.base_url.lower().startswith("https:") else False, fresh=fresh)

    def options(self, transport: Any, base_url: str = "", *, idle: int = 0) -> dict[str, Any]:
        """Return the arguments of an httpx client that keeps at most `idle` connections for reuse.

        The key is none of them: it is written into each request, and no argument of a failing call shows it.
        """
        import httpx

        verify = not base_url.lower().startswith("http:") and transport is None  # plain HTTP needs no certificates
        return {
            "transport": transport,
            "verify": self.tls if verify else False,
            "base_url": base_url,
            # a compressed body can expand a thousand times, and its Content-Length would not check a download
            "headers": {"User-Agent": self.agent, "Accept-Encoding": "identity"},
            "limits": httpx.Limits(max_keepalive_connections=idle),
        }

    @contextmanager
    def usable(self, transport: object) -> Generator[None]:
        """Make every failure to create HTTP clients a ConfigurationError that names the setting.

        A custom transport ignores the proxies of the environment.
        """
        import httpx

        try:
            _ = httpx.URL(self.base_url)
        except (httpx.InvalidURL, ValueError) as error:
            raise ConfigurationError(f"the base URL{_shown(self.base_url)} cannot be used ({error})") from None
        for name, value in (_proxies() if transport is None else {}).items():
            url = value if "://" in value else f"http://{value}"
            problem = _problem_of_url(url, ("http", "https", "socks5", "socks5h"))
            if problem is None:
                try:
                    _ = httpx.Proxy(url)
                except (httpx.InvalidURL, ValueError) as error:
                    problem = str(error)
            if problem is not None:
                raise ConfigurationError(f"the proxy that {name} names cannot be used: its URL {problem}") from None
        try:
            yield
        except ImportError as error:
            names = ", ".join(name for name, value in _proxies().items() if value.lower().startswith("socks"))
            words = f"{names} names a SOCKS proxy, which needs httpx[socks]" if names else "a package is missing"
            raise ConfigurationError(f"{words} ({error})") from error
        except (httpx.InvalidURL, ValueError) as error:
            # the proxies are valid, so what httpx cannot read is the list of hosts that need none
            names = " or ".join(name for name in os.environ if name.lower() == "no_proxy") or "the proxy settings"
            raise ConfigurationError(f"{names} cannot be read ({error})") from error
        except OSError as error:
            raise ConfigurationError(f"the HTTP client cannot be created ({error})") from error


def secret_of(key: Any) -> Secret:
    """Wrap an API key; a value that is not text becomes a key that `Config.of` refuses."""
    return Secret.of(key.strip() if isinstance(key, str) else "\0")


def _problem_of_key(secret: Secret) -> str | None:
    """Return what is wrong with a key; the caller raises, so that no frame of the error holds it."""
    if not secret.reveal():
        return (
            f"no API key: set {key_variables()}, or pass api_key=…; to try things without one, "
            "use the sandbox (foxapi-video sandbox, or foxapi_video.sandbox.Sandbox)"
        )
    if not re.fullmatch(r"[!-~]+", secret.reveal()):
        return "the API key is not text, or holds characters that no HTTP header can carry; copy it again"
    return None


def _problem_of_base(url: Any) -> str | None:
    """Return why no path can be appended to a URL; None if one can."""
    if not isinstance(url, str):
        return f"must be text (got {type(url).__name__})"
    problem = _problem_of_url(url, ("http", "https"))
    if problem is not None:
        return problem
    parts = urlsplit(url)
    if "@" in parts.netloc:
        return "must not contain a user name or password: the API key is the only credential"
    if "?" in url or "#" in url or ";" in parts.path:
        return "must end with its path, without parameters, query and fragment"
    return None


def _problem_of_url(url: str, schemes: tuple[str, ...]) -> str | None:
    """Return why a URL cannot be connected to; None if it can. The reason omits the URL, which can hold a password."""
    if re.search(r"[\s\x00-\x20\x7f-\xa0\\]", url):
        return "contains a space, a control character or a backslash"
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        return "has no valid host and port"
    if parts.scheme not in schemes or not host:
        return f"is not of the form {' or '.join(f'{scheme}://host' for scheme in schemes)}"
    if port == 0 or parts.netloc.endswith(":"):
        return "has no valid port"
    try:
        _ = host.encode("idna") if host.isascii() else b""  # other names are checked by httpx, which knows newer rules
    except UnicodeError:
        return "has a host name with an empty or too long part"
    return None


def _shown(url: Any) -> str:
    """Return a URL for a message: without a password, and without a query, which can hold a key."""
    if not isinstance(url, str):
        return ""
    text = re.split(r"[?#]", url)[0].rpartition("@")
    return f" {('…@' if text[1] else '') + text[2]!r:.200}"


def _proxies() -> dict[str, str]:
    """Return the proxies that the environment or the system names, each under its variable."""
    from urllib.request import getproxies

    found = {scheme: value for scheme, value in getproxies().items() if scheme in ("http", "https", "all")}
    return {_variable(scheme): value for scheme, value in found.items()}


def _variable(scheme: str) -> str:
    names = (f"{scheme}_proxy", f"{scheme}_proxy".upper())
    return next((name for name in names if os.environ.get(name)), f"the system's {scheme} proxy")


def check_parts(transport: object, method: str, journal: object, clock: object) -> None:
    """Reject arguments of the wrong type, without importing httpx."""
    if transport is not None and not callable(getattr(transport, method, None)):
        kind = "httpx.AsyncBaseTransport" if "async" in method else "httpx.BaseTransport"
        raise ConfigurationError(f"transport must be an {kind} (got {type(transport).__name__})")
    if journal is not None and not isinstance(journal, Journal):
        raise ConfigurationError(f"journal must be a Journal, such as Journal(path) (got {type(journal).__name__})")
    if clock is not None and not isinstance(clock, Clock):
        raise ConfigurationError(f"clock must be a foxapi_video.Clock (got {type(clock).__name__})")


@contextmanager
def importing() -> Generator[None]:
    """Raise ConfigurationError when httpx cannot be imported, for example because no more files can be opened."""
    try:
        yield
    except (ImportError, OSError, RuntimeError) as error:  # a RuntimeError: the interpreter is shutting down
        raise ConfigurationError(f"httpx cannot be imported ({error}); nothing was sent") from error
