"""Compare the contract in openapi/ with the records that it was written from, parameter by parameter.

tests/records.json holds what the vendor's pages say: a record a page, its `about` explains the words. Each parameter's
presence, type, null, values, limits and default are held against the schema that the contract gives to the record's
model ids, rules about `model` alone included; what differs is explained by a rule of RULES, or named with its reason in
DEPARTURES, or a mistake. Each record's own example must pass `foxapi_video.check`. The exit status is 1 if a difference
has no reason, a reason no difference, an id of the records no schema, or a schema does not name the record's page.

What a page leaves uncertain refuses no request; each such place is a departure of its own, since a rule for all of them
would hide what is lost by mistake.

    .venv/bin/python scripts/compare_records.py [--records FILE] [--spec FILE]
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from attrs import field, frozen
from bundle import SPEC, load

from foxapi_video import check

ROOT = Path(__file__).resolve().parent.parent
RECORDS = ROOT / "tests" / "records.json"
SCHEMA_REF = "#/components/schemas/"
ADDRESS = re.compile(r"https://[^\s)]+")

Facts = dict[str, Any]


@frozen
class Sibling:
    """A limit that the record copies from another page: it is not to be enforced."""

    limit: int


@frozen
class Difference:
    """One thing that a record and the contract say differently of one parameter."""

    record: Mapping[str, Any] = field(repr=False)
    model: str
    parameter: str
    aspect: str
    recorded: Any
    written: Any
    entry: Mapping[str, Any] = field(repr=False)
    """The record's entry of the parameter; empty when it has none."""
    schema: Mapping[str, Any] = field(repr=False)
    """The contract's; empty when it has none."""
    others: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]] = field(repr=False)
    """The other records of the family that have the parameter, with their entries of it."""
    winner: Mapping[str, Any] | None = field(repr=False)
    """The record that wins over this one for the model."""
    narrowed: bool
    """Whether the contract says so by a rule about the model."""

    def __str__(self) -> str:
        return f"{self.aspect} is {shown(self.recorded)} in the record and {shown(self.written)} in the contract"


def shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if not isinstance(value, Sibling) else f"a sibling's {value.limit}"
    return text if len(text) <= 70 else f"{text[:67]}…"


# ------------------------------------------------------------------ what both sides say


def recorded(record: Mapping[str, Any], entry: Mapping[str, Any]) -> Facts:
    """Return what a record says of one of its parameters."""
    name = entry["name"]
    kind = entry.get("documented_type") or entry["type"]
    values = list(dict.fromkeys([*(entry["enum"] or ()), *(entry["documented_values"] or ())]))
    if name == "model":
        values = list(dict.fromkeys([*record["model_ids"], *values]))
    advanced = entry.get("advanced", False)
    text = {"string<uri>": "http URL"}.get(kind)
    if entry.get("accepts_base64"):
        text = "http URL or base64"
    if name == "callback_url":
        text = "https URL"
    return {
        "presence": True,
        "required": entry["required"],
        "type": kind.replace("<uri>", "").replace("<", " of ").rstrip(">"),
        "nullable": entry["nullable"],
        "values": ordered(values or None),
        "minimum": limit(entry, "min"),
        "maximum": limit(entry, "max"),
        "minLength": limit(entry, "minLength"),
        "maxLength": limit(entry, "maxLength"),
        "minItems": limit(entry, "minItems"),
        "maxItems": limit(entry, "maxItems"),
        "multipleOf": limit(entry, "multipleOf"),
        "text": text,
        "entries": None,
        "default": None if advanced else entry["default"],
        "server default": entry.get("documented_default", entry["default"] if advanced else None),
        "inferred": entry.get("type_inferred", False) and not entry.get("type_confirmed", False),
    }


def limit(entry: Mapping[str, Any], word: str) -> Any:
    """Return a limit of a parameter, in whatever way the page states it."""
    value = entry.get(word)
    if value is None:
        return entry.get(f"documented_{word}")
    return Sibling(value) if entry.get("limits_source", {}).get(word) == "sibling" else value


def written(family: Mapping[str, Any], name: str, schema: Mapping[str, Any]) -> Facts:
    """Return what the contract says of a field, in the same words."""
    kinds = schema.get("type", "anything")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    nullable = "null" in kinds
    kind = " or ".join(kind for kind in kinds if kind != "null")
    items = schema.get("items", {})
    if kind == "array":
        kind = f"array of {items.get('type', 'anything')}"
    values = [value for value in schema["enum"] if value is not None] if "enum" in schema else None
    entries = {word: value for word, value in items.items() if word in ("minLength", "maxLength", "enum")}
    return {
        "presence": True,
        "required": name in family["required"],
        "type": kind,
        "nullable": nullable,
        "values": ordered(values),
        **{word: schema.get(word) for word in ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")},
        "multipleOf": schema.get("multipleOf"),
        "text": pattern_in_words(schema.get("pattern", items.get("pattern"))),
        "entries": entries or None,
        "default": schema.get("default"),
        "server default": schema.get("x-server-default"),
        "inferred": schema.get("x-inferred", False),
    }


def ordered(values: list[Any] | None) -> list[Any] | None:
    return values and sorted(values, key=lambda value: (isinstance(value, str), value))


def pattern_in_words(pattern: str | None) -> str | None:
    if pattern is None or pattern == r"\S":
        return pattern and "not blank"
    if "data:" in pattern:
        return "http URL or base64"
    if pattern.startswith("^[Hh][Tt][Tt][Pp][Ss]?://"):
        return "http URL"
    return "https URL" if pattern.startswith("^https://") else pattern


def fields_for(family: Mapping[str, Any], model: str) -> dict[str, Mapping[str, Any]]:
    """Return the fields of a family as they are for one model: with the rules applied that depend on `model` alone."""
    fields = dict(family["properties"])
    for rule in family.get("allOf", ()):
        asked = rule["if"].get("properties", {})
        if set(asked) == {"model"} and model in asked["model"].get("enum", [asked["model"].get("const")]):
            for name, more in rule["then"].get("properties", {}).items():
                fields |= {name: narrowed(fields[name], more)} if name in fields else {}
    return fields


def narrowed(schema: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Return a field's schema as one more schema leaves it."""
    if more.get("type") == "null":
        return {"type": "null"}
    result = dict(schema)
    if "enum" in more:
        result["enum"] = [value for value in schema.get("enum", more["enum"]) if value in more["enum"]]
    for word, stricter in (("minimum", max), ("minLength", max), ("minItems", max)):
        if word in more:
            result[word] = stricter(more[word], schema.get(word, more[word]))
    for word, stricter in (("maximum", min), ("maxLength", min), ("maxItems", min)):
        if word in more:
            result[word] = stricter(more[word], schema.get(word, more[word]))
    return result


# ------------------------------------------------------------------ what explains a difference


def is_wider(difference: Difference) -> bool:
    """Return True if the contract refuses nothing that the record allows."""
    said, kept = difference.recorded, difference.written
    match difference.aspect:
        case "presence":
            return kept is True
        case "required":
            return not kept
        case "nullable":
            return bool(kept)
        case "values":
            return kept is None or (said is not None and set(kept) >= set(said))
        case "minimum" | "minLength" | "minItems":
            return kept is None or (isinstance(said, int) and kept <= said)
        case "maximum" | "maxLength" | "maxItems":
            return kept is None or (isinstance(said, int) and kept >= said)
        case aspect:
            return aspect in ("default", "server default", "inferred")


def is_of_the_winner(difference: Difference) -> bool:
    """Return True if the preceding page agrees with the contract, and nothing is refused that this one allows."""
    winner = difference.winner or {"parameters": []}
    entries = [entry for entry in winner["parameters"] if entry["name"] == difference.parameter]
    return is_wider(difference) and any(
        recorded(winner, entry)[difference.aspect] == difference.written for entry in entries
    )


def is_of_the_family(difference: Difference) -> bool:
    """Return True if the contract has it from another page of the same schema."""
    said, kept = difference.recorded, difference.written
    others = [recorded(record, entry) for record, entry in difference.others]
    match difference.aspect:
        case "presence":
            return said is None and bool(others)
        case "values":
            known = {value for other in others for value in other["values"] or ()}
            return is_wider(difference) and kept is not None and set(kept) <= known | set(said)
        case "default" if difference.parameter == "model":
            return kept in [other["default"] for other in others]
        case "minLength":
            return said is None and kept in [other["minLength"] for other in others]
        case "inferred":
            return not kept and not all(other["inferred"] for other in others)
        case _:
            return False


def is_an_enum_of_a_range(difference: Difference) -> bool:
    entry, schema = difference.entry, difference.schema
    special = entry.get("documented_special_values")
    if difference.aspect not in ("values", "minimum", "maximum") or not special or entry["max"] is None:
        return False
    return {*special, *range(entry["min"], entry["max"] + 1)} == set(schema.get("enum", ()))


def is_a_rule_of_the_page(difference: Difference) -> bool:
    """Return True if the record has a sentence about what the contract's rule leaves of a field for one model."""
    said, kept = difference.recorded, difference.written
    if not difference.narrowed:
        return False
    sentences = difference.record["cross_field_rules"]
    if difference.aspect != "values":
        return any(difference.parameter in sentence for sentence in sentences)
    gone = [value for value in said or () if value not in kept]
    return any(
        any(str(value) in sentence for value in gone) or all(str(value) in sentence for value in kept)
        for sentence in sentences
    )


RULES: Mapping[str, Callable[[Difference], bool]] = {
    "a prompt is never blank": lambda it: (
        (it.aspect, it.recorded, it.written, it.schema.get("x-role")) == ("text", None, "not blank", "prompt")
    ),
    "a field of files takes absolute http or https URLs, though its page says text": lambda it: (
        it.aspect == "text"
        and (it.recorded, it.written) == (None, "http URL")
        and it.parameter.endswith(("_url", "_urls"))
    ),
    "an id in a list is not empty": lambda it: it.aspect == "entries" and it.written == {"minLength": 1},
    "an empty text as a default says nothing": lambda it: (
        it.aspect in ("default", "server default") and (it.recorded, it.written) == ("", None)
    ),
    "a single value beside a range, -1 or 0, makes an enum of both": is_an_enum_of_a_range,
    "a limit that is only a sibling page's is not enforced": lambda it: (
        isinstance(it.recorded, Sibling) and it.written is None
    ),
    "the 20 models of the legacy template have no default among them": lambda it: (
        (it.parameter, it.aspect, it.written) == ("model", "default", None) and len(it.schema["enum"]) == 20
    ),
    "a rule of the page narrows a field for one of its models": is_a_rule_of_the_page,
    "another page of the same model wins, the full or the newer one, and refuses nothing more": is_of_the_winner,
    "the ids of one family share one schema, with what any of its pages has": is_of_the_family,
}

DEPARTURES: Mapping[tuple[str, str, str], str] = {
    ("seed-000-sora-2-en", "prompt", "maxLength"): "the other full page covers both ids and prints 20000 characters",
    ("catalog-sora-2", "prompt", "maxLength"): "a full page that covers both ids prints 20000 characters",
    ("seed-001-sora-2-zh", "generation_type", "default"): (
        "taken where it is set and never added: the newer full page does not know the field"
    ),
    ("seed-001-sora-2-zh", "generation_type", "server default"): "as before: the default is the server's own",
    ("*seedance-2.0-reference-to-video*", "seed", "m??imum"): (
        "no page states a range; the upstream provider's holds: 0 to 4294967295, or -1"
    ),
    ("*seedance-2.0-reference-to-video*", "aspect_ratio", "default"): (
        "the default is sent under the full page's name of the field, ratio, unless aspect_ratio is set"
    ),
    ("catalog-veo-3.1", "generate_audio", "default"): (
        "true on veo-3.1-lite too, as the page's own text and the full page of the others say; its schema says false"
    ),
    ("foxapi-veo-3.1-extend-fast-en-older", "video", "presence"): "renamed video_url; the two must not go out together",
    (
        "foxapi-veo-3.1-extend-fast-en-older",
        "advanced",
        "presence",
    ): "gave way to fields of their own on the new page",
    ("foxapi-veo-3.1-extend-fast-en-older", "", "example"): "has the old name video",
    ("foxapi-lipsync-2-en-oldest", "video", "presence"): "renamed video_url; the old name may be refused",
    ("foxapi-lipsync-2-en-oldest", "audio", "presence"): "renamed audio_url; the old name may be refused",
    ("foxapi-lipsync-2-en-oldest", "callback_url", "presence"): "gone from the two later pages",
    ("foxapi-lipsync-2-en-oldest", "", "example"): "has the old names video and audio, and callback_url",
    ("foxapi-lipsync-2-zh-middle", "advanced", "presence"): "gave way to fields of their own on the new page",
    ("catalog-sora2pro-video-generate", "*", "*"): (
        "the old shared template of an id that a full page covers: superseded for its only id, and not to be mixed"
    ),
    ("foxapi-veo3.1-fast-legacy-en", "prompt", "maxLength"): (
        "2000 tokens in prose, 2000 characters in the schema: not enforced, as which holds is unclear"
    ),
    ("catalog-kling-v3-*-to-video", "prompt", "required"): (
        "unclear beside multi_prompt: a rule asks for one of the two, as a client of the same vendor sends it"
    ),
    ("catalog-kling-custom-element", "prompt", "required"): (
        "required by the schema, unnecessary by the description of the same page"
    ),
    ("catalog-live-avatar", "frames_per_clip", "multipleOf"): "a rule says it, in words for a person",
    ("catalog-veed-subtitles", "vocabulary", "type"): "that an entry is a plain text is a guess",
}
"""(record, parameter, aspect), each with * and ?, and why the contract differs there; a record may name one model."""

UNENFORCED: Mapping[str, str] = {
    "reference-to-video: duration 8 only, not on veo-3.1-lite.": (
        "the full page of veo-3.1 and veo-3.1-fast allows 4, 6 and 8 seconds in every mode; the lite half is a rule"
    ),
    "image_urls <= 9, video_urls <= 3, audio_urls <= 3, and all three together <= 12.": (
        "the full page has the three limits and no total, so that 9 + 3 + 3 are let through"
    ),
    "Output length follows audio_url (max about 60 s).": "about 60 s is no limit to refuse by",
    "audio_url at most 30 s, at most 60 s in 720p mode; it sets length and price.": (
        "no field selects the 720p mode, so that 60 s are let through"
    ),
    "Reference video at most 10 s with character_orientation=image, 30 s with video.": (
        "30 s hold for local files; which of the two applies depends on another field"
    ),
    "If elements contains a video subject, len(elements)+len(image_urls) <= 4.": (
        "which element is a video subject cannot be read from the page"
    ),
    'Exactly one of prompt and multi_prompt ("choose one of the two").': (
        "both are refused; whether neither is refused is not stated"
    ),
    "len(image_urls)+len(elements) <= 4; elements may be image subjects only.": (
        "the counts hold; which element is no image subject cannot be read from the page"
    ),
    "Image-to-video only, so image_url is needed although the schema does not require it.": "optional in the schema",
    "Image-to-video, so image_url is needed although the schema does not require it.": "optional in the schema",
    "First-frame image-to-video only, so image_url is needed although the schema does not require it.": (
        "optional in the schema"
    ),
    "Text-to-video only; image_url has no meaning here.": "in the schema, where it has no stated effect",
    "Input video 720p or 1080p, 16:9 or 9:16.": "the size of a video is not looked at",
    "delete_video must be false on the first generation if the result is later remixed with sora-2-pro-remix.": (
        "what a result is for is not known when it is made"
    ),
    "video_id must come from a result generated with delete_video=false.": "an id does not tell how it was made",
    "srt_file_url or srt_content skips transcription and makes vocabulary ignored.": (
        "what happens when all are given is not refused anywhere"
    ),
}
"""What the pages say about more than one field, or about files, and the contract does not refuse by, and why."""

# ------------------------------------------------------------------ the comparison


@frozen
class Report:
    """What came of a comparison."""

    records: Sequence[Mapping[str, Any]]
    homes: Mapping[str, str]
    """Model id of the records → the schema that the contract has for it."""
    explained: Sequence[tuple[Difference, str]]
    """Each difference with its reason: a rule's name, a departure's, or nothing."""
    examples: int
    """How many records have an example that passes."""
    reasons: Mapping[tuple[str, str, str], str]
    """The departures that occur."""
    problems: Sequence[str]

    def lines(self) -> Iterator[str]:
        """Yield the report for a person."""
        yield from self._table()
        ids = {model: None for record in self.records for model in record["model_ids"]}
        yield ""
        yield f"{len(self.homes)} of {len(ids)} ids, {self.examples} examples of the pages pass"
        named = Counter(reason for _, reason in self.explained if reason in RULES)
        yield from ["", "rules, and how many differences each explains:"]
        yield from (f"{named[name]:6}  {name}" for name in RULES)
        yield from ["", "departures:"]
        yield from (f"  {', '.join(filter(None, key))}: {reason}" for key, reason in self.reasons.items())
        yield from ["", "what the pages say and no request is refused by:"]
        yield from (f"  {sentence} – {reason}" for sentence, reason in UNENFORCED.items())
        yield ""
        yield from self.problems or ["no mistake"]

    def _table(self) -> Iterator[str]:
        worst: dict[tuple[str, str], int] = {}
        for difference, reason in self.explained:
            place = (difference.record["id"], difference.parameter)
            worst[place] = max(worst.get(place, 0), 1 if reason in RULES else 2 if reason else 3)
        heads = ["records", "ids", "schemas", "parameters", "as recorded", "by rule", "departing", "mistaken"]
        yield "".join([f"{'family':12}", *(f"{head:>13}" for head in heads)])
        groups = dict.fromkeys(record["family"] for record in self.records)
        for name in [*groups, "all"]:
            members = [record for record in self.records if name in (record["family"], "all")]
            ids = dict.fromkeys(model for record in members for model in record["model_ids"])
            found = Counter(
                worst.get((record["id"], entry["name"]), 0) for record in members for entry in record["parameters"]
            )
            schemas = {self.homes[model] for model in ids if model in self.homes}
            numbers = [len(members), len(ids), len(schemas), found.total(), *(found[grade] for grade in range(4))]
            yield "".join([f"{name:12}", *(f"{number:13}" for number in numbers)])


def compare(
    spec: Mapping[str, Any],
    records: Sequence[Mapping[str, Any]],
    departures: Mapping[tuple[str, str, str], str] = DEPARTURES,
) -> Report:
    """Hold the contract against the records."""
    raw = spec["components"]["schemas"]
    mapping = {
        model: ref.removeprefix(SCHEMA_REF) for model, ref in raw["VideoRequest"]["discriminator"]["mapping"].items()
    }
    ids = dict.fromkeys(model for record in records for model in record["model_ids"])
    homes = {model: mapping[model] for model in ids if model in mapping}
    problems = [f"{model}: the contract has no such model" for model in ids if model not in homes]
    problems += [
        f"{record['id']}: no schema of the contract has any of its models"
        for record in records
        if homes.keys().isdisjoint(record["model_ids"])
    ]
    problems += [
        f"{record['id']}: its page {page} is not named by {home}"
        for record in records
        for home in dict.fromkeys(homes[model] for model in record["model_ids"] if model in homes)
        for page in [*ADDRESS.findall(record["source_url"]), record.get("foxapi_page_seen")]
        if page and "superseded_by" not in record and page not in raw[home]["x-source"]["pages"]
    ]
    explained = []
    used = set()
    for difference in differences(inlined(raw), homes, records):
        key = next((key for key in departures if matches(key, difference)), None)
        if key is not None:
            used.add(key)
            explained.append((difference, departures[key]))
        else:
            explained.append((difference, next((name for name, holds in RULES.items() if holds(difference)), "")))
    examples = 0
    for record in records:
        found = check(record["example"]) if record["example"] is not None else []
        key = next((key for key in departures if key[2] == "example" and fnmatchcase(record["id"], key[0])), None)
        examples += record["example"] is not None and not found
        if found and key is not None:
            used.add(key)
        elif found:
            problems.append(f"{record['id']}: its example is refused: {'; '.join(map(str, found))}")
    sentences = {sentence for record in records for sentence in record["cross_field_rules"]}
    reasons = {reason for _, reason in explained}
    problems += [f"{it.record['id']} ({it.model}), {it.parameter}: {it}" for it, reason in explained if not reason]
    problems += [f"a departure that no longer occurs: {', '.join(key)}" for key in departures if key not in used]
    problems += [f"a rule that explains nothing any more: {name}" for name in RULES if name not in reasons]
    problems += [f"no page says any more: {sentence}" for sentence in UNENFORCED if sentence not in sentences]
    occurring = {key: reason for key, reason in departures.items() if key in used}
    return Report(records, homes, explained, examples, occurring, problems)


def matches(key: tuple[str, str, str], difference: Difference) -> bool:
    record, parameter, aspect = key
    ids = (difference.record["id"], f"{difference.record['id']}:{difference.model}")
    return (
        any(fnmatchcase(name, record) for name in ids)
        and fnmatchcase(difference.parameter, parameter)
        and fnmatchcase(difference.aspect, aspect)
    )


def inlined(schemas: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request schemas with each reference replaced."""

    def resolve(node: Any) -> Any:
        if isinstance(node, list):
            return [resolve(item) for item in node]
        if not isinstance(node, dict):
            return node
        beside = {key: resolve(value) for key, value in node.items() if key != "$ref"}
        return {**resolve(schemas[node["$ref"].removeprefix(SCHEMA_REF)]), **beside} if "$ref" in node else beside

    return {name: resolve(schema) for name, schema in schemas.items() if name.endswith("Request")}


def differences(
    schemas: Mapping[str, Any], homes: Mapping[str, str], records: Sequence[Mapping[str, Any]]
) -> Iterator[Difference]:
    """Yield whatever a record and the contract say differently of one model."""
    by_id = {record["id"]: record for record in records}
    for record in records:
        entries = {entry["name"]: entry for entry in record["parameters"]}
        for model in filter(homes.__contains__, record["model_ids"]):
            family = schemas[homes[model]]
            fields = fields_for(family, model)
            wins = "superseded_by" in record and model in record.get("superseded_for", [model])
            winner = by_id.get(record["superseded_by"]) if wins else None
            kin = [
                (other, entry)
                for other in records
                if other is not record and homes[model] in map(homes.get, other["model_ids"])
                for entry in other["parameters"]
            ]
            for name in dict.fromkeys([*entries, *fields]):
                others = [(other, entry) for other, entry in kin if entry["name"] == name]
                entry, schema = entries.get(name, {}), fields.get(name, {})
                said: Facts = recorded(record, entry) if entry else {"presence": None}
                kept = facts_of(family, name, schema)
                always = facts_of(family, name, family["properties"].get(name, {}))
                for aspect in said if said["presence"] and kept["presence"] is True else ("presence",):
                    if said[aspect] != kept[aspect]:
                        yield Difference(
                            record=record,
                            model=model,
                            parameter=name,
                            aspect=aspect,
                            recorded=said[aspect],
                            written=kept[aspect],
                            entry=entry,
                            schema=schema,
                            others=others,
                            winner=winner,
                            narrowed=kept[aspect] != always.get(aspect),
                        )


def facts_of(family: Mapping[str, Any], name: str, schema: Mapping[str, Any]) -> Facts:
    if not schema or schema.get("type") == "null":
        return {"presence": "refused" if schema else None}
    return written(family, name, schema)


# ------------------------------------------------------------------ the command


def main(arguments: list[str] | None = None) -> int:
    """Print the comparison; 1 if there is a mistake."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=Path, default=RECORDS, help="the records (default: tests/records.json)")
    parser.add_argument("--spec", type=Path, default=SPEC, help="the contract (default: openapi/foxapi.yaml)")
    options = parser.parse_args(arguments)
    spec = load(options.spec)
    report = compare(spec, json.loads(options.records.read_text(encoding="utf-8"))["records"])
    print("\n".join(report.lines()))
    return 1 if report.problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
