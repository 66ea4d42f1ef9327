"""A cover for a podcast that has none: its title and language, in two tones of its own colour."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from audioedition.covers import artwork, typefaces
from audioedition.covers.png import png
from audioedition.files import digest
from audioedition.phrases import of

DESIGN = "2"
"""Belongs to the name of every drawn cover: count on when the drawing changes."""

SIDE = 3000
_MARGIN = 270
_WIDTH = SIDE - 2 * _MARGIN
_HEIGHT = 1500
_SIZES = range(460, 119, -10)
"""Sizes of the title, in pixels, from the one that is wished for to the smallest that can be read."""

_UNBROKEN = 250
"""Below this size a word that is wider than the cover is broken."""

_LEADING = 1.12
_LABEL = 260
_PAPER = (250, 247, 240)

_IDEOGRAPH = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

_Colour = tuple[int, int, int]


def draw(title: str, language: str) -> bytes:
    """A PNG of 3000 by 3000 pixels, RGB; equal arguments and equal fonts give equal bytes.

    A title in letters that no font on this machine has is left out; the waves and the language remain.
    """
    return png(_drawn(title, language))


def draw_both(title: str, language: str) -> tuple[bytes, bytes]:
    """The same, and its thumbnail: the very one that the PNG would give, which need not be opened for it."""
    picture = _drawn(title, language)
    return png(picture), artwork.small(picture)


def made_of(title: str, language: str) -> tuple[str, ...]:
    """All that decides what is drawn: what can be written of it, and in which typefaces, too."""
    return DESIGN, title, language, repr(typefaces.drawable(title)), repr(_label(language))


def _drawn(title: str, language: str) -> Image.Image:
    picture = _ground(*_colours(digest(title, language)))
    canvas = ImageDraw.Draw(picture)
    rtl = of(language).direction == "rtl"
    if found := typefaces.drawable(title):
        _write_title(canvas, *found, rtl=rtl)
    if found := _label(language):
        text, typeface = found
        _write(canvas, text, typefaces.at(typeface, _LABEL), SIDE - _MARGIN - _LABEL, rtl=rtl)
    return picture


def _label(language: str) -> tuple[str, Path] | None:
    """The name of the language, or its tag where no typeface here has the letters of the name."""
    return typefaces.drawable(of(language).name) or typefaces.drawable(language)


def _ground(ground: _Colour, tone: _Colour) -> Image.Image:
    """The waves in the `tone` on the `ground`: 256 shades, blended once each and looked up for every pixel."""
    shades = Image.new("RGB", (256, 1), ground)
    shades.paste(tone, mask=Image.frombytes("L", shades.size, bytes(range(256))))
    waves = _waves()
    waves.putpalette(shades.tobytes())
    return waves.convert("RGB")


def _colours(seed: str) -> tuple[_Colour, _Colour]:
    """A dark ground and a lighter tone of one hue."""
    hue = int(seed[:8], 16) / 0xFFFFFFFF
    return _colour(hue, 0.25, 0.50), _colour(hue, 0.33, 0.46)


def _colour(hue: float, lightness: float, saturation: float) -> _Colour:
    red, green, blue = (round(255 * part) for part in colorsys.hls_to_rgb(hue, lightness, saturation))
    return red, green, blue


def _waves() -> Image.Image:
    """Rings of sound that spread from the lower right, as a mask; drawn large and reduced, for smooth edges."""
    mask = Image.new("L", (2 * SIDE, 2 * SIDE), 0)
    canvas = ImageDraw.Draw(mask)
    centre = (2 * SIDE * 0.86, 2 * SIDE * 0.83)
    for ring in range(9):
        canvas.circle(centre, 300 + 560 * ring, outline=255 - 22 * ring, width=150)
    canvas.circle(centre, 150, fill=255)
    return mask.reduce(2)


def _write_title(canvas: ImageDraw.ImageDraw, title: str, typeface: Path, *, rtl: bool) -> None:
    font, lines = _fitted(title, typeface)
    step = round(font.size * _LEADING)
    for number, line in enumerate(lines):
        _write(canvas, line, font, _MARGIN + number * step, rtl=rtl)


def _write(canvas: ImageDraw.ImageDraw, text: str, font: FreeTypeFont, top: int, *, rtl: bool) -> None:
    where = (SIDE - _MARGIN, top) if rtl else (_MARGIN, top)
    canvas.text(where, text, font=font, fill=_PAPER, anchor="ra" if rtl else "la")


def _fitted(title: str, typeface: Path) -> tuple[FreeTypeFont, list[str]]:
    """The title in lines, in the largest size that fits; cut, with an ellipsis, if even the smallest does not."""
    font, lines = typefaces.at(typeface, _SIZES[0]), [title]
    for size in _SIZES:
        font = typefaces.at(typeface, size)
        lines = _wrapped(title, font, break_words=size < _UNBROKEN)
        if len(lines) * size * _LEADING <= _HEIGHT and all(font.getlength(line) <= _WIDTH for line in lines):
            return font, lines
    room = int(_HEIGHT / (_SIZES[-1] * _LEADING))
    return font, [*lines[: room - 1], f"{lines[room - 1][:-2].rstrip()}…"]


def _wrapped(title: str, font: FreeTypeFont, *, break_words: bool) -> list[str]:
    """`title` in lines that fit, as far as it can be broken."""
    lines = [""]
    for piece in _pieces(title, font, break_words=break_words):
        if lines[-1] and font.getlength((lines[-1] + piece).rstrip()) > _WIDTH:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _pieces(title: str, font: FreeTypeFont, *, break_words: bool) -> Iterator[str]:
    """What must not be broken: words with the space after them, single signs of Chinese or Japanese."""
    for word in title.split():
        if _IDEOGRAPH.search(word) or (break_words and font.getlength(word) > _WIDTH):
            yield from word
            yield " "
        else:
            yield f"{word} "
