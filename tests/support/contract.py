"""The contract as one document, read once per process."""

from __future__ import annotations

from typing import Any

from bundle import load


def contract() -> dict[str, Any]:
    """Return a copy of the contract, which a test can change."""
    return load()


def documented_schema(operation: dict[str, Any], status: int, spec: dict[str, Any]) -> dict[str, Any]:
    """Return the schema that the contract has for a JSON response of an operation; a range such as 2XX counts."""
    responses = operation["responses"]
    response = responses.get(str(status)) or responses[f"{status // 100}XX"]
    if "$ref" in response:
        response = spec["components"]["responses"][response["$ref"].rpartition("/")[2]]
    schema: dict[str, Any] = response["content"]["application/json"]["schema"]
    return schema
