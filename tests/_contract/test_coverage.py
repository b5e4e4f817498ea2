"""The contract holds what the vendor's pages say, parameter by parameter, and the report that says so can fail."""

from __future__ import annotations

import copy
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from contract import contract

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "compare_records.py"
WHOLE = json.loads((ROOT / "tests" / "records.json").read_text(encoding="utf-8"))
RECORDS = WHOLE["records"]
SPEC = contract()
SCHEMAS = SPEC["components"]["schemas"]
MAPPING = {model: ref.rpartition("/")[2] for model, ref in SCHEMAS["VideoRequest"]["discriminator"]["mapping"].items()}
FAMILIES = list(dict.fromkeys(MAPPING.values()))
LEAST = 1_600
"""Changes of one field that are tried."""

_found = importlib.util.spec_from_file_location("compare_records", SCRIPT)
assert _found is not None
assert _found.loader is not None
compare_records = importlib.util.module_from_spec(_found)
_found.loader.exec_module(compare_records)


@pytest.fixture
def schemas() -> dict[str, Any]:
    """The contract's schemas, for the test to damage."""
    return copy.deepcopy(SCHEMAS)


def problems(schemas: dict[str, Any], records: list[dict[str, Any]] = RECORDS, **options: Any) -> list[str]:
    """Return what the report finds wrong with a contract of these schemas."""
    found: list[str] = compare_records.compare({"components": {"schemas": schemas}}, records, **options).problems
    return found


def test_the_contract_covers_every_model_and_parameter_of_the_records() -> None:
    """The script finds no mistake, says so with all ids counted, and exits with 0."""
    done = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=False)
    assert (0, "no mistake") == (done.returncode, done.stdout.splitlines()[-1]), done.stdout + done.stderr
    assert "101 of 101 ids" in done.stdout


def test_the_records_are_whole() -> None:
    """The copy in the tests holds as many records and ids as it says."""
    ids = {model for record in RECORDS for model in record["model_ids"]}
    assert (WHOLE["record_count"], WHOLE["model_id_count"]) == (len(RECORDS), len(ids))
    assert (92, 101, 726) == (len(RECORDS), len(ids), sum(len(record["parameters"]) for record in RECORDS))


def test_the_report_names_each_rule_and_departure() -> None:
    """What explains the differences is printed, with its reason, and nothing is explained twice over."""
    report = compare_records.compare(SPEC, RECORDS)
    text = "\n".join(report.lines())
    reasons = [*compare_records.RULES, *compare_records.DEPARTURES.values(), *compare_records.UNENFORCED.values()]
    assert [] == [reason for reason in reasons if reason not in text]
    assert [] == [reason for reason in compare_records.DEPARTURES.values() if reason in compare_records.RULES]


SPOILT: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "a dropped field": (
        lambda schemas: schemas["GrokTextRequest"]["properties"].pop("duration"),
        "catalog-grok-imagine-text-to-video (grok-imagine-text-to-video), duration: presence is true in the record",
    ),
    "a field that no page has": (
        lambda schemas: schemas["GrokTextRequest"]["properties"].update(seed={"type": "integer"}),
        "catalog-grok-imagine-text-to-video (grok-imagine-text-to-video), seed: presence is null in the record",
    ),
    "a changed limit": (
        lambda schemas: schemas["TopazUpscaleRequest"]["properties"]["upscale_factor"].update(maximum=8),
        "catalog-topaz-upscale-video (topaz-upscale-video), upscale_factor: maximum is 4 in the record and 8 in",
    ),
    "a limit where a page leaves it open": (
        lambda schemas: schemas["VeedSubtitlesRequest"]["properties"]["srt_content"].update(maxLength=100),
        "catalog-veed-subtitles (veed-subtitles), srt_content: maxLength is null in the record and 100 in",
    ),
    "a sibling's limit that is enforced": (
        lambda schemas: schemas["LegacyRequest"]["properties"]["prompt"].update(maxLength=2000),
        "catalog-hailuo-02-video-generate (MiniMax-Hailuo-02), prompt: maxLength is a sibling's 2000 in the record",
    ),
    "a lost default": (
        lambda schemas: schemas["LipsyncRequest"]["properties"]["sync_mode"].pop("default"),
        'catalog-lipsync-2 (lipsync-2), sync_mode: default is "loop" in the record and null in',
    ),
    "a default that the page says not to send": (
        lambda schemas: schemas["LiveAvatarRequest"]["properties"]["num_clips"].update(default=10),
        "catalog-live-avatar (live-avatar), num_clips: default is null in the record and 10 in",
    ),
    "a lost value": (
        lambda schemas: schemas["VeedSubtitlesRequest"]["properties"]["preset"]["enum"].remove("karl"),
        "catalog-veed-subtitles (veed-subtitles), preset: values is",
    ),
    "a value that only the later page has": (
        lambda schemas: schemas["Seedance20ReferenceRequest"]["properties"]["resolution"]["enum"].remove("1080p"),
        "catalog-seedance-2.0-reference-to-video (seedance-2.0-reference-to-video), resolution: values is",
    ),
    "a value that is refused for one model without a word of its page": (
        lambda schemas: schemas["FabricRequest"].update(allOf=[only("fabric-1.0-fast", resolution={"enum": ["480p"]})]),
        "catalog-fabric-1.0 (fabric-1.0-fast), resolution: values is",
    ),
    "a field that is asked for": (
        lambda schemas: schemas["TopazUpscaleRequest"]["required"].append("target_fps"),
        "catalog-topaz-upscale-video (topaz-upscale-video), target_fps: required is false in the record and true in",
    ),
    "a type that is said to be certain": (
        lambda schemas: schemas["TopazUpscaleRequest"]["properties"]["grain"].pop("x-inferred"),
        "catalog-topaz-upscale-video (topaz-upscale-video), grain: inferred is true in the record and false in",
    ),
    "a text that is refused when it is blank": (
        lambda schemas: schemas["VeedSubtitlesRequest"]["properties"]["language"].update(pattern=r"\S"),
        'catalog-veed-subtitles (veed-subtitles), language: text is null in the record and "not blank" in',
    ),
    "a field that is refused for one model without a word of its page": (
        lambda schemas: schemas["FabricRequest"].update(allOf=[only("fabric-1.0-fast", image_url={"type": "null"})]),
        'catalog-fabric-1.0 (fabric-1.0-fast), image_url: presence is true in the record and "refused" in',
    ),
    "a page that is not named": (
        lambda schemas: schemas["GrokTextRequest"]["x-source"]["pages"].clear(),
        "catalog-grok-imagine-text-to-video: its page https://docs.",
    ),
    "a missing id": (
        lambda schemas: schemas["VideoRequest"]["discriminator"]["mapping"].pop("sync-3"),
        "sync-3: the contract has no such model",
    ),
    "a stale departure": (
        lambda schemas: schemas["VeedSubtitlesRequest"]["properties"]["vocabulary"].update(items={"type": "string"}),
        "a departure that no longer occurs: catalog-veed-subtitles, vocabulary, type",
    ),
}


def only(model: str, **fields: Any) -> dict[str, Any]:
    """Return a rule about one model."""
    return {"if": {"properties": {"model": {"const": model}}}, "then": {"properties": fields}}


@pytest.mark.parametrize(("spoil", "words"), SPOILT.values(), ids=SPOILT)
def test_a_mistake_is_found(schemas: dict[str, Any], spoil: Callable[[dict[str, Any]], Any], words: str) -> None:
    """Each kind of drift between the contract and the records is named at its place."""
    spoil(schemas)
    assert [] != [found for found in problems(schemas) if found.startswith(words)]


def test_a_record_without_a_schema_is_found(schemas: dict[str, Any]) -> None:
    """A model that the contract loses leaves its record without a schema, and both are said."""
    del schemas["VideoRequest"]["discriminator"]["mapping"]["topaz-upscale-video"]
    expected = [
        "topaz-upscale-video: the contract has no such model",
        "catalog-topaz-upscale-video: no schema of the contract has any of its models",
    ]
    assert expected == problems(schemas)


def test_a_departure_that_explains_nothing_is_found(schemas: dict[str, Any]) -> None:
    """A reason cannot outlive what it was given for, nor a rule, nor a sentence of the pages."""
    key = ("catalog-grok-*", "prompt", "maxLength")
    departures = {**compare_records.DEPARTURES, key: "no reason at all"}
    expected = ["a departure that no longer occurs: catalog-grok-*, prompt, maxLength"]
    assert expected == problems(schemas, departures=departures)
    fewer = [record for record in RECORDS if record["family"] not in ("live", "omnihuman")]
    (sentence,) = (sentence for sentence in compare_records.UNENFORCED if "720p mode" in sentence)
    expected = [
        "a departure that no longer occurs: catalog-live-avatar, frames_per_clip, multipleOf",
        f"no page says any more: {sentence}",
    ]
    assert expected == problems(schemas, fewer)


def test_an_example_that_is_refused_is_found(schemas: dict[str, Any]) -> None:
    """A record whose own example does not pass is named with what is said of it."""
    (record,) = (copy.deepcopy(record) for record in RECORDS if record["id"] == "seed-000-sora-2-en")
    record["example"]["duration"] = 5
    records = [record if each["id"] == record["id"] else each for each in RECORDS]
    expected = ["seed-000-sora-2-en: its example is refused: duration: must be one of 4, 8, 12, 16, 20 (got 5)"]
    assert expected == problems(schemas, records)


def test_the_exit_status_tells_of_a_mistake(
    schemas: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another contract, or other records, are read where they are named, and a mistake in them exits with 1."""
    del schemas["GrokTextRequest"]["properties"]["duration"]
    spec, records = tmp_path / "foxapi.yaml", tmp_path / "records.json"
    spec.write_text(json.dumps({"components": {"schemas": schemas}}), encoding="utf-8")
    records.write_text(json.dumps({"records": [r for r in RECORDS if r["family"] != "grok"]}), encoding="utf-8")
    assert 1 == compare_records.main(["--spec", str(spec)])
    assert "catalog-grok-imagine-text-to-video (grok-imagine-text-to-video), duration: " in capsys.readouterr().out
    assert 0 == compare_records.main(["--records", str(records)])
    assert "96 of 96 ids" in capsys.readouterr().out
    assert 0 == compare_records.main(["--spec", str(spec), "--records", str(records)])


# ------------------------------------------------------------------ every fact of every field

UNSEEN = {
    ("Seedance20ReferenceRequest", "seed", "minimum"),
    ("Seedance20ReferenceRequest", "seed", "maximum"),
    ("LipsyncRequest", "temperature", "x-inferred"),
    ("LipsyncRequest", "active_speaker", "x-inferred"),
}
"""What may change unseen: limits that no page states, and types that an earlier page prints."""
CHANGED: dict[str, Callable[[Any], Any]] = {
    "type": lambda kind: "integer" if kind == "string" else "string",
    "enum": lambda values: values[1:],
    **dict.fromkeys(("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"), lambda limit: limit + 1),
    "pattern": lambda pattern: "^x",
    **dict.fromkeys(("default", "x-server-default"), lambda value: None),
    "x-inferred": lambda inferred: False,
}


def changes(family: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (field, what changed, the family's schema so changed)."""
    fields = family["properties"]
    for name, schema in fields.items():
        if name == "model":
            continue
        yield name, "", {**family, "properties": {other: fields[other] for other in fields if other != name}}
        for word, change in CHANGED.items():
            if word in schema:
                yield name, word, {**family, "properties": {**fields, name: {**schema, word: change(schema[word])}}}
    for name in family["required"]:
        yield name, "required", {**family, "required": [other for other in family["required"] if other != name]}


def test_no_fact_of_any_field_can_change_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any field dropped, any limit moved, any value, default or type lost, in any family, is a new problem."""
    monkeypatch.setattr(compare_records, "check", lambda request: [])
    monkeypatch.setattr(compare_records, "UNENFORCED", {})
    mapping = SCHEMAS["VideoRequest"]["discriminator"]["mapping"]
    unseen, tried = set(), 0
    for name in FAMILIES:
        ids = {model: ref for model, ref in mapping.items() if MAPPING[model] == name}
        records = [record for record in RECORDS if not ids.keys().isdisjoint(record["model_ids"])]
        few = {"VideoRequest": {"discriminator": {"mapping": ids}}}
        few |= {each: schema for each, schema in SCHEMAS.items() if each == name or not each.endswith("Request")}
        before = mistakes(few, records)
        for field, word, changed in changes(SCHEMAS[name]):
            tried += 1
            if mistakes({**few, name: changed}, records) == before:
                unseen.add((name, field, word))
    assert UNSEEN == unseen
    assert tried >= LEAST


def mistakes(schemas: dict[str, Any], records: list[dict[str, Any]]) -> list[str]:
    """Return the problems except of the rules that explain nothing in so few records."""
    return [found for found in problems(schemas, records) if not found.startswith("a rule that explains nothing")]
