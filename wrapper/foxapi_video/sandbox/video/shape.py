"""What a request asks of the picture, read off the contract's `x-role` marks: size, length, sound."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..._contract.catalog import Family, catalog

LENGTH = 5
"""Seconds of a video whose length is left to the model."""
LONGEST = 60
"""Seconds of the longest video that is rendered; some models name no limit."""
SMALLEST, SHORT, LARGEST = 64, 2160, 5120
"""Pixels of a side, of the shorter one at most, of the longer one at most; some models take any text for them."""
RATIO = (16, 9)
"""The ratio of a video whose ratio is left to the model."""


class Shape(NamedTuple):
    """The measures of a video."""

    width: int
    height: int
    seconds: int
    audio: bool

    @property
    def short_side(self) -> int:
        return min(self.width, self.height)


def shape_of(family: Family, body: Mapping[str, Any]) -> Shape:
    """Return the shape that a body asks for, the contract's defaults filled in."""
    short = _short_side(_of_role(family, body, "resolution"))
    across, down = _ratio(_of_role(family, body, "ratio"))
    longer = _even(min(short, SHORT) * max(across, down) / min(across, down), LARGEST)
    short = _even(short, SHORT)
    width, height = (longer, short) if across >= down else (short, longer)
    seconds = _of_role(family, body, "duration")
    length = min(int(seconds), LONGEST) if seconds and seconds > 0 else LENGTH
    return Shape(width, height, length, _audio(family, body))


def _of_role(family: Family, body: Mapping[str, Any], role: str) -> Any:
    """Return the value of the first field with this role that has one, or what the server takes without."""
    named = [(name, schema) for name, schema in family.fields.items() if schema.get("x-role") == role]
    given = (body[name] for name, _ in named if body.get(name) is not None)
    taken = (schema["x-server-default"] for _, schema in named if "x-server-default" in schema)
    return next(given, next(taken, None))


def _audio(family: Family, body: Mapping[str, Any]) -> bool:
    always = family.fields["model"].get("x-audio-models", ())
    return catalog().model(body["model"]) in always or bool(_of_role(family, body, "audio"))


def _short_side(resolution: Any) -> int:
    """Read "720p" as 720 and "4k" as 2160."""
    if match := re.fullmatch(r"([0-9]{1,9})p", str(resolution)):
        return int(match[1])
    if match := re.fullmatch(r"([0-9]{1,9})[kK]", str(resolution)):
        return int(match[1]) * 540
    return 720


def _ratio(ratio: Any) -> tuple[int, int]:
    """Read "9:16", "720x1280" and "portrait" alike; the size itself is the resolution's business."""
    if ratio == "portrait":
        return RATIO[1], RATIO[0]
    match = re.fullmatch(r"([1-9][0-9]{0,8})[:x]([1-9][0-9]{0,8})", str(ratio))
    return (int(match[1]), int(match[2])) if match else RATIO


def _even(pixels: float, most: int) -> int:
    """Round to an even number, as the color planes of H.264 need it, of a size that can be rendered."""
    return 2 * round(min(max(pixels, SMALLEST), most) / 2)
