from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser
import podcastparser
import pytest
from feed_samples import DE, EN, ENGLISH, HOSTILE, SUMMER, episode, podcast
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from audioedition import feeds
from audioedition.markup import printable
from audioedition.model import Attribution, Enclosure, Feed, Kind, Shown, Sister

GOLDEN = Path(__file__).parent / "data" / "feeds"
SPACES = feeds.NAMESPACES | {"content": "http://purl.org/rss/1.0/modules/content/"}


def channel(feed: Feed) -> Any:
    return etree.fromstring(feeds.render(feed)).find("channel")


def item(summary: str = "Summary.", **other: Any) -> Any:
    return channel(Feed(ENGLISH, (episode("en", 1, "Title", summary, **other),))).find("item")


def text(element: Any, path: str) -> str | None:
    found: str | None = element.findtext(path, None, SPACES)
    return found


def notes(element: Any) -> str:
    return text(element, "content:encoded") or ""


@pytest.mark.parametrize("feed", [EN, DE], ids=["en", "de"])
def test_a_feed_is_written_exactly_so(feed: Feed) -> None:
    golden = GOLDEN / f"{feed.podcast.language}.xml"
    assert feeds.render(feed).decode() == golden.read_text("utf-8"), f"compare with {golden}"


def test_two_renderings_are_equal_whatever_the_clock() -> None:
    assert feeds.render(EN) == feeds.render(EN)
    assert b"lastBuildDate" not in feeds.render(EN)


@pytest.mark.parametrize("feed", [EN, DE], ids=["en", "de"])
def test_feedparser_reads_what_was_meant(feed: Feed) -> None:
    read = feedparser.parse(feeds.render(feed))
    assert not read.bozo
    assert read.feed.title == feed.podcast.title
    assert read.feed.language == feed.podcast.language
    assert read.feed.link == feed.podcast.link
    assert read.feed.image.href == f"{feed.podcast.address}/{feed.podcast.cover}"
    assert [entry.id for entry in read.entries] == [each.guid for each in feed.episodes]
    assert [entry.title for entry in read.entries] == [each.title for each in feed.episodes]
    assert [entry.enclosures[0].length for entry in read.entries] == ["1000002", "1000001"]
    assert read.entries[0].published_parsed[:5] == (2026, 6, 6, 18, 30)


@pytest.mark.parametrize("feed", [EN, DE], ids=["en", "de"])
def test_podcastparser_reads_what_was_meant(feed: Feed) -> None:
    read = podcastparser.parse(f"{feed.podcast.address}/feed.xml", io.BytesIO(feeds.render(feed)))
    assert read["title"] == feed.podcast.title
    assert read["itunes_author"] == "Jane Roe"
    assert read["itunes_owner"] == {"name": "Jane Roe", "email": "jane@example.org"}
    assert read["itunes_categories"] == [["Arts", "Books"]]
    assert read["explicit"] is False
    for entry, each in zip(read["episodes"], feed.episodes, strict=True):
        assert entry["guid"] == each.guid
        assert entry["published"] == int(each.published.timestamp())
        assert entry["total_time"] == 385
        assert entry["enclosures"] == [
            {
                "url": f"{feed.podcast.address}/audio/{each.enclosure.file}",
                "file_size": each.enclosure.length,
                "mime_type": "audio/mpeg",
            }
        ]


def test_the_feed_knows_where_it_lies_and_its_page_is_not_itself() -> None:
    element = channel(EN)
    assert element.xpath("atom:link[@rel='self']/@href", namespaces=SPACES) == [
        "https://example.org/feeds/en/feed.xml"
    ]
    assert text(element, "link") == "https://example.org/"
    element = channel(replace(EN, podcast=replace(ENGLISH, link="")))
    assert text(element, "link") == "https://example.org/feeds/en/index.html"


def test_sisters_are_announced_with_their_language() -> None:
    (sister,) = channel(EN).xpath("atom:link[@rel='alternate']", namespaces=SPACES)
    assert dict(sister.attrib) == {
        "rel": "alternate",
        "type": "application/rss+xml",
        "hreflang": "de",
        "href": "https://example.org/feeds/de/feed.xml",
        "title": "Briefe vom Hafen",
    }


@pytest.mark.parametrize(("explicit", "written"), [(True, "true"), (False, "false")])
def test_explicit_is_always_said(explicit: bool, written: str) -> None:  # noqa: FBT001 -- pytest's parameter
    assert (
        text(channel(replace(EN, podcast=replace(ENGLISH, explicit=explicit))), "itunes:explicit") == written
    )


def test_a_category_may_stand_alone() -> None:
    element = channel(replace(EN, podcast=replace(ENGLISH, category=("Society & Culture",))))
    assert element.xpath("itunes:category/@text", namespaces=SPACES) == ["Society & Culture"]
    assert not element.xpath("itunes:category/itunes:category", namespaces=SPACES)


def test_episodes_keep_their_order_newest_first() -> None:
    assert [each.findtext("title") for each in channel(EN).findall("item")] == [
        "Fog & Patience",
        "The First Boat",
    ]


def test_no_episodes_make_a_valid_empty_feed() -> None:
    element = channel(replace(EN, episodes=()))
    assert element.findall("item") == []
    assert text(element, "title") == ENGLISH.title
    assert text(element, "podcast:txt") is None


@pytest.mark.parametrize(
    ("address", "guid"),
    [
        ("https://podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("https://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
        ("http://podnews.net/rss/", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
    ],
)
def test_podcast_guids_agree_with_the_published_examples(address: str, guid: str) -> None:
    assert feeds.podcast_guid(address) == guid


def test_persons_name_author_translator_and_the_synthetic_voice() -> None:
    persons = channel(DE).find("item").findall("podcast:person", SPACES)
    assert [(person.text, person.get("group"), person.get("role")) for person in persons] == [
        ("Jane Roe", "writing", "author"),
        ("Jörg Müller", "writing", "translator"),
        ("joe (synthetische Stimme)", "cast", "narrator"),
    ]
    assert item(author=None, voice=Attribution()).find("podcast:person", SPACES).text == "synthetic voice"
    assert item().xpath("podcast:txt[@purpose='ai-content']/text()", namespaces=SPACES) == ["true"]


def test_an_item_without_a_post_on_the_web_leads_to_the_page() -> None:
    assert text(item(), "link") == "https://example.org/feeds/en/index.html#letter-1-0a1b2c3d.mp3"
    assert text(item(address="https://example.org/a b?q=ü"), "link") == "https://example.org/a%20b?q=%C3%BC"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "mailto:a@example.org", "nowhere", "http://", "https://[x"]
)
def test_only_web_addresses_become_links(address: str) -> None:
    element = item(address=address, voice=Attribution("joe", url=address))
    assert text(element, "link") == "https://example.org/feeds/en/index.html#letter-1-0a1b2c3d.mp3"
    assert "<a" not in notes(element)
    assert element.xpath("podcast:person/@href", namespaces=SPACES) == []


def test_urls_are_ascii() -> None:
    element = channel(
        Feed(
            podcast("de", "T", "D", address="https://müller.example/podcast/größe"),
            (episode("de", 1, "T", "S", enclosure=Enclosure("a b&ü#?.mp3", 5)),),
        )
    )
    url = element.find("item/enclosure").get("url")
    assert url == "https://xn--mller-kva.example/podcast/gr%C3%B6%C3%9Fe/audio/a%20b%26%C3%BC%23%3F.mp3"


def test_dates_are_rfc_2822_in_universal_time() -> None:
    assert text(item(published=datetime(2026, 1, 2, 0, 4, 5, tzinfo=SUMMER)), "pubDate") == (
        "Thu, 01 Jan 2026 22:04:05 +0000"
    )


def test_a_very_short_recording_still_has_a_length() -> None:
    assert text(item(seconds=0.2), "itunes:duration") == "1"


def test_show_notes_carry_credits_disclosure_rights_post_and_sisters() -> None:
    german = notes(channel(DE).find("item"))
    assert german.startswith(
        "<p>Wie der Hafen klingt, wenn man nichts sieht.</p>\n<p>Ein Brief in drei Teilen.</p>"
    )
    assert "<p>Von Jane Roe<br>Übersetzt von Jörg Müller</p>" in german
    assert "Gelesen von einer synthetischen Stimme" in german
    assert 'Stimme: <a href="https://example.org/joe">joe</a>, CC0-1.0.' in german
    assert '<a href="https://example.org/fog">Den Text lesen</a>' in german
    assert (
        'Also in English: <a href="https://example.org/feeds/en/index.html">Letters from the Harbour</a>'
        in german
    )
    assert "<p>© Jane Roe, CC BY 4.0</p>" in notes(channel(EN).find("item"))


def test_show_notes_say_nothing_about_what_is_unknown() -> None:
    assert notes(item(author=None, voice=Attribution(), summary="")) == (
        "<p>Read by a synthetic voice, not by a person.</p>"
    )


def test_a_description_is_never_missing_and_never_too_long() -> None:
    assert text(item(summary=" "), "description") == "Title"
    long = text(item(summary="wörter " * 2000), "description") or ""
    assert len(long.encode()) <= feeds.DESCRIPTION_LIMIT
    assert long.endswith("wörter…")
    assert len((text(item(summary="ü" * 5000), "description") or "").encode()) <= feeds.DESCRIPTION_LIMIT


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    voice = Attribution(words, words, words, words)
    one = episode(
        "en", 1, words, words, author=words, translator=words, rights=words, address=words, voice=voice
    )
    feed = Feed(
        podcast("en", words, words, author=words, copyright=words),
        (one,),
        (Sister("de", words, ENGLISH.address),),
    )
    element = channel(feed)
    clean = " ".join(printable(feed).podcast.title.split())
    assert text(element, "title") == clean
    assert element.find("item").findtext("title") == clean
    assert element.find("item").find("podcast:person", SPACES).text == (
        clean if len(clean) < 129 else f"{clean[:127]}…"
    )
    assert "<script" not in notes(element.find("item"))
    assert "<evil" not in notes(element.find("item"))
    assert not feedparser.parse(feeds.render(feed)).bozo


anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


@settings(deadline=None, max_examples=60)
@given(anything, anything, anything)
def test_no_text_breaks_the_document(title: str, summary: str, name: str) -> None:
    one = episode(
        "en", 1, title, summary, author=name, voice=Attribution(name, name, name, name), rights=name
    )
    element = channel(Feed(podcast("en", f"T{title}", summary), (one,)))
    assert len(element.findall("item")) == 1
    assert etree.fromstring(f"<div>{notes(element.find('item')).replace('<br>', '<br/>')}</div>") is not None


# What is only shown


def test_code_tables_and_pictures_stand_in_the_show_notes() -> None:
    found = item(
        shown=(
            Shown(Kind.CODE, 'if a < b:\n    print("&")'),
            Shown(Kind.CAPTION, "The fares"),
            Shown(Kind.TABLE, "| Mon | Tue\nfare | a \\| b | <i>"),
            Shown(Kind.PICTURE, "A man & a dog"),
        )
    )
    assert notes(found).endswith(
        "<pre><code>if a &lt; b:\n    print(&quot;&amp;&quot;)</code></pre>\n"
        "<p><em>The fares</em></p>\n"
        "<table><tr><td></td><td>Mon</td><td>Tue</td></tr>"
        "<tr><td>fare</td><td>a | b</td><td>&lt;i&gt;</td></tr></table>\n"
        "<p>Picture: A man &amp; a dog</p>"
    )


def test_an_episode_without_such_content_has_the_notes_that_it_had() -> None:
    assert notes(item()) == notes(item(shown=()))
    assert not notes(item()).endswith("\n")


def test_the_words_for_a_picture_are_those_of_the_podcast() -> None:
    shown = (Shown(Kind.PICTURE, "Ein Kai"),)
    feed = Feed(podcast("de", "T", "D"), (episode("de", 1, "Titel", "Text.", shown=shown),))
    assert "<p>Bild: Ein Kai</p>" in notes(channel(feed).find("item"))


@pytest.mark.parametrize("kind", [Kind.CODE, Kind.TABLE])
def test_what_is_too_long_for_apps_is_cut_at_a_line(kind: Kind) -> None:
    long = Shown(kind, "\n".join(f"line {number} & more" for number in range(5_000)))
    found = notes(item(shown=(Shown(Kind.CODE, "x = 1"), long, Shown(Kind.CODE, "y = 2"))))
    assert "x = 1" in found
    assert "y = 2" not in found
    assert found.endswith("<p>…</p>")
    assert found.count("<tr>") == found.count("</tr>")
    assert feeds.SHOWN_LIMIT - 100 < len(found[found.index("<pre>") :]) < 10_000


def test_one_line_that_is_too_long_is_left_out_and_that_is_seen() -> None:
    assert notes(item(shown=(Shown(Kind.CODE, "x" * 9_000),))).endswith("\n<p>…</p>")


@given(st.lists(st.builds(Shown, st.sampled_from(Kind), st.text())))
@settings(max_examples=100, deadline=None)
def test_whatever_is_shown_makes_a_feed(shown: list[Shown]) -> None:
    assert item(shown=tuple(shown)) is not None


def test_what_ends_character_data_does_not_end_the_notes() -> None:
    assert "]]&gt;" in notes(item(shown=(Shown(Kind.CODE, "a[b[0]]>1"),)))
