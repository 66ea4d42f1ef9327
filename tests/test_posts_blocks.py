"""posts: what a block keeps besides its text, so that it can be heard: numbers, levels, cells, pictures."""

from __future__ import annotations

import pytest

from audioedition import editions, posts
from audioedition.compare import compare
from audioedition.model import Block, Kind, Post
from audioedition.proof import Proof
from audioedition.proof.places import places

TEXT = "The ferry leaves at noon and comes back with the evening tide, if there is any wind."
GERMAN = "Die Fähre legt mittags ab und kommt mit der Abendflut zurück, wenn überhaupt ein Wind weht."


def parse(text: str, source: str = "p.html") -> Post:
    return posts.parse(text.encode(), source=source, origin=source)


def items(text: str, source: str = "p.html") -> list[tuple[str, int, int | None]]:
    return [(block.text, block.level, block.number) for block in parse(text, source).blocks]


# Lists


@pytest.mark.parametrize(
    ("page", "numbers"),
    [
        ("<ol><li>a<li>b</ol>", [1, 2]),
        ('<ol start="4"><li>a<li>b</ol>', [4, 5]),
        ('<ol start="0"><li>a<li>b</ol>', [0, 1]),
        ('<ol start="x"><li>a<li value="7">b<li>c</ol>', [1, 7, 8]),
        ("<ol reversed><li>a<li>b<li>c</ol>", [3, 2, 1]),
        ("<ul><li>a<li>b</ul>", [None, None]),
        ("<ol><li>a</ol>", [None]),
        ("<ol><li><p>a<p>b<li>c</ol>", [1, None, 2]),
        ("<ol><li><h3>a</h3><p>b<li><h3>c</h3></ol>", [1, None, 2]),
        ("<ol><li><pre>x = 1</pre>b<li>c</ol>", [None, 1, 2]),
        ("<blockquote><ol><li>a<li>b</ol></blockquote>", [1, 2]),
        ("<dl><dt>a<dd>b</dl>", [None, None]),
        ("<li>a</li><ol><li>b<li>c</ol>", [None, 1, 2]),
    ],
)
def test_a_list_keeps_the_numbers_that_readers_see(page: str, numbers: list[int | None]) -> None:
    assert [number for _, _, number in items(f"<p>{TEXT}</p>{page}")[1:]] == numbers


def test_lists_in_lists_keep_their_levels_and_numbers() -> None:
    page = "<ol><li>a<ul><li>b<ol><li>c<li>d</ol></ul>e<li>f</ol>"
    assert items(f"<p>{TEXT}</p>{page}")[1:] == [
        ("a", 0, 1),
        ("b", 1, None),
        ("c", 2, 1),
        ("d", 2, 2),
        ("e", 0, None),
        ("f", 0, 2),
    ]


@pytest.mark.parametrize("source", ["p.txt", "p.md"])
def test_the_numbers_of_a_written_list_are_kept(source: str) -> None:
    assert items("Text.\n\n1. One\n2. Two\n\nMore.\n\n- Three\n", source) == [
        ("Text.", 0, None),
        ("One", 0, 1),
        ("Two", 0, 2),
        ("More.", 0, None),
        ("Three", 0, None),
    ]


def test_a_note_that_was_moved_into_a_list_has_no_number() -> None:
    page = (
        '<ol><li>One.<sup><a href="#a">1</a></sup><li>Two.</ol><ol class="footnotes"><li id="a">A.<li>B.</ol>'
    )
    assert [(text, number) for text, _, number in items(page)][:3] == [("One.", 1), ("A.", None), ("Two.", 2)]


def test_lists_take_bounded_time_and_depth() -> None:
    deep = items(f"<p>{TEXT}</p>{'<ol><li>' * 300}x")
    assert deep[-1][0] == "x"


# Boxes


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("> [!NOTE]\n> Mind the gap.\n>\n> And the step.\n", [Kind.PARAGRAPH, Kind.PARAGRAPH]),
        ("> [!TIP]\n> Mind.\n\n> She said so.\n", [Kind.PARAGRAPH, Kind.QUOTE]),
        ("> One.\n>\n> > [!NOTE]\n> > Two.\n>\n> Three.\n", [Kind.QUOTE, Kind.QUOTE, Kind.QUOTE]),
    ],
)
def test_a_box_quotes_nobody(text: str, kinds: list[Kind]) -> None:
    assert [block.kind for block in parse(f"{TEXT}\n\n{text}", "p.md").blocks][1:] == kinds


@pytest.mark.parametrize(
    ("quotation", "found"),
    [
        ("<p>One.</p><cite>Ann Lee</cite>", [False, True]),
        ("<p>One.</p><footer>— <cite>Ann Lee</cite></footer>", [False, True]),
        ("<p><cite>The Times</cite> says so.</p>", [False]),
        ("One. <cite>Ann Lee</cite>", [False]),
    ],
)
def test_a_quotation_tells_whose_it_is(quotation: str, found: list[bool]) -> None:
    page = f"<p>{TEXT}</p><blockquote>{quotation}</blockquote><footer>Ann Lee</footer>"
    blocks = parse(page).blocks[1:]
    assert [block.is_credit for block in blocks if block.kind is Kind.QUOTE] == found
    assert not any(block.is_credit for block in blocks if block.kind is not Kind.QUOTE)


# Tables


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<tr><th><th>Mon<th>Tue<tr><td>Noon<td>3<td>", "| Mon | Tue\nNoon | 3 |"),
        ("<tr><td>a | b<td>c", "a \\| b | c"),
        ("<thead><tr><th>a\n<th>b</thead><tbody><tr><td><b>1</b> 2<td>3</tbody>", "a | b\n1 2 | 3"),
        ("<tr><td><td><tr><td>x<td>y", "x | y"),
        ("<tr><td>a<br>b<td>c<tr><td>d", "a b | c\nd"),
        ("<tr><td><p>a</p>b<td><div>c</div><div>d</div><tr><td>e", "a b | c d\ne"),
        ("<tr><td><ul><li>a<li>b</ul><td><ol><li>c</ol><tr><td><pre>d\n e</pre>", "a b | c\nd e"),
        ("<tr><td><blockquote>a</blockquote><td>b<hr>c", "a | b c"),
    ],
)
def test_a_table_keeps_its_cells(page: str, text: str) -> None:
    blocks = parse(f"<p>{TEXT}</p><table>{page}</table><p>{TEXT}</p>").blocks
    assert [(block.kind, block.text) for block in blocks[1:-1]] == [(Kind.TABLE, text)]


def test_captions_and_headings_of_a_table_are_none_of_its_cells() -> None:
    page = "<table><caption>Times<tr><td>a<td>b</table><table><tr><td><h3>Boats</h3><tr><td>c<td>d</table>"
    assert [(block.kind, block.text) for block in parse(f"<p>{TEXT}</p>{page}").blocks[1:]] == [
        (Kind.CAPTION, "Times"),
        (Kind.TABLE, "a | b"),
        (Kind.HEADING, "Boats"),
        (Kind.TABLE, "c | d"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Day\tBoats\nMon\t3",
        "Day    Boats\nMon    3",
        "| Day | Boats |\n|-----|-------|\n| Mon | 3 |",
        "Day | Boats\nMon | 3",
    ],
)
def test_the_columns_of_a_table_in_plain_text_are_kept(text: str) -> None:
    block = parse(f"{TEXT}\n\n{text}\n", "p.txt").blocks[1]
    assert (block.kind, block.text) == (Kind.TABLE, "Day | Boats\nMon | 3")


# Pictures


def pictured(page: str, source: str = "p.html") -> list[tuple[str, tuple[str, ...]]]:
    return [(block.text, block.pictures) for block in parse(page, source).blocks]


def test_pictures_are_known_by_the_block_that_they_are_in_or_behind() -> None:
    page = (
        '<p><img alt="The quay"></p><p>One.</p><figure><img alt="A boat"><figcaption>Caption</figcaption></figure>'
        '<p>Two. <img alt="A gull"> Three.</p><hr><p><a href="x.jpg"><img alt="A buoy"></a></p>'
    )
    assert pictured(page) == [
        ("One.", ("The quay", "A boat")),
        ("Caption", ()),
        ("Two. Three.", ("A gull", "A buoy")),
        ("", ()),
    ]


def test_pictures_of_markdown_are_known() -> None:
    assert pictured("# T\n\nOne.\n\n![The quay](q.jpg)\n\nTwo.\n", "p.md")[1:] == [
        ("One.", ("The quay",)),
        ("Two.", ()),
    ]


@pytest.mark.parametrize(
    "image",
    [
        '<img alt="">',
        "<img>",
        '<img alt="IMG_2041">',
        '<img alt="quay.jpg">',
        '<img alt="fog-at-dawn-1">',
        '<img alt="😀">',
        '<img alt="\\frac{one}{two}">',
        '<img alt="A dot" width="1" height="1">',
        '<img alt="Ann Lee" src="https://a.example/avatar/lee.png">',
        '<img alt="A line" role="presentation">',
        '<img alt="A line" aria-hidden="true">',
        '<nav><img alt="Home of the ferry"></nav>',
    ],
)
def test_an_ornament_is_no_picture(image: str) -> None:
    assert pictured(f"<p>One.</p>{image}<p>Two.</p>") == [("One.", ()), ("Two.", ())]


def test_what_is_around_the_article_has_no_pictures() -> None:
    page = (
        f"<html><body><header><img alt='Our house'></header><article><h1>Boats</h1><p>{TEXT * 9}</p>"
        f"<img alt='A boat'></article><footer><img alt='A shop'></footer></body></html>"
    )
    assert [pictures for _, pictures in pictured(page)] == [(), ("A boat",)]


# Pictures in editions


def split(page: str) -> list[list[tuple[Kind, str]]]:
    found = editions.split(parse(page))
    return [[(block.kind, block.text) for block in edition.blocks] for edition in found.editions]


def test_in_an_edition_a_description_is_a_block_of_its_own() -> None:
    page = f'<h1>Boats</h1><img alt="The quay"><p>{TEXT}</p><img alt="A boat"><p>So it goes, they say.</p>'
    assert split(page) == [
        [
            (Kind.PICTURE, "The quay"),
            (Kind.PARAGRAPH, TEXT),
            (Kind.PICTURE, "A boat"),
            (Kind.PARAGRAPH, "So it goes, they say."),
        ]
    ]


def test_a_description_that_repeats_its_caption_is_left_out() -> None:
    page = f'<p>{TEXT}</p><figure><img alt="The quay at dawn."><figcaption>The quay at dawn</figcaption></figure>'
    assert Kind.PICTURE not in [kind for kind, _ in split(f"<h1>Boats</h1>{page}")[0]]


def test_each_description_goes_into_the_edition_of_its_language() -> None:
    page = (
        f'<h1>Boats</h1><p>{TEXT}</p><img alt="A boat that leaves the harbour in the morning">'
        f'<img alt="Ein Boot, das morgens den Hafen verlässt">'
        f'<p>German translation below</p><img alt="Der Kai im Nebel, ohne Schiffe">'
        f"<h1>Boote</h1><p>{GERMAN}</p>"
    )
    assert split(page) == [
        [(Kind.PARAGRAPH, TEXT), (Kind.PICTURE, "A boat that leaves the harbour in the morning")],
        [(Kind.PICTURE, "Der Kai im Nebel, ohne Schiffe"), (Kind.PARAGRAPH, GERMAN)],
    ]
    dropped = editions.split(parse(page)).dropped
    assert ("Ein Boot, das morgens den Hafen verlässt", "picture") in [
        (each.text, each.code) for each in dropped
    ]


def test_a_picture_of_a_title_in_two_languages_is_told_once() -> None:
    page = (
        f'<h1>Boats / Boote</h1><img alt="A boat that leaves the harbour in the morning">'
        f"<p>{TEXT}</p><p>{TEXT}</p><p>{GERMAN}</p><p>{GERMAN}</p>"
    )
    found = editions.split(parse(page))
    assert [edition.title for edition in found.editions] == ["Boats", "Boote"]
    pictures = [[b.text for b in each.blocks if b.kind is Kind.PICTURE] for each in found.editions]
    assert pictures == [["A boat that leaves the harbour in the morning"], []]
    assert "picture" not in [each.code for each in found.dropped]


def test_pictures_change_nothing_in_the_split() -> None:
    plain = f"<h1>Boats</h1><p>{TEXT}</p><p>By Ann Lee</p><h1>Boote</h1><p>{GERMAN}</p><p>Share</p>"
    shown = plain.replace("</p>", '</p><p><img alt="Something to be looked at"></p>')
    found = [
        [[block for block in blocks if block[0] is not Kind.PICTURE] for blocks in split(page)]
        for page in (plain, shown)
    ]
    assert found[0] == found[1]


def test_a_block_needs_no_pictures() -> None:
    assert Block(Kind.PARAGRAPH, "One.").pictures == ()


def test_behind_a_picture_differences_still_lead_to_their_places() -> None:
    page = (
        f'<h1>Boats</h1><p>{TEXT}</p><img alt="A boat"><p>There are 12 of them in the harbour.</p>'
        f"<p>German translation below</p><h1>Boote</h1><p>{GERMAN}</p><p>Davon liegen 13 im Hafen.</p>"
    )
    found = editions.split(parse(page))
    differences = compare(found.editions)
    assert [each.code for each in differences] == ["number"]
    proof = Proof("p.html", found, differences=differences)
    assert [[found.decisions[at or 0].block.text[-8:] for at in pair] for pair in places(proof)] == [
        ["harbour.", "m Hafen."]
    ]
