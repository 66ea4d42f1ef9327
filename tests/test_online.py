from __future__ import annotations

import pytest
from doubles.net import Net, page

from audioedition import editions
from audioedition.model import Kind, Post
from audioedition.posts import online
from audioedition.posts.web.fetching import NotNow, Page

ENGLISH = "The last ferry leaves at ten in the evening, and whoever misses it sleeps on the island."
GERMAN = "Die letzte Fähre legt um zehn Uhr abends ab, und wer sie verpasst, schläft auf der Insel."
GALICIAN = "O último barco sae ás dez da noite, e quen o perda ten que durmir na illa ata a mañá."
EN, DE = "https://ferry.example/last-ferry/", "https://ferry.example/de/letzte-faehre/"


def two(**more: str) -> Net:
    links = {"en": EN, "de": DE, **more}
    return Net({EN: page(ENGLISH, "The last ferry", links), DE: page(GERMAN, "Die letzte Fähre", links)})


def paragraphs(post: Post) -> list[tuple[str | None, str]]:
    return [(block.language, block.text) for block in post.blocks if block.kind is not Kind.BREAK]


@pytest.mark.parametrize(
    ("name", "said"),
    [("fog.md", "The last ferry"), ("fog.MD?raw=1", "The last ferry"), ("fog.txt", "The last *ferry*")],
)
def test_markdown_that_is_served_as_plain_text_is_known_by_its_address(
    monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    address = f"https://ferry.example/{name}"
    found = Page(address, f"# The last *ferry*\n\n{ENGLISH}".encode(), "text/plain", "utf-8")
    net = Net({})
    monkeypatch.setattr(net, "get", lambda *_: found)
    assert paragraphs(online.read(address, net)) == [(None, said), (None, ENGLISH)]


def test_a_page_alone_is_a_post_with_the_id_of_its_address() -> None:
    post = online.read(EN, Net({EN: page(ENGLISH, "The last ferry", {})}))
    assert (post.id, post.origin, post.source, post.address) == ("ferry.example/last-ferry",) * 2 + (EN, EN)
    assert paragraphs(post) == [(None, "The last ferry"), (None, ENGLISH)]


@pytest.mark.parametrize("start", [EN, DE])
def test_pages_that_lead_to_each_other_are_one_post_wherever_one_begins(start: str) -> None:
    post = online.read(start, two())
    assert (post.id, post.origin) == ("ferry.example/last-ferry",) * 2
    assert (post.title, post.addresses) == ("The last ferry", {"en": EN, "de": DE})
    assert paragraphs(post) == [
        ("en", "The last ferry"),
        ("en", ENGLISH),
        ("de", "Die letzte Fähre"),
        ("de", GERMAN),
    ]
    split = editions.split(post)
    assert [(edition.language, edition.title) for edition in split.editions] == [
        ("en", "The last ferry"),
        ("de", "Die letzte Fähre"),
    ]


def test_the_default_address_is_the_originals() -> None:
    assert online.read(EN, two(**{"x-default": DE})).id == "ferry.example/de/letzte-faehre"


def test_languages_that_only_a_parameter_tells_apart_are_two_pages_and_one_post() -> None:
    english, german = "https://f.example/p/?lang=en", "https://f.example/p/?lang=de"
    links = {"en": english, "de": german}
    net = Net({english: page(ENGLISH, "The last ferry", links), german: page(GERMAN, "Fähre", links)})
    post = online.read(german, net)
    assert post.id == "f.example/p"
    assert sorted({language or "" for language, _ in paragraphs(post)}) == ["de", "en"]
    assert post.addresses == links


def test_a_language_that_no_detector_knows_is_taken_from_the_links() -> None:
    post = online.read(
        EN,
        Net(
            {
                EN: page(ENGLISH, "The last ferry", {"en": EN, "gl": DE}),
                DE: page(GALICIAN, "O último barco", {"en": EN, "gl": DE}),
            }
        ),
    )
    assert [edition.language for edition in editions.split(post).editions] == ["en", "gl"]


def test_a_translation_that_does_not_lead_back_is_another_post() -> None:
    net = two()
    net.pages = {
        EN: net.pages[EN],
        DE: page(GERMAN, "Startseite", {"en": "https://ferry.example/", "de": DE}),
    }
    post = online.read(EN, net)
    assert [text for _, text in paragraphs(post)] == ["The last ferry", ENGLISH]
    (missing,) = [entry for entry in post.furniture if entry.code == "translation"]
    assert missing.text == DE
    assert "does not lead back" in missing.detail


def test_a_translation_that_cannot_be_had_is_named_and_stops_nothing() -> None:
    net = two()
    net.pages = {EN: net.pages[EN]}
    post = online.read(EN, net)
    assert [text for _, text in paragraphs(post)] == ["The last ferry", ENGLISH]
    (missing,) = [entry for entry in post.furniture if entry.code == "translation"]
    assert "404" in missing.detail


def test_a_page_that_shows_the_original_for_want_of_a_translation_is_left_out() -> None:
    net = two()
    net.pages = {EN: net.pages[EN], DE: net.pages[EN].replace("The last ferry</h1>", "Die letzte Fähre</h1>")}
    post = online.read(EN, net)
    assert [text for _, text in paragraphs(post)] == ["The last ferry", ENGLISH]
    assert [entry.detail for entry in post.furniture if entry.code == "translation"] == [
        "It repeats the text of another language."
    ]


def test_a_page_that_calls_the_front_page_its_address_keeps_its_own() -> None:
    head = '<link rel="canonical" href="https://ferry.example/">'
    post = online.read(EN, Net({EN: page(ENGLISH, "The last ferry", {}, head)}))
    assert (post.id, post.address) == ("ferry.example/last-ferry", EN)


def test_every_page_is_asked_for_once() -> None:
    net = two(**{"x-default": EN, "de-AT": DE})
    online.read(EN, net)
    assert sorted(net.asked) == sorted([EN, DE])


def test_what_the_author_marks_within_a_page_holds() -> None:
    net = two()
    marked = net.pages[EN].replace("</article>", f'<p lang="de">{GERMAN}</p></article>')
    net.pages = {**net.pages, EN: marked}
    assert paragraphs(online.read(EN, net))[2] == ("de", GERMAN)


MANY = {f"{tag}": f"https://ferry.example/{tag}/last-ferry/" for tag in ("fr", "it", "es", "pt", "nl", "da")}
MANY |= {f"{tag}": f"https://ferry.example/{tag}/last-ferry/" for tag in ("fi", "pl", "cs", "hu", "ro", "el")}


def test_of_many_languages_those_that_have_a_feed_are_fetched() -> None:
    net = two(**MANY)
    links = {"en": EN, **MANY, "de": DE}
    net.pages = {
        EN: page(ENGLISH, "The last ferry", links),
        DE: page(GERMAN, "Die letzte Fähre", links),
    }
    post = online.read(EN, net, languages=["en", "de-CH"])
    assert net.asked == [EN, DE]
    assert post.addresses == {"en": EN, "de": DE}
    left = [(entry.text, entry.detail) for entry in post.furniture if entry.code == "translation"]
    assert left == [(address, "There is no feed for its language.") for address in MANY.values()]


def test_of_very_many_languages_the_first_twelve_are_fetched_and_the_rest_is_told() -> None:
    net = Net({EN: page(ENGLISH, "The last ferry", {"en": EN, **MANY, "de": DE})})
    post = online.read(EN, net)
    assert net.asked == [EN, *list(MANY.values())[:11]]
    told = {entry.text: entry.detail for entry in post.furniture if entry.code == "translation"}
    assert set(told) == {DE, *MANY.values()}
    assert told[DE].startswith("It is one of more than 12 languages, of which no more are read.")


def test_a_post_may_wait_for_a_translation_that_cannot_be_had_just_now() -> None:
    net = Net(two().pages, busy=[DE])
    with pytest.raises(NotNow):
        online.read(EN, net, wait=True)
    (missing,) = [entry for entry in online.read(EN, net).furniture if entry.code == "translation"]
    assert "just now" in missing.detail


@pytest.mark.parametrize(
    "german", ["https://ferry.example/de/", "https://de.ferry.example/", "https://ferry.example/de-AT"]
)
def test_a_front_page_is_no_translation_and_is_not_asked_for(german: str) -> None:
    links = {"en": "https://ferry.example/", "de": german}
    shown = page(ENGLISH, "The last ferry", links).replace("<html", '<html lang="en"')
    net = Net({EN: shown})
    post = online.read(EN, net)
    assert net.asked == [EN]
    told = {entry.text: entry.detail for entry in post.furniture if entry.code == "translation"}
    assert told[german] == "It is a front page, and not that of the post."


def test_the_front_pages_of_a_blog_are_translations_of_each_other() -> None:
    links = {"en": "https://ferry.example/", "de": "https://ferry.example/de/"}
    net = Net({links["en"]: page(ENGLISH, "Ferries", links), links["de"]: page(GERMAN, "Fähren", links)})
    assert online.read(links["en"], net).addresses == links


def test_a_short_name_of_a_post_is_no_front_page() -> None:
    links = {
        "en": "https://ferry.example/fog",
        "de": "https://ferry.example/se",
        "gl": "https://ferry.example/?p=7",
    }
    net = Net(
        {
            address: page(text, text[:9], links)
            for address, text in zip(links.values(), (ENGLISH, GERMAN, GALICIAN), strict=True)
        }
    )
    assert online.read(links["en"], net).addresses == links


def test_regional_variants_are_editions_and_copies_are_not() -> None:
    links = {"en-US": EN, "en-GB": f"{EN}gb/", "de": DE}
    net = Net(
        {
            EN: page(ENGLISH, "The last ferry", links),
            f"{EN}gb/": page(ENGLISH, "The last ferry", links),
            DE: page(GERMAN, "Fähre", links),
        }
    )
    post = online.read(EN, net, languages=["en", "de"])
    assert post.addresses == {"en-US": EN, "de": DE}
    assert [edition.language for edition in editions.split(post, ["en", "de"]).editions] == ["en", "de"]


def test_the_original_is_read_in_any_language_so_that_the_post_stays_the_same() -> None:
    links = {"x-default": EN, "en": EN, "de": DE, **MANY}
    pages = {EN: page(ENGLISH, "The last ferry", links), DE: page(GERMAN, "Die letzte Fähre", links)}
    for start, languages in ((EN, ["de"]), (DE, ["de"]), (DE, ["de", "en"]), (DE, ["sv"])):
        net = Net(pages)
        post = online.read(start, net, languages=languages)
        assert (post.id, post.origin) == ("ferry.example/last-ferry",) * 2
        assert sorted(net.asked) == sorted([EN, DE])
