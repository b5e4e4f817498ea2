"""Fit text into an area: wrap, shrink or truncate it, in a font that has its characters if there is one."""

from __future__ import annotations

import contextlib
import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache
from typing import Any, cast

from PIL import ImageFont

Font = ImageFont.FreeTypeFont

FALLBACKS = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansSC-Regular.otf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "msyh.ttc",
    "PingFang.ttc",
    "Arial Unicode.ttf",
    "DejaVuSans.ttf",
    "arial.ttf",
)
"""File names of fonts for the characters that Pillow's built-in font lacks, which are nearly all outside of ASCII."""
PLACEHOLDER = "·"
PLAIN = str.maketrans({"—": "-", "–": "-", "‘": "'", "’": "'", "×": "x", "ß": "ss", "。": ".", "、": ","})
MAX_CHARACTERS = 800
"""Maximum length of a text in characters; no image has room for more."""


def fitted(text: str, width: float, height: float, short_side: int) -> tuple[str, Font]:
    """Return the text in lines, and the largest font in which it fits; truncate it if it fits in none."""
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in text[:MAX_CHARACTERS]).split())
    lines: list[str] = []
    for share in (0.085, 0.07, 0.058, 0.048):
        font = font_for(text, max(13, round(short_side * share)))
        room = max(1, int(height / (font.size * 1.35)))
        lines = _wrapped(writable(text, font), font, width)
        if len(lines) <= room:
            return "\n".join(lines), font
    return "\n".join([*lines[: room - 1], shortened(" ".join(lines[room - 1 :]), font, width)]), font


def shortened(text: str, font: Font, width: float) -> str:
    """Truncate a text to the width, with an ellipsis."""
    if font.getlength(text) <= width:
        return text
    return text[: _fitting(text, font, width - font.getlength("…"))].rstrip() + "…"


def writable(text: str, font: Font) -> str:
    """Replace the characters that the font lacks by similar ones, or by a dot."""
    return "".join(letter if letter == " " or _has(font, letter) else _plain(letter, font) for letter in text)


@lru_cache(32)
def font_for(text: str, size: int) -> Font:
    """Return Pillow's built-in font, or the first font of the system that has more of the characters."""
    font = cast(Font, ImageFont.load_default(size))  # with a size, it is not the old bitmap font
    missing = _lacking(font, text)
    for name in _installed() if missing else ():
        other = ImageFont.truetype(name, size)
        if (lacking := _lacking(other, text)) < missing:
            font, missing = other, lacking
        if not missing:
            break
    return font


@cache
def _installed() -> list[str]:
    """Return the fallback fonts of this machine."""
    found: list[str] = []
    for name in FALLBACKS:
        with contextlib.suppress(OSError):
            ImageFont.truetype(name, 12)
            found.append(name)
    return found


def _wrapped(text: str, font: Font, width: float) -> list[str]:
    """Wrap at spaces if possible."""
    lines: list[str] = []
    while text:
        end = max(1, _fitting(text, font, width))
        space = text.rfind(" ", 0, end + 1) if end < len(text) else -1
        cut = space if space > end // 3 else end
        lines.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return lines


def _fitting(text: str, font: Font, width: float) -> int:
    """Return the number of characters that fit into the width."""
    return bisect_right(range(1, len(text) + 1), width, key=lambda count: font.getlength(text[:count]))


def _lacking(font: Font, text: str) -> int:
    return sum(not _has(font, letter) for letter in set(unicodedata.normalize("NFKC", text)) - {" "})


def _plain(letter: str, font: Font) -> str:
    """Return a letter without accents and in its normal width."""
    bare = "".join(part for part in unicodedata.normalize("NFKD", letter.translate(PLAIN)) if not _mark(part))
    return bare if all(part == " " or _has(font, part) for part in bare) else PLACEHOLDER


def _mark(letter: str) -> bool:
    """Return True if a character only modifies the previous one: an accent, a joiner, a variation selector."""
    return unicodedata.category(letter) in ("Mn", "Me", "Cf")


def _has(font: Font, letter: str) -> bool:
    return _drawn(font, letter) != _box(font)


@lru_cache(32)
def _box(font: Font) -> bytes:
    """Return what the font draws for an unknown character."""
    return _drawn(font, "\uffff")


def _drawn(font: Font, letter: str) -> bytes:
    return bytes(cast(Any, font.getmask(letter)))
