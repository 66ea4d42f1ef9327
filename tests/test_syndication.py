"""Feeds: which posts they hold, and never half a post as if it were whole."""

from __future__ import annotations

import gzip
import io
import time
import tracemalloc
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioedition.errors import PostError
from audioedition.model import Picture
from audioedition.posts.blogs import blog, excerpts
from audioedition.posts.blogs.entries import Entry, Skipped, post

DATA = Path(__file__).parent / "data" / "posts"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
SUMMER = timezone(timedelta(hours=2))
HEAD = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>B</title>'
END = "</channel></rss>"


def read(data: bytes | str, source: str = "blog.xml") -> list[Entry | Skipped]:
    data = data.encode() if isinstance(data, str) else data
    return list(blog.entries(io.BytesIO(data), source, now=NOW))


def taken(data: bytes | str, source: str = "blog.xml") -> list[Entry]:
    return [entry for entry in read(data, source) if isinstance(entry, Entry)]


def skipped(data: bytes | str) -> list[str]:
    return [entry.code for entry in read(data) if isinstance(entry, Skipped)]


def item(content: str, *, link: str = "https://b.example/one/", other: str = "") -> str:
    return f"<item><title>One</title><link>{link}</link>{other}<content:encoded><![CDATA[{content}]]></content:encoded></item>"


def rss(*items: str) -> str:
    return HEAD + "".join(items) + END


def whole(content: str, summary: str = "") -> bool:
    return excerpts.is_whole(content, address="https://b.example/one/", summary=summary)


def test_a_feed_gives_its_posts_oldest_first_and_says_what_it_leaves_out() -> None:
    found = read((DATA / "feed.rss.xml").read_bytes())
    assert [entry.id for entry in found if isinstance(entry, Entry)] == [
        "harbour.example/first-boat",
        "harbour.example/cut",
        "harbour.example/beginning",
        "harbour.example/third-boat",
    ]
    why = {entry.code: entry.name for entry in found if isinstance(entry, Skipped)}
    assert why == {
        "twin": "blog.xml, “The first boat”",
        "podcast": "blog.xml, “A conversation”",
        "future": "blog.xml, “From the year to come”",
    }


def test_an_entry_knows_what_the_feed_says_of_it() -> None:
    entry = taken((DATA / "feed.rss.xml").read_bytes())[-1]
    assert entry.name == "blog.xml, “Tom & the third boat”"
    assert entry.meta.title == "Tom & the third boat"
    assert entry.meta.author == "Jane Roe"
    assert entry.meta.published == datetime(2024, 6, 6, 8, 30, tzinfo=SUMMER)
    assert entry.meta.published.utcoffset() == timedelta(hours=2)
    assert entry.meta.address == "https://harbour.example/third-boat/?utm_source=feed"
    assert entry.meta.tags == ("Boats",)
    assert entry.meta.picture == Picture("https://harbour.example/files/quay.jpg")
    assert (entry.language, entry.meta.language, entry.group) == (None, "en-GB", entry.id)
    found = post(entry)
    assert [(block.text, block.language) for block in found.blocks] == [
        ("It came an hour late, and nobody was surprised.", None),
        ("„Nebel liest keine Fahrpläne.“", "de"),
    ]
    assert (found.title, found.origin, found.language) == (entry.meta.title, entry.id, "en-GB")


def test_a_beginning_is_never_taken_for_the_whole() -> None:
    by_id = {entry.id: entry for entry in taken((DATA / "feed.rss.xml").read_bytes())}
    assert by_id["harbour.example/beginning"].html is None
    assert by_id["harbour.example/cut"].html is None
    with pytest.raises(PostError, match="only the beginning"):
        post(by_id["harbour.example/cut"])


def test_an_atom_feed_gives_languages_people_and_dates() -> None:
    plain, nebel, elsewhere = taken((DATA / "feed.atom.xml").read_bytes(), "https://harbour.example/feed")
    assert nebel.id == "harbour.example/blog/nebel"
    assert (nebel.language, nebel.meta.addresses) == ("de", {"en": "https://harbour.example/blog/fog"})
    assert nebel.meta.author == "Jane Roe, Jörg Müller"
    assert nebel.meta.rights == "© Jane Roe"
    assert nebel.meta.published == datetime(2024, 6, 2, 8, 30, tzinfo=SUMMER)
    assert nebel.meta.tags == ("Nebel",)
    assert [block.text for block in post(nebel).blocks] == ["Wer auf ein Boot wartet, lernt zuzuhören."]
    assert [dropped.text for dropped in post(nebel).furniture] == ["Am Rand"]
    assert plain.meta.title == "Fish & chips"
    assert (plain.language, plain.meta.language) == (None, "en")
    assert [block.text for block in post(plain).blocks] == ["Less < more, says the cook.", "And he is right."]
    assert elsewhere.html is None


@pytest.mark.parametrize(
    "content",
    [
        "<p>It ends in dots […]</p>",
        "<p>It ends in dots [...]</p>",
        "<p>It ends in dots &#8230;</p>",
        "<p>It ends in dots... </p><p></p>",
        "<p>It goes on (more)</p>",
        '<p>One.</p><a class="more-link" href="https://elsewhere.example/">On</a>',
        '<p>One.</p><p><a href="https://b.example/one">Hier steht alles</a></p>',
        '<p>One.</p><p><a href="/one/">→</a></p>',
        "<p>One.</p><p>Continue reading: One</p>",
        "<p>Eins.</p><p>Weiterlesen »</p>",
        "<p>一。</p><p>阅读全文</p>",
    ],
)
def test_a_text_that_goes_on_elsewhere_is_not_whole(content: str) -> None:
    assert not whole(content)


@pytest.mark.parametrize(
    "content",
    [
        "<p>It ends.</p>",
        "<p>He said … and left.</p>",
        '<p>A note<a href="https://b.example/one/#fn1">1</a>.</p><p>The note. <a href="https://b.example/one/#fnref1">↩</a></p>',
        '<p>See <a href="https://b.example/two/">another post</a>.</p>',
        '<p>This <a href="https://b.example/one/">very post</a>, '
        + "which goes on for long, " * 20
        + "ends.</p>",
        "<p>I wanted to read more of it.</p>" + "<p>So I did, all night long.</p>" * 4,
    ],
)
def test_a_text_that_only_looks_like_it_is_whole(content: str) -> None:
    assert whole(content)


def test_a_content_that_says_no_more_than_the_summary_is_not_whole() -> None:
    assert not whole("<p>Whoever waits for a boat</p>", summary="Whoever waits for a boat learns to listen.")
    assert whole(
        "<p>Whoever waits for a boat learns to listen. So do I.</p>", summary="Whoever waits for a boat"
    )
    feed = rss(item("<p>No more than that.</p>", other="<description>No more than that.</description>"))
    assert [entry.html for entry in taken(feed)] == [None]


@pytest.mark.parametrize(
    "second", ["media:description", "itunes:summary", "dc:description", "description", "atom:summary"]
)
def test_a_second_description_is_not_the_text(second: str) -> None:
    spaces = 'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'
    feed = f"""<rss version="2.0" {spaces}><channel><item><link>https://b.example/one</link>
    <description>A beginning.</description><{second}>&lt;p&gt;Another beginning, longer.&lt;/p&gt;</{second}></item></channel></rss>"""
    assert [entry.html for entry in taken(feed)] == [None]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("&lt;p&gt;Twice&lt;/p&gt;&lt;p&gt;escaped.&lt;/p&gt;", ["Twice", "escaped."]),
        ("No tag at all,\n\nbut &amp; two paragraphs.", ["No tag at all,", "but & two paragraphs."]),
        ("<p>A tag: &lt;p&gt; begins it.</p>", ["A tag: <p> begins it."]),
    ],
)
def test_entities_are_read_once_too_often_or_once_too_rarely(content: str, words: list[str]) -> None:
    (entry,) = taken(rss(item(content)))
    assert [block.text for block in post(entry).blocks] == words


@pytest.mark.parametrize(
    ("link", "guid", "expected"),
    [
        ("https://b.example/a/?utm_source=x", "7", "b.example/a"),
        ("https://b.example/?p=7", "x", "b.example?p=7"),
        ("https://b.example/", "tag:b,1:7", "tag:b,1:7"),
        ("https://b.example/2004/06.html#p7", "b7", "b7"),
        ("", "https://b.example/seven", "b.example/seven"),
    ],
)
def test_what_names_an_entry_does_not_change(link: str, guid: str, expected: str) -> None:
    feed = rss(item("<p>Text.</p>", link=link, other=f"<guid>{guid}</guid>").replace("<link></link>", ""))
    assert [entry.id for entry in taken(feed)] == [expected]


def test_comments_and_drafts_are_no_posts() -> None:
    blogger = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"
      xmlns:app="http://purl.org/atom/app#">
      <entry><id>1</id><link rel="alternate" type="text/html" href="https://b.example/1"/><content>A stranger's words.</content>
        <category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#comment"/></entry>
      <entry><id>2</id><link rel="alternate" type="text/html" href="https://b.example/2"/><content>A stranger's.</content>
        <thr:in-reply-to ref="3" href="https://b.example/3"/></entry>
      <entry><id>4</id><link rel="alternate" type="text/html" href="https://b.example/4"/><content>Half.</content>
        <app:control><app:draft>yes</app:draft></app:control></entry>
      <entry><id>5</id><link rel="alternate" type="text/html" href="https://b.example/5"/><content>x</content>
        <category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#settings"/></entry>
      </feed>"""
    assert sorted(skipped(blogger)) == ["comment", "comment", "draft", "other"]
    assert skipped(rss(item("<p>Hers.</p>", link="https://b.example/one/#comment-12"))) == ["comment"]


def test_a_post_behind_a_password_is_not_taken() -> None:
    form = (
        '<form action="https://b.example/wp-login.php?action=postpass" method="post"><p>Password:</p></form>'
    )
    assert skipped(rss(item(form))) == ["password"]


def test_a_sign_off_that_may_be_the_authors_own_stays() -> None:
    last = (
        '<p>Answer <a href="https://b.example/one/">here</a> or <a href="https://c.example/">there</a>.</p>'
    )
    found = excerpts.without_sign_off("<p>One.</p>" + last, address="https://b.example/one/", title="One")
    assert found.endswith(last)


def test_a_language_in_the_address_tells_two_posts_apart() -> None:
    feed = rss(item("<p>Text.</p>"), item("<p>Texto.</p>", link="https://b.example/one/?lang=pt-br"))
    assert [(entry.language, entry.group) for entry in taken(feed)] == [
        ("pt-BR", "b.example/one"),
        (None, "b.example/one"),
    ]


def test_an_entry_that_nobody_can_find_again_is_not_taken() -> None:
    assert skipped(HEAD + "<item><title>One</title></item>" + END) == ["nameless"]
    beginning = '<item><guid isPermaLink="false">7</guid><description>One</description></item>'
    assert skipped(HEAD + beginning + END) == ["beginning"]


def test_entries_without_dates_keep_their_order() -> None:
    feed = rss(*(item("<p>Text.</p>", link=f"https://b.example/{number}") for number in (3, 2, 1)))
    assert [entry.id[-1] for entry in taken(feed)] == ["1", "2", "3"]


def test_an_entry_without_a_date_stays_behind_the_one_before() -> None:
    dates = {3: "<pubDate>Mon, 03 Jun 2024 08:30:00 GMT</pubDate>", 1: "<pubDate>2024-06-01</pubDate>"}
    feed = rss(
        *(item("<p>Text.</p>", link=f"https://b.example/{n}", other=dates.get(n, "")) for n in (1, 3, 2))
    )
    assert [entry.id[-1] for entry in taken(feed)] == ["2", "1", "3"]
    feed = rss(
        *(item("<p>Text.</p>", link=f"https://b.example/{n}", other=dates.get(n, "")) for n in (3, 2, 1))
    )
    assert [entry.id[-1] for entry in taken(feed)] == ["1", "2", "3"]


def test_a_broken_feed_is_read_as_far_as_it_can_be() -> None:
    feed = '\n<?xml version="1.0"?>' + rss(item("<p>Text.</p>", other="<author>A & B</author>"))
    assert [entry.html for entry in taken(feed)] == ["<p>Text.</p>"]


def test_of_a_feed_that_breaks_off_the_last_post_is_not_taken() -> None:
    feed = (
        HEAD + item("<p>Text.</p>") + item("<p>One sentence. And another", link="https://b.example/two")[:-30]
    )
    assert [entry.id for entry in taken(feed)] == ["b.example/one"]
    assert skipped(feed) == ["cut"]


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "iso-8859-1"]
)
def test_any_encoding_is_read(encoding: str) -> None:
    feed = f'<?xml version="1.0" encoding="{encoding[:6]}"?>' if "16" in encoding or "32" in encoding else ""
    feed = feed or f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    (entry,) = taken((feed + rss(item("<p>Grüße vom Hafen.</p>"))).encode(encoding))
    assert entry.html == "<p>Grüße vom Hafen.</p>"


def test_a_wrong_encoding_is_seen_through() -> None:
    feed = '<?xml version="1.0" encoding="utf-8"?>' + rss(item("<p>Grüße vom Hafen.</p>"))
    assert [entry.html for entry in taken(feed.encode("cp1252"))] == ["<p>Grüße vom Hafen.</p>"]


def test_a_page_says_where_its_feed_is() -> None:
    page = """<!doctype html><html><head><title>B</title>
      <link rel="alternate" type="application/rss+xml" href="/comments/feed/"/>
      <link rel="alternate" type="application/rss+xml" href="/feed/"/></head></html>"""
    with pytest.raises(blog.WebPage) as caught:
        read(page, "https://b.example/")
    assert str(caught.value) == (
        "https://b.example/ is a web page, not a feed: its feed is at https://b.example/feed/."
    )
    assert caught.value.feeds == ("https://b.example/feed/", "https://b.example/comments/feed/")
    with pytest.raises(blog.WebPage, match="give the address of its RSS or Atom feed"):
        read("<html><body>Hello</body></html>")


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"Just some words.", "neither a feed nor a WordPress export"),
        (b"<opml><body/></opml>", "a list of feeds"),
        (gzip.compress(rss(item("x")).encode(), mtime=0), "is a compressed file"),
        (b"%PDF-1.7", "is a PDF file"),
        (b"<rss>\x00\x00</rss>", "null bytes"),
        (b"<rss></rss>" + b"\xff\x00" * 9, "null bytes"),
        (b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>', "declares XML entities"),
        (b'<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1/">]><rss>&x;</rss>', "declares XML entities"),
        (f'<!DOCTYPE r [<!ENTITY a0 "ha">{LAUGHS}]><rss>&a9;</rss>'.encode(), "declares XML entities"),
        (b'<!DOCTYPE r [<!ATTLIST b a CDATA "%s">]><rss>' % (b"a" * 50_000), "attributes"),
        (b'<!DOCTYPE r [<!ENTITY a "%s">]><rss>%s & </rss>' % (b"a" * 50_000, b"&a;" * 50_000), "entities"),
        (HEAD.encode() + b"<item/>" * 1_000_000 + END.encode(), "more than 20,000 entries"),
        (rss(item("<b></b>" * 600_000)).encode(), "more than 1,000,000 tags"),
        (rss(item("word " * 10_000_000)).encode(), "larger than 32 MB"),
        (rss(item("<b " + "a=b " * 100_000)).encode(), "thousands of attributes"),
        (HEAD.encode() + b"<item>" + b"word & " * 1_000_000, "no valid XML"),
    ],
)
def test_a_hostile_file_gets_a_sentence_in_no_time(data: bytes, says: str) -> None:
    begin = time.process_time()
    with pytest.raises(PostError, match=says) as caught:
        read(data)
    assert str(caught.value).startswith("blog.xml ")
    assert time.process_time() - begin < 5


HIDDEN = '<!DOCTYPE rss [<!ENTITY word "expanded">]>'
USED = rss(
    item("<p>Fog.</p>", other="<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>&word;</dc:creator>")
)


@pytest.mark.parametrize(
    ("prolog", "says"),
    [
        ('<?xml version="1.0"?><!-- <a -->' + HIDDEN, "declares XML entities"),
        ('<?xml version="1.0"?><?style <a ?>' + HIDDEN, "declares XML entities"),
        ('<!DOCTYPE rss [<!ENTITY % z "<a"><!ENTITY word "expanded">]>', "declares XML entities"),
        ("\ufeff  " + HIDDEN, "declares XML entities"),
        ("no XML until here " + HIDDEN, "declares XML entities"),
        (
            '<?xml version="1.0" encoding="utf-7"?>+ADw-!DOCTYPE rss [+ADw-!ENTITY word "expanded">]>',
            "'utf-7'",
        ),
        (
            '<?xml version="1.0" encoding="unicode_escape"?>\\x3c!DOCTYPE rss [\\x3c!ENTITY word "expanded">]>',
            "'unicode_escape'",
        ),
        ('<?xml version="1.0" encoding="raw_unicode_escape"?>', "'raw_unicode_escape'"),
        ("<?xml version='1.0' encoding='cp037'?>", "'cp037'"),
        ("<?xml version='1.0' encoding='utf-8' encoding='hz'?>", "'hz'"),
    ],
)
def test_no_place_and_no_encoding_hides_entities(prolog: str, says: str) -> None:
    with pytest.raises(PostError, match=says):
        read(prolog + USED)


@pytest.mark.parametrize(
    "prolog",
    [
        "<!DOCTYPE rss [<!ENTITY % z \"&#60;!ENTITY word 'expanded'>\"> %z;]>",
        "<?p \n<!DOCTYPE x ?><!-- ?> <!DOCTYPE r [<!ENTITY % z \"&#60;!ENTITY word 'expanded'>\"> %z;]> -->",
        "<!-- \n<!DOCTYPE a -->",
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">',
        '<!DOCTYPE rss [<!ENTITY % lat PUBLIC "-//W3C//ENTITIES Latin 1 for XHTML//EN" "http://x.example/lat1.ent"> %lat;]>',
    ],
)
def test_what_stands_above_a_feed_is_not_read(prolog: str) -> None:
    (found,) = read(prolog + USED)
    assert isinstance(found, Entry)
    assert found.meta.title == "One"
    assert "expanded" not in str(found)


@pytest.mark.parametrize(
    "inside",
    [
        "<a>" * 10_000 + "x" + "</a>" * 10_000,
        "<item>" * 10_000,
        "&a" * 100_000,
        "<![CDATA[" * 50_000,
        "<!--" * 50_000,
    ],
)
def test_what_is_nested_or_never_ends_takes_bounded_time_and_memory(inside: str) -> None:
    begin = time.process_time()
    tracemalloc.start()
    read(HEAD + "<item><description>" + inside + "</description></item>" + END)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.process_time() - begin < 10
    assert most < 100_000_000


def test_a_post_about_exports_does_not_make_an_export_of_a_feed() -> None:
    about = '<p>It begins so: <rss xmlns:wp="http://wordpress.org/export/1.2/"> and <wp:wxr_version>.</p>'
    (entry,) = taken(rss(item(about.replace("<rss", "&lt;rss") + "<p>It goes on […]</p>")))
    assert entry.html is None


def test_nothing_is_fetched_or_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret").write_text(rss(item("<p>Secret.</p>")), "utf-8")
    with pytest.raises(PostError, match="neither"):
        read(b"secret")


@given(st.binary(max_size=400))
def test_any_bytes_in_a_feed_are_entries_or_a_sentence(data: bytes) -> None:
    message = ""
    try:
        read(
            HEAD.encode()
            + b"<item><link>https://b.example/1</link><content:encoded>"
            + data
            + b"</content:encoded></item>"
        )
    except PostError as exc:
        message = str(exc)
    assert not message or message.startswith("blog.xml ")


@given(
    st.lists(
        st.sampled_from(
            [
                "<item>",
                "</item>",
                "<title>",
                "</title>",
                "<link>",
                "&lt;",
                "&",
                "<content:encoded>",
                "<![CDATA[",
                "]]>",
                "<guid>",
                "text ",
                "</rss>",
                "&#xD800;",
                "&#99999999;",
                "<media:content ",
                'url="',
                "pubDate",
                "<pubDate>",
                "<author>",
                "<language>",
            ]
        ),
        max_size=40,
    )
)
def test_any_shambles_of_a_feed_are_entries_or_a_sentence(pieces: list[str]) -> None:
    message = ""
    try:
        read(HEAD + "".join(pieces))
    except PostError as exc:
        message = str(exc)
    assert not message or message.startswith("blog.xml ")
