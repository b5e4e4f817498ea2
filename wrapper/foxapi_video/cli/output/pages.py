"""Print the page of one model."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from foxapi_video import FieldInfo, ModelInfo
from foxapi_video._contract.catalog import catalog
from foxapi_video._contract.wording import join_words

from .display import columns_of_output
from .snippets import command_line, python_lines, returns_file
from .wording import SOURCES, limit_words, paragraphs, takes_files, wrapped

PIPE_WIDTH = 100
"""Width, in columns, of output that is not a terminal."""
PATHS = "Media fields also accept the path of a local file; in Python, a Path."
Styled = tuple[str, str]
"""A text and its style."""


def output() -> Console:
    """Return a console for standard output, with a fixed width for a pipe without COLUMNS."""
    width = columns_of_output() or PIPE_WIDTH
    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False, width=width)


def show_page(info: ModelInfo, *, example: bool = False, sources: bool = False) -> None:
    """Print the page of a model, with its example as JSON and in Python, and with its sources, on request."""
    console = output()
    _print(console, f"{info.id}: {info.title}", "bold")
    _print(console)
    for text in paragraphs(info.description):
        _print(console, wrapped(text, console.width))
    _columns(console, [(name, [(text, "")]) for name, text in facts(info)])
    _title(console, "Fields")
    _columns(console, [(name, _about(each)) for name, each in all_fields(info.fields)])
    if takes_files(info.fields):
        _print(console, wrapped(PATHS, console.width, first="  "))
    if rules := own_rules(info):
        _title(console, "Rules")
        for rule in rules:
            _print(console, wrapped(rule, console.width, first="  - "))
    for title, text in _examples(info, console.width, whole=example):
        _title(console, title)
        for line in text.splitlines():
            _print(console, f"  {line}".rstrip())
    if sources:
        _title(console, "Sources")
        for text in source_lines(info):
            _print(console, wrapped(text, console.width, first="  "))


def own_rules(info: ModelInfo) -> list[str]:
    """Return the rules that can apply to the model, without those about other models of its family."""
    known = catalog().model(info.id)
    family = catalog().models[str(known)]
    others = {
        rule["x-rule"].strip()
        for rule in family.schema.get("allOf", ())
        if known not in _models_of(rule["if"].get("properties", {}).get("model", {}), family.models)
    }
    return [rule for rule in info.rules if rule not in others]


def _models_of(condition: Mapping[str, Any], every: Sequence[str]) -> Sequence[str]:
    """Return the models that a rule's condition on `model` names."""
    named: Sequence[str] = condition.get("enum", [condition["const"]] if "const" in condition else every)
    return named


def source_lines(info: ModelInfo, mark: str = "") -> Iterator[str]:
    """Yield the kind of sources, their pages, and what they leave open or contradict.

    `mark` is written around names of fields.
    """
    yield f"{SOURCES.get(info.source, info.source)} {' '.join(info.note.split())}"
    yield from info.pages
    fields = list(_paths(info.fields))
    if inferred := [f"{mark}{name}{mark}" for name, each in fields if each.inferred]:
        yield f"Type not documented: {join_words(inferred, 'and')}."
    yield from (f"{mark}{name}{mark}: {' '.join(each.note.split())}" for name, each in fields if each.note)


def facts(info: ModelInfo) -> Iterator[Styled]:
    """Yield (name, text) for each property of the model."""
    if info.id not in info.ids:
        yield "IDs", ", ".join(info.ids)
    if info.id not in info.ids and all(field.default is None for field in info.fields):
        yield "", "With a billing tier in the ID, no defaults are sent: the tier may fix other values."
    length = "" if info.longest is None else f"up to {info.longest} s"
    audio = f"audio {info.audio}" if info.audio else ""
    if result := "; ".join(filter(None, [length, join_words(info.resolutions) if info.resolutions else "", audio])):
        yield "Video", result
    if info.result != ("url",):
        yield "Result", join_words(info.result, "and") + ("" if returns_file(info) else "; no file")
    yield "Request", f"{info.request}, or a dict"


def _paths(fields: Iterable[FieldInfo], before: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Yield (path, field) for each field, followed by its nested fields, such as "multi_prompt.duration"."""
    for each in fields:
        yield f"{before}{each.name}", each
        yield from _paths(each.inside, f"{before}{each.name}.")


def all_fields(fields: Iterable[FieldInfo], before: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Yield (name, field) for each field, followed by its nested fields, indented."""
    for each in fields:
        yield f"{before}{each.name}", each
        yield from all_fields(each.inside, f"  {before.replace('.', ' ')}.")


def _about(field: FieldInfo) -> Sequence[Styled]:
    first, *rest = paragraphs(field.description) or [""]
    return [(f"{first} [{limit_words(field)}]".lstrip(), ""), *((text, "dim") for text in rest)]


def _examples(info: ModelInfo, width: int, *, whole: bool) -> Iterator[Styled]:
    yield "Example", command_line(info, width - 2)
    if whole:
        yield "As JSON", json.dumps(info.example, indent=2, ensure_ascii=False)
        yield "In Python", python_lines(info)


def _title(console: Console, title: str) -> None:
    _print(console)
    _print(console, title, "bold")


def _columns(console: Console, rows: Sequence[tuple[str, Sequence[Styled]]]) -> None:
    """Print a column of names and a column of wrapped texts."""
    width = max(len(name) for name, _ in rows) + 4
    for name, texts in rows:
        left = f"  {name}".ljust(width)
        for text, style in texts:
            # list entries have a hanging indent
            first = " " * width + ("- " if text.startswith("- ") else "")
            lines = wrapped(text.removeprefix("- "), console.width, first=first)
            console.print(Text.assemble((left, "bold"), (lines[width:], style)), soft_wrap=True)
            left = " " * width


def _print(console: Console, text: str = "", style: str = "") -> None:
    """Print a text without wrapping, so that it can be copied."""
    console.print(text, style=style or None, soft_wrap=True)
