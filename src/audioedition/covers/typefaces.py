"""A typeface that has every letter of a text, so that no cover shows a box for one."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from PIL import ImageFont, features
from PIL.ImageFont import FreeTypeFont, Layout

_PROBE = 48
"""The size, in pixels, at which glyphs are compared."""

_MISSING = "\U0010fffe"
"""A character that no typeface has: what is drawn for it is drawn for every one that is missing."""

_SHAPED = ((0x0590, 0x109F), (0x1780, 0x17FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF))
"""Scripts whose letters join or run from right to left: they need more than one glyph after another."""


_INVISIBLE = re.compile(
    "[\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
"""Signs that only choose the look or direction of their neighbours."""


def drawable(text: str) -> tuple[str, Path] | None:
    """`text` as it can be drawn, and a typeface that has it; None if no typeface here has its letters.

    Signs that are no letters (emoji, say) are left out where the typeface lacks them.  The typeface
    that comes with the program has Latin, Greek and Cyrillic letters; for other scripts the fonts of
    the system are searched, in the order of their names.
    """
    wanted = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    if not _can_shape() and any(low <= ord(sign) <= high for sign in wanted for low, high in _SHAPED):
        return None
    for typeface in _typefaces():
        lacking = _lacking(typeface, frozenset(wanted))
        if lacking is not None and not any(map(_is_letter, lacking)):
            plain = "".join(" " if sign in lacking else sign for sign in wanted)
            return " ".join(plain.split()), typeface
    return None


def at(typeface: Path, size: int) -> FreeTypeFont:
    """The typeface at a size in pixels."""
    return ImageFont.truetype(typeface, size)


def _typefaces() -> Iterator[Path]:
    """Those of the system are looked for only where the own one does not do: there may be thousands."""
    yield _own()
    yield from _of_the_system()


def _own() -> Path:
    return Path(str(files("font_source_serif_pro"))) / "files" / "SourceSerifPro-Semibold.ttf"


@cache
def _of_the_system() -> tuple[Path, ...]:
    found: list[Path] = []
    for folder in _folders():
        with contextlib.suppress(OSError):  # a service may not look into every home
            found += [path for path in folder.rglob("*") if path.suffix in {".ttf", ".otf", ".ttc"}]
    # macOS has a typeface of last resort that "has" every character, as a box
    return tuple(sorted(path for path in found if "lastresort" not in path.name.lower()))


def _folders() -> Iterator[Path]:
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts")
    elif sys.platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"), Path.home() / "Library/Fonts")
    else:
        yield from (
            Path("/usr/share/fonts"),
            Path("/usr/local/share/fonts"),
            Path.home() / ".local/share/fonts",
        )


@cache
def _lacking(typeface: Path, signs: frozenset[str]) -> frozenset[str] | None:
    """Those of `signs` that `typeface` lacks; None if it cannot be opened."""
    try:
        font = ImageFont.truetype(typeface, _PROBE, layout_engine=Layout.BASIC)
        missing = _glyph(font, _MISSING)
        return frozenset(sign for sign in signs if not sign.isspace() and _glyph(font, sign) == missing)
    except (OSError, ValueError, RuntimeError):
        return None


def _glyph(font: FreeTypeFont, sign: str) -> bytes:
    return bytes(font.getmask(sign))


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"


def _can_shape() -> bool:
    return bool(features.check("raqm"))
