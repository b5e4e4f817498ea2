"""Derive the size, length and audio of a video from a request, by the contract's `x-role`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..._contract.catalog import Family, catalog

LENGTH = 5
"""Length in seconds if the model chooses it."""
LONGEST = 60
"""Maximum length in seconds; some models have no limit."""
SMALLEST, SHORT, LARGEST = 64, 2160, 5120
"""Minimum of a side, maximum of the shorter and of the longer side, in pixels; some models accept any text."""
RATIO = (16, 9)
"""The ratio if the model chooses it."""


class Shape(NamedTuple):
    """The properties of a video."""

    width: int
    height: int
    seconds: int
    audio: bool

    @property
    def short_side(self) -> int:
        return min(self.width, self.height)


def shape_of(family: Family, body: Mapping[str, Any]) -> Shape:
    """Return the shape of the video for a body that has its defaults."""
    short = _short_side(_of_role(family, body, "resolution"))
    across, down = _ratio(_of_role(family, body, "ratio"))
    longer = _even(min(short, SHORT) * max(across, down) / min(across, down), LARGEST)
    short = _even(short, SHORT)
    width, height = (longer, short) if across >= down else (short, longer)
    seconds = _of_role(family, body, "duration")
    length = min(int(seconds), LONGEST) if seconds and seconds > 0 else LENGTH
    return Shape(width, height, length, _audio(family, body))


def _of_role(family: Family, body: Mapping[str, Any], role: str) -> Any:
    """Return the value of the first field with this role that is set, or the server's default."""
    named = [(name, schema) for name, schema in family.fields.items() if schema.get("x-role") == role]
    given = (body[name] for name, _ in named if body.get(name) is not None)
    taken = (schema["x-server-default"] for _, schema in named if "x-server-default" in schema)
    return next(given, next(taken, None))


def _audio(family: Family, body: Mapping[str, Any]) -> bool:
    always = family.fields["model"].get("x-audio-models", ())
    return catalog().model(body["model"]) in always or bool(_of_role(family, body, "audio"))


def _short_side(resolution: Any) -> int:
    """Parse "720p" as 720 and "4k" as 2160."""
    if match := re.fullmatch(r"([0-9]{1,9})p", str(resolution)):
        return int(match[1])
    if match := re.fullmatch(r"([0-9]{1,9})[kK]", str(resolution)):
        return int(match[1]) * 540
    return 720


def _ratio(ratio: Any) -> tuple[int, int]:
    """Parse the ratio "9:16", "720x1280" or "portrait"; the resolution sets the size."""
    if ratio == "portrait":
        return RATIO[1], RATIO[0]
    match = re.fullmatch(r"([1-9][0-9]{0,8})[:x]([1-9][0-9]{0,8})", str(ratio))
    return (int(match[1]), int(match[2])) if match else RATIO


def _even(pixels: float, most: int) -> int:
    """Round to an even number, which H.264 requires, within the limits."""
    return 2 * round(min(max(pixels, SMALLEST), most) / 2)
