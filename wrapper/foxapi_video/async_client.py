"""The client for asyncio. `scripts/generate.py` writes the one without, `client.py`, from it."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from ._http.config import Config, check_parts, importing, secret_of
from ._requests.check import Request
from ._steps import account, download, jobs, uploads, wait
from ._steps.actions import Context, OnBytes
from ._steps.jobs import JobResult, OnJobProgress
from ._steps.polling import Poll
from ._steps.uploads import OnUpload, Source
from ._steps.wait import OnProgress
from ._storage.files import Outputs
from ._storage.journal import Journal
from ._storage.upload_cache import Uploads
from .clock import Clock
from .errors import ConfigurationError
from .values import Clip, SavedClip, Task, UploadedFile

if TYPE_CHECKING:
    import httpx

    from ._http.async_driver import AsyncDriver

_POLL = Poll()


class AsyncFoxAPI:
    """Generate videos with FoxAPI.

    `api_key` and `base_url` default to the environment's FOXAPI_API_KEY and FOXAPI_BASE_URL; `timeout` is what one
    HTTP exchange may take in all, in seconds. A `transport` of your own carries every request, the paid ones
    included. With a `journal`, each submit is on disk before a byte of it is sent: `resume` goes on after a crash, and
    the same request, or the same `key`, is never paid twice. Close the client when you are done, or use it in an
    `async with` statement. Tasks of one event loop can share it. A forked process and another event loop get
    connections of their own. A `clock` of your own measures the time and makes the pauses.

    Raises:
        ConfigurationError: there is no key, or another argument cannot work; the first call checks what the environment
            says of proxies and certificates, and raises it before anything is sent.

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
        journal: Journal | None = None,
        clock: Clock | None = None,
    ) -> None:
        secret = None if api_key is None else secret_of(api_key)
        del api_key  # tools that show the local variables of an error must not find it
        self._config = Config.of(secret, base_url, timeout, user_agent)
        check_parts(transport, "handle_async_request", journal, clock)
        self._transport = transport
        self._journal = journal
        self._clock = clock
        self._closed = False
        self._drivers: list[AsyncDriver] = []
        self._contexts: dict[int, Context] = {}
        self._outputs = Outputs()

    @property
    def _context(self) -> Context:
        """What the steps are given: by process, since a child that was forked must not wait for its parent's locks."""
        process = os.getpid()
        found = self._contexts.get(process)
        if found is None:
            uploads = Uploads(self._config.base_url, self._journal)
            made = Context(self._config.timeout, self._journal, uploads, outputs=self._outputs)
            found = self._contexts.setdefault(process, made)
        return found

    @property
    def _driver(self) -> AsyncDriver:
        if self._closed:
            raise ConfigurationError("the client is closed, so nothing was sent: create a new one")
        if not self._drivers:
            with importing():
                from ._http.async_driver import AsyncDriver  # httpx and asyncio come with the first call

            self._drivers.append(AsyncDriver(self._config, self._transport, self._clock))
        return self._drivers[0]  # of threads that come here at once, the first one's

    async def submit(
        self,
        request: Request,
        *,
        extra_body: Mapping[str, Any] | None = None,
        validate: bool = True,
        key: str | None = None,
        on_upload: OnUpload | None = None,
    ) -> Task:
        """Create a task and return it. This is what costs credits.

        The request is a request object or a mapping with a `model`; documented defaults are filled in and every rule
        of the contract is checked before anything is sent. When the service knows more than this package, `extra_body`
        adds fields unchecked and `validate=False` sends what was given. A `Path` in a media field is a local file: it
        is checked with the rest, and uploaded first, each file once; `on_upload` is called with the path, the bytes
        sent and the bytes in all. A string is a URL or text, never a file.

        The POST is repeated only when nothing of it can have arrived, or after an explicit 429, and for at most
        `timeout` seconds. With a journal, a job that is there already is not sent again: its task is looked up. `key`
        names the job; without one, what you passed does (files by content), whatever the defaults of this release are.

        Raises:
            InvalidRequest: nothing was sent; mend `problems`.
            SubmissionUncertain: the answer was lost; a task may be running. Look before you repeat it.
            APIStatusError: the API refused; nothing was created.
            ConnectionFailed: nothing was sent.
        """
        return await self._driver.run(
            jobs.submit(self._context, request, extra_body=extra_body, validate=validate, key=key, on_upload=on_upload)
        )

    async def get(self, task_id: str, *, sync_upstream: bool = False) -> Task:
        """Look at a task once. A failed task is a value here, not an error.

        `sync_upstream` asks the service to refresh it from its upstream provider first.

        Raises:
            NotFound: there is no such task for this key.
            APIStatusError, ConnectionFailed, InvalidResponse: the look failed; it can be repeated.
        """
        return await self._driver.run(wait.get(self._context, task_id, sync_upstream=sync_upstream))

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
        return await self._driver.run(wait.wait(self._context, task_or_id, poll=poll, on_progress=on_progress))

    async def upload(
        self,
        source: Source,
        *,
        file_name: str | None = None,
        auto_cleanup: bool | None = None,
        on_bytes: OnBytes | None = None,
    ) -> UploadedFile:
        """Upload a file and return where it is, for 72 hours; any field for media takes its `url`.

        `source` is a `Path`, bytes or a file opened with mode "rb"; or a string: an http(s) URL that the service is to
        fetch, or a data URL, never a path. The media type is read from the bytes. Nothing is read into memory at once
        but bytes. When the storage is full, the oldest files give way; with `auto_cleanup=False` the upload is refused
        instead. An upload that fails on the way is repeated. `on_bytes` is called with the bytes that are sent and the
        bytes in all.

        Raises:
            InvalidRequest: the file cannot be read, or changed while it was sent; no URL exists.
            PermissionDenied: the storage is full.
            APIStatusError, ConnectionFailed, InvalidResponse: the upload failed; it can be repeated.
        """
        return await self._driver.run(
            uploads.upload(self._context, source, file_name=file_name, auto_cleanup=auto_cleanup, on_bytes=on_bytes)
        )

    async def live_models(self) -> list[str]:
        """List the ids that the key can use, as the service names them: billing tiers and other kinds included.

        The module's own `models()` describes the models that can be checked offline.

        Raises:
            APIStatusError, ConnectionFailed, InvalidResponse: the look failed; it can be repeated.
        """
        return await self._driver.run(account.live_models(self._context))

    async def credits(self) -> Mapping[str, Any]:
        """Read the balance, as the service gives it: no page says in what shape.

        Raises:
            APIStatusError, ConnectionFailed, InvalidResponse: the look failed; it can be repeated.
        """
        return await self._driver.run(account.credits(self._context))

    async def download(
        self, task_or_url: Task | str, path: str | os.PathLike[str], *, on_bytes: OnBytes | None = None
    ) -> Path:
        """Save a task's file to `path` and return it; a task's id or a result's URL do as well.

        An interrupted download resumes, and a failed status check is retried, for at most half an hour. What arrives
        must be whole, as HTTP tells it or as an MP4 file's structure does; it is synced to disk and renamed into place:
        at `path` is a whole file or what was there before, which is replaced. "~" is the home folder, and of a link
        the file that it points to is replaced. A URL that has expired is looked up anew. The key is not sent to the
        file's host, and no URL is followed into a private network that the API is not on. `on_bytes` is called with
        the bytes that are there and the bytes in all, None where the server does not say; what it raises ends the
        download and is raised as it is.

        Raises:
            InvalidRequest: `path` cannot be written, or the id can be none; nothing was sent.
            ResultMissing: the task shows no file.
            DownloadFailed: the URL has expired or must not be followed, the network failed again and again, or the
                disk is full.
            APIStatusError, ConnectionFailed, InvalidResponse: the status check failed.
        """
        return await self._driver.run(
            download.download(self._context, task_or_url, path, budget=_POLL.timeout, on_bytes=on_bytes)
        )

    @overload
    async def generate(
        self,
        request: Request,
        *,
        save_to: None = None,
        poll: Poll = _POLL,
        on_progress: OnProgress | None = None,
        on_upload: OnUpload | None = None,
        extra_body: Mapping[str, Any] | None = None,
        validate: bool = True,
        key: str | None = None,
    ) -> Clip: ...

    @overload
    async def generate(
        self,
        request: Request,
        *,
        save_to: str | os.PathLike[str],
        poll: Poll = _POLL,
        on_progress: OnProgress | None = None,
        on_upload: OnUpload | None = None,
        extra_body: Mapping[str, Any] | None = None,
        validate: bool = True,
        key: str | None = None,
    ) -> SavedClip: ...

    async def generate(
        self,
        request: Request,
        *,
        save_to: str | os.PathLike[str] | None = None,
        poll: Poll = _POLL,
        on_progress: OnProgress | None = None,
        on_upload: OnUpload | None = None,
        extra_body: Mapping[str, Any] | None = None,
        validate: bool = True,
        key: str | None = None,
    ) -> Clip:
        """Submit a request, wait for it and, with `save_to`, download the file. `poll.timeout` bounds all of it.

        Whether `save_to` can be written is tried before anything is paid; a file that is there is replaced once the
        new one is whole. What `on_progress` raises is raised as it is. Every other error after the submit carries
        `task_id`. With a journal, a job that was begun earlier goes on where it stood, and one whose file is there
        already costs nothing; `key` names the job, as in `submit`.

        Raises:
            InvalidRequest: nothing was sent; mend `problems`.
            SubmissionUncertain: the answer was lost; a task may be running. Look before you repeat it.
            TaskFailed, WaitTimeout, ResultMissing: as `wait`.
            DownloadFailed: as `download`; the task is paid and done, `download(error.task_id, path)` fetches it.
            APIStatusError, ConnectionFailed: as `submit`.
        """
        return await self._driver.run(
            jobs.generate(
                self._context,
                request,
                save_to=save_to,
                poll=poll,
                on_progress=on_progress,
                on_upload=on_upload,
                extra_body=extra_body,
                validate=validate,
                key=key,
            )
        )

    async def batch(
        self,
        requests: Iterable[Request],
        *,
        save_to: str | os.PathLike[str] | None = None,
        keys: Sequence[str | None] | None = None,
        concurrency: int = 10,
        poll: Poll = _POLL,
        on_progress: OnJobProgress | None = None,
    ) -> AsyncGenerator[JobResult]:
        """Generate many videos, at most `concurrency` at a time, and yield each one's result as it finishes.

        All requests are checked before the first is sent. Each file is `save_to`/KEY.mp4, and replaces one that is
        there; a job's key is that of `keys`, which must differ in more than case, or else the content of its request.
        With a journal, the same call goes on where an earlier one stopped. A job that fails is a result with an
        `error`. Stopping to iterate stops the rest at their next pause. `on_progress` is called with the key and the
        task after each look.

        Raises:
            InvalidRequest: nothing was sent; the problems name the request by its number, from 0.
            ConfigurationError: nothing was sent; the keys are not one a request, or `concurrency` is below 1.
        """
        beginning = jobs.begin(
            self._context,
            requests,
            keys=keys,
            folder=save_to,
            concurrency=concurrency,
            poll=poll,
            on_progress=on_progress,
        )
        batch = await self._driver.run(beginning)
        with batch.running():
            await self._driver.run(batch.open())
            many = batch.results(poll=poll, on_progress=on_progress)
            async with aclosing(self._driver.run_many(many, concurrency)) as results:
                async for result in results:
                    yield batch.reported(result)

    async def resume(
        self, *, concurrency: int = 10, poll: Poll = _POLL, on_progress: OnJobProgress | None = None
    ) -> list[JobResult]:
        """Resume every unfinished job of the journal, and return how each one ended.

        A create request that may have been sent is not repeated: such a job is uncertain until `Journal.retry` or
        `Journal.delete` resolves it.

        Raises:
            ConfigurationError: the client has no journal.
        """
        keys = await self._driver.run(jobs.unfinished(self._context, concurrency))
        many = jobs.results(self._context, keys, poll=poll, on_progress=on_progress)
        return [result async for result in self._driver.run_many(many, concurrency)]

    async def close(self) -> None:
        """Close every connection. The journal stays open: it may be shared."""
        self._closed = True
        for driver in self._drivers:
            await driver.close()

    async def __aenter__(self) -> AsyncFoxAPI:
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self.close()

    def __repr__(self) -> str:
        config = getattr(self, "_config", None)  # none yet in the frames of a constructor that fails
        return f"{type(self).__name__}(base_url={config and config.base_url!r})"
