"""The contract as it stands, read once per process."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

CONTRACT = Path(__file__).parents[2] / "openapi" / "foxapi.yaml"


@cache
def _text() -> str:
    return json.dumps(YAML(typ="safe", pure=True).load(CONTRACT))


def contract() -> dict[str, Any]:
    """Return a copy of the contract, which a test can change."""
    copy: dict[str, Any] = json.loads(_text())
    return copy


def documented_schema(operation: dict[str, Any], status: int, spec: dict[str, Any]) -> dict[str, Any]:
    """Return the schema that the contract has for a JSON response of an operation; a range such as 2XX counts."""
    responses = operation["responses"]
    response = responses.get(str(status)) or responses[f"{status // 100}XX"]
    if "$ref" in response:
        response = spec["components"]["responses"][response["$ref"].rpartition("/")[2]]
    schema: dict[str, Any] = response["content"]["application/json"]["schema"]
    return schema
