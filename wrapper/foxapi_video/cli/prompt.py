"""Read a prompt from the command line: text, `@FILE`, or `-` for standard input."""

from __future__ import annotations

import os
import re
import stat
import sys
from typing import BinaryIO, cast

import click

from .process import fs_text

READ_AT_MOST = 1_000_000
"""Maximum bytes that are read from a file or standard input; longer than any valid prompt."""


def prompt_text(given: str) -> str:
    """Return the prompt of an argument; `@Image1 dances` is returned unchanged if no such file exists.

    Raises:
        UsageError: the file is not a regular file, or does not contain a valid prompt.
    """
    if given == "-":
        return _text(cast(BinaryIO | None, getattr(sys.stdin, "buffer", None)), "standard input")
    name = fs_text(given[1:])
    if not given.startswith("@") or not name or "\0" in name:
        return given
    if not os.path.lexists(name):
        if re.fullmatch(r"\S*[./\\]\w\S*", name):
            raise click.UsageError(
                f"there is no file {name}; if {given} is the prompt itself, pass it on standard input and use -"
            )
        return given
    return _from_file(name)


def _from_file(name: str) -> str:
    try:
        # without O_NONBLOCK, opening a FIFO blocks until a writer opens it
        with open(name, "rb", opener=lambda path, flags: os.open(path, flags | getattr(os, "O_NONBLOCK", 0))) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise click.UsageError(f"the prompt file {name} is not a regular file")
            return _text(file, f"the prompt file {name}")
    except OSError as error:
        raise click.UsageError(f"the prompt file {name} cannot be read: {error.strerror or error}") from error


def _text(file: BinaryIO | None, what: str) -> str:
    if file is None:
        raise click.UsageError(f"{what} is closed, so there is no prompt to read")
    raw = file.read(READ_AT_MOST + 1)
    if len(raw) > READ_AT_MOST:
        raise click.UsageError(f"{what} is too long for a prompt: the maximum is {READ_AT_MOST:,} bytes")
    try:
        text = raw.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{what} is not UTF-8 text ({error.reason} at byte {error.start})") from error
    if not text:
        raise click.UsageError(f"{what} is empty; a prompt must be non-empty text")
    if re.search(r"[\0-\x08\x0e-\x1f\x7f]", text):
        raise click.UsageError(f"{what} is binary; a prompt must be text")
    return text
