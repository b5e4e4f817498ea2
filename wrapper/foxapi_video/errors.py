"""The errors of foxapi-video, all under one root.

```
FoxAPIError
├── InvalidRequest (ValueError)       the request breaks the contract; nothing was sent
├── ConfigurationError                no key, or a base URL that is none
├── ConnectionFailed                  the network failed
├── SubmissionUncertain               the paid POST may have arrived: look before you send it again
├── APIStatusError                    the API answered with an error status
│   ├── AuthenticationError           401
│   ├── InsufficientBalance           402
│   ├── PermissionDenied              403
│   ├── NotFound                      404
│   ├── RequestTooLarge               413
│   ├── RequestRejected               400, 422
│   ├── RateLimited                   429
│   └── ServerError                   5xx
├── InvalidResponse                  an answer that is not what the contract says
├── TaskFailed                        the task ended without a result
├── WaitTimeout (TimeoutError)        the time is up; the task goes on
├── ResultMissing                     the task is completed, or is said to be, and has no file
└── DownloadFailed                    the file could not be fetched whole, or not be written
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
    """Root of every error that foxapi-video raises.

    `task_id` names the task that the error is about; None when there is none yet.
    """

    def __init__(self, message: str, *, task_id: str | None = None) -> None:
        super().__init__(hide_keys(message))
        self.task_id = task_id

    def __str__(self) -> str:
        message = str(self.args[0])
        # an id can be short: that "4" is in "HTTP 429" does not name the task
        named = self.task_id is None or re.search(rf"(?<![\w-]){re.escape(self.task_id)}(?![\w-])", message)
        return message if named else f"task {self.task_id}: {message}"

    def __reduce__(self) -> tuple[Any, ...]:
        # an exception is pickled by its positional arguments alone, which would lose all that is keyword-only here
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[FoxAPIError], arguments: tuple[Any, ...], state: dict[str, Any]) -> FoxAPIError:
    error = kind.__new__(kind)
    error.args = arguments
    error.__dict__.update(state)
    return error


class InvalidRequest(FoxAPIError, ValueError):
    """The request breaks the contract: nothing was sent and nothing is paid. Mend each of `problems`."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(["the request is not valid; nothing was sent:", *(f"  {p}" for p in self.problems)]))


class ConfigurationError(FoxAPIError):
    """The client cannot be made or used as it was configured: mend the argument or the environment variable."""


class ConnectionFailed(FoxAPIError):
    """The network failed before a whole answer came. Reading calls can be repeated."""

    def __init__(self, message: str, *, task_id: str | None = None, nothing_sent: bool = False) -> None:
        super().__init__(message, task_id=task_id)
        self.nothing_sent = nothing_sent
        """True when it is sure that no byte of the request reached the server."""


class SubmissionUncertain(FoxAPIError):
    """The create request may have arrived, and no usable response came: a task may be running and paid.

    It was not repeated. Check your balance or the service's own task list before you send it again. `model` is the
    model of the request, `sent_at` when it was sent (Unix time in seconds), `__cause__` what went wrong. `task_id` is
    what looks like a task's id in the response, if anything does: `wait(error.task_id)` tells whether it is one.
    """

    def __init__(self, message: str, *, model: str, sent_at: float, task_id: str | None = None) -> None:
        super().__init__(message, task_id=task_id)
        self.model = model
        self.sent_at = sent_at


class APIStatusError(FoxAPIError):
    """The API answered with an error status.

    `status_code` is the HTTP status; `type` and `code` are the API's own words, `request_id` names the exchange in
    its logs, `retry_after` says how many seconds it asks to wait, each None when the answer does not say; `body` is
    the answer's text.
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
    """401: the key is missing, wrong or expired. Terminal: check FOXAPI_API_KEY."""


class InsufficientBalance(APIStatusError):
    """402: the balance does not cover the task. Terminal: top up, then submit again."""


class PermissionDenied(APIStatusError):
    """403: not allowed for this key, or refused by the CDN. Terminal."""


class NotFound(APIStatusError):
    """404: there is no such task for this key, or no such path at this base URL. Terminal."""


class RequestTooLarge(APIStatusError):
    """413: the body is too large. Terminal: shorten it."""


class RequestRejected(APIStatusError):
    """400 or 422: the API refused what the request says. Terminal: mend the request; nothing is paid."""


class RateLimited(APIStatusError):
    """429: too many requests. Wait `retry_after` seconds, or a while, and send it again."""


class ServerError(APIStatusError):
    """5xx: the server, or the CDN before it, failed. Reading calls can be repeated."""


class InvalidResponse(FoxAPIError):
    """The API answered with success and a body that is not what the contract says. Reading calls can be repeated."""


class TaskFailed(FoxAPIError):
    """The task ended without a result. Terminal: `task.error` and `code` say why; submit a changed request."""

    def __init__(self, message: str, *, task: Task, code: str | None = None) -> None:
        super().__init__(message, task_id=task.id)
        self.task = task
        self.code = code


class WaitTimeout(FoxAPIError, TimeoutError):
    """The time is up and the task has not ended. It goes on, and so can you: `wait(error.task_id)`.

    `task` is the last that was seen of it, None when no look succeeded.
    """

    def __init__(self, message: str, *, task_id: str | None, task: Task | None = None) -> None:
        super().__init__(message, task_id=task_id)
        self.task = task


class ResultMissing(FoxAPIError):
    """There is no file to fetch: the task is not completed, or is and shows no URL. Look again later with `get`."""

    def __init__(self, message: str, *, task: Task) -> None:
        super().__init__(message, task_id=task.id)
        self.task = task


class DownloadFailed(FoxAPIError):
    """The file could not be fetched whole or not be written; what was at the target before is still there.

    `download(task_id, path)` tries again; result links live for 24 hours.
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
        """True when trying again can help: the network failed, not the disk and not the link."""
        self.expired = expired
        """True when the link has died: the task may show a fresh one."""
