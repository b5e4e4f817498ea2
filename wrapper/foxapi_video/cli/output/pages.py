"""Print the page of one model."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from foxapi_video import FieldInfo, ModelInfo
from foxapi_video._contract.wording import join_words

from .display import columns_of_output
from .snippets import command_line, python_lines, returns_file
from .wording import LOCAL_FILES, SOURCES, limit_words, paragraphs, takes_files, wrapped

PIPE_WIDTH = 100
"""Width, in columns, of output that is not a terminal."""
Styled = tuple[str, str]
"""A text and its style."""


def output() -> Console:
    """Return a console for standard output, with a fixed width for a pipe without COLUMNS."""
    width = columns_of_output() or PIPE_WIDTH
    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False, width=width)


def show_page(info: ModelInfo) -> None:
    """Print the page of a model."""
    console = output()
    _print(console, f"{info.id}: {info.title}", "bold")
    _print(console)
    for text in paragraphs(info.description):
        _print(console, wrapped(text, console.width))
    _print(console)
    _columns(console, [(name, [(text, "")]) for name, text in facts(info)])
    for url in info.pages:
        _print(console, f"  {url}", "dim")
    _title(console, "Fields")
    _columns(console, [(name, _about(each)) for name, each in all_fields(info.fields)])
    if takes_files(info.fields):
        _print(console)
        _print(console, wrapped(LOCAL_FILES, console.width, first="  "))
    if info.rules:
        _title(console, "Rules")
        for rule in info.rules:
            _print(console, wrapped(rule, console.width, first="  - "))
    for title, text in _examples(info, console.width):
        _title(console, title)
        for line in text.splitlines():
            _print(console, f"  {line}".rstrip())


def facts(info: ModelInfo) -> Iterator[Styled]:
    """Yield (name, text) for each property of the model."""
    if len(info.ids) > 1 or info.id not in info.ids:
        yield "IDs", ", ".join(info.ids)
    if info.id not in info.ids and all(field.default is None for field in info.fields):
        yield "", "With a billing tier in the ID, no defaults are sent: the tier may fix other values."
    if info.longest is not None:
        yield "Max length", f"{info.longest} s"
    if info.resolutions:
        yield "Resolution", join_words(info.resolutions)
    if info.audio:
        yield "Audio", info.audio
    if info.result != ("url",):
        yield "Result", join_words(info.result, "and") + ("" if returns_file(info) else "; no file")
    yield "Request", f"{info.request}, or a dict"
    yield "Sources", f"{SOURCES.get(info.source, info.source)}. {' '.join(info.note.split())}"


def all_fields(fields: Iterable[FieldInfo], before: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Yield (name, field) for each field, followed by its nested fields, indented."""
    for each in fields:
        yield f"{before}{each.name}", each
        yield from all_fields(each.inside, f"  {before.replace('.', ' ')}.")


def _about(field: FieldInfo) -> Sequence[Styled]:
    return [(limit_words(field), ""), *((text, "dim") for text in paragraphs(field.description))]


def _examples(info: ModelInfo, width: int) -> Iterator[Styled]:
    yield "Example", json.dumps(info.example, indent=2, ensure_ascii=False)
    yield "On the command line", command_line(info, width - 2)
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
