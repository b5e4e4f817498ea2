"""Generate videos with FoxAPI: requests are checked offline, never paid twice, and survive crashes."""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._contract.descriptions import FieldInfo, ModelInfo, models
    from ._requests.check import check
    from ._steps.batch import JobResult
    from ._steps.polling import Poll
    from ._storage.journal import Job, Journal
    from .async_client import AsyncFoxAPI
    from .client import FoxAPI
    from .clock import Clock
    from .errors import (
        APIStatusError,
        AuthenticationError,
        ConfigurationError,
        ConnectionFailed,
        CreditLimitReached,
        DownloadFailed,
        FoxAPIError,
        InsufficientBalance,
        InvalidRequest,
        InvalidResponse,
        NotFound,
        PermissionDenied,
        RateLimited,
        RequestRejected,
        RequestTooLarge,
        ResultMissing,
        ServerError,
        SubmissionUncertain,
        TaskFailed,
        WaitTimeout,
    )
    from .values import Charge, Clip, Price, Problem, SavedClip, Task, TaskError, TaskResult, UploadedFile

__version__ = "0.1.0"

__all__ = [
    "APIStatusError",
    "AsyncFoxAPI",
    "AuthenticationError",
    "Charge",
    "Clip",
    "Clock",
    "ConfigurationError",
    "ConnectionFailed",
    "CreditLimitReached",
    "DownloadFailed",
    "FieldInfo",
    "FoxAPI",
    "FoxAPIError",
    "InsufficientBalance",
    "InvalidRequest",
    "InvalidResponse",
    "Job",
    "JobResult",
    "Journal",
    "ModelInfo",
    "NotFound",
    "PermissionDenied",
    "Poll",
    "Price",
    "Problem",
    "RateLimited",
    "RequestRejected",
    "RequestTooLarge",
    "ResultMissing",
    "SavedClip",
    "ServerError",
    "SubmissionUncertain",
    "Task",
    "TaskError",
    "TaskFailed",
    "TaskResult",
    "UploadedFile",
    "WaitTimeout",
    "check",
    "models",
]
# request classes: begin (written by scripts/generate.py)
if TYPE_CHECKING:
    from foxapi_video_client.requests import (
        CreatifyAuroraRequest,
        FabricRequest,
        FabricTextRequest,
        GrokEditRequest,
        GrokExtensionRequest,
        GrokImageRequest,
        GrokReferenceRequest,
        GrokTextRequest,
        HappyHorse10EditRequest,
        HappyHorse10ImageRequest,
        HappyHorse10ReferenceRequest,
        HappyHorse10TextRequest,
        HeygenVideoAgentRequest,
        Kling26Request,
        KlingElement,
        KlingElementRequest,
        KlingMotionControlRequest,
        KlingO3EditRequest,
        KlingO3ImageRequest,
        KlingO3ReferenceRequest,
        KlingO3TextRequest,
        KlingO3VideoReferenceRequest,
        KlingShot,
        KlingV3ImageRequest,
        KlingV3TextRequest,
        KlingVoiceRequest,
        LegacyRequest,
        LipsyncRequest,
        LiveAvatarRequest,
        Omnihuman15Request,
        PixverseC1ImageRequest,
        PixverseC1ReferenceRequest,
        PixverseC1TextRequest,
        PixverseC1TransitionRequest,
        PixverseReference,
        PixverseV6ExtendRequest,
        PixverseV6ImageRequest,
        PixverseV6TextRequest,
        PixverseV6TransitionRequest,
        Seedance20ImageRequest,
        Seedance20ReferenceRequest,
        Seedance20TextRequest,
        Seedance25ImageRequest,
        Seedance25ReferenceRequest,
        Seedance25TextRequest,
        Sora2CharacterRequest,
        Sora2RemixRequest,
        Sora2Request,
        TopazUpscaleRequest,
        VeedSubtitlesRequest,
        Veo31ExtendRequest,
        Veo31FramesRequest,
        Veo31ImageRequest,
        Veo31ReferenceRequest,
        Veo31Request,
        Veo31TextRequest,
        ViduQ3ImageRequest,
        ViduQ3ReferenceRequest,
        ViduQ3Request,
        ViduQ3TextRequest,
        Wan27EditRequest,
        Wan27ImageRequest,
        Wan27ReferenceRequest,
        Wan27TextRequest,
    )

__all__ += [
    "CreatifyAuroraRequest",
    "FabricRequest",
    "FabricTextRequest",
    "GrokEditRequest",
    "GrokExtensionRequest",
    "GrokImageRequest",
    "GrokReferenceRequest",
    "GrokTextRequest",
    "HappyHorse10EditRequest",
    "HappyHorse10ImageRequest",
    "HappyHorse10ReferenceRequest",
    "HappyHorse10TextRequest",
    "HeygenVideoAgentRequest",
    "Kling26Request",
    "KlingElement",
    "KlingElementRequest",
    "KlingMotionControlRequest",
    "KlingO3EditRequest",
    "KlingO3ImageRequest",
    "KlingO3ReferenceRequest",
    "KlingO3TextRequest",
    "KlingO3VideoReferenceRequest",
    "KlingShot",
    "KlingV3ImageRequest",
    "KlingV3TextRequest",
    "KlingVoiceRequest",
    "LegacyRequest",
    "LipsyncRequest",
    "LiveAvatarRequest",
    "Omnihuman15Request",
    "PixverseC1ImageRequest",
    "PixverseC1ReferenceRequest",
    "PixverseC1TextRequest",
    "PixverseC1TransitionRequest",
    "PixverseReference",
    "PixverseV6ExtendRequest",
    "PixverseV6ImageRequest",
    "PixverseV6TextRequest",
    "PixverseV6TransitionRequest",
    "Seedance20ImageRequest",
    "Seedance20ReferenceRequest",
    "Seedance20TextRequest",
    "Seedance25ImageRequest",
    "Seedance25ReferenceRequest",
    "Seedance25TextRequest",
    "Sora2CharacterRequest",
    "Sora2RemixRequest",
    "Sora2Request",
    "TopazUpscaleRequest",
    "VeedSubtitlesRequest",
    "Veo31ExtendRequest",
    "Veo31FramesRequest",
    "Veo31ImageRequest",
    "Veo31ReferenceRequest",
    "Veo31Request",
    "Veo31TextRequest",
    "ViduQ3ImageRequest",
    "ViduQ3ReferenceRequest",
    "ViduQ3Request",
    "ViduQ3TextRequest",
    "Wan27EditRequest",
    "Wan27ImageRequest",
    "Wan27ReferenceRequest",
    "Wan27TextRequest",
]
# request classes: end

_HOMES = {
    "_contract.descriptions": ("FieldInfo", "ModelInfo", "models"),
    "_requests.check": ("check",),
    "_steps.batch": ("JobResult",),
    "_steps.polling": ("Poll",),
    "_storage.journal": ("Job", "Journal"),
    "async_client": ("AsyncFoxAPI",),
    "client": ("FoxAPI",),
    "clock": ("Clock",),
    "values": ("Charge", "Clip", "Price", "Problem", "SavedClip", "Task", "TaskError", "TaskResult", "UploadedFile"),
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used: the pytest plugin and the command line's help do not need any."""
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = next((f"{__name__}.{module}" for module, names in _HOMES.items() if name in names), None)
    homes = [home] if home else [f"{__name__}.errors", "foxapi_video_client.requests"]
    for each in map(_import_module, homes):
        if name in getattr(each, "__all__", vars(each)):
            value = getattr(each, name)
            break
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
