"""Perform the steps' actions, awaiting: what `driver.py` does for asyncio, which blocking programs do not import."""

from __future__ import annotations

import asyncio
import itertools
import os
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import aclosing, suppress
from functools import partial
from typing import Any, cast, get_args

import httpcore
import httpx
from foxapi_video_client.client import Client

from .._secret import Secret
from .._steps.actions import Action, Call, Gather, Resource, RunBlocking, Sleep, Slot, Steps, T, Transfer, Upload
from .._steps.callbacks import CallbackRaised, raise_original
from .._steps.tracebacks import shorten
from .._storage.journal import BUSY_SECONDS
from ..clock import Clock
from ..errors import ConfigurationError, FoxAPIError
from .config import CONNECTIONS, Config, is_loopback
from .driver import (
    Stopped,
    clean_up,
    closed_in_batch,
    elsewhere,
    is_interruptible,
    is_stateless,
    place_of,
    translate_api_errors,
)
from .errors import raise_for_status
from .multipart import request_of
from .transfer import Download, Networks, direct_pools, network_of, peer_of, translate_download_errors
from .transport import Body, NoCookies, Sending, closed, keep, pools, time_left, whole_url, within, written

STARTS_PER_TICK = 16
"""How many things may begin in one turn of the event loop, so that thousands at once do not block it."""


class AsyncDirectClient(httpx.AsyncClient):
    """An httpx client that reaches this machine without a proxy."""

    def _transport_for_url(self, url: httpx.URL) -> httpx.AsyncBaseTransport:
        direct = bool(self._mounts) and is_loopback(url.host)
        return self._transport if direct else super()._transport_for_url(url)


class AsyncAPIClient(AsyncDirectClient):
    """What `APIClient` is, for asyncio."""

    cookies: Any = NoCookies()

    def __init__(self, secret: Secret, *, step: float = float("inf"), **options: Any) -> None:
        super().__init__(**options)
        self._secret = secret
        self._step = step

    def build_request(self, method: str, url: httpx.URL | str, *, params: Any = None, **options: Any) -> httpx.Request:
        with written():
            return super().build_request(method, whole_url(self.base_url, url, params), **options)

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        with Sending(self, request, self._transport, self._step) as sending:
            sending.begin(self._secret)
            try:
                async with asyncio.timeout(time_left()):
                    response = await super().send(request, stream=True)
                    try:
                        body = Body(response, sending.exchange)
                        if not body.is_streamed:
                            _ = body.add(response.content)
                        else:
                            async with aclosing(cast(AsyncGenerator[bytes], response.aiter_raw())) as pieces:
                                async for piece in pieces:
                                    if not body.add(piece):
                                        break
                    finally:
                        await response.aclose()
            except TimeoutError as error:
                raise httpx.ReadTimeout("the response took too long", request=request) from error
        return raise_for_status(body.response())


class AsyncClients:
    """The HTTP clients of one event loop, and the places for what they do at a time."""

    def __init__(self, config: Config, transport: httpx.AsyncBaseTransport | None) -> None:
        self.process = os.getpid()
        self.slots = {what: asyncio.Semaphore(CONNECTIONS) for what in get_args(Resource)}
        self.starts = asyncio.Semaphore(STARTS_PER_TICK)
        self.networks = Networks(config.base_url)
        with config.usable(transport):
            self.media = AsyncDirectClient(**config.media_options(transport))
            for pool in direct_pools(self.media):
                pool._network_backend = _PublicBackend(pool._network_backend, self.networks)
            self._api, self._paid = (
                AsyncAPIClient(
                    config.secret,
                    step=config.timeout,
                    **config.api_options(transport or config.engine(fresh=fresh), fresh=fresh),
                )
                for fresh in (False, True)
            )
            for pool in pools(self._paid):
                pool._network_backend = _KeepingBackend(pool._network_backend)
        self.api = Client(base_url=config.base_url).set_async_httpx_client(self._api)
        self.paid = Client(base_url=config.base_url).set_async_httpx_client(self._paid)

        self._creating = 0
        """How many create requests are in flight, or being recorded."""
        self._changed = asyncio.Event()
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
            self._creating += change
            self._changed.set()

    async def close(self) -> None:
        """Wait for the create requests in flight, which are paid, and close every connection."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._longest):
                while self._creating:
                    self._changed.clear()
                    await self._changed.wait()
        for client in (self._api, self._paid, self.media):
            await client.aclose()


class AsyncDriver:
    """Runs steps to their end, awaiting."""

    def __init__(
        self, config: Config, transport: httpx.AsyncBaseTransport | None = None, clock: Clock | None = None
    ) -> None:
        self.config = config
        self.clock = clock or Clock()
        self._transport = transport
        self._made: dict[asyncio.AbstractEventLoop, AsyncClients] = {}
        self._closed = False
        self._stops: set[_Stop] = set()
        """Those of the batches in progress."""

    def clients(self) -> AsyncClients:
        """Return this event loop's clients, and create them at the first call.

        Raises:
            ConfigurationError: they cannot be created, or were closed, or there is no event loop of asyncio.
        """
        if self._closed:
            raise closed()
        loop = running_loop()
        found = self._made.get(loop)
        if found is None or found.process != os.getpid():
            if self._made and not is_stateless(self._transport):
                raise elsewhere("event loop")
            found = self._made[loop] = AsyncClients(self.config, self._transport)
        return found

    async def _enter(self) -> None:
        """Make sure that the clients exist before any step runs: what fails here has sent nothing and noted nothing."""
        _ = self.clients()
        if len(self._made) > 1:
            await self._drop_stale()

    async def _drop_stale(self) -> None:
        """Let go of the clients of a parent process, whose connections they are, and of event loops that have ended."""
        for loop, clients in list(self._made.items()):
            if clients.process != os.getpid():
                self._made.pop(loop, None)
            elif loop.is_closed() and self._made.pop(loop, None) is not None:
                with suppress(Exception):  # as far as that is possible without the loop
                    await clients.close()

    async def run(self, steps: Steps[T], stop: _Stop | None = None, *, inner: bool = False) -> T:
        """Perform each action, hand its answer or its error back, and return the steps' result.

        `inner` says that other steps of this driver await the result.
        """
        answer: Any = None
        error: BaseException | None = None
        try:
            await self._enter()
            await self._yield_to_loop()
            while True:
                try:
                    action = steps.send(answer) if error is None else steps.throw(error)
                except StopIteration as end:
                    result: T = end.value
                    return result
                answer, error = None, None
                try:
                    answer = await self._perform(action, stop)
                except GeneratorExit:  # the event loop was closed with this unfinished: nothing can be awaited
                    raise
                except BaseException as raised:  # cancellation too: the steps clean up and say what is in flight
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

    async def run_many(self, many: Iterable[Steps[T]], width: int) -> AsyncGenerator[T]:
        """Run steps concurrently, at most `width` at a time, and yield each one's result as it comes.

        Leaving the iteration stops the rest, too, at their next pause, and never during a create request.
        """
        await self._enter()
        stop = _Stop()
        self._stops.add(stop)
        running: set[asyncio.Task[T]] = set()
        ended: asyncio.Queue[asyncio.Task[T]] = asyncio.Queue()

        def begin(steps: Steps[T]) -> None:
            task = asyncio.create_task(self.run(steps, stop))
            running.add(task)
            task.add_done_callback(ended.put_nowait)

        waiting = iter(many)
        try:
            for steps in itertools.islice(waiting, width):
                begin(steps)
                await self._yield_to_loop()
            while running:
                task = await ended.get()
                running.discard(task)
                for steps in itertools.islice(waiting, 1):
                    begin(steps)
                yield task.result()
        except Stopped:
            raise closed_in_batch() from None  # only closing stops a batch that is still iterated
        finally:
            self._stops.discard(stop)
            stop.set()
            await asyncio.gather(*running, return_exceptions=True)

    async def _yield_to_loop(self) -> None:
        """Let the event loop do something else, too, when much begins at once."""
        starts = self.clients().starts
        _ = await starts.acquire()
        asyncio.get_running_loop().call_soon(starts.release)

    async def _perform(self, action: Action, stop: _Stop | None) -> Any:
        if stop is not None and stop.is_set() and is_interruptible(action):
            raise Stopped
        match action:
            case Sleep(seconds):
                if stop is not None and type(self.clock).asleep is Clock.asleep:
                    await stop.sleep(seconds)
                else:
                    await self.clock.asleep(seconds)
            case Slot(what, seconds):
                clients = self.clients()
                slots = clients.slots[what]
                await self._yield_to_loop()
                try:
                    async with asyncio.timeout(seconds if slots.locked() else None):
                        _ = await slots.acquire()
                except TimeoutError:
                    return None
                return place_of(clients.taken(what), stop)
            case Call(operation, arguments, seconds, exchange):
                with translate_api_errors(), within(min(seconds, self.config.timeout), exchange):
                    clients = self.clients()
                    client = clients.api if exchange is None else clients.paid
                    return await operation.asyncio_detailed(client=client, **arguments)
            case RunBlocking(function):
                return await _in_thread(function)
            case Gather(many, width):
                return await self._together(many, width)
            case Upload(timeout=seconds):
                with request_of(action) as arguments, translate_api_errors(), within(seconds):
                    return await self.clients().paid.get_async_httpx_client().request(**arguments)
            case Transfer():
                await self._transfer(action, stop)
        return None

    async def _transfer(self, action: Transfer, stop: _Stop | None) -> None:
        with translate_download_errors():
            async with asyncio.timeout(action.timeout):
                clients = self.clients()
                download = Download(action, clients.networks, self.config.timeout)
                while True:
                    await _begin_in_thread(download.check)
                    async with clients.media.stream(**download.request) as response:
                        if download.redirected(response):
                            continue  # its body is not read
                        async for piece in response.aiter_bytes():
                            if stop is not None and stop.is_set():
                                raise Stopped
                            download.take(piece)
                    break
        await _in_thread(action.part.commit)

    async def _together(self, many: Sequence[Steps[Any]], width: int) -> list[Any]:
        places = asyncio.Semaphore(width)

        async def one(steps: Steps[Any]) -> Any:
            async with places:
                return await self.run(steps, inner=True)

        running = [asyncio.create_task(one(steps)) for steps in many]
        try:
            return await asyncio.gather(*running)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def close(self) -> None:
        """Refuse further calls, stop the batches, wait for create requests in flight, and close the connections."""
        self._closed = True
        for stop in list(self._stops):
            stop.set()
        await self._drop_stale()
        made = self._made.pop(running_loop(), None) if self._made else None
        if made is not None:
            await made.close()


def running_loop() -> asyncio.AbstractEventLoop:
    """Return the running event loop.

    Raises:
        ConfigurationError: asyncio runs none.
    """
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        words = "AsyncFoxAPI runs in an event loop of asyncio, and there is none here (trio has its own)"
        raise ConfigurationError(f"{words}; nothing was sent: use asyncio, or FoxAPI in a thread") from None


async def _in_thread(function: Callable[[], T]) -> T:
    """Run a function in a thread, to its end in any case."""
    # a future of the loop's, and no task of its own, which the end of asyncio.run would cancel
    doing = _begin_in_thread(function)
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        while not doing.done():  # the thread cannot be stopped; nothing must happen behind our back
            with suppress(asyncio.CancelledError):
                await asyncio.wait({doing})
        raise


def _begin_in_thread(function: Callable[[], T]) -> asyncio.Future[T]:
    """Begin to run a function in a thread; where there can be none, run it here: what is paid must be recorded."""
    loop = asyncio.get_running_loop()
    todo = [function]
    try:
        # an executor that fails to start a thread can still run it later, in another one
        return loop.run_in_executor(None, lambda: todo.pop()())
    except RuntimeError:  # the interpreter ends, or the system has no thread left
        done: asyncio.Future[T] = loop.create_future()
        try:
            done.set_result(todo.pop()())
        except Exception as error:
            done.set_exception(error)
        return done


class _KeepingBackend(httpcore.AsyncNetworkBackend):
    """Opens connections that keep what they receive in the record of the exchange."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend) -> None:
        self._backend = backend

    async def connect_tcp(self, *rest: Any, **more: Any) -> httpcore.AsyncNetworkStream:
        return _KeepingStream(await self._backend.connect_tcp(*rest, **more))

    async def connect_unix_socket(self, *rest: Any, **more: Any) -> httpcore.AsyncNetworkStream:
        return _KeepingStream(await self._backend.connect_unix_socket(*rest, **more))

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)


class _KeepingStream(httpcore.AsyncNetworkStream):
    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = await self._stream.read(max_bytes, timeout)
        keep(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, timeout)

    async def start_tls(self, *rest: Any, **more: Any) -> httpcore.AsyncNetworkStream:
        return _KeepingStream(await self._stream.start_tls(*rest, **more))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    async def aclose(self) -> None:
        await self._stream.aclose()


class _PublicBackend(httpcore.AsyncNetworkBackend):
    """What `PublicBackend` is, for asyncio."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend, networks: Networks) -> None:
        self._backend = backend
        self._networks = networks

    async def connect_tcp(self, host: str, *rest: Any, **more: Any) -> httpcore.AsyncNetworkStream:
        stream = await self._backend.connect_tcp(host, *rest, **more)
        try:
            if network_of(peer_of(stream) or host) is not None:  # a thread, as it may look up a name
                await _begin_in_thread(partial(self._networks.check, host, peer_of(stream)))
        except BaseException:
            await stream.aclose()
            raise
        return stream

    async def connect_unix_socket(self, *rest: Any, **more: Any) -> httpcore.AsyncNetworkStream:
        return await self._backend.connect_unix_socket(*rest, **more)

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)


class _Stop:
    """An event whose waiters have times of their own: asyncio's looks through all of them when one's time is up."""

    def __init__(self) -> None:
        self._is_set = False
        self._sleeping: set[asyncio.Future[None]] = set()

    def is_set(self) -> bool:
        return self._is_set

    def set(self) -> None:
        self._is_set = True
        for sleeping in self._sleeping:
            _wake(sleeping)

    async def sleep(self, seconds: float) -> None:
        """Wait so many seconds, or until it is set."""
        loop = asyncio.get_running_loop()
        sleeping = loop.create_future()
        timer = loop.call_later(seconds, _wake, sleeping)
        self._sleeping.add(sleeping)
        try:
            await sleeping
        finally:
            timer.cancel()
            self._sleeping.discard(sleeping)


def _wake(sleeping: asyncio.Future[None]) -> None:
    if not sleeping.done():
        sleeping.set_result(None)
