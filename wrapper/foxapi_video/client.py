"""The two clients: the same calls, blocking and awaiting."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

import foxapi_video._steps as steps

from ._answers import Task
from ._config import Config
from ._drivers import AsyncDriver, Driver
from ._polling import Poll
from ._requests import Request
from ._steps import Clip, OnProgress

_POLL = Poll()


class FoxAPI:
    """Generate videos with FoxAPI.

    `api_key` and `base_url` default to the environment's FOXAPI_API_KEY and FOXAPI_BASE_URL; `timeout` is what one
    HTTP exchange may take in all, in seconds. A `transport` of your own carries every request, the paid ones
    included. Close the client when you are done, or use it in a `with` statement. Threads can share it.

    Raises:
        ConfigurationError: there is no key, or the base URL is none.

    >>> from foxapi_video import FoxAPI
    >>> with FoxAPI() as fox:
    ...     clip = fox.generate({"model": "sora-2", "prompt": "A paper boat"}, save_to="boat.mp4")
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        timeout: float = 60.0,
        transport: httpx.BaseTransport | None = None,
        user_agent: str | None = None,
    ) -> None:
        self._driver = Driver(Config.of(api_key, base_url, timeout, user_agent), transport)

    def submit(self, request: Request, *, extra_body: Mapping[str, Any] | None = None, validate: bool = True) -> Task:
        """Create a task and return it. This is what costs credits.

        The request is a request object or a mapping with a `model`; documented defaults are filled in and every rule
        of the contract is checked before anything is sent. When the service knows more than this package, `extra_body`
        adds fields unchecked and `validate=False` sends what was given.

        The POST is repeated only when nothing of it can have arrived, or after an explicit 429, and for at most
        `timeout` seconds.

        Raises:
            InvalidRequest: nothing was sent; mend `problems`.
            SubmissionUncertain: the answer was lost; a task may be running. Look before you repeat it.
            APIStatusError: the API refused; nothing was created.
            ConnectionFailed: nothing was sent.
        """
        return self._driver.run(
            steps.submit(
                request, extra_body=extra_body, validate=validate, within=self._timeout, retry_for=self._timeout
            )
        )

    def get(self, task_id: str, *, sync_upstream: bool = False) -> Task:
        """Look at a task once. A failed task is a value here, not an error.

        `sync_upstream` asks the service to refresh it from its upstream provider first.

        Raises:
            NotFound: there is no such task for this key.
            APIStatusError, ConnectionFailed, UnreadableAnswer: the look failed; it can be repeated.
        """
        return self._driver.run(steps.get(task_id, sync_upstream=sync_upstream, within=self._timeout))

    def wait(self, task_or_id: Task | str, *, poll: Poll = _POLL, on_progress: OnProgress | None = None) -> Task:
        """Look at a task until it is completed, and return it with its results.

        Failed looks are ridden out until `poll.timeout` seconds have passed. `on_progress` is called with the task
        after each look.

        Raises:
            TaskFailed: the task ended without a result.
            WaitTimeout: the time is up; the task goes on, and `wait(task_id)` with it.
            ResultMissing: it is completed and showed no result for `poll.result_grace` seconds.
            NotFound, AuthenticationError, PermissionDenied: looking on is of no use.
        """
        return self._driver.run(steps.wait(task_or_id, poll=poll, on_progress=on_progress, within=self._timeout))

    def download(self, task_or_url: Task | str, path: str | os.PathLike[str]) -> Path:
        """Save a task's file to `path` and return it; a task's id or a result's URL do as well.

        What arrives is checked for its length and MP4 structure, synced to disk and renamed into place: at `path` is
        a whole file or what was there before. The key is not sent to the file's host.

        Raises:
            ResultMissing: the task shows no file.
            DownloadFailed: the link has expired, the network failed again and again, or `path` cannot be written.
        """
        return self._driver.run(steps.download(task_or_url, path, within=self._timeout, budget=_POLL.timeout))

    def generate(
        self,
        request: Request,
        *,
        save_to: str | os.PathLike[str] | None = None,
        poll: Poll = _POLL,
        on_progress: OnProgress | None = None,
        extra_body: Mapping[str, Any] | None = None,
        validate: bool = True,
    ) -> Clip:
        """Submit a request, wait for it and, with `save_to`, download the file. `poll.timeout` bounds all of it.

        Whether `save_to` can be written is tried before anything is paid. Every error after the submit carries
        `task_id`.

        Raises:
            InvalidRequest: nothing was sent; mend `problems`.
            SubmissionUncertain: the answer was lost; a task may be running. Look before you repeat it.
            TaskFailed, WaitTimeout, ResultMissing: as `wait`.
            DownloadFailed: as `download`; the task is paid and done, `download(error.task_id, path)` fetches it.
            APIStatusError, ConnectionFailed: as `submit`.
        """
        return self._driver.run(
            steps.generate(
                request,
                save_to=save_to,
                poll=poll,
                on_progress=on_progress,
                extra_body=extra_body,
                validate=validate,
                within=self._timeout,
            )
        )

    def close(self) -> None:
        """Close every connection."""
        self._driver.close()

    @property
    def _timeout(self) -> float:
        return self._driver.config.timeout

    def __enter__(self) -> FoxAPI:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._driver.config.base_url!r})"


class AsyncFoxAPI:
    """Generate videos with FoxAPI.

    `api_key` and `base_url` default to the environment's FOXAPI_API_KEY and FOXAPI_BASE_URL; `timeout` is what one
    HTTP exchange may take in all, in seconds. A `transport` of your own carries every request, the paid ones
    included. Close the client when you are done, or use it in an `async with` statement. Tasks of one event loop can
    share it.

    Raises:
        ConfigurationError: there is no key, or the base URL is none.

    >>> from foxapi_video import AsyncFoxAPI
    >>> async with AsyncFoxAPI() as fox:
    ...     clip = await fox.generate({"model": "sora-2", "prompt": "A paper boat"}, save_to="boat.mp4")
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        timeout: float = 60.0,
        transport: httpx.AsyncBaseTransport | None = None,
        user_agent: str | None = None,
    ) -> None:
        self._driver = AsyncDriver(Config.of(api_key, base_url, timeout, user_agent), transport)

    async def submit(
        self, request: Request, *, extra_body: Mapping[str, Any] | None = None, validate: bool = True
    ) -> Task:
        """Create a task and return it. This is what costs credits.

        The request is a request object or a mapping with a `model`; documented defaults are filled in and every rule
        of the contract is checked before anything is sent. When the service knows more than this package, `extra_body`
        adds fields unchecked and `validate=False` sends what was given.

        The POST is repeated only when nothing of it can have arrived, or after an explicit 429, and for at most
        `timeout` seconds.

        Raises:
            InvalidRequest: nothing was sent; mend `problems`.
            SubmissionUncertain: the answer was lost; a task may be running. Look before you repeat it.
            APIStatusError: the API refused; nothing was created.
            ConnectionFailed: nothing was sent.
        """
        return await self._driver.run(
            steps.submit(
                request, extra_body=extra_body, validate=validate, within=self._timeout, retry_for=self._timeout
            )
        )

    async def get(self, task_id: str, *, sync_upstream: bool = False) -> Task:
        """Look at a task once. A failed task is a value here, not an error.

        `sync_upstream` asks the service to refresh it from its upstream provider first.

        Raises:
            NotFound: there is no such task for this key.
            APIStatusError, ConnectionFailed, UnreadableAnswer: the look failed; it can be repeated.
        """
        return await self._driver.run(steps.get(task_id, sync_upstream=sync_upstream, within=self._timeout))

    async def wait(self, task_or_id: Task | str, *, poll: Poll = _POLL, on_progress: OnProgress | None = None) -> Task:
        """Look at a task until it is completed, and return it with its results.

        Failed looks are ridden out until `poll.timeout` seconds have passed. `on_progress` is called with the task
        after each look.

        Raises:
            TaskFailed: the task ended without a result.
            WaitTimeout: the time is up; the task goes on, and `wait(task_id)` with it.
            ResultMissing: it is completed and showed no result for `poll.result_grace` seconds.
            NotFound, AuthenticationError, PermissionDenied: looking on is of no use.
        """
        return await self._driver.run(steps.wait(task_or_id, poll=poll, on_progress=on_progress, within=self._timeout))

    async def download(self, task_or_url: Task | str, path: str | os.PathLike[str]) -> Path:
        """Save a task's file to `path` and return it; a task's id or a result's URL do as well.

        What arrives is checked for its length and MP4 structure, synced to disk and renamed into place: at `path` is
        a whole file or what was there before. The key is not sent to the file's host.

        Raises:
            ResultMissing: the task shows no file.
            DownloadFailed: the link has expired, the network failed again and again, or `path` cannot be written.
        """
        return await self._driver.run(steps.download(task_or_url, path, within=self._timeout, budget=_POLL.timeout))

    async def generate(
        self,
        request: Request,
        *,
        save_to: str | os.PathLike[str] | None = None,
        poll: Poll = _POLL,
        on_progress: OnProgress | None = None,
        extra_body: Mapping[str, Any] | None = None,
        validate: bool = True,
    ) -> Clip:
        """Submit a request, wait for it and, with `save_to`, download the file. `poll.timeout` bounds all of it.

        Whether `save_to` can be written is tried before anything is paid. Every error after the submit carries
        `task_id`.

        Raises:
            InvalidRequest: nothing was sent; mend `problems`.
            SubmissionUncertain: the answer was lost; a task may be running. Look before you repeat it.
            TaskFailed, WaitTimeout, ResultMissing: as `wait`.
            DownloadFailed: as `download`; the task is paid and done, `download(error.task_id, path)` fetches it.
            APIStatusError, ConnectionFailed: as `submit`.
        """
        return await self._driver.run(
            steps.generate(
                request,
                save_to=save_to,
                poll=poll,
                on_progress=on_progress,
                extra_body=extra_body,
                validate=validate,
                within=self._timeout,
            )
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._driver.close()

    @property
    def _timeout(self) -> float:
        return self._driver.config.timeout

    async def __aenter__(self) -> AsyncFoxAPI:
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._driver.config.base_url!r})"
