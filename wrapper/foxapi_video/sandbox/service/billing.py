"""Prices, charges and the balance in US dollars: a credit of the sandbox is a cent."""

from __future__ import annotations

from typing import Any

from ..._contract.catalog import Family, catalog
from ..video.shape import shape_of
from .tasks import GROUP, Tasks, price_of

CREDITS_PER_DOLLAR = 100
CHARGES_LIMIT = 1000
"""The latest charges that are listed."""


def price_list() -> dict[str, Any]:
    """Return the price of each model: per call where no field changes what a task costs, otherwise by usage."""
    return {
        "data": [
            {
                "model_name": model,
                "quota_type": _kind("per-call" if _is_fixed(family) else "by-usage"),
                "model_price": _per_call(family, model) if _is_fixed(family) else 0,
                "model_ratio": 0 if _is_fixed(family) else 1,
                "completion_ratio": 0,
                "enable_groups": [GROUP],
            }
            for model, family in catalog().models.items()
        ],
        "group_ratio": {GROUP: 1},
    }


def charge_list(tasks: Tasks) -> dict[str, Any]:
    """Return one charge per task, the latest first."""
    numbered = list(enumerate(list(tasks.all), start=1))[-CHARGES_LIMIT:]
    rows = [
        {
            "id": number,
            "created_at": int(task.created),
            "model_name": task.model,
            "quota": _quota(task.credits),
            "group": GROUP,
        }
        for number, task in reversed(numbered)
    ]
    return {"success": True, "message": "", "data": rows}


def key_budget(tasks: Tasks) -> dict[str, Any]:
    """Return what the API key may spend and has spent, in quota."""
    budget = {
        "total_granted": _quota(tasks.remaining + tasks.used),
        "total_used": _quota(tasks.used),
        "total_available": _quota(tasks.remaining),
        "unlimited_quota": False,
    }
    return {"code": True, "message": "ok", "data": {"object": "token_usage", "name": "sandbox", **budget}}


def subscription(tasks: Tasks) -> dict[str, Any]:
    """Return the limit of the account in US dollars, of which `billing_usage` is a part."""
    limit = (tasks.remaining + tasks.used) / CREDITS_PER_DOLLAR
    return {
        "object": "billing_subscription",
        "has_payment_method": True,
        "soft_limit_usd": limit,
        "hard_limit_usd": limit,
        "system_hard_limit_usd": limit,
        "access_until": 0,
    }


def billing_usage(tasks: Tasks) -> dict[str, Any]:
    """Return what the account has used, in cents."""
    return {"object": "list", "total_usage": tasks.used * 100 / CREDITS_PER_DOLLAR}


def _is_fixed(family: Family) -> bool:
    return not {"duration", "resolution"} & set(family.roles.values())


def _per_call(family: Family, model: str) -> float:
    return price_of(shape_of(family, family.with_defaults({"model": model}))) / CREDITS_PER_DOLLAR


def _kind(meaning: str) -> int:
    return next(int(kind) for kind, means in catalog().price_kinds.items() if means == meaning)


def _quota(credits: int) -> int:
    return credits * catalog().charges["quota_per_dollar"] // CREDITS_PER_DOLLAR
