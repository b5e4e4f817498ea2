"""The account: the models that a key can use, prices, charges and the balance."""

# pyright: reportUnusedCallResult=true

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..values import Charge, Price
from .actions import Call, Context, Steps
from .prices import charges_of, prices_of
from .responses import model_ids_of, object_of

PRICES_LIFETIME = 24 * 3600.0
"""Seconds for which published prices are not fetched again."""


def live_models(context: Context) -> Steps[list[str]]:
    """List the ids that the key can use."""
    from foxapi_video_client.api.account import list_models

    return model_ids_of((yield Call(list_models, {}, context.timeout)))


def credits(context: Context) -> Steps[Mapping[str, Any]]:
    """Read the balance."""
    from foxapi_video_client.api.account import get_credits

    return object_of((yield Call(get_credits, {}, context.timeout)))


def prices(context: Context) -> Steps[list[Price]]:
    """List the published prices, at most a day old."""
    from foxapi_video_client.api.account import list_prices

    kept, now = context.prices, context.clock.monotonic()
    if not kept or now - kept[0][0] >= PRICES_LIFETIME:
        kept[:] = [(now, prices_of((yield Call(list_prices, {}, context.timeout))))]
    return list(kept[0][1])


def charges(context: Context) -> Steps[list[Charge]]:
    """List the charges of the key."""
    from foxapi_video_client.api.account import list_charges

    return charges_of((yield Call(list_charges, {}, context.timeout)))
