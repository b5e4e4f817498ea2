"""The sync client. Written by scripts/generate.py from async_client.py."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from ._http.config import Config, check_parts, importing, secret_of
from ._requests.check import Request
from ._steps import account, download, jobs, uploads, wait
from ._steps import batch as batches
from ._steps.actions import Context, OnBytes
from ._steps.batch import JobResult, OnJobProgress
from ._steps.polling import Poll
from ._steps.uploads import OnUpload, Source
from ._steps.wait import OnProgress
from ._storage.files import Outputs
from ._storage.journal import Journal
from ._storage.upload_cache import Uploads
from .clock import Clock
from .errors import ConfigurationError
from .values import Charge, Clip, Price, SavedClip, Task, UploadedFile

if TYPE_CHECKING:
    import httpx

    from ._http.driver import Driver

_POLL = Poll()


class FoxAPI:
    """Generate videos with FoxAPI.

    `api_key` defaults to the environment variable FOXAPI_API_KEY, then AIHUB_API_KEY. `base_url` defaults to
    FOXAPI_BASE_URL or AIHUB_BASE_URL, each with the key of its own name, then to that key's host, FoxAPI's or
    AihubMax's. `timeout` is the total time of one HTTP exchange, in seconds. A custom `transport` carries every
    request, including the paid ones. With a `journal`, each job is persisted before its create request is sent:
    `resume` continues after a crash, and the same request, or the same `key`, is never paid twice. A custom `clock`
    measures the time and makes the pauses.

    Close the client when you are done, or use it in a `with` statement. Threads can share it.
    A forked process and another event loop get their own connections.

    Raises:
        ConfigurationError: there is no API key, or an argument is invalid. The proxy and certificate settings of the
            environment are checked by the first call, before anything is sent.

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
        journal: Journal | None = None,
        clock: Clock | None = None,
    ) -> None:
        secret = None if api_key is None else secret_of(api_key)
        del api_key  # tools that show the local variables of an error must not find it
        self._config = Config.of(secret, base_url, timeout, user_agent)
        check_parts(transport, "handle_request", journal, clock)
        self._transport = transport
        self._journal = journal
        self._clock = clock or Clock()
        self._closed = False
        self._drivers: list[Driver] = []
        self._contexts: dict[int, Context] = {}
        self._outputs = Outputs()

    @property
    def _context(self) -> Context:
        """The context of the steps, one per process: a forked child must not wait for its parent's locks."""
        process = os.getpid()
        found = self._contexts.get(process)
        if found is None:
            uploads = Uploads(self._config.base_url, self._journal)
            created = Context(self._config.timeout, self._journal, uploads, self._outputs, clock=self._clock)
            found = self._contexts.setdefault(process, created)
        return found

    @property
    def _driver(self) -> Driver:
        if self._closed:
            raise ConfigurationError("the client is closed, so nothing was sent: create a new one")
        if not self._drivers:
            with importing():
                from ._http.driver import Driver  # httpx is imported by the first call

            self._drivers.append(Driver(self._config, self._transport, self._clock))
        return self._drivers[0]  # if threads get here at the same time, they all use the first one's

    def submit(
        self,
        request: Request,
        *,
        extra_body: Mapping[str, Any] | None = None,
        validate: bool = True,
        key: str | None = None,
        on_upload: OnUpload | None = None,
    ) -> Task:
        """Create a task and return it. This is the call that costs credits.

        The request is a request object or a dict with a `model`. Documented defaults are filled in, and every rule of
        the contract is checked before anything is sent. If the API is newer than this package, `extra_body` adds fields
        that are not checked, and `validate=False` sends the request as given. A `Path` in a media field is a local
        file: it is checked too, and uploaded first, each file once; `on_upload` is called with the path, the bytes sent
        so far and the total. A string is a URL or text, never a file.

        The create request is retried only if it certainly did not reach the server, or after a 429 response, and for at
        most `timeout` seconds. With a journal, an existing job is not sent again: its task is polled. `key` names the
        job; without one, the request's content does (files by content), whichever defaults this release fills in.

        Raises:
            InvalidRequest: nothing was sent; fix each of `problems`.
            SubmissionUncertain: no usable response: not retried, you may have been charged. Check before you resubmit.
            APIStatusError: the API refused the request; nothing was created.
            ConnectionFailed: nothing was sent.
        """
        return self._driver.run(
            jobs.submit(self._context, request, extra_body=extra_body, validate=validate, key=key, on_upload=on_upload)
        )

    def get(self, task_id: str, *, sync_upstream: bool = False) -> Task:
        """Check a task's status once, and return the task; does not raise for failed tasks.

        `sync_upstream` asks the service to refresh the task from its upstream provider first.

        Raises:
            NotFound: there is no such task for this key.
            APIStatusError, ConnectionFailed, InvalidResponse: the status check failed; it can be retried.
        """
        return self._driver.run(wait.get(self._context, task_id, sync_upstream=sync_upstream))

    def wait(self, task_or_id: Task | str, *, poll: Poll = _POLL, on_progress: OnProgress | None = None) -> Task:
        """Poll a task until it is completed, and return it with its results.

        Failed status checks are retried until `poll.timeout` seconds have passed. `on_progress` is called with the task
        after each poll.

        Raises:
            TaskFailed: the task failed at the provider.
            WaitTimeout: timed out, the task is still running; `wait(task_id)` continues.
            ResultMissing: the task is completed, but returned no result after `poll.result_grace` seconds.
            NotFound, AuthenticationError, PermissionDenied: not retryable.
        """
        return self._driver.run(wait.wait(self._context, task_or_id, poll=poll, on_progress=on_progress))

    def upload(
        self,
        source: Source,
        *,
        file_name: str | None = None,
        auto_cleanup: bool | None = None,
        on_bytes: OnBytes | None = None,
    ) -> UploadedFile:
        """Upload a file and return its URL, valid for 72 hours; any media field accepts the `url`.

        `source` is a `Path`, bytes or a file opened with mode "rb"; or a string: an http(s) URL for the service to
        fetch, or a data URL, never a path. The media type is detected from the bytes. Files are streamed. When the
        storage is full, the oldest files are evicted; with `auto_cleanup=False` the upload is refused instead. A failed
        upload is retried. `on_bytes` is called with the bytes sent so far and the total.

        Raises:
            InvalidRequest: the file cannot be read, or changed during the upload; there is no URL.
            PermissionDenied: the storage is full.
            APIStatusError, ConnectionFailed, InvalidResponse: the upload failed; it can be retried.
        """
        return self._driver.run(
            uploads.upload(self._context, source, file_name=file_name, auto_cleanup=auto_cleanup, on_bytes=on_bytes)
        )

    def live_models(self) -> list[str]:
        """List the model ids that the key can use, as the service names them, including billing tiers and other types.

        The module's function `models()` describes the models that can be checked offline.

        Raises:
            APIStatusError, ConnectionFailed, InvalidResponse: the request failed; it can be retried.
        """
        return self._driver.run(account.live_models(self._context))

    def credits(self) -> Mapping[str, Any]:
        """Return the balance as the service reports it; its fields are not documented.

        Raises:
            APIStatusError, ConnectionFailed, InvalidResponse: the request failed; it can be retried.
        """
        return self._driver.run(account.credits(self._context))

    def prices(self) -> list[Price]:
        """List the published prices, as the service gives them; the client fetches them at most once a day.

        A price per call does not depend on the request; it is multiplied by the ratio of your API key's group. With a
        price by usage, what a call costs is not known in advance.

        Raises:
            APIStatusError, ConnectionFailed, InvalidResponse: the request failed; it can be retried.
        """
        return self._driver.run(account.prices(self._context))

    def charges(self) -> list[Charge]:
        """List the charges of the API key, in the service's order: evidence of whether an uncertain job was charged.

        The service does not document this list, and may not offer it.

        Raises:
            APIStatusError, InvalidResponse: the list is not available.
            ConnectionFailed: the request failed; it can be retried.
        """
        return self._driver.run(account.charges(self._context))

    def download(
        self, task_or_url: Task | str, path: str | os.PathLike[str], *, on_bytes: OnBytes | None = None
    ) -> Path:
        """Save a task's file to `path` and return the path; also accepts a task id or a result's URL.

        An interrupted download resumes, and failed requests are retried, for at most half an hour. The file must be
        complete according to HTTP or to the structure of the MP4 file. Then it is synced to disk and renamed into
        place, replacing any existing file: `path` never holds a partial one. "~" is the home folder; of a symbolic
        link, the target is replaced. If the URL has expired, the task is polled for a new one. The API key is not sent
        to the file's host, and no URL is followed into a private network unless the API is on that network. `on_bytes`
        is called with the bytes received so far and the total, None if the server does not send it; an exception that
        it raises ends the download and is raised unchanged.

        Raises:
            InvalidRequest: `path` is not writable, or the task id is invalid; nothing was sent.
            ResultMissing: the task returned no file.
            DownloadFailed: the URL has expired or must not be followed, the network failed repeatedly, or the disk is
                full; the existing file is untouched.
            APIStatusError, ConnectionFailed, InvalidResponse: the status check failed.
        """
        return self._driver.run(
            download.download(self._context, task_or_url, path, budget=_POLL.timeout, on_bytes=on_bytes)
        )

    @overload
    def generate(
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
    def generate(
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

    def generate(
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
        """Submit a request, wait for it and, with `save_to`, download the file; `poll.timeout` is the total timeout.

        Before anything is paid, `save_to` is checked to be writable; an existing file is replaced once the new one is
        complete. An exception that `on_progress` raises is raised unchanged. Every other error after the submit has a
        `task_id`. With a journal, a job that was started earlier resumes, and one whose file exists already costs
        nothing; `key` names the job, as in `submit`.

        Raises:
            InvalidRequest: nothing was sent; fix each of `problems`.
            SubmissionUncertain: no usable response: not retried, you may have been charged. Check before you resubmit.
            TaskFailed, WaitTimeout, ResultMissing: as in `wait`.
            DownloadFailed: as in `download`; the task is completed and paid, `download(error.task_id, path)` retries.
            APIStatusError, ConnectionFailed: as in `submit`.
        """
        return self._driver.run(
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

    def batch(
        self,
        requests: Iterable[Request],
        *,
        save_to: str | os.PathLike[str] | None = None,
        keys: Sequence[str | None] | None = None,
        concurrency: int = 10,
        poll: Poll = _POLL,
        on_progress: OnJobProgress | None = None,
        max_credits: float | None = None,
    ) -> Generator[JobResult]:
        """Generate many videos, at most `concurrency` at a time, and yield each result as it finishes.

        All requests are checked before the first is sent. Each file is `save_to`/KEY.mp4; an existing one is replaced.
        The key of a job is taken from `keys`, which must differ in more than case, or else derived from the request's
        content. With a journal, the same call resumes an interrupted batch. A failed job is a result with an `error`.
        If you stop iterating, the other jobs stop at their next pause. `on_progress` is called with the key and the
        task after each poll. With `max_credits`, tasks are created one after another until they have cost that much,
        earlier runs with the same journal included; each job that is left ends with `CreditLimitReached`. Since only a
        created task tells what it costs, the last one can exceed the limit.

        Raises:
            InvalidRequest: nothing was sent; the problems name each request by its index, from 0.
            ConfigurationError: nothing was sent; `keys` does not have one key per request, or `concurrency` is below 1.
        """
        beginning = batches.begin(
            self._context,
            requests,
            keys=keys,
            folder=save_to,
            concurrency=concurrency,
            poll=poll,
            on_progress=on_progress,
            max_credits=max_credits,
        )
        return self._results(self._driver.run(beginning), concurrency, poll, on_progress)

    def _results(
        self, batch: batches.Batch, concurrency: int, poll: Poll, on_progress: OnJobProgress | None
    ) -> Generator[JobResult]:
        with batch.running():
            self._driver.run(batch.open())
            many = batch.results(poll=poll, on_progress=on_progress)
            with closing(self._driver.run_many(many, concurrency)) as results:
                for result in results:
                    yield batch.reported(result)

    def resume(
        self, *, concurrency: int = 10, poll: Poll = _POLL, on_progress: OnJobProgress | None = None
    ) -> list[JobResult]:
        """Resume every unfinished job of the journal, and return the outcome of each.

        A create request that may have reached the server is not sent again: such a job stays uncertain until
        `Journal.retry` or `Journal.delete` resolves it.

        Raises:
            ConfigurationError: the client has no journal.
        """
        keys = self._driver.run(batches.unfinished(self._context, concurrency))
        many = batches.results(self._context, keys, poll=poll, on_progress=on_progress)
        return list(self._driver.run_many(many, concurrency))

    def close(self) -> None:
        """Close all connections. The journal stays open, as other clients may use it."""
        self._closed = True
        for driver in self._drivers:
            driver.close()

    def __enter__(self) -> FoxAPI:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def __repr__(self) -> str:
        config = getattr(self, "_config", None)  # unset while the constructor fails
        return f"{type(self).__name__}(base_url={config and config.base_url!r})"
