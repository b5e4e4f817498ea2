"""The exceptions of foxapi-video, all under one root.

```
FoxAPIError
├── InvalidRequest (ValueError)       the request is invalid for its model; nothing was sent
├── ConfigurationError                no API key, or an invalid argument or setting
├── CreditLimitReached                the limit of a batch is reached; nothing was sent
├── ConnectionFailed                  the connection failed; of a create request, nothing was sent
├── SubmissionUncertain               no usable response to the create request: you may have been charged
├── APIStatusError                    the API responded with an error status
│   ├── AuthenticationError           401
│   ├── InsufficientBalance           402
│   ├── PermissionDenied              403
│   ├── NotFound                      404
│   ├── RequestTooLarge               413
│   ├── RequestRejected               400, 422
│   ├── RateLimited                   429
│   └── ServerError                   5xx
├── InvalidResponse                   a success response that does not match the contract
├── TaskFailed                        the task failed at the provider
├── WaitTimeout (TimeoutError)        timed out, the task is still running
├── ResultMissing                     the task returned no file
└── DownloadFailed                    the download failed; the existing file is untouched
```
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ._secret import hide_keys

if TYPE_CHECKING:
    from .values import Problem, Task


class FoxAPIError(Exception):
    """Base class of every error that foxapi-video raises.

    `task_id` is the id of the task that the error is about; None while there is no task.
    """

    def __init__(self, message: str, *, task_id: str | None = None) -> None:
        super().__init__(hide_keys(message))
        self.task_id = task_id

    def __str__(self) -> str:
        message = str(self.args[0])
        # an id can be short: the "4" in "HTTP 429" is not the task's
        named = self.task_id is None or re.search(rf"(?<![\w-]){re.escape(self.task_id)}(?![\w-])", message)
        return message if named else f"task {self.task_id}: {message}"

    def __reduce__(self) -> tuple[Any, ...]:
        # by default, an exception is pickled with its positional arguments only; the keyword-only ones would be lost
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[FoxAPIError], arguments: tuple[Any, ...], state: dict[str, Any]) -> FoxAPIError:
    error = kind.__new__(kind)
    error.args = arguments
    error.__dict__.update(state)
    return error


class InvalidRequest(FoxAPIError, ValueError):
    """The request is invalid for its model: nothing was sent, nothing is charged. Fix each of `problems`."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(["the request is invalid; nothing was sent:", *(f"  {p}" for p in self.problems)]))


class ConfigurationError(FoxAPIError):
    """The client cannot be created or used as configured: fix the argument or the environment variable."""


class CreditLimitReached(FoxAPIError):
    """The jobs of a batch have cost `max_credits`, or it is not known what they have cost: nothing was sent.

    `spent` is the number of credits that the service reserved. With a journal, the same call with a higher limit
    continues.
    """

    def __init__(self, message: str, *, spent: float) -> None:
        super().__init__(message)
        self.spent = spent


class ConnectionFailed(FoxAPIError):
    """The network failed before the response was complete. Calls that only read can be retried."""

    def __init__(self, message: str, *, task_id: str | None = None, nothing_sent: bool = False) -> None:
        super().__init__(message, task_id=task_id)
        self.nothing_sent = nothing_sent
        """True if it is guaranteed that no byte of the request reached the server."""


class SubmissionUncertain(FoxAPIError):
    """There was no usable response to the create request: it was not retried, you may have been charged.

    Check your balance or the task list of the service before you resubmit. `model` is the model of the request,
    `sent_at` the time it was sent (Unix time in seconds), `__cause__` the error behind this one. If the response
    contains what looks like a task id, `task_id` is that id: `wait(error.task_id)` shows whether the task exists.
    """

    def __init__(self, message: str, *, model: str, sent_at: float, task_id: str | None = None) -> None:
        super().__init__(message, task_id=task_id)
        self.model = model
        self.sent_at = sent_at


class APIStatusError(FoxAPIError):
    """The API responded with an error status.

    `status_code` is the HTTP status and `body` the text of the response. `type` and `code` classify the error in the
    API's terms, `request_id` identifies the request in its logs, and `retry_after` is the number of seconds it asks to
    wait; each is None if the response does not contain it.
    """

    def __init__(
        self,
        message: str,
        *,
        status_code: int,
        body: str = "",
        type: str | None = None,
        code: str | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
        task_id: str | None = None,
    ) -> None:
        super().__init__(message, task_id=task_id)
        self.status_code = status_code
        self.body = body
        self.type = type
        self.code = code
        self.request_id = request_id
        self.retry_after = retry_after


class AuthenticationError(APIStatusError):
    """401: the API key is missing, wrong or expired. Not retryable: check FOXAPI_API_KEY or AIHUB_API_KEY."""


class InsufficientBalance(APIStatusError):
    """402: the balance does not cover the task. Not retryable: top up, then resubmit."""


class PermissionDenied(APIStatusError):
    """403: forbidden for this API key, or refused by the CDN. Not retryable."""


class NotFound(APIStatusError):
    """404: there is no such task for this API key, or no such path at this base URL. Not retryable."""


class RequestTooLarge(APIStatusError):
    """413: the request body is too large. Not retryable: shorten the request."""


class RequestRejected(APIStatusError):
    """400 or 422: the API refused the request; nothing is charged. Not retryable: fix the request."""


class RateLimited(APIStatusError):
    """429: too many requests. Retry after `retry_after` seconds, or after a while if it is None."""


class ServerError(APIStatusError):
    """5xx: the server, or the CDN in front of it, failed. Calls that only read can be retried."""


class InvalidResponse(FoxAPIError):
    """A success response does not match the contract. Calls that only read can be retried."""


class TaskFailed(FoxAPIError):
    """The task failed at the provider. Not retryable: read `task.error` and `code`, change the request and resubmit."""

    def __init__(self, message: str, *, task: Task, code: str | None = None) -> None:
        super().__init__(message, task_id=task.id)
        self.task = task
        self.code = code


class WaitTimeout(FoxAPIError, TimeoutError):
    """Timed out, the task is still running: call `wait(error.task_id)` to continue, now or later.

    `task` is the task as of the last poll; None if no poll succeeded.
    """

    def __init__(self, message: str, *, task_id: str | None, task: Task | None = None) -> None:
        super().__init__(message, task_id=task_id)
        self.task = task


class ResultMissing(FoxAPIError):
    """The task returned no file: it is not completed, or its result has no URL. Call `wait(error.task_id)`."""

    def __init__(self, message: str, *, task: Task) -> None:
        super().__init__(message, task_id=task.id)
        self.task = task


class DownloadFailed(FoxAPIError):
    """The download failed, or the file could not be written; the existing file is untouched.

    Call `download(error.task_id, path)` to retry; result URLs expire after 24 hours.
    """

    def __init__(
        self,
        message: str,
        *,
        task_id: str | None = None,
        url: str | None = None,
        transient: bool = False,
        expired: bool = False,
    ) -> None:
        super().__init__(message, task_id=task_id)
        self.url = url
        self.transient = transient
        """True if a retry can help: the network failed, not the disk or the URL."""
        self.expired = expired
        """True if the URL expired: the task may have a new one."""
