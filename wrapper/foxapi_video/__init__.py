"""Generate videos with FoxAPI: checked offline, never paid twice, nothing lost on the way."""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foxapi_video_client import requests as _requests_module
    from foxapi_video_client.requests import *  # noqa: F403

    from ._answers import Task, TaskError, TaskResult, UploadedFile
    from ._catalogue import models
    from ._clock import Clock
    from ._info import FieldInfo, ModelInfo
    from ._jobs import JobResult
    from ._journal import Job, Journal
    from ._polling import Poll
    from ._problems import Problem
    from ._requests import check
    from ._steps import Clip
    from .client import AsyncFoxAPI, FoxAPI
    from .errors import (
        APIStatusError,
        AuthenticationError,
        ConfigurationError,
        ConnectionFailed,
        DownloadFailed,
        FoxAPIError,
        InsufficientBalance,
        InvalidRequest,
        NotFound,
        PermissionDenied,
        RateLimited,
        RequestRejected,
        RequestTooLarge,
        ResultMissing,
        ServerError,
        SubmissionUncertain,
        TaskFailed,
        UnreadableAnswer,
        WaitTimeout,
    )

__all__ = [
    "APIStatusError",
    "AsyncFoxAPI",
    "AuthenticationError",
    "Clip",
    "Clock",
    "ConfigurationError",
    "ConnectionFailed",
    "DownloadFailed",
    "FieldInfo",
    "FoxAPI",
    "FoxAPIError",
    "InsufficientBalance",
    "InvalidRequest",
    "Job",
    "JobResult",
    "Journal",
    "ModelInfo",
    "NotFound",
    "PermissionDenied",
    "Poll",
    "Problem",
    "RateLimited",
    "RequestRejected",
    "RequestTooLarge",
    "ResultMissing",
    "ServerError",
    "SubmissionUncertain",
    "Task",
    "TaskError",
    "TaskFailed",
    "TaskResult",
    "UnreadableAnswer",
    "UploadedFile",
    "WaitTimeout",
    "check",
    "models",
]
if TYPE_CHECKING:
    __all__ += _requests_module.__all__

_HOMES = {
    "_answers": ("Task", "TaskError", "TaskResult", "UploadedFile"),
    "_catalogue": ("models",),
    "_clock": ("Clock",),
    "_info": ("FieldInfo", "ModelInfo"),
    "_jobs": ("JobResult",),
    "_journal": ("Job", "Journal"),
    "_polling": ("Poll",),
    "_problems": ("Problem",),
    "_requests": ("check",),
    "_steps": ("Clip",),
    "client": ("AsyncFoxAPI", "FoxAPI"),
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used: the pytest plugin and the command line's help need none of them."""
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = next((f"{__name__}.{module}" for module, names in _HOMES.items() if name in names), None)
    if home is None:
        home = f"{__name__}.errors" if name in __all__ else "foxapi_video_client.requests"
    try:
        value = getattr(_import_module(home), name)
    except AttributeError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    from foxapi_video_client import requests

    return sorted([*__all__, *requests.__all__])
