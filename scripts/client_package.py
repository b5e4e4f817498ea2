"""Generate foxapi_video_client from the contract: the document that the generator reads, the run, and what it lacks."""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import templates

CONFIG = Path(__file__).resolve().parent.parent / "openapi" / "generator.yaml"
DOCUMENT = "generator_input.json"
"""The file beside the package that holds what the generator read."""


def for_generator(spec: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """Return the copy of the contract that the generator compiles.

    - Responses have no content, and schemas that only they use are left out: the wrapper reads each body once, itself.
    - Request schemas are open, because a generated class of a closed one silently drops unknown fields.
    - A default that depends on other fields is left out, because a generated class would always send it.
    - An object without known properties may be anything, because a class without fields accepts no plain dict.
    - null beside the values of an enum is a type of its own, because the generator would repeat the values three times.
    - Multipart uploads are left out, because the generated ones have a fixed boundary, which a file can contain.
    - A field for media has the format binary, the generator's word for a file; types.patch says what it accepts.

    `names` are the schemas of requests and their parts.
    """
    spec = copy.deepcopy(spec)
    _empty_responses(spec)
    spec["paths"] = {path: methods for path, methods in spec["paths"].items() if not _is_multipart(methods)}
    for schema in spec["components"]["schemas"].values():
        for prop in schema.get("properties", {}).values():
            if prop.get("format") == "binary":  # whatever httpx can read from
                del prop["type"], prop["format"]
    for name in names:
        schema = spec["components"]["schemas"][name]
        schema["additionalProperties"] = True
        for prop in schema["properties"].values():
            types = prop.get("type")
            if "x-media" in prop:
                _mark_as_file(prop)
            if "x-default-unless" in prop:
                del prop["default"]
            if types in ("object", ["object", "null"]) and "properties" not in prop:
                del prop["type"], prop["additionalProperties"]
            elif isinstance(types, list) and "enum" in prop:
                values = [value for value in prop.pop("enum") if value is not None]
                del prop["type"]
                prop["anyOf"] = [{"type": types[0], "enum": values}, {"type": "null"}]
    return spec


def _empty_responses(spec: dict[str, Any]) -> None:
    components, schemas = spec["components"], spec["components"]["schemas"]
    responses = [components.pop("responses", {})]
    for operation in (operation for methods in spec["paths"].values() for operation in methods.values()):
        success = {status: each for status, each in operation["responses"].items() if status.startswith("2")}
        responses.append(operation["responses"])
        operation["responses"] = {status: {"description": each["description"]} for status, each in success.items()}
    for name in _schemas_in(responses, schemas) - _schemas_in(spec["paths"], schemas):
        del schemas[name]


def _schemas_in(node: Any, schemas: dict[str, Any]) -> set[str]:
    """Name the schemas that a part of the contract refers to, directly or through others."""
    found: set[str] = set()
    parts = [node]
    while parts:
        names = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(parts.pop()))) - found
        found |= names
        parts += [schemas[name] for name in names]
    return found


def _mark_as_file(prop: dict[str, Any]) -> None:
    if "items" in prop:
        prop["items"] = {"type": "string", "format": "binary"}
    else:
        prop["format"] = "binary"


def _is_multipart(methods: dict[str, Any]) -> bool:
    return any("multipart/form-data" in each.get("requestBody", {}).get("content", {}) for each in methods.values())


def generate(document: dict[str, Any], names: list[str], target: Path) -> None:
    """Write the package to `target`, which must not exist, and the document beside it; `names` get a module."""
    text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    target.with_name(DOCUMENT).write_text(text, encoding="utf-8", newline="\n")
    with tempfile.TemporaryDirectory() as folder:
        templates.write_templates(Path(folder))
        # ruff is looked up on PATH, and must be the pinned one
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"]
        command += ["--path", str(target.with_name(DOCUMENT)), "--output-path", str(target)]
        command += ["--config", str(CONFIG), "--custom-template-path", folder]
        done = subprocess.run(command, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"openapi-python-client refused the contract:\n{done.stdout}{done.stderr}")
    if found := missing_classes(document, target):
        raise SystemExit("\n".join(["openapi-python-client dropped something in silence:", *found]))
    shutil.copy(templates.PATCHES / "summary.py", target)
    (target / "py.typed").touch()
    (target / "requests.py").write_text(request_classes(names, target), encoding="utf-8", newline="\n")


def missing_classes(document: dict[str, Any], package: Path) -> list[str]:
    """Name each object schema and operation that the generator dropped without a word."""
    sources = {path.stem: path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    code = "\n".join(sources.values())
    operations = [each["operationId"] for methods in document["paths"].values() for each in methods.values()]
    return [
        *(
            f"schema {name} has no class"
            for name, schema in document["components"]["schemas"].items()
            if schema.get("type") == "object" and f"\nclass {name}:" not in code
        ),
        *(f"operation {name} has no module" for name in operations if "def sync_detailed" not in sources.get(name, "")),
    ]


def request_classes(names: list[str], package: Path) -> str:
    """Write the module that exports the request classes, so that a new family needs no edit of the wrapper."""
    homes = {}
    for path in sorted((package / "models").glob("*.py")):
        code = path.read_text(encoding="utf-8")
        homes.update({name: path.stem for name in names if f"\nclass {name}:" in code})
    lines = ['"""The request classes, one per family, and their parts; each imported when it is first used."""', ""]
    lines += ["from importlib import import_module", "from typing import TYPE_CHECKING, Any", "", "if TYPE_CHECKING:"]
    lines += [f"    from .models.{homes[name]} import {name}" for name in sorted(homes, key=lambda name: homes[name])]
    lines += ["", "__all__ = [", *(f'    "{name}",' for name in sorted(homes)), "]", ""]
    lines += ["_HOMES = {", *(f'    "{name}": "{homes[name]}",' for name in sorted(homes)), "}", "", ""]
    lines += ["def __getattr__(name: str) -> Any:", "    if name not in _HOMES:"]
    lines += ['        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")']
    lines += ['    return getattr(import_module(f".models.{_HOMES[name]}", __package__), name)', ""]
    return "\n".join(lines)
