"""Shorten the traceback of an error to what its reader needs, and keep the API key out of it."""

from __future__ import annotations

from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import cast

from ..errors import FoxAPIError

HTTP = {"aiohappyeyeballs", "aiohttp", "anyio", "asyncio", "h11", "httpcore", "httpx", "httpx_aiohttp", "socket", "ssl"}
"""Packages whose variables hold the bytes of a header and its key."""
_BETWEEN = {"concurrent", "contextlib", "foxapi_video", "foxapi_video_client", "json", "threading"}
"""Packages between a public call and the place where it failed."""
_CALLERS = ("foxapi_video.cli", "foxapi_video.sandbox", "foxapi_video.pytest_plugin")
"""Modules of ours that call the public interface, as a caller's do."""
_LAYERS = {"anyio", "h11", "httpcore"}
"""Packages whose errors say again what httpx's say."""


def chain_of(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and all that it was caused by, also in groups."""
    found = [] if error is None else [error]
    seen: set[int] = set()
    while found:
        each = found.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        found += [other for other in (each.__cause__, each.__context__) if other is not None]
        if isinstance(each, BaseExceptionGroup):
            found += cast("BaseExceptionGroup[BaseException]", each).exceptions


def without_frames(error: BaseException) -> None:
    """Remove HTTP's own frames from an error and its causes: their variables hold the bytes of the header and its key.

    Tools that show local variables (rich, Sentry) would publish them. Frames of callers and of callbacks stay.
    """
    own = tuple(f"foxapi_video._http.{name}" for name in ("transport", "async_transport", "body", "aiohttp"))
    for each in chain_of(error):
        frames = [frame for frame in _frames(each) if _root(frame) not in HTTP and _module(frame) not in own]
        each.__traceback__ = _linked(frames)


def shorten(error: FoxAPIError) -> None:
    """Remove the frames inside the SDK from an error that is about to leave a public call, and from its causes.

    Frames of callers and of callbacks stay, and so does the place of an error that neither we nor the network raised.
    Of the causes, those are left out that only repeat another one.
    """
    chain = list(chain_of(error))
    for each in chain:
        frames = _frames(each)
        kept = [frame for frame in frames if not _is_internal(frame)]
        expected = isinstance(each, FoxAPIError | OSError) or _package(each) in HTTP
        each.__traceback__ = _linked(kept if kept or expected else frames[-1:])
    for each in chain:
        if each.__suppress_context__ or each.__cause__ is not None:
            each.__cause__ = _behind(each.__cause__)
        else:
            each.__context__ = _behind(each.__context__)


def _behind(cause: BaseException | None) -> BaseException | None:
    while cause is not None and _package(cause) in _LAYERS:
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return cause


def _package(error: BaseException) -> str:
    return type(error).__module__.partition(".")[0]


def _is_internal(trace: TracebackType) -> bool:
    return _root(trace) in HTTP | _BETWEEN and not _module(trace).startswith(_CALLERS)


def _module(trace: TracebackType) -> str:
    frame: FrameType = trace.tb_frame
    return str(frame.f_globals.get("__name__", ""))


def _root(trace: TracebackType) -> str:
    return _module(trace).partition(".")[0]


def _frames(error: BaseException) -> list[TracebackType]:
    frames: list[TracebackType] = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(trace)
        trace = trace.tb_next
    return frames


def _linked(frames: list[TracebackType]) -> TracebackType | None:
    """Return a traceback of these frames."""
    following: TracebackType | None = None
    for frame in reversed(frames):
        following = TracebackType(following, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
    return following
