from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from conftest import Site
from feed_samples import DE, EN, ENGLISH, HOSTILE, episode, podcast
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from audioedition import pages
from audioedition.model import Attribution, Disclosure, Enclosure, Feed, Sister


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
    links = [link.attributes["href"] for link in page.css("link[type='application/rss+xml']")]
    assert links == ["feed.xml", "../en/feed.xml"]
    hrefs = {words(link): link.attributes["href"] for link in page.css(".apps a")}
    assert hrefs["Apple Podcasts"] == "podcast://example.org/feeds/de/feed.xml"
    assert hrefs["RSS"] == "feed.xml"
    assert words(one(page, "code")) == "https://example.org/feeds/de/feed.xml"
    assert one(page, "button").attributes["hidden"] is None or "hidden" in one(page, "button").attributes


def test_the_address_to_copy_is_ascii() -> None:
    page = parsed(pages.podcast(Feed(podcast("de", "T", "D", address="https://müller.example/größe"), ())))
    assert words(one(page, "code")) == "https://xn--mller-kva.example/gr%C3%B6%C3%9Fe/feed.xml"


def test_an_address_that_no_code_can_hold_has_none() -> None:
    page = parsed(
        pages.podcast(Feed(podcast("de", "T", "D", address=f"https://example.org/{'a' * 3000}"), ()))
    )
    assert not page.css(".qr")
    assert parsed(pages.podcast(DE)).css(".qr img")


def test_a_page_knows_its_sisters() -> None:
    page = parsed(pages.podcast(DE))
    link = one(page, "a[hreflang]")
    assert (link.attributes["href"], link.attributes["lang"], words(link)) == (
        "../en/index.html",
        "en",
        "Also in English",
    )
    assert {
        (node.attributes["hreflang"], node.attributes["href"])
        for node in page.css("link[hreflang]:not([type])")
    } == {
        ("de", "https://example.org/feeds/de/index.html"),
        ("en", "https://example.org/feeds/en/index.html"),
        ("x-default", "https://example.org/feeds/index.html"),
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
    text = words(one(first, "article"))
    assert "6. Juni 2026 · 6 Min." in text
    assert "Von Jane Roe. Übersetzt von Jörg Müller. Stimme: joe, CC0-1.0." in text
    assert [node.attributes["href"] for node in first.css("a")] == [
        "episodes/letter-2.html",
        "episodes/letter-2.html",
        "audio/letter-2-0a1b2c3d.mp3",
        "https://example.org/fog",
        "https://example.org/joe",
    ]
    assert [node.attributes["datetime"] for node in first.css("time")] == [
        "2026-06-06T20:30:00+02:00",
        "PT6M25S",
    ]


def test_an_episode_leads_to_where_it_stands_beside_its_translations() -> None:
    sisters = (
        Sister("en", "Letters", "https://example.org/feeds/en", titles={"letter-2": "Fog"}),
        Sister("ar", "رسائل", "https://example.org/feeds/ar", titles={"letter-2": "ضباب", "letter-1": "أول"}),
    )
    page = parsed(pages.podcast(replace(DE, sisters=sisters)))
    both = [
        [(node.attributes["href"], words(node)) for node in article.css("a[href*='.html']")[2:]]
        for article in page.css("article")
    ]
    assert both == [
        [
            ("episodes/letter-2.en.html", "English"),
            ("episodes/letter-2.ar.html", "العربية"),
        ],
        [("episodes/letter-1.ar.html", "العربية")],
    ]
    assert page.css("article a[lang=ar]")[0].attributes["dir"] == "rtl"


def test_who_reads_is_disclosed_unless_that_is_turned_off() -> None:
    said = "Gelesen von einer synthetischen Stimme, nicht von einem Menschen."
    assert pages.podcast(DE).count(said) == 1
    silent = replace(DE.podcast, disclosure=Disclosure(page=False))
    assert said not in pages.podcast(replace(DE, podcast=silent))


def test_a_part_of_a_long_list_leads_to_its_neighbours_and_offers_no_subscription_again() -> None:
    part = replace(DE, file="page-2.html", newer="index.html", older="page-1.html", oldest="page-1.html")
    page = parsed(pages.podcast(part))
    links = [(n.attributes["rel"], n.attributes["href"]) for n in page.css("link[rel=prev], link[rel=next]")]
    assert links == [("prev", "index.html"), ("next", "page-1.html")]
    assert [(n.attributes["href"], words(n)) for n in page.css(".parts a")] == [
        ("index.html", "Neuere Episoden"),
        ("page-1.html", "Ältere Episoden"),
    ]
    assert not page.css(".apps")
    assert one(page, "h1 a").attributes["href"] == "index.html"
    assert words(one(page, "title")) == "Briefe vom Hafen – 3. Juni 2026 – 6. Juni 2026"
    assert one(page, "link[rel=canonical]").attributes["href"] == "https://example.org/feeds/de/page-2.html"
    newest = parsed(pages.podcast(replace(DE, file="index.html", older="page-2.html", oldest="page-1.html")))
    assert [words(n) for n in newest.css(".parts a")] == ["Ältere Episoden", "Erste Episoden"]
    assert newest.css(".apps")
    assert [n.attributes["href"] for n in newest.css("link[rel=prev], link[rel=next]")] == ["page-2.html"]


def test_what_is_not_published_yet_is_marked() -> None:
    hidden = frozenset({DE.episodes[1].guid})
    page = parsed(pages.podcast(replace(DE, unpublished=hidden)))
    assert [words(n) for n in page.css("article:has(.badge) h3 a")] == ["Das erste Boot"]
    assert words(one(page, ".badge")) == "Noch nicht veröffentlicht"
    assert not parsed(pages.podcast(DE)).css(".badge")


def test_further_places_and_the_licence_are_linked() -> None:
    own = replace(
        DE.podcast, listen={"Spotify": "https://spot.example/x", "B": "javascript:x"}, licence="CC-BY-4.0"
    )
    page = parsed(pages.podcast(replace(DE, podcast=own)))
    assert [(n.attributes["href"], words(n)) for n in page.css(".other .apps a")] == [
        ("https://spot.example/x", "Spotify")
    ]
    licence = one(page, "footer a")
    assert words(licence) == "CC-BY-4.0"
    assert licence.attributes["href"] == "https://creativecommons.org/licenses/by/4.0/"


def test_a_private_page_asks_not_to_be_found_and_calls_no_app_that_would_tell() -> None:
    page = parsed(pages.podcast(replace(DE, podcast=replace(DE.podcast, is_private=True))))
    assert one(page, "meta[name=robots]").attributes["content"] == "noindex, nofollow"
    assert one(page, "meta[name=referrer]").attributes["content"] == "no-referrer"
    assert not page.css("link[rel=canonical], link[hreflang]:not([type]), meta[property], script[type]")
    assert [words(n) for n in page.css(".apps a")] == [
        "Apple Podcasts",
        "Overcast",
        "Castro",
        "gPodder",
        "RSS",
    ]
    assert "nur für die gedacht" in words(one(page, ".notice"))
    public = parsed(pages.podcast(DE))
    assert not public.css("meta[name=robots], meta[name=referrer], .notice")


def test_a_full_page_in_six_languages_weighs_little() -> None:
    text = "Wie der Hafen klingt, wenn man nichts sieht, und was davon in den Büchern steht. " * 6
    listed = tuple(
        episode(
            *("de", 1, f"Ein Brief vom Hafen, der {n}.", text),
            translator="Jörg Müller",
            address="https://example.org/blog/2026/06/a-letter-from-the-harbour",
            rights="© Jane Roe, CC BY 4.0",
            post=f"a-letter-from-the-harbour-{n}",
        )
        for n in range(pages.EPISODES)
    )
    titles = {each.post: "A Letter from the Harbour" for each in listed}
    others = ("en", "fr", "it", "es", "pl")
    sisters = tuple(Sister(t, "Letters", f"https://example.org/feeds/{t}", titles=titles) for t in others)
    html = pages.podcast(Feed(DE.podcast, listed, sisters))
    linked = sum(len(data) for name, data in pages.assets() if name.startswith(("podcast", "style")))
    assert len(html.encode()) + linked <= 60_000


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
        assert all("<" not in script.text() for script in page.css("script"))
        assert all(json.loads(script.text()) for script in page.css("script:not([src])"))
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
    assert [len(page.css(tag)) for tag in ("article", "audio", "script[src]", "h1")] == [1, 1, 1, 1]
    assert words(one(page, "article h3")) == words(one(page, "h1"))


def test_the_landing_page_leads_to_every_podcast_in_its_own_words() -> None:
    page = parsed(pages.landing([EN, DE]))
    assert one(page, "html").attributes["lang"] == "en"
    assert words(one(page, "h1")) == "Jane Roe"
    assert [(item.attributes["lang"], words(item.css("p")[0])) for item in page.css(".podcasts > li")] == [
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


def test_the_landing_page_shows_the_newest_episodes_and_all_feeds_in_one_file() -> None:
    page = parsed(pages.landing([EN, DE]))
    newest = [(n.attributes["href"], words(n)) for n in page.css(".newest a")]
    assert newest == [
        ("en/episodes/letter-2.html", "Fog & Patience"),
        ("en/episodes/letter-1.html", "The First Boat"),
        ("de/episodes/letter-2.html", "Nebel und Geduld"),
        ("de/episodes/letter-1.html", "Das erste Boot"),
    ]
    assert words(page.css("[lang=de] h3")[0]) == "Neueste Episoden"
    assert "6. Juni 2026 · 6 Min." in words(page.css("[lang=de] .newest")[0])
    assert one(page, "footer a").attributes["href"] == "podcasts.opml"
    empty = parsed(pages.landing([replace(EN, episodes=())]))
    assert not empty.css("h3")
    assert not parsed(pages.landing([])).css("footer")


def test_nothing_public_names_a_private_podcast(site: Site) -> None:
    site.edit("[feeds.de]", "[feeds.de]\nprivate = true")
    site.publish(site.post())
    secret = site.archive.folder("de").name
    assert len(secret) > len("de-")
    files = {name: data for name, (data, _) in site.files().items()}
    assert f"{secret}/index.html" in files
    telling = [
        name for name, data in files.items() if secret.encode() in data and not name.startswith(secret)
    ]
    assert telling == []
    private = parsed(files[f"{secret}/index.html"].decode())
    assert [node.attributes["href"] for node in private.css("nav a")] == ["../en/index.html", "../index.html"]
    assert words(one(parsed(files["index.html"].decode()), "h2")) == "Notes"
