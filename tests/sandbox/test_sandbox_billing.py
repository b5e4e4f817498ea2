"""The sandbox's prices, charges and billing agree with what its tasks cost."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from foxapi_video import FoxAPI, models
from foxapi_video.sandbox import Sandbox

BALANCE = ("/v1/account/credits", "/dashboard/billing/subscription", "/dashboard/billing/usage", "/api/usage/token/")


def get(box: Sandbox, path: str, key: str | None = None) -> Any:
    """Return the response of the sandbox."""
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    return httpx.get(f"{box.url}{path}", headers=headers, trust_env=False)


def test_every_model_has_a_price(fox: FoxAPI) -> None:
    """Per call for some and by usage for others, all in the key's group."""
    prices = fox.prices()
    assert [info.id for info in models()] == [price.model for price in prices]
    assert {True, False} == {price.by_usage for price in prices}
    assert {True} == {price.by_usage is (price.per_call is None) for price in prices}
    assert [{"default": 1}] * len(prices) == [price.groups for price in prices]


def test_a_price_per_call_is_what_is_charged(fox: FoxAPI) -> None:
    """Charges are listed, the latest first."""
    request = {"model": "lipsync-2", "video_url": "https://example.com/v.mp4", "audio_url": "https://example.com/a.mp3"}
    tasks = [fox.submit({"model": "sora-2", "prompt": "A boat"}), fox.submit(request)]
    [price] = [each for each in fox.prices() if each.model == "lipsync-2"]
    charges = fox.charges()
    assert ["lipsync-2", "sora-2"] == [charge.model for charge in charges]
    assert price.per_call == charges[0].dollars
    assert [task.created for task in reversed(tasks)] == [charge.created for charge in charges]
    assert [(task.credits or 0) / 100 for task in reversed(tasks)] == [charge.dollars for charge in charges]


def test_the_balance_is_the_same_in_every_form(fox: FoxAPI, foxapi_sandbox: Sandbox) -> None:
    """The paths that the vendor's own client reads: a limit in dollars, a usage in cents."""
    credits = fox.submit({"model": "sora-2", "prompt": "A boat"}).credits
    values = {path: get(foxapi_sandbox, path, foxapi_sandbox.key).json() for path in BALANCE}
    used = values["/v1/account/credits"]["data"]["user"]["used_credits"]
    assert credits == used == values["/dashboard/billing/usage"]["total_usage"]
    assert 10_000 == values["/dashboard/billing/subscription"]["hard_limit_usd"]
    budget = values["/api/usage/token/"]["data"]
    assert (used * 5000, 10_000 * 500_000) == (budget["total_used"], budget["total_used"] + budget["total_available"])


@pytest.mark.parametrize("path", [*BALANCE, "/api/log/token"])
def test_an_account_needs_its_key(foxapi_sandbox: Sandbox, path: str) -> None:
    """Prices alone are public."""
    assert [401, 401] == [get(foxapi_sandbox, path, key).status_code for key in (None, "sk-other")]
    assert 200 == get(foxapi_sandbox, "/api/pricing").status_code
