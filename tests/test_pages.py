from __future__ import annotations

import re
from dataclasses import replace

import pytest
from feed_samples import DE, EN, ENGLISH, HOSTILE, episode, podcast
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from audioedition import pages
from audioedition.model import Attribution, Enclosure, Feed, Sister


def parsed(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(html)


def one(page: LexborHTMLParser, selector: str) -> LexborNode:
    (node,) = page.css(selector)
    return node


def words(node: LexborNode) -> str:
    return " ".join(node.text().split())


def test_a_page_shows_its_podcast() -> None:
    page = parsed(pages.podcast(DE))
    assert one(page, "html").attributes["lang"] == "de"
    assert one(page, "html").attributes["dir"] == "ltr"
    assert words(one(page, "title")) == "Briefe vom Hafen"
    assert words(one(page, "h1")) == "Briefe vom Hafen"
    assert "Essays über Boote" in words(one(page, "header"))
    assert one(page, "header img").attributes["src"] == "cover-1234abcd.png"
    assert words(one(page, "footer")) == "© 2026 Jane Roe"


def test_a_page_leads_to_its_feed() -> None:
    page = parsed(pages.podcast(DE))
    assert one(page, "link[type='application/rss+xml']").attributes["href"] == "feed.xml"
    assert one(page, "a.button").attributes["href"] == "podcast://example.org/feeds/de/feed.xml"
    assert words(one(page, "code")) == "https://example.org/feeds/de/feed.xml"
    assert one(page, "button").attributes["hidden"] is None or "hidden" in one(page, "button").attributes


def test_the_address_to_copy_is_ascii() -> None:
    page = parsed(pages.podcast(Feed(podcast("de", "T", "D", address="https://müller.example/größe"), ())))
    assert words(one(page, "code")) == "https://xn--mller-kva.example/gr%C3%B6%C3%9Fe/feed.xml"


def test_a_page_knows_its_sisters() -> None:
    page = parsed(pages.podcast(DE))
    link = one(page, "a[hreflang]")
    assert (link.attributes["href"], link.attributes["lang"], words(link)) == (
        "../en/index.html",
        "en",
        "Also in English",
    )
    assert {
        (node.attributes["hreflang"], node.attributes["href"]) for node in page.css("link[hreflang]")
    } == {
        ("de", "https://example.org/feeds/de/index.html"),
        ("en", "https://example.org/feeds/en/index.html"),
    }
    elsewhere = replace(DE, sisters=(Sister("en", "Letters", "https://other.example/pod"),))
    assert (
        one(parsed(pages.podcast(elsewhere)), "a[hreflang]").attributes["href"]
        == "https://other.example/pod/index.html"
    )
    alone = parsed(pages.podcast(replace(DE, sisters=())))
    assert not alone.css("header a")


def test_episodes_are_listed_newest_first_with_all_that_belongs_to_them() -> None:
    page = parsed(pages.podcast(DE))
    assert [words(title) for title in page.css("article h3")] == ["Nebel und Geduld", "Das erste Boot"]
    first = parsed(page.css("article")[0].html or "")
    audio = one(first, "audio")
    assert audio.attributes["src"] == "audio/letter-2-0a1b2c3d.mp3"
    assert audio.attributes["preload"] == "none"
    assert "controls" in audio.attributes
    assert audio.attributes["aria-label"] == "Abspielen: Nebel und Geduld"
    assert one(first, "time").attributes["datetime"] == "2026-06-06T20:30:00+02:00"
    text = words(one(first, "article"))
    assert "6. Juni 2026 · 6 Min." in text
    assert "Von Jane Roe. Übersetzt von Jörg Müller. Gelesen von einer synthetischen Stimme" in text
    assert "Stimme: joe, CC0-1.0." in text
    assert [node.attributes["href"] for node in first.css("a")] == [
        "https://example.org/joe",
        "https://example.org/fog",
        "audio/letter-2-0a1b2c3d.mp3",
    ]


def test_rights_are_shown() -> None:
    assert "© Jane Roe, CC BY 4.0" in pages.podcast(EN)


def test_a_page_without_episodes_says_so() -> None:
    assert "Es gibt noch keine Episoden." in pages.podcast(replace(DE, episodes=()))


def test_a_page_asks_nothing_of_other_sites() -> None:
    page = parsed(pages.podcast(EN))
    loaded = [node.attributes.get("src") for node in page.css("[src]")]
    loaded += [node.attributes.get("href") for node in page.css("link[rel=stylesheet], link[rel=icon]")]
    assert loaded
    assert not [url for url in loaded if re.match(r"\w+://|//", url or "")]
    assert "url(" not in pages.podcast(EN)
    assert "@import" not in pages.podcast(EN)


def test_a_language_without_words_shows_english_marked_as_such() -> None:
    page = parsed(pages.podcast(Feed(podcast("ar", "رسائل", "مقالات"), (episode("ar", 1, "الضباب", "س"),))))
    assert one(page, "html").attributes["lang"] == "ar"
    assert one(page, "html").attributes["dir"] == "rtl"
    heading = one(page, ".episodes h2 span")
    assert (words(heading), heading.attributes["lang"], heading.attributes["dir"]) == (
        "Episodes",
        "en",
        "ltr",
    )
    assert not parsed(pages.podcast(replace(DE, podcast=replace(DE.podcast, language="de-AT")))).css("span")


def test_only_web_addresses_become_links() -> None:
    evil = episode(
        "en", 1, "T", "S", address="javascript:alert(1)", voice=Attribution("joe", url="javascript:alert(2)")
    )
    page = pages.podcast(Feed(ENGLISH, (evil,)))
    assert "javascript:" not in page
    assert "Voice: joe." in words(one(parsed(page), "article"))


def test_file_names_are_quoted() -> None:
    page = parsed(
        pages.podcast(Feed(ENGLISH, (episode("en", 1, "T", "S", enclosure=Enclosure('a "b"#ü.mp3', 1)),)))
    )
    assert one(page, "audio").attributes["src"] == "audio/a%20%22b%22%23%C3%BC.mp3"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    voice = Attribution(text, text, text, text)
    evil = episode("en", 1, text, text, author=text, translator=text, rights=text, address=text, voice=voice)
    feed = Feed(podcast("en", text, text, author=text, copyright=text), (evil,), (Sister("de", text, text),))
    for html in (pages.podcast(feed), pages.landing([feed])):
        html.encode("utf-8")
        page = parsed(html)
        assert all("alert" not in script.text() for script in page.css("script"))
        assert not page.css("evil")
        assert "49" not in html


anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


@settings(deadline=None, max_examples=50)
@given(anything, anything)
def test_no_text_breaks_a_page(title: str, name: str) -> None:
    evil = episode("en", 1, title, name, author=name, rights=title, voice=Attribution(name, title))
    html = pages.podcast(Feed(podcast("en", title, name), (evil,)))
    html.encode("utf-8")
    page = parsed(html)
    assert [len(page.css(tag)) for tag in ("article", "audio", "script", "h1")] == [1, 1, 1, 1]
    assert words(one(page, "article h3")) == words(one(page, "h1"))


def test_the_landing_page_leads_to_every_podcast_in_its_own_words() -> None:
    page = parsed(pages.landing([EN, DE]))
    assert one(page, "html").attributes["lang"] == "en"
    assert words(one(page, "h1")) == "Jane Roe"
    assert [(item.attributes["lang"], words(item.css("p")[0])) for item in page.css("li")] == [
        ("en", "English"),
        ("de", "Deutsch"),
    ]
    assert [node.attributes["href"] for node in page.css("h2 a")] == ["en/index.html", "de/index.html"]
    assert [node.attributes["src"] for node in page.css("img")] == [
        "en/cover-1234abcd.png",
        "de/cover-1234abcd.png",
    ]
    assert [node.attributes["href"] for node in page.css("link[type='application/rss+xml']")] == [
        "en/feed.xml",
        "de/feed.xml",
    ]


def test_a_landing_page_of_several_authors_or_of_nothing() -> None:
    other = replace(DE, podcast=replace(DE.podcast, author="Somebody Else"))
    assert words(one(parsed(pages.landing([EN, other])), "h1")) == "Podcasts"
    assert words(one(parsed(pages.landing([EN, other], "A & B")), "h1")) == "A & B"
    assert "There are no episodes yet." in pages.landing([])
