from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files

import pytest
from feed_samples import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from audioedition.markup import PROOF_BEGINS, is_proof
from audioedition.model import Block, Decision, Difference, Dropped, Edition, Kind, Split
from audioedition.proof import Proof, page


def text(line: int, words: str, kind: Kind = Kind.PARAGRAPH, level: int = 0) -> Block:
    return Block(kind, words, None, level, line)


TITLE = text(1, "The sea / Das Meer", Kind.HEADING, 1)
CALM = text(3, "The sea was calm.")
CODE = text(5, "sea = 'calm'", Kind.CODE)
RUHIG = text(9, "Das Meer war ruhig.")
OH = text(11, "Oh.")
ENGLISH = Edition("en", "The sea", (CALM, CODE))
GERMAN = Edition("de", "Das Meer", (RUHIG, OH), translator="Eva Ott")
DECISIONS = (
    Decision(TITLE, ("en", "de"), "title", "It is a title in several languages."),
    Decision(CALM, ("en",), "words", "Its words are English.", 20.0, "de"),
    Decision(CODE, ("en",), "context", "The text around it is English.", 9.0, "de"),
    Decision(text(7, "Auf Deutsch:"), (), "marker", "It announces `de`."),
    Decision(RUHIG, ("de",), "words", "Its words are German.", 20.0, "en"),
    Decision(OH, ("de",), "context", "Its own words say little.", 0.5, "en"),
)
SILENT = {CODE: Dropped(CODE.text, "code", "Program code is not read aloud.", 5)}
DIFFERS = Difference(
    "number", "English (line 3) says 4, line 99 or the German text 5.", ("en", "de"), (3, 9), (0, 0)
)
ALONE = Difference("missing", "Nothing in German says the same.", ("en", "de"), (3, 0), (0, None))
SEA = Proof("sea.md", Split((ENGLISH, GERMAN), (), None, DECISIONS), SILENT, (DIFFERS, ALONE))


def of(*blocks: Block, languages: tuple[str, ...] = ("en",)) -> Proof:
    """A proof of a post in one language without a title."""
    decisions = tuple(Decision(block, languages, "words", "So it is.") for block in blocks)
    return Proof("post.txt", Split((Edition("en", "…", blocks, untitled=True),), (), None, decisions))


def parsed(*proofs: Proof) -> LexborHTMLParser:
    return LexborHTMLParser(page.render(proofs))


def one(tree: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    (node,) = tree.css(selector)
    return node


def words(node: LexborNode) -> str:
    return " ".join(node.text().split())


def test_a_proof_tells_what_is_read_aloud_and_what_is_not() -> None:
    left_out = Dropped("Auf Deutsch:", "marker", "It announces German.", 7)
    proof = replace(SEA, split=replace(SEA.split, dropped=(left_out,)))
    assert proof.spoken(ENGLISH) == (CALM,)
    assert proof.spoken(GERMAN) == (RUHIG, OH)
    assert proof.unspoken == (left_out, SILENT[CODE])
    assert [decision.block for decision in proof.unsure] == [OH]


def test_a_doubt_can_be_settled_with_what_is_offered() -> None:
    oh = DECISIONS[-1]
    assert SEA.marks(oh) == ("::: de", "::: en")
    assert SEA.remedy == "Which is right? Write it on a line of its own above, and `:::` on a line below."
    assert SEA.marks(replace(oh, rival=None)) == ("::: de",)
    assert SEA.marks(replace(oh, rival="de")) == ("::: de",)
    in_html = replace(oh, block=replace(OH, line=0))
    page_of_it = replace(SEA, split=replace(SEA.split, decisions=(in_html,)))
    assert page_of_it.marks(in_html) == ('lang="de"', 'lang="en"')
    assert page_of_it.remedy == "Which is right? Write it into the tag of its HTML element."


def test_what_is_marked_already_needs_no_second_mark_to_stay_so() -> None:
    marked = replace(DECISIONS[-1], code="mark", detail="It is marked as German, but its words are English.")
    proof = replace(SEA, split=replace(SEA.split, decisions=(*DECISIONS[:-1], marked)))
    assert proof.marks(marked) == ("::: en",)
    assert proof.remedy.startswith("A mark of yours holds")
    assert proof.remedy.endswith("Write the other one above, and yours again where it goes on.")
    both = replace(proof, split=replace(SEA.split, decisions=(*DECISIONS, marked)))
    assert both.remedy.startswith("Which is right? Write it on a line of its own above")
    assert both.remedy.endswith("where it goes on.")
    in_html = replace(marked, block=replace(OH, line=0))
    page_of_it = replace(proof, split=replace(SEA.split, decisions=(in_html,)))
    assert page_of_it.marks(in_html) == ('lang="en"',)
    assert page_of_it.remedy.endswith("Is it wrong? Write the other one.")


def test_a_doubtful_title_of_the_front_matter_can_be_moved_into_the_text() -> None:
    title = Decision(text(0, "Oh", Kind.HEADING, 1), ("de",), "context", "So it is.", 0.5, "en")
    proof = replace(SEA, split=replace(SEA.split, decisions=(title, *DECISIONS[1:-1])))
    assert proof.marks(title) == ("::: de", "::: en")
    assert proof.remedy.startswith("Which is right? Take the title out of the front matter")
    both = replace(proof, split=replace(SEA.split, decisions=(title, *DECISIONS[1:])))
    assert "`:::` on a line below. Take the title" in both.remedy


def test_the_post_stands_there_as_it_was_with_language_line_and_reason() -> None:
    tree = parsed(SEA)
    assert words(one(tree, "title")) == "Proof of sea.md"
    pieces = tree.css(".piece")
    assert [words(one(piece, ".text")) for piece in pieces] == [each.block.text for each in DECISIONS]
    assert [one(piece, ".text").attributes.get("lang") for piece in pieces] == [
        None, "en", "en", None, "de", "de",
    ]  # fmt: skip
    assert [piece.attributes["class"] for piece in pieces] == [
        "piece shared", "piece e1 differs", "piece e1", "piece out", "piece e2 differs", "piece e2 unsure",
    ]  # fmt: skip
    assert [words(one(piece, ".why summary")) for piece in pieces if piece.css(".why summary")] == [
        "line 1 en de", "line 3 en", "line 5 en", "line 9 de", "line 11 de",
    ]  # fmt: skip
    assert words(one(pieces[1], ".why p")) == "Its words are English."


def test_each_kind_is_what_it_is() -> None:
    kinds = (
        text(1, "Small", Kind.HEADING, 5),
        text(2, "First", Kind.ITEM),
        text(3, "Second", Kind.ITEM),
        text(4, "Said", Kind.QUOTE),
        text(5, "", Kind.BREAK),
        text(6, "a = 1\n  b = 2", Kind.CODE),
        text(7, "a | b\n1 | 2", Kind.TABLE),
        text(8, "A boat", Kind.CAPTION),
    )
    tree = parsed(of(*kinds))
    assert words(one(tree, ".text h6")) == "Small"
    assert [words(item) for item in tree.css("ul.items > li .text")] == ["First", "Second"]
    assert len(tree.css("ul.items")) == 1
    assert words(one(tree, "blockquote")) == "Said"
    assert len(tree.css(".text hr")) == 1
    assert one(tree, "pre > code").text() == "a = 1\n  b = 2"
    assert one(tree, ".text[dir=ltr] pre")
    assert "a | b\n1 | 2" in one(tree, "pre.table").text()
    assert words(one(tree, ".caption")) == "A boat"


def test_a_title_looks_like_one_also_in_plain_text() -> None:
    title, body = text(1, "Oh, the sea"), text(3, "Oh, the sea is calm.")
    decisions = tuple(Decision(block, ("en",), "words", "So it is.") for block in (title, body))
    split = Split((Edition("en", "Oh, the sea", (body,)),), (), None, decisions)
    assert [words(node) for node in parsed(Proof("a", split)).css(".text h3")] == ["Oh, the sea"]
    untitled = replace(split, editions=(replace(split.editions[0], untitled=True),))
    assert not parsed(Proof("a", untitled)).css(".text h3")


def test_the_legend_names_the_editions() -> None:
    english, german, left_out, beside = parsed(SEA).css(".legend label")
    assert words(english) == "English (en) The sea 3 pieces"
    assert words(german) == "Deutsch (de) Das Meer 3 pieces, translated by Eva Ott"
    assert words(left_out) == "Left out 1 piece"
    assert words(beside) == "Side by side"
    assert len(parsed(of(CALM)).css(".legend label")) == 1


def test_neighbours_left_out_for_one_reason_share_it_and_many_are_folded() -> None:
    def left_out(count: int, margin: float = 9.0) -> LexborNode:
        reply = Decision(text(1, "Like"), (), "comments", "It belongs to the comments.", margin)
        marker = Decision(text(1, "Deutsch:"), (), "marker", "It announces German.")
        split = Split((ENGLISH,), (), None, (marker, *[reply] * count, DECISIONS[1]))
        first, second = parsed(Proof("a", split)).css("details.left")
        assert words(one(first, "summary")) == "Left out. It announces German."
        return second

    few = left_out(3)
    assert words(one(few, "summary")) == "Left out, 3 pieces. It belongs to the comments."
    assert "open" in few.attributes
    assert "open" not in left_out(50).attributes
    assert "open" in left_out(50, margin=1.0).attributes


def test_a_rule_between_two_texts_is_nothing_left_out() -> None:
    rule = Decision(text(2, "", Kind.BREAK), (), "break", "It parts two texts.")
    split = replace(SEA.split, decisions=(DECISIONS[1], rule, DECISIONS[4]))
    tree = parsed(Proof("a", split))
    assert not tree.css(".left")
    assert words(one(tree, ".between .why p")) == "It parts two texts."


def test_doubts_are_listed_and_flagged_in_words() -> None:
    tree = parsed(SEA)
    listed = tree.css(".look li")[0]
    assert words(listed) == "line 11, ::: de or ::: en? Oh."
    target = (one(listed, "a").attributes["href"] or "").removeprefix("#")
    flagged = one(tree, f"#{target}")
    assert words(one(flagged, ".note")) == "Doubtful: ::: de or ::: en? Its own words say little."
    assert len(tree.css(".unsure")) == 1


def test_what_an_edition_has_but_no_voice_reads_says_so() -> None:
    alone = replace(SEA, differences=())
    assert words(one(parsed(alone), ".piece.e1 > .note")) == "Program code is not read aloud."


def test_differences_lead_to_both_places() -> None:
    tree = parsed(SEA)
    heading, items = tree.css(".look h3")[1], tree.css(".look")[1].css("li")
    assert words(heading) == "2 differences between the editions"
    assert [words(item) for item in items] == [
        "English (line 3) says 4, line 99 or the German text 5. line 9",
        "Nothing in German says the same. line 3",
    ]
    targets = [link.attributes["href"] or "" for link in items[0].css("a")]
    assert [words(one(tree, f"{target} .text")) for target in targets] == [CALM.text, RUHIG.text]
    assert not parsed(replace(SEA, differences=())).css(".look h3")[1:]


def test_a_difference_is_told_beside_both_places() -> None:
    tree = parsed(SEA)
    english, german = tree.css(".differs")
    assert [words(note) for note in english.css(".note")] == [
        "Differs: English (line 3) says 4, line 99 or the German text 5. Go to the other text.",
        "Differs: Nothing in German says the same.",
    ]
    target = one(english, ".note a").attributes["href"] or ""
    assert words(one(tree, f"{target} .text")) == RUHIG.text
    assert words(one(tree, f"{one(german, '.note a').attributes['href']} .text")) == CALM.text
    assert not parsed(replace(SEA, differences=())).css(".differs")


def test_where_no_lines_are_known_a_difference_leads_to_its_texts() -> None:
    without = {block: replace(block, line=0) for block in (TITLE, CALM, CODE, RUHIG, OH)}
    decisions = tuple(replace(each, block=replace(each.block, line=0)) for each in DECISIONS)
    editions = tuple(
        replace(edition, blocks=tuple(without[block] for block in edition.blocks))
        for edition in SEA.split.editions
    )
    nowhere = replace(DIFFERS, lines=(0, 0))
    split = replace(SEA.split, decisions=decisions, editions=editions)
    tree = parsed(replace(SEA, split=split, differences=(nowhere,)))
    links = tree.css(".look")[1].css("a")
    assert [words(link) for link in links] == ["to the English text", "to the German text"]
    targets = [link.attributes["href"] or "" for link in links]
    assert [words(one(tree, f"{target} .text")) for target in targets] == [CALM.text, RUHIG.text]
    assert words(tree.css(".look li")[0]) == 'there, lang="de" or lang="en"? Oh.'
    assert words(tree.css(".piece summary")[1]) == "en"


def test_a_difference_is_told_of_the_text_and_not_of_a_title_with_its_words() -> None:
    title, body = text(0, "Oh, the sea", Kind.HEADING, 1), text(0, "the sea", Kind.HEADING, 1)
    decisions = tuple(Decision(block, ("en",), "words", "So it is.") for block in (title, body))
    split = Split((Edition("en", "Oh, the sea", (body,)),), (), None, decisions)
    alone = replace(ALONE, lines=(0, 0))
    assert words(one(parsed(Proof("a", split, differences=(alone,))), ".differs .text")) == "the sea"


def test_code_in_a_sentence_of_ours_is_marked_up_and_a_lonely_backtick_is_none() -> None:
    tree = parsed(replace(SEA, differences=(replace(DIFFERS, detail="Write `a` or ` <b>."),)))
    sentence = tree.css(".look")[1].css("li")[0]
    assert [words(node) for node in sentence.css("code")] == ["a"]
    assert "<b>." in words(sentence)


def test_what_a_page_has_around_its_text_is_told_apart() -> None:
    marker, menu = text(0, "Deutsch"), text(0, "Home")
    left_out = [Decision(block, (), "navigation", "It is left out.") for block in (marker, menu, menu)]
    calm = replace(DECISIONS[1], block=replace(CALM, line=0))
    split = Split((ENGLISH,), (), None, (left_out[0], calm, *left_out[1:]))
    heading = one(parsed(Proof("a", split)), ".pieces > .elsewhere")
    assert words(heading) == "Above, beside and below the text"
    following = heading.next
    while following and following.tag != "details":
        following = following.next
    assert following
    assert "2 pieces" in words(following)
    assert not parsed(Proof("a", replace(split, decisions=(calm,)))).css(".elsewhere")
    assert not parsed(SEA).css(".elsewhere")
    lined = replace(split, decisions=(DECISIONS[1], *left_out))
    assert not parsed(Proof("a", lined)).css(".elsewhere")


def test_several_posts_share_a_page() -> None:
    tree = parsed(SEA, Proof("bad.txt", error="bad.txt is empty."), replace(SEA, source="more.md"))
    assert words(one(tree, "title")) == "Proof"
    assert [words(item) for item in tree.css(".contents li")] == [
        "sea.md en, de, 1 doubtful, 2 differences",
        "bad.txt cannot be split",
        "more.md en, de, 1 doubtful, 2 differences",
    ]
    targets = [link.attributes["href"] or "" for link in tree.css(".contents a")]
    assert [words(one(tree, f"{target} h2")) for target in targets] == ["sea.md", "bad.txt", "more.md"]
    assert words(one(tree, ".error")) == "bad.txt is empty."
    anchors = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(anchors) == len(set(anchors))


def test_every_direction_has_its_own_place() -> None:
    arabic = replace(text(1, "البحر هادئ."), language="ar")
    tree = parsed(of(arabic))
    assert one(tree, ".text").attributes == {"class": "text", "lang": "ar", "dir": "auto"}
    assert one(tree, "html").attributes["dir"] == "ltr"


def test_more_editions_than_colours_begin_again() -> None:
    tags = ["en", "de", "fr", "es", "it", "pt", "pl"]
    html = page.render([replace(SEA, split=Split(tuple(replace(ENGLISH, language=tag) for tag in tags)))])
    assert ".e6 { --edition: var(--c6); }" in html
    assert ".e7 { --edition: var(--c1); }" in html


def test_the_page_asks_nothing_of_anybody_and_runs_nothing() -> None:
    html = page.render([SEA])
    tree = LexborHTMLParser(html)
    policy = one(tree, "meta[http-equiv='Content-Security-Policy']").attributes["content"] or ""
    assert policy.startswith("default-src 'none'")
    assert "script" not in policy
    assert {"base-uri 'none'", "form-action 'none'"} <= set(policy.split("; "))
    assert not tree.css("script, img, iframe, object, [src], [onclick]")
    assert {(node.attributes["href"] or "")[:1] for node in tree.css("a")} == {"#"}
    assert "url(" not in html
    assert "@import" not in html


def test_a_page_of_ours_is_known_by_its_beginning() -> None:
    for source in ("sea.md", '"' * 5000):
        html = page.render([replace(SEA, source=source)])
        assert is_proof(html.encode()[:PROOF_BEGINS])
    assert not is_proof(b"<!DOCTYPE html><title>My post</title>")


@pytest.mark.parametrize("hostile", [*HOSTILE, "\u202eevil\u2066", '"><script>alert(1)</script>', "`" * 9])
def test_hostile_words_stay_words(hostile: str) -> None:
    block = replace(text(1, hostile), language=hostile)
    edition = Edition("en", hostile, (block,), translator=hostile)
    decision = Decision(block, ("en",), hostile, hostile, 0.1, hostile)
    dropped = replace(decision, languages=(), margin=9.0)
    differs = Difference(hostile, hostile, ("en", "de"), (1, 2))
    silent = {block: Dropped(hostile, hostile, hostile, 1)}
    proof = Proof(hostile, Split((edition,), (), None, (decision, dropped)), silent, (differs,))
    html = page.render([proof, Proof(hostile, error=hostile)])
    html.encode("utf-8")
    tree = LexborHTMLParser(html)
    assert not tree.css("script, evil")
    assert "49" not in html
    assert len(tree.css(".piece")) == 2


anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


@settings(deadline=None, max_examples=50)
@given(anything, anything, st.sampled_from(Kind))
def test_no_text_breaks_the_page(words_: str, reason: str, kind: Kind) -> None:
    block = text(1, words_, kind, 1)
    decision = Decision(block, ("en",), "words", reason, 0.1, "de")
    html = page.render([Proof(words_, Split((Edition("en", words_, (block,)),), (), None, (decision,)))])
    html.encode("utf-8")
    tree = LexborHTMLParser(html)
    assert [len(tree.css(selector)) for selector in (".piece", "h1", "main", "details", "script")] == [
        1,
        1,
        1,
        1,
        0,
    ]


@pytest.mark.timeout(60)
def test_a_huge_post_is_a_page_like_any_other() -> None:
    many = [text(number, f"Sentence {number}.") for number in range(1, 10_001)]
    html = page.render([of(*many, text(20_000, "word " * 200_000))])
    assert html.count('class="piece ') == 10_001
    assert len(html) < 6_000_000
    assert 'class="pieces long"' in html


def test_colours_can_be_read_in_light_and_in_darkness() -> None:
    root = files("audioedition") / "templates"
    style, proof = ((root / name).read_text("utf-8") for name in ("style.css", "proof.css"))
    papers = re.findall(r"--paper: (#\w{6})", style)
    schemes = [re.findall(r"--c\d: (#\w{6})", rule) for rule in re.findall(r":root \{ --c1[^}]+", proof)]
    assert [len(colours) for colours in schemes] == [page.COLOURS, page.COLOURS]
    for paper, colours in zip(papers, schemes, strict=True):
        assert min(contrast(paper, colour) for colour in colours) >= 4.5


def contrast(one: str, two: str) -> float:
    """The contrast ratio of two colours, as WCAG defines it."""
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
