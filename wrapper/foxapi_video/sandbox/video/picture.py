"""Draw the frames of a clip: a paper boat on waves, with the prompt in the sky; the prompt selects the colors."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from PIL import Image, ImageColor, ImageDraw, ImageOps

from .lettering import fitted, font_for, shortened, writable

LAYERS = 3
Level = Callable[[float], float]
"""The y coordinate of the water at x."""


class Palette(NamedTuple):
    """Hues, in degrees."""

    zenith: int
    horizon: int
    sun: int
    sea: int


PALETTES = (
    Palette(236, 16, 40, 228),
    Palette(262, 340, 32, 252),
    Palette(212, 190, 48, 206),
    Palette(248, 300, 330, 240),
    Palette(190, 158, 54, 184),
    Palette(330, 24, 44, 322),
    Palette(222, 262, 52, 218),
)


def frames(width: int, height: int, count: int, prompt: str, label: str) -> Iterator[Image.Image]:
    """Yield `count` frames that loop seamlessly."""
    palette = PALETTES[zlib.crc32(prompt.encode("utf-8", "replace")) % len(PALETTES)]
    still = _sky(width, height, palette)
    _caption(still, prompt, palette)
    font = font_for(label.replace("\n", " "), max(11, round(min(width, height) * 0.036)))
    margin = min(width, height) * 0.07
    words = "\n".join(shortened(writable(line, font), font, width - 2 * margin) for line in label.splitlines())
    place = margin, height - margin * 0.8
    for number in range(count):
        image = still.copy()
        _sea(image, palette, number / count)
        draw = ImageDraw.Draw(image)
        draw.multiline_text(place, words, font=font, fill=(255, 255, 255), spacing=font.size * 0.3, anchor="ld")
        yield image


def _sky(width: int, height: int, palette: Palette) -> Image.Image:
    """Draw the static part: the gradient and the setting sun."""
    gradient = Image.linear_gradient("L").resize((width, height))  # pyright: ignore[reportUnknownMemberType]  # numpy's
    sky = ImageOps.colorize(gradient, _color(palette.zenith, 52, 17), _color(palette.horizon, 72, 76))
    draw = ImageDraw.Draw(sky)
    x, y, radius = width * 0.75, height * 0.69, min(width, height) * 0.1
    for ring, saturation, lightness in ((1.3, 78, 72), (1.14, 85, 78), (1.0, 95, 87)):
        size = radius * ring
        draw.ellipse((x - size, y - size, x + size, y + size), fill=_color(palette.sun, saturation, lightness))
    return sky


def _caption(image: Image.Image, prompt: str, palette: Palette) -> None:
    short = min(image.size)
    margin = short * 0.07
    words, font = fitted(prompt, image.width - 2 * margin, image.height * 0.54 - margin, short)
    draw = ImageDraw.Draw(image)
    shadow = max(1, short // 360)
    for offset, color in ((shadow, _color(palette.zenith, 50, 10)), (0, (255, 255, 255))):
        place = margin + offset, margin * 0.8 + offset
        draw.multiline_text(place, words, font=font, fill=color, spacing=font.size * 0.28)


def _sea(image: Image.Image, palette: Palette, phase: float) -> None:
    """Draw the waves, which move by one wavelength per loop, and the boat on the farthest layer."""
    width, height = image.size
    draw = ImageDraw.Draw(image)
    for layer in range(LAYERS):
        level = _level(image.size, layer, phase)
        step = max(2, width // 120)
        line = [(x, level(x)) for x in range(0, width + step, step)]
        color = _color(palette.sea, 46, 39 - 11 * layer)
        draw.polygon([*line, (width, height), (0, height)], fill=color)
        if layer == 0:
            _boat(draw, width * 0.36, level, min(width, height) * 0.085)


def _level(size: tuple[int, int], layer: int, phase: float) -> Level:
    width, height = size
    length = max(width, height) * 0.42 / (1 + 0.45 * layer)
    top, swell = height * (0.70 + 0.075 * layer), height * (0.012 + 0.004 * layer)
    return lambda x: top + swell * math.sin(2 * math.pi * (x / length - phase) + 1.7 * layer)


def _boat(draw: ImageDraw.ImageDraw, x: float, level: Level, size: float) -> None:
    """Draw a folded paper boat that rides on the wave and leans with it."""
    y = level(x) + size * 0.1
    lean = math.atan2(level(x + size) - level(x - size), 2 * size)
    cos, sin = math.cos(lean), math.sin(lean)

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x + size * (a * cos - b * sin), y + size * (a * sin + b * cos)) for a, b in points]

    draw.polygon(at((-0.45, -0.42), (0, -1.25), (0, -0.42)), fill=(236, 236, 240))
    draw.polygon(at((0.45, -0.42), (0, -1.25), (0, -0.42)), fill=(214, 215, 222))
    draw.polygon(at((-1, -0.5), (1, -0.5), (0.6, 0), (-0.6, 0)), fill=(250, 250, 252))
    draw.polygon(at((0, -0.5), (1, -0.5), (0.6, 0)), fill=(228, 229, 234))


def _color(hue: int, saturation: int, lightness: int) -> tuple[int, int, int]:
    red, green, blue = ImageColor.getrgb(f"hsl({hue}, {saturation}%, {lightness}%)")[:3]
    return red, green, blue
