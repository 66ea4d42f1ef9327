"""parted: two very short texts with an announcement between them are two editions."""

from __future__ import annotations

import pytest
from ferry import dropped, parse, spoken

from audioedition import editions

SHORT = {
    "en": ("The bread is burnt.", "Today I fixed the roof.", "Hello, this is my first post."),
    "de": ("Das Brot ist hin.", "Heute habe ich das Dach repariert.", "Hallo, das ist mein erster Beitrag."),
    "fr": ("Le pain est brûlé.", "Aujourd'hui, j'ai réparé le toit.", "Bonjour, voici mon premier article."),
    "es": ("El pan se quemó.", "Hoy he arreglado el tejado.", "Hola, esta es mi primera entrada."),
}
TITLES = {"en": "A note from home", "de": "Eine Notiz von zu Hause", "fr": "Une note", "es": "Una nota"}


@pytest.mark.parametrize(
    ("above", "line", "below"),
    [
        ("en", "Translation into German", "de"),
        ("en", "German translation", "de"),
        ("en", "German version", "de"),
        ("en", "Deutsche Übersetzung", "de"),
        ("de", "Übersetzung ins Englische", "en"),
        ("de", "Englische Fassung", "en"),
        ("fr", "Traduction en allemand", "de"),
        ("fr", "English translation", "en"),
        ("es", "Traducción al inglés", "en"),
        ("en", "Traducción al español", "es"),
    ],
)
@pytest.mark.parametrize("which", range(3))
@pytest.mark.parametrize(
    "shape",
    ["# {title}\n\n{one}\n\n{line}\n\n{two}", "# {title}\n\n{one}\n\n## {line}\n\n{two}"],
    ids=["line", "heading"],
)
def test_an_announcement_between_two_very_short_texts(
    above: str, line: str, below: str, which: int, shape: str
) -> None:
    one, two = SHORT[above][which], SHORT[below][which]
    post = parse(shape.format(title=TITLES[above], one=one, line=line, two=two), source="post.md")
    told = editions.split(post, (above, below))
    assert [edition.language for edition in told.editions] == [above, below]
    assert spoken(told)[above] == (TITLES[above], [one])
    assert spoken(told)[below][1] == [two]
    assert dropped(told) == {line: "marker"}


def test_feeds_are_not_needed_where_the_words_say_enough() -> None:
    told = editions.split(
        parse("# A note", SHORT["en"][0], "Translation into German", SHORT["de"][0], source="post.md")
    )
    assert [edition.language for edition in told.editions] == ["en", "de"]
    assert dropped(told) == {"Translation into German": "marker"}


@pytest.mark.parametrize(
    "below",
    [
        "Today I fixed the roof.",  # in the language above
        "Called “Der Steppenwolf”, it is from 1927.",
        "Hans Müller, Berlin",  # nothing but names
        "“Ich bin müde.”",  # a quotation
    ],
)
def test_a_heading_about_a_language_amid_one_text_stays(below: str) -> None:
    lines = ("# My books", "I read one more novel last week.", "## German version", below)
    told = editions.split(parse(*lines, source="post.md"), ("en", "de"))
    assert spoken(told) == {"en": ("My books", [lines[1], "German version", below])}


def test_texts_of_very_different_length_are_no_translations() -> None:
    long = "The dog barks, and so it has done all night."
    told = editions.split(parse("# A note", long, long, "German version", "Hund.", source="post.md"))
    assert [edition.language for edition in told.editions] == ["en"]
