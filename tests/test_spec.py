"""The contract itself: valid OpenAPI, and true to its own examples and to the five pages it was written from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator
from ruamel.yaml import YAML

from foxapi_video import check, models
from foxapi_video._catalogue import catalogue

CONTRACT = Path(__file__).parent.parent / "openapi" / "foxapi.yaml"
SPEC: dict[str, Any] = YAML(typ="safe", pure=True).load(CONTRACT)
SCHEMAS: dict[str, Any] = SPEC["components"]["schemas"]
CREATE = SPEC["paths"]["/v1/videos/generations"]["post"]
FAMILIES = [variant["$ref"].rpartition("/")[2] for variant in SCHEMAS["VideoRequest"]["oneOf"]]

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
BEYOND = {"Seedance20ReferenceRequest": {"aspect_ratio"}}
"""What newer pages add."""
ANSWER = ["created", "id", "model", "object", "progress", "status", "task_info", "type"]
"""The fields of the answer that every page prints."""


def validator(schema: Any) -> jsonschema_rs.Draft202012Validator:
    """Make a validator of a schema that may refer to the components."""
    return jsonschema_rs.Draft202012Validator({"allOf": [schema], "components": SPEC["components"]})


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
    assert len(own) >= 60
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


@pytest.mark.parametrize(
    ("name", "request_"),
    [
        (name, example["value"])
        for name, example in CREATE["requestBody"]["content"]["application/json"]["examples"].items()
    ],
)
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


def test_every_task_example_is_a_task() -> None:
    """The documented answers of both operations are tasks."""
    operations = [operation for methods in SPEC["paths"].values() for operation in methods.values()]
    contents = [operation["responses"]["200"]["content"]["application/json"] for operation in operations]
    values = [example["value"] for content in contents for example in content["examples"].values()]
    task = validator({"$ref": "#/components/schemas/Task"})
    assert len(values) >= 6
    assert [] == [value for value in values if not task.is_valid(value)]


def test_the_mapping_covers_every_id_of_every_family() -> None:
    """Each model id leads to the family whose enum holds it, and none is left over."""
    mapping = SCHEMAS["VideoRequest"]["discriminator"]["mapping"]
    expected = {
        model: f"#/components/schemas/{name}"
        for name in FAMILIES
        for model in SCHEMAS[name]["properties"]["model"]["enum"]
    }
    assert expected == mapping
    assert list(mapping) == [info.id for info in models()] == list(catalogue().models)


@pytest.mark.parametrize(("family", "fields"), PAGES.values(), ids=PAGES)
def test_every_parameter_of_the_page_is_in_the_contract(family: str, fields: list[str]) -> None:
    """No documented parameter is missing."""
    assert set() == set(fields) - set(SCHEMAS[family]["properties"])


def test_the_contract_holds_no_parameter_that_no_page_has() -> None:
    """Each field of a request comes from its page, or from a newer one that is named here."""
    documented: dict[str, set[str]] = {name: set(BEYOND.get(name, ())) for name in FAMILIES}
    for family, fields in PAGES.values():
        documented[family] |= set(fields)
    assert documented == {name: set(SCHEMAS[name]["properties"]) for name in FAMILIES}


def test_the_answer_of_the_pages_is_in_the_contract() -> None:
    """Task holds each documented field and asks for id and status alone."""
    assert set() == set(ANSWER) - set(SCHEMAS["Task"]["properties"])
    assert ["id", "status"] == SCHEMAS["Task"]["required"]
    assert set(SCHEMAS["KnownTaskStatus"]["enum"]) == set(SCHEMAS["TaskStatus"]["x-states"])


def test_nothing_is_read_as_another_type_by_accident() -> None:
    """No ratio became a number, no word a boolean, and YAML 1.1 and 1.2 read the same file."""
    assert SPEC == yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    for path, node in nodes(SPEC):
        if isinstance(node, dict) and "enum" in node:
            kinds = {type(value) for value in node["enum"]}
            wanted = {"string": {str}, "integer": {int}}[node["type"]] if "type" in node else {str}
            assert (path, wanted) == (path, kinds)
        if isinstance(node, dict):
            assert (path, []) == (path, [key for key in node if not isinstance(key, str)])


@pytest.mark.parametrize("name", FAMILIES)
def test_every_ratio_and_size_is_text(name: str) -> None:
    """What plays the role of a ratio is text of the form 16:9 or 1280x720, or a word."""
    ratios = [prop for prop in SCHEMAS[name]["properties"].values() if prop.get("x-role") == "ratio"]
    assert ratios
    values = [value for prop in ratios for value in prop["enum"]]
    assert [] == [value for value in values if not re.fullmatch(r"\d+:\d+|\d+x\d+|adaptive", value)]


def test_every_field_says_what_it_is() -> None:
    """Each field of a request has a description and, but for objects and flags, an example."""
    fields = [(name, field, prop) for name in FAMILIES for field, prop in SCHEMAS[name]["properties"].items()]
    assert [] == [(name, field) for name, field, prop in fields if not prop.get("description", "").strip()]
    assert [] == [
        (name, field)
        for name, field, prop in fields
        if "examples" not in prop and prop["type"] not in ("object", "boolean")
    ]


def test_every_word_of_our_own_is_explained() -> None:
    """The header of the contract explains each x- word that is used, once, and no other."""
    used = {key for _, node in nodes(SPEC) if isinstance(node, dict) for key in node if str(key).startswith("x-")}
    header = CONTRACT.read_text(encoding="utf-8").partition("\nopenapi:")[0]
    explained = re.findall(r"^#   (x-[a-z-]+)", header, re.MULTILINE)
    assert sorted(used) == sorted(explained)
