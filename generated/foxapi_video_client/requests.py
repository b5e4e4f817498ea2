"""The request classes, one a family, each imported when it is first asked for."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models.seedance_20_reference_request import Seedance20ReferenceRequest
    from .models.sora_2_request import Sora2Request
    from .models.veo_31_request import Veo31Request
    from .models.wan_27_reference_request import Wan27ReferenceRequest

__all__ = [
    "Seedance20ReferenceRequest",
    "Sora2Request",
    "Veo31Request",
    "Wan27ReferenceRequest",
]

_HOMES = {
    "Seedance20ReferenceRequest": "seedance_20_reference_request",
    "Sora2Request": "sora_2_request",
    "Veo31Request": "veo_31_request",
    "Wan27ReferenceRequest": "wan_27_reference_request",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".models.{_HOMES[name]}", __package__), name)
