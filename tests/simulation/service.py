"""The service as a model: tasks, how often each was created, results, uploads, and what a response can look like."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

URL = "https://cdn.example.com/"
RETRYABLE = {"error": {"message": "Slow down.", "type": "rate_limit_error"}}
REFUSED = {"error": {"message": "The balance is too low.", "type": "insufficient_balance"}}


@dataclass
class ServerTask:
    """A paid task."""

    id: str
    job: str
    """The job that asked for it: its prompt."""
    created: float
    done: float
    """When it ends."""
    shown: float
    """When its result is shown; the service can be late."""
    outcome: str
    """completed, failed, or vanished: the service does not know it any more."""
    lifetime: float
    """For how many seconds a URL of it can be fetched."""

    @property
    def file(self) -> bytes:
        """The whole file."""
        text = self.id.encode() * 4
        return b"\0\0\0\x08ftyp\0\0\0\x08moov" + (8 + len(text)).to_bytes(4, "big") + b"mdat" + text


@dataclass
class Service:
    """FoxAPI, as far as a client can see it."""

    random: Random
    tasks: dict[str, ServerTask] = field(default_factory=dict)
    uploads: dict[str, float] = field(default_factory=dict)
    """URL → until when the file is kept."""
    created: dict[str, list[str]] = field(default_factory=dict)
    """Job → the ids of the tasks that were created for it."""

    def create(self, body: dict[str, Any], now: float) -> ServerTask:
        """Create a task."""
        draw = self.random
        job = body["prompt"]
        for url in body.get("image_urls", ()):
            if self.uploads.get(url, 0.0) < now:
                raise AssertionError(f"{job} was created with {url}, which the service does not have")
        done = now + draw.choice((1.0, draw.uniform(5, 60), draw.uniform(20, 400)))
        task = ServerTask(
            id=f"task-unified-{1_790_000_000 + int(now)}-{draw.getrandbits(32):08x}",
            job=job,
            created=now,
            done=done,
            shown=done + draw.choice((0.0, 0.0, draw.uniform(0, 20))),
            outcome=draw.choices(("completed", "failed", "vanished"), (12, 2, 1))[0],
            lifetime=draw.choice((86400.0, draw.uniform(10, 120))),
        )
        self.tasks[task.id] = task
        self.created.setdefault(job, []).append(task.id)
        return task

    def keep(self, digest: str, now: float) -> str:
        """Store an uploaded file, for three days or for less, and return its URL."""
        url = f"{URL}uploads/{digest[:8]}/{len(self.uploads)}.png"
        self.uploads[url] = now + 3 * 86400.0
        return url

    def show(self, task: ServerTask, now: float) -> dict[str, Any] | None:
        """Return a task as the API shows it; None if it does not know it."""
        shown: dict[str, Any] = {"id": task.id, "model": "sora-2", "created": int(task.created)}
        if now < task.done:
            percent = int(99 * (now - task.created) / (task.done - task.created))
            return {**shown, "status": "processing", "progress": percent}
        if task.outcome == "vanished":
            return None
        if task.outcome == "failed":
            return {**shown, "status": "failed", "error": {"message": "The prompt was refused.", "code": "moderation"}}
        results = [{"url": f"{URL}{task.id}/{int(now)}.mp4"}] if now >= task.shown else []
        return {**shown, "status": "completed", "progress": 100, "results": results}

    def file(self, url: str, now: float) -> bytes | None:
        """Return the file at a URL; None if the URL has expired."""
        task_id, _, shown = url.removeprefix(URL).removesuffix(".mp4").partition("/")
        task = self.tasks[task_id]
        return task.file if now - float(shown) <= task.lifetime else None


def text(value: dict[str, Any]) -> bytes:
    """Write a body."""
    return json.dumps(value).encode()
