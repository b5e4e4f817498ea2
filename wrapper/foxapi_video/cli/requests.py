"""Read requests from JSON and JSON Lines files, and turn paths in media fields into local files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

import click

from foxapi_video._contract.catalog import Where, catalog
from foxapi_video._contract.wording import Schema, format_value, nearest
from foxapi_video._requests.local_files import path_of_file_url, place_of, replaced
from foxapi_video._storage.keys import UsedKeys
from foxapi_video.values import Problem

from .process import fs_text

LARGEST_FILE = 256 * 1024 * 1024
"""Maximum size of a requests file, in bytes."""
LARGEST_LINE = 32 * 1024 * 1024
"""Maximum length of one line, in characters; a request can contain a base64 image."""
MOST_DIGITS = 1000
"""Maximum number of digits of an integer; Python itself stops at a few thousand."""
WRAPPER = ("key", "request")
"""The fields of a line that gives its request a key."""


class Entry(NamedTuple):
    """One request of a file."""

    place: str
    """The line number, or the position in a list, such as "3: "."""
    request: Any
    key: Any = None
    problems: tuple[Problem, ...] = ()
    """Problems of the line itself, outside its request."""

    @property
    def number(self) -> str:
        """Return the number in `place`."""
        return self.place.partition(":")[0]

    @property
    def has_request(self) -> bool:
        """Return True if the line has a request to check."""
        return self.request is not None or not self.problems

    def without_repeats(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return the line's problems, and its request's problems in fields that the line did not already report."""
        reported = {each.field for each in self.problems}
        return [*self.problems, *(each for each in problems if each.field not in reported)]


def read_requests(file: BinaryIO, *, local_files: bool = True) -> list[Entry]:
    """Read the requests of a JSON or JSON Lines file.

    A string in a media field that is not a URL becomes a local path, relative to the folder of the file.

    Raises:
        click.UsageError: the file cannot be read, or contains no requests.
    """
    from .output.display import path_text  # imports rich

    path = str(getattr(file, "name", "-"))
    name = path_text(path)
    try:
        content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise click.UsageError(f"{name} cannot be read: {error.strerror or error}") from error
    folder = Path() if path in ("-", "<stdin>") else Path(path).parent
    entries = list(_entries(_decoded(content, name), name))
    if not entries:
        raise click.UsageError(f"{name} contains no requests")
    return [_with_paths(each, folder, local_files) for each in entries]


def key_problem(entry: Entry, used: UsedKeys, *, is_valid: bool) -> Iterator[Problem]:
    """Yield the problem of a batch job's key; without a key, the hash of a valid request is its key."""
    given, name = entry.key is not None, entry.key
    if not given and is_valid:
        name = hashlib.sha256(json.dumps(entry.request, sort_keys=True, default=str).encode()).hexdigest()
    if words := used.problem(name, entry.number, given=given):
        yield Problem("key", words)


def with_paths(request: Any, folder: Path) -> Any:
    """Replace each string that names a local file by a `Path`; `~` is the home folder.

    Strings become paths in the command line only, since its user names their own files.
    """
    return replaced(
        request,
        {where: path_of(text, folder) for where, schema, text in _media_texts(request) if _is_path(schema, text)},
    )


def file_url_problems(request: Any) -> list[Problem]:
    """Return a problem for each file: URL in a media field; the library's own message tells how to fix it in Python."""
    found = ((place_of(where), file_url_problem(text)) for where, _, text in _media_texts(request))
    return [Problem(place, words) for place, words in found if words]


def file_url_problem(text: str) -> str | None:
    """Return what to do about a file: URL, or None for any other text."""
    path = path_of_file_url(text)
    return None if path is None else f"{format_value(text)} is a file: URL: use the path {path} instead"


def path_of(text: str, folder: Path | None = None) -> Path:
    """Return the path that a string names, relative to a folder or to the working folder."""
    text = fs_text(text)
    try:
        path = Path(text).expanduser()
    except RuntimeError:  # "~x.png" names no user
        path = Path(text)
    return path if folder is None else folder / path


def _media_texts(request: Any) -> Iterable[tuple[Where, Schema, str]]:
    """Return the strings in the media fields of a request, each with its place and the field's schema."""
    if not isinstance(request, Mapping):
        return ()
    body = cast(Mapping[str, Any], request)
    family = catalog().family(body.get("model"))
    return () if family is None else family.media_texts(body)


def _is_path(schema: Schema, text: str) -> bool:
    if not text.strip() or "://" in text or re.match("(data|file):", text, re.IGNORECASE):
        return False
    pattern = schema.get("items", schema).get("pattern")
    return pattern is None or re.search(pattern, text) is None


def _with_paths(entry: Entry, folder: Path, local_files: bool) -> Entry:
    if local_files:
        problems = file_url_problems(entry.request)
        return entry._replace(request=with_paths(entry.request, folder), problems=(*entry.problems, *problems))
    words = "is a local file, which --no-local-files does not allow"
    problems = [
        Problem(place_of(where), f"{format_value(text)} {words}")
        for where, schema, text in _media_texts(entry.request)
        if _is_path(schema, text) or path_of_file_url(text) is not None
    ]
    return entry._replace(problems=(*entry.problems, *problems))


def _decoded(content: bytes, name: str) -> str:
    if len(content) > LARGEST_FILE:
        raise click.UsageError(f"{name} is larger than the maximum of {LARGEST_FILE // 2**20} MB: split it")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]:
        raise click.UsageError(f"{name}, line 1: the text is UTF-16 or UTF-32: save it as UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        words = f"{name}, line {line}: the text is not UTF-8 (byte 0x{content[error.start]:02x}): save it as UTF-8"
        raise click.UsageError(words) from error


def _entries(text: str, name: str) -> Iterator[Entry]:
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip(_SPACE)]
    if not lines:
        return
    too_long = next((number for number, line in lines if len(line) > LARGEST_LINE), None)
    opening = lines[0][1].strip(_SPACE)
    if opening[0] == "[" or (opening == "{" and len(lines) > 1):  # one document that spans several lines
        yield from _document(text, lines[0][0])
    elif too_long is not None:
        raise click.UsageError(
            f"{name}, line {too_long}: the line is longer than the maximum of {LARGEST_LINE // 2**20} MB"
        )
    else:
        yield from (_entry(f"{number}: ", _read(line)) for number, line in lines)


_SPACE = " \t\r"
"""The whitespace of JSON, except the line end."""


def _document(text: str, line: int) -> Iterator[Entry]:
    value = _read(text)
    if isinstance(value, list):
        several = enumerate(cast(Sequence[Any], value), 1)
        yield from (_entry(f"{number}: ", each) for number, each in several)
    else:
        yield _entry(f"{line}: ", value)


def _read(text: str) -> Any:
    """Parse JSON; return a `Problem` if it is invalid."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant, parse_int=_whole_number)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        return Problem("", f"invalid JSON: {error.msg} ({where})")
    except RecursionError:
        return Problem("", "is nested too deeply")
    except ValueError as error:  # raised by the hooks below
        return Problem("", f"invalid JSON: {error}")


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(
            f"the key {format_value(next(name for name in names if names.count(name) > 1))} is given twice"
        )
    return found


def _whole_number(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise ValueError(f"a number has {len(text)} digits, the maximum is {MOST_DIGITS}")
    return int(text)


def _refuse_constant(text: str) -> Any:
    raise ValueError(f"{text} is not a JSON number")


def _entry(place: str, value: Any) -> Entry:
    """Parse a line: a request, or an object with a key and a request."""
    if isinstance(value, Problem):
        return Entry(place, None, problems=(value,))
    if not isinstance(value, Mapping) or not _is_wrapper(cast(Mapping[str, Any], value)):
        return Entry(place, value)
    line = cast(Mapping[str, Any], value)
    problems = [Problem(format_value(name), _unknown(name)) for name in line if name not in WRAPPER]
    if "request" not in line:
        problems.append(Problem("request", "required"))
    if "key" in line and not isinstance(line["key"], str):
        problems.append(Problem("key", f"must be text (got {format_value(line['key'])})"))
    key = line.get("key")
    return Entry(place, line.get("request"), key if isinstance(key, str) else None, tuple(problems))


def _is_wrapper(line: Mapping[str, Any]) -> bool:
    """Return True if the object wraps a request, even under a misspelled name."""
    holds_one = any(isinstance(each, Mapping) and "model" in each for each in line.values())
    return "request" in line or ("model" not in line and ("key" in line or holds_one))


def _unknown(name: str) -> str:
    near = nearest(name, WRAPPER)
    return f"unknown field: {f'did you mean {near[0]}?' if near else 'the fields are key and request'}"
