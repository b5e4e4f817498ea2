"""Words that the help, the pages of the models and the reference share."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

from foxapi_video._contract.wording import display_value, join_words, nearest, vendor

if TYPE_CHECKING:
    from foxapi_video import FieldInfo

SOURCES = {
    "seed": "pages of the service, given in full",
    "page": "stored pages of the service",
    "catalog": "the vendor's own list of its models",
}
"""What each kind of source is."""
LOCAL_FILES = (
    "A media field also accepts a local file, which is uploaded first: its path on the command line, a Path in Python."
)


def did_you_mean(given: str, known: Iterable[str], otherwise: str) -> str:
    """Name the known names that a wrong one may have meant, or say how to find them."""
    near = nearest(given, known)
    return f"did you mean {join_words(near)}?" if near else otherwise


def default_words(field: FieldInfo) -> str:
    """Say what holds for a field that is left out: "default 8", or nothing."""
    if field.default is not None:
        unless = f" unless {join_words(field.unless)} is set" if field.unless else ""
        return f"default {display_value(field.default)}{unless}"
    if field.server_default is not None:
        return f"the server's default is {display_value(field.server_default)}, not sent"
    return ""


def limit_words(field: FieldInfo) -> str:
    """Say in one line all that a field takes: "required; 4, 6 or 8; default 8"."""
    need = "required" if field.required and field.default is None else ""
    inferred = "type inferred" if field.inferred else ""
    return "; ".join(filter(None, [need, field.allowed, file_words(field), default_words(field), inferred]))


def file_words(field: FieldInfo) -> str:
    """Say what kind of files a field takes, and their limits: "image file: JPEG or PNG, at most 30 MB"."""
    if field.media is None:
        return ""
    kind = "file" if field.media == "file" else f"{field.media} file"
    return ": ".join(filter(None, [kind, field.files]))


def takes_files(fields: Iterable[FieldInfo]) -> bool:
    """Say whether any field takes the URL of a file."""
    return any(each.media or takes_files(each.inside) for each in fields)


def by_maker(models: Iterable[str]) -> dict[str, list[str]]:
    """Group model ids by their makers; those that stand alone come last, together."""
    groups: dict[str, list[str]] = {}
    for model in models:
        groups.setdefault(vendor(model), []).append(model)
    alone = [ids[0] for ids in groups.values() if len(ids) == 1]
    several = {name: ids for name, ids in groups.items() if len(ids) > 1}
    return several | ({"others": alone} if alone else {})


def wrapped(text: str, width: int, first: str = "") -> str:
    """Wrap a text below what its first line begins with, but never within an id or an address."""
    return textwrap.fill(
        text,
        max(width, len(first) + 20),
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_on_hyphens=False,
        break_long_words=False,
    )


def paragraphs(text: str) -> list[str]:
    """Split a description into its paragraphs and the entries of its lists, each in one line."""
    blocks: list[list[str]] = []
    for line in text.splitlines():
        if not line.strip():
            blocks.append([])
        elif line.startswith("- ") or not blocks:
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return [" ".join(" ".join(lines).split()) for lines in blocks if lines]
