"""What is made of all that was heard in a recording: whether it may be published, and how that is shown."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from audioedition.model import Fault, Heard, Pair, Quality, Trouble, Verdict
from audioedition.quality import Audit, Sentence, facts
from audioedition.quality.page import render

GOOD = Heard("a ferry is easy to see", "en", 0.99, 6, 0, 0)


def sentence(
    number: int, text: str = "A ferry.", heard: Heard | None = GOOD, *faults: Fault, by: str = ""
) -> Sentence:
    start = 2.5 * number
    pairs = (Pair(("a",), ("a",), same=True), Pair(("ferry",), ("fairy", "<b>"), same=False))
    return Sentence(number, start, start + 2, "en", text, text, Verdict(faults, heard, 3, by), pairs)


def audit(*sentences: Sentence, largest_error: float = 10) -> Audit:
    return Audit(
        post="ferry",
        language="en",
        title="Who still needs a <ferry>?",
        recogniser="Whisper base",
        listened="2025-03-01T12:00:00+00:00",
        largest_error=largest_error,
        sentences=sentences,
        voice="Joe",
    )


def wrong(errors: int, words: int, language: str = "en") -> Heard:
    return Heard("fairy <b>", language, 0.97, words, errors, errors)


def other_words(weight: float) -> Fault:
    return Fault(Trouble.OTHER_WORDS, "9 of its 10 words are heard otherwise.", weight)


def test_the_sum_leaves_out_what_nobody_could_hear() -> None:
    unknown = Heard("", "tlh", 0, 0, 0, 0)
    found = audit(
        sentence(1), sentence(2, "x", wrong(3, 6)), sentence(3, "y", unknown), sentence(4, "z", None)
    )
    assert found.quality == Quality("Whisper base", 4, 12, 3, 2)
    assert not found.quality.is_whole
    assert audit(sentence(1)).quality.is_whole


def test_an_edition_is_refused_above_its_largest_error_and_not_at_it() -> None:
    found = sentence(1), sentence(2, "x", wrong(3, 24))
    assert audit(*found).is_good  # 3 of 30
    (reason,) = audit(*found, largest_error=9.9).reasons
    assert reason == "10.0 % of its words are not understood, and largest_error = 9.9 allows no more"


@pytest.mark.parametrize(
    ("fault", "is_grave"),
    [
        (Fault(Trouble.SILENCE, "there is no sound in it"), True),
        (Fault(Trouble.OTHER_LANGUAGE, "it sounds like German"), True),
        (other_words(2.0), True),
        (other_words(1.9), False),
        (Fault(Trouble.TAIL, "it goes on for 1.4 s behind its last word", 2.8), True),
        (Fault(Trouble.TOO_LONG, "it lasts 9 s", 5.0), False),  # every word was heard, says the recogniser
    ],
)
def test_one_sentence_that_nobody_should_hear_is_enough_and_is_named(fault: Fault, is_grave: bool) -> None:  # noqa: FBT001 -- parametrized
    found = audit(*(sentence(n) for n in range(1, 40)), sentence(40, "The odd one. " * 9, GOOD, fault))
    assert found.is_good is not is_grave
    assert len(found.faulty) == 1
    if is_grave:
        assert found.reasons[0].startswith("“The odd one. The odd one.")
        assert fault.detail.removesuffix(".") in found.reasons[0]


def test_what_its_author_has_released_is_told_and_does_not_count() -> None:
    fault = Fault(Trouble.SILENCE, "there is no sound in it")
    silent = sentence(2, "Hush.", wrong(6, 6), fault)
    heard = replace(silent, verdict=replace(silent.verdict, released=True))
    assert not audit(sentence(1), silent).is_good
    found = audit(sentence(1), heard)
    assert (found.is_good, found.reasons) == (True, ())
    assert found.despite == (
        "50.0 % of its words are not understood, and largest_error = 10 allows no more",
        "“Hush.”: there is no sound in it",
    )
    assert found.quality == Quality("Whisper base", 2, 12, 6, 0, 1, 6, 1)
    assert not found.quality.is_certain(10), "that is what a machine found"
    said = facts(found)
    assert (said["good"], said["released_although"], said["errors"]) == (True, found.despite, 6)
    page = render(found, "")
    assert "because you have released it" in page
    assert "Released by you as it is." in page
    both = audit(sentence(1), heard, sentence(3, "Worse.", wrong(6, 6), fault))
    percent, named = both.reasons
    assert percent.startswith("33.3 % of its words, besides what you have released, are not understood")
    assert named == "“Worse.”: there is no sound in it"
    assert both.worst_first[0].text == "Worse."


def test_the_remedy_is_one_that_can_help() -> None:
    many = sentence(1, "Many.", wrong(5, 10))
    grave = sentence(2, "Grave.", wrong(0, 100), other_words(2.0))
    limit = "or raise largest_error under [listening] in audioedition.toml"
    assert audit(many).remedy.endswith(f"choose another voice, {limit}")
    assert (
        audit(grave).remedy == "correct how words are said (`audioedition lexicon`), or choose another voice"
    )
    both = audit(many, replace(grave, verdict=Verdict((other_words(2.0),), wrong(0, 1)))).remedy
    assert both.endswith(f"{limit} (which helps against the share of words, not against such a sentence)")
    assert audit(sentence(1)).remedy == ""


def test_the_page_shows_what_is_to_be_typed_as_that_and_a_grave_fault_as_grave() -> None:
    page = render(audit(sentence(1, "Bad.", wrong(5, 10), other_words(2.0))), "")
    assert "What to do: correct how words are said (<code>audioedition lexicon</code>), choose" in page
    assert "`" not in page.partition("<main>")[2]
    style = page.partition("<style>")[2].partition("</style>")[0]
    grave = LexborHTMLParser(page).css(".grave p.fault")
    assert (".grave p.fault" in style, len(grave)) == (True, 1)


def test_why_a_sentence_was_not_listened_to_is_told_as_it_is() -> None:
    unknown = sentence(1, "x", Heard("", "tlh", 0, 0, 0, 0))
    tones = replace(sentence(2, "y", None), is_wordless=True)
    assert audit(unknown).note == "1 sentence was not listened to: Whisper base does not know English."
    assert audit(tones, tones).note == "2 sentences were not listened to: their voice says no words."
    assert audit(unknown, tones).note.count(" was not listened to: ") == 2
    assert audit(sentence(1)).note == ""


def test_of_many_bad_sentences_the_worst_are_named_and_the_others_counted() -> None:
    bad = [sentence(n, f"Number {n}.", GOOD, other_words(n)) for n in range(2, 9)]
    *named, rest = audit(sentence(1), *bad).reasons
    assert [reason[:11] for reason in named] == ["“Number 8.”", "“Number 7.”", "“Number 6.”"]
    assert rest == "and 4 more sentences are as bad"


def test_what_machines_get_has_the_worst_sentence_first_and_every_figure() -> None:
    found = audit(sentence(1), sentence(2, "x", wrong(5, 6, "de"), other_words(1.5), by="pico"), sentence(3))
    said = json.loads(json.dumps(facts(found)))
    assert [line["number"] for line in said["lines"]] == [2, 1, 3]
    first = said["lines"][0]
    assert (first["heard"]["errors"], first["heard"]["error_rate"], first["heard"]["language"]) == (
        5,
        0.8333,
        "de",
    )
    assert first["faults"] == [
        {"trouble": "other words", "detail": "9 of its 10 words are heard otherwise.", "weight": 1.5}
    ]
    assert (first["by"], first["attempts"]) == ("pico", 3)
    assert (said["words"], said["errors"], said["faulty"], said["good"]) == (18, 5, 1, False)
    assert said["languages_heard"] == {"en": 0.667, "de": 0.333}


def test_the_page_plays_each_sentence_and_marks_what_was_heard_otherwise() -> None:
    page = render(
        audit(sentence(1), sentence(2, "x", wrong(5, 6), other_words(1.5))),
        "../../../feeds/en/audio/a%20b.mp3",
    )
    assert page.index('id="s2"') < page.index('id="s1"')
    assert 'href="../../../feeds/en/audio/a%20b.mp3#t=5.00,7.00"' in page
    assert "a <mark>ferry</mark>" in page
    assert "a <mark>fairy &lt;b&gt;</mark>" in page
    assert "Who still needs a &lt;ferry&gt;?" in page
    assert "41.7 % (5 of 12; up to 10 % is allowed)" in page
    assert "83.3 % not understood" in page
    assert "<dd><bdi>ferry</bdi></dd>" in page
    assert "<dd><bdi>Joe</bdi></dd>" in page
    assert "What to do: correct how words are said (<code>audioedition lexicon</code>)" in page
