"""Perform the steps' actions, blocking; `_async_driver.py` does it awaiting, and nothing else here does either."""

from __future__ import annotations

import itertools
import os
import re
import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any, Protocol, get_args

import httpx
from foxapi_video_client.client import Client

from ._actions import Action, Call, Do, Now, Place, Sleep, Steps, T, Together, Transfer, Turn, Upload, What
from ._answers import connection_failed
from ._clock import Clock
from ._config import CONNECTIONS, Config
from ._files import PartFile
from ._sending import request_of
from ._transport import APIClient, DirectClient, closed, within
from .errors import ConfigurationError, DownloadFailed, FoxAPIError, UnreadableAnswer


class Stopped(BaseException):
    """Thrown into steps that are to end because nobody waits for their result any more."""


class Stop(Protocol):
    """What says that nobody waits any more."""

    def is_set(self) -> bool: ...


class _Either(threading.Event):
    """An event that is set as well when another one is."""

    def __init__(self, outer: threading.Event | None) -> None:
        super().__init__()
        self._outer = outer

    def is_set(self) -> bool:
        return super().is_set() or (self._outer is not None and self._outer.is_set())


class Clients:
    """The HTTP clients of one process, and the places for what they do at a time."""

    def __init__(self, config: Config, transport: httpx.BaseTransport | None, clock: Clock) -> None:
        self.process = os.getpid()
        self.slots = {what: threading.Semaphore(CONNECTIONS) for what in get_args(What)}
        with config.usable(transport):
            self.media = DirectClient(**config.media_options(transport))
            self._api, self._paid = (
                APIClient(config.secret, clock, step=config.timeout, **config.api_options(transport, fresh=fresh))
                for fresh in (False, True)
            )
        self.api = Client(base_url=config.base_url).set_httpx_client(self._api)
        self.paid = Client(base_url=config.base_url).set_httpx_client(self._paid)

    def close(self) -> None:
        for client in (self._api, self._paid, self.media):
            client.close()


class Driver:
    """Runs steps to their end, blocking."""

    def __init__(
        self, config: Config, transport: httpx.BaseTransport | None = None, clock: Clock | None = None
    ) -> None:
        self.config = config
        self.clock = clock or Clock()
        self._transport = transport
        # by process: a child that was forked must not use its parent's connections, nor wait for its locks
        self._made: dict[int, Clients] = {}
        self._closed = False

    def clients(self) -> Clients:
        """Return this process's clients, and create them at the first call.

        Raises:
            ConfigurationError: they cannot be created, or were closed.
        """
        if self._closed:
            raise closed()
        process = os.getpid()
        found = self._made.get(process)
        if found is None:
            if self._made and not is_stateless(self._transport):
                raise elsewhere("process")
            # threads that come here at once each create some; the first are used, and the others hold no connection
            found = self._made.setdefault(process, Clients(self.config, self._transport, self.clock))
            for other in set(self._made) - {process}:
                self._made.pop(other, None)  # not closed: the connections are the parent's
        return found

    def run(self, steps: Steps[T], stop: threading.Event | None = None) -> T:
        """Perform each action, hand its answer or its error back, and return the steps' result."""
        _ = self.clients()  # what fails here has sent nothing and noted nothing
        answer: Any = None
        error: BaseException | None = None
        while True:
            try:
                action = steps.send(answer) if error is None else steps.throw(error)
            except StopIteration as end:
                result: T = end.value
                return result
            answer, error = None, None
            try:
                answer = self._perform(action, stop)
            except BaseException as raised:  # Ctrl-C too: the steps clean up and say what is under way
                error = raised

    def run_many(self, many: Iterable[Steps[T]], width: int) -> Generator[T]:
        """Run steps side by side, at most `width` at a time, and yield each one's result as it comes.

        Whoever stops taking results stops the rest, too: at their next pause, and never in the midst of a paid POST.
        """
        _ = self.clients()
        stop = threading.Event()
        waiting = iter(many)
        with ThreadPoolExecutor(width, thread_name_prefix="foxapi-video") as pool:
            running = {pool.submit(self.run, steps, stop) for steps in itertools.islice(waiting, width)}
            try:
                while running:
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    running |= {pool.submit(self.run, steps, stop) for steps in itertools.islice(waiting, len(done))}
                    for future in done:
                        yield future.result()
            finally:
                stop.set()

    def _perform(self, action: Action, stop: threading.Event | None) -> Any:
        if stop is not None and stop.is_set() and may_be_left(action):
            raise Stopped
        match action:
            case Now(wall):
                return self.clock.time() if wall else self.clock.monotonic()
            case Sleep(seconds):
                if stop is not None and type(self.clock).sleep is Clock.sleep:
                    stop.wait(seconds)
                else:
                    self.clock.sleep(seconds)
            case Turn(what, seconds):
                slots = self.clients().slots[what]
                if not slots.acquire(timeout=min(seconds, threading.TIMEOUT_MAX)):
                    return None
                return place_of(slots.release, stop)
            case Call(operation, arguments, seconds, exchange):
                with understood(), within(min(seconds, self.config.timeout), exchange):
                    clients = self.clients()
                    client = clients.api if exchange is None else clients.paid
                    return operation.sync_detailed(client=client, **arguments)
            case Do(function):
                return function()
            case Together(many, width):
                return self._together(many, width, stop)
            case Upload(within=seconds):
                with request_of(action, partial(_leave, stop)) as arguments, understood(), within(seconds):
                    return self.clients().paid.get_httpx_client().request(**arguments)
            case Transfer(url, part, seconds, on_bytes):
                options: dict[str, Any] = {"headers": resumed(part), "timeout": min(seconds, self.config.timeout)}
                with fetched(), within(seconds), self.clients().media.stream("GET", url, **options) as response:
                    expected = expected_size(response, part)
                    for piece in response.iter_bytes():
                        if stop is not None and stop.is_set():
                            raise Stopped
                        part.write(piece)
                        if on_bytes is not None:
                            on_bytes(part.size, expected)
                    part.commit(expected)
        return None

    def _together(self, many: Sequence[Steps[Any]], width: int, outer: threading.Event | None) -> list[Any]:
        if len(many) == 1:
            return [self.run(many[0], outer)]
        stop = _Either(outer)
        pool = ThreadPoolExecutor(width, thread_name_prefix="foxapi-video")
        running = [pool.submit(self.run, steps, stop) for steps in many]
        try:
            done, _ = wait(running, return_when=FIRST_EXCEPTION)
            for future in done:
                _ = future.result()
            return [future.result() for future in running]
        finally:
            # when one has failed, or Ctrl-C came, the others end at their next pause or piece; nobody waits for it
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Close every connection of this process. A call after that is refused."""
        self._closed = True
        made = self._made.get(os.getpid())
        if made is not None:
            made.close()


def is_stateless(transport: object) -> bool:
    """Return True for a transport that keeps nothing of a process or an event loop; None stands for those of ours."""
    harmless = (httpx.MockTransport, httpx.WSGITransport, httpx.ASGITransport)
    return transport is None or isinstance(transport, harmless)


def elsewhere(what: str) -> ConfigurationError:
    words = f"the transport of this client was used in another {what}, and its connections belong there"
    return ConfigurationError(f"{words}; nothing was sent: create a client and a transport in each {what}")


def _leave(stop: threading.Event | None) -> None:
    """End what is under way when nobody waits for it any more."""
    if stop is not None and stop.is_set():
        raise Stopped


def place_of(release: Callable[[], None], stop: Stop | None) -> Place:
    """Return a place that was just taken, unless nobody waits for what is done there any more."""
    place = ExitStack()
    _ = place.callback(release)
    if stop is not None and stop.is_set():
        place.close()
        raise Stopped
    return place


def may_be_left(action: Action) -> bool:
    """Say whether steps may end here.

    A note to the journal is made whatever happens, and a paid POST that is about to go out has been noted as sent.
    """
    return not (isinstance(action, Do) or (isinstance(action, Call) and action.exchange is not None))


@contextmanager
def understood() -> Generator[None]:
    """Make every failure of an API call one of ours."""
    try:
        yield
    except FoxAPIError:
        raise
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        raise connection_failed(error) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        # what json and the generated code raise at an answer that is no JSON or has another shape
        words = f"the API answered with success and an unreadable body ({type(error).__name__}: {error})"
        raise UnreadableAnswer(words) from error


@contextmanager
def fetched() -> Generator[None]:
    """Make every failure of a transfer a DownloadFailed."""
    try:
        yield
    except FoxAPIError:
        raise
    except (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.TooManyRedirects, ValueError, OverflowError) as error:
        raise DownloadFailed(f"the result's link cannot be followed ({error})") from error
    except ExceptionGroup as error:  # how anyio says that a port is out of range
        raise DownloadFailed(f"the result's link cannot be followed ({error.exceptions[0]})") from error
    except httpx.HTTPError as error:
        raise DownloadFailed(f"the download broke off ({connection_failed(error)})", transient=True) from error
    except TimeoutError as error:
        raise DownloadFailed("the time was up before the whole file had come", transient=True) from error


def resumed(part: PartFile) -> dict[str, str]:
    """Return the headers that ask for what is still missing, of the very file that was begun."""
    if not part.size or part.validator is None:
        return {}
    return {"Range": f"bytes={part.size}-", "If-Range": part.validator}


def expected_size(response: httpx.Response, part: PartFile) -> int | None:
    """Return how many bytes the whole file has, None when the server does not say; raise when there is none.

    The part file is left as the answer's body continues it.
    """
    status, headers = response.status_code, response.headers
    there = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", headers.get("content-range", ""))
    if status == 206 and there and part.size and int(there[1]) == part.size:
        return None if there[2] == "*" else int(there[2])
    if status in (401, 403, 404, 410):
        words = f"HTTP {status}: the link has expired or is not valid (links live for 24 hours)"
        raise DownloadFailed(f"{words}; fetching by the task's id asks for a fresh one", expired=True)
    going_on = part.size > 0
    if response.is_success or status == 416:  # the file from its start, or nothing that could continue what is there
        part.restart()
    if not response.is_success or status == 206:
        passing = status >= 500 or status in (206, 408, 425, 429) or (status == 416 and going_on)
        raise DownloadFailed(f"HTTP {status} instead of the file", transient=passing)
    tag = headers.get("etag", "")
    part.validator = tag if tag.startswith('"') else headers.get("last-modified")
    length = headers.get("content-length", "")
    return int(length) if length.isdigit() and "content-encoding" not in headers else None
