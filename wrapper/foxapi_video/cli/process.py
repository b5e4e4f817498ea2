"""The process around a command: its standard streams, signals and arguments."""

from __future__ import annotations

import errno
import io
import logging
import math
import os
import signal
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, cast

import click
from click.shell_completion import CompletionItem


class Output:
    """A standard stream that never raises: what a paid task is waited for with does not end because of it.

    `problem` says why the last text was not written; `failed` stays set.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self.problem: str | None = None
        self.failed: Exception | None = None
        if isinstance(stream, io.TextIOWrapper):
            with suppress(OSError, ValueError):
                stream.reconfigure(errors="backslashreplace")

    def write(self, text: str) -> int:
        """Write a text; bytes are a TypeError, which tells click that this is a text stream."""
        if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError("text is needed")
        self.problem = None
        self._attempt("write", text)
        return len(text)

    def flush(self) -> None:
        """Write what is buffered."""
        self._attempt("flush")

    def _attempt(self, name: str, *arguments: str) -> None:
        try:
            if self._stream is None:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            getattr(self._stream, name)(*arguments)
        except (OSError, ValueError) as error:  # ValueError: it is closed, or cannot encode the text
            self.problem = (error.strerror if isinstance(error, OSError) else None) or str(error)
            self.failed = error

    def isatty(self) -> bool:
        """Return True for a terminal."""
        try:
            return self._stream is not None and self._stream.isatty()
        except ValueError:
            return False

    @property
    def encoding(self) -> str:
        """The encoding of what is written."""
        return getattr(self._stream, "encoding", None) or "utf-8"

    def __getattr__(self, name: str) -> Any:
        # click would write bytes of an encoding of its own to a buffer
        if name in ("_stream", "buffer") or self._stream is None:
            raise AttributeError(name)
        return getattr(self._stream, name)


@contextmanager
def safe_streams() -> Generator[tuple[Output, Output]]:
    """Have everything that is printed, by rich, click and the library too, go through `Output`."""
    before = sys.stdout, sys.stderr
    out, err = Output(before[0]), Output(before[1])
    sys.stdout, sys.stderr = cast(TextIO, out), cast(TextIO, err)
    try:
        yield out, err
    finally:
        out.flush()
        err.flush()
        sys.stdout, sys.stderr = before


class Warnings(logging.Handler):
    """Prints the library's warnings, escaped, above a progress bar."""

    def emit(self, record: logging.LogRecord) -> None:
        from .output.display import say  # rich comes with the first line

        say(record.getMessage(), wrap=True)


@contextmanager
def shown_warnings() -> Generator[None]:
    """Print what the library warns of."""
    handler, log = Warnings(logging.WARNING), logging.getLogger("foxapi_video")
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)


def problem_of(stream: TextIO) -> str | None:
    """Return why the last text was not written to a standard stream; None when it was."""
    inner: Any = getattr(stream, "rich_proxied_file", stream)  # while a progress bar is shown
    problem: str | None = getattr(inner, "problem", None)
    return problem


def open_descriptors() -> None:
    """Put the null device where a standard stream is closed, so that no socket or journal gets its number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number


def heed_signals() -> None:
    """Have SIGTERM and SIGHUP do what Ctrl-C does; one that the parent had ignored, as nohup does, stays so."""
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _interrupt)


def _interrupt(number: int, frame: Any) -> None:
    handler = signal.getsignal(signal.SIGINT)  # asyncio has one of its own
    if callable(handler):
        handler(signal.SIGINT, frame)
    else:  # Ctrl-C is ignored, as in a shell's background jobs
        raise KeyboardInterrupt


def end_quietly() -> None:
    """Let nothing be said at exit of what a standard stream still holds and cannot write."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def decoded(arguments: Sequence[str]) -> list[str]:
    """Read arguments as UTF-8, whatever the locale says.

    Raises:
        UsageError: one is not UTF-8.
    """
    return [each if each.isascii() else _decoded(each) for each in arguments]


def _decoded(argument: str) -> str:
    try:
        argument.encode()
    except UnicodeEncodeError:  # it holds bytes that the locale has no character for
        try:
            return os.fsencode(argument).decode()
        except UnicodeError as error:
            shown = argument.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
            raise click.UsageError(f"an argument is not UTF-8: {shown}") from error
    return argument


def fs_text(text: str) -> str:
    """Return a text as the name of a file: where the locale has no such characters, as its UTF-8 bytes."""
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        with suppress(UnicodeEncodeError):  # half a character names no file anywhere
            return os.fsdecode(text.encode())
    return text


if TYPE_CHECKING:
    FloatType = click.ParamType[float]
    TextType = click.ParamType[str]
else:
    FloatType = TextType = click.ParamType  # older releases know no type arguments


class Seconds(FloatType):
    """A positive, finite number of seconds."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            seconds = float(value)
        except ValueError:
            seconds = math.nan
        if not 0 < seconds < math.inf:
            self.fail(f"{value!r} is not a positive number of seconds", param, ctx)
        return seconds


class InputType(click.File):
    """A file to read, or standard input for "-"; text becomes the bytes that name the file."""

    def __init__(self) -> None:
        super().__init__("rb")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "-" and sys.stdin is None:  # it is closed
            self.fail("standard input is closed", param, ctx)
        return super().convert(fs_text(value) if isinstance(value, str) else value, param, ctx)


class PathType(TextType):
    """A path as the user wrote it; a "/" at its end is kept, and text becomes the bytes that name the file."""

    name = "path"

    def __init__(self, *, folders: bool = False) -> None:
        self._folders = folders

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = os.path.expanduser(fs_text(os.fspath(value)))
        if "\0" in text:
            self.fail("a path cannot contain a NUL character", param, ctx)
        if not text:
            self.fail("a path cannot be empty", param, ctx)
        return text

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(incomplete, type="dir" if self._folders else "file")]
