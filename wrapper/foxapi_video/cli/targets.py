"""Where a video is saved: `-o FILE` or `-o FOLDER`, checked before anything is paid."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote

import click

from foxapi_video import AsyncFoxAPI, FoxAPI, FoxAPIError, InvalidRequest
from foxapi_video._contract.catalog import catalog
from foxapi_video._storage.files import Outputs, check_target

from .output.display import path_text


def keep_files(fox: FoxAPI | AsyncFoxAPI, *, force: bool) -> None:
    """Have a client replace files with `force` only: one that appears meanwhile is kept, and the next name taken."""
    fox._outputs = Outputs(replace=force, add_suffix=True)  # pyright: ignore[reportPrivateUsage]


def target_of(output: str | None, name: str, *, force: bool) -> Path:
    """Return where a video goes; `name` is for one that the user named no file for.

    Raises:
        UsageError: the path is that of a file, without `force`, or cannot be written.
    """
    path = Path(output or "")
    try:
        if output is None or output.endswith(("/", os.sep)) or path.is_dir():
            path /= f"{file_stem(name)}.mp4"
        else:
            check_free(path, force=force)
        check_target(path, "-o")
    except (FoxAPIError, OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else None
        if isinstance(error, InvalidRequest):
            why = error.problems[0].message
        raise click.UsageError(f"cannot save to {path_text(path)}: {why or error}; nothing was sent") from error
    return path


def check_free(path: Path, *, force: bool) -> None:
    """Refuse a file that is there, unless with `force`.

    Raises:
        UsageError: it is there.
    """
    if path.is_file() and not force:
        raise click.UsageError(f"{path_text(path)} exists and would be replaced; --force allows it; nothing was sent")


def saved_text(target: Path, saved: Path) -> str:
    """Write where a video was saved, as the user wrote the target; its name may be the next free one."""
    return path_text(target.with_name(saved.name))


def name_of(task: str) -> str:
    """Return what to call the video of a task's id or of a result's URL, whose query is a secret signature."""
    if "://" not in task:
        return task
    name = unquote(re.split("[?#]", task)[0].rpartition("/")[2])
    return name.removesuffix(".mp4")


def file_stem(name: str) -> str:
    """Return a name, such as a model's id, as the name of a file without its suffix."""
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")[:80] or "video"


def has_file(model: str) -> bool:
    """Return False for a model whose results are no files."""
    family = catalog().family(model)
    return family is None or family.makes_file
