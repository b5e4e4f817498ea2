"""Implement `prices`, and the words for prices in other commands."""

from __future__ import annotations

import math
from collections.abc import Sequence

import click

from foxapi_video import FoxAPI, FoxAPIError, Price
from foxapi_video._contract.catalog import catalog

from ..clients import open_client
from ..output.display import result, say, table
from ..output.wording import did_you_mean
from ..price_cache import cached_prices, current_prices, price_for, price_json


def show_prices(model: str | None, base_url: str | None, *, refresh: bool, as_json: bool) -> int:
    """Print the published prices of all models, or of one and its billing tiers."""
    prices = None if refresh else cached_prices(base_url)
    if prices is None:
        with open_client(base_url) as fox:
            prices = current_prices(fox)
    found = prices if model is None else _matching(prices, model)
    if model is not None and not found:
        hint = did_you_mean(model, [each.model for each in prices], "`foxapi-video prices` lists all prices")
        raise click.UsageError(f"no price is published for {model!r}: {hint}")
    if as_json:
        result(list(map(price_json, found)), "", as_json=True)
        return 0
    if found:
        print_prices(found)
    say(f"{len(found)} price{'s' * (len(found) != 1)}, as the service publishes them; it can change them at any time")
    return 0


def _matching(prices: Sequence[Price], model: str) -> Sequence[Price]:
    same = [each for each in prices if model in (each.model, catalog().model(each.model))]
    return same or [each for each in prices if model.lower() in each.model.lower()]


def print_prices(prices: Sequence[Price]) -> None:
    """Print a table of prices."""
    table(["MODEL", "PRICE", "GROUPS"], [(each.model, price_words(each), _groups(each)) for each in prices])


def live_prices(fox: FoxAPI, base_url: str | None) -> Sequence[Price] | None:
    """Return the prices; None, with a message, if they are not available."""
    try:
        return cached_prices(base_url) or current_prices(fox)
    except FoxAPIError as error:
        say(f"the prices are not available: {error}", wrap=True)
        return None


def say_price(model: str, base_url: str | None) -> None:
    """Print the price of a request that is only validated: nothing is sent, so it must have been fetched before."""
    prices = cached_prices(base_url)
    if prices is None:
        say(f"price: not fetched today; to see it, run foxapi-video prices {model}")
        return
    price = price_for(prices, model)
    groups = "" if price is None or not _groups(price) else f"; groups: {_groups(price)}"
    say(f"price: {f'none is published for {model}' if price is None else price_words(price)}{groups}")


def price_words(price: Price) -> str:
    """Describe a price; one that is not known is never 0."""
    if price.per_call is not None:
        return f"{dollars(price.per_call)} per call at ratio 1"
    return "by usage: not known in advance" if price.by_usage else "not known"


def dollars(amount: float) -> str:
    """Format US dollars, and never a small amount as 0: $3.40, $0.0125."""
    digits = 6 if abs(amount) >= 0.0001 else 12
    text = f"{abs(amount):.{digits}f}".rstrip("0")
    whole, _, fraction = text.partition(".")
    return f"{'-' * (amount < 0)}${whole}.{fraction:0<2}"


def _groups(price: Price) -> str:
    return ", ".join(name if ratio is None else f"{name} (ratio {ratio:g})" for name, ratio in price.groups.items())


def total_words(models: Sequence[str], prices: Sequence[Price]) -> str:
    """Add up the prices per call of jobs, and count the jobs that have none."""
    found = [price_for(prices, model) for model in models]
    per_call = [each.per_call for each in found if each is not None and each.per_call is not None]
    by_usage = sum(each is not None and each.per_call is None and each.by_usage for each in found)
    unknown = len(found) - len(per_call) - by_usage
    parts: list[str] = []
    for count, one, many in (
        (len(per_call), "has a price per call", "have a price per call"),
        (by_usage, "is charged by usage", "are charged by usage"),
        (unknown, "has no published price", "have no published price"),
    ):
        of = f" of {len(found)} job{'s' * (len(found) != 1)}" if not parts else ""
        total = f": {dollars(math.fsum(per_call))} at ratio 1" if many.startswith("have a price") else ""
        parts += [f"{count}{of} {one if count == 1 else many}{total}"] if count else []
    return "; ".join(parts)
