"""Compile openapi/foxapi.yaml into generated/foxapi_video_client and docs/; with --check, only say what differs.

The package is made from nothing each time: the pinned openapi-python-client writes the code, its hooks run ruff
isolated from any configuration, and this script adds `py.typed`, `schemas/` (what the wrapper reads while it runs: an
index, and a file a family, so that nobody reads what they do not use) and `requests.py` (the request classes by name).
The same spec gives the same bytes on every machine.
"""

from __future__ import annotations

import argparse
import copy
import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "openapi" / "foxapi.yaml"
CONFIG = ROOT / "openapi" / "generator.yaml"
TEMPLATES = ROOT / "openapi" / "templates"
NAMES = ROOT / "wrapper" / "foxapi_video" / "__init__.py"
PACKAGE = "foxapi_video_client"
OUTPUT = ROOT / "generated" / PACKAGE
SCHEMA_REF = "#/components/schemas/"


def load(path: Path) -> dict[str, Any]:
    """Read the contract as plain data."""
    spec: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return spec


def request_names(spec: dict[str, Any]) -> list[str]:
    """Name the request schemas, one a family, in the order of the contract."""
    return [
        variant["$ref"].removeprefix(SCHEMA_REF) for variant in spec["components"]["schemas"]["VideoRequest"]["oneOf"]
    ]


def part_names(spec: dict[str, Any]) -> list[str]:
    """Name the object schemas that request schemas are made of."""
    schemas = spec["components"]["schemas"]
    found = dict.fromkeys(name for request in request_names(spec) for name in _references(schemas[request]))
    return [name for name in found if schemas[name].get("type") == "object"]


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].removeprefix(SCHEMA_REF)
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def for_generator(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the copy of the contract that the generator compiles.

    Request schemas are open in it, because a generated class of a closed one loses unknown fields in silence; a
    default that hangs on other fields is left out, because a generated class would always send it; an object of no
    known properties may be anything, because a class without fields takes no plain dict; and null beside the values
    of an enum is a type of its own, because the generator would write the values down three times. Multipart uploads
    are left out, because the generated ones have a fixed boundary, which a file can hold. What a field for media takes
    is called binary, which is the generator's word for a file: `types.py.jinja` says what it is here.
    """
    spec = copy.deepcopy(spec)
    spec["paths"] = {path: methods for path, methods in spec["paths"].items() if not _is_multipart(methods)}
    for schema in spec["components"]["schemas"].values():
        for prop in schema.get("properties", {}).values():
            if prop.get("format") == "binary":  # whatever httpx can read from
                del prop["type"], prop["format"]
    for name in [*request_names(spec), *part_names(spec)]:
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


def _mark_as_file(prop: dict[str, Any]) -> None:
    if "items" in prop:
        prop["items"] = {"type": "string", "format": "binary"}
    else:
        prop["format"] = "binary"


def _is_multipart(methods: dict[str, Any]) -> bool:
    return any("multipart/form-data" in each.get("requestBody", {}).get("content", {}) for each in methods.values())


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
    """Collect what the wrapper and the sandbox read from the contract while they run, but for the families."""
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
        "base_url": spec["servers"][0]["url"],
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
        "upload_lifetime": schemas["UploadedFile"]["x-lifetime"],
        "model_id": schemas["VideoRequest"]["x-model-id"],
        "titles": {name: schemas[name]["x-title"] for name in request_names(spec)},
        "models": {model: ref.removeprefix(SCHEMA_REF) for model, ref in mapping.items()},
    }


def families(spec: dict[str, Any]) -> dict[str, Any]:
    """Collect what they read of each family: its schema, references replaced, and the examples of its models."""
    schemas, examples = spec["components"]["schemas"], _examples(spec)
    models = facts(spec)["models"]
    return {
        name: {
            "schema": inline(schemas[name], schemas),
            "examples": {
                model: examples[model]["value"] for model in models if models[model] == name and model in examples
            },
        }
        for name in request_names(spec)
    }


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
        if "x-source" not in schema:
            found.append(f"{name}: no x-source says where it comes from and how sure that is")
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


def missing_classes(spec: dict[str, Any], package: Path) -> list[str]:
    """Name each object schema and operation that the generator dropped without a word."""
    sources = {path.stem: path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    code = "\n".join(sources.values())
    found = [
        f"schema {name} has no class"
        for name, schema in spec["components"]["schemas"].items()
        if schema.get("type") == "object" and f"\nclass {name}:" not in code
    ]
    operations = facts(for_generator(spec))["operations"]
    return found + [
        f"operation {name} has no module" for name in operations if "def sync_detailed" not in sources.get(name, "")
    ]


def request_classes(spec: dict[str, Any], package: Path) -> str:
    """Write the module that exports the request classes, so that a new family needs no edit of the wrapper."""
    homes = {}
    names = [*request_names(spec), *part_names(spec)]
    for path in sorted((package / "models").glob("*.py")):
        code = path.read_text(encoding="utf-8")
        homes.update({name: path.stem for name in names if f"\nclass {name}:" in code})
    lines = ['"""The request classes, one a family, and their parts; each imported when it is first wanted."""', ""]
    lines += ["from importlib import import_module", "from typing import TYPE_CHECKING, Any", "", "if TYPE_CHECKING:"]
    lines += [f"    from .models.{homes[name]} import {name}" for name in sorted(homes, key=lambda name: homes[name])]
    lines += ["", "__all__ = [", *(f'    "{name}",' for name in sorted(homes)), "]", ""]
    lines += ["_HOMES = {", *(f'    "{name}": "{homes[name]}",' for name in sorted(homes)), "}", "", ""]
    lines += ["def __getattr__(name: str) -> Any:", "    if name not in _HOMES:"]
    lines += ['        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")']
    lines += ['    return getattr(import_module(f".models.{_HOMES[name]}", __package__), name)', ""]
    return "\n".join(lines)


def with_request_names(text: str, spec: dict[str, Any]) -> str:
    """Return the source of the wrapper's package with every request class by name: editors do not follow lists that
    are put together, nor names that a star imports from a package that is private to them."""
    names = sorted([*request_names(spec), *part_names(spec)])
    lines = ["if TYPE_CHECKING:", "    from foxapi_video_client.requests import ("]
    lines += [*(f"        {name}," for name in names), "    )", ""]
    lines += ["__all__ += [", *(f'    "{name}",' for name in names), "]", ""]
    before, begin, rest = text.partition("# request classes: begin")
    mark, _, rest = rest.partition("\n")
    _, end, after = rest.partition("# request classes: end")
    if not begin or not end:
        raise SystemExit("the wrapper's package has no marks around its request classes")
    return "".join([before, begin, mark, "\n", "\n".join(lines), end, after])


SYNC = {
    r"an(\s+)`async with`": r"a\1`with`",
    r"async (def|with|for)\b": r"\1",
    r"\bawait ": "",
    r"\bAsync(?=FoxAPI|Driver|Generator|BaseTransport)": "",
    r"\ba(?=closing)": "",
    r"__a(?=enter__|exit__)": "__",
    r"_http\.async_driver": "_http.driver",
    r"handle_async_request": "handle_request",
    r"Tasks of one event loop can(\s+)share it": r"Threads can\1share it",
    r"httpx and asyncio are imported": "httpx is imported",
    r"\[result for result in (.*)\]\n": r"list(\1)\n",
}
"""What makes a sync client of the source of the async one, in this order."""
SYNC_BATCH = (
    "        batch = self._driver.run(beginning)\n",
    "        return self._results(self._driver.run(beginning), concurrency, poll, on_progress)\n\n"
    "    def _results(\n"
    "        self, batch: batches.Batch, concurrency: int, poll: Poll, on_progress: OnJobProgress | None\n"
    "    ) -> Generator[JobResult]:\n",
)
"""Problems of a batch are raised by the call itself: a generator would begin with its first result."""


def sync_client(source: str) -> str:
    """Write FoxAPI from the source of AsyncFoxAPI."""
    text = source
    for pattern, replacement in SYNC.items():
        text, count = re.subn(pattern, replacement, text)
        if not count:
            raise SystemExit(f"the async client has nothing more that matches {pattern}")
    if text.count(SYNC_BATCH[0]) != 1:
        raise SystemExit("the async client begins a batch otherwise than before")
    text = re.sub(
        r'^""".*?"""', '"""The sync client. Written by scripts/generate.py from async_client.py."""', text, flags=re.S
    )
    text = text.replace(*SYNC_BATCH)
    for command in (["check", "--quiet", "--fix", "--select", "F401,I"], ["format", "--quiet"]):
        name = ["--stdin-filename", str(NAMES.with_name("client.py")), "-"]
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *name], input=text, capture_output=True, text=True, check=True
        )
        text = done.stdout
    return text


FILE_TYPES = {"list[FileTypes]": "Files", "list[File]": "Files", "FileTypes": "File"}
"""Types in the generated classes, replaced: a list[str] is no list[str | PathLike[str]], and should be accepted."""


def type_media(package: Path) -> None:
    """Write `Files` where the generator wrote lists of files, and import it.

    Raises:
        SystemExit: there was none, so the generator writes something else now.
    """
    changed = 0
    for path in sorted((package / "models").glob("*.py")):
        code = text = path.read_text(encoding="utf-8")
        for written, wanted in FILE_TYPES.items():
            code = code.replace(written, wanted)
        if code == text:
            continue
        imported = re.search(r"^from \.\.types import (.*)$", code, re.MULTILINE)
        if imported is None:
            raise SystemExit(f"{path.name} imports its types in another form than it did")
        rest = code.replace(imported[0], "")
        names = ["UNSET", *(name for name in ("File", "Files") if re.search(rf"\b{name}\b", rest)), "Unset"]
        used = ", ".join(name for name in names if re.search(rf"\b{name}\b", rest))
        path.write_text(code.replace(imported[0], f"from ..types import {used}"), encoding="utf-8", newline="\n")
        changed += 1
    if not changed:
        raise SystemExit("no generated class has a list of files: does the generator write other types now?")


REPR = "\n    def to_dict(self) -> dict[str, Any]:\n"
"""What follows the fields of each generated class."""


def shorten_repr(package: Path) -> None:
    """Make `types.summary` the repr of each generated class: attrs' own shows every field that is not set.

    Raises:
        SystemExit: the generator writes its classes or imports in another form than it did.
    """
    for path in sorted((package / "models").glob("*.py")):
        code = path.read_text(encoding="utf-8")
        if "\nclass " not in code:
            continue
        lines = code.splitlines(keepends=True)
        imported = next((line for line in lines if line.startswith("from ..types import ")), "")
        last = [number for number, line in enumerate(lines) if re.match(r"from .* import |\)$", line)]
        if code.count(REPR) != 1 or "\n@_attrs_define\n" not in code or "(\n" in imported or not last:
            raise SystemExit(f"{path.name} has another form than generated classes had")
        if imported:
            code = code.replace(imported, imported.rstrip() + ", summary\n", 1)
        else:
            head, rest = "".join(lines[: last[-1] + 1]), "".join(lines[last[-1] + 1 :])
            code = f"{head}\nfrom ..types import summary\n{rest}"
        code = code.replace(REPR, f"\n    def __repr__(self) -> str:\n        return summary(self)\n{REPR}", 1)
        path.write_text(code, encoding="utf-8", newline="\n")


def build(spec_path: Path, target: Path) -> None:
    """Write the whole package to `target`, which must not exist."""
    spec = load(spec_path)
    if found := mistakes(spec):
        raise SystemExit("\n".join([f"{spec_path} is not fit to be compiled:", *found]))
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "openapi.json"
        copied.write_text(json.dumps(for_generator(spec)), encoding="utf-8")
        # ruff is looked up on PATH, and must be the pinned one
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(copied)]
        command += ["--config", str(CONFIG), "--custom-template-path", str(TEMPLATES)]
        command += ["--meta", "none", "--output-path", str(target), "--fail-on-warning"]
        done = subprocess.run(command, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"openapi-python-client refused {spec_path}:\n{done.stdout}{done.stderr}")
    if found := missing_classes(spec, target):
        raise SystemExit("\n".join(["openapi-python-client dropped something in silence:", *found]))
    type_media(target)
    shorten_repr(target)
    (target / "py.typed").touch()
    (target / "requests.py").write_text(request_classes(spec, target), encoding="utf-8", newline="\n")
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
    source = options.names.read_text(encoding="utf-8")
    named = with_request_names(source, load(options.spec))
    client, client_source = options.names.with_name("client.py"), options.names.with_name("async_client.py")
    sync = sync_client(client_source.read_text(encoding="utf-8")) if client_source.exists() else ""
    is_sync = not sync or (client.exists() and client.read_text(encoding="utf-8") == sync)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / PACKAGE
        build(options.spec, fresh)
        found = differences(fresh, options.output)
        found += [f"differs: {options.names.name}, which lists the request classes"] if named != source else []
        found += [] if is_sync else [f"differs: {client.name}, which is written from {client_source.name}"]
        if options.check:
            print("\n".join([*found, f"{options.output.name} is {'not ' * bool(found)}what {options.spec.name} gives"]))
            return 1 if found else 0
        shutil.rmtree(options.output, ignore_errors=True)
        options.output.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(fresh, options.output)
    options.names.write_text(named, encoding="utf-8", newline="\n")
    if sync:
        client.write_text(sync, encoding="utf-8", newline="\n")
    print(f"{options.output.name}: {len(found)} files changed")
    if options.output == OUTPUT:  # in a process of its own, which imports what was just written
        subprocess.run([sys.executable, str(ROOT / "scripts" / "write_docs.py")], check=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
