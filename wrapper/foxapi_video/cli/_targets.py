"""Where a video is saved: `-o FILE` or `-o FOLDER`, checked before anything is paid."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import click
from attrs import frozen

from foxapi_video import FoxAPIError
from foxapi_video._catalogue import catalogue
from foxapi_video._files import check_target

from ._display import path_text


@frozen
class Target:
    """Where a video goes."""

    path: Path
    """Where it is downloaded to."""
    wanted: Path | None = None
    """The name that we chose for it: the file takes it, or the next free one, when it is whole."""

    def settle(self, saved: Path) -> Path:
        """Give a downloaded file its name; no file that is there by now is replaced."""
        if self.wanted is None:
            return self.path
        for path in _numbered(self.wanted):
            try:
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            except FileExistsError:
                continue
            except OSError:
                return saved
            try:
                return saved.replace(path)
            except OSError:
                path.unlink(missing_ok=True)
                return saved
        return saved


def target_of(output: str | None, name: str, *, force: bool) -> Target:
    """Return where a video goes; `name` is for one that the user named no file for.

    Raises:
        UsageError: the path is that of a file, without `force`, or cannot be written.
    """
    given = Path(output or "")
    try:
        if output is None or output.endswith(("/", os.sep)) or given.is_dir():
            wanted = given / f"{file_stem(name)}.mp4"
            path = wanted.with_stem(f"{wanted.stem}-{secrets.token_hex(4)}")
            check_target(path)
            return Target(path, wanted)
        check_free(given, force=force)
        check_target(given)
    except (FoxAPIError, OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise click.UsageError(f"cannot save to {path_text(given)}: {why}; nothing was sent") from error
    return Target(given)


def check_free(path: Path, *, force: bool) -> None:
    """Refuse a path that is in use: what is no regular file in any case, a file without `force`.

    Raises:
        UsageError: it is in use.
    """
    if not os.path.lexists(path):
        return
    if path.exists() and not path.is_file():
        raise click.UsageError(f"{path_text(path)} is not a regular file; nothing was sent")
    if not force:
        raise click.UsageError(f"{path_text(path)} exists and would be replaced; --force allows it; nothing was sent")


def file_stem(name: str) -> str:
    """Return a name, such as a model's id, as the name of a file without its suffix."""
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")[:80] or "video"


def has_file(model: str) -> bool:
    """Return False for a model whose results are no files."""
    family = catalogue().family(model)
    return family is None or family.makes_file


def _numbered(path: Path) -> Iterator[Path]:
    yield path
    yield from (path.with_stem(f"{path.stem}-{number}") for number in range(2, 10_000))
