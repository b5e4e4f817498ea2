"""What a step can ask for: the actions that `_drivers.py` performs."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any, TypeVar

from attrs import frozen

from ._files import PartFile
from ._journal import Journal

T = TypeVar("T")


@frozen
class Call:
    """Call an operation of the API; answered with the generated function's `Response`."""

    operation: Any
    """A generated endpoint module: it has `sync_detailed` and `asyncio_detailed`."""
    arguments: Mapping[str, Any]
    within: float
    """Seconds for the whole exchange; the client's own timeout holds, too."""
    paid: bool = False
    """A paid call goes out on a connection of its own: on a pooled one, a server that closes an idle connection looks
    the same as a lost answer."""


@frozen
class Sleep:
    """Wait so many seconds."""

    seconds: float


@frozen
class Now:
    """Ask for the time in seconds: monotonic, or Unix time with `wall`."""

    wall: bool = False


@frozen
class Transfer:
    """Fetch a URL into a part file, from where it stands, and commit it when it is whole."""

    url: str
    part: PartFile
    within: float
    on_bytes: Callable[[int, int | None], None] | None = None
    """Called with the bytes that are there and their number in all, as far as it is known."""


@frozen
class Do:
    """Do something with a disk; answered with its result."""

    function: Callable[[], Any]


Action = Call | Sleep | Now | Transfer | Do
Steps = Generator[Action, Any, T]


@frozen
class Context:
    """What every step of a client is given."""

    within: float
    """What one HTTP exchange may take in all, in seconds."""
    journal: Journal | None = None

    @property
    def lease(self) -> float:
        """For how long, in seconds, a job of the journal is ours: longer than any POST can take."""
        return 2 * self.within + 1
