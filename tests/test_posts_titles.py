"""posts: which heading of a page is the title of its post, and what goes for that."""

from __future__ import annotations

import pytest

from audioedition import editions, posts
from audioedition.model import Post

ONE = "The ferry left at six in the morning, and nobody on the quay saw it go but the keeper's dog."
TWO = "In the evening it came back with all its lights on, and the captain said no word about the day."
DREI = "Am Abend kam sie mit allen Lichtern zurück, und der Kapitän verlor kein Wort über den Tag."
VIER = "Um sechs Uhr früh legte die Fähre ab, und niemand am Kai sah ihr nach als der Hund des Wärters."
TEXT = f"<p>{ONE}</p><p>{TWO}</p>"


def parse(head: str, body: str) -> Post:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return posts.parse(page.encode(), source="p.html", origin="p.html")


def titled(head: str, body: str) -> list[str]:
    """The title of each edition, and the first line of the first."""
    found = editions.split(parse(head, body)).editions
    return [*(edition.title for edition in found), found[0].blocks[0].text]


@pytest.mark.parametrize(
    "head",
    [
        "<title>The last ferry | Harbour News</title>",
        "<title>Harbour News » The last ferry</title>",
        "<title>The last ferry - Harbour News</title>",
        "<title>The last ferry :: Boats :: Harbour News</title>",
        '<title>Harbour News</title><meta property="og:title" content="The last ferry">',
        '<title>x</title><meta property="og:title" content="The last ferry – Harbour News">',
        '<script type="application/ld+json">{"@type":"BlogPosting","headline":"The last ferry"}</script>',
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Harbour News</h1><article><h2>The last ferry</h2>{TEXT}</article>",
        f"<h1><a href='/'>Harbour News</a></h1><h1>The last ferry</h1>{TEXT}",
        f"<article><p>Boats</p><p>4 min</p><h1>The last ferry</h1>{TEXT}</article>",
        f"<article><h4>Boats</h4><h1>The last ferry</h1>{TEXT}</article>",
        f"<article><h1><span>Boats</span><span>The last ferry</span></h1>{TEXT}</article>",
        f"<article><h1><div>Boats</div><div>The last ferry</div></h1>{TEXT}</article>",
        f"<header class='site-header'><h1>The last ferry</h1></header><div class='entry-content'>{TEXT}</div>",
        f"<div class='headline'>The last ferry</div><div class='content'>{TEXT}</div>",
        f"<p><b>The last ferry</b></p>{TEXT}",
        f"<article><h1><style>.a {{ color: red }}</style>The last ferry</h1>{TEXT}</article>",
    ],
)
def test_the_heading_that_says_what_the_page_states_is_the_title(head: str, body: str) -> None:
    assert titled(head, body) == ["The last ferry", ONE]


def test_what_goes_for_the_title_is_told() -> None:
    split = editions.split(
        parse("<title>The last ferry</title>", f"<p>Boats</p><h1>The last ferry</h1>{TEXT}")
    )
    assert [(dropped.text, dropped.code) for dropped in split.dropped] == [("Boats", "furniture")]


def test_prose_above_the_title_is_read_below_it() -> None:
    lead = "The last of them was the smallest."
    body = f"<article><p>{lead}</p><h1>The last ferry</h1>{TEXT * 3}</article>"
    assert titled("<title>The last ferry</title>", body) == ["The last ferry", lead]


def test_a_lead_between_the_title_and_the_text_belongs_to_it() -> None:
    body = f"<header><h1>The last ferry</h1><p>{ONE}</p></header><div class='entry-content'><p>{TWO}</p>{TEXT * 3}</div>"
    assert titled("<title>The last ferry</title>", body) == ["The last ferry", ONE]


def test_a_heading_that_was_rewritten_is_the_title_and_not_the_words_for_search_engines() -> None:
    head = '<title>Ferry</title><meta property="og:title" content="When do ferries go? All you want to know">'
    assert titled(head, f"<article><h1>The last ferry</h1>{TEXT}</article>") == ["The last ferry", ONE]


def test_without_a_heading_the_page_gives_the_title() -> None:
    head = (
        '<meta property="og:title" content="The last ferry"><meta property="og:site_name" content="Harbour">'
    )
    assert titled(head, f"<article>{TEXT}</article>") == ["The last ferry", ONE]


@pytest.mark.parametrize(
    "stated", ["The last ferry", "Die letzte Fähre", "The last ferry / Die letzte Fähre"]
)
def test_two_titles_in_two_languages_are_both_kept(stated: str) -> None:
    body = (
        f"<article><h1>The last ferry</h1><p>{ONE}</p><p>{TWO}</p>"
        f"<h1>Die letzte Fähre</h1><p>{VIER}</p><p>{DREI}</p></article>"
    )
    assert titled(f"<title>{stated}</title>", body) == ["The last ferry", "Die letzte Fähre", ONE]


def test_what_announces_a_translation_above_the_title_is_a_marker_and_no_furniture() -> None:
    body = (
        f"<article><p>(German version below)</p><h1>The last ferry</h1><p>{ONE}</p><p>{TWO}</p>"
        f"<hr><p>{VIER}</p><p>{DREI}</p></article>"
    )
    split = editions.split(parse("<title>The last ferry</title>", body))
    assert [edition.language for edition in split.editions] == ["en", "de"]
    assert [dropped.code for dropped in split.dropped] == ["marker"]


def test_a_line_with_a_language_of_its_own_above_the_title_is_kept() -> None:
    body = f"<article><p lang='de'>Für Eva</p><h1>The last ferry</h1>{TEXT}<p lang='de'>{VIER} {DREI}</p></article>"
    split = editions.split(parse("<title>The last ferry</title>", body))
    assert not split.dropped


def test_an_empty_title_is_none() -> None:
    head = (
        '<title></title><meta property="og:title" content=""><meta property="og:site_name" content="Harbour">'
    )
    assert titled(head, TEXT)[1] == ONE


def test_comments_never_begin_above_the_title_and_are_not_all_there_is() -> None:
    body = (
        "<div><p>New, 74 comments</p><h1>The last ferry</h1><p>Jul 3, 2019, 4:22am</p>"
        f"{TEXT}<p>— Ann Lee (@annlee) July 3, 2019</p><p>{TWO}</p><p>Updated July 3, 8:05am</p></div>"
    )
    split = editions.split(parse("<title>The last ferry</title>", body))
    assert ONE in [block.text for block in split.editions[0].blocks]


def test_a_hidden_text_is_the_other_language_behind_a_switch() -> None:
    body = f"<main><h1>The last ferry</h1><div id='one'>{TEXT}</div><div id='two' style='display:none'><p>{VIER}</p><p>{DREI}</p></div></main>"
    split = editions.split(parse("<title>The last ferry</title>", body))
    assert [edition.language for edition in split.editions] == ["en", "de"]


def test_what_is_hidden_and_shown_elsewhere_is_read_once() -> None:
    text = f"<p>{ONE}</p><p>{TWO}</p>" + "".join(
        f"<p>On day {day} the ferry was late by {day} hours, and nobody could say why that was so.</p>"
        for day in range(2, 12)
    )
    body = f"<main><h1>The last ferry</h1><div class='wide'>{text}</div><div class='small' style='display:none'>{text}</div></main>"
    split = editions.split(parse("<title>The last ferry</title>", body))
    assert [block.text for block in split.editions[0].blocks].count(ONE) == 1


def test_teasers_of_other_posts_below_the_text_go_and_a_page_of_posts_stays() -> None:
    card = "<h3><a href='/{0}'>The story of boat number {0}</a></h3><p>It is a good boat, and {0} years old by now.</p>"
    cards = "".join(map(card.format, (1, 2, 3)))
    one = editions.split(
        parse("<title>The last ferry</title>", f"<h1>The last ferry</h1>{TEXT * 5}<h2>Boats</h2>{cards}")
    )
    assert "related" in {dropped.code for dropped in one.dropped}
    assert one.editions[0].blocks[-1].text in (TWO, "Boats")
    many = parse("<title>Boats</title>", cards)
    assert "It is a good boat, and 3 years old by now." in [block.text for block in many.blocks]


def test_a_link_on_a_line_of_its_own_is_a_teaser_and_one_in_a_sentence_is_not() -> None:
    teaser = "<p><a href='/older'>See also: what the keeper's dog did next</a></p>"
    body = f"<h1>The last ferry</h1><p>{ONE}</p>{teaser}<p>{TWO} <a href='/older'>More of that</a>.</p>"
    post = parse("<title>The last ferry</title>", body)
    assert [entry.code for entry in post.furniture] == ["related"]
    assert post.blocks[-1].text.endswith("More of that.")


@pytest.mark.parametrize(
    "piece",
    [
        "<div class='audio-player'>Listen to this article</div>",
        "<div class='copy-button'>Copy</div>",
        "<span class='vh screenreader-only'>For readers of screens</span>",
        "<p><b>Notice</b>: Undefined index: foo in <b>/var/www/wp-content/x.php</b> on line <b>12</b></p>",
        '<p>&lt;img height="1" src="https://pixel.example/x"&gt;</p>',
    ],
)
def test_what_tools_put_into_a_text_is_not_read(piece: str) -> None:
    body = f"<article><h1>The last ferry</h1><p>{ONE}</p>{piece}<p>{TWO}</p></article>"
    assert [block.text for block in parse("", body).blocks] == ["The last ferry", ONE, TWO]


def test_icons_and_anchors_in_headings_are_silent() -> None:
    body = "<h1>\ue8b6 The ferry</h1><h2>One<a class='headerlink' href='#a'>¶</a></h2><h2><a href='#b'>🔗</a>Two</h2><h2>Three <a href='#c'>#</a></h2>"
    assert [block.text for block in parse("", body).blocks] == ["The ferry", "One", "Two", "Three"]


def test_a_list_in_a_quotation_is_the_quotation() -> None:
    body = f"<p>{ONE}</p><blockquote><ul><li>Silence.</li><li>More of it.</li></ul></blockquote>"
    assert [block.kind for block in parse("", body).blocks] == ["paragraph", "quote", "quote"]


@pytest.mark.parametrize("word", ["Privacy", "About", "Contact"])
def test_a_heading_with_a_text_of_its_own_is_no_link(word: str) -> None:
    post = posts.parse(
        f"# The ferry\n\n{ONE}\n\n## {word}\n\nWe keep quiet.\n".encode(), source="p.md", origin="p.md"
    )
    assert word in [block.text for block in editions.split(post).editions[0].blocks]


ENGLISH, GERMAN = f"<p>{ONE}</p><p>{TWO}</p>" * 2, f"<p>{VIER}</p><p>{DREI}</p>" * 2


@pytest.mark.parametrize(
    "body",
    [
        f"<article>{ENGLISH}</article><article>{GERMAN}</article>",
        f"<div class='entry-content'>{ENGLISH}</div><div class='entry-content'>{GERMAN}</div>",
        f"<main><article>{ENGLISH}</article><div class='more'>{GERMAN}</div></main>",
        f"<div class='col left-sidebar'>{ENGLISH}</div><div class='col right-sidebar'>{GERMAN}</div>",
        f"<article>{ENGLISH}<aside lang='de'>{GERMAN}</aside></article>",
        f"<article>{ENGLISH}<details><summary>Deutsch</summary>{GERMAN}</details></article>",
        f"<article><div id='a'>{ENGLISH}</div><div id='b' style='display:none'>{GERMAN}</div></article>",
        f"<article><div>{ENGLISH}</div><div hidden>{GERMAN}</div></article>",
        f"<article>{ENGLISH}<div class='related-translation'>{GERMAN}</div></article>",
        f"<form id='aspnetForm'>{ENGLISH}{GERMAN}</form>",
        f"<table><tr><td>{ENGLISH}</td><td>{GERMAN}</td></tr></table>",
    ],
)
def test_no_cut_of_a_page_takes_one_of_two_languages(body: str) -> None:
    split = editions.split(parse("<title>The last ferry</title>", f"<h1>The last ferry</h1>{body}"))
    assert [edition.language for edition in split.editions] == ["en", "de"]


def test_a_title_above_the_title_that_the_page_states_beside_it_is_kept() -> None:
    head = '<meta property="og:title" content="The last ferry / Die letzte Fähre">'
    body = f"<article><h3>Die letzte Fähre</h3><h1>The last ferry</h1><p>{ONE}</p>{GERMAN}{ENGLISH}</article>"
    texts = [block.text for block in parse(head, body).blocks if not block.over]
    assert {"Die letzte Fähre", "The last ferry"} <= set(texts)


def test_a_text_for_those_without_scripts_is_read_where_there_is_no_other() -> None:
    veiled = f"<noscript>{TEXT * 2}</noscript>"
    assert ONE in [block.text for block in parse("", f"<h1>The last ferry</h1><div>{veiled}</div>").blocks]
    shown = parse("", f"<h1>The last ferry</h1><div>{TEXT * 2}{veiled}</div>")
    assert [block.text for block in shown.blocks].count(ONE) == 2
