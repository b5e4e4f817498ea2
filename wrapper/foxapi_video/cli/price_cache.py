"""Keep the published prices for a day, so that commands that send nothing can show them."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from platformdirs import user_state_path

from foxapi_video import FoxAPI, Price
from foxapi_video._http.environment import base_url_for, environment_key, source_of_key
from foxapi_video._media.open_files import open_regular
from foxapi_video._steps.account import PRICES_LIFETIME
from foxapi_video._steps.shapes import list_in, number_in, object_in, text_in

LARGEST = 16 * 1024 * 1024
"""Bytes; a larger file is none of ours."""


def cache_file() -> Path:
    """Return the path of the file with the prices, beside the journal of single jobs."""
    return user_state_path("foxapi-video", appauthor=False) / "prices.json"


def cached_prices(base_url: str | None) -> list[Price] | None:
    """Return the prices that were fetched from this base URL less than a day ago; None if there are none."""
    try:
        with open_regular(cache_file()) as file:
            found = object_in(json.loads(_bytes(file.read(LARGEST + 1))))
    except (OSError, ValueError, RecursionError):
        return None
    fetched = number_in(found.get("fetched"), 0.0, 1e11)
    age = None if fetched is None else time.time() - fetched
    if age is None or not 0 <= age < PRICES_LIFETIME or found.get("base_url") != _origin(base_url):
        return None
    entries = map(object_in, list_in(found.get("prices")))
    return [_price(model, each) for each in entries if (model := text_in(each.get("model")))]


def current_prices(fox: FoxAPI) -> list[Price]:
    """Fetch the prices and keep them."""
    prices = fox.prices()
    base_url = fox._config.base_url  # pyright: ignore[reportPrivateUsage]
    found = {"base_url": base_url, "fetched": time.time(), "prices": list(map(price_json, prices))}
    with suppress(OSError):  # it is only a cache
        _write(cache_file(), json.dumps(found))
    return prices


def price_json(price: Price) -> dict[str, Any]:
    """Return a price as JSON."""
    return {
        "model": price.model,
        "per_call": price.per_call,
        "by_usage": price.by_usage,
        "groups": dict(price.groups),
    }


def price_for(prices: Sequence[Price], model: str) -> Price | None:
    """Return the price of exactly this model id; None if there is none, or if several contradict each other."""
    found = [each for each in prices if each.model == model]
    same = all((each.per_call, each.by_usage) == (found[0].per_call, found[0].by_usage) for each in found)
    return found[0] if found and same else None


def _price(model: str, each: dict[str, Any]) -> Price:
    groups = {name: number_in(ratio, 0.0, 1e9) for name, ratio in object_in(each.get("groups")).items()}
    return Price(model, number_in(each.get("per_call"), 0.0, 1e9), each.get("by_usage") is True, groups)


def _origin(base_url: str | None) -> str:
    """Return the base URL that a client would use."""
    return (base_url or base_url_for(source_of_key(environment_key()))[0]).rstrip("/")


def _bytes(content: bytes | None) -> bytes:
    if content is None or len(content) > LARGEST:
        raise ValueError("too large")
    return content


def _write(path: Path, text: str) -> None:
    """Replace a file as a whole: another process may read it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with open(handle, "w", encoding="utf-8") as file:
            _ = file.write(text)
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
