"""Perform the steps' actions: `Driver` blocks, `AsyncDriver` awaits. Nothing else here does either."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from functools import cached_property
from typing import Any, TypeVar

import httpx
from foxapi_video_client.client import Client

from ._answers import connection_failed
from ._config import Config
from ._files import PartFile
from ._steps import Action, Call, Now, Sleep, Steps, Transfer
from ._transport import APIClient, AsyncAPIClient, bound, within
from .errors import DownloadFailed, FoxAPIError, UnreadableAnswer

T = TypeVar("T")


class Driver:
    """Runs steps to their end, blocking."""

    def __init__(self, config: Config, transport: httpx.BaseTransport | None = None) -> None:
        self.config = config
        self.clock: Callable[[], float] = time.monotonic
        self.sleep: Callable[[float], object] = time.sleep
        self._transport = transport

    def run(self, steps: Steps[T]) -> T:
        """Perform each action, hand its answer or its error back, and return the steps' result."""
        answer: Any = None
        error: BaseException | None = None
        while True:
            try:
                action = steps.send(answer) if error is None else steps.throw(error)
            except StopIteration as stop:
                result: T = stop.value
                return result
            answer, error = None, None
            try:
                answer = self._perform(action)
            except BaseException as raised:  # Ctrl-C too: the steps clean up and say what is under way
                error = raised

    def _perform(self, action: Action) -> Any:
        match action:
            case Now(wall):
                return time.time() if wall else self.clock()
            case Sleep(seconds):
                self.sleep(seconds)
            case Call(operation, arguments, seconds, paid):
                with _understood(), within(min(seconds, self.config.timeout)):
                    client = self._paid if paid else self._api
                    return operation.sync_detailed(client=client, **arguments)
            case Transfer(url, part, seconds):
                stall = min(seconds, self.config.timeout)
                with _fetched(), within(seconds), self._media.stream("GET", url, timeout=stall) as response:
                    expected = _expected(response)
                    for piece in response.iter_bytes():
                        part.write(piece)
                    part.commit(expected)
        return None

    @cached_property
    def _api(self) -> Client:
        options = self.config.api_options(self._transport, fresh=False)
        return Client(base_url=self.config.base_url).set_httpx_client(APIClient(**options))

    @cached_property
    def _paid(self) -> Client:
        options = self.config.api_options(self._transport, fresh=True)
        return Client(base_url=self.config.base_url).set_httpx_client(APIClient(**options))

    @cached_property
    def _media(self) -> httpx.Client:
        client = httpx.Client(**self.config.media_options(self._transport))
        bound(client)
        return client

    def close(self) -> None:
        """Close every connection."""
        made = self.__dict__
        for client in (made.get("_api"), made.get("_paid")):
            if client is not None:
                client.get_httpx_client().close()
        if "_media" in made:
            self._media.close()


class AsyncDriver:
    """Runs steps to their end, awaiting."""

    def __init__(self, config: Config, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.config = config
        self.clock: Callable[[], float] = time.monotonic
        self.sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
        self._transport = transport

    async def run(self, steps: Steps[T]) -> T:
        """Perform each action, hand its answer or its error back, and return the steps' result."""
        answer: Any = None
        error: BaseException | None = None
        while True:
            try:
                action = steps.send(answer) if error is None else steps.throw(error)
            except StopIteration as stop:
                result: T = stop.value
                return result
            answer, error = None, None
            try:
                answer = await self._perform(action)
            except BaseException as raised:  # cancellation too: the steps clean up and say what is under way
                error = raised

    async def _perform(self, action: Action) -> Any:
        match action:
            case Now(wall):
                return time.time() if wall else self.clock()
            case Sleep(seconds):
                await self.sleep(seconds)
            case Call(operation, arguments, seconds, paid):
                with _understood(), within(min(seconds, self.config.timeout)):
                    client = self._paid if paid else self._api
                    return await operation.asyncio_detailed(client=client, **arguments)
            case Transfer(url, part, seconds):
                with _fetched():
                    async with asyncio.timeout(seconds):
                        await self._fetch(url, part, min(seconds, self.config.timeout))
        return None

    async def _fetch(self, url: str, part: PartFile, stall: float) -> None:
        async with self._media.stream("GET", url, timeout=stall) as response:
            expected = _expected(response)
            async for piece in response.aiter_bytes():
                part.write(piece)
            await asyncio.to_thread(part.commit, expected)

    @cached_property
    def _api(self) -> Client:
        options = self.config.api_options(self._transport, fresh=False)
        return Client(base_url=self.config.base_url).set_async_httpx_client(AsyncAPIClient(**options))

    @cached_property
    def _paid(self) -> Client:
        options = self.config.api_options(self._transport, fresh=True)
        return Client(base_url=self.config.base_url).set_async_httpx_client(AsyncAPIClient(**options))

    @cached_property
    def _media(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(**self.config.media_options(self._transport))

    async def close(self) -> None:
        """Close every connection."""
        made = self.__dict__
        for client in (made.get("_api"), made.get("_paid")):
            if client is not None:
                await client.get_async_httpx_client().aclose()
        if "_media" in made:
            await self._media.aclose()


@contextmanager
def _understood() -> Generator[None]:
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
def _fetched() -> Generator[None]:
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


def _expected(response: httpx.Response) -> int | None:
    """Return how many bytes the file has, None when the server does not say; raise when there is none."""
    status = response.status_code
    if status in (401, 403, 404, 410):
        words = f"HTTP {status}: the link has expired or is not valid (links live for 24 hours)"
        raise DownloadFailed(f"{words}; fetching by the task's id asks for a fresh one")
    if not response.is_success:
        raise DownloadFailed(f"HTTP {status} instead of the file", transient=status >= 500 or status in (408, 425, 429))
    length = response.headers.get("content-length", "")
    return int(length) if length.isdigit() and "content-encoding" not in response.headers else None
