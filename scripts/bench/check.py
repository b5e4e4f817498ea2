"""How many requests a second one core checks, defaults included, beside what validators alone do."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Any

import _bench

GOAL = 100_000.0
LINK = "https://example.com/{}"
TYPICAL: Sequence[Mapping[str, Any]] = (
    {"model": "sora-2", "prompt": _bench.PROMPT},
    {"model": "sora-2-pro", "prompt": _bench.PROMPT, "duration": 12, "resolution": "1080p", "aspect_ratio": "9:16"},
    {"model": "veo-3.1", "prompt": _bench.PROMPT},
    {
        "model": "veo-3.1-fast",
        "prompt": _bench.PROMPT,
        "generation_type": "first-last-frame",
        "image_urls": [LINK.format("dawn.png"), LINK.format("dusk.png")],
    },
    {
        "model": "seedance-2.0-reference-to-video",
        "prompt": "A fox like @Image1 dances to @Audio1",
        "image_urls": [LINK.format("fox.png")],
        "audio_urls": [LINK.format("song.wav")],
        "duration": 8,
    },
    {
        "model": "wan-2.7-reference-to-video",
        "prompt": "一只纸船在湖面上漂流",
        "reference_image_urls": [LINK.format("a.png")],
        "seed": 7,
    },
)
"""What the four seed families are asked for."""
WRONG: Sequence[Mapping[str, Any]] = (
    {"model": "veo-3.1", "prompt": _bench.PROMPT, "duration": 5, "image_url": "https://example.com/a.png"},
    {"model": "sora-2", "prompt": " ", "duration": 7},
)
KINDS = (
    *("typical, dicts", "typical, objects", "all examples, dicts", "all 98 examples, objects"),
    "with problems, dicts",
)
WAYS = {
    "foxapi-video: check": "ours",
    "foxapi-video: the body to send": "ours",
    "jsonschema-rs alone": "ours",
    "json.dumps": "ours",
    "fastjsonschema": "validators",
    "jsonschema": "validators",
}
"""What is measured → its environment. The other clients validate no values."""
RAISING_NOTHING = ("foxapi-video: check", "jsonschema-rs alone")


def requests(kind: str) -> list[Any]:
    """Return the requests of one kind."""
    catalog = import_module("foxapi_video._contract.catalog").catalog()
    examples = [dict(family.examples[model]) for model, family in catalog.models.items()]
    bodies = {"typical": TYPICAL, "all examples": examples, "with problems": WRONG}[kind.rpartition(", ")[0]]
    if kind.endswith("dicts"):
        return list(bodies)
    classes = import_module("foxapi_video_client.requests")
    return [getattr(classes, catalog.family(body["model"]).name).from_dict(dict(body)) for body in bodies]


def way(name: str) -> Callable[[Any], Any]:
    """Return the function to be measured; it takes a request."""
    fox = import_module("foxapi_video._requests.check")
    families = import_module("foxapi_video._contract.catalog").catalog().models
    if name == "foxapi-video: check":
        check: Callable[[Any], Any] = fox.check
        return check
    if name == "foxapi-video: the body to send":
        return partial(fox.body_of, extra_body=None, validate=True)
    if name == "json.dumps":
        return json.dumps
    validators: dict[str, Any] = {}
    for model, family in families.items():
        if name == "jsonschema-rs alone":
            validators[model] = partial(_errors, family.validator)
        elif name == "jsonschema":
            validators[model] = import_module("jsonschema").Draft202012Validator(family.schema).is_valid
        else:
            # it knows draft 7; what it does not know it passes over
            validators[model] = import_module("fastjsonschema").compile(
                {**family.schema, "$schema": "http://json-schema.org/draft-07/schema#"}
            )
    return lambda body: validators[body["model"]](body)


def _errors(validator: Any, body: Mapping[str, Any]) -> None:
    if not validator.is_valid(body):
        _ = list(validator.iter_errors(body))


def measure(name: str, made: dict[str, Any], kind: str, seconds: float) -> dict[str, float]:
    """Check the requests of a kind over and over and return how many a second of CPU."""
    if "way" not in made:
        made["way"] = way(name)
    if kind not in made:
        made[kind] = requests(kind)
    function, given = made["way"], made[kind]
    for request in given:  # schemas are read and compiled when they are first needed
        _ = function(request)
    count, start, used = 0, time.process_time(), 0.0
    while used < seconds:
        for request in given:
            _ = function(request)
        count += len(given)
        used = time.process_time() - start
    return {"rate": count / used}


def main() -> int:
    """Run it and print the tables."""
    options = _bench.options(__doc__, rounds=25, quick="a few rounds")
    _ = options.add_argument("--seconds", type=float, default=0.1, help="a turn [default: %(default)s]")
    given = options.parse_args()
    if given.worker:
        made: dict[str, Any] = {}
        _bench.obey(partial(measure, given.worker, made))
        return 0
    rounds, seconds = (3, 0.03) if given.quick else (given.rounds, given.seconds)
    rows: list[list[str]] = []
    with _bench.workers(__file__, WAYS) as started:
        for kind in KINDS:
            own = {name: each for name, each in started.items() if name.startswith("foxapi-video")}
            chosen = started if kind.endswith("dicts") else own
            if kind.startswith("with problems"):  # the others raise, or stop at the first
                chosen = {name: started[name] for name in RAISING_NOTHING if name in started}
            figures = _bench.take_turns(chosen, rounds, kind=kind, seconds=seconds)
            for name in figures:
                rates = _bench.values(figures, name, "rate")
                by = _bench.ratios(figures, name, "jsonschema-rs alone", "rate")
                rate = statistics.median(rates)
                meant = name == "foxapi-video: check" and not kind.startswith("with problems")
                goal = _bench.goal(rate, least=GOAL, form=",.0f", unit="/s") if meant else ""
                rows.append([kind, name, _bench.middle(rates, ",.0f"), f"{1e6 / rate:.2f}", _bench.middle(by), goal])
    _bench.table(
        f"Checking requests, defaults included; {rounds} rounds of {seconds:g} s of CPU, median (quartiles)",
        ["", "", "requests/s a core", "µs", "× jsonschema-rs alone", "goal"],
        rows,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
