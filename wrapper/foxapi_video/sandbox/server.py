"""The sandbox itself: two origins on two ports, served by one thread."""

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

NEEDED = ("starlette", "uvicorn", "av", "PIL")


class Sandbox:
    """Serve a local FoxAPI that behaves as the service does, by the same contract, and makes real MP4 files.

    `speed` is sandbox seconds per real second: 60 finishes a task of a minute in one second, 0 leaves the time to
    `clock.advance`. `share_renderings` leaves prompt and model out of the picture, so that thousands of tasks of the
    same size, length and sound share one rendering. `credits` is the balance that tasks are paid from; one that costs
    more than is left is answered with 402. `on_request` is called with the method, path and status of each
    request at the API's origin, on the server's thread.

    It takes requests to its own hosts only: loopback names and addresses, `host`, and the address that a client
    connected to. With a `host` beyond loopback, such as "0.0.0.0", anyone on the network can use it: the key is no
    secret.

    Raises:
        ValueError: a setting makes no sense, such as port 99999.

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
            raise ValueError(f"port is {port}, but must be 0 (any free one) to 65535")
        if not host:
            raise ValueError("host is empty: use 127.0.0.1, or 0.0.0.0 for every address of this machine")
        self.key = key
        self.clock: Clock = Clock(speed)
        self.faults: Faults = Faults()
        self._host = host
        self._port = port
        self._one_clip_a_shape = share_renderings
        self._credits = credits
        self._on_request = on_request
        self._key_leaks = 0
        self._url = self._media_url = ""
        self._is_public = False
        self._tasks: Tasks | None = None
        self._uploads: Uploads | None = None
        self._front: FaultMiddleware | None = None
        self._clips: Clips | None = None
        self._serving: ServerThread | None = None

    @property
    def url(self) -> str:
        """The API's origin: the base URL for a client."""
        return self._started(self._url)

    @property
    def media_url(self) -> str:
        """The origin that serves results and uploaded files, as a CDN would."""
        return self._started(self._media_url)

    @property
    def is_public(self) -> bool:
        """True if other machines can reach it; False while it is not running."""
        return self._is_public

    @property
    def tasks(self) -> list[SandboxTask]:
        """Every task that was created, in order: count the paid jobs here."""
        return list(self._tasks.all) if self._tasks else []

    @property
    def uploads(self) -> list[SandboxUpload]:
        """Every file that was uploaded, in order."""
        return list(self._uploads.all) if self._uploads else []

    @property
    def requests(self) -> list[tuple[str, str, int | None]]:
        """Method, path and status of the latest requests at the API's origin; None where nothing was answered."""
        log = self._front.log if self._front else ()
        return [(exchange.method, exchange.path, exchange.status) for exchange in tuple(log)]

    @property
    def key_leaks(self) -> int:
        """How many requests carried an Authorization header to the media origin, which must never see the key."""
        return self._key_leaks

    def start(self) -> Self:
        """Open both ports and serve; a sandbox that was stopped begins afresh.

        Raises:
            ImportError: the extra is not installed.
            OSError: the port is in use (choose another, or 0 for any free one), or the host is none of this machine's.
        """
        if self._serving is not None:
            raise RuntimeError(f"the sandbox runs already, at {self._url}")
        if missing := [name for name in NEEDED if find_spec(name) is None]:
            raise ImportError(f"the sandbox needs {', '.join(missing)}: pip install 'foxapi-video[sandbox]'")
        from .http.api import api_app
        from .http.fault_middleware import FaultMiddleware
        from .http.guard import Guard, plain_address
        from .http.media_origin import media_app
        from .http.result_files import Files
        from .http.server_thread import ServerThread

        sockets = [_bound(self._host, self._port)]
        try:
            sockets.append(_bound(self._host, 0))
            self._url, self._media_url = map(_origin, sockets)
            bound = plain_address(sockets[0].getsockname()[0])
            self._is_public = bound is None or not bound.is_loopback
            self._key_leaks = 0
            self._clips = Clips(one_a_shape=self._one_clip_a_shape)
            addresses = Addresses(self._media_url)
            self._tasks = Tasks(self.clock, self._clips, addresses, self._credits)
            self._uploads = Uploads(self.clock, addresses)
            files = Files(addresses, self._tasks, self._uploads)
            api = api_app(self._tasks, self._uploads, addresses, files, self.key)
            media, media_port = media_app(files, self._leaked), sockets[1].getsockname()[1]
            self._front = FaultMiddleware(api, media, media_port, Guard(self._host), self.faults, self._on_request)
            self._serving = ServerThread(self._front, sockets)
        except BaseException:
            for sock in sockets:
                sock.close()
            raise
        return self

    def stop(self) -> None:
        """Close both ports and every connection at once; what was served can still be looked at."""
        serving, self._serving = self._serving, None
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
        return f"<Sandbox {f'at {self._url}' if self._serving else 'not running'}>"

    def _leaked(self) -> None:
        self._key_leaks += 1

    def _started(self, url: str) -> str:
        if not url:
            raise RuntimeError("the sandbox was not started: use it in a with statement, or call start()")
        return url


def _bound(host: str, port: int) -> socket.socket:
    """Open a listening socket."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Without the explicit protocol asyncio leaves Nagle's algorithm on: 23 requests a second instead of 1200.
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(2048)
    except OSError as error:
        sock.close()
        in_use = error.errno == errno.EADDRINUSE
        why = "is in use: choose another, or 0 for any free one" if in_use else f"cannot be opened: {error.strerror}"
        raise OSError(error.errno, f"port {port} of {host} {why}") from None
    except (ValueError, TypeError):  # a label that is too long, a null character
        sock.close()
        raise OSError(errno.EADDRNOTAVAIL, f"{host!r} is not a host name or an address") from None
    return sock


def _origin(sock: socket.socket) -> str:
    """Return the URL at which a socket is reached from this machine."""
    host: str = sock.getsockname()[0]
    port: int = sock.getsockname()[1]
    if host in ("0.0.0.0", "::"):  # every address of the machine, its own among them
        host = "127.0.0.1" if host == "0.0.0.0" else "::1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
