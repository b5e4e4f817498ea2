"""Handle the process of a command: standard streams, signals and arguments."""

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
    """A standard stream whose writes never raise, so that a closed pipe does not end the wait for a paid task.

    `problem` is the reason why the last text was not written; `failed` is the last exception and stays set.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self.problem: str | None = None
        self.failed: Exception | None = None
        if isinstance(stream, io.TextIOWrapper):
            with suppress(OSError, ValueError):
                stream.reconfigure(errors="backslashreplace")

    def write(self, text: str) -> int:
        """Write a text; raise TypeError for bytes, by which click detects a text stream."""
        if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError("the argument must be text")
        self.problem = None
        self._attempt("write", text)
        return len(text)

    def flush(self) -> None:
        """Flush the buffer."""
        self._attempt("flush")

    def _attempt(self, name: str, *arguments: str) -> None:
        try:
            if self._stream is None:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            getattr(self._stream, name)(*arguments)
        except (OSError, ValueError) as error:  # ValueError: the stream is closed, or cannot encode the text
            self.problem = (error.strerror if isinstance(error, OSError) else None) or str(error)
            self.failed = error

    def isatty(self) -> bool:
        """Return True if the stream is a terminal."""
        try:
            return self._stream is not None and self._stream.isatty()
        except ValueError:
            return False

    @property
    def encoding(self) -> str:
        """Return the encoding of the stream."""
        return getattr(self._stream, "encoding", None) or "utf-8"

    def __getattr__(self, name: str) -> Any:
        # click would write bytes in its own encoding to a buffer
        if name in ("_stream", "buffer") or self._stream is None:
            raise AttributeError(name)
        return getattr(self._stream, name)


@contextmanager
def safe_streams() -> Generator[tuple[Output, Output]]:
    """Send all output, including that of rich, click and the library, through `Output`."""
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
    """A handler that prints the library's warnings, escaped, above a progress bar."""

    def emit(self, record: logging.LogRecord) -> None:
        from .output.display import say  # imports rich with the first warning only

        say(record.getMessage(), wrap=True)


@contextmanager
def shown_warnings() -> Generator[None]:
    """Print the library's warnings while the block runs."""
    handler, log = Warnings(logging.WARNING), logging.getLogger("foxapi_video")
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)


def problem_of(stream: TextIO) -> str | None:
    """Return why the last text was not written to a standard stream, or None if it was."""
    inner: Any = getattr(stream, "rich_proxied_file", stream)  # while a progress bar is shown
    problem: str | None = getattr(inner, "problem", None)
    return problem


def drop_invalid_sizes() -> None:
    """Remove terminal sizes outside of 1 to 9999; rich crashes on "²", a digit that `int` refuses."""
    for name in ("COLUMNS", "LINES"):
        size = os.environ.get(name, "")
        if not (size.isdecimal() and len(size) < 5 and int(size)):
            os.environ.pop(name, None)


def open_descriptors() -> None:
    """Open the null device for each closed standard stream, so that no socket or journal gets its number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number


def heed_signals() -> None:
    """Handle SIGTERM and SIGHUP like Ctrl-C, unless the parent process ignores them (nohup)."""
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _interrupt)


def _interrupt(number: int, frame: Any) -> None:
    handler = signal.getsignal(signal.SIGINT)  # asyncio installs its own
    if callable(handler):
        handler(signal.SIGINT, frame)
    else:  # Ctrl-C is ignored, as in a shell's background jobs
        raise KeyboardInterrupt


def end_quietly() -> None:
    """Prevent errors at exit about buffered output that cannot be written."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def decoded(arguments: Sequence[str]) -> list[str]:
    """Decode arguments as UTF-8 in any locale.

    Raises:
        UsageError: an argument is not UTF-8.
    """
    return [each if each.isascii() else _decoded(each) for each in arguments]


def _decoded(argument: str) -> str:
    try:
        argument.encode()
    except UnicodeEncodeError:  # it contains bytes that the locale cannot decode
        try:
            return os.fsencode(argument).decode()
        except UnicodeError as error:
            escaped = argument.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
            raise click.UsageError(f"an argument is not UTF-8: {escaped}") from error
    return argument


def fs_text(text: str) -> str:
    """Return a text as a file name: as UTF-8 bytes where the locale cannot encode it."""
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        with suppress(UnicodeEncodeError):  # a lone surrogate is not a valid file name
            return os.fsdecode(text.encode())
    return text


if TYPE_CHECKING:
    FloatType = click.ParamType[float]
    TextType = click.ParamType[str]
else:
    FloatType = TextType = click.ParamType  # older releases of click are not generic


class Seconds(FloatType):
    """A positive, finite number of seconds."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            seconds = float(value)
        except ValueError:
            seconds = math.nan
        if not 0 < seconds < math.inf:
            self.fail(f"must be a positive number of seconds (got {value!r})", param, ctx)
        return seconds


class InputType(click.File):
    """A file to read, or standard input for "-"; the name is encoded as UTF-8 where the locale cannot."""

    def __init__(self) -> None:
        super().__init__("rb")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "-" and sys.stdin is None:  # closed
            self.fail("standard input is closed", param, ctx)
        return super().convert(fs_text(value) if isinstance(value, str) else value, param, ctx)


class PathType(TextType):
    """A path as the user typed it: keeps a trailing "/", encoded as UTF-8 where the locale cannot."""

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
