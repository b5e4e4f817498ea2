"""Record single paid jobs in a journal: the one in the user's state folder, or the one that `--journal` names."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import click
from platformdirs import user_state_path

from foxapi_video import ConfigurationError, FoxAPIError, Journal

from .output.display import path_text, say

T = TypeVar("T")


def state_journal() -> Path:
    """Return the path of the journal in the user's state folder."""
    return user_state_path("foxapi-video", appauthor=False) / "jobs.sqlite"


class Record:
    """The journal entry of one paid job; each run is a new job, so that two runs generate two videos."""

    def __init__(self, journal: Journal | None, *, optional: bool) -> None:
        self.journal = journal
        self.key: str = f"{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(3)}"
        self._optional = optional

    def run(self, work: Callable[[Journal | None], T]) -> T:
        """Call `work` with the journal, or without it if it is optional and cannot be written."""
        try:
            return work(self.journal)
        except (ConfigurationError, UnicodeEncodeError) as error:  # the latter for a path that SQLite cannot encode
            broken = isinstance(error, UnicodeEncodeError) or isinstance(error.__cause__, OSError | sqlite3.Error)
            if not (self._optional and broken) or self._may_be_sent():
                raise
            _warn(error)
            return work(None)
        finally:
            self._drop_unsent()

    def _may_be_sent(self) -> bool:
        """Return False if nothing was sent: the journal records a job before its request is sent."""
        try:
            return self.journal is None or self.journal.job(self.key) is not None
        except FoxAPIError:
            return True

    def _drop_unsent(self) -> None:
        """Delete a job that was refused or interrupted before its request was sent."""
        if self.journal is not None:
            with suppress(FoxAPIError):
                job = self.journal.job(self.key)
                if job is not None and job.state == "new":
                    self.journal.delete(self.key)


@contextmanager
def recorded(path: Path | None, *, off: bool = False, must_exist: bool = False) -> Generator[Record]:
    """Open the named journal, or the one in the state folder; if the latter fails, warn and record nothing.

    `off` takes precedence over `path`, which can come from the environment.
    """
    journal = None if off else _opened(path, must_exist=must_exist)
    try:
        yield Record(journal, optional=path is None)
    finally:
        if journal is not None:
            with suppress(FoxAPIError):
                journal.close()


def _opened(path: Path | None, *, must_exist: bool) -> Journal | None:
    try:
        place = state_journal() if path is None else path
        if path is None and not place.is_absolute():
            raise ConfigurationError("there is no home folder")
        if must_exist and not place.exists():
            return None
        if path is None:
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # the mode that XDG requires
        journal = Journal(place)
        try:
            journal.delete("")  # no job has this key: the call fails if the file is not writable
        except BaseException:
            journal.close()
            raise
    except (FoxAPIError, OSError, ValueError, sqlite3.Error) as error:
        if path is not None:
            if isinstance(error, FoxAPIError):
                raise
            raise click.UsageError(f"{path_text(path)} cannot be used as a journal: {error}") from error
        _warn(error)
        return None
    return journal


def _warn(error: Exception) -> None:
    say(
        f"Warning: the job is not recorded, so keep its task ID ({error}); to turn recording off: --no-journal",
        wrap=True,
    )
