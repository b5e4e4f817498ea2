"""The async driver: what `driver.py` is, for asyncio; sync programs do not import it."""

from __future__ import annotations

import asyncio
import itertools
import os
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

import httpx
from foxapi_video_client.client import Client

from .._steps.actions import Action, Call, Gather, RunBlocking, Sleep, Slot, Steps, T, Transfer, Upload
from ..clock import Clock
from ..errors import ConfigurationError
from .async_transport import AsyncAPIClient, AsyncMediaClient, begin_in_thread
from .config import CONNECTIONS, Config
from .driver import (
    Cancelled,
    ClientsBase,
    StopSignal,
    closed_in_batch,
    conclude,
    elsewhere,
    is_interruptible,
    is_stateless,
)
from .errors import translate_api_errors
from .multipart import upload_request
from .transfer import Download, translate_download_errors
from .transport import closed, deadline

STARTS_PER_TICK = 16
"""Max steps that start in one iteration of the event loop, so that thousands at once do not block it."""


class AsyncStop(StopSignal):
    """An event for many sleepers: asyncio's takes longer to wake one of them the more there are."""

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
        """Sleep for `seconds`, or until it is set."""
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


NEVER = AsyncStop()


class AsyncClients(ClientsBase):
    """What one event loop has for itself."""

    def __init__(self, config: Config, transport: httpx.AsyncBaseTransport | None) -> None:
        super().__init__(config, asyncio.Semaphore)
        self.starts = asyncio.Semaphore(STARTS_PER_TICK)
        with config.usable(transport):
            self.media = AsyncMediaClient(self.networks, **config.options(transport))
            polls, paid = (
                AsyncAPIClient(
                    config.secret,
                    step=config.timeout,
                    **config.options(transport or config.aiohttp_transport(fresh=not idle), config.base_url, idle=idle),
                )
                for idle in (CONNECTIONS, 0)
            )
        self._all = (polls, paid, self.media)
        self.api = Client(base_url=config.base_url).set_async_httpx_client(polls)
        self.paid = Client(base_url=config.base_url).set_async_httpx_client(paid)
        # an event loop closes its async generators at its end (asyncio.run), and with this one the connections
        self._open = self._until_closed()
        with suppress(StopIteration):
            _ = self._open.asend(None).send(None)

    async def _until_closed(self) -> AsyncGenerator[None]:
        try:
            yield
        finally:
            if self.process == os.getpid():  # the connections of a parent process are not closed
                creating = {asyncio.wrap_future(each) for each in self.creating}
                if creating:
                    _ = await asyncio.wait(creating, timeout=self.patience)
                for client in self._all:
                    await client.aclose()

    async def close(self) -> None:
        """Wait for the create requests in flight, which are paid, and close every connection."""
        await self._open.aclose()


class AsyncDriver:
    """Runs steps to their end; its methods are awaited."""

    def __init__(
        self, config: Config, transport: httpx.AsyncBaseTransport | None = None, clock: Clock | None = None
    ) -> None:
        self.config = config
        self.clock = clock or Clock()
        self._transport = transport
        self._clients: dict[asyncio.AbstractEventLoop, AsyncClients] = {}
        self._closed = False
        self._batches: set[AsyncStop] = set()
        """What stops each batch in progress."""

    def clients(self) -> AsyncClients:
        """Return this event loop's clients, and create them at the first call.

        Raises:
            ConfigurationError: they cannot be created, or were closed, or there is no event loop of asyncio.
        """
        if self._closed:
            raise closed()
        loop = running_loop()
        found = self._clients.get(loop)
        if found is None or found.process != os.getpid():
            if self._clients and not is_stateless(self._transport):
                raise elsewhere("event loop")
            for other, clients in list(self._clients.items()):
                if other.is_closed() or clients.process != os.getpid():
                    self._clients.pop(other, None)
            found = self._clients[loop] = AsyncClients(self.config, self._transport)
        return found

    async def run(self, steps: Steps[T], stop: AsyncStop = NEVER, *, inner: bool = False) -> T:
        """Perform each action, hand its result or its error back to the steps, and return the steps' own result.

        `inner` means that other steps of this driver wait for it.
        """
        value: Any = None
        error: BaseException | None = None
        try:
            _ = self.clients()  # what fails here has sent nothing and recorded nothing
            await self._yield_to_loop()
            while True:
                try:
                    action = steps.send(value) if error is None else steps.throw(error)
                except StopIteration as end:
                    result: T = end.value
                    return result
                value, error = None, None
                try:
                    value = await self._perform(action, stop)
                except GeneratorExit:  # the event loop was closed with this unfinished: nothing can be awaited
                    raise
                except BaseException as raised:  # cancellation too: the steps clean up and say what is in flight
                    error = raised
        except BaseException as raised:
            conclude(steps, raised, inner=inner)
            raise

    async def run_many(self, many: Iterable[Steps[T]], width: int) -> AsyncGenerator[T]:
        """Run steps concurrently, at most `width` at a time, and yield their results in the order of completion.

        Leaving the iteration stops the other steps at their next pause, but never during a create request.
        """
        _ = self.clients()
        stop = AsyncStop()
        self._batches.add(stop)
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
        except Cancelled:
            raise closed_in_batch() from None  # only closing stops a batch that is still iterated
        finally:
            self._batches.discard(stop)
            stop.set()
            await asyncio.gather(*running, return_exceptions=True)

    async def _yield_to_loop(self) -> None:
        """Let the event loop do other work when many steps start at once."""
        starts = self.clients().starts
        _ = await starts.acquire()
        asyncio.get_running_loop().call_soon(starts.release)

    async def _perform(self, action: Action, stop: AsyncStop = NEVER) -> Any:
        if is_interruptible(action):
            stop.check()
        match action:
            case Sleep(seconds):
                if stop is NEVER or type(self.clock).asleep is not Clock.asleep:
                    await self.clock.asleep(seconds)
                else:
                    await stop.sleep(seconds)
            case Slot(what, seconds):
                clients = self.clients()
                slots = clients.slots[what]
                await self._yield_to_loop()
                try:
                    async with asyncio.timeout(seconds if slots.locked() else None):
                        _ = await slots.acquire()
                except TimeoutError:
                    return None
                return clients.permit(what, stop)
            case Call(operation, arguments, seconds, exchange):
                with translate_api_errors(), deadline(min(seconds, self.config.timeout), exchange):
                    clients = self.clients()
                    client = clients.api if exchange is None else clients.paid
                    return await operation.asyncio_detailed(client=client, **arguments)
            case RunBlocking(function):
                return await _in_thread(function)
            case Gather(many, width):
                return await self._gather(many, width)
            case Upload(timeout=seconds):
                with upload_request(action) as arguments, translate_api_errors(), deadline(seconds):
                    return await self.clients().paid.get_async_httpx_client().request(**arguments)
            case Transfer():
                await self._transfer(action, stop)
        return None

    async def _transfer(self, action: Transfer, stop: AsyncStop) -> None:
        with translate_download_errors():
            async with asyncio.timeout(action.timeout):
                clients = self.clients()
                download = Download(action, clients.networks, self.config.timeout)
                while True:
                    await begin_in_thread(download.check)
                    async with clients.media.stream(**download.request) as response:
                        if download.redirected(response):
                            continue  # its body is not read
                        async for piece in response.aiter_bytes():
                            stop.check()
                            download.take(piece)
                    break
        await _in_thread(action.part.commit)

    async def _gather(self, many: Sequence[Steps[Any]], width: int) -> list[Any]:
        slots = asyncio.Semaphore(width)

        async def one(steps: Steps[Any]) -> Any:
            async with slots:
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
        for stop in list(self._batches):
            stop.set()
        clients = self._clients.pop(running_loop(), None) if self._clients else None
        if clients is not None:
            await clients.close()


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
    """Run a function in a thread, and wait for its end even when cancelled."""
    # a future of the loop's, and no task of its own, which the end of asyncio.run would cancel
    doing = begin_in_thread(function)
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        while not doing.done():  # the thread cannot be stopped; the caller must know when it is done
            with suppress(asyncio.CancelledError):
                await asyncio.wait({doing})
        raise
