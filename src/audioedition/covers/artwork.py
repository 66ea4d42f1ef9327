"""The author's picture, made into what directories accept."""

from __future__ import annotations

import io
import struct
import warnings
import zlib

from PIL import ExifTags, Image, ImageOps

from audioedition.errors import AudioError
from audioedition.model import Artwork

SMALLEST, LARGEST = 1400, 3000
"""The width of a cover in pixels, as Apple wants it."""

THUMBNAIL = 600
"""The width, in pixels, of the picture inside an audio file."""

_TOLERANCE = 0.01
_GLANCE = 256  # pixels
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
"""What Pillow raises for what is no picture, or none that it knows."""


def suffix(data: bytes) -> str:
    """The suffix of what `fit` makes of `data`: a PNG stays one, everything else becomes a JPEG."""
    return "png" if data.startswith(b"\x89PNG") else "jpg"


def fit(data: bytes, source: str) -> tuple[bytes, str]:
    """`data`, a PNG, JPEG or WebP picture, as a conforming cover, and its suffix (`png` or `jpg`).

    A picture that conforms is given back byte for byte.  Any other becomes RGB, on white where it was
    transparent, upright, at most 3000 pixels wide, and square if at most 1 % is missing to that.  Raises
    AudioError, naming `source`, for a picture that is too small, not square, huge, or none.
    """
    picture = _open(data, source)
    square = _square(_upright(picture, source), source)
    if _conforms(picture) and square.size == picture.size:
        return data, suffix(data)
    fitting = _rgb(square)
    if fitting.width > LARGEST:
        fitting = fitting.resize((LARGEST, LARGEST), Image.Resampling.LANCZOS)
    return _encoded(fitting, suffix(data)), suffix(data)


def measure(data: bytes) -> Artwork | None:
    """What the picture in `data` is; None if it is none, or not whole."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data))
            about = (picture.format or "", *picture.size)
            mode = picture.mode
            if picture.has_transparency_data and not mode.endswith(("A", "a")):
                mode += "A"
            if picture.format == "JPEG":
                picture.draft("RGB", (_GLANCE, _GLANCE))  # an eighth of each side is enough to read all of it
                picture.load()
            else:
                picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, *_BROKEN):
        return None
    return Artwork(*about, mode)


def thumbnail(data: bytes) -> bytes:
    """`data`, a cover, as a JPEG of 600 pixels for the inside of an audio file.  Raises AudioError."""
    return small(_rgb(_open(data, "of the podcast")))


def small(picture: Image.Image) -> bytes:
    """The thumbnail of a cover that is open."""
    # A large picture is halved first: nobody sees a difference, and it takes half the time.
    tiny = picture.resize((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _encoded(tiny, "jpg")


def _open(data: bytes, source: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP"))
        picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as exc:
        message = f"The cover {source} has too many pixels to be opened: scale it to {LARGEST} by {LARGEST}."
        raise AudioError(message) from exc
    except _BROKEN as exc:
        raise _unreadable(source) from exc
    if picture.mode.startswith(("I", "F")):
        message = (
            f"The cover {source} has more than 8 bits per pixel of grey: save it with 8 bits per colour."
        )
        raise AudioError(message)
    return picture


def _upright(picture: Image.Image, source: str) -> Image.Image:
    """`picture` as the camera was held; what a camera says of it is read only now."""
    try:
        return ImageOps.exif_transpose(picture)
    except _BROKEN as exc:
        raise _unreadable(source) from exc


def _unreadable(source: str) -> AudioError:
    return AudioError(
        f"The cover {source} cannot be read as a picture: save it as a PNG or JPEG file of 8 bits per colour."
    )


def _square(picture: Image.Image, source: str) -> Image.Image:
    width, height = picture.size
    side = min(width, height)
    if max(width, height) > side * (1 + _TOLERANCE):
        message = f"The cover {source} is {width} by {height} pixels: cut it to a square of {SMALLEST} to {LARGEST}."
        raise AudioError(message)
    if side < SMALLEST:
        message = (
            f"The cover {source} is {width} by {height} pixels: directories want {SMALLEST} to {LARGEST}; "
            "give a larger picture."
        )
        raise AudioError(message)
    left, top = (width - side) // 2, (height - side) // 2
    return picture.crop((left, top, left + side, top + side))


def _conforms(picture: Image.Image) -> bool:
    return (
        picture.format in ("PNG", "JPEG")
        and picture.mode == "RGB"
        and "transparency" not in picture.info
        and picture.getexif().get(ExifTags.Base.Orientation, 1) == 1
        and picture.width <= LARGEST
    )


def _rgb(picture: Image.Image) -> Image.Image:
    """`picture` in RGB, on white where it is transparent."""
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    plain = picture.convert("RGB")
    if picture.mode != "RGB":
        plain.info.pop("icc_profile", None)  # it describes the colours of the old mode
    return plain


def _encoded(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "png":
        picture.save(out, "PNG")
    else:
        picture.save(out, "JPEG", quality=90, subsampling=0)
    return out.getvalue()
