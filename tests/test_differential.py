"""The wrapper's `check` against a plain JSON Schema validator over the contract: the same verdict on every request.

The requests are all combinations of t fields' boundary values around valid requests, the values derived from the
contract; the validator reads openapi/foxapi.yaml as it stands, the whole `oneOf`, and none of the wrapper's code.
"""

from __future__ import annotations

import itertools
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from ruamel.yaml import YAML

from foxapi_video import check
from foxapi_video._catalogue import catalogue
from foxapi_video._requests import prepare
from foxapi_video.sandbox._checks import complaints, parsed

SPEC = YAML(typ="safe", pure=True).load(Path(__file__).parent.parent / "openapi" / "foxapi.yaml")
SCHEMAS = SPEC["components"]["schemas"]
ROOT = {"$ref": "#/components/schemas/VideoRequest", "components": SPEC["components"]}
MAPPING = SCHEMAS["VideoRequest"]["discriminator"]["mapping"]
EXAMPLES = [
    example["value"]
    for example in SPEC["paths"]["/v1/videos/generations"]["post"]["requestBody"]["content"]["application/json"][
        "examples"
    ].values()
]
FAMILIES = [variant["$ref"].rpartition("/")[2] for variant in SCHEMAS["VideoRequest"]["oneOf"]]
AT_LEAST = 400_000
URL = "https://example.com/{}.png"
ABSENT = object()
REFERENCE = re.compile(r"@([A-Za-z]+)([0-9]+)")


class Family:
    """One family's fields with the values to try, and the valid requests to try them in."""

    def __init__(self, name: str) -> None:
        schema = SCHEMAS[name]
        own = schema["properties"]
        self.name = name
        self.bases = [{"model": model, "prompt": "A boat"} for model in own["model"]["enum"]]
        self.bases += [example for example in EXAMPLES if MAPPING[example["model"]].endswith(f"/{name}")]
        self.references = {field: prop["x-references"] for field, prop in own.items() if "x-references" in prop}
        self.values = {field: _values(field, prop, schema) for field, prop in own.items()}
        self.values["model"] += [model for model in MAPPING if model not in own["model"]["enum"]] + ["sora-3"]
        for field, lists in self.references.items():
            texts = [f"A boat @{word}{number}" for word in lists for number in (0, 1, "02", 3, 9, 10)]
            self.values[field] += [*texts, "@Image1 @Video1 @Audio1", "@Image @image9 @Image1.5 a@Video1"]
        for field, value in (item for base in self.bases for item in base.items()):
            if not _among(value, self.values[field]):
                self.values[field].append(value)
        foreign = {field for other in FAMILIES for field in SCHEMAS[other]["properties"] if field not in own}
        self.values |= {field: [ABSENT, None] for field in ("bogus", *sorted(foreign))}
        self.sound = {field: _sound(self.values[field], prop) for field, prop in own.items()}
        self.ruled = [
            field for field in own if field in _mentioned(schema.get("allOf", [])) or field in self.references
        ]
        self.ruled += [
            field for lists in self.references.values() for field in lists.values() if field not in self.ruled
        ]

    def requests(self) -> Iterator[dict[str, Any]]:
        """Yield each request once.

        Around each base, all values of each two fields; around the first, the values that are sound in themselves of
        each three fields, and of each four of those that rules speak of.
        """
        every = {field: range(len(values)) for field, values in self.values.items()}
        plans = [(base, 2, list(self.values), every) for base in self.bases]
        plans.append((self.bases[0], 3, list(self.sound), self.sound))
        plans.append((self.bases[0], min(4, len(self.ruled)), self.ruled, self.sound))
        names = list(self.values)
        seen: set[tuple[int, ...]] = set()
        for base, size, chosen, picks in plans:
            start = [_index(base.get(name, ABSENT), self.values[name]) for name in names]
            for some in itertools.combinations(chosen, size):
                places = [names.index(name) for name in some]
                for picked in itertools.product(*(picks[name] for name in some)):
                    row = start.copy()
                    for place, pick in zip(places, picked, strict=True):
                        row[place] = pick
                    key = tuple(row)
                    if key not in seen:
                        seen.add(key)
                        values = ((name, self.values[name][pick]) for name, pick in zip(names, row, strict=True))
                        yield {name: value for name, value in values if value is not ABSENT}


def dangling(request: dict[str, Any]) -> bool:
    """Say whether a prompt refers to an entry that is not there: the rule that JSON Schema cannot hold."""
    schema = MAPPING.get(request.get("model") if isinstance(request.get("model"), str) else None)
    fields = SCHEMAS[schema.rpartition("/")[2]]["properties"] if schema else {}
    for field, prop in fields.items():
        lists, text = prop.get("x-references", {}), request.get(field)
        for word, number in REFERENCE.findall(text) if isinstance(text, str) else ():
            given = request.get(lists[word]) if word in lists else None
            if word in lists and not (isinstance(given, list) and 1 <= int(number) <= len(given)):
                return True
    return False


def _sound(values: list[Any], schema: Any) -> list[int]:
    """Number the values that a field's own schema allows, nothing among them.

    Long texts beyond ASCII are left to the pairs: they take the time of fifty other requests.
    """
    allows = jsonschema_rs.Draft202012Validator({"allOf": [schema], "components": SPEC["components"]}).is_valid
    kept = [at for at, value in enumerate(values) if value is ABSENT or allows(value)]
    return [at for at in kept if not isinstance(values[at], str) or values[at].isascii()]


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other


def _index(value: Any, values: list[Any]) -> int:
    return next(at for at, known in enumerate(values) if _same(value, known))


def _among(value: Any, values: list[Any]) -> bool:
    return any(_same(value, known) for known in values)


def _mentioned(node: Any) -> set[str]:
    """Collect the fields that rules speak of."""
    if isinstance(node, list):
        return set().union(*map(_mentioned, node))
    if not isinstance(node, dict):
        return set()
    return set(node.get("properties", {})) | set(node.get("required", [])) | _mentioned(list(node.values()))


def _limits(field: str, node: Any) -> Iterator[dict[str, Any]]:
    """Yield every schema that says something of a field, wherever in the family it stands."""
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict) and isinstance(node["properties"].get(field), dict):
            yield node["properties"][field]
        for value in node.values():
            yield from _limits(field, value)
    elif isinstance(node, list):
        for value in node:
            yield from _limits(field, value)


def _around(field: str, family: dict[str, Any], *words: str) -> list[int]:
    """Return each limit of a field that one of the words sets, with its neighbours."""
    found = {schema[word] for schema in _limits(field, family) for word in words if word in schema}
    return sorted({limit + step for limit in found for step in (-1, 0, 1)})


def _values(field: str, schema: dict[str, Any], family: dict[str, Any]) -> list[Any]:
    """Derive what to try in a field: both sides of every limit, every allowed value, null, wrong types, nothing."""
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    values: list[Any] = [ABSENT, None]
    for kind in kinds:
        values += [] if kind == "null" else _OF_KIND[kind](field, schema, family)
    return [*values, *(other for other in ("wrong", 7, 7.5, [], {}, True) if not _among(other, values))]


def _texts(field: str, schema: dict[str, Any], family: dict[str, Any]) -> list[Any]:
    if "enum" in schema:
        return [*schema["enum"], schema["enum"][0].upper() + " "]
    lengths = [length for length in _around(field, family, "minLength", "maxLength") if length >= 0]
    return [
        "A boat",
        "",
        " \t\n\u3000",
        *("a" * length for length in lengths),
        *("😀" * length for length in lengths[-3:]),
    ]


def _integers(field: str, schema: dict[str, Any], family: dict[str, Any]) -> list[Any]:
    if "enum" in schema:
        steps = {value + step for value in schema["enum"] for step in (-1, 0, 1)}
        return [*sorted(steps), float(schema["enum"][-1]), schema["enum"][-1] + 0.5, str(schema["enum"][-1])]
    edges = _around(field, family, "minimum", "maximum")
    return [*edges, float(edges[1]), edges[1] + 0.5, str(edges[1])]


def _lists(field: str, schema: dict[str, Any], family: dict[str, Any]) -> list[Any]:
    lengths = sorted({0, 1, 2, *(count for count in _around(field, family, "minItems", "maxItems") if count >= 0)})
    lists: list[Any] = [[URL.format(number) for number in range(count)] for count in lengths]
    return [*lists, [None], ["ftp://example.com/1.png"], [""], [URL.format(1), 7], URL.format(1)]


def _booleans(field: str, schema: dict[str, Any], family: dict[str, Any]) -> list[Any]:
    return [True, False, 1, "true"]


def _objects(field: str, schema: dict[str, Any], family: dict[str, Any]) -> list[Any]:
    return [{}, {"a": [1, {"b": None}]}]


_OF_KIND: dict[str, Callable[[str, dict[str, Any], dict[str, Any]], list[Any]]] = {
    "string": _texts,
    "integer": _integers,
    "array": _lists,
    "boolean": _booleans,
    "object": _objects,
}


def test_check_and_a_plain_validator_agree_on_every_combination_of_boundary_values(
    record_property: Callable[[str, object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Over every family, `check` finds nothing exactly where the contract's oneOf holds and no reference dangles."""
    valid = jsonschema_rs.Draft202012Validator(ROOT).is_valid
    started = time.process_time()
    disagreements: list[tuple[dict[str, Any], bool, list[str]]] = []
    counts: dict[str, tuple[int, int]] = {}
    for family in map(Family, FAMILIES):
        number = accepted = 0
        for request in family.requests():
            number += 1
            verdict = valid(request) and not dangling(request)
            accepted += verdict
            if verdict != (not check(request)):
                disagreements.append((request, verdict, [str(problem) for problem in check(request)]))
        counts[family.name] = (number, accepted)
    total = sum(number for number, _ in counts.values())
    record_property("requests", total)
    with capsys.disabled():
        each = ", ".join(f"{name} {number} ({accepted} valid)" for name, (number, accepted) in counts.items())
        print(f"\n{total} requests in {time.process_time() - started:.1f} s of CPU: {each}")
    assert [] == disagreements[:20]
    assert total >= AT_LEAST
    assert all(accepted >= 300 for _, accepted in counts.values())


@pytest.fixture(scope="module")
def samples() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Some of the same requests, valid ones and others, spread over the families."""
    valid = jsonschema_rs.Draft202012Validator(ROOT).is_valid
    kept: tuple[list[dict[str, Any]], list[dict[str, Any]]] = [], []
    for family in map(Family, FAMILIES):
        sorted_out: tuple[list[dict[str, Any]], list[dict[str, Any]]] = [], []
        for request in itertools.islice(family.requests(), 0, None, 7):
            sorted_out[not (valid(request) and not dangling(request))].append(request)
        for some, found in zip(kept, sorted_out, strict=True):
            some += found[:: max(1, len(found) // 700)]
    return kept


def test_a_second_engine_says_the_same(
    samples: tuple[list[dict[str, Any]], list[dict[str, Any]]], record_property: Callable[[str, object], None]
) -> None:
    """The pure-Python jsonschema package, reading the same file, agrees with `check` on thousands of the requests."""
    validator = jsonschema.Draft202012Validator(ROOT)
    requests = [request for some in samples for request in some]
    verdicts = [(validator.is_valid(request) and not dangling(request), request) for request in requests]
    record_property("requests", len(requests))
    assert len(requests) >= 3_000
    assert [] == [request for verdict, request in verdicts if verdict != (not check(request))]


def test_a_body_with_its_defaults_stays_valid(samples: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    """Filling in the documented defaults never spoils a valid request and never mends a bad one."""
    valid = jsonschema_rs.Draft202012Validator(ROOT).is_valid
    good, bad = samples
    assert min(len(good), len(bad)) >= 2_000
    for expected, requests in ((True, good), (False, bad)):
        bodies = [prepare(request)[0] for request in requests]
        assert [] == [body for body in bodies if expected != (valid(body) and not dangling(body))]


def test_the_sandbox_accepts_what_check_accepts(samples: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    """The sandbox complains of a body, read from JSON as the service would, exactly when `check` does."""
    families = catalogue().models
    for refused, requests in enumerate(samples):
        known = [body for body in (prepare(request)[0] for request in requests) if _family_of(body) in families]
        assert len(known) >= 2_000 - 400 * refused
        found = [(complaints(families[body["model"]], parsed(json.dumps(body).encode())), body) for body in known]
        assert [] == [body for words, body in found if bool(refused) != bool(words)]


def _family_of(body: dict[str, Any]) -> str | None:
    model = body.get("model")
    return model if isinstance(model, str) else None
