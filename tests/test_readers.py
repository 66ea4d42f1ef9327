"""readers: comments that were copied by hand, with nothing to tell them but their heading and their place."""

from __future__ import annotations

import time

import pytest
from ferry import ENGLISH, GERMAN, dropped, parse, split, spoken

from audioedition import editions
from audioedition.editions import comments, readers, signatures
from audioedition.editions.signatures import Signature
from audioedition.model import Block, Kind, Split

LONG = "We crossed with two small children last summer, and the crew could not have been kinder to us."
LANG = "Wir sind letzten Sommer mit zwei Kindern übergesetzt, und die Mannschaft war sehr freundlich zu uns."
EDITIONS = {"en": ("The ferry", [*ENGLISH]), "de": ("Die Fähre", [*GERMAN])}
ARTICLE, TRANSLATION = ("# The ferry", *ENGLISH), ("# Die Fähre", *GERMAN)
SIGNED = ("**Ann**: Lovely, thank you!", f"**Bob**: {LONG}", "**Carl**: Same here.")


def markdown(*paragraphs: str) -> Split:
    return editions.split(parse(*paragraphs, source="post.md"))


def html(*elements: str) -> Split:
    return editions.split(parse(*elements, source="post.html"))


def cut(told: Split) -> int:
    """How many blocks are left out as comments, if all that is left out is."""
    assert set(dropped(told).values()) <= {"comments", "marker"}
    return list(dropped(told).values()).count("comments")


class TestAtTheEnd:
    @pytest.mark.parametrize(
        "heading",
        [
            "Comments",
            "Comments:",
            "COMMENTS",
            "Kommentare",
            "Leserkommentare",
            "Reader comments",
            "Comentarios",
            "Commentaires",
            "Комментарии",
            "コメント",
            "1 comment",
            "3 comments",
            "Comments (3)",
            "3 Kommentare",
            "3 replies",
            "Comments on “The ferry”",
            "Comments / Kommentare",
        ],
    )
    @pytest.mark.parametrize("below", [SIGNED[:1], SIGNED[:2], SIGNED], ids=["one", "two", "three"])
    def test_below_any_heading_that_says_comments(self, heading: str, below: tuple[str, ...]) -> None:
        for rule in ((), ("---",)):
            told = markdown(*ARTICLE, *TRANSLATION, *rule, f"## {heading}", *below)
            assert spoken(told) == EDITIONS
            assert cut(told) == 1 + len(below)
        plain = split("The ferry", *ENGLISH, heading, *(text.replace("*", "") for text in below))
        assert spoken(plain) == {"en": EDITIONS["en"]}

    @pytest.mark.parametrize(
        "below",
        [
            ("Great post!", "I do not agree at all.", "Thanks."),
            (LONG,),
            ("Great post!", LANG, "Danke!", LONG),
            ("**Ann Lee**", "Lovely, thank you!", "**Bob**", LONG, "**Carl**", LONG),
            ("### Ann Lee", "Lovely, thank you!", "### Bob", LONG),
            ("Ann, 3 May 2024", "Lovely, thank you!", "Bob, 4 May 2024", LONG, "Carl, 4 May 2024", LONG),
            ("**Ann** (3 May 2024): Lovely!", f"↳ **Bob** (4 May): @Ann {LONG}", "Reply from Ann: Thanks!"),
            ("**Karl H.** schrieb: Schön!", f"Antwort von Eva: {LANG}", "Anonym: Na ja."),
            (f"- **Ann**: Lovely!\n  - **Bob**: @Ann Indeed.\n- **Carl**: {LONG}",),
            ("> Lovely, thank you!", "— Ann", f"> {LONG}", "— Bob, Linz"),
            (f"{LONG} — Ann", "Thank you! – Bob"),
            (*SIGNED, f"**Dora**: {LANG}", f"**Emil**: {LONG}"),
            (SIGNED[1], LONG, LONG, LONG, "**Carl**: So long?"),
        ],
    )
    def test_in_any_shape(self, below: tuple[str, ...]) -> None:
        told = markdown(*ARTICLE, *TRANSLATION, "## Comments", *below)
        assert spoken(told) == EDITIONS
        assert cut(told)

    def test_below_a_german_post(self) -> None:
        told = markdown(*TRANSLATION, "## Leserkommentare", "Karl am 3. Mai 2024", "Schön!", "Eva", LANG)
        assert spoken(told) == {"de": EDITIONS["de"]}

    def test_in_another_language_than_the_post(self) -> None:
        told = markdown(*ARTICLE, "## Comments", f"**Karl**: {LANG}", "**Eva Ott**", LANG)
        assert spoken(told) == {"en": EDITIONS["en"]}

    def test_in_html(self) -> None:
        article = ("<h1>The ferry</h1>", *(f"<p>{text}</p>" for text in ENGLISH))
        broken = "<hr><h2>3 comments</h2>", "<p><b>Ann</b><br>Lovely!</p>", f"<p><b>Bob</b><br>{LONG}</p>"
        listed = "<h3>Comments</h3><ol>", "<li><p>Ann</p><p>Lovely!</p></li>", f"<li>Bob: {LONG}</li></ol>"
        for below in (broken, listed):
            assert spoken(html(*article, *below)) == {"en": EDITIONS["en"]}

    def test_a_rule_parts_unsigned_comments_from_a_short_article(self) -> None:
        told = markdown(*ARTICLE[:2], "---", "## Comments", LONG)
        assert spoken(told) == {"en": ("The ferry", [ENGLISH[0]])}
        assert cut(told) == 2

    @pytest.mark.parametrize("heading", ["Discussion", "Diskussion"])
    def test_a_discussion_that_is_signed_or_behind_a_rule(self, heading: str) -> None:
        assert cut(markdown(*ARTICLE, f"## {heading}", *SIGNED)) == 1 + len(SIGNED)
        assert cut(markdown(*ARTICLE, "---", f"## {heading}", "Lovely!", "Same here.")) == 3

    def test_what_the_page_prints_below_keeps_its_own_reason(self) -> None:
        told = split(
            "The ferry", *ENGLISH, "Comments", "Ann: Lovely!", "© 2024 Ann Lee. All rights reserved."
        )
        assert told.rights == "© 2024 Ann Lee. All rights reserved."
        assert spoken(told) == {"en": EDITIONS["en"]}


class TestBeforeATranslation:
    @pytest.mark.parametrize(
        "below",
        [
            SIGNED[:1],
            SIGNED,
            ("Ann, 3 May 2024", "Lovely, thank you!", "Bob, 4 May 2024", LONG),
            ("**Ann**", "Lovely!", "**Bob**", LONG),
        ],
    )
    def test_signed_comments_are_left_out(self, below: tuple[str, ...]) -> None:
        told = markdown(*ARTICLE, "## Comments", *below, "---", *TRANSLATION)
        assert spoken(told) == EDITIONS
        assert cut(told) == 1 + len(below)

    def test_in_plain_text(self) -> None:
        below = ("Ann: Lovely, thank you!", f"Bob: {LONG}")
        for german in (("Die Fähre", *GERMAN), ("Deutsche Übersetzung: Eva Ott", "Die Fähre", *GERMAN)):
            assert spoken(split("The ferry", *ENGLISH, "2 comments", *below, *german)) == EDITIONS

    def test_after_each_edition(self) -> None:
        told = markdown(*ARTICLE, "## Comments", *SIGNED[:1], *TRANSLATION, "## Kommentare", "Karl: Schön!")
        assert spoken(told) == EDITIONS
        assert cut(told) == 4

    def test_up_to_a_mark_of_the_author(self) -> None:
        told = markdown("::: en", *ARTICLE, "## Comments", *SIGNED, "::: de", *TRANSLATION)
        assert spoken(told) == EDITIONS


class TestChapters:
    """No text is lost of an article that has a chapter with such a name."""

    @pytest.mark.parametrize(
        "lines",
        [
            (*ARTICLE, "## Comments", LONG, "## The way back", *ENGLISH),
            (*ARTICLE, "## Comments", "None so far.", "## The way back", ENGLISH[0]),
            (*ARTICLE, "## Comments", "Ann: it was late.", "Bob: it was not.", "## The way back", *ENGLISH),
            (*ARTICLE, "## Comments", LONG, "# The way back", ENGLISH[0]),
            (*ARTICLE, "## Comments", "### Bells", LONG, "### Captains", LONG, "## The way back", *ENGLISH),
            (*ARTICLE, "## Comments", LONG, *TRANSLATION),
            (*ARTICLE, "## Comments", "None so far.", *TRANSLATION),
            (*ARTICLE, "## Comments", "Note: the ferry no longer runs in winter.", *TRANSLATION),
            (*ARTICLE, "## Comments", "### Bells", LONG, "### Captains", LONG, *TRANSLATION),
            (*TRANSLATION, "## Kommentare", "Zur Glocke: Sie läutet zweimal.", *ARTICLE),
            (*ARTICLE, "---", "## Comments", LONG, "---", *TRANSLATION),
            (*ARTICLE, "## Comments", LONG, *TRANSLATION, "## Kommentare", LANG),
            (*ARTICLE, "## Comments", "No more of it.", *TRANSLATION, "## Kommentare", "Mehr nicht."),
            (*ARTICLE, "---", "## The crew", *ENGLISH, "---", "## Comments", *ENGLISH[:2], LONG, LONG),
            (*ARTICLE, "### Comments", "Too long.", "## The bay", *ENGLISH, "### Comments", "Too short."),
            (*ARTICLE, "## Comments", *ENGLISH, LONG),
            (*ARTICLE, "## Comments", "They begin with a sign:", "```\n# like this\n```"),
            ("# The bell", "It rings, and nobody is there.", "It rings.", "---", "## Comments", LONG, LONG),
            (*ARTICLE, "## Discussion", LONG),
            (*ARTICLE, "## Discussion", "Ann: it was late.", "Bob: it was not.", *TRANSLATION),
            (*ARTICLE, "---", "## Discussion", LONG),
            (*ARTICLE, "## 4. Discussion", "Ann: Lovely!"),
            (*ARTICLE, "## Answers", "1. Paris\n2. Rome"),
            ("# The ferry", "- The crew\n- Comments\n- The way back", *ENGLISH),
        ],
    )
    def test_in_markdown(self, lines: tuple[str, ...]) -> None:
        assert not dropped(markdown(*lines))

    @pytest.mark.parametrize("below", [(LONG,), ("Bells", LONG, "Captains", LONG)])
    def test_before_a_translation_in_plain_text(self, below: tuple[str, ...]) -> None:
        assert not split("The ferry", *ENGLISH, "Comments", *below, "Die Fähre", *GERMAN).dropped

    @pytest.mark.parametrize("below", [(LONG,), ("Ann: Lovely!",), ("Lovely!",)])
    def test_a_translation_is_new_though_the_article_quotes_its_language(
        self, below: tuple[str, ...]
    ) -> None:
        article = ("The ferry", *ENGLISH, f"„{LANG}“", *ENGLISH, "Comments", *below)
        told = split(*article, "Die Fähre", GERMAN[0])
        kept = "\n".join(block.text for edition in told.editions for block in edition.blocks)
        assert GERMAN[0] in kept

    def test_the_second_edition_goes_on_below_its_chapter(self) -> None:
        german = ("# Die Fähre", GERMAN[0], "## Kommentare", "Ann: Sie kam zu spät.", "## Rückweg", *GERMAN)
        assert not dropped(markdown(*ARTICLE, *ENGLISH, *german))

    def test_a_link_below_a_heading_heads_nothing(self) -> None:
        told = markdown(*ARTICLE, *ENGLISH, "## The pier", "3 comments", "It is of wood.", LONG)
        assert {"It is of wood.", LONG} <= set(spoken(told)["en"][1])

    def test_a_chapter_above_the_comments(self) -> None:
        chapter = (*ARTICLE, "## Comments", LONG, "## The way back", *ENGLISH)
        told = markdown(*chapter, "## 2 comments", *SIGNED[:2])
        assert list(dropped(told)) == ["2 comments", *(text.replace("*", "") for text in SIGNED[:2])]

    def test_a_link_below_the_title_of_a_short_post(self) -> None:
        told = split("The ferry", *ENGLISH, *ENGLISH, "The pier", "3 comments", LONG)
        assert LONG in spoken(told)["en"][1]


@pytest.mark.parametrize(
    ("line", "signature"),
    [
        ("Ann: Lovely!", Signature.WITHIN),
        ("Ann Lee (Linz): Lovely!", Signature.WITHIN),
        ("Ann, 3 May 2024: Lovely!", Signature.WITHIN),
        ("Karl von Au schrieb: Schön!", Signature.WITHIN),
        ("@Ann: Indeed.", Signature.WITHIN),
        ("↳ Bob: Indeed.", Signature.WITHIN),
        ("anna_k: Indeed.", Signature.WITHIN),
        ("山田：とても良かったです。", Signature.WITHIN),
        ("Lovely! — Ann", Signature.WITHIN),
        ("— Ann Lee, Linz", Signature.ABOVE),
        ("Ann Lee", Signature.BELOW),
        ("Ann Lee · 3 May 2024", Signature.BELOW),
        ("Karl am 3. Mai 2024", Signature.BELOW),
        ("Note: the ferry runs again.", Signature.NONE),
        ("Zur Glocke: Sie läutet zweimal.", Signature.NONE),
        ("The Bell: it rings twice.", Signature.NONE),
        ("What nobody knows: the bell rings twice.", Signature.NONE),
        ("Lovely, thank you!", Signature.NONE),
        ("It was late — and dark.", Signature.NONE),
        ("", Signature.NONE),
    ],
)
def test_signatures(line: str, signature: Signature) -> None:
    assert signatures.read(line, frozenset({"en", "de"})) is signature


def test_headings() -> None:
    def read(text: str, kind: Kind = Kind.HEADING) -> readers.Heading:
        return readers.heading(Block(kind, text))

    assert read("Comments") is read("3 replies", Kind.PARAGRAPH) is readers.Heading.COMMENTS
    assert read("Discussion") is readers.Heading.TALK
    for text in ("Two comments by the captain", "4. Comments", "Answers", "Leave a comment", "2024", ""):
        assert read(text) is readers.Heading.NONE
    assert read("Comments", Kind.ITEM) is readers.Heading.NONE


def test_thousands_of_short_comments_take_no_time() -> None:
    lines = (ENGLISH[0], "Comments", *("Ann", "Lovely, thank you!") * 4_500)
    blocks = [Block(Kind.PARAGRAPH, text) for text in lines]
    start = time.process_time()
    assert comments.sections(blocks, frozenset()) == [comments.Section(1, len(blocks))]
    assert time.process_time() - start < 2
