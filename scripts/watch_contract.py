"""Compare the vendor's published OpenAPI documents with the contract, page by page, and print what differs from ours.

The index BASE/llms.txt names the pages; each page (Markdown) has its OpenAPI document in a fenced block, or is one. Of
each request body for the path of our create request, this reports new model ids and new fields, and types, limits,
allowed values and defaults that are not ours. The exit status is 1 if anything differs, 2 if the pages cannot be read.

Nothing of a page is evaluated: documents are plain YAML without aliases or tags, of limited size and depth. Only pages
of the same host are read, and what is printed is escaped.

    .venv/bin/python scripts/watch_contract.py https://docs.foxapi.cc
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import yaml  # type: ignore[import-untyped]
from bundle import load

PATH = "/v1/videos/generations"
MOST_BYTES, MOST_PAGES, MOST_DEPTH, MOST_STEPS = 2_000_000, 1000, 12, 10_000
SECONDS = 30.0
LIMITS = ("default", "enum", "const", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern")
"""What is compared of a field, besides its type."""
FENCE = re.compile(r"^(`{3,})(?:ya?ml|json)\b[^\n]*\n(.*?)^\1", re.DOTALL | re.MULTILINE)

Schema = Mapping[str, Any]


class Unreadable(Exception):
    """A page that cannot be read; the message says why."""


class Plain(yaml.SafeLoader):  # type: ignore[misc]
    """Reads YAML that cannot grow while it is read."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise Unreadable("it has YAML aliases")
        self.depth += 1
        if self.depth > 100:
            raise Unreadable("it is nested too deeply")
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def fetch(client: httpx.Client, url: str) -> str:
    """Return a page's text.

    Raises:
        Unreadable: it is not there, or too long, or leads elsewhere.
    """
    try:
        with client.stream("GET", url) as response:
            if response.status_code != 200:
                raise Unreadable(f"HTTP {response.status_code}")
            body = b""
            for piece in response.iter_bytes(65536):
                body += piece
                if len(body) > MOST_BYTES:
                    raise Unreadable(f"it has more than {MOST_BYTES:,} bytes")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    return body.decode("utf-8", "replace")


def pages(client: httpx.Client, base: str) -> list[str]:
    """Return the addresses of the pages that the index names, of the same host only."""
    index = fetch(client, urljoin(base.rstrip("/") + "/", "llms.txt"))
    found = (urljoin(base.rstrip("/") + "/", link) for link in re.findall(r"\]\(([^()\s]{1,2000})\)", index))
    own = dict.fromkeys(url for url in found if urlsplit(url)[:2] == urlsplit(base)[:2])
    return [url for url in own if urlsplit(url).path.endswith((".md", ".json", ".yaml", ".yml"))][:MOST_PAGES]


def documents(text: str) -> Iterator[Schema]:
    """Yield the OpenAPI documents of a page.

    Raises:
        Unreadable: one of them is not plain YAML.
    """
    blocks = [block for _, block in FENCE.findall(text)] or [text]
    for block in blocks:
        if "openapi" not in block:
            continue
        try:
            found = yaml.load(block, Plain)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise Unreadable(f"it is not YAML: {str(error).splitlines()[0] if str(error) else error!r}") from error
        if isinstance(found, dict) and isinstance(found.get("paths"), dict):
            yield found


def resolved(schema: Any, document: Schema, depth: int = 0, steps: list[None] | None = None) -> Schema:
    """Return a schema with the schema that it refers to, and the properties of its variants.

    Raises:
        Unreadable: there are too many of them, as in a circle of references.
    """
    steps = [] if steps is None else steps
    steps.append(None)
    if len(steps) > MOST_STEPS:
        raise Unreadable("its references lead to too many schemas")
    if not isinstance(schema, dict) or depth > MOST_DEPTH:
        return {}
    parts: list[Schema] = []
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/"):
        target: Any = document
        for part in reference[2:].split("/"):
            target = target.get(part) if isinstance(target, dict) else None
        parts.append(resolved(target, document, depth + 1, steps))
    for word in ("allOf", "oneOf", "anyOf"):
        several = schema.get(word)
        for each in several if isinstance(several, list) else ():
            parts.append(resolved(each, document, depth + 1, steps))
    found: dict[str, Any] = {}
    fields: dict[str, Any] = {}
    for each in (*parts, schema):
        found |= each
        fields |= _mapping(each.get("properties"))
    return {**found, "properties": fields} if fields else found


def _mapping(value: Any) -> Schema:
    return value if isinstance(value, dict) else {}


def body_of(document: Schema) -> Schema:
    """Return the schema of the create request's body; empty if the document is about something else."""
    post = _mapping(_mapping(_mapping(document.get("paths")).get(PATH)).get("post"))
    content = _mapping(_mapping(post.get("requestBody")).get("content"))
    return resolved(_mapping(content.get("application/json")).get("schema"), document)


def model_ids(field: Schema) -> list[str]:
    """Return the model ids that a page's field `model` names."""
    found: list[Any] = [field.get("const"), field.get("default"), field.get("example")]
    for word in ("enum", "examples"):
        several = field.get(word)
        found += several if isinstance(several, list) else []
    return [each for each in dict.fromkeys(each for each in found if isinstance(each, str)) if each]


def differences(body: Schema, document: Schema, ours: Schema) -> Iterator[str]:
    """Yield what a page's request body has that the contract has not, in words."""
    fields = _mapping(body.get("properties"))
    mapping: Schema = ours["components"]["schemas"]["VideoRequest"]["discriminator"]["mapping"]
    families: dict[str, list[str]] = {}
    for model in model_ids(resolved(fields.get("model"), document)):
        if model in mapping:
            families.setdefault(mapping[model], []).append(model)
        else:
            yield f"{shown(model)} is a new model id"
    for reference, models in families.items():
        family = ours["components"]["schemas"][reference.rpartition("/")[2]]
        for name, field in fields.items():
            if name == "model":
                continue
            own = family["properties"].get(name)
            where = f"{', '.join(models)}: {shown(name)}"
            if own is None:
                yield f"{where} is a new field"
                continue
            yield from (f"{where}: {words}" for words in _of_field(resolved(field, document), resolved(own, ours)))
        required = body.get("required")
        for name in required if isinstance(required, list) else ():
            if name not in family.get("required", ()) and name in family["properties"]:
                yield f"{', '.join(models)}: {shown(name)} is required (ours: optional)"


def _of_field(field: Schema, own: Schema) -> Iterator[str]:
    kinds, own_kinds = _kinds(field), _kinds(own)
    if kinds and own_kinds and not kinds <= own_kinds:
        yield f"type {shown(sorted(kinds))} (ours: {shown(sorted(own_kinds))})"
    for word in LIMITS:
        if word in field and field[word] != own.get(word):
            yield f"{word} {shown(field[word])} (ours: {shown(own[word]) if word in own else 'none'})"


def _kinds(schema: Schema) -> set[str]:
    kinds = schema.get("type", [])
    found = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []
    return {each for each in found if isinstance(each, str)}


def shown(value: Any) -> str:
    """Return a value of a page for display: escaped, on one line, of a limited length."""
    text = (
        value
        if isinstance(value, str) and re.fullmatch(r"[\w.@/-]{1,80}", value, re.ASCII)
        else json.dumps(value, default=str)
    )
    return text if len(text) <= 120 else f"{text[:120]}…"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", help="the base URL of the documentation")
    base = parser.parse_args().base
    ours, found, read = load(), 0, 0
    with httpx.Client(timeout=SECONDS, follow_redirects=False) as client:
        try:
            named = pages(client, base)
        except Unreadable as error:
            print(f"{base}/llms.txt cannot be read: {shown(str(error))}", file=sys.stderr)
            return 2
        for url in named:
            words: list[str] = []
            try:
                for document in documents(fetch(client, url)):
                    body = body_of(document)
                    read += bool(body)
                    words += differences(body, document, ours)
            except Unreadable as error:
                words.append(f"cannot be read: {shown(str(error))}")
            if words:
                found += len(words)
                print(shown(url), *(f"  {each}" for each in dict.fromkeys(words)), sep="\n")
    print(f"{len(named)} pages, {read} of them with a create request: {found or 'no'} differences")
    if not read:
        print("no page has a create request: the documentation has another form now", file=sys.stderr)
        return 2
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
