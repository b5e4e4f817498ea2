"""Show the progress of jobs: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

from foxapi_video.errors import FoxAPIError

from . import display
from .display import is_live, path_text, safe, say

if TYPE_CHECKING:
    from foxapi_video import Task

BAR_WIDTH = 20
"""Width of a progress bar in columns, so that its text fits into 60 columns."""
TIMES_FROM = 80
"""Minimum terminal width, in columns, that shows elapsed times."""
MAX_ROWS = 8
"""Maximum number of jobs in progress that have their own bar in a batch."""


class ProgressView:
    """A display of jobs: a progress bar for each on a terminal, a line per change of state elsewhere.

    With `total`, the number of jobs in a batch, a bar counts the jobs that ended, and a few jobs in progress have
    their own. With `creates`, the ID of a new task is printed on a line that stays on the screen.
    """

    def __init__(
        self, names: Iterable[str] = (), *, total: int = 0, creates: bool = False, as_json: bool = False
    ) -> None:
        columns = [
            TextColumn("{task.description}", markup=False),
            BarColumn(BAR_WIDTH),
            TaskProgressColumn(),
            TextColumn("{task.fields[state]}", markup=False),
            *([TimeElapsedColumn()] if display.console.width >= TIMES_FROM else []),
        ]
        self._live = is_live()
        self._bars = Progress(*columns, console=display.console, disable=not self._live)
        self._total = total
        self._all = self._bars.add_task("all", total=total, state=f"0 of {total}") if total else None
        self._ended: Counter[str] = Counter()
        self._rows: dict[str, TaskID] = {}
        self._states: dict[str, str] = {}
        self._keep = not as_json
        self._creates = creates
        self._task_id: str | None = None
        for name in names if self._live else ():
            self.state(name, "submitting" if creates else "waiting", 0)

    def __enter__(self) -> ProgressView:
        self._bars.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._bars.stop()
        if raised[1] is not None and not isinstance(raised[1], FoxAPIError) and not self._total:
            raised[1].task_id = self._task_id  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]

    def task(self, name: str, task: Task) -> None:
        """Show a task's latest status."""
        known, self._task_id = self._task_id, task.id  # first, since the next line may be interrupted
        if self._creates and task.id != known:
            say(f"task {task.id} created", keep=self._keep)
        percent = 100.0 if task.state == "completed" else task.progress or 0.0
        self.state(name, task.status, percent, f"task {task.id} {task.status}")

    def upload(self, name: str, path: Path | None, sent: int, size: int | None) -> None:
        """Show how many bytes of a file are sent; the path is None if the file itself is the job."""
        line = f"uploading{f' {path_text(path)}' if path else ''} ({size or 0:,} bytes)"
        state = f"uploading{f' {path_text(path.name)}' if path else ''}"
        self.state(name, state, 100 * sent / max(size or 0, 1), line)

    def state(self, name: str, state: str, percent: float, line: str | None = None) -> None:
        """Show a job's state and its percentage; `line` replaces the state where there are no bars."""
        if not self._live:
            if self._states.get(name) != state:
                self._states[name] = state
                say(f"{name}: {line or state}")
            return
        if name not in self._rows and not (self._total and len(self._rows) >= MAX_ROWS):
            self._rows[name] = self._bars.add_task(f"{'  ' if self._total else ''}{safe(name)}", total=100, state="")
        if name in self._rows:
            self._bars.update(self._rows[name], completed=percent, state=safe(state))

    def end(self, name: str, state: str) -> None:
        """Show that a job has ended."""
        if self._all is None:
            self.state(name, state, 100)
            if name in self._rows:
                self._bars.stop_task(self._rows[name])
            return
        self._ended[state] += 1
        _ = self._states.pop(name, None)
        if name in self._rows:
            self._bars.remove_task(self._rows.pop(name))
        line = f"{self._ended.total()} of {self._total}: {counted(self._ended)}"
        self._bars.update(self._all, advance=1, state=line)
        if not self._live and self._ended.total() % max(self._total // 20, 1) == 0:
            say(line)


def counted(counts: Counter[str]) -> str:
    """Return the number of jobs in each state: "2 failed, 3 saved"."""
    return ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "nothing finished"
