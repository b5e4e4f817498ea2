"""The sandbox: two origins, each on its own port, served by one thread."""

from __future__ import annotations

import errno
import socket
from importlib.util import find_spec
from types import TracebackType
from typing import TYPE_CHECKING, Self

from .service.addresses import Addresses
from .service.clock import Clock
from .service.faults import Faults
from .service.stored_uploads import SandboxUpload, Uploads
from .service.tasks import SandboxTask, Tasks
from .video.clips import Clips

if TYPE_CHECKING:
    from .http.fault_middleware import FaultMiddleware, OnRequest
    from .http.server_thread import ServerThread

REQUIRED = ("starlette", "uvicorn", "av", "PIL")


class Sandbox:
    """Serve a local FoxAPI that follows the same contract as the service and renders real MP4 files.

    `speed` is the number of sandbox seconds per real second: with 60, a task of a minute takes one second; with 0, only
    `clock.advance` moves the clock. `share_renderings` omits prompt and model from the image, so that all tasks of the
    same size, length and audio share one rendering. `credits` is the balance; a task that costs more than the rest of
    it is refused with 402. `on_request` is called on the server's thread with the method, path and status of each
    request to the API.

    Requests must be addressed to one of its own hosts: a loopback name or address, `host`, or the address that the
    client connected to. If `host` is not a loopback address, such as "0.0.0.0", anyone on the network can use the
    sandbox, since its API key is public.

    Raises:
        ValueError: a setting is out of range, such as port 99999.

    >>> with Sandbox(speed=0) as box:
    ...     box.clock.advance(60)
    ...     box.tasks
    []
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        key: str = "sk-sandbox",
        speed: float = 1.0,
        share_renderings: bool = False,
        credits: int = 1_000_000,
        on_request: OnRequest | None = None,
    ) -> None:
        if not 0 <= port <= 65535:
            raise ValueError(f"port must be from 0 (any free port) to 65535 (got {port})")
        if not host:
            raise ValueError("host must not be empty: use 127.0.0.1, or 0.0.0.0 for all addresses of this machine")
        self.key = key
        self.clock: Clock = Clock(speed)
        self.faults: Faults = Faults()
        self._host = host
        self._port = port
        self._share_renderings = share_renderings
        self._credits = credits
        self._on_request = on_request
        self._key_leaks = 0
        self._url = self._media_url = ""
        self._is_public = False
        self._tasks: Tasks | None = None
        self._uploads: Uploads | None = None
        self._middleware: FaultMiddleware | None = None
        self._clips: Clips | None = None
        self._thread: ServerThread | None = None

    @property
    def url(self) -> str:
        """The base URL of the API."""
        return self._started(self._url)

    @property
    def media_url(self) -> str:
        """The origin that serves results and uploaded files, like a CDN."""
        return self._started(self._media_url)

    @property
    def is_public(self) -> bool:
        """True if it is running and other machines can reach it."""
        return self._is_public

    @property
    def tasks(self) -> list[SandboxTask]:
        """All tasks in the order of creation; their number is the number of paid jobs."""
        return list(self._tasks.all) if self._tasks else []

    @property
    def uploads(self) -> list[SandboxUpload]:
        """All uploaded files, in order."""
        return list(self._uploads.all) if self._uploads else []

    @property
    def requests(self) -> list[tuple[str, str, int | None]]:
        """Method, path and status of the latest requests to the API; the status is None if there was no response."""
        log = self._middleware.log if self._middleware else ()
        return [(exchange.method, exchange.path, exchange.status) for exchange in tuple(log)]

    @property
    def key_leaks(self) -> int:
        """The number of requests to the media origin with an Authorization header: the API key must not go there."""
        return self._key_leaks

    def start(self) -> Self:
        """Open both ports and serve; a stopped sandbox starts again without tasks and files.

        Raises:
            ImportError: the extra [sandbox] is not installed.
            OSError: the port is in use (choose another, or 0 for any free port), or `host` is not an address of this
                machine.
        """
        if self._thread is not None:
            raise RuntimeError(f"the sandbox is already running at {self._url}")
        if missing := [name for name in REQUIRED if find_spec(name) is None]:
            raise ImportError(f"the sandbox requires {', '.join(missing)}: pip install 'foxapi-video[sandbox]'")
        from .http.api import api_app
        from .http.fault_middleware import FaultMiddleware
        from .http.guard import Guard, plain_address
        from .http.media_origin import media_app
        from .http.result_files import Files
        from .http.server_thread import ServerThread

        sockets = [_listening_socket(self._host, self._port)]
        try:
            sockets.append(_listening_socket(self._host, 0))
            self._url, self._media_url = map(_origin, sockets)
            bound = plain_address(sockets[0].getsockname()[0])
            self._is_public = bound is None or not bound.is_loopback
            self._key_leaks = 0
            self._clips = Clips(share_renderings=self._share_renderings)
            addresses = Addresses(self._media_url)
            self._tasks = Tasks(self.clock, self._clips, addresses, self._credits)
            self._uploads = Uploads(self.clock, addresses)
            files = Files(addresses, self._tasks, self._uploads)
            api = api_app(self._tasks, self._uploads, addresses, files, self.key)
            media, media_port = media_app(files, self._count_leak), sockets[1].getsockname()[1]
            self._middleware = FaultMiddleware(api, media, media_port, Guard(self._host), self.faults, self._on_request)
            self._thread = ServerThread(self._middleware, sockets)
        except BaseException:
            for sock in sockets:
                sock.close()
            raise
        return self

    def stop(self) -> None:
        """Close both ports and all connections immediately; `tasks`, `uploads` and `requests` stay readable."""
        serving, self._thread = self._thread, None
        self._is_public = False
        if serving is not None and self._clips is not None:
            serving.stop()
            self._clips.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<Sandbox {f'at {self._url}' if self._thread else 'not running'}>"

    def _count_leak(self) -> None:
        self._key_leaks += 1

    def _started(self, url: str) -> str:
        if not url:
            raise RuntimeError("the sandbox is not started: use it in a with statement, or call start()")
        return url


def _listening_socket(host: str, port: int) -> socket.socket:
    """Open a listening socket."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # without the explicit protocol, asyncio leaves Nagle's algorithm on: 23 requests per second instead of 1200
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(2048)
    except OSError as error:
        sock.close()
        in_use = error.errno == errno.EADDRINUSE
        why = "is in use: choose another, or 0 for any free port" if in_use else f"cannot be opened: {error.strerror}"
        raise OSError(error.errno, f"port {port} of {host} {why}") from None
    except (ValueError, TypeError):  # a label that is too long, or a null character
        sock.close()
        raise OSError(errno.EADDRNOTAVAIL, f"{host!r} is not a host name or an address") from None
    return sock


def _origin(sock: socket.socket) -> str:
    """Return the URL of a socket for clients on this machine."""
    host: str = sock.getsockname()[0]
    port: int = sock.getsockname()[1]
    if host in ("0.0.0.0", "::"):  # all addresses of the machine, including loopback
        host = "127.0.0.1" if host == "0.0.0.0" else "::1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
