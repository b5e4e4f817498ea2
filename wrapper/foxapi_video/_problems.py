"""What is wrong with a request, and how a value is shown in a message."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

from attrs import frozen


@frozen
class Problem:
    """One thing that is wrong with a request: the field, such as "image_urls[1]", and what to do about it."""

    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


def shown(value: Any) -> str:
    """Show a value in a message: as JSON where it is JSON, shortened, and never a whole prompt."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        try:
            text = repr(value)
        except Exception:  # it is not ours, and may be broken
            text = f"<{type(value).__name__}>"
    text = text.encode("utf-8", "backslashreplace").decode()  # a message can be printed, whatever it shows
    if len(text) <= 80:
        return text
    if isinstance(value, str):
        return f'{text[:60]}…" ({len(value)} characters)'
    if isinstance(value, list | tuple):
        return f"a list of {len(cast(Sequence[Any], value))}"
    return f"{text[:60]}…"
