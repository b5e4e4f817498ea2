"""What a person sees: a progress bar on a terminal, plain lines elsewhere, tables, errors. All of it on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from foxapi_video.errors import (
    APIStatusError,
    ConnectionFailed,
    DownloadFailed,
    FoxAPIError,
    InvalidRequest,
    ResultMissing,
    SubmissionUncertain,
    TaskFailed,
    UnreadableAnswer,
    WaitTimeout,
)

if TYPE_CHECKING:
    from foxapi_video import Task

console = Console(stderr=True, highlight=False)


class Show:
    """One line a task: its bar on a terminal, its changes of state elsewhere."""

    def __init__(self, names: Sequence[str]) -> None:
        self._bars: Progress | None = None
        self._rows: dict[str, TaskID] = {}
        self._states: dict[str, str] = {}
        if console.is_terminal:
            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                TaskProgressColumn(),
                TextColumn("{task.fields[state]}"),
            )
            self._bars = Progress(*columns, TimeElapsedColumn(), console=console)
            self._rows = {name: self._bars.add_task(name, total=100, state="submitting") for name in names}

    def __enter__(self) -> Show:
        if self._bars:
            self._bars.start()
        return self

    def __exit__(self, *raised: object) -> None:
        if self._bars:
            self._bars.stop()

    def task(self, name: str, task: Task) -> None:
        """Show a task as it was last seen."""
        done = 100.0 if task.state == "completed" else task.progress or 0.0
        self.state(name, task.status, done, f"task {task.id} {task.status}")

    def upload(self, name: str, path: Path, sent: int, size: int) -> None:
        """Show how much of a file is sent."""
        self.state(name, f"uploading {path.name}", 100 * sent / max(size, 1), f"uploading {path} ({size:,} bytes)")

    def state(self, name: str, state: str, percent: float, line: str | None = None) -> None:
        """Show a state in words, and how much is done."""
        if self._bars:
            row = self._rows[name]
            self._bars.update(row, completed=percent, state=state)
            if state in ("saved", "failed"):
                self._bars.stop_task(row)
        elif self._states.get(name) != state:
            self._states[name] = state
            console.print(f"{name}: {line or state}", markup=False, soft_wrap=True)


def say(text: str) -> None:
    """Print a line for a person."""
    console.print(text, markup=False, soft_wrap=True)


def result(value: Mapping[str, Any] | Sequence[Any], text: str, *, as_json: bool) -> None:
    """Print the command's result on stdout: JSON or text."""
    print(json.dumps(value, indent=2, ensure_ascii=False) if as_json else text)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table on stdout; the last column may wrap."""
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        grid.add_column(column, overflow="fold", no_wrap=column != columns[-1])
    for row in rows:
        grid.add_row(*row)
    width = None if sys.stdout.isatty() else 200  # a pipe has no width; 80 would break what a script reads
    Console(file=sys.stdout, highlight=False, markup=False, width=width).print(grid)


def exit_code(error: FoxAPIError) -> int:
    """Return the exit code that the README documents for an error."""
    match error:
        case APIStatusError():
            return 3
        case TaskFailed() | ResultMissing():
            return 4
        case WaitTimeout():
            return 5
        case ConnectionFailed() | SubmissionUncertain() | UnreadableAnswer() | DownloadFailed():
            return 6
        case _:  # InvalidRequest, ConfigurationError
            return 2


def failure(error: FoxAPIError, *, as_json: bool) -> int:
    """Say what went wrong, where it is and how to go on; return the exit code."""
    console.print(f"[bold red]error:[/] {_escaped(str(error))}", soft_wrap=True)
    if error.task_id and error.task_id not in str(error):
        say(f"the task's id is {error.task_id}: foxapi-video wait {error.task_id} -o FILE goes on")
    if as_json:
        detail: dict[str, Any] = {"type": type(error).__name__, "message": str(error), "task_id": error.task_id}
        if isinstance(error, InvalidRequest):
            detail["problems"] = [{"field": problem.field, "message": problem.message} for problem in error.problems]
        print(json.dumps({"error": detail}, indent=2, ensure_ascii=False))
    return exit_code(error)


def _escaped(text: str) -> str:
    return text.replace("[", r"\[")
