"""A journal in memory: what each operation of a journal must do, in the plainest form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Row:
    """One job."""

    state: str = "new"
    task_id: str | None = None
    path: str | None = None
    error: str | None = None
    owner: str | None = None
    lease: float = 0.0


@dataclass
class Model:
    """The jobs of a journal, by key; times are Unix seconds and come from outside."""

    rows: dict[str, Row] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)
    """Task id → key, of every task that was created."""
    requests: dict[str, str] = field(default_factory=dict)

    def add(self, key: str, request: str) -> str | None:
        """Add a job; return its state, or None if the key names another request."""
        if key not in self.rows:
            self.rows[key], self.requests[key] = Row(), request
        return self.rows[key].state if self.requests[key] == request else None

    def is_held(self, key: str, worker: str, now: float) -> bool:
        """Return True if another worker has the lease."""
        row = self.rows[key]
        return row.lease > now and row.owner not in (None, worker)

    def claim(self, key: str, worker: str, now: float, seconds: float) -> str | None:
        """Lease a job; return its state, or None if another worker has it or there is none."""
        if key not in self.rows or self.is_held(key, worker, now):
            return None
        row = self.rows[key]
        if row.state == "sending" and row.owner != worker:
            row.state, row.error = "uncertain", "the process that sent it ended before a response arrived"
        row.owner, row.lease = worker, now + seconds
        return row.state

    def release(self, key: str, worker: str) -> None:
        if key in self.rows and self.rows[key].owner == worker:
            self.rows[key].lease = 0.0

    def sending(self, key: str, worker: str, now: float, seconds: float) -> float | None:
        row = self.rows.get(key)
        if row is None or row.owner != worker or row.state != "new":
            return None
        row.state, row.lease = "sending", now + seconds
        return now + seconds / 2

    def not_sent(self, key: str, worker: str, error: str) -> None:
        row = self.rows.get(key)
        if row is not None and row.owner == worker and row.state == "sending":
            row.state, row.error = "new", error

    def uncertain(self, key: str, worker: str, error: str, task_id: str | None) -> None:
        row = self.rows.get(key)
        if row is not None and row.owner == worker and row.state == "sending":
            row.state, row.error, row.task_id = "uncertain", error, task_id or row.task_id
            if task_id is not None:
                _ = self.tasks.setdefault(task_id, key)

    def submitted(self, key: str, worker: str, task_id: str) -> None:
        _ = self.tasks.setdefault(task_id, key)
        row = self.rows.get(key)
        if row is not None and (row.state == "uncertain" or (row.state == "sending" and row.owner == worker)):
            row.state, row.task_id, row.error = "submitted", task_id, None

    def ended(self, event: str, task_id: str, **columns: Any) -> None:
        """Record completed, failed or saved for the jobs with a task's id."""
        before = {
            "completed": ("uncertain", "submitted"),
            "failed": ("uncertain", "submitted", "completed"),
            "saved": ("uncertain", "submitted", "completed", "failed", "saved"),
        }[event]
        for row in self.rows.values():
            if row.task_id == task_id and row.state in before:
                row.state, row.error = event, None
                for name, value in columns.items():
                    setattr(row, name, value)

    def retry(self, key: str) -> bool:
        row = self.rows.get(key)
        if row is None or row.state not in ("uncertain", "failed"):
            return False
        row.state, row.task_id, row.error, row.lease = "new", None, None, 0.0
        return True

    def delete(self, key: str, worker: str, now: float) -> bool:
        if key not in self.rows or self.is_held(key, worker, now):
            return False
        del self.rows[key]
        return True
