"""Plain values that the clients return: tasks, results, uploaded files, clips and problems."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen
from foxapi_video_client.types import summary

from ._contract.catalog import catalog


@frozen
class TaskResult:
    """One thing that a task made."""

    url: str | None
    """Where the file is, for 24 hours; None for a result that is no file."""
    seed: int | None = None
    """The seed that was used, where the model tells it."""
    character_id: str | None = None
    """A character that later requests can name."""
    voice_id: str | None = None
    """A voice that later requests can name."""
    element_id: str | None = None
    """A subject that later requests can name."""
    video_id: str | None = None
    """A video that the service keeps, to be remixed."""
    name: str | None = None
    """What the character is called."""
    raw: Mapping[str, Any] = field(factory=dict[str, Any], repr=False, eq=False)
    """The result as the API gave it, unknown fields included."""

    def __repr__(self) -> str:
        return summary(self)


@frozen
class TaskError:
    """Why a task failed, in the API's words."""

    code: str | None
    message: str

    def __repr__(self) -> str:
        return summary(self)


@frozen
class UploadedFile:
    """A file that the service keeps for a while; its `url` goes into any field for media."""

    url: str
    id: str | None
    file_name: str | None
    size: int | None
    """Bytes."""
    created: float
    expires: float
    """When the service forgets it; times are Unix seconds."""
    raw: Mapping[str, Any] = field(factory=dict[str, Any], repr=False, eq=False)
    """The answer as the API gave it."""

    def __repr__(self) -> str:
        return summary(self)


@frozen
class Task:
    """A task as it was when it was looked at. Looking again is `get`; the value does not change."""

    id: str
    status: str
    """pending, processing, completed or failed, as the API spells it; or one that is newer than this package."""
    model: str | None = None
    """The model actually used, which can differ from the one asked for."""
    progress: float | None = None
    """Percent, 0 to 100."""
    created: float | None = None
    """Unix time in seconds."""
    estimated_time: float | None = None
    """How long the task will take in all, in seconds, as the service guesses."""
    results: tuple[TaskResult, ...] = ()
    """What the task made; empty until it is completed, and sometimes for seconds after."""
    error: TaskError | None = None
    raw: Mapping[str, Any] = field(factory=dict[str, Any], repr=False, eq=False)
    """The task as the API gave it, unknown fields included."""

    def __repr__(self) -> str:
        return summary(self)

    @property
    def state(self) -> str:
        """Return what the status means: running, completed or failed, in any spelling and for its usual synonyms.

        With any other status, a result's URL means completed and an error means failed; otherwise it is "unknown".
        """
        unknown = "completed" if self.url else "failed" if self.error else "unknown"
        return catalog().state_of(self.status) or unknown

    @property
    def url(self) -> str | None:
        """The first result's URL; None while there is none."""
        return next((result.url for result in self.results if result.url), None)


@frozen
class Problem:
    """One thing that is wrong with a request: the field, such as "image_urls[1]", and what to do about it."""

    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


@frozen
class Clip:
    """A finished video."""

    task: Task
    url: str | None
    """Where the file is, for 24 hours; None for a model that makes no file."""
    results: tuple[TaskResult, ...] = field(repr=False)
    """What the task made: the same as `task.results`."""
    path: Path | None
    """Where it was saved; None without `save_to`."""

    def __repr__(self) -> str:
        return summary(self)


@frozen
class SavedClip(Clip):
    """A finished video that was saved to `path`: what `generate` returns with `save_to`."""

    path: Path
    """Where it was saved."""

    def __repr__(self) -> str:
        return summary(self)
