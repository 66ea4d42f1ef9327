from __future__ import annotations

import io
import re
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

from audioedition import addresses, feeds
from audioedition.feeds import licences, schedule, tags
from audioedition.markup import printable
from audioedition.model import (
    Attribution,
    Chapter,
    Disclosure,
    Enclosure,
    Feed,
    Kind,
    Reference,
    Shown,
    Sister,
)

GOLDEN = Path(__file__).parent / "data" / "feeds"
PARTS = (
    Chapter(0, "Fog & Patience"),
    Chapter(83.9, "The Horn"),
    Chapter(3725.0, "<b>What</b> the pilot said"),
)
OPUS = Enclosure("letter-2-99.opus", 400_000, "audio/ogg", "ab" * 32, 32_000)
RICH = Feed(
    replace(
        ENGLISH,
        guid="9b024349-ccf0-5f69-a609-6b82873eab3c",
        has_moved=True,
        licence="CC-BY-4.0",
        frequency="FREQ=WEEKLY;BYDAY=MO,TH",
        txt={"applepodcastsverify": "05124"},
    ),
    (
        episode(
            "en",
            2,
            "Fog & Patience",
            EN.episodes[0].summary,
            address="https://example.org/fog",
            rights="© Jane Roe, CC BY-NC 4.0",
            translator="Jörg Müller",
            chapters=PARTS,
            alternates=(OPUS,),
            guests=(Attribution("lea", "CC-BY-4.0", note="for quotations"),),
            tags=("weather", "boats"),
            shown=(Shown(Kind.CODE, "if fog:\n    wait()"),),
        ),
        EN.episodes[1],
    ),
    (
        Sister(
            "de", "Briefe vom Hafen", "https://example.org/feeds/de", "1" * 36, {"letter-2": "Nebel & Geduld"}
        ),
    ),
    file="feed-2.xml",
    older="feed-1.xml",
    newer="feed.xml",
    oldest="feed-1.xml",
)
SPACES = feeds.NAMESPACES | {"content": "http://purl.org/rss/1.0/modules/content/"}


def channel(feed: Feed) -> Any:
    return etree.fromstring(feeds.render(feed)).find("channel")


def item(summary: str = "Summary.", **other: Any) -> Any:
    return channel(Feed(ENGLISH, (episode("en", 1, "Title", summary, **other),))).find("item")


def text(element: Any, path: str) -> str | None:
    found: str | None = element.findtext(path, None, SPACES)
    return found


def every(element: Any, path: str) -> list[Any]:
    return list(element.iterfind(path, SPACES))


def of_podcast(**other: Any) -> Any:
    return channel(replace(EN, podcast=replace(ENGLISH, **other)))


def description(element: Any) -> str:
    return text(element, "description") or ""


def notes(element: Any) -> str:
    return text(element, "content:encoded") or ""


@pytest.mark.parametrize(("feed", "name"), [(EN, "en"), (DE, "de"), (RICH, "rich")])
def test_a_feed_is_written_exactly_so(feed: Feed, name: str) -> None:
    golden = GOLDEN / f"{name}.xml"
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


def test_an_item_without_a_post_on_the_web_leads_to_its_page() -> None:
    assert text(item(), "link") == "https://example.org/feeds/en/episodes/letter-1.html"
    assert text(item(address="https://example.org/a b?q=ü"), "link") == "https://example.org/a%20b?q=%C3%BC"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "mailto:a@example.org", "nowhere", "http://", "https://[x"]
)
def test_only_web_addresses_become_links(address: str) -> None:
    element = item(address=address, voice=Attribution("joe", url=address))
    assert text(element, "link") == "https://example.org/feeds/en/episodes/letter-1.html"
    assert re.findall('href="([^"]*)"', notes(element)) == [
        "https://example.org/feeds/en/episodes/letter-1.html"
    ]
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
        "<p>Title</p>\n"
        '<p><a href="https://example.org/feeds/en/episodes/letter-1.html">Read along while listening</a></p>\n'
        "<p>Read by a synthetic voice, not by a person.</p>"
    )


def test_a_description_is_never_missing_and_never_too_long() -> None:
    assert description(item(summary=" ")).startswith("Title\n\nBy Jane Roe")
    long = description(item(summary="wörter " * 2000))
    assert len(long.encode()) <= feeds.DESCRIPTION_LIMIT
    assert "wörter…\n\nBy Jane Roe\n\nRead by a synthetic voice" in long
    assert len(description(item(summary="ü" * 5000)).encode()) <= feeds.DESCRIPTION_LIMIT
    assert len((text(of_podcast(description="ü " * 5000), "description") or "").encode()) <= 4000


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
        "<p>Shown in the text:</p>\n<pre><code>if a &lt; b:\n    print(&quot;&amp;&quot;)</code></pre>\n"
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


# What a description says, and what it leaves out


def test_a_description_tells_in_plain_text_what_the_notes_tell() -> None:
    assert description(channel(RICH).find("item")) == (
        "What the harbour sounds like when nothing can be seen.\n\n"
        "A letter in three parts.\n\n"
        "00:00:00 Fog & Patience\n00:01:23 The Horn\n01:02:05 ‹b›What‹/b› the pilot said\n\n"
        "By Jane Roe\nTranslated by Jörg Müller\n\n"
        "Read by a synthetic voice, not by a person. Voice: joe, CC0-1.0; "
        "lea, CC-BY-4.0 (for quotations).\n\n"
        "© Jane Roe, CC BY-NC 4.0\n\n"
        "Read along while listening: https://example.org/feeds/en/episodes/letter-2.html\n"
        "Read the text: https://example.org/fog\n\n"
        "Auch auf Deutsch: Nebel & Geduld https://example.org/feeds/de/episodes/letter-2.html"
    )


@pytest.mark.parametrize("before", ["", "(", "– ", "["])
def test_a_paragraph_that_begins_with_a_time_is_no_chapter(before: str) -> None:
    summary = f"A day.\n\n{before}12:00:00 was the time.\n\n7:30 too, or 12.30, until 8:00."
    for text in (notes(item(summary=summary)), description(item(summary=summary))):
        assert f"{before}12\u2060:00:00 was" in text
        assert "7\u2060:30 too, or 12.30, until 8:00." in text


def test_times_of_chapters_stand_in_both_and_never_past_their_moment() -> None:
    found = item(chapters=PARTS)
    assert (
        "<p>00:00:00 Fog &amp; Patience<br>00:01:23 The Horn<br>"
        "01:02:05 &lt;b&gt;What&lt;/b&gt; the pilot said</p>" in notes(found)
    )
    assert "00:00:00" not in notes(item(chapters=PARTS[:1]))
    assert "00:00:00" not in description(item(chapters=PARTS[:1]))


def test_what_has_no_room_is_left_out_as_a_whole_and_the_least_important_first() -> None:
    chapters = tuple(Chapter(60.0 * number, f"Part {number}: {'on and ' * 5}on") for number in range(100))
    found = item("Summary.\n\nIts end.", chapters=chapters, rights="© Jane Roe")
    assert "00:00:00" not in description(found)
    assert description(found).endswith(
        "Read along while listening: https://example.org/feeds/en/episodes/letter-1.html"
    )
    assert "01:39:00" in notes(found)
    few = item("Summary.", chapters=chapters[:60], rights="© Jane Roe " * 100)
    assert "00:59:00 Part 59" in description(few)
    assert "synthetic" in description(few)
    assert "© Jane Roe" not in description(few)
    assert len(description(few).encode()) <= 4000


def test_whatever_else_there_is_the_disclosure_is_told() -> None:
    many = tuple(Sister(f"x{number}", "Sister " * 9, f"https://example.org/{number}") for number in range(60))
    chapters = tuple(Chapter(60.0 * number, "What came next") for number in range(110))
    one = episode("en", 1, "T", "word " * 900, author="a" * 960, rights="r" * 900, chapters=chapters)
    found = channel(Feed(ENGLISH, (one,), many)).find("item")
    assert "Read by a synthetic voice" in description(found)
    assert "Read by a synthetic voice" in notes(found)
    assert "By aaa" not in description(found)


def test_the_notes_as_a_whole_are_no_longer_than_apps_take() -> None:
    chapters = tuple(Chapter(60.0 * number, "What came next in the fog") for number in range(100))
    code = (Shown(Kind.CODE, "wait(1)\n" * 5000),)
    found = notes(item(chapters=chapters, shown=code))
    assert "01:39:00" in found
    assert 9_900 < len(found) <= feeds.NOTES_LIMIT


def test_a_long_summary_ends_with_a_whole_paragraph() -> None:
    found = description(item("\n\n".join(f"{number}. {'word ' * 100}end." for number in range(20))))
    assert "\n\n4. " in found
    assert "end.\n\n…\n\nBy Jane Roe" in found
    assert len(found.encode()) <= 4000


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_in_a_description_are_no_markup_for_those_who_read_it_as_html(words: str) -> None:
    chapters = (Chapter(0, words), Chapter(1, words))
    sister = Sister("de", words, "https://example.org/feeds/de", titles={"letter-1": words})
    one = episode(
        "en", 1, words, words, author=words, rights=words, voice=Attribution(words, words), chapters=chapters
    )
    found = channel(
        Feed(podcast("en", "T", words, licence=words, licence_url="https://example.org/l"), (one,), (sister,))
    )
    for each in (found, found.find("item")):
        assert not re.search("<[A-Za-z/!?]", description(each))
    if words.startswith("<script>"):
        assert description(found) == "‹script›alert(1)‹/script›"
    assert "<script" not in notes(found.find("item"))
    assert not feedparser.parse(feeds.render(Feed(ENGLISH, (one,), (sister,)))).bozo


many = st.lists(st.builds(Chapter, st.floats(0, 1e5), st.text(max_size=90)), max_size=90)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=6000), many, st.text(max_size=600), st.text(max_size=600))
def test_no_description_is_too_long(summary: str, chapters: list[Chapter], name: str, rights: str) -> None:
    found = item(summary, chapters=tuple(chapters), author=name, rights=rights)
    assert 0 < len(description(found).encode()) <= feeds.DESCRIPTION_LIMIT


@pytest.mark.parametrize(
    ("summary", "shown"),
    [
        ("if a < b and c > d", "if a < b and c > d"),
        ("if a<b and c>d", "if a‹b and c›d"),
        ("I <3 boats", "I <3 boats"),
        ("a<<b>", "a<‹b›"),
        ("<b", "‹b"),
    ],
)
def test_only_what_looks_like_a_tag_gets_other_brackets(summary: str, shown: str) -> None:
    assert description(item(summary)).startswith(f"{shown}\n\nBy Jane Roe")


# Sisters


def test_the_notes_lead_to_the_same_post_in_other_languages_and_beside_it() -> None:
    found = notes(channel(RICH).find("item"))
    assert (
        'Side by side: <a href="https://example.org/feeds/en/episodes/letter-2.de.html">Deutsch</a>' in found
    )
    assert (
        'Auch auf Deutsch: <a href="https://example.org/feeds/de/episodes/letter-2.html">Nebel &amp; Geduld</a>'
        in found
    )
    other = notes(channel(RICH).findall("item")[1])
    assert "side by side" not in other
    assert 'Deutsch: <a href="https://example.org/feeds/de/index.html">Briefe vom Hafen</a>' in other


def test_sisters_are_recommended() -> None:
    (rolled,) = every(channel(RICH), "podcast:podroll/podcast:remoteItem")
    assert dict(rolled.attrib) == {
        "feedGuid": "1" * 36,
        "feedUrl": "https://example.org/feeds/de/feed.xml",
        "title": "Briefe vom Hafen",
    }
    (unnamed,) = every(channel(EN), "podcast:podroll/podcast:remoteItem")
    assert unnamed.get("feedGuid") == feeds.podcast_guid("https://example.org/feeds/de/feed.xml")
    assert every(channel(replace(EN, sisters=())), "podcast:podroll") == []


# The podcast


def test_a_private_podcast_asks_every_directory_to_leave_it_alone_and_recommends_nothing() -> None:
    found = of_podcast(is_private=True)
    assert text(found, "itunes:block") == "Yes"
    assert text(found, "podcast:block") == "yes"
    assert every(found, "podcast:podroll") == []
    assert every(channel(EN), "itunes:block") == every(channel(EN), "podcast:block") == []


def test_a_podcast_that_moved_says_where_it_is_now_and_keeps_its_guid() -> None:
    found = channel(RICH)
    assert text(found, "itunes:new-feed-url") == "https://example.org/feeds/en/feed.xml"
    assert text(found, "podcast:guid") == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert text(channel(EN), "itunes:new-feed-url") is None


@pytest.mark.parametrize(
    ("names", "links"),
    [
        (("feed.xml", "", "", ""), {}),
        (("feed.xml", "feed-1.xml", "", "feed-1.xml"), {"next": "feed-1.xml", "last": "feed-1.xml"}),
        (("feed-1.xml", "", "feed.xml", "feed-1.xml"), {"previous": "feed.xml", "last": "feed-1.xml"}),
    ],
)
def test_the_parts_of_a_long_feed_name_each_other(names: tuple[str, ...], links: dict[str, str]) -> None:
    file, older, newer, oldest = names
    found = channel(replace(EN, file=file, older=older, newer=newer, oldest=oldest))
    base = "https://example.org/feeds/en/"
    expected = {"self": base + file} | ({"first": f"{base}feed.xml"} if links else {})
    assert {
        link.get("rel"): link.get("href")
        for link in every(found, "atom:link")
        if link.get("rel") != "alternate"
    } == expected | {rel: base + name for rel, name in links.items()}


def test_podcastparser_finds_the_next_part_and_the_new_address() -> None:
    itself = (
        b"https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"  # what it looks for
    )
    data = feeds.render(RICH).replace(feeds.NAMESPACES["podcast"].encode(), itself)
    read = podcastparser.parse("https://example.org/feeds/en/feed-2.xml", io.BytesIO(data))
    assert read["paged_feed_next"] == "https://example.org/feeds/en/feed-1.xml"
    assert read["new_url"] == "https://example.org/feeds/en/feed.xml"
    first = read["episodes"][0]
    assert first["transcript_url"] == "https://example.org/feeds/en/transcripts/letter-2-0a1b2c3d.json"
    assert first["chapters_json_url"] == "https://example.org/feeds/en/chapters/letter-2-0a1b2c3d.json"
    assert {person["role"] for person in first["persons"]} == {"author", "translator", "narrator"}
    assert first["episode_art_url"] == "https://example.org/feeds/en/cover-1234abcd.png"
    assert [enclosure["mime_type"] for enclosure in first["enclosures"]] == ["audio/mpeg"]


@pytest.mark.parametrize(
    ("frequency", "language", "rule", "words"),
    [
        ("daily", "en", "FREQ=DAILY", "Daily"),
        ("weekly", "de", "FREQ=WEEKLY", "Wöchentlich"),
        ("biweekly", "en", "FREQ=WEEKLY;INTERVAL=2", "Every two weeks"),
        ("monthly", "fr", "FREQ=MONTHLY", "Tous les mois"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "de", "FREQ=WEEKLY;BYDAY=MO,TH", "Wöchentlich (Montag, Donnerstag)"),
        ("FREQ=DAILY;BYDAY=SA,SU", "en", "FREQ=DAILY;BYDAY=SA,SU", "Weekly (Saturday, Sunday)"),
        ("FREQ=WEEKLY;INTERVAL=3", "en", "FREQ=WEEKLY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=3"),
        ("FREQ=MONTHLY;INTERVAL=1", "en", "FREQ=MONTHLY;INTERVAL=1", "Monthly"),
        ("FREQ=MONTHLY;BYDAY=MO", "en", "FREQ=MONTHLY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=MO"),
        ("FREQ=WEEKLY;BYDAY=1MO", "en", "FREQ=WEEKLY;BYDAY=1MO", "FREQ=WEEKLY;BYDAY=1MO"),
        ("FREQ=YEARLY", "en", "FREQ=YEARLY", "FREQ=YEARLY"),
    ],
)
def test_the_frequency_is_a_rule_and_words(frequency: str, language: str, rule: str, words: str) -> None:
    found = channel(Feed(podcast(language, "T", "D", frequency=frequency), ()))
    (said,) = every(found, "podcast:updateFrequency")
    assert (said.text, dict(said.attrib)) == (words, {"rrule": rule})


def test_every_word_for_a_frequency_is_known() -> None:
    from audioedition.config.podcasting import FREQUENCIES  # noqa: PLC0415 -- a settings' list, nothing of feeds

    assert set(schedule.RULES) == set(FREQUENCIES)
    assert every(channel(EN), "podcast:updateFrequency") == []


def test_what_directories_want_to_find_stands_in_the_feed_once() -> None:
    txt = {"applepodcastsverify": "05124", "AI-Content": "false"}
    found = every(of_podcast(txt=txt), "podcast:txt")
    assert [(each.get("purpose"), each.text) for each in found] == [
        ("ai-content", "true"),
        ("applepodcastsverify", "05124"),
    ]
    silent = every(of_podcast(txt=txt, disclosure=Disclosure(metadata=False)), "podcast:txt")
    assert [each.get("purpose") for each in silent] == ["applepodcastsverify", "AI-Content"]


# Licences


@pytest.mark.parametrize(
    ("name", "address", "slug", "url"),
    [
        ("CC-BY-4.0", "", "cc-by-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-NC-SA-3.0", "", "cc-by-nc-sa-3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("CC0-1.0", "", "cc0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC-BY-4.0", "https://e.org/l", "cc-by-4.0", "https://e.org/l"),
        ("GFDL-1.3-only", "", "gfdl-1.3-only", "https://spdx.org/licenses/GFDL-1.3-only.html"),
        ("Harbour Licence 1", "https://e.org/l", "Harbour Licence 1", "https://e.org/l"),
    ],
)
def test_a_licence_is_named_as_the_namespace_wants_it(name: str, address: str, slug: str, url: str) -> None:
    found = of_podcast(licence=name, licence_url=address)
    for parent in (found, found.findall("item")[1]):
        (licence,) = every(parent, "podcast:license")
        assert (licence.text, licence.get("url")) == (slug, url)
    assert f'<p>Licence: <a href="{url}">{name}</a></p>' in notes(found.findall("item")[1])


@pytest.mark.parametrize(
    ("rights", "slug"),
    [
        ("© Jane Roe, CC BY 4.0", "cc-by-4.0"),
        ("CC-BY-NC-ND 3.0 DE", "cc-by-nc-nd-3.0"),
        ("Text: cc by-sa 4.0 international", "cc-by-sa-4.0"),
        ("see https://creativecommons.org/licenses/by-nc/4.0/", "cc-by-nc-4.0"),
        ("CC0", "cc0-1.0"),
        ("CC0 1.0 Universal", "cc0-1.0"),
        ("© 2026 Jane Roe", None),
        ("ACC BY 4.0", None),
        ("CC 05", None),
        ("", None),
        (None, None),
    ],
)
def test_a_post_may_have_a_licence_of_its_own(rights: str | None, slug: str | None) -> None:
    licence = licences.of_rights(rights)
    assert (licence and licence.slug) == slug


def test_the_posts_own_licence_comes_before_that_of_the_podcast_and_is_said_once() -> None:
    first, second = channel(RICH).findall("item")
    assert [each.text for each in every(first, "podcast:license")] == ["cc-by-nc-4.0"]
    assert [each.text for each in every(second, "podcast:license")] == ["cc-by-4.0"]
    assert "Licence:" not in notes(first)
    assert "<p>© Jane Roe, CC BY-NC 4.0</p>" in notes(first)
    assert every(channel(EN), "podcast:license") == []


# The episode


def test_transcripts_and_chapters_are_those_of_the_recording() -> None:
    found = item(chapters=PARTS)
    base = "https://example.org/feeds/en"
    assert [dict(each.attrib) for each in every(found, "podcast:transcript")] == [
        {
            "url": f"{base}/transcripts/letter-1-0a1b2c3d.{suffix}",
            "type": media,
            "language": "en",
            "rel": "captions",
        }
        for suffix, media in (
            ("vtt", "text/vtt"),
            ("json", "application/json"),
        )
    ]
    assert [dict(each.attrib) for each in every(found, "podcast:chapters")] == [
        {"url": f"{base}/chapters/letter-1-0a1b2c3d.json", "type": "application/json+chapters"}
    ]
    assert every(item(), "podcast:chapters") == []


def test_other_encodings_are_offered_with_a_digest() -> None:
    (offered,) = every(item(alternates=(OPUS,)), "podcast:alternateEnclosure")
    assert dict(offered.attrib) == {
        "type": "audio/ogg",
        "length": "400000",
        "bitrate": "32000",
        "lang": "en",
        "title": "Opus 32 kbit/s",
        "default": "false",
    }
    assert [dict(each.attrib) for each in offered] == [
        {"uri": "https://example.org/feeds/en/audio/letter-2-99.opus"},
        {"type": "sri", "value": "sha256-q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s="},
    ]
    (bare,) = every(item(alternates=(Enclosure("a.opus", 1),)), "podcast:alternateEnclosure")
    assert bare.get("bitrate") is None
    assert [each.tag.rpartition("}")[2] for each in bare] == ["source"]


def test_the_post_and_the_page_to_read_along_are_linked() -> None:
    found = every(channel(RICH).find("item"), "podcast:contentLink")
    assert [(each.text, each.get("href")) for each in found] == [
        ("Read the text", "https://example.org/fog"),
        ("Read along while listening", "https://example.org/feeds/en/episodes/letter-2.html"),
    ]


def test_where_the_owner_discloses_elsewhere_the_metadata_say_nothing_of_a_synthetic_voice() -> None:
    feed = replace(
        RICH, podcast=replace(RICH.podcast, disclosure=Disclosure(metadata=False, show_notes=False))
    )
    data = feeds.render(feed)
    assert b"synthetic" not in data
    assert b"ai-content" not in data
    persons = every(etree.fromstring(data), "channel/item/podcast:person")
    assert [each.text for each in persons if each.get("role") == "narrator"] == ["joe", "lea", "joe"]
    assert b"Voice: joe, CC0-1.0." in data
    unnamed = replace(feed, episodes=(episode("en", 1, "T", "S", voice=Attribution()),))
    assert every(channel(unnamed), "item/podcast:person[@role='narrator']") == []


def test_a_long_name_is_still_that_of_a_synthetic_voice() -> None:
    (_, voice) = every(item(voice=Attribution("x" * 500)), "podcast:person")
    assert voice.text.endswith("… (synthetic voice)")
    assert len(voice.text) == feeds.NAME_LIMIT


def test_tags_of_a_post_are_its_categories() -> None:
    assert [each.text for each in every(channel(RICH).find("item"), "category")] == ["weather", "boats"]


# The document


def test_every_tag_of_the_table_is_told_to_owners() -> None:
    told = (Path(__file__).parents[1] / "docs" / "feeds.md").read_text("utf-8")
    names = {name for name, _ in (*tags.CHANNEL, *tags.ITEM)}
    assert [name for name in sorted(names) if f"`{name}`" not in told] == []


@pytest.mark.parametrize("post", ["fog", "a-letter-about-fog-and-the-patience-it-takes", "Ü" * 40])
@pytest.mark.parametrize("count", [0, 1, 5])
@pytest.mark.parametrize(
    "base", ["https://a.example/p", "https://podcasts.some-publisher.example.org/jane-roe"]
)
@pytest.mark.parametrize("rich", [False, True])
def test_the_size_of_an_episode_is_about_what_it_takes(post: str, count: int, base: str, rich: bool) -> None:  # noqa: FBT001 -- pytest's parameter
    sisters = tuple(
        Sister(tag, "Letters from the Harbour", f"{base}/{tag}", titles={post: "Fog and Some Patience"})
        for tag in ("de", "fr", "es", "it", "nl")[:count]
    )
    audio = Enclosure(f"{addresses.slug(post)}-0a1b2c3d.mp3", 1_000_000)
    one = episode("en", 1, "Fog & Patience", "A summary as it is made. " * 15, post=post, enclosure=audio)
    if rich:
        parts = tuple(Chapter(60.0 * number, f"What happened in part {number}") for number in range(30))
        code = (Shown(Kind.CODE, "wait(1)  # for the fog\n" * 200),)
        one = replace(one, chapters=parts, shown=code, alternates=(OPUS,))
    feed = Feed(podcast("en", "T", "D", address=f"{base}/en"), (one,), sisters)
    real = len(feeds.render(feed)) - len(feeds.render(replace(feed, episodes=())))
    assert real / 1.5 < feeds.size(one, count) < real * 1.5
    less = len(feeds.render(replace(feed, sisters=()))) - len(
        feeds.render(replace(feed, episodes=(), sisters=()))
    )
    assert (real - less) / 1.5 <= feeds.size(one, count) - feeds.size(one, 0) <= (real - less) * 1.5


def test_labels_are_set_as_the_language_sets_them() -> None:
    sisters = (Sister("fr", "Lettres du port", "https://example.org/feeds/fr"),)
    english = channel(Feed(ENGLISH, (episode("en", 1, "T", "S"),), sisters)).find("item")
    french = channel(Feed(podcast("fr", "T", "D"), (episode("fr", 1, "T", "S"),))).find("item")
    assert "Read along while listening: https://" in description(english)
    assert "Lire en écoutant\u00a0: https://" in description(french)
    assert "\n\nAussi en français\u00a0: Lettres du port https://" in description(english)
    assert 'Aussi en français\u00a0: <a href="' in notes(english)


def test_the_notes_list_the_pages_to_which_the_text_links() -> None:
    references = (
        Reference("the <old> harbour", "https://example.net/a?b=1&c=2"),
        Reference("https://example.net/bare", "https://example.net/bare"),
        Reference("no page", "javascript:alert(1)"),
    )
    found = item(references=references)
    assert notes(found).endswith(
        '<p>Links:<br><a href="https://example.net/a?b=1&amp;c=2">the &lt;old&gt; harbour</a><br>'
        '<a href="https://example.net/bare">https://example.net/bare</a></p>'
    )
    plain = text(found, "description") or ""
    assert plain.endswith(
        "Links:\nthe ‹old› harbour: https://example.net/a?b=1&c=2\nhttps://example.net/bare"
    )
    assert "Links" not in notes(item())


def test_many_links_have_no_room_in_a_description_and_are_left_out_as_a_whole() -> None:
    many = tuple(Reference(f"page {n}", f"https://example.net/{n}/{'x' * 60}") for n in range(90))
    found = item(references=many)
    assert notes(found).count("example.net/") == 30
    plain = text(found, "description") or ""
    assert "example.net/" not in plain
    assert "synthetic voice" in plain
