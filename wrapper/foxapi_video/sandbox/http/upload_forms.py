"""Parse the three kinds of uploads: multipart form, base64 in JSON, and URL in JSON."""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from ..._contract.catalog import catalog
from ..service.checks import cut, join_problems, parse_json, violations
from .bodies import ApiError
from .multipart_reader import Part, parts_of
from .result_files import suffix

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

LARGEST_FILE = 256 * 1024 * 1024
"""Maximum size of a file in bytes; the service's own limit is not documented."""
FIELDS = 100
"""Maximum number of fields of a form."""
DATA_URL = re.compile(r"data:([^,;]*)(?:;[^,;]*)*;base64,", re.IGNORECASE)


class Upload(NamedTuple):
    """An uploaded file."""

    content: bytes
    name: str
    auto_cleanup: bool


def stream_form(kind: str, raw: bytearray) -> Upload:
    """Parse a multipart form; `kind` is its Content-Type."""
    parts: dict[str, Part] = {}
    try:
        for part in parts_of(kind, raw):
            if part.name in parts:
                raise ApiError(422, f"{cut(part.name)}: duplicate field")
            if len(parts) == FIELDS:
                raise ApiError(422, f"the form has more than the maximum of {FIELDS} fields")
            parts[part.name] = part
    except ValueError as error:
        raise ApiError(400, f"Malformed multipart body: {error}.") from None
    body = {name: _text(part) for name, part in parts.items() if name != "file"}
    _check("upload_file", body | dict.fromkeys(parts.keys() & {"file"}, ""))
    file = parts["file"]
    name = body.get("file_name", file.filename or "file")
    return _limited(Upload(file.content, name, body.get("auto_cleanup") != "false"))


def base64_form(raw: bytearray) -> Upload:
    """Parse a JSON body with a file in base64, plain or as a data URL."""
    body = _json("upload_base64", raw)
    given: str = body["file_data"]
    found = DATA_URL.match(given)
    text = given[found.end() :] if found else given
    name = body.get("file_name", f"file{suffix(found[1].lower()) if found else ''}")
    return _limited(Upload(binascii.a2b_base64(text), name, body.get("auto_cleanup", True)))


def url_form(raw: bytearray) -> tuple[str, Upload]:
    """Parse a JSON body with the URL of a file; return the URL, and the upload without content."""
    body = _json("upload_url", raw)
    url: str = body["url"]
    _, _, path = re.split("[?#]", url)[0].partition("://")[2].partition("/")
    return url, Upload(b"", body.get("file_name", unquote(path) or "file"), body.get("auto_cleanup", True))


def _json(operation: str, raw: bytearray) -> dict[str, Any]:
    try:
        body = parse_json(raw)
        _check(operation, body)
    except ValueError as error:
        raise ApiError(400, f"Invalid JSON in the request body: {error}") from None
    return body


def _text(part: Part) -> str:
    try:
        return part.content.decode()
    except UnicodeDecodeError:
        raise ApiError(422, f"{cut(part.name)}: must be UTF-8 text") from None


def _limited(upload: Upload) -> Upload:
    if len(upload.content) > LARGEST_FILE:
        raise ApiError(413)
    return upload


def _check(operation: str, body: Mapping[str, Any]) -> None:
    if wrong := violations(_validator(operation), catalog().uploads[operation], "an upload", body):
        raise ApiError(422, join_problems(wrong))


@cache
def _validator(operation: str) -> Draft202012Validator:
    from jsonschema_rs import Draft202012Validator

    return Draft202012Validator(dict(catalog().uploads[operation]))
