"""Perform the steps' actions, blocking; `_async_driver.py` does it awaiting, and nothing else here does either."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from functools import cached_property, partial
from typing import Any, Protocol, get_args

import httpx
from foxapi_video_client.client import Client

from ._actions import Action, Call, Do, Now, Place, Sleep, Steps, T, Together, Transfer, Turn, Upload, What
from ._answers import connection_failed
from ._callbacks import CallbackRaised, raise_original
from ._config import CONNECTIONS, Config
from ._sending import request_of
from ._transfer import Download, Networks, PublicBackend, direct_pools, translate_download_errors
from ._transport import APIClient, bound, within
from .errors import FoxAPIError, UnreadableAnswer


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


class Driver:
    """Runs steps to their end, blocking."""

    def __init__(self, config: Config, transport: httpx.BaseTransport | None = None) -> None:
        self.config = config
        self.clock: Callable[[], float] = time.monotonic
        self.sleep: Callable[[float], object] = time.sleep
        self._transport = transport
        self._networks = Networks(config.base_url)
        self._places = {what: threading.Semaphore(CONNECTIONS) for what in get_args(What)}
        self._making = threading.Lock()  # cached_property has none since Python 3.12, and threads share a client

    def run(self, steps: Steps[T], stop: threading.Event | None = None, *, inner: bool = False) -> T:
        """Perform each action, hand its answer or its error back, and return the steps' result.

        `inner` says that other steps of this driver await the result.
        """
        answer: Any = None
        error: BaseException | None = None
        while True:
            try:
                action = steps.send(answer) if error is None else steps.throw(error)
            except StopIteration as end:
                result: T = end.value
                return result
            except CallbackRaised as carrier:
                if inner:
                    raise
                raise_original(carrier)
            answer, error = None, None
            try:
                answer = self._perform(action, stop)
            except BaseException as raised:  # Ctrl-C too: the steps clean up and say what is under way
                error = raised

    def run_many(self, many: Iterable[Steps[T]], width: int) -> Generator[T]:
        """Run steps side by side, at most `width` at a time, and yield each one's result as it comes.

        Whoever stops taking results stops the rest, too: at their next pause, and never in the midst of a paid POST.
        """
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
                return time.time() if wall else self.clock()
            case Sleep(seconds):
                if stop is not None and self.sleep is time.sleep:
                    stop.wait(seconds)
                else:
                    self.sleep(seconds)
            case Turn(what, seconds):
                if not self._places[what].acquire(timeout=min(seconds, threading.TIMEOUT_MAX)):
                    return None
                return place_of(self._places[what].release, stop)
            case Call(operation, arguments, seconds, exchange):
                with understood(), within(min(seconds, self.config.timeout)):
                    client = self._api if exchange is None else self._paid
                    return operation.sync_detailed(client=client, **arguments)
            case Do(function):
                return function()
            case Together(many, width):
                return self._together(many, width, stop)
            case Upload(within=seconds):
                with request_of(action, partial(_leave, stop)) as arguments, understood(), within(seconds):
                    return self._paid.get_httpx_client().request(**arguments)
            case Transfer():
                self._transfer(action, stop)
        return None

    def _transfer(self, action: Transfer, stop: threading.Event | None) -> None:
        with translate_download_errors(), within(action.within):
            download = Download(action, self._networks, self.config.timeout)
            while True:
                download.check()
                with self._media.stream(**download.request) as response:
                    if download.redirected(response):
                        continue  # its body is not read
                    for piece in response.iter_bytes():
                        _leave(stop)
                        download.take(piece)
                break
        action.part.commit()

    def _together(self, many: Sequence[Steps[Any]], width: int, outer: threading.Event | None) -> list[Any]:
        if len(many) == 1:
            return [self.run(many[0], outer, inner=True)]
        stop = _Either(outer)
        pool = ThreadPoolExecutor(width, thread_name_prefix="foxapi-video")
        running = [pool.submit(self.run, steps, stop, inner=True) for steps in many]
        try:
            done, _ = wait(running, return_when=FIRST_EXCEPTION)
            for future in done:
                _ = future.result()
            return [future.result() for future in running]
        finally:
            # when one has failed, or Ctrl-C came, the others end at their next pause or piece; nobody waits for it
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)

    @property
    def _api(self) -> Client:
        with self._making:
            return self._made_api

    @property
    def _paid(self) -> Client:
        with self._making:
            return self._made_paid

    @property
    def _media(self) -> httpx.Client:
        with self._making:
            return self._made_media

    @cached_property
    def _made_api(self) -> Client:
        options = self.config.api_options(self._transport, fresh=False)
        return Client(base_url=self.config.base_url).set_httpx_client(APIClient(**options))

    @cached_property
    def _made_paid(self) -> Client:
        options = self.config.api_options(self._transport, fresh=True)
        return Client(base_url=self.config.base_url).set_httpx_client(APIClient(**options))

    @cached_property
    def _made_media(self) -> httpx.Client:
        client = httpx.Client(**self.config.media_options(self._transport))
        bound(client)
        for pool in direct_pools(client):
            pool._network_backend = PublicBackend(pool._network_backend, self._networks)
        return client

    def close(self) -> None:
        """Close every connection."""
        made = self.__dict__
        for client in (made.get("_made_api"), made.get("_made_paid")):
            if client is not None:
                client.get_httpx_client().close()
        if "_made_media" in made:
            self._media.close()


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
