"""Resolve `-o FILE` or `-o FOLDER` to the file of a video, and check it before anything is charged."""

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
    """Make a client replace files only with `force`; otherwise it adds a suffix if a file appears meanwhile."""
    fox._outputs = Outputs(replace=force, add_suffix=True)  # pyright: ignore[reportPrivateUsage]


def target_of(output: str | None, name: str, *, force: bool) -> Path:
    """Return the path of a video; `name` is its stem where `output` is a folder or None.

    Raises:
        UsageError: the file exists and `force` is not set, or the path cannot be written.
    """
    path = Path(output or "")
    try:
        if output is None or output.endswith(("/", os.sep)) or path.is_dir():
            path /= f"{file_stem(name)}.mp4"
        else:
            check_free(path, force=force)
        check_target(path, "-o")
    except InvalidRequest as error:  # it names the path
        raise click.UsageError(f"{error.problems[0].message}; nothing was sent") from error
    except (FoxAPIError, OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else None
        raise click.UsageError(f"cannot write {path_text(path)}: {why or error}; nothing was sent") from error
    return path


def check_free(path: Path, *, force: bool) -> None:
    """Raise if the file exists, unless `force` is set.

    Raises:
        UsageError: the file exists.
    """
    if path.is_file() and not force:
        raise click.UsageError(f"{path_text(path)} already exists; use --force to replace it; nothing was sent")


def saved_text(target: Path, saved: Path) -> str:
    """Return the path of a saved video in the form the user typed; a suffix may have been added to its name."""
    return path_text(target.with_name(saved.name))


def name_of(task: str) -> str:
    """Return a file name for a task's id or a result's URL, without the URL's query, which is a secret signature."""
    if "://" not in task:
        return task
    name = unquote(re.split("[?#]", task)[0].rpartition("/")[2])
    return name.removesuffix(".mp4")


def file_stem(name: str) -> str:
    """Turn a name, such as a model's id, into a file name without a suffix."""
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")[:80] or "video"


def has_file(model: str) -> bool:
    """Return True if the model returns a file."""
    family = catalog().family(model)
    return family is None or family.returns_file
