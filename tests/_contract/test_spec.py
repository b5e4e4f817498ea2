"""The contract itself: valid OpenAPI, true to its own examples, and every word of our own used as its head says.

That it holds what the vendor's pages say is tests/_contract/test_coverage.py's; the five pages that all this
started from are listed here once more, by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
import yaml
from bundle import BUNDLE, sources
from contract import contract
from openapi_spec_validator import OpenAPIV31SpecValidator
from ruamel.yaml import YAML

from foxapi_video import check, models
from foxapi_video._contract.catalog import catalog

SPEC: dict[str, Any] = contract()
SCHEMAS: dict[str, Any] = SPEC["components"]["schemas"]
CREATE = SPEC["paths"]["/v1/videos/generations"]["post"]
EXAMPLES = CREATE["requestBody"]["content"]["application/json"]["examples"]
FAMILIES = [variant["$ref"].rpartition("/")[2] for variant in SCHEMAS["VideoRequest"]["oneOf"]]
FIELDS = [(name, field, prop) for name in FAMILIES for field, prop in SCHEMAS[name]["properties"].items()]
OBJECTS = [(name, field, prop) for name in SCHEMAS for field, prop in SCHEMAS[name].get("properties", {}).items()]

PAGES: dict[str, tuple[str, list[str]]] = {
    "000 sora-2": (
        "Sora2Request",
        ["model", "prompt", "image_urls", "aspect_ratio", "duration", "resolution", "character_ids", "delete_video"],
    ),
    "001 sora-2-pro": (
        "Sora2Request",
        [
            "model", "prompt", "generation_type", "image_urls", "aspect_ratio", "duration", "resolution",
            "character_ids", "delete_video",
        ],
    ),
    "002 veo-3.1": (
        "Veo31Request",
        [
            "model", "prompt", "generation_type", "image_urls", "aspect_ratio", "duration", "resolution",
            "generate_audio", "advanced",
        ],
    ),
    "003 seedance-2.0-reference": (
        "Seedance20ReferenceRequest",
        [
            "model", "prompt", "resolution", "ratio", "duration", "generate_audio", "seed", "image_urls",
            "video_urls", "audio_urls",
        ],
    ),
    "004 wan-2.7-reference": (
        "Wan27ReferenceRequest",
        [
            "model", "prompt", "reference_image_urls", "reference_video_urls", "duration", "resolution",
            "aspect_ratio", "negative_prompt", "seed", "multi_shots", "enable_safety_checker",
        ],
    ),
}  # fmt: skip
"""The parameters that each of the five pages documents, copied from the pages."""
BEYOND = {
    "Sora2Request": set(),
    "Veo31Request": {
        "negative_prompt", "seed", "enhance_prompt", "auto_fix", "person_generation", "safety_tolerance",
        "reference_type",
    },
    "Seedance20ReferenceRequest": {"aspect_ratio"},
    "Wan27ReferenceRequest": set(),
}  # fmt: skip
"""What later pages add to the families of the five."""
ANSWER = ["created", "id", "model", "object", "progress", "status", "task_info", "type"]
"""The fields of the answer that every page prints."""


def validator(schema: Any) -> jsonschema_rs.Draft202012Validator:
    """Make a validator of a schema that may refer to the components."""
    refers = any(isinstance(node, dict) and "$ref" in node for _, node in nodes(schema))
    return jsonschema_rs.Draft202012Validator(
        {"allOf": [schema], **({"components": SPEC["components"]} if refers else {})}
    )


def nodes(node: Any, path: str = "#") -> Iterator[tuple[str, Any]]:
    """Yield every node of the contract with its place."""
    yield path, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from nodes(value, f"{path}/{key}")
    elif isinstance(node, list):
        for at, value in enumerate(node):
            yield from nodes(value, f"{path}/{at}")


def test_the_contract_is_valid_openapi() -> None:
    """openapi-spec-validator finds no error."""
    assert [] == [error.message for error in OpenAPIV31SpecValidator(SPEC).iter_errors()]


def test_every_schema_is_a_schema() -> None:
    """Each one is valid by the metaschema of JSON Schema 2020-12."""
    assert [] == [name for name, schema in SCHEMAS.items() if not jsonschema_rs.meta.is_valid(schema)]


def test_every_default_and_example_of_a_schema_is_valid_against_it() -> None:
    """No schema refuses its own default or examples."""
    own = [
        (path, schema, value)
        for path, schema in nodes(SPEC["components"]["schemas"])
        if isinstance(schema, dict) and ("type" in schema or "anyOf" in schema or "$ref" in schema)
        for value in [*schema.get("examples", []), *([schema["default"]] if "default" in schema else [])]
    ]
    assert len(own) >= 600
    assert [] == [(path, value) for path, schema, value in own if not validator(schema).is_valid(value)]


def test_every_parameter_example_is_valid() -> None:
    """A parameter's example is one that its schema allows."""
    parameters = [
        parameter
        for _, node in nodes(SPEC["paths"])
        if isinstance(node, dict)
        for parameter in node.get("parameters", [])
    ]
    shown = [parameter for parameter in parameters if "example" in parameter]
    assert len(shown) >= 1
    assert [] == [shown_["name"] for shown_ in shown if not validator(shown_["schema"]).is_valid(shown_["example"])]


@pytest.mark.parametrize(("name", "request_"), [(n, e["value"]) for n, e in EXAMPLES.items()], ids=EXAMPLES)
def test_every_request_example_passes(name: str, request_: dict[str, Any]) -> None:
    """The contract and `check` accept each documented request, and it is of the model that names it."""
    assert (name, []) == (request_["model"], check(request_))
    assert validator({"$ref": "#/components/schemas/VideoRequest"}).is_valid(request_)


def media() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each documented answer's content."""
    for path, node in nodes({"paths": SPEC["paths"], "responses": SPEC["components"]["responses"]}):
        if path.endswith(("/content/application~1json", "/content/application/json")):
            yield path, node


def test_every_answer_example_is_valid() -> None:
    """Each documented answer is one that its schema allows."""
    examples = [
        (path, content["schema"], value)
        for path, content in media()
        for value in [
            *(example["value"] for example in content.get("examples", {}).values()),
            *([content["example"]] if "example" in content else []),
        ]
    ]
    assert len(examples) >= 22
    assert [] == [path for path, schema, value in examples if not validator(schema).is_valid(value)]


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each operation with its name."""
    for methods in SPEC["paths"].values():
        for operation in methods.values():
            yield operation["operationId"], operation


def test_every_task_example_is_a_task() -> None:
    """The documented answers of the two operations that answer with a task are tasks; the others' are not."""
    task = validator({"$ref": "#/components/schemas/Task"})
    found: dict[str, list[bool]] = {}
    for name, operation in operations():
        content = operation["responses"]["2XX"]["content"]["application/json"]
        values = [example["value"] for example in content.get("examples", {}).values()]
        values += [content["example"]] if "example" in content else []
        found[name] = [task.is_valid(value) for value in values]
    kinds = {name: set(valid) for name, valid in found.items() if valid}
    account = ["list_models", "get_credits", "list_prices", "list_charges"]
    account += ["get_key_budget", "get_subscription", "get_billing_usage"]
    assert {"create_video": {True}, "get_task": {True}, **{name: {False} for name in account}} == kinds
    assert len(found["create_video"] + found["get_task"]) >= 6


def test_the_discriminator_covers_every_id_of_every_family() -> None:
    """Each model id leads to the family whose enum holds it, and none is left over."""
    mapping = SCHEMAS["VideoRequest"]["discriminator"]["mapping"]
    expected = {
        model: f"#/components/schemas/{name}"
        for name in FAMILIES
        for model in SCHEMAS[name]["properties"]["model"]["enum"]
    }
    assert expected == mapping
    assert list(mapping) == [info.id for info in models()] == list(catalog().models)


@pytest.mark.parametrize(("family", "fields"), PAGES.values(), ids=PAGES)
def test_every_parameter_of_the_page_is_in_the_contract(family: str, fields: list[str]) -> None:
    """No documented parameter is missing."""
    assert set() == set(fields) - set(SCHEMAS[family]["properties"])


def test_the_contract_holds_no_parameter_that_no_page_has() -> None:
    """Each field of the five pages' families comes from its page, or from a newer one that is named here."""
    documented = {name: set(fields) for name, fields in BEYOND.items()}
    for family, fields in PAGES.values():
        documented[family] |= set(fields)
    assert documented == {name: set(SCHEMAS[name]["properties"]) for name in documented}
    assert list(documented) == [name for name in FAMILIES if SCHEMAS[name]["x-source"]["kind"] == "full-page"]


def test_the_answer_of_the_pages_is_in_the_contract() -> None:
    """Task holds each documented field and asks for id and status alone."""
    assert set() == set(ANSWER) - set(SCHEMAS["Task"]["properties"])
    assert ["id", "status"] == SCHEMAS["Task"]["required"]
    assert set(SCHEMAS["KnownTaskStatus"]["enum"]) == set(SCHEMAS["TaskStatus"]["x-states"])


def test_a_status_means_one_thing() -> None:
    """No synonym is in two lists or a documented status, and each is written as it is compared."""
    status = SCHEMAS["TaskStatus"]
    names = [name for names in status["x-synonyms"].values() for name in names]
    assert sorted({*names} - {*status["x-states"]}) == sorted(names)
    assert [] == [name for name in names if not re.fullmatch("[a-z_]+", name)]
    assert {"running", "completed", "failed"} == {*status["x-synonyms"], *status["x-states"].values()}


def test_nothing_is_read_as_another_type_by_accident() -> None:
    """No ratio became a number, no word a boolean, and YAML 1.1 and 1.2 read the same files."""
    assert len(sources()) >= 20
    for path in [*sources(), BUNDLE]:
        text = path.read_text(encoding="utf-8")
        assert YAML(typ="safe", pure=True).load(text) == yaml.load(text, yaml.CSafeLoader), path
    kinds = {"string": str, "integer": int, "null": type(None)}
    for path, node in nodes(SPEC):
        if isinstance(node, dict) and isinstance(node.get("enum"), list) and "type" in node:
            types = [node["type"]] if isinstance(node["type"], str) else node["type"]
            assert (path, {kinds[each] for each in types}) == (path, {type(value) for value in node["enum"]})
        elif isinstance(node, dict) and isinstance(node.get("enum"), list):
            found = {type(value) for value in node["enum"]} - {type(None)}
            assert (path, True) == (path, found in ({str}, {int}))
        if isinstance(node, dict):
            assert (path, []) == (path, [key for key in node if not isinstance(key, str)])


@pytest.mark.parametrize("name", FAMILIES)
def test_every_ratio_and_size_is_text(name: str) -> None:
    """What plays the role of a ratio is text of the form 16:9 or 1280x720, or a word, or null where that is a type."""
    ratios = [prop for prop in SCHEMAS[name]["properties"].values() if prop.get("x-role") == "ratio"]
    assert [] == [prop for prop in ratios if "string" not in prop["type"]]
    values = [value for prop in ratios for value in prop.get("enum", []) if value is not None]
    words = "adaptive|auto|landscape|portrait"
    assert [] == [value for value in values if not re.fullmatch(rf"\d+:\d+|\d+x\d+|{words}", value)]


def test_most_families_have_a_ratio() -> None:
    """A family without one takes it from what it is given, or a page knows none."""
    without = {name for name in FAMILIES if all(prop.get("x-role") != "ratio" for _, prop in fields_of(name))}
    given = {"image_url", "image_urls", "references", "video_url", "video_id", "voice_url"}
    assert [] == [name for name in without if given.isdisjoint(SCHEMAS[name]["properties"])]
    assert 25 <= len(FAMILIES) - len(without)


def fields_of(name: str) -> list[tuple[str, dict[str, Any]]]:
    return list(SCHEMAS[name]["properties"].items())


def test_every_field_says_what_it_is() -> None:
    """Each field of a request has a description and, except for objects and flags, an example."""
    assert [] == [(name, field) for name, field, prop in FIELDS if not prop.get("description", "").strip()]
    assert [] == [
        (name, field)
        for name, field, prop in FIELDS
        if "examples" not in prop and {"object", "boolean"}.isdisjoint(types(prop))
    ]


def types(schema: dict[str, Any]) -> list[str]:
    return [schema["type"]] if isinstance(schema["type"], str) else schema["type"]


def test_every_prompt_is_more_than_blank() -> None:
    """A prompt has a character that shows, but where the page's own default is an empty one."""
    prompts = [(name, field, prop) for name, field, prop in FIELDS if prop.get("x-role") == "prompt"]
    lax = [(name, field) for name, field, prop in prompts if prop.get("pattern") != r"\S"]
    assert [("KlingMotionControlRequest", "prompt")] == lax


def test_every_field_of_urls_takes_urls_and_says_of_what() -> None:
    """A field whose name ends in _url or _urls takes absolute URLs, and all but callbacks are files."""
    for name, field, prop in OBJECTS:
        if field.endswith(("_url", "_urls")):
            schema = validator(prop["items"] if "array" in types(prop) else prop)
            assert (name, field, True, False) == (
                name, field, schema.is_valid("https://example.com/a.png"), schema.is_valid("a.png"),
            )  # fmt: skip
            assert (name, field, field != "callback_url") == (name, field, "x-media" in prop)


# ------------------------------------------------------------------ the words of our own


def test_the_bundle_is_the_contract() -> None:
    """The one document for other tools holds what the files say together."""
    assert SPEC == yaml.load(BUNDLE.read_text(encoding="utf-8"), yaml.CSafeLoader)


def test_every_word_of_our_own_is_explained() -> None:
    """The heads of foxapi.yaml and common.yaml explain each x- word that a file uses, once, and no other."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sources()}
    written = [yaml.load(text, yaml.CSafeLoader) for text in texts.values()]
    used = {
        key
        for document in [SPEC, *written]
        for _, node in nodes(document)
        if isinstance(node, dict)
        for key in node
        if str(key).startswith("x-")
    }
    heads = [
        re.split(r"^[^#]", texts[name], maxsplit=1, flags=re.MULTILINE)[0] for name in ("foxapi.yaml", "common.yaml")
    ]
    explained = [word for head in heads for word in re.findall(r"^#   (x-[a-z-]+)", head, re.MULTILINE)]
    assert sorted(used) == sorted(explained)


@pytest.mark.parametrize("name", FAMILIES)
def test_every_source_says_what_it_is_and_how_sure(name: str) -> None:
    """x-source has a known kind and the addresses of pages; x-note is a sentence about them, which explains a lack."""
    source, note = SCHEMAS[name]["x-source"], SCHEMAS[name]["x-note"]
    assert {"kind", "pages"} == set(source)
    assert source["kind"] in ("full-page", "page", "catalog")
    assert source["pages"] or "is not published yet" in note
    assert [] == [page for page in source["pages"] if not re.fullmatch(r"https://docs\.\S+", page)]
    assert len(source["pages"]) == len(set(source["pages"]))
    assert note.strip().endswith(".")


SOURCE_WORDS = (
    r"\bpages?\b|\bprose\b|\bcatalog\b|August 2026|sibling|\bstated\b|documented|the vendor|left unset|precedence"
)
"""What a description does not speak of: x-note does."""


def test_a_description_is_short_and_speaks_of_no_source() -> None:
    """At most 200 characters, sentences, and nothing about pages; a list of models may follow."""
    found = [(path, node["description"]) for path, node in described()]
    assert len(found) > 400
    assert [] == [path for path, text in found if re.search(SOURCE_WORDS, text)]
    assert [] == [path for path, text in found if len(text.partition("\n- ")[0]) > 200]
    assert [] == [path for path, text in found if not text.strip().endswith((".", "…"))]


def test_a_note_names_its_pages() -> None:
    """No note speaks of "the page" without its name, nor of a seed, which is a word of this project's history."""
    notes = [(path, node["x-note"]) for path, node in nodes(SCHEMAS) if isinstance(node, dict) and "x-note" in node]
    assert len(notes) > len(FAMILIES)
    assert [] == [
        path for path, text in notes if re.search(r"\bseed page|the seed\b|\b[Tt]he page\b(?! of the model)", text)
    ]
    assert [] == [path for path, text in notes if not text.strip().endswith(".")]


def described() -> Iterator[tuple[str, Any]]:
    """Yield the families and their fields, nested ones included."""
    for name in FAMILIES:
        for path, node in nodes(SCHEMAS[name], name):
            if isinstance(node, dict) and isinstance(node.get("description"), str):
                yield path, node


def test_what_a_page_prints_is_not_from_the_catalog_alone() -> None:
    """A family of the vendor's list names the list's pages, and one of a stored page that page."""
    pages = {name: SCHEMAS[name]["x-source"]["pages"] for name in FAMILIES}
    kinds = {name: SCHEMAS[name]["x-source"]["kind"] for name in FAMILIES}
    stored = {name: any(page.startswith("https://docs.foxapi.cc/pages/") for page in pages[name]) for name in FAMILIES}
    assert [] == [name for name in FAMILIES if kinds[name] in ("full-page", "page") and not stored[name]]
    assert ["LegacyRequest"] == [name for name in FAMILIES if kinds[name] == "catalog" and stored[name]]


def test_every_title_is_its_own() -> None:
    """No two families have one x-title."""
    titles = [SCHEMAS[name]["x-title"] for name in FAMILIES]
    assert sorted(set(titles)) == sorted(titles)


def test_every_rule_has_words_and_names_fields_that_are_there() -> None:
    """x-rule is a sentence of its own in its family; x-field, and all that a rule asks about, are fields of it."""
    for name in FAMILIES:
        fields = set(SCHEMAS[name]["properties"])
        rules = SCHEMAS[name].get("allOf", [])
        words = [rule["x-rule"] for rule in rules]
        assert (name, sorted(set(words))) == (name, sorted(words))
        assert (name, set()) == (name, {rule["x-field"] for rule in rules if "x-field" in rule} - fields)
        asked = {
            field
            for rule in rules
            for _, node in nodes([rule["if"], rule["then"]])
            if isinstance(node, dict)
            for field in [*node.get("properties", {}), *node.get("required", [])]
        }
        assert (name, set()) == (name, asked - fields)


def test_every_default_that_depends_on_others_names_them() -> None:
    """x-default-unless stands beside a default and names other fields of the family."""
    held = [(name, field, prop) for name, field, prop in FIELDS if "x-default-unless" in prop]
    assert [("Seedance20ReferenceRequest", "ratio")] == [(name, field) for name, field, _ in held]
    for name, field, prop in held:
        others = set(prop["x-default-unless"])
        assert "default" in prop
        assert field not in others
        assert others <= set(SCHEMAS[name]["properties"])


def test_every_server_default_is_one_that_may_be_sent() -> None:
    """x-server-default is valid for its field and stands beside no default."""
    held = [(name, field, prop) for name, field, prop in FIELDS if "x-server-default" in prop]
    assert len(held) >= 30
    assert [] == [(name, field) for name, field, prop in held if "default" in prop]
    assert [] == [(name, field) for name, field, prop in held if not validator(prop).is_valid(prop["x-server-default"])]


def test_every_inferred_type_is_said_to_be() -> None:
    """x-inferred is true wherever it stands, and stands on fields alone."""
    held = [(path, node["x-inferred"]) for path, node in nodes(SPEC) if isinstance(node, dict) and "x-inferred" in node]
    assert {True} == {inferred for _, inferred in held}
    assert [] == [path for path, _ in held if path.split("/")[-2] != "properties"]


def test_every_reference_counts_through_a_field() -> None:
    """Each form of x-references has one number sign, and points at a list or a file of the family."""
    held = [(name, prop) for name, _, prop in FIELDS if "x-references" in prop]
    assert len(held) >= 9
    for name, prop in held:
        assert prop["x-role"] == "prompt"
        for form, field in prop["x-references"].items():
            aim = SCHEMAS[name]["properties"][field]
            assert (name, form, 1) == (name, form, form.count("#"))
            assert form.split("#")[0]
            assert "array" in types(aim) or "x-media" in aim


def test_every_sum_adds_up_numbers() -> None:
    """x-sum names a number of the list's entries and a number of the family."""
    held = [(name, prop) for name, _, prop in FIELDS if "x-sum" in prop]
    assert len(held) >= 5
    for name, prop in held:
        assert {"item", "field"} == set(prop["x-sum"])
        entry = SCHEMAS[prop["items"]["$ref"].rpartition("/")[2]]["properties"]
        for number in (entry[prop["x-sum"]["item"]], SCHEMAS[name]["properties"][prop["x-sum"]["field"]]):
            assert {"integer", "number"} & set(types(number))


def test_every_file_is_of_a_known_kind_within_known_limits() -> None:
    """x-media is a known kind; x-file stands beside it, with known keys, and totals on lists alone."""
    limits = {"types", "maxMB", "minSeconds", "maxSeconds", "totalMB", "totalSeconds", "minTotalSeconds"}
    held = [
        (path, node)
        for path, node in nodes(SCHEMAS)
        if isinstance(node, dict) and ("x-media" in node or "x-file" in node)
    ]
    assert len(held) >= 60
    for path, node in held:
        if path.endswith("/properties"):
            continue
        assert (path, True) == (path, node.get("x-media") in ("image", "video", "audio", "text", "file"))
        found = node.get("x-file", {"types": ["any"]})
        assert (path, set()) == (path, set(found) - limits)
        assert (path, True) == (path, bool(found) and all(found.values()))
        assert "array" in types(node) or not {"totalMB", "totalSeconds", "minTotalSeconds"} & set(found)


def test_every_result_has_a_place_in_the_answer() -> None:
    """Each key of x-result is a property of TaskResult, and who makes no file says what it makes."""
    held = {name: SCHEMAS[name]["x-result"] for name in FAMILIES if "x-result" in SCHEMAS[name]}
    assert set() == {key for keys in held.values() for key in keys} - set(SCHEMAS["TaskResult"]["properties"])
    assert {
        "Sora2CharacterRequest": ["character_id", "name"],
        "KlingVoiceRequest": ["voice_id"],
        "KlingElementRequest": ["element_id"],
    } == {name: keys for name, keys in held.items() if "url" not in keys}


def test_every_model_that_always_has_audio_is_of_its_family() -> None:
    """x-audio-models stands on the field `model` and names models of it."""
    held = [(name, field, prop) for name, field, prop in FIELDS if "x-audio-models" in prop]
    assert {"model"} == {field for _, field, _ in held}
    assert [] == [name for name, _, prop in held if not set(prop["x-audio-models"]) <= set(prop["enum"])]


def test_every_role_is_known_and_played_once() -> None:
    """x-role is a known one, and no family has two fields of one role but two names of one field."""
    roles = [(name, prop["x-role"]) for name, _, prop in FIELDS if "x-role" in prop]
    assert {"prompt", "resolution", "ratio", "duration", "audio"} == {role for _, role in roles}
    assert {("Seedance20ReferenceRequest", "ratio")} == {each for each in roles if roles.count(each) > 1}
