"""Print lines, tables, errors and JSON, escaped."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import sys
import traceback
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from foxapi_video.errors import (
    APIStatusError,
    ConfigurationError,
    ConnectionFailed,
    CreditLimitReached,
    DownloadFailed,
    FoxAPIError,
    InvalidRequest,
    InvalidResponse,
    ResultMissing,
    SubmissionUncertain,
    TaskFailed,
    WaitTimeout,
)

from ..process import problem_of
from .wording import wrapped

if TYPE_CHECKING:
    from foxapi_video import Problem

console: Console = Console(
    stderr=True,
    highlight=False,
    markup=False,
    emoji=False,
    force_interactive=None if sys.stderr.isatty() else False,  # FORCE_COLOR alone makes no terminal
)
GAP = 2
"""Spaces between two columns of a table."""


def safe(text: str) -> str:
    """Escape control characters, line ends and bidirectional overrides, which a terminal would execute or hide.

    `rich.control.escape_control_codes` does not replace it: it escapes five control characters, and not ESC.
    """
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    joins = character in "\u200c\u200d"  # emoji and some scripts require them
    return character.encode("unicode_escape").decode() if hidden and not joins else character


def json_text(value: Any) -> str:
    """Format a value as valid JSON that is safe to display, whatever its strings contain."""
    if not (sys.stdout.encoding or "").lower().startswith("utf"):
        return json.dumps(_finite(value), indent=2)
    text = json.dumps(_finite(value), indent=2, ensure_ascii=False)
    return re.sub(r"[^\n -~]", lambda found: _escaped(found[0]), text)


def _escaped(character: str) -> str:
    return character if _visible(character) == character else json.dumps(character)[1:-1]


def _finite(value: Any) -> Any:
    """Copy a value, with null for NaN and infinities, which JSON cannot represent."""
    if isinstance(value, Mapping):
        return {name: _finite(item) for name, item in cast(Mapping[str, Any], value).items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in cast(Sequence[Any], value)]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def path_text(path: str | os.PathLike[str]) -> str:
    """Return a path as text, decoded as UTF-8 where the locale cannot decode it."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def nearby(path: Path) -> str:
    """Return a path as text, relative to the working folder if it is inside."""
    try:
        return path_text(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return path_text(path)


def is_live() -> bool:
    """Return True when standard error is a terminal that can redraw a line."""
    return console.is_interactive


def say(text: str, *, keep: bool = False, label: str = "", wrap: bool = False) -> None:
    """Print a line on standard error; with `keep`, on standard output if standard error cannot be written.

    Line ends are escaped, except as the last character, where they add an empty line. With `wrap`, the line is wrapped
    at words on a terminal; without it, text to copy stays on one line.
    """
    line = text.removesuffix("\n")
    output = f"{label}{safe(line)}"
    if wrap and (is_live() or console.file.isatty()):
        indent = " " * (len(output) - len(output.lstrip()))
        output = wrapped(output.lstrip(), console.width, first=indent)
    console.print(Text.assemble((label, "bold red"), f"{output[len(label) :]}{text[len(line) :]}"), soft_wrap=True)
    if keep and problem_of(sys.stderr):
        print(output, flush=True)


def result(value: Mapping[str, Any] | Sequence[Any], text: str, *, as_json: bool, keep: bool = False) -> None:
    """Print the command's result on standard output: JSON, or text with escaped lines.

    With `keep`, for a result that was charged, it is printed on standard error if standard output cannot be written.
    """
    output = json_text(value) if as_json else "\n".join(map(safe, text.split("\n")))
    print(output, flush=True)
    if keep and problem_of(sys.stdout):
        console.print(Text(output), soft_wrap=True)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table on standard output, or each row as a block of lines if the table is wider than the terminal.

    Cells are never wrapped or truncated, so that they can be copied.
    """
    cells = [[safe(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(columns, *cells, strict=True)]
    limit = columns_of_output()
    if limit is None or sum(widths) + GAP * (len(widths) - 1) <= limit:
        lines = (_padded(row, widths) for row in [columns, *cells])
    else:
        longest = max(map(len, columns[1:]))
        lines = (line for row in cells for line in _block(columns, row, longest))
    print("\n".join(lines), flush=True)


def _block(columns: Sequence[str], row: Sequence[str], longest: int) -> Iterable[str]:
    yield row[0]
    for name, cell in zip(columns[1:], row[1:], strict=True):
        if cell:
            yield f"  {name.lower():<{longest}}  {cell}"


def _padded(row: Sequence[str], widths: Sequence[int]) -> str:
    gaps = (cell + " " * (width - cell_len(cell) + GAP) for cell, width in zip(row, widths, strict=True))
    return "".join(gaps).rstrip()


def columns_of_output() -> int | None:
    """Return the width of standard output, or None for a pipe without COLUMNS."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and 0 < int(given) < 10_000:
        return int(given)
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def exit_code(error: FoxAPIError) -> int:
    """Return the documented exit code of an error."""
    match error:
        case APIStatusError():
            return 3
        case TaskFailed() | ResultMissing():
            return 4
        case WaitTimeout():
            return 5
        case ConnectionFailed() | SubmissionUncertain() | InvalidResponse() | DownloadFailed():
            return 6
        case InvalidRequest() | ConfigurationError() | CreditLimitReached() if not error.task_id:
            return 2
        case _:
            return 6  # a task exists, so credits may have been charged


def report(error: Exception | KeyboardInterrupt, *, as_json: bool) -> int:
    """Print what ended a command; return the exit code."""
    match error:
        case click.ClickException():
            return usage_failure(error, as_json=as_json)
        case click.Abort():  # raised by click for KeyboardInterrupt
            return interruption(error.__context__, as_json=as_json)
        case KeyboardInterrupt():
            return interruption(error, as_json=as_json)
        case FoxAPIError():
            return failure(error, as_json=as_json)
        case _:
            return unexpected(error, as_json=as_json)


def failure(error: FoxAPIError, *, as_json: bool) -> int:
    """Print an error, its problems and the next step; return the exit code."""
    message, notes = str(error), list(getattr(error, "__notes__", []))
    problems: Sequence[Problem] = ()
    if isinstance(error, InvalidRequest):
        problems = error.problems
        message = message.split("\n")[0]
    if error.task_id and error.task_id not in message:
        notes.append(f"task ID {error.task_id}: to resume, run foxapi-video wait {error.task_id} -o FILE")
    complain(
        message,
        kind=type(error).__name__,
        task_id=error.task_id,
        details=[str(each) for each in problems],
        notes=notes,
        problems=[{"field": each.field, "message": each.message} for each in problems],
        as_json=as_json,
    )
    return exit_code(error)


def complain(
    message: str,
    *,
    kind: str,
    as_json: bool,
    task_id: str | None = None,
    details: Iterable[str] = (),
    notes: Iterable[str] = (),
    problems: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Print an error on standard error, and with `as_json` also as JSON on standard output."""
    say(message, label="Error: ", keep=bool(task_id) and not as_json, wrap=True)
    for line in details:
        say(f"  {line}", wrap=True)
    for note in notes:
        say(note, keep=not as_json)
    if as_json:
        error = {"type": kind, "message": message, "task_id": task_id, "problems": list(problems)}
        if problems:
            error["message"] = "\n".join([message, *(f"  {line}" for line in details)])
        result({"error": error}, "", as_json=True)


def usage_failure(error: click.ClickException, *, as_json: bool) -> int:
    """Print a command's usage and the usage error; return the exit code."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        for line in context.get_usage().splitlines():
            say(line)
        say(f"Try '{context.command_path} --help' for help.")
    complain(error.format_message(), kind=type(error).__name__, as_json=as_json)
    return error.exit_code


def interruption(error: BaseException | None, *, as_json: bool) -> int:
    """Print how to resume after Ctrl-C, SIGTERM or SIGHUP; return the exit code."""
    notes: Sequence[str] = getattr(error, "__notes__", ())
    task_id: str | None = getattr(error, "task_id", None)
    message = "; ".join(["interrupted", *notes]) if as_json else "interrupted"
    complain(message, kind="Interrupted", task_id=task_id, notes=() if as_json else notes, as_json=as_json)
    return 130


def unexpected(error: Exception, *, as_json: bool) -> int:
    """Print the traceback of an exception that is not a FoxAPIError; return the exit code."""
    for part in traceback.format_exception(error):
        for line in part.rstrip("\n").split("\n"):
            say(line)
    message = f"unexpected {type(error).__name__}: {error}"
    complain(message, kind=type(error).__name__, task_id=getattr(error, "task_id", None), as_json=as_json)
    return 1


def report_problems(name: str, problems: Sequence[tuple[str, Problem]], summary: str, *, as_json: bool) -> int:
    """Print the problems of a file's requests, each with its line such as "3: "; return the exit code."""
    if as_json:
        rows = [
            {"field": each.field, "message": each.message, "file": name, "line": int(place.partition(":")[0])}
            for place, each in problems
        ]
        error = {"type": "InvalidRequest", "message": summary, "task_id": None, "problems": rows}
        result({"error": error}, "", as_json=True)
    else:
        width = columns_of_output() if sys.stdout.isatty() else None
        for place, problem in problems:
            line = safe(f"{name}:{place}{problem}")
            print(wrapped(line, width) if width else line)
    say(summary)
    return 2
