"""The tasks: they run by the sandbox's clock, and complete with a file that expires after a day."""

from __future__ import annotations

import heapq
import secrets
import string
import zlib
from collections.abc import Mapping
from typing import Any

from attrs import define, field

from ..._contract.catalog import Family
from ..video.clips import Clip, Clips
from ..video.shape import Shape, shape_of
from .addresses import Addresses
from .clock import Clock
from .faults import Fault

PENDING = 3.0
"""Sandbox seconds before a task starts processing."""
LAG = 5.0
"""Sandbox seconds by which a status may be out of date without sync_upstream."""
GROUP = "default"
"""The group of the sandbox's API key."""
KEPT = 24 * 3600.0
"""Lifetime of a file in sandbox seconds, which is the contract's for result URLs."""


@define(eq=False, kw_only=True)
class SandboxTask:
    """A task, for assertions in tests; times are in seconds of the sandbox's clock."""

    id: str
    model: str
    body: Mapping[str, Any]
    """The request as it was received."""
    shape: Shape
    """Width, height, seconds and audio of its video."""
    created: float
    ends: float
    """The time when it completes or fails."""
    expires: float
    """The time when its file is deleted."""
    url: str | None
    """The URL of its file after it completed; None for a model that returns no file."""
    results: list[dict[str, Any]]
    """The results that it returns after it completed."""
    credits: int
    """The credits that it costs."""
    _empty_looks: int = field(alias="empty_polls", repr=False)
    _failure: dict[str, str] | None = field(alias="failure", repr=False)
    _refreshed: float = field(alias="refreshed", repr=False)
    _clock: Clock = field(alias="clock", repr=False)
    clip: Clip | None = field(repr=False)
    """The rendering until it expires; None for a task that will fail or that returns no file."""

    @property
    def status(self) -> str:
        """The current status by the sandbox's clock, even if no client polled it."""
        return self._status_at(self._clock.now())

    async def refresh(self, *, sync: bool) -> None:
        """Update the known status; without `sync`, only if it is too old."""
        now = self._clock.now()
        if sync or now - self._refreshed >= LAG:
            self._refreshed = now
        if self._refreshed >= self.ends and self.clip is not None:
            await self.clip.wait_until_done()

    def created_response(self) -> dict[str, Any]:
        """Return the response to the create request."""
        estimate = round(self._clock.real(self.ends - self.created), 2)
        return {
            "created": int(self.created),
            "id": self.id,
            "model": self.model,
            "object": "video.generation.task",
            "progress": 0,
            "status": "pending",
            "task_info": {"can_cancel": True, "estimated_time": int(estimate) if estimate.is_integer() else estimate},
            "type": "video",
            "usage": self._usage(),
        }

    def status_response(self) -> dict[str, Any]:
        """Return the response to a poll, as of the last refresh, and count the poll."""
        status = self._status_at(self._refreshed)
        results = None
        if status == "completed":
            if self._empty_looks:
                self._empty_looks -= 1
            else:
                results = self.results
        return {
            "id": self.id,
            "object": "video.generation.task",
            "type": "video",
            "model": self.model,
            "status": status,
            "progress": self._progress(),
            "created": int(self.created),
            "results": results,
            "error": self._error() if status == "failed" else None,
            "usage": self._usage(),
        }

    def _status_at(self, when: float) -> str:
        if when >= self.ends:
            return "failed" if self._error() else "completed"
        return "pending" if when < self.created + PENDING else "processing"

    def _progress(self) -> int:
        done = (self._refreshed - self.created - PENDING) / (self.ends - self.created - PENDING)
        if done >= 1:
            return 99 if self._error() else 100
        return max(0, int(99 * done))

    def _error(self) -> dict[str, str] | None:
        if self.clip is not None and (failure := self.clip.failure):
            words = f"The sandbox failed to render the video: {type(failure).__name__}: {failure}"
            return {"code": "generation_failed", "message": words, "type": "task_error"}
        return self._failure

    def _usage(self) -> dict[str, Any]:
        return {"credits_reserved": self.credits, "user_group": GROUP}


class Tasks:
    """All tasks of a sandbox, and its balance."""

    def __init__(self, clock: Clock, clips: Clips, addresses: Addresses, credits: int) -> None:
        self.clock = clock
        self.all: list[SandboxTask] = []
        self.remaining: int = credits
        """The remaining credits; no page documents that a failed task returns its credits, so it does not."""
        self.used: int = 0
        """The reserved credits."""
        self._clips = clips
        self._addresses = addresses
        self._by_id: dict[str, SandboxTask] = {}
        self._expiring: list[tuple[float, int, SandboxTask]] = []

    def create(self, family: Family, given: Mapping[str, Any], fault: Fault) -> SandboxTask | None:
        """Create a task for a valid body and start to render its file; return None if it costs too much."""
        self._drop_expired()
        body = family.with_defaults(given)
        shape = shape_of(family, body)
        price = price_of(shape)
        if price > self.remaining:
            return None
        self.remaining -= price
        self.used += price
        now = self.clock.now()
        ends = now + _estimate(shape)
        suffix = "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(8))
        name = f"task-unified-{int(now)}-{suffix}"
        failed = (
            {"code": fault.code, "message": fault.message, "type": "task_error"} if fault.kind == "failed" else None
        )
        text = _prompt(family, body)
        url = self._addresses.url(f"/results/{name}/video.mp4", ends + KEPT) if "url" in family.result else None
        task = SandboxTask(
            id=name,
            model=body["model"],
            body=given,
            shape=shape,
            created=now,
            ends=ends,
            expires=ends + KEPT,
            url=url,
            results=[{key: url if key == "url" else _result_value(key, family, body, suffix) for key in family.result}],
            credits=price,
            empty_polls=fault.polls,
            failure=failed,
            refreshed=now,
            clock=self.clock,
            clip=None if failed or url is None else self._clips.clip(shape, body["model"], text),
        )
        heapq.heappush(self._expiring, (task.expires, len(self.all), task))
        self._by_id[name] = task
        self.all.append(task)
        return task

    def get(self, task_id: str) -> SandboxTask | None:
        """Return a task, or None if there is none with this id."""
        self._drop_expired()
        return self._by_id.get(task_id)

    def _drop_expired(self) -> None:
        """Delete the expired files."""
        now = self.clock.now()
        while self._expiring and self._expiring[0][0] <= now:
            task = heapq.heappop(self._expiring)[2]
            if task.clip is not None and task.clip.failure is None:
                task.clip = None


def price_of(shape: Shape) -> int:
    """Return the credits that a task costs: one per second at 720p."""
    return max(1, round(shape.seconds * shape.short_side / 720))


def _estimate(shape: Shape) -> float:
    """Return the duration of a task in sandbox seconds: 45 for 8 seconds at 720p."""
    return round(21 + 3 * shape.seconds * shape.short_side / 720)


def _prompt(family: Family, body: Mapping[str, Any]) -> str:
    """Return the text in the image: the prompt, or the family's title if there is none."""
    texts = (body.get(name) for name, role in family.roles.items() if role == "prompt")
    return next((text for text in texts if text), family.title)


def _result_value(key: str, family: Family, body: Mapping[str, Any], suffix: str) -> Any:
    """Return another key of a result: the value in the body, a number derived from the prompt, or a new id."""
    given = body.get(key)
    if given is not None and not (isinstance(given, int | float) and given < 0):
        return int(given) if isinstance(given, float) else given
    if key in family.fields:
        return zlib.crc32(_prompt(family, body).encode()) % 2**31
    return f"{key.removesuffix('_id')}_{suffix}"
