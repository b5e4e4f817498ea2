"""The wrapper's `check` against a plain JSON Schema validator over the contract: the same verdict on every request.

The requests are combinations of t fields' boundary values around valid requests, the values derived from the contract.
The validator reads the contract as it is, and none of the wrapper's code: the whole `oneOf` for a sample and
for every id that is not the family's own, and the family's branch of it for the rest, which is proved to say the same.
What JSON Schema cannot say, and what an id may hold beside a model, is written here once more.
"""

from __future__ import annotations

import itertools
import json
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from contract import contract

from foxapi_video import check
from foxapi_video._contract.catalog import catalog
from foxapi_video._requests.check import prepare
from foxapi_video.sandbox.service.checks import parse_json, violations_of

SPEC = contract()
SCHEMAS = SPEC["components"]["schemas"]
MAPPING = {model: ref.rpartition("/")[2] for model, ref in SCHEMAS["VideoRequest"]["discriminator"]["mapping"].items()}
EXAMPLES = [
    example["value"]
    for example in SPEC["paths"]["/v1/videos/generations"]["post"]["requestBody"]["content"]["application/json"][
        "examples"
    ].values()
]
FAMILIES = [variant["$ref"].rpartition("/")[2] for variant in SCHEMAS["VideoRequest"]["oneOf"]]
SINGLES, PAIRS, MORE = 100_000, 4_000, 4_500
"""How many requests a family has at most around its bases: one field changed, two, and three or four."""
AT_LEAST = 250_000
SOME = 8
"""How many families are compared every day."""
URL = "https://example.com/{}.png"
ABSENT = object()


def referring(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that can refer to the components."""
    return {"components": SPEC["components"], **schema}


WHOLE = referring({"$ref": "#/components/schemas/VideoRequest"})


@cache
def branch(family: str, silent: frozenset[str] = frozenset()) -> jsonschema_rs.Draft202012Validator:
    schema = SCHEMAS[family]
    rules = [rule for rule in schema.get("allOf", []) if rule.get("x-assumes") not in silent]
    return jsonschema_rs.Draft202012Validator(referring({**schema, "allOf": rules or [{}]}))


def assumed(family: str) -> set[str]:
    """Name the fields through whose defaults a rule speaks."""
    return {rule["x-assumes"] for rule in SCHEMAS[family].get("allOf", []) if "x-assumes" in rule}


@cache
def union() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(WHOLE)


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that is no URL is a path for the wrapper: here there is nothing at any."""
    monkeypatch.chdir(tmp_path)


# ------------------------------------------------------------------ the other reading of the contract


def inside(model: Any) -> Any:
    """Return the known model that an id with a provider or a tier names; any other id as it is."""
    if not isinstance(model, str) or model in MAPPING:
        return model
    text = model
    if text.endswith("]"):
        text, _, tier = text[:-1].partition("[")
        if not tier or set("[]") & set(tier + text):
            return model
    provider, slash, name = text.rpartition("/")
    if slash and not (provider and all(letter.isalnum() or letter in "_.-" for letter in provider)):
        return model
    return name if name in MAPPING else model


def verdict(request: dict[str, Any], *, whole: bool = True) -> bool:
    """Return True if the contract allows a request; if not by the whole `oneOf`, by the branch that the id leads to."""
    model = request.get("model")
    known = inside(model)
    plain = request if known is model else {**request, "model": known}
    home = MAPPING.get(known) if isinstance(known, str) else None
    tiered = plain is not request and model.endswith("]")
    # beside a tier a rule is silent that speaks through the default of what is left out
    silent = frozenset(assumed(home) - plain.keys()) if tiered else frozenset[str]()
    reading = branch(home, silent) if home is not None and (silent or not whole) else union()
    return reading.is_valid(plain) and not loose(plain, with_defaults=not tiered)


def loose(request: dict[str, Any], *, with_defaults: bool) -> bool:
    """Return True if a prompt refers to a missing input, or shots do not add up: JSON Schema cannot express it."""
    fields = SCHEMAS[MAPPING[request["model"]]]["properties"]
    for field, prop in fields.items():
        given = request.get(field)
        if "x-references" in prop and isinstance(given, str):
            for form, aim in prop["x-references"].items():
                there = request.get(aim)
                count = len(there) if isinstance(there, list) else 0 if there is None else 1
                if any(not 1 <= number <= count for number in counted(given, form)):
                    return True
        if "x-sum" in prop and isinstance(given, list) and given:
            numbers = [entry.get(prop["x-sum"]["item"]) for entry in given]
            whole = prop["x-sum"]["field"]
            default = fields[whole].get("default") if with_defaults else None
            asked = request.get(whole, default)
            if asked is not None and None not in numbers and sum(numbers) != asked:
                return True
    return False


def counted(text: str, form: str) -> Iterator[int]:
    """Yield the numbers that stand where a form of reference has its sign."""
    before, after = form.split("#")
    at = text.find(before)
    while at >= 0:
        part = text[at + len(before) :]
        digits = "".join(itertools.takewhile("0123456789".__contains__, part))
        right = part[len(digits) :]
        if digits and right.startswith(after) and (after or is_a_word(text[:at], right)):
            yield int(digits)
        at = text.find(before, at + 1)


def is_a_word(left: str, right: str) -> bool:
    """Return True if nothing that stands left or right of a reference makes it part of a longer word."""
    left = re.sub(r"(@(Image|Video|Audio|Element)[0-9]+)+\Z", "", left)  # references may follow each other
    return not in_a_word(left[-1:]) and not in_a_word(right[:1])


def in_a_word(sign: str) -> bool:
    """Return True for a letter of a script that puts blanks between words, a digit or _."""
    return sign == "_" or (sign.isalnum() and ord(sign) < 0x590)


# ------------------------------------------------------------------ the requests


class Family:
    """One family's fields with the values to try, and the valid requests to try them in."""

    def __init__(self, name: str) -> None:
        schema = SCHEMAS[name]
        own = schema["properties"]
        self.name = name
        self.models = own["model"]["enum"]
        examples = [example for example in EXAMPLES if MAPPING[example["model"]] == name]
        kept = {*schema["required"], "prompt"}
        least = [{field: value for field, value in example.items() if field in kept} for example in examples]
        self.bases = [*least, *examples]
        self.references = {field: prop["x-references"] for field, prop in own.items() if "x-references" in prop}
        self.values = {field: _values(field, prop, schema) for field, prop in own.items()}
        first = self.models[0]
        self.values["model"] += [f"some-one/{first}", f"{first}[4k|audio]", f"some.one/{first}[hd]"]
        self.values["model"] += [f"a/b/{first}", f"{first}[]", f"{first}[a][b]", "sora-3", "sora-3[4k]"]
        self.values["model"] += [model for model in ("sora-2", "veo-3.1", "wan2.5-t2v") if model not in self.models]
        for field, forms in self.references.items():
            texts = [form.replace("#", number) for form in forms for number in ("0", "1", "02", "3", "9", "10")]
            self.values[field] += [f"A boat {text}." for text in texts] + [
                "@Image @image9 @Image1.5 a@Video1 é@Image9 @Image9st 一@Image1一 @Image1@Image2 a@Image1@Image9"
            ]
            self.values[field] += [" ".join(form.replace("#", "1") for form in forms), "<<<voice_1>> <<<voice_2>>>"]
        for field, value in (item for base in self.bases for item in base.items()):
            if not _among(value, self.values[field]):
                self.values[field].append(value)
        foreign = next(field for field in ("prompt", "seed", "ratio") if field not in own or field == "ratio")
        self.values |= {field: [ABSENT, None] for field in ("bogus", *({foreign} - own.keys()))}
        self.sound = {field: _valid_alone(self.values[field], prop) for field, prop in own.items()}
        self.ruled = [field for field in own if field in _mentioned(schema.get("allOf", []))]
        self.ruled += [field for forms in self.references.values() for field in forms.values()]
        self.ruled += [field for field, prop in own.items() if {"x-references", "x-sum"} & set(prop)]
        self.ruled += [prop["x-sum"]["field"] for prop in own.values() if "x-sum" in prop]
        self.ruled = list(dict.fromkeys(self.ruled))

    def requests(self) -> Iterator[dict[str, Any]]:
        """Yield each request once.

        Around each base, all values of each field; around the first, values of each two fields; and, of the values that
        are valid in themselves, those of each three fields, and of each four of those that rules speak of.
        """
        every = {field: list(range(len(values))) for field, values in self.values.items()}
        names = list(self.values)
        where = {name: place for place, name in enumerate(names)}
        four = min(4, len(self.ruled))
        plans: list[tuple[dict[str, Any], int, Sequence[str], dict[str, list[int]], int]] = [
            *((base, 1, names, every, SINGLES) for base in self.bases),
            (self.bases[0], 2, names, every, PAIRS),
            *([(self.bases[0], four, self.ruled, self.sound, MORE)] if four > 1 else []),
            (self.bases[0], min(3, len(self.sound)), list(self.sound), self.sound, MORE // (1 + (four > 1))),
        ]
        seen: set[tuple[int, ...]] = set()
        for base, size, chosen, picks, most in plans:
            start = [_index(base.get(name, ABSENT), self.values[name]) for name in names]
            for some, picked in _spread(size, chosen, picks, most):
                row = start.copy()
                for name, pick in zip(some, picked, strict=True):
                    row[where[name]] = pick
                key = tuple(row)
                if key not in seen:
                    seen.add(key)
                    values = ((name, self.values[name][pick]) for name, pick in zip(names, row, strict=True))
                    yield {name: value for name, value in values if value is not ABSENT}


def _spread(
    size: int, chosen: Sequence[str], picks: dict[str, list[int]], most: int
) -> Iterator[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Yield combinations of fields with combinations of values: all, or every so manieth of them."""
    groups = list(itertools.combinations(chosen, size))
    sizes = [_product(len(picks[name]) for name in some) for some in groups]
    step = max(1, -(-sum(sizes) // most))
    step += step % 2 == 0 and step > 1  # even steps would meet the same values of the last field again and again
    at = 0
    for some, count in zip(groups, sizes, strict=True):
        for number in range(-at % step, count, step):
            rest, picked = number, []
            for name in reversed(some):
                rest, pick = divmod(rest, len(picks[name]))
                picked.append(picks[name][pick])
            yield some, tuple(reversed(picked))
        at += count


def _product(numbers: Iterator[int]) -> int:
    whole = 1
    for number in numbers:
        whole *= number
    return whole


def _valid_alone(values: list[Any], schema: Any) -> list[int]:
    """Number the values that a field's own schema allows, nothing among them.

    Long texts beyond ASCII are left to the pairs: they take the time of fifty other requests.
    """
    allows = jsonschema_rs.Draft202012Validator(referring({"allOf": [schema]})).is_valid
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
        words = [value for value in schema["enum"] if value is not None]
        return [*words[:9], words[0].upper() + " "]
    if "://" in schema.get("pattern", ""):
        lengths = _around(field, family, "maxLength")
        urls = [URL.format(1), "http://a", "ftp://example.com/1.png", "", "https://", "https://a b"]
        return [*urls, "data:image/png;base64,iVBO", "data:,", "A" * 64, *("https://a/".ljust(n, "b") for n in lengths)]
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
    edges = _around(field, family, "minimum", "maximum", "multipleOf") or [-1, 0, 1, 10**12]
    return [*edges, float(edges[1]), edges[1] + 0.5, str(edges[1])]


def _numbers(field: str, schema: dict[str, Any], family: dict[str, Any]) -> list[Any]:
    edges = _around(field, family, "minimum", "maximum")
    return [*edges, float(edges[1]), edges[1] + 0.01, edges[-2] - 0.01, edges[-2] + 0.01, str(edges[1])]


def _lists(field: str, schema: dict[str, Any], family: dict[str, Any]) -> list[Any]:
    lengths = sorted({0, 1, 2, *(count for count in _around(field, family, "minItems", "maxItems") if count >= 0)})
    inner = schema["items"].get("$ref", "").rpartition("/")[2]
    if inner and SCHEMAS[inner]["type"] == "object":
        return _entries(lengths, SCHEMAS[inner]["properties"])
    lists: list[Any] = [[URL.format(number) for number in range(count)] for count in lengths]
    return [*lists, [None], ["ftp://example.com/1.png"], [""], [URL.format(1), 7], URL.format(1)]


def _entries(lengths: list[int], fields: dict[str, Any]) -> list[Any]:
    """Derive lists of objects: empty ones, one with each field right and wrong, and shots of some seconds."""
    lists: list[Any] = [[{}] * count for count in lengths] + [[7], [{}, None], {}, [{"other": 1}]]
    for field, schema in fields.items():
        lists += [[{field: value}] for value in _values(field, schema, {"properties": fields}) if value is not ABSENT]
    if "duration" in fields:
        sums = ((2, 3), (5,), (10,), (4, 4), (5.0,), (2, None), (1, 1, 1))
        lists += [[{"duration": each} if each else {} for each in some] for some in sums]
    return lists


def _booleans(field: str, schema: dict[str, Any], family: dict[str, Any]) -> list[Any]:
    return [True, False, 1, "true"]


def _objects(field: str, schema: dict[str, Any], family: dict[str, Any]) -> list[Any]:
    return [{}, {"a": [1, {"b": None}]}]


_OF_KIND: dict[str, Callable[[str, dict[str, Any], dict[str, Any]], list[Any]]] = {
    "string": _texts,
    "integer": _integers,
    "number": _numbers,
    "array": _lists,
    "boolean": _booleans,
    "object": _objects,
}


# ------------------------------------------------------------------ the comparison


@pytest.fixture(scope="module")
def families(everything: bool, pytestconfig: pytest.Config) -> list[Family]:
    """Return all families; every day, some of them, others in each run."""
    chosen = FAMILIES if everything else random.Random(pytestconfig.option.seed).sample(FAMILIES, SOME)
    return [Family(name) for name in chosen]


@pytest.fixture(scope="module")
def share(families: list[Family]) -> float:
    """Return the share of the requests that there are at least, families being of different sizes."""
    return 1 if len(families) == len(FAMILIES) else SOME / len(FAMILIES) / 3


def test_check_and_a_plain_validator_agree_on_combinations_of_boundary_values(
    families: list[Family],
    share: float,
    record_property: Callable[[str, object], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Over every family, `check` finds nothing exactly where the contract holds and no reference or sum is loose."""
    started = time.process_time()
    disagreements: list[tuple[dict[str, Any], bool, list[str]]] = []
    counts: dict[str, tuple[int, int]] = {}
    for family in families:
        number = accepted = 0
        for request in family.requests():
            number += 1
            expected = verdict(request, whole=False)
            accepted += expected
            if expected != (not check(request)):
                disagreements.append((request, expected, [str(problem) for problem in check(request)]))
        counts[family.name] = (number, accepted)
    total = sum(number for number, _ in counts.values())
    valid = sum(accepted for _, accepted in counts.values())
    record_property("requests", total)
    with capsys.disabled():
        seconds = time.process_time() - started
        fewest = min(counts, key=lambda name: counts[name][1])
        print(f"\n{total} requests, {valid} of them valid, in {seconds:.1f} s of CPU; {fewest}: {counts[fewest]}")
    assert [] == disagreements[:20]
    assert total >= AT_LEAST * share
    assert all(accepted >= 10 for _, accepted in counts.values())


@pytest.fixture(scope="module")
def samples(families: list[Family]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Some of the same requests, valid ones and others, spread over the families."""
    kept: tuple[list[dict[str, Any]], list[dict[str, Any]]] = [], []
    for family in families:
        sorted_out: tuple[list[dict[str, Any]], list[dict[str, Any]]] = [], []
        for request in itertools.islice(family.requests(), 0, None, 17):
            sorted_out[not verdict(request)].append(request)
        for some, found in zip(kept, sorted_out, strict=True):
            some += found[:: max(1, len(found) // 50)]
    return kept


def test_a_branch_says_what_the_whole_says(families: list[Family], share: float) -> None:
    """No two branches share a model, each asks for one, and on thousands of requests branch and `oneOf` agree."""
    models = [model for name in FAMILIES for model in SCHEMAS[name]["properties"]["model"]["enum"]]
    assert sorted(set(models)) == sorted(models) == sorted(MAPPING)
    assert [] == [name for name in FAMILIES if "model" not in SCHEMAS[name]["required"]]
    requests = [request for family in families for request in itertools.islice(family.requests(), 0, None, 53)]
    assert len(requests) >= 5_000 * share
    assert [] == [request for request in requests if verdict(request) != verdict(request, whole=False)]


def test_a_second_engine_says_the_same(
    samples: tuple[list[dict[str, Any]], list[dict[str, Any]]],
    share: float,
    record_property: Callable[[str, object], None],
) -> None:
    """The pure-Python jsonschema package, reading the same file, agrees on thousands of the requests."""

    @cache
    def engine(name: str) -> jsonschema.Draft202012Validator:
        return jsonschema.Draft202012Validator(referring({"$ref": f"#/components/schemas/{name}"}))

    good, bad = samples
    homes = [(MAPPING.get(inside(body.get("model"))), body) for body in (*good, *bad) if named(body)]
    verdicts = [
        (engine(home).is_valid(body) and not loose(body, with_defaults=True), body)
        for home, body in homes
        if home and body["model"] in MAPPING
    ]
    record_property("requests", len(verdicts))
    assert len(verdicts) >= 3_000 * share
    assert [] == [body for valid, body in verdicts if valid != (not check(body))]
    few = [*good[::200], *bad[::200]]
    assert [verdict(body) for body in few] == [
        engine("VideoRequest").is_valid({**body, "model": inside(body.get("model"))})
        and not loose({**body, "model": inside(body["model"])}, with_defaults=not body["model"].endswith("]"))
        for body in few
    ]


def named(body: dict[str, Any]) -> bool:
    return isinstance(body.get("model"), str)


def test_a_body_with_its_defaults_stays_valid(
    samples: tuple[list[dict[str, Any]], list[dict[str, Any]]], share: float
) -> None:
    """Filling in the documented defaults never makes a valid request invalid and never an invalid one valid."""
    good, bad = samples
    assert min(len(good), len(bad)) >= 2_000 * share
    for expected, requests in ((True, good), (False, bad)):
        bodies = [prepare(request)[0] for request in requests]
        assert [] == [body for body in bodies if expected != verdict(body)]


def test_the_sandbox_accepts_what_check_accepts(
    samples: tuple[list[dict[str, Any]], list[dict[str, Any]]], share: float
) -> None:
    """The sandbox complains of a body, read from JSON as the service would, exactly when `check` does."""
    known = catalog()
    for refused, requests in enumerate(samples):
        bodies = [body for body in (prepare(request)[0] for request in requests) if known.family(body.get("model"))]
        assert len(bodies) >= (2_000 - 400 * refused) * share
        read = [parse_json(json.dumps(body).encode()) for body in bodies]
        found = [(violations_of(known.family(body["model"]), body), body) for body in read]
        assert [] == [body for words, body in found if bool(refused) != bool(words)]
