"""The account: the models that a key can use, and the balance."""

# pyright: reportUnusedCallResult=true

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .actions import Call, Context, Steps
from .responses import model_ids_of, object_of


def live_models(context: Context) -> Steps[list[str]]:
    """List the ids that the key can use."""
    from foxapi_video_client.api.account import list_models

    return model_ids_of((yield Call(list_models, {}, context.timeout)))


def credits(context: Context) -> Steps[Mapping[str, Any]]:
    """Read the balance."""
    from foxapi_video_client.api.account import get_credits

    return object_of((yield Call(get_credits, {}, context.timeout)))
