from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from doubles.net import Net, page

from audioedition import editions
from audioedition.errors import PostError
from audioedition.model import Kind, Post
from audioedition.posts.offered import Skipped, offered
from audioedition.posts.sources import Source

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FEED = "https://ferry.example/feed/"
EN, DE = "https://ferry.example/last-ferry/", "https://ferry.example/de/letzte-faehre/"
LINKS = {"en": EN, "de": DE}
ENGLISH = "The last ferry leaves at ten in the evening, and whoever misses it sleeps on the island."
GERMAN = "Die letzte Fähre legt um zehn Uhr abends ab, und wer sie verpasst, schläft auf der Insel."


def rss(*items: str) -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Ferries</title><link>https://ferry.example/</link>{''.join(items)}</channel></rss>"
    )


def item(title: str, address: str, text: str = "", summary: str = "", day: int = 1) -> str:
    whole = f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>" if text else ""
    return (
        f"<item><title>{title}</title><link>{address}</link><description>{summary}</description>{whole}"
        f"<pubDate>Mon, {day:02} Dec 2025 10:00:00 GMT</pubDate></item>"
    )


def sources(feed: str, net: Net) -> list[Source]:
    return [offer for offer in offered(feed, net, now=NOW) if isinstance(offer, Source)]


def saved(tmp_path: Path, text: str) -> str:
    path = tmp_path / "feed.xml"
    path.write_text(text, "utf-8")
    return str(path)


def texts(post: Post) -> list[str]:
    return [block.text for block in post.blocks if block.kind is not Kind.BREAK]


def test_a_saved_feed_gives_whole_texts_without_asking_anybody(tmp_path: Path) -> None:
    net = Net({})
    feed = saved(tmp_path, rss(item("B", DE, GERMAN, day=2), item("A", EN, ENGLISH, day=1)))
    found = sources(feed, net)
    assert [source.name for source in found] == [f"{feed}, “A”", f"{feed}, “B”"]
    assert [source.keys for source in found] == [
        ("ferry.example/last-ferry",),
        ("ferry.example/de/letzte-faehre",),
    ]
    post = found[0].read()
    assert (post.id, post.origin, post.title, texts(post)) == (
        "ferry.example/last-ferry",
        "ferry.example/last-ferry",
        "A",
        [ENGLISH],
    )
    assert not net.asked


def test_where_a_feed_has_only_the_beginning_the_page_is_read(tmp_path: Path) -> None:
    net = Net({EN: page(ENGLISH, "The last ferry", {})})
    (source,) = sources(saved(tmp_path, rss(item("A", EN, summary="The last ferry leaves …"))), net)
    assert not net.asked
    assert texts(source.read()) == ["The last ferry", ENGLISH]


def test_the_page_of_a_feeds_post_is_asked_for_its_translations() -> None:
    net = Net(
        {
            FEED: rss(item("The last ferry", EN, ENGLISH)),
            EN: page(ENGLISH, "The last ferry", LINKS),
            DE: page(GERMAN, "Die letzte Fähre", LINKS),
        }
    )
    (source,) = sources(FEED, net)
    post = source.read()
    assert post.addresses == LINKS
    assert texts(post) == ["The last ferry", ENGLISH, "Die letzte Fähre", GERMAN]


def test_without_translations_the_feeds_text_is_the_posts() -> None:
    around = page(f"{ENGLISH} And more that belongs to the page.", "The last ferry", {"en": EN})
    (source,) = sources(FEED, Net({FEED: rss(item("The last ferry", EN, ENGLISH)), EN: around}))
    assert texts(source.read()) == [ENGLISH]


def test_the_feed_knows_the_date_and_the_author_where_the_page_does_not() -> None:
    said = item("The last ferry", EN).replace(
        "</item>", "<author>Ann Lee</author><category>ships</category></item>"
    )
    (source,) = sources(
        FEED,
        Net(
            {
                FEED: rss(said),
                EN: page(ENGLISH, "The last ferry", LINKS),
                DE: page(GERMAN, "Die letzte Fähre", LINKS),
            }
        ),
    )
    post = source.read()
    assert (post.published, post.author, post.tags) == (
        datetime(2025, 12, 1, 10, tzinfo=UTC),
        "Ann Lee",
        ("ships",),
    )


def test_what_a_page_says_of_the_original_counts_more_than_the_feed_of_its_translation() -> None:
    written = page(ENGLISH, "The last ferry", LINKS).replace(
        "<body>", '<body><time class="published" datetime="2025-11-01">1</time>'
    )
    (source,) = sources(
        FEED,
        Net(
            {
                FEED: rss(item("Die letzte Fähre", DE)),
                EN: written,
                DE: page(GERMAN, "Die letzte Fähre", LINKS),
            }
        ),
    )
    assert source.read().published == datetime(2025, 11, 1, 12, tzinfo=UTC)


def test_a_page_that_cannot_be_asked_costs_no_text() -> None:
    (source,) = sources(FEED, Net({FEED: rss(item("The last ferry", EN, ENGLISH))}))
    post = source.read()
    assert texts(post) == [ENGLISH]
    (missing,) = post.furniture
    assert (missing.code, missing.text) == ("translation", EN)
    assert "404" in missing.detail


def test_translations_in_an_export_are_one_post() -> None:
    export = Path(__file__).parent / "data/posts/export.xml"
    group = next(source for source in sources(str(export), Net({})) if len(source.keys) > 1)
    post = group.read()
    assert (post.id, post.title) == ("harbour.example/fog-and-patience", "Fog and patience")
    assert post.addresses == {
        "en": "https://harbour.example/fog-and-patience/",
        "cs": "https://harbour.example/cz/mlha-a-trpelivost/",
    }
    assert {block.language for block in post.blocks if block.kind is not Kind.BREAK} == {"cs", "en"}


def test_a_page_leads_to_the_feed_that_it_names() -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/feed/">'
    front = "https://ferry.example/"
    net = Net({front: page("Ferries.", "Ferries", {}, head), FEED: rss(item("A", EN, ENGLISH))})
    assert [source.keys for source in sources(front, net)] == [("ferry.example/last-ferry",)]


def test_a_page_that_names_no_feed_is_refused() -> None:
    with pytest.raises(PostError, match="is a web page, not a feed"):
        sources(EN, Net({EN: page(ENGLISH, "The last ferry", {})}))


def test_what_is_not_taken_is_told(tmp_path: Path) -> None:
    feed = saved(tmp_path, rss(item("A", EN, ENGLISH), item("Again", EN, GERMAN)))
    skipped = [offer for offer in offered(feed, Net({}), now=NOW) if isinstance(offer, Skipped)]
    assert [entry.code for entry in skipped] == ["twin"]


@pytest.mark.parametrize(
    ("name", "why"),
    [("none.xml", "does not exist"), (".", "cannot be read"), ("/dev/zero", "no file but a pipe")],
)
def test_a_feed_that_is_not_there_is_one_sentence(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(PostError, match=why):
        sources(str(tmp_path / name), Net({}))


def test_a_post_whose_page_or_translation_cannot_be_had_just_now_waits_for_the_next_run() -> None:
    feed = rss(item("The last ferry", EN, ENGLISH))
    pages = {FEED: feed, EN: page(ENGLISH, "The last ferry", LINKS)}
    for busy in (EN, DE):
        (source,) = sources(FEED, Net(pages, busy=[busy]))
        with pytest.raises(PostError, match=r"just now.* save the feed and give its file"):
            source.read()


@pytest.mark.parametrize("name", ["A", "a", EN, "ferry.example/last-ferry", f"{EN}?utm_source=feed"])
def test_one_post_of_a_feed_may_be_wanted_by_its_title_or_address(tmp_path: Path, name: str) -> None:
    feed = saved(tmp_path, rss(item("A", EN, ENGLISH), item("B a", DE, GERMAN), item("C", "", "")))
    (source,) = offered(feed, Net({}), now=NOW, only=[name])
    assert source.name == f"{feed}, “A”"


def test_a_post_that_is_wanted_comes_in_all_its_languages() -> None:
    export = Path(__file__).parent / "data/posts/export.xml"
    for name in ("Fog and patience", "https://harbour.example/cz/mlha-a-trpelivost/"):
        (source,) = offered(str(export), Net({}), now=NOW, only=[name])
        assert isinstance(source, Source)
        assert len(source.keys) == 2


def test_what_is_wanted_and_not_taken_is_told_with_the_reason(tmp_path: Path) -> None:
    feed = saved(tmp_path, rss(item("A", EN, ENGLISH), item("Again", EN, GERMAN), item("B", DE, GERMAN)))
    assert [offer.name for offer in offered(feed, Net({}), now=NOW, only=["again"])] == [f"{feed}, “Again”"]


def test_what_is_wanted_and_not_offered_is_one_sentence(tmp_path: Path) -> None:
    feed = saved(tmp_path, rss(item("A", EN, ENGLISH)))
    with pytest.raises(PostError, match=r"offers no post 'B': give the title or the address"):
        list(offered(feed, Net({}), now=NOW, only=["A", "B"]))


def test_a_title_that_is_not_offered_comes_with_the_nearest(tmp_path: Path) -> None:
    items = [
        item(title, f"{EN}{number}", ENGLISH) for number, title in enumerate(("The Last Ferry", "Bread"))
    ]
    feed = saved(tmp_path, rss(*items))
    for wanted in ("the last fery", "last"):
        with pytest.raises(PostError, match=r"such as “The Last Ferry” \(`audioedition split --from"):
            list(offered(feed, Net({}), now=NOW, only=[wanted]))
    with pytest.raises(PostError, match=r"one that it offers \(`audioedition split --from"):
        list(offered(feed, Net({}), now=NOW, only=["1234"]))


def test_of_a_feeds_post_only_the_languages_that_have_a_feed_are_fetched() -> None:
    net = Net({FEED: rss(item("The last ferry", EN)), EN: page(ENGLISH, "The last ferry", LINKS)})
    (source,) = offered(FEED, net, now=NOW, languages=["en", "fr"])
    assert isinstance(source, Source)
    source.read()
    assert net.asked == [FEED, EN]


def spoken_in(*said: str, text: str = ENGLISH, html: str = "", of_entry: str = "") -> list[str | None]:
    """The language of a post whose feed, page and entry say these things: once read in the feed, once at its page."""
    channel = "".join(f"<language>{tag}</language>" for tag in said)
    attribute = f' lang="{html}"' if html else ""
    own = f"<dc:language>{of_entry}</dc:language></item>" if of_entry else "</item>"
    whole, beginning = item("A", EN, text), item("A", EN)
    found = []
    for entry in (whole.replace("<p>", f"<p{attribute}>"), beginning):
        feed = rss(entry.replace("</item>", own)).replace("<channel>", f"<channel>{channel}")
        feed = feed.replace("<rss ", '<rss xmlns:dc="http://purl.org/dc/elements/1.1/" ')
        shown = page(text, "A", {}).replace("<html", f"<html{attribute}")
        (source,) = sources(FEED, Net({FEED: feed, EN: shown}))
        found.append(source.read().language)
    return found


def test_the_language_of_a_feed_is_a_hint_for_entries_that_say_nothing() -> None:
    assert spoken_in("en") == ["en", "en"]
    assert spoken_in() == [None, None]


def test_what_an_entry_or_its_page_says_of_its_language_counts_more_than_its_feed() -> None:
    assert spoken_in("en", html="de") == ["de", "de"]
    assert spoken_in("en", of_entry="de") == ["de", "de"]


def test_the_language_of_a_feed_makes_no_edition() -> None:
    for text, tag in ((GERMAN, "de"), (ENGLISH, "en")):
        for source in sources(FEED, Net({FEED: rss("<language>fr</language>", item("A", EN, text))})):
            assert [edition.language for edition in editions.split(source.read()).editions] == [tag]


def test_a_post_that_a_feed_has_in_two_languages_is_read_once() -> None:
    net = Net(
        {
            FEED: rss(item("The last ferry", EN), item("Die letzte Fähre", DE), item("Other", f"{EN}2")),
            EN: page(ENGLISH, "The last ferry", LINKS),
            DE: page(GERMAN, "Die letzte Fähre", LINKS),
            f"{EN}2": page(ENGLISH, "Other", {}),
        }
    )
    found = {source.name.rpartition("“")[2].rstrip("”"): source for source in sources(FEED, net)}
    assert not any(source.is_read() for source in found.values())
    found["The last ferry"].read()
    assert [title for title, source in found.items() if source.is_read()] == [
        "Die letzte Fähre",
        "The last ferry",
    ]
