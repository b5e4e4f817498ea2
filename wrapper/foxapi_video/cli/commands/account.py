"""Implement `upload` and `credits`."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

from rich.progress import BarColumn, DownloadColumn, Progress, TransferSpeedColumn

from foxapi_video import FoxAPI, FoxAPIError, InvalidRequest, Problem, UploadedFile
from foxapi_video._media.open_files import open_regular, reason

from ..output.display import BAR_WIDTH, bars, is_live, path_text, result, safe, say, table, words
from ..requests import file_url_problem, path_of


class ShowUploads:
    """A display of uploads: a progress bar for each on a terminal, a line for each elsewhere."""

    def __init__(self) -> None:
        self._bars: Progress | None = None
        self._rows: dict[Path, Any] = {}
        if is_live():
            columns = (BarColumn(BAR_WIDTH), DownloadColumn(), TransferSpeedColumn())
            self._bars = bars(words("{task.description}"), *columns)

    def __enter__(self) -> ShowUploads:
        if self._bars:
            self._bars.start()
        return self

    def __exit__(self, *raised: object) -> None:
        if self._bars:
            self._bars.stop()

    def __call__(self, path: Path, sent: int, size: int | None) -> None:
        """Show how many bytes of a file are sent."""
        if path not in self._rows:
            name = path_text(path.name)
            self._rows[path] = self._bars.add_task(safe(name), total=size) if self._bars else None
            if not self._bars:
                say(f"uploading {name} ({size or 0:,} bytes)")
        if self._bars:
            self._bars.update(self._rows[path], completed=sent)


def upload(fox: FoxAPI, sources: Sequence[str], *, as_json: bool) -> int:
    """Upload files and print their URLs; nothing is sent unless all files are readable."""
    _check_readable(sources)
    given = [_source(source) for source in sources]
    done: list[UploadedFile] = []
    with ShowUploads() as show:
        try:
            for source, text in zip(given, sources, strict=True):
                done.append(fox.upload(source, on_bytes=partial(show, path_of(text))))
        except (FoxAPIError, KeyboardInterrupt) as error:
            for file, text in zip(done, sources, strict=False):
                error.add_note(f"{text} was uploaded: {file.url}")
            raise
    result([_plain(each) for each in done], "\n".join(safe(each.url) for each in done), as_json=as_json)
    ends = min((each.expires for each in done), default=0.0)
    say(f"expires {time.strftime('%Y-%m-%d %H:%M', time.localtime(ends))}")
    return 0


def _source(text: str) -> str | Path:
    """Return a URL unchanged, and anything else as a path."""
    return text if re.match("(https?|data):", text, re.IGNORECASE) else path_of(text)


def _check_readable(sources: Sequence[str]) -> None:
    problems: list[Problem] = []
    for text in sources:
        words = file_url_problem(text)
        source = _source(text)
        try:
            if words is None and isinstance(source, Path):
                open_regular(source).close()
        except (OSError, ValueError) as error:
            words = f"{path_text(source)} cannot be read: {reason(error)}"
        if words is not None:
            problems.append(Problem("", words))
    if problems:
        raise InvalidRequest(problems)


def _plain(file: UploadedFile) -> dict[str, Any]:
    return {"url": file.url, "id": file.id, "file_name": file.file_name, "size": file.size, "expires": file.expires}


def show_credits(fox: FoxAPI, *, as_json: bool) -> int:
    """Print the balance, in any shape."""
    balance = fox.credits()
    if as_json:
        result(balance, "", as_json=True)
        return 0
    rows = list(_flat(balance))
    table(["ITEM", "CREDITS"], rows)
    return 0


def _flat(value: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield each value of nested objects with its dotted path."""
    for name, item in value.items():
        if isinstance(item, Mapping):
            yield from _flat(cast(Mapping[str, Any], item), f"{before}{name}.")
        else:
            yield f"{before}{name}", str(item)
