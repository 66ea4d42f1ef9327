"""The artwork of a podcast: the author's, made to conform, or one that is drawn.  Only importer of Pillow.

Directories want a square RGB picture without transparency, 1400 to 3000 pixels wide, under a new name
whenever it changes: so its name carries a digest.
"""

from __future__ import annotations

from pathlib import Path

from audioedition.covers import drawing
from audioedition.covers.artwork import fit, measure, suffix, thumbnail
from audioedition.covers.drawing import DESIGN, draw, draw_both
from audioedition.errors import AudioError
from audioedition.files import contents, digest

__all__ = ["draw", "fit", "made_of", "make", "measure", "name", "picture", "read", "thumbnail"]


def picture(title: str, language: str, given: Path | None) -> bytes:
    """The cover, made from the picture `given` or drawn.  Raises AudioError for a picture that cannot be a cover."""
    return read(given)[0] if given else draw(title, language)


def make(title: str, language: str, given: Path | None) -> tuple[bytes, bytes]:
    """The cover, made from the picture `given` or drawn, and its thumbnail.  Raises AudioError."""
    if given is None:
        return draw_both(title, language)
    cover, _ = read(given)
    return cover, thumbnail(cover)


def made_of(title: str, language: str, given: Path | None) -> tuple[str | bytes, ...]:
    """All that decides what `make` gives.  Raises AudioError if `given` cannot be read."""
    return (_bytes(given),) if given else drawing.made_of(title, language)


def name(title: str, language: str, given: Path | None) -> str:
    """The file name of the cover; another picture, title or language has another name.

    Raises AudioError if `given` cannot be read.
    """
    if given is None:
        return f"cover-{digest(DESIGN, title, language)[:12]}.png"
    data = _bytes(given)
    return f"cover-{digest(data)[:12]}.{suffix(data)}"


def read(path: Path) -> tuple[bytes, str]:
    """The author's picture at `path`, as `fit` gives it.  Raises AudioError."""
    return fit(_bytes(path), str(path))


def _bytes(path: Path) -> bytes:
    try:
        return contents(path)
    except OSError as exc:
        reason = exc.strerror or str(exc)
        raise AudioError(
            f"The cover {path} cannot be read ({reason}): correct `cover` or put the file there."
        ) from exc
