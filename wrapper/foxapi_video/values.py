"""The values that the clients return: tasks, results, uploaded files, clips, prices, charges and problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen
from foxapi_video_client.summary import summary

from ._contract.catalog import catalog


class Readable:
    """A value that is displayed on one line: the fields that are set, and URLs without their signatures."""

    __slots__ = ()

    def __repr__(self) -> str:
        return summary(self)

    def __rich_repr__(self) -> Iterator[object]:
        """Give rich the same line: by itself it would show each field in full."""
        yield _Verbatim(summary(self).partition("(")[2][:-1])


class _Verbatim(str):
    """A text that is its own repr."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


@frozen(repr=False)
class TaskResult(Readable):
    """One result of a task."""

    url: str | None
    """The file's URL, valid for 24 hours; None for a result that is not a file."""
    seed: int | None = None
    """The seed that was used, if the model returns it."""
    character_id: str | None = None
    """The id of a character for use in later requests."""
    voice_id: str | None = None
    """The id of a voice for use in later requests."""
    element_id: str | None = None
    """The id of a subject for use in later requests."""
    video_id: str | None = None
    """The id of a video that the service stores, for remixing."""
    name: str | None = None
    """The character's name."""
    raw: Mapping[str, Any] = field(factory=dict[str, Any], repr=False, eq=False)
    """The result as the API returned it, including unknown fields."""


@frozen(repr=False)
class TaskError(Readable):
    """Why a task failed, as the API reports it."""

    code: str | None
    message: str


@frozen(repr=False)
class UploadedFile(Readable):
    """A file that the service stores until `expires`; any media field accepts its `url`."""

    url: str
    id: str | None
    file_name: str | None
    size: int | None
    """Size in bytes."""
    created: float
    """Unix time in seconds."""
    expires: float
    """When the service deletes the file, as Unix time in seconds."""
    raw: Mapping[str, Any] = field(factory=dict[str, Any], repr=False, eq=False)
    """The response as the API returned it."""


@frozen(repr=False)
class Task(Readable):
    """A task as of one status check; it does not update itself, `get` returns a new one."""

    id: str
    status: str
    """pending, processing, completed or failed, as the API spells it; or a status newer than this package."""
    model: str | None = None
    """The model actually used, which can differ from the requested one."""
    progress: float | None = None
    """Percent, 0 to 100."""
    created: float | None = None
    """Unix time in seconds."""
    estimated_time: float | None = None
    """The service's estimate of the task's total duration, in seconds."""
    results: tuple[TaskResult, ...] = ()
    """The results; empty until the task is completed, and sometimes for a few seconds after."""
    error: TaskError | None = None
    credits: float | None = None
    """The credits that the service reserved for the task; None if it does not say."""
    raw: Mapping[str, Any] = field(factory=dict[str, Any], repr=False, eq=False)
    """The task as the API returned it, including unknown fields."""

    @property
    def state(self) -> str:
        """Return what the status means: "running", "completed" or "failed", for any spelling and common synonym.

        With any other status, a result's URL means "completed" and an error "failed"; otherwise it is "unknown".
        """
        unknown = "completed" if self.url else "failed" if self.error else "unknown"
        return catalog().state_of(self.status) or unknown

    @property
    def url(self) -> str | None:
        """The first result's URL; None if no result has one."""
        return next((result.url for result in self.results if result.url), None)


@frozen(repr=False)
class Price(Readable):
    """The published price of a model, as the service gives it."""

    model: str
    """The model's id; a billing tier such as "veo-3.1[4k]" has a price of its own."""
    per_call: float | None
    """US dollars per call at ratio 1, whatever the request; None if there is no such price."""
    by_usage: bool
    """True if the model is charged by usage: the price is not known in advance."""
    groups: Mapping[str, float | None] = field(factory=dict[str, float | None])
    """The groups of API keys that can use the model, and the ratio by which each multiplies the price, if known."""
    raw: Mapping[str, Any] = field(factory=dict[str, Any], repr=False, eq=False)
    """The price as the API returned it, including unknown fields."""


@frozen(repr=False)
class Charge(Readable):
    """One charge of an API key, as the service lists it; what it does not say, or says in another form, is None."""

    id: str | None
    model: str | None
    created: float | None
    """Unix time in seconds."""
    dollars: float | None
    """US dollars."""
    group: str | None
    """The group of the API key."""
    raw: Mapping[str, Any] = field(factory=dict[str, Any], repr=False, eq=False)
    """The charge as the API returned it, including unknown fields."""


@frozen
class Problem:
    """One problem of a request: the field, such as "image_urls[1]", and what is wrong with it."""

    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


@frozen(repr=False)
class Clip(Readable):
    """A finished video."""

    task: Task
    url: str | None
    """The file's URL, valid for 24 hours; None for a model that returns no file."""
    results: tuple[TaskResult, ...] = field(repr=False)
    """The task's results: the same as `task.results`."""
    path: Path | None
    """The path of the saved file; None without `save_to`."""


@frozen(repr=False)
class SavedClip(Clip):
    """A finished video saved to `path`: the return value of `generate` with `save_to`."""

    path: Path
    """The path of the saved file."""
