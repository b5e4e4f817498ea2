"""A strict parser of multipart/form-data (RFC 7578): malformed bodies are refused, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from typing import NamedTuple
from urllib.parse import unquote

LONGEST_HEAD = 16 * 1024
"""Maximum size of a part's headers, in bytes."""
BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]")
"""RFC 2046, 5.1.1."""
PARAMETER = r";[ \t]*([0-9A-Za-z_!#$&+.^`|~*-]+)=(?:\"((?:[^\"\\]|\\.)*)\"|([^\s;\",]+))[ \t]*"


class Part(NamedTuple):
    """One field of a form."""

    name: str
    filename: str | None
    content: bytes


def parts_of(kind: str, body: bytearray) -> Iterator[Part]:
    """Yield the parts of a body; `kind` is its Content-Type.

    Raises:
        ValueError: the body is malformed; the message says why.
    """
    opening = b"--" + _boundary(kind)
    if not body.startswith(opening):
        raise ValueError("the body does not start with its boundary")
    at = len(opening)
    while not body.startswith(b"--", at):
        if not body.startswith(b"\r\n", at):
            raise ValueError("a boundary is not followed by a line end, or occurs inside a part")
        start = body.find(b"\r\n\r\n", at, at + LONGEST_HEAD) + 4
        if start < 4:
            raise ValueError("the headers of a part have no end")
        # an empty part may share its line end with the next boundary
        end = body.find(b"\r\n" + opening, start - 2)
        if end < 0:
            raise ValueError("the last boundary is missing")
        name, filename = _disposition(bytes(body[at + 2 : start - 2]))
        yield Part(name, filename, bytes(memoryview(body)[start : max(start, end)]))
        at = end + 2 + len(opening)


def _boundary(kind: str) -> bytes:
    message = Message()
    message["content-type"] = kind
    boundary = message.get_boundary("")
    if not BOUNDARY.fullmatch(boundary):
        raise ValueError("the Content-Type has no valid boundary")
    return boundary.encode()


def _disposition(head: bytes) -> tuple[str, str | None]:
    """Return the name and file name of a part from its headers."""
    try:
        text = head.decode()
    except UnicodeDecodeError:
        raise ValueError("the headers of a part are not UTF-8") from None
    for line in text.split("\r\n"):
        key, _, value = line.partition(":")
        found = re.fullmatch(rf"form-data[ \t]*((?:{PARAMETER})*)", value.strip(" \t"), re.IGNORECASE)
        if key.lower() == "content-disposition" and found:
            given = {one.lower(): _unquoted(two) if two else three for one, two, three in _parameters(found[1])}
            if "name" in given:
                return given["name"], _extended(given.get("filename*", "")) or given.get("filename")
    raise ValueError("a part has no name")


def _parameters(text: str) -> list[tuple[str, str, str]]:
    return re.findall(PARAMETER, text)


def _unquoted(text: str) -> str:
    """Decode quotes, backslashes and control characters as WHATWG, httpx and curl encode them."""
    plain = re.sub(r"\\([\"\\])", r"\1", text)
    return re.sub("%(22|[01][0-9A-F])", lambda found: chr(int(found[1], 16)), plain)


def _extended(text: str) -> str | None:
    """Decode a parameter in the form of RFC 5987, in UTF-8."""
    found = re.fullmatch(r"utf-8'[^']*'(.*)", text, re.IGNORECASE)
    return unquote(found[1]) if found else None
