"""Perform the steps' actions, awaiting: what `_drivers.py` does for asyncio, which blocking programs do not import."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, get_args

import httpcore
import httpx
from foxapi_video_client.client import Client

from ._actions import Action, Call, Do, Now, Sleep, Steps, T, Together, Transfer, Turn, Upload, What
from ._answers import raise_for_status
from ._callbacks import CallbackRaised, raise_original
from ._config import CONNECTIONS, Config
from ._drivers import Stopped, may_be_left, place_of, understood
from ._sending import request_of
from ._transfer import Download, Networks, direct_pools, network_of, peer_of, translate_download_errors
from ._transport import NoCookies, each_step, time_left, whole_url, within

AT_A_BREATH = 16
"""How many things may begin in one turn of the event loop, so that thousands at once do not block it."""


class AsyncAPIClient(httpx.AsyncClient):
    """What `APIClient` is, for asyncio."""

    cookies: Any = NoCookies()

    def __init__(self, *, step: float = float("inf"), **options: Any) -> None:
        super().__init__(**options)
        self.step = step

    def build_request(self, method: str, url: httpx.URL | str, *, params: Any = None, **options: Any) -> httpx.Request:
        return super().build_request(method, whole_url(self.base_url, url, params), **options)

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        request.extensions["timeout"] = each_step(min(time_left(), self.step))
        try:
            async with asyncio.timeout(time_left()):
                response = await super().send(request, **options)
        except TimeoutError as error:
            raise httpx.ReadTimeout("the answer took too long", request=request) from error
        return raise_for_status(response)


class AsyncDriver:
    """Runs steps to their end, awaiting."""

    def __init__(self, config: Config, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.config = config
        self.clock: Callable[[], float] = time.monotonic
        self.sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
        self._transport = transport
        self._networks = Networks(config.base_url)
        self._places = {what: asyncio.Semaphore(CONNECTIONS) for what in get_args(What)}
        self._breaths = asyncio.Semaphore(AT_A_BREATH)

    async def run(self, steps: Steps[T], stop: _Stop | None = None, *, inner: bool = False) -> T:
        """Perform each action, hand its answer or its error back, and return the steps' result.

        `inner` says that other steps of this driver await the result.
        """
        await self._breath()
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
                answer = await self._perform(action, stop)
            except BaseException as raised:  # cancellation too: the steps clean up and say what is under way
                error = raised

    async def run_many(self, many: Iterable[Steps[T]], width: int) -> AsyncGenerator[T]:
        """Run steps side by side, at most `width` at a time, and yield each one's result as it comes.

        Whoever stops taking results stops the rest, too: at their next pause, and never in the midst of a paid POST.
        """
        stop = _Stop()
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
                await self._breath()
            while running:
                task = await ended.get()
                running.discard(task)
                for steps in itertools.islice(waiting, 1):
                    begin(steps)
                yield task.result()
        finally:
            stop.set()
            await asyncio.gather(*running, return_exceptions=True)

    async def _breath(self) -> None:
        """Let the event loop do something else, too, when much begins at once."""
        _ = await self._breaths.acquire()
        asyncio.get_running_loop().call_soon(self._breaths.release)

    async def _perform(self, action: Action, stop: _Stop | None) -> Any:
        if stop is not None and stop.is_set() and may_be_left(action):
            raise Stopped
        match action:
            case Now(wall):
                return time.time() if wall else self.clock()
            case Sleep(seconds):
                if stop is not None and self.sleep is asyncio.sleep:
                    await stop.sleep(seconds)
                else:
                    await self.sleep(seconds)
            case Turn(what, seconds):
                places = self._places[what]
                await self._breath()
                try:
                    async with asyncio.timeout(seconds if places.locked() else None):
                        _ = await places.acquire()
                except TimeoutError:
                    return None
                return place_of(places.release, stop)
            case Call(operation, arguments, seconds, exchange):
                with understood(), within(min(seconds, self.config.timeout)):
                    client = self._api if exchange is None else self._paid
                    return await operation.asyncio_detailed(client=client, **arguments)
            case Do(function):
                return await _in_thread(function)
            case Together(many, width):
                return await self._together(many, width)
            case Upload(within=seconds):
                with request_of(action) as arguments, understood(), within(seconds):
                    return await self._paid.get_async_httpx_client().request(**arguments)
            case Transfer():
                await self._transfer(action, stop)
        return None

    async def _transfer(self, action: Transfer, stop: _Stop | None) -> None:
        with translate_download_errors():
            async with asyncio.timeout(action.within):
                download = Download(action, self._networks, self.config.timeout)
                while True:
                    await asyncio.to_thread(download.check)
                    async with self._media.stream(**download.request) as response:
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

    @cached_property
    def _api(self) -> Client:
        options = self.config.api_options(self._transport or self.config.engine(fresh=False), fresh=False)
        return Client(base_url=self.config.base_url).set_async_httpx_client(AsyncAPIClient(**options))

    @cached_property
    def _paid(self) -> Client:
        options = self.config.api_options(self._transport or self.config.engine(fresh=True), fresh=True)
        return Client(base_url=self.config.base_url).set_async_httpx_client(AsyncAPIClient(**options))

    @cached_property
    def _media(self) -> httpx.AsyncClient:
        client = httpx.AsyncClient(**self.config.media_options(self._transport))
        for pool in direct_pools(client):
            pool._network_backend = _PublicBackend(pool._network_backend, self._networks)
        return client

    async def close(self) -> None:
        """Close every connection."""
        made = self.__dict__
        for client in (made.get("_api"), made.get("_paid")):
            if client is not None:
                await client.get_async_httpx_client().aclose()
        if "_media" in made:
            await self._media.aclose()


async def _in_thread(function: Callable[[], T]) -> T:
    """Run a function in a thread, to its end in any case."""
    doing = asyncio.ensure_future(asyncio.to_thread(function))
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        _ = await asyncio.wait({doing})  # the thread cannot be stopped; nothing is to happen behind us
        raise


class _PublicBackend(httpcore.AsyncNetworkBackend):
    """What `PublicBackend` is, for asyncio."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend, networks: Networks) -> None:
        self._backend = backend
        self._networks = networks

    async def connect_tcp(self, host: str, *rest: Any, **more: Any) -> httpcore.AsyncNetworkStream:
        stream = await self._backend.connect_tcp(host, *rest, **more)
        try:
            if network_of(peer_of(stream) or host) is not None:  # a thread, as it may look up a name
                await asyncio.to_thread(self._networks.check, host, peer_of(stream))
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
