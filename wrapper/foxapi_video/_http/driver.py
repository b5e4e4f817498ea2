"""Perform the steps' actions, blocking; `async_driver.py` does it awaiting, and nothing else here does either."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from types import GeneratorType
from typing import Any, Protocol, cast, get_args

import httpx
from foxapi_video_client.client import Client

from .._steps.actions import (
    Action,
    Call,
    Gather,
    Permit,
    Resource,
    RunBlocking,
    Sleep,
    Slot,
    Steps,
    T,
    Transfer,
    Upload,
)
from .._steps.callbacks import CallbackRaised, raise_original
from .._steps.tracebacks import shorten
from .._storage.journal import BUSY_SECONDS
from ..clock import Clock
from ..errors import ConfigurationError, FoxAPIError, InvalidResponse
from .config import CONNECTIONS, Config
from .errors import connection_failed
from .multipart import request_of
from .transfer import Download, Networks, PublicBackend, direct_pools, translate_download_errors
from .transport import APIClient, DirectClient, closed, within


class Stopped(BaseException):
    """Thrown into steps that are to end because nobody waits for their result any more."""


def clean_up(steps: Steps[Any], error: BaseException) -> None:
    """Let steps clean up after what has not reached them: Ctrl-C between two actions, or the end of the event loop.

    They can write to the journal, and do nothing else; they may add notes to the error.
    """
    if cast("GeneratorType[Any, Any, Any]", steps).gi_frame is None:
        return  # it came from the steps
    answer: Any = None
    thrown: BaseException | None = Stopped() if isinstance(error, GeneratorExit) else error  # which ends a generator
    with suppress(BaseException):  # the error itself comes back
        while True:
            action = steps.send(answer) if thrown is None else steps.throw(thrown)
            answer, thrown = None, None
            try:
                if not isinstance(action, RunBlocking):
                    raise Stopped
                answer = action.function()
            except BaseException as raised:
                thrown = raised


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

    def __init__(self, config: Config, transport: httpx.BaseTransport | None) -> None:
        self.process = os.getpid()
        self.slots = {what: threading.Semaphore(CONNECTIONS) for what in get_args(Resource)}
        self.networks = Networks(config.base_url)
        with config.usable(transport):
            self.media = DirectClient(**config.media_options(transport))
            for pool in direct_pools(self.media):
                pool._network_backend = PublicBackend(pool._network_backend, self.networks)
            self._api, self._paid = (
                APIClient(config.secret, step=config.timeout, **config.api_options(transport, fresh=fresh))
                for fresh in (False, True)
            )
        self.api = Client(base_url=config.base_url).set_httpx_client(self._api)
        self.paid = Client(base_url=config.base_url).set_httpx_client(self._paid)

        self._creating = 0
        """How many create requests are in flight, or being recorded."""
        self._changed = threading.Condition()
        self._longest = config.timeout + BUSY_SECONDS

    def taken(self, what: Resource) -> Callable[[], None]:
        """Note that a slot was taken, and return what gives it back."""
        self._count(what, 1)

        def release() -> None:
            self._count(what, -1)
            self.slots[what].release()

        return release

    def _count(self, what: Resource, change: int) -> None:
        if what == "create":
            with self._changed:
                self._creating += change
                self._changed.notify_all()

    def close(self) -> None:
        """Wait for the create requests in flight, which are paid, and close every connection."""
        with self._changed:
            _ = self._changed.wait_for(lambda: not self._creating, timeout=self._longest)
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
        self._stops: set[threading.Event] = set()
        """Those of the batches in progress."""

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
            found = self._made.setdefault(process, Clients(self.config, self._transport))
            for other in set(self._made) - {process}:
                self._made.pop(other, None)  # not closed: the connections are the parent's
        return found

    def run(self, steps: Steps[T], stop: threading.Event | None = None, *, inner: bool = False) -> T:
        """Perform each action, hand its answer or its error back, and return the steps' result.

        `inner` says that other steps of this driver wait for the result.
        """
        answer: Any = None
        error: BaseException | None = None
        try:
            _ = self.clients()  # what fails here has sent nothing and recorded nothing
            while True:
                try:
                    action = steps.send(answer) if error is None else steps.throw(error)
                except StopIteration as end:
                    result: T = end.value
                    return result
                answer, error = None, None
                try:
                    answer = self._perform(action, stop)
                except BaseException as raised:  # Ctrl-C too: the steps clean up and say what is in flight
                    error = raised
        except CallbackRaised as carrier:
            if inner:
                raise
            raise_original(carrier)
        except BaseException as raised:
            clean_up(steps, raised)
            if isinstance(raised, FoxAPIError):
                shorten(raised)
            raise

    def run_many(self, many: Iterable[Steps[T]], width: int) -> Generator[T]:
        """Run steps concurrently, at most `width` at a time, and yield each one's result as it comes.

        Leaving the iteration stops the rest, too, at their next pause, and never during a create request.
        """
        _ = self.clients()
        stop = threading.Event()
        self._stops.add(stop)
        waiting = iter(many)
        try:
            with ThreadPoolExecutor(width, thread_name_prefix="foxapi-video") as pool:
                try:
                    running = {begin(pool, self.run, steps, stop) for steps in itertools.islice(waiting, width)}
                    while running:
                        done, running = wait(running, return_when=FIRST_COMPLETED)
                        following = itertools.islice(waiting, len(done))
                        running |= {begin(pool, self.run, steps, stop) for steps in following}
                        for future in done:
                            yield future.result()
                except Stopped:
                    raise closed_in_batch() from None  # only closing stops a batch that is still iterated
                finally:
                    stop.set()
        finally:
            self._stops.discard(stop)

    def _perform(self, action: Action, stop: threading.Event | None) -> Any:
        if stop is not None and stop.is_set() and is_interruptible(action):
            raise Stopped
        match action:
            case Sleep(seconds):
                if stop is not None and type(self.clock).sleep is Clock.sleep:
                    stop.wait(seconds)
                else:
                    self.clock.sleep(seconds)
            case Slot(what, seconds):
                clients = self.clients()
                if not clients.slots[what].acquire(timeout=min(seconds, threading.TIMEOUT_MAX)):
                    return None
                return place_of(clients.taken(what), stop)
            case Call(operation, arguments, seconds, exchange):
                with translate_api_errors(), within(min(seconds, self.config.timeout), exchange):
                    clients = self.clients()
                    client = clients.api if exchange is None else clients.paid
                    return operation.sync_detailed(client=client, **arguments)
            case RunBlocking(function):
                return function()
            case Gather(many, width):
                return self._together(many, width, stop)
            case Upload(timeout=seconds):
                with (
                    request_of(action, partial(_raise_if_stopped, stop)) as arguments,
                    translate_api_errors(),
                    within(seconds),
                ):
                    return self.clients().paid.get_httpx_client().request(**arguments)
            case Transfer():
                self._transfer(action, stop)
        return None

    def _transfer(self, action: Transfer, stop: threading.Event | None) -> None:
        with translate_download_errors(), within(action.timeout):
            clients = self.clients()
            download = Download(action, clients.networks, self.config.timeout)
            while True:
                download.check()
                with clients.media.stream(**download.request) as response:
                    if download.redirected(response):
                        continue  # its body is not read
                    for piece in response.iter_bytes():
                        _raise_if_stopped(stop)
                        download.take(piece)
                break
        action.part.commit()

    def _together(self, many: Sequence[Steps[Any]], width: int, outer: threading.Event | None) -> list[Any]:
        if len(many) == 1:
            return [self.run(many[0], outer, inner=True)]
        stop = _Either(outer)
        failures: list[BaseException] = []

        def run(steps: Steps[Any]) -> Any:
            try:
                return self.run(steps, stop, inner=True)
            except BaseException as error:
                failures.append(error)  # before the others can end because of it
                stop.set()  # before this thread begins the next of the steps: the waiting thread may be late
                raise

        pool = ThreadPoolExecutor(width, thread_name_prefix="foxapi-video")
        try:
            running = [begin(pool, run, steps) for steps in many]
            _ = wait(running, return_when=FIRST_EXCEPTION)
            if failures:
                raise failures[0]
            return [future.result() for future in running]
        finally:
            # when one has failed, or Ctrl-C came, the others end at their next pause or piece; nobody waits for it
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Refuse further calls, stop the batches, wait for create requests in flight, and close the connections."""
        self._closed = True
        for stop in list(self._stops):
            stop.set()
        made = self._made.get(os.getpid())
        if made is not None:
            made.close()


def begin(pool: ThreadPoolExecutor, function: Callable[..., T], *arguments: Any) -> Future[T]:
    """Begin to run a function in a thread.

    Raises:
        ConfigurationError: there can be no thread.
    """
    try:
        return pool.submit(function, *arguments)
    except RuntimeError as error:  # the system has none left, or the interpreter ends
        raise ConfigurationError(f"no thread can be started ({error}): do less at a time, and earlier") from error


def closed_in_batch() -> ConfigurationError:
    words = "the client was closed while this batch was in progress, and ends it; tasks that were created keep running"
    return ConfigurationError(f"{words}: with a journal, `resume` continues them")


def is_stateless(transport: object) -> bool:
    """Return True for a transport that keeps nothing of a process or an event loop; None stands for those of ours."""
    harmless = (httpx.MockTransport, httpx.WSGITransport, httpx.ASGITransport)
    return transport is None or isinstance(transport, harmless)


def elsewhere(what: str) -> ConfigurationError:
    words = f"the transport of this client was used in another {what}, and its connections belong there"
    return ConfigurationError(f"{words}; nothing was sent: create a client and a transport in each {what}")


def _raise_if_stopped(stop: threading.Event | None) -> None:
    """Interrupt what is in progress when no caller waits for it any more."""
    if stop is not None and stop.is_set():
        raise Stopped


def place_of(release: Callable[[], None], stop: Stop | None) -> Permit:
    """Return a place that was just taken, unless nobody waits for what is done there any more."""
    place = ExitStack()
    _ = place.callback(release)
    if stop is not None and stop.is_set():
        place.close()
        raise Stopped
    return place


def is_interruptible(action: Action) -> bool:
    """Say whether steps may end here.

    A note to the journal is made whatever happens, and a paid POST that is about to go out has been noted as sent.
    """
    return not (isinstance(action, RunBlocking) or (isinstance(action, Call) and action.exchange is not None))


@contextmanager
def translate_api_errors() -> Generator[None]:
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
        raise InvalidResponse(words) from error
