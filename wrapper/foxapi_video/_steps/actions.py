"""What a step can ask for: the actions that `driver.py` performs."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, BinaryIO, Literal, NamedTuple, TypeVar

from attrs import define, field, frozen

from .._storage.files import Outputs, PartFile
from .._storage.journal import Journal
from .._storage.upload_cache import Digests, Uploads
from ..clock import Clock
from ..errors import ConnectionFailed
from ..values import Price
from .durations import DurationHistory

T = TypeVar("T")
OnBytes = Callable[[int, int | None], None]
"""Called with the bytes that have passed and their number in all, as far as it is known."""
Resource = Literal["create", "poll", "upload", "download"]
Permit = AbstractContextManager[Any]


class Slot(NamedTuple):
    """Wait for a free slot of the client for a resource, so that the wait does not count toward an exchange's timeout.

    Returns the permit, which is released when its context exits, or None if the wait timed out.
    """

    what: Resource
    seconds: float


_CLOCK = Clock()


class Exchange:
    """What the connection has seen of one create request, written down by the driver while it happens.

    Cancellation and Ctrl-C leave neither a response nor an error of ours behind, so the step reads it here.
    """

    __slots__ = ("body", "headers", "not_after", "now", "raw", "started", "status")

    def __init__(self, not_after: float = float("inf"), now: Callable[[], float] = _CLOCK.time) -> None:
        self.not_after = not_after
        """Unix time after which the driver must not begin to send: the job's lease may belong to another process."""
        self.now = now
        """Returns that time: the journal's, which the leases go by, and not the client's clock."""
        self.started = False
        """True from the moment at which a byte of the request may have left; False proves that nothing was sent."""
        self.status: int | None = None
        """The HTTP status, once it has arrived."""
        self.headers: Mapping[str, str] = {}
        """The response's headers, with names in lower case."""
        self.body = b""
        """The first `EXCHANGE_LIMIT` bytes of the response's body that have arrived, also of a response that was cut
        off."""
        self.raw = b""
        """The first `EXCHANGE_LIMIT` bytes that came from the connection, whether they are HTTP or not."""

    @property
    def is_too_late(self) -> bool:
        """Return True if the driver must not begin to send any more."""
        return self.now() > self.not_after

    def receive(self, data: bytes) -> None:
        """Keep what the connection received after the request began to leave."""
        if self.started and len(self.raw) < EXCHANGE_LIMIT:
            self.raw += data[: EXCHANGE_LIMIT - len(self.raw)]


EXCHANGE_LIMIT = 65536
"""Bytes."""


class Call(NamedTuple):
    """Call an operation of the API; answered with the generated function's `Response`."""

    operation: Any
    """A generated endpoint module: it has `sync_detailed` and `asyncio_detailed`."""
    arguments: Mapping[str, Any]
    timeout: float
    """Seconds for the whole exchange; the client's own timeout holds, too."""
    exchange: Exchange | None = None
    """Given for the create request, which costs credits. It uses a fresh connection: on a pooled one, a server that
    closes an idle connection looks the same as a lost response."""


class Sleep(NamedTuple):
    """Pause for `seconds`."""

    seconds: float


class Transfer(NamedTuple):
    """Fetch a URL into a part file, from where it was interrupted, and commit it when it is whole."""

    url: str
    part: PartFile
    timeout: float
    on_bytes: OnBytes | None = None


class Upload(NamedTuple):
    """Send a file as multipart/form-data, read as it is sent; answered with httpx's `Response`."""

    source: os.PathLike[str] | bytes | BinaryIO
    file_name: str
    auto_cleanup: bool | None
    timeout: float
    """Seconds for the whole exchange."""
    on_bytes: OnBytes | None = None
    digest: str | None = None
    """The SHA-256 that what is sent must have; None if it is not known."""


class Gather(NamedTuple):
    """Run steps concurrently, at most `width` at a time; returns their results, in order.

    The first error ends the others, and is raised.
    """

    many: Sequence[Steps[Any]]
    width: int


class RunBlocking(NamedTuple):
    """Call a function that blocks on the disk; returns its result."""

    function: Callable[[], Any]


Action = Slot | Call | Sleep | Transfer | Upload | Gather | RunBlocking
Steps = Generator[Action, Any, T]


@define(eq=False)
class CreditLimit:
    """The most credits that some jobs may cost, together."""

    most: float
    keys: Sequence[str]
    lock: threading.Lock = field(factory=threading.Lock)
    """Held by the job that creates its task, since only the response tells what that costs."""


@frozen
class Context:
    """What every step of a client is given."""

    timeout: float
    """What one HTTP exchange may take in all, in seconds."""
    journal: Journal | None = None
    uploads: Uploads = field(factory=Uploads)
    outputs: Outputs = field(factory=Outputs)
    """How downloaded files get their names."""
    digests: Digests = field(factory=Digests)
    """What local files hold; a new one for each call of the client."""
    durations: DurationHistory = field(factory=DurationHistory)
    """How long the tasks of this client have taken."""
    clock: Clock = field(factory=Clock)
    """The driver's."""
    limit: CreditLimit | None = None
    """What the jobs of a batch may cost."""
    prices: list[tuple[float, Sequence[Price]]] = field(factory=list[tuple[float, Sequence[Price]]])
    """The published prices and the monotonic time when they were fetched, or nothing."""

    @property
    def lease(self) -> float:
        """For how long, in seconds, a job of the journal is ours: longer than any POST can take."""
        return 2 * self.timeout + 1


_VERBS = {"create": "create a task", "poll": "poll", "upload": "upload", "download": "download"}


def acquire_slot(context: Context, what: Resource, deadline: float) -> Steps[Permit]:
    """Wait for a free slot; there is one at once unless a hundred others use the same resource.

    Raises:
        ConnectionFailed: no slot was free before the deadline.
    """
    while True:
        left = max(deadline - context.clock.monotonic(), 0.0)
        permit: Permit | None = yield Slot(what, min(left, context.timeout))
        if permit is not None:
            return permit
        if left <= context.timeout:
            words = f"timed out waiting for a free slot to {_VERBS[what]}: too many or too slow requests in progress"
            raise ConnectionFailed(f"{words}; nothing was sent", nothing_sent=True)
        yield Sleep(0.0)  # a pause keeps a job's lease
