"""What a step can ask for: the actions that `driver.py` performs."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, BinaryIO, Literal, NamedTuple, TypeVar

from attrs import field, frozen

from .._storage.files import Outputs, PartFile
from .._storage.journal import Journal
from .._storage.upload_cache import Digests, Uploads
from ..errors import ConnectionFailed
from .durations import DurationHistory

T = TypeVar("T")
OnBytes = Callable[[int, int | None], None]
"""Called with the bytes that have passed and their number in all, as far as it is known."""
Resource = Literal["create", "look", "upload", "download"]
Permit = AbstractContextManager[Any]


class Slot(NamedTuple):
    """Wait for a place among those of a client that do the same, so that a queue is no part of an exchange's time.

    Answered with the place, which is given back when the context ends, or None where none was free in time.
    """

    what: Resource
    seconds: float


class Exchange:
    """What the connection has seen of one create request, written down by the driver while it happens.

    Cancellation and Ctrl-C leave neither a response nor an error of ours behind, so the step reads it here.
    """

    __slots__ = ("body", "headers", "not_after", "raw", "started", "status")

    def __init__(self, not_after: float = float("inf")) -> None:
        self.not_after = not_after
        """Unix time after which the driver must not begin to send: the job's lease may belong to another process."""
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
    within: float
    """Seconds for the whole exchange; the client's own timeout holds, too."""
    exchange: Exchange | None = None
    """Given for the create request, which costs credits. It uses a fresh connection: on a pooled one, a server that
    closes an idle connection looks the same as a lost response."""


class Sleep(NamedTuple):
    """Wait so many seconds."""

    seconds: float


class Now(NamedTuple):
    """Ask for the time in seconds: monotonic, or Unix time with `wall`."""

    wall: bool = False


class Transfer(NamedTuple):
    """Fetch a URL into a part file, from where it was interrupted, and commit it when it is whole."""

    url: str
    part: PartFile
    within: float
    on_bytes: OnBytes | None = None


class Upload(NamedTuple):
    """Send a file as multipart/form-data, read as it is sent; answered with httpx's `Response`."""

    source: os.PathLike[str] | bytes | BinaryIO
    file_name: str
    auto_cleanup: bool | None
    within: float
    """Seconds for the whole exchange."""
    on_bytes: OnBytes | None = None
    digest: str | None = None
    """The SHA-256 that what is sent must have; None where nobody has looked before."""


class Gather(NamedTuple):
    """Run steps side by side, at most `width` at a time; answered with their results, in order.

    The first that fails ends the others, and its error is the answer.
    """

    many: Sequence[Steps[Any]]
    width: int


class RunBlocking(NamedTuple):
    """Do something with a disk; answered with its result."""

    function: Callable[[], Any]


Action = Slot | Call | Sleep | Now | Transfer | Upload | Gather | RunBlocking
Steps = Generator[Action, Any, T]


@frozen
class Context:
    """What every step of a client is given."""

    within: float
    """What one HTTP exchange may take in all, in seconds."""
    journal: Journal | None = None
    uploads: Uploads = field(factory=Uploads)
    outputs: Outputs = field(factory=Outputs)
    """How downloaded files get their names."""
    digests: Digests = field(factory=Digests)
    """What local files hold; a new one for each call of the client."""
    experience: DurationHistory = field(factory=DurationHistory)
    """How long the tasks of this client have taken."""

    @property
    def lease(self) -> float:
        """For how long, in seconds, a job of the journal is ours: longer than any POST can take."""
        return 2 * self.within + 1


def acquire_slot(context: Context, what: Resource, deadline: float) -> Steps[Permit]:
    """Wait for a turn; a place comes at once unless a hundred others do the same.

    Raises:
        ConnectionFailed: there was none until the deadline.
    """
    while True:
        left = max(deadline - (yield Now()), 0.0)
        place: Permit | None = yield Slot(what, min(left, context.within))
        if place is not None:
            return place
        if left <= context.within:
            words = f"there was no turn to {what} in time: the others under way are too many or too slow"
            raise ConnectionFailed(f"{words}; nothing was sent", nothing_sent=True)
        yield Sleep(0.0)  # a pause keeps a job's lease
