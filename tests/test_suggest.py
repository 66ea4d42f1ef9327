"""`audioedition lexicon suggest`: the words that a listener will stumble over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audioedition import config
from audioedition.cli import main
from audioedition.errors import PostError
from audioedition.model import Post, Script, Utterance, Voice
from audioedition.posts import parse
from audioedition.suggest import Suggestion, suggest
from audioedition.suggestions import Why, Word, words

POST = """\
The ferry to Pyongyang

Last week Vladimir Karlenkow told the QZORT that the ferry to Pyongyang is late. He had asked Vladimir Karlenkow himself.

The harbour was empty when the boat from Łobodno came in, and nobody knew where the captain was, as the newspaper wrote.

Deutsche Übersetzung:

Die Fähre nach Pjöngjang

Vorige Woche sagte Wladimir Karlenkow der QZORT, die Fähre nach Pjöngjang sei verspätet. Er hatte Wladimir Karlenkow selbst gefragt.

Der Hafen war leer, als das Schiff aus Łobodno einlief, und niemand wusste, wo der Kapitän war, wie die Tageszeitung schrieb.
"""


@pytest.fixture
def voices(tmp_path: Path) -> dict[str, Voice]:
    return {tag: config.voice(tmp_path, tag) for tag in ("en", "de")}


def post() -> Post:
    return parse(POST.encode(), source="ferry.txt", origin="ferry.txt")


def found(voices: dict[str, Voice]) -> dict[tuple[str, str], Suggestion]:
    return {(each.word.language, each.word.text): each for each in suggest(post(), voices)}


def said(language: str, *sentences: str) -> list[Utterance]:
    return [Utterance(text, text, language, 0.4) for text in sentences]


def names(language: str, *sentences: str, known: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [
        (each.text, each.why) for each in words(language, said(language, *sentences), known, ("en", "de"))
    ]


def test_names_acronyms_and_rare_words_come_ranked() -> None:
    assert names("en", "The QZRT met Xorbelan twice, and Xorbelan thanked the QZRT for the frobnizzle.") == [
        ("QZRT", Why.ACRONYM),
        ("Xorbelan", Why.NAME),
        ("frobnizzle", Why.WORD),
    ]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "She said that her brother's ferry is late, and the well-known captain isn't here."),
        ("de", "Der Fährverkehr und die Hafenmeisterei sind Sache des Gemeinderats, sagte sie."),
        ("fr", "L'homme n'était pas là, et l'eau montait."),
        ("xx", "Xorbelan frobnizzle"),
    ],
)
def test_ordinary_words_and_compounds_are_no_suggestion(language: str, sentence: str) -> None:
    assert names(language, sentence) == []


def test_what_the_lexicon_has_and_what_another_voice_says_is_none() -> None:
    assert names("en", "Xorbelan met Xorbelan.", known=("xorbelan",)) == []
    assert words("en", said("fr", "Xorbelan frobnizzle"), (), ()) == []


def test_words_of_phrases_that_another_voice_says_are_none(voices: dict[str, Voice]) -> None:
    text = "The ferry is late\n\nThe captain told us: “Das ist mir völlig egal, sagte die Xorbelan zu uns” and left the harbour."
    quoting = parse(text.encode(), source="late.txt", origin="late.txt")
    assert suggest(quoting, voices) == ()
    own = [each.word.text for each in suggest(quoting, voices, Script(foreign="own"))]
    assert {"völlig", "Xorbelan"} <= set(own)


def test_a_post_in_a_language_without_a_voice_is_told(voices: dict[str, Voice]) -> None:
    text = "Le port était vide, et personne ne savait où était le capitaine de ce bateau."
    french = parse(text.encode(), source="port.txt", origin="port.txt")
    with pytest.raises(PostError, match=r"port\.txt has no edition .* in fr: yours speak en, de\."):
        suggest(french, voices)


def test_letters_tell_where_a_word_comes_from() -> None:
    (word,) = words("en", said("en", "The boat from Łobodno came."), (), ())
    assert (word.why, word.origin) == (Why.LETTERS, "pl")


def test_a_name_in_two_spellings_is_proposed_once_by_the_spelling_that_tells_more(
    voices: dict[str, Voice],
) -> None:
    pair = found(voices)["en", "Pyongyang"]
    assert pair.word.why is Why.PAIR
    assert pair.word.sister == (("de", "Pjöngjang"),)
    assert pair.proposed is not None
    assert "œ" in pair.proposed.ipa
    assert ("de", "Pjöngjang") not in found(voices)  # it is said as it would be proposed
    assert found(voices)["en", "Vladimir"].word.sister == (("de", "Wladimir"),)


def test_a_name_that_both_editions_have_is_proposed_for_both(voices: dict[str, Voice]) -> None:
    both = found(voices)
    assert both["en", "Karlenkow"].word.sister == (("de", "Karlenkow"),)
    assert both["de", "Karlenkow"].word.sister == (("en", "Karlenkow"),)
    order = [each.word.text for each in suggest(post(), voices)]
    assert abs(order.index("Karlenkow") - len(order) + 1 + order[::-1].index("Karlenkow")) == 1


def test_an_acronym_is_proposed_in_the_other_way(voices: dict[str, Voice]) -> None:
    acronym = found(voices)["de", "QZORT"]
    assert acronym.now == "Q Z O R T"
    assert acronym.proposed is not None
    assert acronym.proposed.word


def test_nobody_is_to_read_as_a_word_what_has_no_vowel(voices: dict[str, Voice]) -> None:
    read = parse(POST.replace("QZORT", "QZRT").encode(), source="ferry.txt", origin="ferry.txt")
    assert "QZRT" not in {each.word.text for each in suggest(read, voices)}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["lexicon", "suggest", *map(str, arguments)])


def test_the_command_tells_now_and_then_and_how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ferry.txt").write_text(POST, encoding="utf-8")
    text = run("ferry.txt")
    assert text.exit_code == 0
    assert "audioedition lexicon add Pyongyang --ipa" in text.output
    rows = [json.loads(line) for line in run("ferry.txt", "--json", "--language", "en").output.splitlines()]
    assert {row["language"] for row in rows} == {"en"}
    assert {"word", "why", "count", "sentence", "now", "then", "row", "sister", "origin"} <= rows[0].keys()
    page = run("ferry.txt", "--html", "--most", "2")
    assert page.exit_code == 0
    html = Path("suggestions.html").read_text(encoding="utf-8")
    assert html.count("<article") == 2
    assert html.count("data:audio/wav;base64,UklGR") >= 3
    assert run("missing.txt").exit_code == 1
    assert "no voice for 'tlh'" in run("ferry.txt", "--language", "tlh").output
    assert run().exit_code == 2


def test_a_row_that_is_added_is_not_proposed_again(voices: dict[str, Voice]) -> None:
    from dataclasses import replace  # noqa: PLC0415 -- only here

    row = found(voices)["en", "Łobodno"].proposed
    assert row is not None
    known = {**voices, "en": replace(voices["en"], lexicon=(row,))}
    assert ("en", "Łobodno") not in found(known)


def test_the_worst_is_what_occurs_most() -> None:
    once, often = Word("en", "a", Why.NAME, 1, ""), Word("en", "b", Why.NAME, 9, "")
    assert once.rank < often.rank
