"""Which requests are the same job: the key of a job without one is the hash of what differs from the defaults."""

from __future__ import annotations

from typing import Any

import foxapi_video_client.models as request_classes
import pytest

from foxapi_video import Veo31Request
from foxapi_video._contract.catalog import catalog
from foxapi_video._requests.check import body_of
from foxapi_video._steps.uploads import fingerprint


def key(request: Any, **extra: Any) -> str:
    """Return the key that a request's job has."""
    return fingerprint(body_of(request, extra_body=extra, validate=False))


@pytest.mark.parametrize("name", catalog().families)
def test_a_request_object_and_its_dict_are_the_same_job(name: str) -> None:
    """As are a dict that leaves the defaults out, and one that spells each of them out."""
    for example in catalog().families[name].examples.values():
        made = getattr(request_classes, name).from_dict(example)
        full, filled = made.to_dict(), catalog().families[name].with_defaults(example)
        less = catalog().families[name].without_defaults(filled)
        assert {key(made)} == {key(each) for each in (example, full, filled, less, dict(reversed(filled.items())))}


@pytest.mark.parametrize("name", catalog().families)
def test_each_field_that_differs_from_its_default_makes_another_job(name: str) -> None:
    """Also null, and a value that Python calls equal: true is not 1."""
    family = catalog().families[name]
    for example in list(family.examples.values())[:1]:
        for field in family.fields.keys() - {"model"}:
            value = family.with_defaults(example).get(field)
            others = [{**example, field: each} for each in (None, 12345, *([int(value)] if value is True else []))]
            assert len({key(example), *map(key, others)}) == 1 + len(others) - (example.get(field, "") is None)


def test_with_a_billing_tier_each_field_counts() -> None:
    """No default is sent with it, so a dict without a field is another request than one with its default."""
    model: Any = "veo-3.1[4k]"
    short, full = {"model": model, "prompt": "A boat"}, Veo31Request(prompt="A boat", model=model)
    assert key(full) == key(full.to_dict())
    assert key(full) != key(short)


def test_the_key_of_a_request_stays_the_same_in_every_release() -> None:
    """Journals on disk hold it: a request that was paid for under another key would be paid for again."""
    expected = "77c417aeba34468ea01b76776d6adb6d3db908ec52f54daffdd730f38dbb48e3"
    assert expected == key({"model": "veo-3.1", "prompt": "A paper boat", "duration": 4})
    assert expected == key(Veo31Request(prompt="A paper boat", model="veo-3.1", duration=4))
    assert expected != key({"model": "veo-3.1", "prompt": "A paper boat", "duration": 4}, seed=1)
