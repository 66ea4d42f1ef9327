from __future__ import annotations

import listparser
import pytest
from defusedxml import ElementTree
from feed_samples import ENGLISH, GERMAN, HOSTILE, podcast

from audioedition import opml


def test_another_program_finds_every_feed() -> None:
    found = listparser.parse(opml.render([ENGLISH, GERMAN], "Jane Roe's podcasts"))
    assert not found.bozo
    assert found.version == "opml2"
    assert found.meta.title == "Jane Roe's podcasts"
    assert [(feed.title, feed.url) for feed in found.feeds] == [
        ("Letters from the Harbour", "https://example.org/feeds/en/feed.xml"),
        ("Briefe vom Hafen", "https://example.org/feeds/de/feed.xml"),
    ]


def test_each_feed_has_its_page_and_language() -> None:
    (outline,) = ElementTree.fromstring(opml.render([GERMAN], "")).iter("outline")
    assert outline.get("type") == "rss"
    assert outline.get("text") == outline.get("title") == "Briefe vom Hafen"
    assert outline.get("htmlUrl") == "https://example.org/feeds/de/index.html"
    assert outline.get("language") == "de"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    document = opml.render([podcast("en", text, text)], text)
    (outline,) = ElementTree.fromstring(document).iter("outline")
    title = outline.get("title") or ""
    assert [feed.title for feed in listparser.parse(document).feeds] == [title]
    assert title.split() == title.split(" ")


def test_addresses_are_ascii() -> None:
    found = listparser.parse(
        opml.render([podcast("de", "T", "D", address="https://müller.example/größe")], "")
    )
    assert found.feeds[0].url == "https://xn--mller-kva.example/gr%C3%B6%C3%9Fe/feed.xml"


def test_equal_podcasts_give_equal_bytes() -> None:
    assert opml.render([ENGLISH], "A") == opml.render([ENGLISH], "A")
    assert b"<outline" not in opml.render([], "A")
