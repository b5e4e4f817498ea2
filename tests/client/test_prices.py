"""Published prices, the charges of a key and reserved credits, in every shape that a service may give them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fault_server import Does, FaultServer, Origin, http

from foxapi_video import (
    APIStatusError,
    AsyncFoxAPI,
    AuthenticationError,
    Charge,
    FoxAPI,
    FoxAPIError,
    InvalidResponse,
    NotFound,
    Price,
)
from foxapi_video.clock import Clock
from foxapi_video.sandbox import Sandbox

SORA = {"model": "sora-2", "prompt": "A boat"}
FLAVORS = ("sync", "async", "aiohttp")
EVIL = "\x1b[2J\u202e\n"
CALL = {"model_name": "sora-2", "quota_type": 1, "model_price": 0.4, "enable_groups": ["default", "vip", "new"]}
USAGE = {"model_name": "veo-3.1", "quota_type": 0, "model_price": 0, "model_ratio": 2}
RATIOS = {"default": 1, "vip": 0.8, "other": 3}


def ask(does: Does, call: str, flavor: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what a call of a client returns or raises, and check that it asks once."""
    origin = Origin(usual=lambda method, path, number: does)
    if flavor != "aiohttp":
        monkeypatch.setattr("foxapi_video._http.config.Config.aiohttp_transport", lambda *_, **__: None)

    async def awaited() -> Any:
        async with AsyncFoxAPI("sk-x", base_url=origin.url) as fox:
            return await getattr(fox, call)()

    with FaultServer(origin):
        try:
            if flavor == "sync":
                with FoxAPI("sk-x", base_url=origin.url) as fox:
                    return getattr(fox, call)()
            return asyncio.run(awaited())
        except FoxAPIError as error:
            return error
        finally:
            assert [("GET", {"prices": "/api/pricing", "charges": "/api/log/token"}[call])] == origin.requests


def fetched(call: str, value: Any) -> Any:
    """Return what the sync client makes of a JSON value, or the error that it raises."""
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=content))
    with FoxAPI("sk-x", transport=transport) as fox:
        try:
            return getattr(fox, call)()
        except FoxAPIError as error:
            return error


@pytest.mark.parametrize("flavor", FLAVORS)
def test_prices_are_as_the_service_gives_them(flavor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dollars per call and the ratios of the groups; a price by usage is None and not the 0 that stands there."""
    body = json.dumps({"data": [CALL, USAGE], "group_ratio": RATIOS}).encode()
    assert [
        Price("sora-2", 0.4, by_usage=False, groups={"default": 1, "vip": 0.8, "new": None}),
        Price("veo-3.1", None, by_usage=True),
    ] == ask(Does(http(body)), "prices", flavor, monkeypatch)


@pytest.mark.parametrize("flavor", FLAVORS)
def test_charges_are_as_the_service_lists_them(flavor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """500,000 quota are a dollar."""
    row = {"id": 7, "created_at": 1757165031, "model_name": "sora-2", "quota": 200000, "group": "default"}
    answer = Does(http(json.dumps({"data": [row]}).encode()))
    assert [Charge("7", "sora-2", 1757165031, 0.4, "default")] == ask(answer, "charges", flavor, monkeypatch)


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("call", ["prices", "charges"])
@pytest.mark.parametrize(
    ("status", "kind", "expected"),
    [(404, "text/html", NotFound), (401, "application/json", AuthenticationError), (200, "text/html", InvalidResponse)],
)
def test_what_is_not_available_is_an_error(
    flavor: str, call: str, status: int, kind: str, expected: type[FoxAPIError], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing path, a refused key and a page of HTML are errors of ours, and nothing is asked for twice."""
    answer = Does(http(b"<html><title>Hello</title></html>", status, kind=kind))
    assert expected is type(ask(answer, call, flavor, monkeypatch))


ODD_PRICES: dict[str, Any] = {
    "NaN": float("nan"),
    "infinite": float("inf"),
    "negative": -1,
    "huge": 10**400,
    "true": True,
    "null": None,
    "a list": [0.4],
    "an object": {"usd": 0.4},
    "text": "cheap",
    "a percentage": "40%",
}


@pytest.mark.parametrize("case", ODD_PRICES)
def test_a_price_that_is_no_amount_is_not_known(case: str) -> None:
    """It is neither 0 nor by usage, and an odd ratio is not known, either; the raw entry has both."""
    odd = ODD_PRICES[case]
    [price] = fetched("prices", {"data": [{**CALL, "model_price": odd}], "group_ratio": {"default": odd}})
    assert (None, False, {"default": None, "vip": None, "new": None}) == (
        price.per_call,
        price.by_usage,
        price.groups,
    )
    assert repr(odd) == repr(price.raw["model_price"])


@pytest.mark.parametrize("kind", [2, -1, True, None, "x", [1], {}, float("nan"), 0.5])
def test_an_unknown_kind_of_price_is_not_known(kind: Any) -> None:
    """Its number is not taken for dollars per call."""
    [price] = fetched("prices", {"data": [{**CALL, "quota_type": kind}]})
    assert (None, False) == (price.per_call, price.by_usage)


@pytest.mark.parametrize("value", [[], "x", 1, None, {}, {"data": {}}, {"data": None}, {"success": False}, b"\xff"])
def test_a_response_without_a_list_of_prices_is_invalid(value: Any) -> None:
    """No price is not the same as no list."""
    assert InvalidResponse is type(fetched("prices", value))


def test_entries_that_are_no_prices_are_left_out() -> None:
    """So are models without a usable name; groups that are no list are none; control characters stay."""
    odd = [None, 1, [], {}, {**CALL, "model_name": ""}, {**CALL, "model_name": "x" * 201}, {**CALL, "model_name": 5}]
    prices = fetched(
        "prices", {"data": [*odd, {**USAGE, "model_name": EVIL, "enable_groups": "all"}], "group_ratio": []}
    )
    assert [Price(EVIL, None, by_usage=True)] == prices
    assert repr(prices).isprintable()
    assert 10_000 == len(fetched("prices", {"data": [CALL] * 10_001}))
    [price] = fetched("prices", {"data": [{**CALL, "enable_groups": [str(number) for number in range(500)]}]})
    assert 100 == len(price.groups)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda rows: rows,
        lambda rows: {"data": rows},
        lambda rows: {"success": True, "data": {"items": rows, "total": 1}},
        lambda rows: {"result": {"logs": rows}},
        lambda rows: {"data": None, "items": rows},
        lambda rows: {"data": [None, 5, *rows]},
    ],
)
def test_charges_are_found_in_any_shape(wrap: Callable[[Any], Any]) -> None:
    """A list by itself, or inside of objects; entries of another kind are left out."""
    row = {"request_id": "r", "model": "sora-2", "time": "1757165031000", "quota": "1000"}
    assert [Charge("r", "sora-2", 1757165031, 0.002, None)] == fetched("charges", wrap([row]))


def test_what_a_charge_does_not_say_is_none() -> None:
    """Nothing is guessed from values of another kind; a refund is negative."""
    odd = {"id": [], "created_at": float("nan"), "model_name": {}, "quota": 10**400, "group": 5}
    refund = {"id": 1, "quota": -250_000, "created_at": -5, "model_name": "x" * 201}
    assert [
        Charge(None, None, None, None, None),
        Charge(None, None, None, None, None),
        Charge("1", None, None, -0.5, None),
    ] == fetched("charges", [odd, {"other": 1}, refund])
    assert [] == fetched("charges", {"data": []})


@pytest.mark.parametrize(
    "value",
    [
        *({}, None, "x", 5, {"data": None}, {"success": False, "message": "no"}, [1, 2], {"data": ["x"]}),
        *(json.loads('{"data":' * 20 + "[]" + "}" * 20), b"[" * 100_000, b"<html>"),
    ],
)
def test_a_response_without_a_list_of_charges_is_invalid(value: Any) -> None:
    """It does not mean that there were no charges."""
    assert InvalidResponse is type(fetched("charges", value))


@pytest.mark.parametrize("flavor", ["sync", "async"])
def test_a_client_keeps_the_prices_for_a_day(flavor: str) -> None:
    """They are fetched again after that; a failure is not kept, nor are the charges."""
    asked: list[str] = []
    now = [0.0]

    class Days(Clock):
        def monotonic(self) -> float:
            return now[0]

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(500 if len(asked) == 1 else 200, json={"data": [CALL]})

    def days() -> Any:
        """Yield the name of each call, and set the time before it."""
        for hours, name in ((0, "prices"), (0, "prices"), (23.9, "prices"), (0, "charges"), (0, "charges")):
            now[0] += hours * 3600
            yield name
        now[0] += 3600
        yield "prices"

    transport = httpx.MockTransport(answer)
    if flavor == "sync":
        with FoxAPI("sk-x", transport=transport, clock=Days()) as fox:
            for number, name in enumerate(days()):
                if number:
                    assert 1 == len(getattr(fox, name)())
                else:
                    with pytest.raises(APIStatusError):
                        fox.prices()
    else:

        async def go() -> None:
            async with AsyncFoxAPI("sk-x", transport=transport, clock=Days()) as fox:
                for number, name in enumerate(days()):
                    if number:
                        assert 1 == len(await getattr(fox, name)())
                    else:
                        with pytest.raises(APIStatusError):
                            await fox.prices()

        asyncio.run(go())
    assert ["/api/pricing"] * 2 + ["/api/log/token"] * 2 + ["/api/pricing"] == asked


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ({"credits_reserved": 5}, 5),
        ({"credits_reserved": 2.5, "user_group": "vip"}, 2.5),
        ({"credits_reserved": 0}, 0),
        ({"credits_reserved": "7"}, 7),
        *((usage, None) for usage in (None, [], "x", {}, {"credits_reserved": None}, {"credits_reserved": []})),
        *(({"credits_reserved": odd}, None) for odd in (-1, float("nan"), 10**400, True, "many")),
    ],
)
def test_credits_are_what_was_reserved(usage: Any, expected: float | None) -> None:
    """None, and never 0, where the response does not say."""
    content = json.dumps({"id": "t_42", "status": "pending", "usage": usage}).encode()
    with FoxAPI("sk-x", transport=httpx.MockTransport(lambda _: httpx.Response(200, content=content))) as fox:
        assert expected == fox.get("t_42").credits


def test_a_result_of_a_batch_has_its_credits(fox: FoxAPI, foxapi_sandbox: Sandbox) -> None:
    """The credits of all results are what the sandbox has taken."""
    results = list(fox.batch([SORA, {**SORA, "duration": 8}], save_to=None))
    assert sum(task.credits for task in foxapi_sandbox.tasks) == sum(each.credits or 0 for each in results)
    assert sorted(task.credits for task in foxapi_sandbox.tasks) == sorted(each.credits or 0 for each in results)
