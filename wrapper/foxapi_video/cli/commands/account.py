"""Implement `upload` and `credits`."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

from foxapi_video import FoxAPI, FoxAPIError, InvalidRequest, Problem, UploadedFile
from foxapi_video._media.open_files import open_regular, reason

from ..output.display import path_text, result, safe, say, table
from ..output.progress import ProgressView
from ..requests import file_url_problem, path_of


def upload(fox: FoxAPI, sources: Sequence[str], *, as_json: bool) -> int:
    """Upload files and print their URLs; nothing is sent unless all files are readable."""
    _check_readable(sources)
    given = [_source(source) for source in sources]
    done: list[UploadedFile] = []
    with ProgressView() as view:
        try:
            for source, text in zip(given, sources, strict=True):
                done.append(fox.upload(source, on_bytes=partial(view.upload, text, None)))
        except (FoxAPIError, KeyboardInterrupt) as error:
            for file, text in zip(done, sources, strict=False):
                error.add_note(f"{text} was uploaded: {file.url}")
            raise
    result([_plain(each) for each in done], "\n".join(safe(each.url) for each in done), as_json=as_json)
    ends = min((each.expires for each in done), default=0.0)
    say(f"expires at {time.strftime('%Y-%m-%d %H:%M', time.localtime(ends))}")
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
    table(["ITEM", "VALUE"], rows)
    return 0


def _flat(value: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield each value of nested objects with its dotted path."""
    for name, item in value.items():
        if isinstance(item, Mapping):
            yield from _flat(cast(Mapping[str, Any], item), f"{before}{name}.")
        else:
            yield f"{before}{name}", str(item)
