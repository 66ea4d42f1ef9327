from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageStat

from audioedition import covers
from audioedition.covers import drawing, typefaces
from audioedition.covers.png import png
from audioedition.errors import AudioError


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def encoded(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def square(
    mode: str = "RGB", side: int = 1400, height: int | None = None, colour: Any = "teal"
) -> Image.Image:
    return Image.new(mode, (side, height or side), colour)


def announced(side: int) -> bytes:
    """A PNG that claims to be `side` pixels wide and holds none."""
    header = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return start + struct.pack(">I", 1000) + b"IDAT"


@pytest.fixture(scope="module")
def drawn() -> bytes:
    return covers.draw("Letters from the Harbour", "en")


# Drawing


def test_a_drawn_cover_is_what_directories_want(drawn: bytes) -> None:
    picture = opened(drawn)
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (3000, 3000))
    assert not picture.has_transparency_data
    assert len(drawn) < 500_000
    assert covers.fit(drawn, "drawn") == (drawn, "png")


def test_drawing_again_gives_equal_bytes_and_another_language_another_picture(drawn: bytes) -> None:
    assert covers.draw("Letters from the Harbour", "en") == drawn
    other = opened(covers.draw("Letters from the Harbour", "de"))
    assert other.getpixel((5, 5)) != opened(drawn).getpixel((5, 5))


def test_the_thumbnail_that_is_made_while_drawing_is_that_of_the_cover(drawn: bytes) -> None:
    assert drawing.draw_both("Letters from the Harbour", "en") == (drawn, covers.thumbnail(drawn))


def test_waves_that_are_looked_up_are_those_that_are_blended() -> None:
    ground, tone = (31, 97, 36), (43, 124, 250)
    blended = Image.new("RGB", (drawing.SIDE, drawing.SIDE), ground)
    blended.paste(tone, mask=drawing._waves())
    assert ImageChops.difference(drawing._ground(ground, tone), blended).getbbox() is None


@pytest.mark.parametrize("size", [(1, 1), (7, 49), (3, 50), (50, 51), (2, 100), (31, 130)])
def test_a_picture_comes_out_of_its_png_as_it_was(size: tuple[int, int]) -> None:
    noise = random.Random(1).randbytes(3 * size[0] * size[1])
    picture = Image.frombytes("RGB", size, noise)
    data = png(picture)
    found = opened(data)
    assert (found.format, found.mode, found.size, found.tobytes()) == ("PNG", "RGB", size, noise)
    Image.open(io.BytesIO(data)).verify()  # the check sums
    packed = data[data.index(b"IDAT") + 4 : data.index(b"IEND") - 8]
    assert len(zlib.decompress(packed)) == size[1] * (
        1 + 3 * size[0]
    )  # readers are told of nothing that is too much


@pytest.mark.parametrize("lost", ["Fog", "English"])
def test_what_a_cover_is_made_of_tells_of_its_typefaces_too(
    lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = covers.made_of("Fog", "en", None)
    assert covers.made_of("Fog", "en", None) == before
    assert len({before, covers.made_of("Mist", "en", None), covers.made_of("Fog", "de", None)}) == 3
    drawable = typefaces.drawable
    monkeypatch.setattr(typefaces, "drawable", lambda text: None if text == lost else drawable(text))
    assert covers.made_of("Fog", "en", None) != before


def test_what_a_given_cover_is_made_of_is_its_bytes(tmp_path: Path) -> None:
    given = tmp_path / "art.png"
    given.write_bytes(b"one")
    assert covers.made_of("Fog", "en", given) == covers.made_of("Mist", "de", given) == (b"one",)


def paper(data: bytes, box: tuple[int, int, int, int]) -> int:
    """How many pixels in `box` have the colour of the writing."""
    part = opened(data).crop(box)
    return sum(count for count, colour in part.getcolors(1 << 24) or [] if colour == drawing._PAPER)


def test_the_title_and_the_language_are_written_and_stay_inside(drawn: bytes) -> None:
    assert paper(drawn, (0, 0, 3000, 1800)) > 50_000
    assert paper(drawn, (0, 2500, 1500, 3000)) > 2_000
    margins = [(0, 0, 200, 3000), (2800, 0, 3000, 3000), (0, 0, 3000, 200), (0, 2800, 3000, 3000)]
    assert [paper(drawn, box) for box in margins] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "title", ["Wort " * 120, "W" * 500, "Donaudampfschifffahrtsgesellschaftskapitän und Co"]
)
def test_every_title_is_fitted(title: str) -> None:
    font, lines = drawing._fitted(title, typefaces._own())
    assert len(lines) * font.size * drawing._LEADING <= drawing._HEIGHT
    assert max(font.getlength(line) for line in lines) <= drawing._WIDTH
    assert lines[0].startswith(title[:5].strip())


def test_a_title_is_broken_between_words_where_that_is_possible() -> None:
    _, lines = drawing._fitted("Letters from the Harbour and from other places by the sea", typefaces._own())
    assert " ".join(lines) == "Letters from the Harbour and from other places by the sea"
    _, lines = drawing._fitted("日本の手紙" * 6, typefaces._own())
    assert len(lines) > 1
    assert "".join(lines) == "日本の手紙" * 6


def test_a_long_word_is_made_smaller_before_it_is_broken() -> None:
    assert drawing._fitted("Kapitänsmützen", typefaces._own())[1] == ["Kapitänsmützen"]


def test_a_title_that_cannot_be_cut_to_fit_ends_in_an_ellipsis() -> None:
    _, lines = drawing._fitted("Wort " * 200, typefaces._own())
    assert lines[-1].endswith("…")


# Typefaces


@pytest.fixture
def no_system_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typefaces, "_of_the_system", tuple)


@pytest.mark.usefixtures("no_system_fonts")
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Übersetzt, né à Łódź – „Größe“", "Übersetzt, né à Łódź – „Größe“"),
        ("Письма и γράμματα", "Письма и γράμματα"),
        ("Cafe\u0301", "Café"),
        ("Podcast 🎙️ 👩‍🚀 one", "Podcast one"),
        ("a\u202eb\u200fc", "abc"),
    ],
)
def test_the_own_typeface_writes_european_letters(text: str, shown: str) -> None:
    assert typefaces.drawable(text) == (shown, typefaces._own())


@pytest.mark.usefixtures("no_system_fonts")
@pytest.mark.parametrize("text", ["日本の手紙", "رسائل", "Latin and 漢字", "नमस्ते"])
def test_letters_that_no_typeface_has_are_not_written_at_all(text: str) -> None:
    assert typefaces.drawable(text) is None


@pytest.mark.usefixtures("no_system_fonts")
def test_a_cover_without_drawable_letters_shows_no_boxes() -> None:
    data = covers.draw("日本の手紙", "ja")
    assert paper(data, (0, 0, 3000, 2400)) == 0
    assert paper(data, (0, 2500, 1500, 3000)) > 0  # "ja": the tag, since the name cannot be written either


def test_the_systems_fonts_are_asked_for_other_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "A.ttf"
    broken.write_bytes(b"no font")
    real = typefaces._own()
    monkeypatch.setattr(typefaces, "_own", lambda: broken)
    monkeypatch.setattr(typefaces, "_of_the_system", lambda: (broken, real))
    found = typefaces.drawable("Fog")
    assert found is not None
    assert found[1].name == "SourceSerifPro-Semibold.ttf"


def test_the_systems_fonts_are_not_looked_for_where_the_own_typeface_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typefaces, "_of_the_system", lambda: pytest.fail("looked for"))
    assert typefaces.drawable("Fog") == ("Fog", typefaces._own())


def test_scripts_that_need_shaping_are_left_out_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typefaces, "_can_shape", lambda: False)
    assert typefaces.drawable("رسائل") is None
    assert typefaces.drawable("Fog") is not None


# The author's picture


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("side", [1400, 3000])
def test_a_right_picture_is_not_touched(kind: str, side: int) -> None:
    data = encoded(square(side=side), kind)
    assert covers.fit(data, "cover") == (data, {"PNG": "png", "JPEG": "jpg"}[kind])


@pytest.mark.parametrize(
    ("make", "suffix"),
    [
        (lambda: encoded(square("RGBA", colour=(255, 0, 0, 0))), "png"),
        (lambda: encoded(square("P")), "png"),
        (lambda: encoded(square("L", colour=90)), "png"),
        (lambda: encoded(square("LA", colour=(0, 0))), "png"),
        (lambda: encoded(square("CMYK", colour=(0, 0, 0, 0)), "JPEG"), "jpg"),
        (lambda: encoded(square("L", colour=90), "JPEG"), "jpg"),
        (lambda: encoded(square(side=3200)), "png"),
        (lambda: encoded(square(side=3200), "JPEG"), "jpg"),
        (lambda: encoded(square(), "WEBP"), "jpg"),
        (lambda: encoded(square(side=1500, height=1510)), "png"),
        (lambda: encoded(square(), transparency=(0, 128, 128)), "png"),
    ],
    ids=[
        "alpha",
        "palette",
        "grey",
        "grey-alpha",
        "cmyk",
        "grey-jpeg",
        "large",
        "large-jpeg",
        "webp",
        "nearly",
        "trns",
    ],
)
def test_other_pictures_are_made_to_conform(make: Callable[[], bytes], suffix: str) -> None:
    fitted, kind = covers.fit(make(), "cover")
    picture = opened(fitted)
    assert kind == suffix
    assert picture.format == {"png": "PNG", "jpg": "JPEG"}[suffix]
    assert picture.mode == "RGB"
    assert picture.width == picture.height
    assert 1400 <= picture.width <= 3000
    assert not picture.has_transparency_data
    assert covers.fit(fitted, "cover") == (fitted, suffix)


def test_transparency_becomes_white() -> None:
    fitted, _ = covers.fit(encoded(square("RGBA", colour=(255, 0, 0, 0))), "cover")
    assert opened(fitted).getpixel((700, 700)) == (255, 255, 255)


def test_a_photograph_that_lies_on_its_side_is_turned() -> None:
    picture = square()
    ImageDraw.Draw(picture).rectangle((0, 0, 1400, 100), fill="white")
    exif = Image.Exif()
    exif[0x0112] = 6  # its top is on the right
    fitted, _ = covers.fit(encoded(picture, "JPEG", exif=exif), "cover")
    bright = opened(fitted).getpixel((1350, 700))
    assert isinstance(bright, tuple)
    assert min(bright) > 240


def test_a_colour_profile_of_the_old_mode_is_not_kept() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    fitted, _ = covers.fit(encoded(square("L", colour=9), icc_profile=profile), "cover")
    assert "icc_profile" not in opened(fitted).info


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: encoded(square(side=1399)), "1399 by 1399"),
        (lambda: encoded(square(side=1500, height=1520)), "square"),
        (lambda: encoded(square())[:2000], "cannot be read"),
        (lambda: encoded(square(), "JPEG")[:4000], "cannot be read"),
        (lambda: encoded(square(side=20), "WEBP", exif=b"Exif\0\0no TIFF file"), "cannot be read"),
        (lambda: b"", "cannot be read"),
        (lambda: b"GIF89a", "cannot be read"),
        (lambda: encoded(square(), "GIF"), "cannot be read"),
        (lambda: b"\x89PNG\r\n\x1a\n" + bytes(64), "cannot be read"),
        (lambda: announced(9600), "too many pixels"),
        (lambda: announced(60_000), "too many pixels"),
        (lambda: encoded(square("I;16", colour=9)), "8 bits"),
    ],
    ids=[
        "small",
        "oblong",
        "cut-png",
        "cut-jpeg",
        "broken-exif",
        "empty",
        "stub",
        "gif",
        "broken",
        "huge",
        "bomb",
        "16-bit",
    ],
)
def test_what_cannot_be_a_cover_is_refused_by_name(make: Callable[[], bytes], complaint: str) -> None:
    with pytest.raises(AudioError, match=complaint) as caught:
        covers.fit(make(), "art/cover.png")
    assert "art/cover.png" in str(caught.value)


def test_a_thumbnail_is_small(drawn: bytes) -> None:
    small = covers.thumbnail(drawn)
    picture = opened(small)
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (600, 600))
    assert len(small) < 100_000
    assert covers.thumbnail(drawn) == small


def test_a_thumbnail_looks_as_if_nothing_had_been_saved(drawn: bytes) -> None:
    best = opened(drawn).resize((600, 600), Image.Resampling.LANCZOS)
    found = opened(covers.thumbnail(drawn))
    after = ImageStat.Stat(ImageChops.difference(found, best)).rms
    before = ImageStat.Stat(
        ImageChops.difference(opened(encoded(best, "JPEG", quality=90, subsampling=0)), best)
    )
    assert max(after) < 1.1 * max(before.rms)


# In the feed's folder


def test_a_given_picture_is_the_cover_and_names_it(tmp_path: Path) -> None:
    given = tmp_path / "art.jpg"
    given.write_bytes(encoded(square(), "JPEG"))
    name = covers.name("T", "en", given)
    assert covers.picture("T", "en", given) == given.read_bytes()
    assert name.endswith(".jpg")
    assert covers.name("Other title", "en", given) == name
    given.write_bytes(encoded(square(colour="red"), "JPEG"))
    assert covers.name("T", "en", given) != name


def test_without_a_picture_one_is_drawn(drawn: bytes) -> None:
    title = "Letters from the Harbour"
    assert covers.picture(title, "en", None) == drawn
    assert len({covers.name(*what, None) for what in ((title, "en"), (title, "de"), ("Letters", "en"))}) == 3


def test_a_missing_picture_is_named(tmp_path: Path) -> None:
    for ask in (covers.read, lambda path: covers.name("T", "en", path)):
        with pytest.raises(AudioError, match=r"no\.png"):
            ask(tmp_path / "no.png")
