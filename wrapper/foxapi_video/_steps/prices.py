"""Read published prices and the charges of a key, whose responses may have another shape than documented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from foxapi_video_client.types import Response

from .._contract.catalog import catalog
from ..errors import InvalidResponse
from ..values import Charge, Price
from .responses import json_of, object_of
from .shapes import DEEPEST, Object, id_in, list_in, number_in, object_in, short, text_in, time_in

if TYPE_CHECKING:
    import httpx

ENTRIES_LIMIT = 10_000
"""Prices, or charges, of one response that are read."""
NAME_LIMIT = 200
"""Characters; a model or a group with a longer name is none."""
_GROUPS_LIMIT = 100
_LARGEST = 1e9
"""US dollars, or a ratio; a larger number is none."""


def prices_of(response: Response[Any] | httpx.Response) -> list[Price]:
    """Read the published prices; an entry without a model's name is left out.

    Raises:
        InvalidResponse: there is no list of prices.
    """
    raw = object_of(response)
    if not isinstance(raw.get("data"), list):
        raise InvalidResponse(f"the API's response has no list of prices: {short(raw)}")
    ratios = object_in(raw.get("group_ratio"))
    entries = (object_in(entry) for entry in list_in(raw["data"])[:ENTRIES_LIMIT])
    return [_price(model, entry, ratios) for entry in entries if (model := _name(entry.get("model_name")))]


def _price(model: str, entry: Object, ratios: Object) -> Price:
    kind = _number(entry.get("quota_type"))
    means = None if kind is None else catalog().price_kinds.get(f"{kind:g}")
    groups = islice(filter(None, map(_name, list_in(entry.get("enable_groups")))), _GROUPS_LIMIT)
    return Price(
        model=model,
        per_call=_number(entry.get("model_price")) if means == "per-call" else None,
        by_usage=means == "by-usage",
        groups={group: _number(ratios.get(group)) for group in groups},
        raw=entry,
    )


def charges_of(response: Response[Any] | httpx.Response) -> list[Charge]:
    """Read the charges of a key, in the order of the response.

    Raises:
        InvalidResponse: there is no list of charges.
    """
    value = json_of(response)
    found = _list(value)
    rows = [object_in(row) for row in (found or ())[:ENTRIES_LIMIT] if isinstance(row, dict)]
    if found is None or (found and not rows):
        raise InvalidResponse(f"the API's response has no list of charges: {short(value)}")
    return list(map(_charge, rows))


def _list(value: Any, depth: int = 0) -> Sequence[Any] | None:
    """Return the list in a response, which may be nested in objects."""
    if isinstance(value, list):
        return cast(Sequence[Any], value)
    given = object_in(value)
    inside = (given[name] for name in catalog().charges["inside"] if name in given) if depth < DEEPEST else ()
    return next((found for each in inside if (found := _list(each, depth + 1)) is not None), None)


def _charge(row: Object) -> Charge:
    facts = catalog().charges
    quota = next(filter(_is_set, map(_number_of_quota, _values(row, facts["quota"]))), None)
    return Charge(
        id=next(filter(None, map(_id, _values(row, facts["id"]))), None),
        model=next(filter(None, map(_name, _values(row, facts["model"]))), None),
        created=next(filter(_is_set, map(time_in, _values(row, facts["created"]))), None),
        dollars=None if quota is None else quota / facts["quota_per_dollar"],
        group=next(filter(None, map(_name, _values(row, facts["group"]))), None),
        raw=row,
    )


def _values(row: Mapping[str, Any], names: Sequence[str]) -> Iterator[Any]:
    return (row[name] for name in names if name in row)


def _is_set(value: object) -> bool:
    return value is not None


def _number(value: Any) -> float | None:
    """Return an amount or a ratio; a negative one, a percentage and a number without a bound are none."""
    return None if isinstance(value, str) and "%" in value else number_in(value, 0.0, _LARGEST)


def _number_of_quota(value: Any) -> float | None:
    """Return the quota of a charge, which is negative where it gives credits back."""
    largest = _LARGEST * catalog().charges["quota_per_dollar"]
    return None if isinstance(value, str) and "%" in value else number_in(value, -largest, largest)


def _id(value: Any) -> str | None:
    found = id_in(value)
    return found if found is not None and len(found) <= NAME_LIMIT else None


def _name(value: Any) -> str | None:
    text = text_in(value)
    return text if text is not None and len(text) <= NAME_LIMIT else None
