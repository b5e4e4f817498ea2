"""Read the contract: openapi/foxapi.yaml, the families in models/, and the fields they share, as one document.

A family is a schema whose fields include `model`; adding one is an edit of its vendor's file alone, or a new file. The
families give the variants and the discriminator's mapping of `VideoRequest`, and the examples of `create_video`.
References to other schemas lead into the result's components; a reference to a shared field (its name is in lower case)
is replaced by the field, with the keywords beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "openapi" / "foxapi.yaml"
BUNDLE = ROOT / "openapi" / "bundle.yaml"
COMPONENT = "#/components/schemas/"
HEAD = """\
# The whole contract as one plain OpenAPI 3.1 document, for other tools.
# Written by scripts/generate.py from foxapi.yaml, common.yaml and models/: edit those.
"""
_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper: type[Any] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def load(path: Path = SPEC) -> dict[str, Any]:
    """Return the contract as one document; each file is parsed once per process, and the caller may change the result.

    Raises:
        SystemExit: the files do not fit together; the message names the place.
    """
    document: dict[str, Any] = json.loads(_bundled(path.resolve(), _stamps(path.resolve())))
    return document


def sources(path: Path = SPEC) -> list[Path]:
    """List the files that the contract is written in."""
    shared = path.with_name("common.yaml")
    models = sorted((path.parent / "models").glob("*.yaml"))
    return [path, *([shared] if shared.exists() else []), *models]


def dump(document: dict[str, Any]) -> str:
    """Write a document as YAML that versions 1.1 and 1.2 read alike."""
    text: str = yaml.dump(document, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=120)
    return HEAD + text


class _Plain(_Dumper):  # type: ignore[misc]
    """Repeats a value instead of giving it an anchor, and writes long texts as blocks."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: Any, value: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Plain.add_representer(str, _text)


def _stamps(path: Path) -> tuple[tuple[Path, int], ...]:
    return tuple((each, each.stat().st_mtime_ns) for each in sources(path))


@cache
def _bundled(path: Path, stamps: tuple[tuple[Path, int], ...]) -> str:
    return json.dumps(_bundle(path, {each: _read(each) for each, _ in stamps}))


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)


def _bundle(path: Path, files: dict[Path, Any]) -> dict[str, Any]:
    document: dict[str, Any] = files[path]
    schemas = document["components"]["schemas"]
    request = schemas.get("VideoRequest", {})
    if "oneOf" in request:  # it is a bundle already
        return document
    resolve = _Resolver(path, files)
    vendors = {each.stem: each for each in files if each.parent == path.parent / "models"}
    first = [name for name in request.pop("x-vendors", []) if name in vendors]
    found: dict[str, Any] = {}
    for name in [*first, *(name for name in vendors if name not in first)]:
        for title, schema in files[vendors[name]].items():
            if title[0].isupper():
                if title in found or title in schemas:
                    raise SystemExit(f"{vendors[name]}: there are two schemas named {title}")
                found[title] = resolve(schema, vendors[name], title)
    families = {name: schema for name, schema in found.items() if "model" in schema.get("properties", {})}
    examples: dict[str, Any] = {}
    mapping: dict[str, str] = {}
    for name, family in families.items():
        _mark_inferred(family)
        examples |= family.pop("x-examples", {})
        for model in family["properties"]["model"]["enum"]:
            if model in mapping:
                raise SystemExit(f"{name}: {model} is a model of {mapping[model].removeprefix(COMPONENT)}, too")
            mapping[model] = COMPONENT + name
    request["oneOf"] = [{"$ref": COMPONENT + name} for name in families]
    request["discriminator"] = {"propertyName": "model", "mapping": mapping}
    rest = {name: schema for name, schema in found.items() if name not in families}
    document["components"]["schemas"] = {**schemas, **families, **rest}
    for methods in document["paths"].values():
        for operation in methods.values():
            if operation["operationId"] == "create_video":
                operation["requestBody"]["content"]["application/json"]["examples"] = examples
    return document


def _mark_inferred(family: dict[str, Any]) -> None:
    """Set x-inferred on each nullable field, unless its file says that the source documents its type.

    The vendor's list lost the types of nullable fields, so most of them were filled in by judgement.
    """
    for name, field in family["properties"].items():
        documented = field.pop("x-documented", False)
        if "null" in field.get("type", ()) and not documented:
            rest = {key: value for key, value in field.items() if key != "type"}
            family["properties"][name] = {"type": field["type"], "x-inferred": True, **rest}


class _Resolver:
    """Replaces the references of one file: to components by the bundle's, to shared fields by the fields."""

    def __init__(self, path: Path, files: dict[Path, Any]) -> None:
        self._path = path
        self._files = files

    def __call__(self, node: Any, file: Path, place: str) -> Any:
        if isinstance(node, list):
            return [self(item, file, place) for item in node]
        if not isinstance(node, dict):
            return node
        beside = {key: self(value, file, f"{place}.{key}") for key, value in node.items() if key != "$ref"}
        if "$ref" not in node:
            return beside
        target, _, pointer = str(node["$ref"]).partition("#/")
        there = (file.parent / target).resolve() if target else file
        *_, name = parts = pointer.split("/")
        value = self._files.get(there)
        for part in parts:
            value = value.get(part) if isinstance(value, dict) else None
        if value is None:
            raise SystemExit(f"{file}: {place} refers to {node['$ref']}, which does not exist")
        if name[0].isupper():
            return {"$ref": COMPONENT + name, **beside}
        shared = self(value, there, name)
        if both := sorted(shared.keys() & beside):
            raise SystemExit(f"{file}: {place} repeats {', '.join(both)} of {node['$ref']}; a reference only adds")
        return {**shared, **beside}


def references(node: Any) -> Iterator[str]:
    """Yield the name of each component that a schema refers to."""
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].removeprefix(COMPONENT)
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)
