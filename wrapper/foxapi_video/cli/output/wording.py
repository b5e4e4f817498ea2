"""Texts that the help, the model pages and docs/models.md share."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

from foxapi_video._contract.wording import display_value, join_words, nearest, vendor

if TYPE_CHECKING:
    from foxapi_video import FieldInfo

SOURCES = {
    "full-page": "Complete documentation pages of FoxAPI.",
    "page": "Archived documentation pages of FoxAPI.",
    "catalog": "The vendor's model list.",
}
"""Descriptions of the kinds of sources."""
LOCAL_FILES = (
    "A media field also accepts a local file, which is uploaded first: a path on the command line, a Path in Python."
)


def did_you_mean(given: str, known: Iterable[str], otherwise: str) -> str:
    """Return a hint with the closest known names, or `otherwise` if there are none."""
    near = nearest(given, known)
    return f"did you mean {join_words(near)}?" if near else otherwise


def default_words(field: FieldInfo) -> str:
    """Describe the default of a field, such as "default 8", or return ""."""
    if field.default is not None:
        unless = f" unless {join_words(field.unless)} is set" if field.unless else ""
        return f"default {display_value(field.default)}{unless}"
    if field.server_default is not None:
        return f"server default {display_value(field.server_default)}, not sent"
    return ""


def limit_words(field: FieldInfo) -> str:
    """Describe what a field accepts in one line: "required; 4, 6 or 8; default 8"."""
    need = "required" if field.required and field.default is None else ""
    return "; ".join(filter(None, [need, field.allowed, file_words(field), default_words(field)]))


def file_words(field: FieldInfo) -> str:
    """Describe the files that a field accepts: "image file: JPEG or PNG, at most 30 MB"."""
    if field.media is None:
        return ""
    kind = "file" if field.media == "file" else f"{field.media} file"
    return ": ".join(filter(None, [kind, field.files]))


def takes_files(fields: Iterable[FieldInfo]) -> bool:
    """Return True if any field accepts the URL of a file."""
    return any(each.media or takes_files(each.inside) for each in fields)


def by_vendor(models: Iterable[str]) -> dict[str, list[str]]:
    """Group model IDs by vendor; vendors with one model share the last group."""
    groups: dict[str, list[str]] = {}
    for model in models:
        groups.setdefault(vendor(model), []).append(model)
    single = [ids[0] for ids in groups.values() if len(ids) == 1]
    several = {name: ids for name, ids in groups.items() if len(ids) > 1}
    return several | ({"others": single} if single else {})


def wrapped(text: str, width: int, first: str = "") -> str:
    """Wrap a text with a hanging indent as wide as `first`, without breaking IDs or URLs."""
    return textwrap.fill(
        text,
        max(width, len(first) + 20),
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_on_hyphens=False,
        break_long_words=False,
    )


def paragraphs(text: str) -> list[str]:
    """Split a description into paragraphs and list entries, each on one line."""
    blocks: list[list[str]] = []
    for line in text.splitlines():
        if not line.strip():
            blocks.append([])
        elif line.startswith("- ") or not blocks:
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return [" ".join(" ".join(lines).split()) for lines in blocks if lines]
