"""Compile openapi/ into generated/foxapi_video_client, bundle.yaml and docs/; with --check, only say what differs.

The package is written from scratch each time: the pinned openapi-python-client writes the code with our patched
templates (templates.py), its hooks run ruff isolated from any configuration, client_package.py adds `py.typed`,
`summary.py` and `requests.py` (the request classes by name), and this script adds `schemas/`, which the wrapper reads
at run time: an index, and one file per family, so that no process reads what it does not use. The same spec gives the
same bytes on every machine.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import client_package
from bundle import COMPONENT as SCHEMA_REF
from bundle import SPEC, dump, load, references
from client_package import DOCUMENT
from reach import reach
from sync_client import sync_client

ROOT = Path(__file__).resolve().parent.parent
NAMES = ROOT / "wrapper" / "foxapi_video" / "__init__.py"
PACKAGE = "foxapi_video_client"
OUTPUT = ROOT / "generated" / PACKAGE


def request_names(spec: dict[str, Any]) -> list[str]:
    """Name the request schemas, one per family, in the order of the contract."""
    return [
        variant["$ref"].removeprefix(SCHEMA_REF) for variant in spec["components"]["schemas"]["VideoRequest"]["oneOf"]
    ]


def part_names(spec: dict[str, Any]) -> list[str]:
    """Name the object schemas that request schemas are made of."""
    schemas = spec["components"]["schemas"]
    found = dict.fromkeys(name for request in request_names(spec) for name in references(schemas[request]))
    return [name for name in found if schemas[name].get("type") == "object"]


def class_names(spec: dict[str, Any]) -> list[str]:
    """Name the schemas whose classes the caller uses: those of requests and of their parts."""
    return [*request_names(spec), *part_names(spec)]


def inline(node: Any, schemas: dict[str, Any]) -> Any:
    """Replace each reference to a schema by the schema."""
    if isinstance(node, list):
        return [inline(item, schemas) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {
            **inline(schemas[node["$ref"].removeprefix(SCHEMA_REF)], schemas),
            **{k: v for k, v in node.items() if k != "$ref"},
        }
    return {key: inline(value, schemas) for key, value in node.items()}


def facts(spec: dict[str, Any]) -> dict[str, Any]:
    """Collect what the wrapper and the sandbox read from the contract while they run, except the families."""
    schemas = spec["components"]["schemas"]
    operations = {
        operation["operationId"]: {"method": method.upper(), "path": path}
        for path, methods in spec["paths"].items()
        for method, operation in methods.items()
    }
    errors: dict[str, Any] = {}
    for methods in spec["paths"].values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                if "$ref" in response:
                    named = spec["components"]["responses"][response["$ref"].rpartition("/")[2]]
                    errors[status] = named["content"]["application/json"]["example"]["error"]
    mapping = schemas["VideoRequest"]["discriminator"]["mapping"]
    create = _create_video(spec)
    return {
        "servers": [{"url": each["url"], **each["x-environment"]} for each in spec["servers"]],
        "operations": operations,
        "errors": dict(sorted(errors.items())),
        "refusals": create["x-refusals"],
        "retryable": create["x-retryable"],
        "states": _states(schemas["TaskStatus"]),
        "task_id": schemas["Task"]["x-task-id"],
        "results": schemas["Task"]["x-results"],
        "reasons": schemas["Task"]["x-reasons"],
        "uploads": {
            operation["operationId"]: inline(content["schema"], schemas)
            for methods in spec["paths"].values()
            for operation in methods.values()
            if "files" in operation.get("tags", [])
            for content in operation["requestBody"]["content"].values()
        },
        "price_kinds": schemas["PriceList"]["x-price-kinds"],
        "charges": schemas["ChargeList"]["x-charges"],
        "upload_lifetime": schemas["UploadedFile"]["x-lifetime"],
        "model_id": schemas["VideoRequest"]["x-model-id"],
        "titles": {name: schemas[name]["x-title"] for name in request_names(spec)},
        "models": {model: ref.removeprefix(SCHEMA_REF) for model, ref in mapping.items()},
    }


def families(spec: dict[str, Any]) -> dict[str, Any]:
    """Collect what they read of each family: its schema with references replaced, and examples and reach by model."""
    schemas, examples = spec["components"]["schemas"], _examples(spec)
    models = facts(spec)["models"]
    found: dict[str, Any] = {}
    for name in request_names(spec):
        schema = inline(schemas[name], schemas)
        own = {model: examples[model]["value"] for model in models if models[model] == name and model in examples}
        found[name] = {"schema": schema, "examples": own, "reach": reach(schema, own)}
    return found


def _states(status: dict[str, Any]) -> dict[str, str]:
    synonyms: dict[str, str] = {name: state for state, names in status["x-synonyms"].items() for name in names}
    return {**status["x-states"], **synonyms}


def _create_video(spec: dict[str, Any]) -> dict[str, Any]:
    operations = (operation for methods in spec["paths"].values() for operation in methods.values())
    return next(operation for operation in operations if operation["operationId"] == "create_video")


def _examples(spec: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = _create_video(spec)["requestBody"]["content"]["application/json"]["examples"]
    return found


def mistakes(spec: dict[str, Any]) -> list[str]:
    """Find what the generator and the OpenAPI validators would pass over in silence."""
    found: list[str] = []
    schemas = spec["components"]["schemas"]
    known = facts(spec)
    examples = _examples(spec)
    found += [f"{model} has no example" for model in known["models"] if model not in examples]
    for name, family in families(spec).items():
        schema = family["schema"]
        ids = [model for model, home in known["models"].items() if home == name]
        if ids != schema["properties"]["model"]["enum"]:
            found.append(f"{name}: the enum of model and the discriminator's mapping differ")
        if "x-source" not in schema or "x-note" not in schema:
            found.append(f"{name}: no x-source and x-note say where it comes from and how sure that is")
        if schema.get("additionalProperties") is not False:
            found.append(f"{name}: additionalProperties is not false, so a misspelt field would pass")
        for rule in schema.get("allOf", []):
            if "x-rule" not in rule:
                found.append(f"{name}: a member of allOf has no x-rule, so its error would have no words")
        for field, prop in schema["properties"].items():
            if "$ref" in schemas[name]["properties"][field] and len(schemas[name]["properties"][field]) > 1:
                found.append(f"{name}.{field}: the generator ignores what stands beside a $ref")
            types, values = prop.get("type", ""), prop.get("enum", [])
            strings = (str, type(None)) if "null" in types else str
            if "string" in types and not all(isinstance(value, strings) for value in values):
                found.append(f"{name}.{field}: an enum of strings holds something else (quote ratios)")
    return found


def with_request_names(text: str, spec: dict[str, Any]) -> str:
    """Return the source of the wrapper's package with every request class by name: editors do not follow lists that
    are put together, nor names that a star imports from a package that is private to them."""
    names = sorted(class_names(spec))
    lines = ["if TYPE_CHECKING:", "    from foxapi_video_client.requests import ("]
    lines += [*(f"        {name}," for name in names), "    )", ""]
    lines += ["__all__ += [", *(f'    "{name}",' for name in names), "]", ""]
    before, begin, rest = text.partition("# request classes: begin")
    mark, _, rest = rest.partition("\n")
    _, end, after = rest.partition("# request classes: end")
    if not begin or not end:
        raise SystemExit("the wrapper's package has no marks around its request classes")
    return "".join([before, begin, mark, "\n", "\n".join(lines), end, after])


def build(spec_path: Path, target: Path) -> None:
    """Write the whole package to `target`, which must not exist."""
    spec = load(spec_path)
    if found := mistakes(spec):
        raise SystemExit("\n".join([f"{spec_path} is not fit to be compiled:", *found]))
    names = class_names(spec)
    document = client_package.for_generator(spec, names)
    client_package.generate(document, names, target)
    (target / "schemas").mkdir()
    for name, value in {"index": facts(spec), **families(spec)}.items():
        text = json.dumps(value, indent=1, ensure_ascii=False)
        (target / "schemas" / f"{name}.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def differences(fresh: Path, kept: Path) -> list[str]:
    """Compare two packages both ways and name each differing, missing and stray file."""

    def files(folder: Path) -> set[str]:
        paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
        return {path.as_posix() for path in paths if "__pycache__" not in path.parts}

    made, there = files(fresh), files(kept)
    changed = (name for name in made & there if not filecmp.cmp(fresh / name, kept / name, shallow=False))
    return sorted(
        [f"missing: {name}" for name in made - there]
        + [f"stray: {name}" for name in there - made]
        + [f"differs: {name}" for name in changed]
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--check", action="store_true", help="change nothing; name each file that differs and exit with 1"
    )
    parser.add_argument("--spec", type=Path, default=SPEC, help="the contract (default: openapi/foxapi.yaml)")
    parser.add_argument(
        "--output", type=Path, default=OUTPUT, help=f"the package's folder (default: generated/{PACKAGE})"
    )
    parser.add_argument(
        "--names",
        type=Path,
        default=NAMES,
        help="the module that lists the request classes; the sync client beside it is written, too",
    )
    options = parser.parse_args(arguments)
    document, bundle = dump(load(options.spec)), options.spec.with_name("bundle.yaml")
    is_bundled = bundle.exists() and bundle.read_text(encoding="utf-8") == document
    source = options.names.read_text(encoding="utf-8")
    named = with_request_names(source, load(options.spec))
    client, client_source = options.names.with_name("client.py"), options.names.with_name("async_client.py")
    sync = sync_client(client_source.read_text(encoding="utf-8")) if client_source.exists() else ""
    is_sync = not sync or (client.exists() and client.read_text(encoding="utf-8") == sync)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / PACKAGE
        build(options.spec, fresh)
        found = differences(fresh, options.output)
        read, kept = fresh.with_name(DOCUMENT), options.output.with_name(DOCUMENT)
        if not kept.exists() or read.read_bytes() != kept.read_bytes():
            found.append(f"differs: {DOCUMENT}, which the generator reads")
        found += [f"differs: {options.names.name}, which lists the request classes"] if named != source else []
        found += [] if is_sync else [f"differs: {client.name}, which is written from {client_source.name}"]
        found += [] if is_bundled else [f"differs: {bundle.name}, which is written from {options.spec.name}"]
        if options.check:
            print("\n".join([*found, f"{options.output.name} is {'not ' * bool(found)}what {options.spec.name} gives"]))
            return 1 if found else 0
        shutil.rmtree(options.output, ignore_errors=True)
        options.output.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(fresh, options.output)
        shutil.copy(read, kept)
    options.names.write_text(named, encoding="utf-8", newline="\n")
    if not is_bundled:
        bundle.write_text(document, encoding="utf-8", newline="\n")
    if sync:
        client.write_text(sync, encoding="utf-8", newline="\n")
    print(f"{options.output.name}: {len(found)} files changed")
    if options.output == OUTPUT:  # in a process of its own, which imports what was just written
        subprocess.run([sys.executable, str(ROOT / "scripts" / "write_docs.py")], check=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
