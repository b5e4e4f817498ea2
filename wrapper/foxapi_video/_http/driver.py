"""The sync driver: perform the steps' actions. `async_driver.py` is the async one; no other module blocks or awaits."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, suppress
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
from ..errors import ConfigurationError, FoxAPIError
from .config import CONNECTIONS, Config
from .errors import translate_api_errors
from .multipart import upload_request
from .networks import Networks
from .transfer import Download, translate_download_errors
from .transport import APIClient, MediaClient, closed, deadline


class Cancelled(BaseException):
    """Thrown into steps to end them when nobody waits for their result any more."""


def conclude(steps: Steps[Any], error: BaseException, *, inner: bool) -> None:
    """Let steps clean up after an error that ends them, and shorten its traceback; the caller raises it again.

    An error of the caller's own function is raised here, as it was, unless other steps wait for these (`inner`).
    """
    if isinstance(error, CallbackRaised):
        if not inner:
            raise_original(error)
        return
    clean_up(steps, error)
    if isinstance(error, FoxAPIError):
        shorten(error)


def clean_up(steps: Steps[Any], error: BaseException) -> None:
    """Let steps clean up after an error outside of them: Ctrl-C between two actions, or the end of the event loop.

    They can only write to the journal, and add notes to the error.
    """
    if cast("GeneratorType[Any, Any, Any]", steps).gi_frame is None:
        return  # the error came from the steps themselves
    value: Any = None
    # a GeneratorExit would forbid further actions
    thrown: BaseException | None = Cancelled() if isinstance(error, GeneratorExit) else error
    with suppress(BaseException):  # the error itself is raised again
        while True:
            action = steps.send(value) if thrown is None else steps.throw(thrown)
            value, thrown = None, None
            try:
                if not isinstance(action, RunBlocking):
                    raise Cancelled
                value = action.function()
            except BaseException as raised:
                thrown = raised


class StopSignal(Protocol):
    """Set when nobody waits for the result of some steps any more."""

    def is_set(self) -> bool: ...

    def check(self) -> None:
        """Raise Cancelled if it is set."""
        if self.is_set():
            raise Cancelled


class Stop(threading.Event, StopSignal):
    """An event that is also set when the outer one is."""

    def __init__(self, outer: Stop | None = None) -> None:
        super().__init__()
        self._outer = outer

    def is_set(self) -> bool:
        return super().is_set() or (self._outer is not None and self._outer.is_set())


NEVER = Stop()


class ClientsBase:
    """What a process, or one event loop of it, has for itself: HTTP clients and slots for what they do concurrently."""

    def __init__(self, config: Config, semaphore: Callable[[int], Any]) -> None:
        self.process = os.getpid()
        self.networks = Networks(config.base_url)
        self.slots: dict[Resource, Any] = {what: semaphore(CONNECTIONS) for what in get_args(Resource)}
        self.creating: set[Future[None]] = set()
        """One for each create request that is in flight or being recorded."""
        self.patience = config.timeout + BUSY_SECONDS
        """Seconds for which closing waits for them."""

    def permit(self, what: Resource, stop: StopSignal) -> Permit:
        """Return the permit of a slot that was just acquired, unless the steps are to stop."""
        with ExitStack() as permit:
            _ = permit.callback(self.slots[what].release)
            if what == "create":
                created: Future[None] = Future()
                self.creating.add(created)
                _ = permit.callback(created.set_result, None)
                _ = permit.callback(self.creating.discard, created)
            stop.check()
            return permit.pop_all()


class Clients(ClientsBase):
    """What one process has for itself."""

    def __init__(self, config: Config, transport: httpx.BaseTransport | None) -> None:
        super().__init__(config, threading.Semaphore)
        with config.usable(transport):
            self.media = MediaClient(self.networks, **config.options(transport))
            polls, paid = (
                APIClient(config.secret, step=config.timeout, **config.options(transport, config.base_url, idle=idle))
                for idle in (CONNECTIONS, 0)
            )
        self._all = (polls, paid, self.media)
        self.api = Client(base_url=config.base_url).set_httpx_client(polls)
        self.paid = Client(base_url=config.base_url).set_httpx_client(paid)

    def close(self) -> None:
        """Wait for the create requests in flight, which are paid, and close every connection."""
        _ = wait(set(self.creating), timeout=self.patience)
        for client in self._all:
            client.close()


class Driver:
    """Runs steps to their end; its methods block."""

    def __init__(
        self, config: Config, transport: httpx.BaseTransport | None = None, clock: Clock | None = None
    ) -> None:
        self.config = config
        self.clock = clock or Clock()
        self._transport = transport
        # by process id: a forked child must not use its parent's connections, nor wait for its locks
        self._clients: dict[int, Clients] = {}
        self._closed = False
        self._batches: set[Stop] = set()
        """What stops each batch in progress."""

    def clients(self) -> Clients:
        """Return this process's clients, and create them at the first call.

        Raises:
            ConfigurationError: they cannot be created, or were closed.
        """
        if self._closed:
            raise closed()
        process = os.getpid()
        found = self._clients.get(process)
        if found is None:
            if self._clients and not is_stateless(self._transport):
                raise elsewhere("process")
            # concurrent threads may each create clients: the first are used, and the others hold no connection
            found = self._clients.setdefault(process, Clients(self.config, self._transport))
            for other in set(self._clients) - {process}:
                self._clients.pop(other, None)  # not closed: the connections are the parent's
        return found

    def run(self, steps: Steps[T], stop: Stop = NEVER, *, inner: bool = False) -> T:
        """Perform each action, hand its result or its error back to the steps, and return the steps' own result.

        `inner` means that other steps of this driver wait for it.
        """
        value: Any = None
        error: BaseException | None = None
        try:
            _ = self.clients()  # what fails here has sent nothing and recorded nothing
            while True:
                try:
                    action = steps.send(value) if error is None else steps.throw(error)
                except StopIteration as end:
                    result: T = end.value
                    return result
                value, error = None, None
                try:
                    value = self._perform(action, stop)
                except BaseException as raised:  # Ctrl-C too: the steps clean up and say what is in flight
                    error = raised
        except BaseException as raised:
            conclude(steps, raised, inner=inner)
            raise

    def run_many(self, many: Iterable[Steps[T]], width: int) -> Generator[T]:
        """Run steps concurrently, at most `width` at a time, and yield their results in the order of completion.

        Leaving the iteration stops the other steps at their next pause, but never during a create request.
        """
        _ = self.clients()
        stop = Stop()
        self._batches.add(stop)
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
                except Cancelled:
                    raise closed_in_batch() from None  # only closing stops a batch that is still iterated
                finally:
                    stop.set()
        finally:
            self._batches.discard(stop)

    def _perform(self, action: Action, stop: Stop = NEVER) -> Any:
        if is_interruptible(action):
            stop.check()
        match action:
            case Sleep(seconds):
                if stop is NEVER or type(self.clock).sleep is not Clock.sleep:
                    self.clock.sleep(seconds)
                else:
                    stop.wait(seconds)
            case Slot(what, seconds):
                clients = self.clients()
                if not clients.slots[what].acquire(timeout=min(seconds, threading.TIMEOUT_MAX)):
                    return None
                return clients.permit(what, stop)
            case Call(operation, arguments, seconds, exchange):
                with translate_api_errors(), deadline(min(seconds, self.config.timeout), exchange):
                    clients = self.clients()
                    client = clients.api if exchange is None else clients.paid
                    return operation.sync_detailed(client=client, **arguments)
            case RunBlocking(function):
                return function()
            case Gather(many, width):
                return self._gather(many, width, stop)
            case Upload(timeout=seconds):
                with upload_request(action, stop.check) as arguments, translate_api_errors(), deadline(seconds):
                    return self.clients().paid.get_httpx_client().request(**arguments)
            case Transfer():
                self._transfer(action, stop)
        return None

    def _transfer(self, action: Transfer, stop: Stop) -> None:
        with translate_download_errors(), deadline(action.timeout):
            clients = self.clients()
            download = Download(action, clients.networks, self.config.timeout)
            while True:
                download.check()
                with clients.media.stream(**download.request) as response:
                    if download.redirected(response):
                        continue  # its body is not read
                    for piece in response.iter_bytes():
                        stop.check()
                        download.take(piece)
                break
        action.part.commit()

    def _gather(self, many: Sequence[Steps[Any]], width: int, outer: Stop) -> list[Any]:
        if len(many) == 1:
            return [self.run(many[0], outer, inner=True)]
        stop = Stop(outer)
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
            # after a failure or Ctrl-C, the others stop at their next pause or piece; they are not waited for
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Refuse further calls, stop the batches, wait for create requests in flight, and close the connections."""
        self._closed = True
        for stop in list(self._batches):
            stop.set()
        made = self._clients.get(os.getpid())
        if made is not None:
            made.close()


def begin(pool: ThreadPoolExecutor, function: Callable[..., T], *arguments: Any) -> Future[T]:
    """Start to run a function in a thread.

    Raises:
        ConfigurationError: no thread can be started.
    """
    try:
        return pool.submit(function, *arguments)
    except RuntimeError as error:  # the system has none left, or the interpreter is exiting
        raise ConfigurationError(f"no thread can be started ({error}): reduce the concurrency") from error


def closed_in_batch() -> ConfigurationError:
    words = "the client was closed, which ended this batch; tasks that were created keep running"
    return ConfigurationError(f"{words}: with a journal, `resume` continues them")


def is_stateless(transport: object) -> bool:
    """Return True for a transport without connections of a process or an event loop; None means httpx's, made anew."""
    return transport is None or isinstance(transport, httpx.MockTransport | httpx.WSGITransport | httpx.ASGITransport)


def elsewhere(what: str) -> ConfigurationError:
    words = f"the transport of this client was used in another {what}, and its connections belong there"
    return ConfigurationError(f"{words}; nothing was sent: create a client and a transport in each {what}")


def is_interruptible(action: Action) -> bool:
    """Return True if steps may be stopped before this action.

    The journal is always written, and a create request that is about to be sent has already been recorded as such.
    """
    return not (isinstance(action, RunBlocking) or (isinstance(action, Call) and action.exchange is not None))
