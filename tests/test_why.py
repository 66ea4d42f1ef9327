from __future__ import annotations

import math
from pathlib import Path

import pytest

from audioedition import editions, posts
from audioedition.model import Decision, Split

FERRY = """The last ferry

The last ferry leaves at ten o'clock in the evening, and whoever misses it has to sleep on the island.

Deutsche Übersetzung: Eva Ott

Die letzte Fähre

Die letzte Fähre legt um zehn Uhr abends ab, und wer sie verpasst, der muss auf der Insel übernachten.

Juist

3 comments on “The last ferry”

Ann says:

What a lovely evening it was on the island.

Reply
"""

PARAGRAPH = FERRY.split("\n\n")[1]


def split(text: str, name: str = "post.txt") -> Split:
    return editions.split(posts.parse(text.encode(), source=name, origin=name))


def reason(result: Split, text: str) -> Decision:
    return next(decision for decision in result.decisions if text in decision.block.text)


def test_every_block_is_decided_once_and_in_order() -> None:
    result = split(FERRY)
    said = [decision.block.text for decision in result.decisions]
    assert said == [paragraph.strip() for paragraph in FERRY.split("\n\n")]


def test_each_decision_says_which_edition_and_why() -> None:
    result = split(FERRY)
    english = reason(result, "has to sleep")
    assert (english.languages, english.code, english.detail) == (("en",), "words", "Its words are English.")
    assert reason(result, "Die letzte Fähre").code == "marker"
    assert "announces German" in reason(result, "Die letzte Fähre").detail
    name = reason(result, "Juist")
    assert (name.languages, name.code) == (("de",), "context")
    for text, code in (("Deutsche Übersetzung", "marker"), ("3 comments", "comments"), ("Reply", "comments")):
        assert (reason(result, text).languages, reason(result, text).code) == ((), code)


def test_decisions_and_editions_agree() -> None:
    result = split(FERRY)
    for edition in result.editions:
        own = [d.block.text for d in result.decisions if edition.language in d.languages]
        assert own == [edition.title, *(block.text for block in edition.blocks)]


def test_what_is_marked_is_beyond_doubt() -> None:
    result = split("::: en\n\nJuist\n\nNorderney is further away.\n\n::: de\n\nJuist\n\nBorkum ist größer.\n")
    juist = [decision for decision in result.decisions if decision.block.text == "Juist"]
    assert [decision.languages for decision in juist] == [("en",), ("de",)]
    assert {decision.code for decision in juist} == {"mark"}
    assert {decision.margin for decision in juist} == {math.inf}
    assert not any(decision.is_unsure for decision in result.decisions)


def test_a_name_between_two_texts_is_unsure_and_names_its_rival() -> None:
    halves = FERRY.split("Deutsche Übersetzung: Eva Ott\n\n")
    result = split(halves[0] + "Juist\n\n" + halves[1].split("Juist")[0])
    name = reason(result, "Juist")
    assert name.is_unsure
    assert {name.languages[0], name.rival} == {"en", "de"}
    assert not reason(result, "has to sleep").is_unsure


def test_a_title_in_two_languages_is_in_both_editions() -> None:
    result = split(
        FERRY.replace("The last ferry\n", "The last ferry / Die letzte Fähre\n", 1).replace(
            "\nDie letzte Fähre\n", "", 1
        )
    )
    title = reason(result, " / ")
    assert (sorted(title.languages), title.code) == (["de", "en"], "title")


def test_breaks_say_where_they_are_heard() -> None:
    text = FERRY.replace("Deutsche Übersetzung: Eva Ott", "***").replace("\n\nJuist", "\n\n***\n\nJuist")
    breaks = [decision for decision in split(text).decisions if decision.code == "break"]
    assert [decision.languages for decision in breaks] == [(), ("de",)]


@pytest.mark.parametrize("opening", ["“", "> “"])
def test_a_foreign_quotation_stays_in_the_text_and_is_marked_with_its_language(opening: str) -> None:
    quoted = "Wer die Fähre verpasst, der muss eben auf der Insel übernachten, so ist das hier."
    english = FERRY.split("Deutsche", maxsplit=1)[0]
    more = "So said the captain to everybody on the pier, and he meant it, for there is no other ship before the morning."
    result = split(f"{english}{opening}{quoted}”\n\n{more}\n", "post.md")
    assert [edition.language for edition in result.editions] == ["en"]
    languages = {block.text: block.language for block in result.editions[0].blocks}
    assert languages[f"“{quoted}”"] == "de"
    assert languages[more] is None
    decision = reason(result, "so ist das hier")
    assert (decision.languages, decision.code) == (("en",), "foreign")
    assert "German" in decision.detail


def test_what_the_page_itself_leaves_out_is_told_too(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"<nav>Home</nav><h1>The last ferry</h1><p>{PARAGRAPH}</p>", encoding="utf-8")
    decisions = editions.split(posts.read(str(page))).decisions
    assert [(d.block.text, d.code, d.languages) for d in decisions if not d.languages] == [
        ("Home", "navigation", ())
    ]


def test_a_mark_that_the_words_contradict_holds_and_is_doubtful() -> None:
    german = "Die letzte Fähre legt um zehn Uhr abends ab, und wer sie verpasst, der muss auf der Insel übernachten."
    result = split(f"::: de\n\n{german}\n\n{PARAGRAPH}\n\nJuist\n")
    found = reason(result, PARAGRAPH)
    assert (found.languages, found.code, found.rival, found.is_unsure) == (("de",), "mark", "en", True)
    assert found.detail == "It is marked as German, but its words are English."
    assert not reason(result, german).is_unsure
    assert not reason(result, "Juist").is_unsure
    quoted = split(f"::: de\n\n{german}\n\n> {PARAGRAPH}\n", "post.md")  # as authors do
    assert not reason(quoted, PARAGRAPH).is_unsure
    basque = split(f"::: eu\n\n{PARAGRAPH}\n")  # no detector knows what Basque looks like
    assert not reason(basque, PARAGRAPH).is_unsure


def test_a_quotation_that_is_marked_as_foreign_is_beyond_doubt() -> None:
    english = (f"<p>{PARAGRAPH} {word}</p>" for word in ("Often.", "Always.", "Never."))
    quoted = "<blockquote lang='fr'><p>Les gens du port m'ont dit que le bateau ne viendrait plus.</p></blockquote>"
    result = split("<article><h1>The last ferry</h1>" + quoted.join(english) + "</article>", "post.html")
    decision = reason(result, "bateau")
    assert decision.languages == ("en",)
    assert (decision.margin, decision.rival) == (math.inf, None)


def test_a_doubt_says_what_speaks_against_the_words() -> None:
    german = f"The ferry / Die Fähre\n\n{FERRY.split(chr(10) * 2)[4]} Immer.\n\nNachts auch.\n\nGrüße!"
    decision = reason(split(f"{german}\n\n***\n\n{PARAGRAPH} Always.\n\n{PARAGRAPH}"), "Grüße")
    assert decision.is_unsure
    assert decision.detail == "Its words are German, but its place speaks for English."
