"""compare: what two editions do not both say, and nothing else.

Golden pairs: `tests/data/compare/NAME.toml` holds two editions and what is to be found in them.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioedition.compare import Difference, alignment, compare, rows
from audioedition.compare.numbers import lost
from audioedition.compare.passages import passages
from audioedition.model import Block, Edition, Kind
from audioedition.phrases import in_english

DATA = Path(__file__).parent / "data" / "compare"
MARKS = {"# ": Kind.HEADING, "> ": Kind.QUOTE, "- ": Kind.ITEM}


def edition(language: str, text: str, title: str = "") -> Edition:
    blocks = []
    for line, words in enumerate(text.strip().splitlines(), 1):
        if words == "***":
            blocks.append(Block(Kind.BREAK, "", line=line))
        elif words:
            kind = MARKS.get(words[:2], Kind.PARAGRAPH)
            blocks.append(Block(kind, words if kind is Kind.PARAGRAPH else words[2:], line=line))
    return Edition(language, title, tuple(blocks))


def golden(name: str) -> tuple[tuple[Edition, Edition], list[list[str]]]:
    table: dict[str, Any] = tomllib.loads((DATA / name).read_text(encoding="utf-8"))
    expected = table.pop("expected", [])
    one, two = (edition(language, part["text"], part["title"]) for language, part in table.items())
    return (one, two), expected


EN, DE = golden("faithful-de.toml")[0]


def codes(differences: tuple[Difference, ...]) -> list[str]:
    return [difference.code for difference in differences]


def without(whole: Edition, place: int) -> Edition:
    return replace(whole, blocks=whole.blocks[:place] + whole.blocks[place + 1 :])


def with_text(whole: Edition, place: int, text: str) -> Edition:
    changed = replace(whole.blocks[place], text=text)
    return replace(whole, blocks=(*whole.blocks[:place], changed, *whole.blocks[place + 1 :]))


@pytest.mark.parametrize("path", sorted(DATA.glob("*.toml")), ids=lambda path: path.stem)
def test_golden_pairs(path: Path) -> None:
    editions, expected = golden(path.name)
    found = compare(editions)
    assert codes(found) == [code for code, *_ in expected]
    for difference, (_, *words) in zip(found, expected, strict=True):
        for part in words:
            assert part in difference.detail


def test_nothing_to_compare() -> None:
    assert compare(()) == ()
    assert compare((EN,)) == ()
    assert compare((EN, replace(EN, language="en-GB"))) == ()
    assert compare((replace(EN, blocks=()), replace(DE, blocks=()))) == ()


def test_all_editions_are_compared_with_the_first() -> None:
    third = replace(without(DE, 5), language="de-AT")
    assert [one.languages for one in compare((EN, DE, third))] == [("en", "de-AT")]
    assert [one.languages for one in compare((third, EN, DE))] == [("de-AT", "en"), ("de-AT", "de")]


def test_a_difference_tells_its_place() -> None:
    (found,) = compare((EN, without(DE, 5)))
    assert found == Difference(
        "missing",
        "Paragraph 4 of the English text (line 11, “Between 1914–18 no ship had gone out. F…”) has no counterpart"
        " in the German text.",
        ("en", "de"),
        (11, 0),
        (5, None),
    )


def test_a_scene_break_is_known_by_what_follows() -> None:
    texts = "First it was quiet.\n***\nThen it was loud.", "Zuerst war es still.\nDann war es laut."
    (found,) = compare((edition("en", texts[0]), edition("de", texts[1])))
    assert found.detail.startswith(
        "Scene break 1 of the English text (line 2, before “Then it was loud.”) has"
    )


def test_paragraphs_that_follow_each_other_are_one_difference() -> None:
    more = tuple(
        Block(Kind.PARAGRAPH, f"{name} was a harbour of its own once, and proud of it, as all know here.")
        for name in "ABC"
    )
    (found,) = compare((replace(EN, blocks=EN.blocks[:6] + more + EN.blocks[6:]), DE))
    assert found.detail.startswith("Paragraphs 5 to 7 of the English text (“A was")


@pytest.mark.parametrize("place", [0, 2, 3, 5, 8])
def test_a_dropped_paragraph_is_missed(place: int) -> None:
    expected = ["quotation"] if DE.blocks[place].kind is Kind.QUOTE else ["missing"]
    assert codes(compare((EN, without(DE, place)))) == expected
    assert codes(compare((without(EN, place), DE))) == expected


@pytest.mark.parametrize("place", [0, 2, 5, 8])
def test_a_doubled_paragraph_is_found(place: int) -> None:
    doubled = replace(DE, blocks=DE.blocks[: place + 1] + DE.blocks[place:])
    (found,) = compare((EN, doubled))
    assert found.code == "missing"
    assert "German text" in found.detail.partition("has no counterpart")[0]


def of_many_lengths(count: int) -> tuple[list[Block], list[Block]]:
    """Paragraphs without a word in common, each of another length than its neighbours."""
    sizes = [100 + (place * 379 % 907) for place in range(count)]
    english = [Block(Kind.PARAGRAPH, ("a word or two " * size)[:size]) for size in sizes]
    return english, [Block(Kind.PARAGRAPH, ("und ein Satz " * size)[: round(size * 1.1)]) for size in sizes]


def test_as_many_paragraphs_but_not_the_same() -> None:
    english, german = of_many_lengths(12)
    one, two = Edition("en", "", tuple(english[:-1])), Edition("de", "", tuple(german[1:]))
    assert [found.detail.split()[1] for found in compare((one, two))] == ["1", "11"]


def numbered(count: int) -> tuple[list[Block], list[Block]]:
    """The same, each with a number of its own."""
    english, german = (
        [replace(block, text=f"{block.text} ({1000 + place})") for place, block in enumerate(blocks)]
        for blocks in of_many_lengths(count)
    )
    return english, german


def test_a_long_gap_is_bridged() -> None:
    english, german = numbered(90)
    one, two = Edition("en", "", tuple(english[:-15])), Edition("de", "", tuple(german[15:]))
    assert [found.detail.split(" of ")[0] for found in compare((one, two))] == [
        "Paragraphs 1 to 15",
        "Paragraphs 61 to 75",
    ]


def test_a_chinese_sign_says_more_than_a_letter() -> None:
    english = "We came too late, and the house was empty. Only the cat was still sitting in the window and looked at us."
    chinese = "我们来得太晚，房子已经空了。只有那只猫还坐在窗边望着我们。"
    one = Edition("en", "", tuple(Block(Kind.PARAGRAPH, english[:size]) for size in (104, 42, 60)))
    two = Edition("zh", "", tuple(Block(Kind.PARAGRAPH, chinese[:size]) for size in (29, 17)))
    (found,) = compare((one, two))
    assert found.detail.startswith("Paragraph 2 of the English text")


def test_headings_and_scene_breaks() -> None:
    assert codes(compare((EN, without(DE, 1)))) == ["heading"]
    assert codes(compare((EN, without(DE, 4)))) == ["break"]
    plain = replace(DE, blocks=(DE.blocks[0], replace(DE.blocks[1], kind=Kind.PARAGRAPH), *DE.blocks[2:]))
    (found,) = compare((EN, plain))
    assert found.code == "heading"
    assert "(line 3, “The years of the Leiden”) is a heading" in found.detail


def test_a_quotation_in_quotation_marks_is_one_also_as_a_paragraph() -> None:
    blocks = list(DE.blocks)
    blocks[3] = replace(blocks[3], kind=Kind.PARAGRAPH)
    assert compare((EN, replace(DE, blocks=tuple(blocks)))) == ()


def test_swapped_paragraphs() -> None:
    names = ["Marwick", "Olsen", "Petra", "Quist", "Ravn", "Saltmoor"]
    english = [
        f"{name} came to the harbour in the evening and asked for the old ferry to Nordholm."
        for name in names
    ]
    german = [
        f"{name} kam am Abend zum Hafen und fragte nach der alten Fähre nach Nordholm." for name in names
    ]
    german[2], german[3] = german[3], german[2]
    (found,) = compare((edition("en", "\n\n".join(english)), edition("de", "\n\n".join(german))))
    assert found.code == "order"
    assert found.lines == (5, 7)
    assert "(line 5, “Petra came" in found.detail
    assert "(line 7, “Petra kam" in found.detail


def test_a_paragraph_that_stands_elsewhere() -> None:
    moved = replace(DE, blocks=(DE.blocks[8], *DE.blocks[:8]))
    editions = tuple(
        with_text(
            whole, place, whole.blocks[place].text + " (Kattegat, Skagerrak, Nordholm, Vesterby, Marstal)"
        )
        for whole, place in ((EN, 8), (moved, 0))
    )
    assert codes(compare(editions)) == ["order"]


def test_half_of_a_paragraph_is_short() -> None:
    text = DE.blocks[2].text
    (found,) = compare((EN, with_text(DE, 2, text[: len(text) // 2])))
    assert found.code == "length"
    assert found.detail.startswith("Paragraph 2 of the German text")


def test_untranslated_prose_but_not_names_or_quotations() -> None:
    assert codes(compare((EN, with_text(DE, 5, EN.blocks[5].text)))) == ["untranslated"]
    names = "Petra Olsen, Jon Marwick, Eva Quist, Nils Ravn, Ada Holm, Ivar Lund, Tove Dahl, Ole Berg"
    assert compare((with_text(EN, 5, names), with_text(DE, 5, names))) == ()
    quoted = f"“{EN.blocks[5].text}”"
    assert compare((with_text(EN, 5, quoted), with_text(DE, 5, quoted))) == ()


def test_untranslated_is_not_said_of_languages_that_are_nearly_alike() -> None:
    danish = "\n\n".join(
        f"Skibet kommer klokken {hour} til havnen og bliver liggende ved broen, mens folk venter på posten."
        for hour in range(3, 9)
    )
    norwegian = danish.replace("Skibet", "Skipet", 4).replace("havnen", "havna", 4)
    assert compare((edition("da", danish), edition("no", norwegian))) == ()


def test_code_and_tables_are_not_compared() -> None:
    code = Block(Kind.CODE, "print(48)  # a line that is long enough to be missed if it were a paragraph")
    assert compare((replace(EN, blocks=(*EN.blocks, code)), DE)) == ()


def test_what_is_no_translation_is_said_once() -> None:
    long = edition(
        "en",
        "\n\n".join(
            f"A paragraph about {word}, as long as any." * 3 for word in "abcdefghijklmnopqrstuvwxyz"
        ),
    )
    (found,) = compare((long, edition("de", "Hier steht nur eine Zusammenfassung.")))
    assert (found.code, found.lines) == ("different", (0, 0))


def test_an_address_that_is_a_link_in_the_other_text_is_no_length() -> None:
    address = "https://ferries.example/nordholm/years/1914/photographs-of-the-leiden.html"
    assert compare((with_text(EN, 0, f"{EN.blocks[0].text} {address}"), DE)) == ()
    chinese = "我们来得太晚，房子已经空了。@olsen只有那只猫还坐在窗边望着我们，然后它也走了。" * 2
    english = (
        "We came too late, and the house was empty. @olsen Only the cat was still in the window, then it went, too. "
        * 2
    )
    assert compare((edition("en", english), edition("zh", chinese))) == ()


def test_a_translation_that_is_not_finished_lacks_one_stretch() -> None:
    english, german = numbered(40)
    one, two = Edition("en", "", tuple(english)), Edition("de", "", tuple(german[:12]))
    *_, found = compare((one, two))  # where the stretch begins may be told one paragraph too late
    assert found.code == "missing"
    assert " to 40 of the English text" in found.detail


def test_a_summary_is_told_once() -> None:
    english, german = of_many_lengths(40)
    kept = tuple(german[place] for place in range(0, 40, 2))
    (found,) = compare((Edition("en", "", tuple(english)), Edition("de", "", kept)))
    assert found.code == "different"


def test_many_numbers_alone_are_no_other_version() -> None:
    """A list of prices in two currencies, for example."""
    english = edition(
        "en",
        "\n".join(
            f"- A ticket to the island of the {word} costs {20 + place} crowns."
            for place, word in enumerate("abcdefghijkl")
        ),
    )
    german = edition(
        "de",
        "\n".join(
            f"- Eine Fahrkarte zur Insel der {word} kostet {70 + place} Euro."
            for place, word in enumerate("abcdefghijkl")
        ),
    )
    assert codes(compare((english, german))) == ["number"] * 12
    heads = [
        replace(block, kind=Kind.HEADING) if place % 3 == 0 else block
        for place, block in enumerate(german.blocks)
    ]
    assert codes(compare((english, replace(german, blocks=tuple(heads))))) == ["different"]


def test_numbers_in_titles() -> None:
    (found,) = compare((replace(EN, title="48 ferries"), replace(DE, title="84 Fähren")))
    assert found.detail == "The title of the English text says 48, the title of the German text says 84."
    assert compare((replace(EN, title="48 ferries"), replace(DE, title="84 Fähren", untitled=True))) == ()


ENDS = "The ferry to Nordholm sails no more.", "Die Fähre nach Nordholm fährt nicht mehr."


def test_a_title_that_is_the_first_line_of_the_other_text() -> None:
    """One text has a title; the other has none, so that its first line is taken for one."""
    first, rest = DE.blocks[0], DE.blocks[1:]
    one = replace(EN, title="The last ferry", blocks=(replace(EN.blocks[0], text=ENDS[0]), *EN.blocks[1:]))
    two = replace(DE, title=ENDS[1], blocks=rest)
    assert compare((one, two)) == ()
    assert compare((two, one)) == ()
    numbered = replace(one, blocks=(replace(EN.blocks[0], text=f"{ENDS[0][:-1]} in 1914."), *EN.blocks[1:]))
    (found,) = compare((numbered, replace(two, title=f"{ENDS[1][:-1]} in 1941.")))
    assert "(line 1, “" in found.detail
    assert found.detail.endswith("says 1914, the title of the German text says 1941.")
    assert found.blocks == (0, None)
    titled = replace(DE, title="Die letzte Fähre", blocks=(replace(first, text=ENDS[1]), *rest))
    assert compare((one, titled)) == ()


def test_a_heading_that_is_the_title_of_the_other_text() -> None:
    heading = Block(Kind.HEADING, "Die letzte Fähre")
    below = replace(DE, title="Nordholm, im März", blocks=(heading, *DE.blocks))
    assert compare((replace(EN, title="The last ferry"), below)) == ()


@pytest.mark.parametrize("place", [0, 2])
def test_a_title_does_not_hide_a_missing_paragraph(place: int) -> None:
    one, two = replace(EN, title="The last ferry"), replace(DE, title="Die letzte Fähre")
    assert codes(compare((one, without(two, place)))) == ["missing"]
    assert codes(compare((without(one, place), two))) == ["missing"]


def test_what_titles_name_is_no_loss_in_the_text() -> None:
    one, two = (replace(whole, title="Norden 2024") for whole in council("Norden", 12))
    assert compare((with_text(one, 3, one.blocks[3].text.replace("council", "council of Norden")), two)) == ()


def test_a_number_that_moved_to_the_next_paragraph() -> None:
    moved = with_text(DE, 5, DE.blocks[5].text.replace("45 Männer", "Viele Männer"))
    assert (
        codes(compare((EN, moved))) == []
    )  # a number in words in one, none in the other: no digits are lost
    one = with_text(EN, 5, EN.blocks[5].text.replace("Forty-five", "45"))
    assert codes(compare((one, moved))) == ["number"]
    assert compare((one, with_text(moved, 6, f"{moved.blocks[6].text} Es waren 45."))) == ()


def council(name: str, share: int, english_too: str = "") -> tuple[Edition, Edition]:
    """Twelve paragraphs each, of which every `share`-th names `name`."""
    english = [
        f"In the {word} year the council {english_too} met again and wrote a letter to all."
        for word in "abcdefghijkl"
    ]
    german = [
        f"Im Jahr {word} trat der Rat wieder zusammen und schrieb einen Brief an alle."
        for word in "abcdefghijkl"
    ]
    for place in range(0, 12, share):
        english[place] = english[place].replace("council", f"council of {name}")
        german[place] = german[place].replace("Rat", f"Rat von {name}")
    return edition("en", "\n\n".join(english)), edition("de", "\n\n".join(german))


@pytest.mark.parametrize(
    ("name", "share", "english_too", "expected"),
    [
        ("Norden", 3, "", ["name"]),
        ("NATO", 2, "", ["name"]),
        ("Norden", 6, "", []),  # too seldom: after the loss, it is left in one pair
        ("Norden", 3, "norden", []),  # an ordinary word
    ],
)
def test_names_that_are_carried_over_everywhere_else(
    name: str, share: int, english_too: str, expected: list[str]
) -> None:
    one, two = council(name, share, english_too)
    assert compare((one, two)) == ()
    found = compare((one, with_text(two, 6, two.blocks[6].text.replace(f" von {name}", ""))))
    assert codes(found) == expected
    assert all(f"names {name}, paragraph 7 of the German text" in difference.detail for difference in found)
    found = compare((with_text(one, 6, one.blocks[6].text.replace(f" of {name}", "")), two))
    assert codes(found) == expected
    assert all(f"names {name}, paragraph 7 of the English text" in difference.detail for difference in found)


def test_a_word_that_only_begins_sentences_is_no_name() -> None:
    one, two = council("Norden", 3)
    begun = [replace(whole, blocks=tuple(
        replace(block, text=f"Alas! {block.text}") if place % 3 == 0 else block
        for place, block in enumerate(whole.blocks)
    )) for whole in (one, two)]  # fmt: skip
    assert compare((begun[0], with_text(begun[1], 6, two.blocks[6].text))) == ()


def test_a_name_may_once_be_spelt_in_the_letters_of_the_other_language() -> None:
    def russian(name: str) -> str:
        return f"В этом году совет города {name} собрался снова и написал всем письмо."

    def both(share: int) -> tuple[Edition, Edition]:
        english = council("Norden", share)[0]
        texts = [russian("Norden" if place % share == 0 else "наш") for place in range(12)]
        return english, with_text(edition("ru", "\n\n".join(texts)), 6, russian("Норден"))

    assert compare(both(3)) == ()
    assert codes(compare(both(2))) == ["name"]


def test_a_name_that_is_lacking_more_than_once_became_a_pronoun() -> None:
    one, two = council("Norden", 2)
    for place in (6, 8):
        two = with_text(two, place, two.blocks[place].text.replace(" von Norden", ""))
    assert compare((one, two)) == ()


def test_a_name_that_moved_to_the_next_paragraph_is_not_lost() -> None:
    one, two = council("Norden", 3)
    lost = with_text(two, 6, two.blocks[6].text.replace(" von Norden", ""))
    assert compare((one, with_text(lost, 7, lost.blocks[7].text.replace("Rat", "Rat von Norden")))) == ()
    both = with_text(one, 7, one.blocks[7].text.replace("council", "council of Norden"))
    explained = with_text(lost, 7, lost.blocks[7].text.replace("Rat", "Rat von Norden"))
    assert codes(compare((both, explained))) == ["name"]  # the neighbour has it for itself


SAME = [
    ("en", "1,234.5 tons", "de", "1.234,5 Tonnen"),
    ("en", "1,234 tons", "fr", "1 234 tonnes"),
    ("en", "1,234,567", "de", "1’234’567"),
    ("en", "1,500 people", "es", "1500 personas"),
    ("en", "May 3, 2024", "de", "3.5.2024"),
    ("en", "5/3/2024", "fr", "3 mai 2024"),
    ("en", "2024-05-03", "de", "3. Mai 2024"),
    ("en", "on May 3", "de", "am 3.5."),
    ("en", "at 10:30 pm", "de", "um 22:30 Uhr"),
    ("en", "for 30 minutes", "de", "eine halbe Stunde"),
    ("en", "at 8:30", "fr", "à huit heures et demie"),
    ("en", "at 8:30", "es", "a las ocho y media"),
    ("en", "at 8:30", "it", "alle otto e mezza"),
    ("en", "for 30 minutes", "pl", "przez pół godziny"),
    ("en", "at 8:30", "zh", "八点半"),
    ("en", "50 % of it", "de", "die Hälfte davon"),
    ("en", "5.50 dollars", "de", "5,5 Dollar"),
    ("en", "the 1st of 25", "fr", "la première de 25"),
    ("en", "the 14th, 7 and 9", "fr", "Louis XIV, sept et neuf"),
    ("en", "the 19th century, 13", "sv", "1800-talet, 13"),
    ("en", "3 million", "de", "3.000.000"),
    ("en", "3 million and 15", "de", "3 Mio. und fünfzehn"),
    ("en", "1.5 billion", "fr", "1 500 000 000"),
    ("en", "30,000 and 12", "ja", "3万と十二"),
    ("en", "30 and 2024", "zh", "三十，二〇二四年"),
    ("en", "144 million", "ko", "1억 4,400만"),
    ("en", "6.3 million boats", "zh", "630 万艘船"),
    ("en", "20 million and 1.5 billion", "ja", "2000万と15億"),
    ("en", "100,000 yen", "ko", "10만 엔"),
    ("en", "2.5 million people", "hi", "25 लाख लोग"),
    ("en", "at 9:30 UTC", "ja", "18:30 JST"),
    ("en", "48 boats, see https://example.org/7", "zh", "参见https://example.org/9，共有48条船"),
    ("en", "48 and 1,250", "fa", "۴۸ و ۱٬۲۵۰"),
    ("en", "48 of 50", "hi", "४८ / ५०"),
    ("en", "48 of 50", "ja", "４８／５０"),
    ("en", "from 1914 to 1918", "de", "1914–18"),
    ("en", "226 packages", "it", "duecentoventisei pacchetti"),
    ("en", "1200 packages", "nl", "twaalfhonderd pakketten"),
    ("en", "48 times", "de", "achtundvierzig Mal"),
    ("en", "the 33rd", "pt", "a trigésima terceira"),
    ("ru", "в 15 лет", "uk", "у п'ятнадцять років"),
    ("en", "forty-eight", "de", "48"),
    ("en", "in part 5 200 men", "de", "200 Männer in Teil 5"),
    ("en", "see https://example.org/2024/77", "de", "siehe http://example.org/13"),
]


@pytest.mark.parametrize(("one", "first", "two", "second"), SAME)
def test_numbers_that_are_only_written_otherwise(one: str, first: str, two: str, second: str) -> None:
    assert lost((first, second), (first, second), (one, two)) == ((), ())
    assert lost((second, first), (second, first), (two, one)) == ((), ())


OTHER = [
    ("en", "84 men", "de", "48 Männer"),
    ("en", "3 million", "de", "30 Millionen"),
    ("en", "6.3 million boats", "zh", "620 万艘船"),
    ("en", "at 9:30 UTC", "de", "um 8:30 UTC"),
    ("en", "48 boats, see https://example.org/7", "zh", "参见https://example.org/7，共有84条船"),
    ("en", "1,234.5", "de", "1.243,5"),
    ("en", "at 10:30 pm", "de", "um 21:30 Uhr"),
    ("en", "May 3, 2024", "de", "4.5.2024"),
    ("en", "226 packages", "it", "262 pacchetti recenti"),
    ("en", "founded in 1993 by thousands", "fr", "fondé en 3991 par des milliers"),
    ("en", "50 men", "de", "deshalb 15 Männer"),
    ("en", "30 men", "nl", "13 mannen, behalve haar"),
    ("en", "Louis 14", "fr", "Louis XV et 16"),
]


@pytest.mark.parametrize(("one", "first", "two", "second"), OTHER)
def test_numbers_that_differ(one: str, first: str, two: str, second: str) -> None:
    assert all(lost((first, second), (first, second), (one, two)))


def test_a_time_of_day_is_told_whole() -> None:
    one, two = (
        edition("en", "They met at 10:30 at the gate."),
        edition("de", "Sie trafen sich um 9:45 am Tor."),
    )
    (found,) = compare((one, two))
    assert found.detail.endswith(
        "gate.”) says 10:30, paragraph 1 of the German text (line 1, “Sie trafen sich um 9:45 am Tor.”) says 9:45."
    )


def test_a_lonely_number_is_told_only_if_it_could_have_been_recognised() -> None:
    english = edition(
        "en", "They walked for 48 days and found nothing at all behind the mountains of the north."
    )
    german = edition("de", "Sie gingen viele Tage und fanden überhaupt nichts hinter den Bergen des Nordens.")
    assert codes(compare((english, german))) == ["number"]
    assert (
        compare((english, replace(german, language="eu"))) == ()
    )  # numbers in Basque words are unknown here
    small = with_text(english, 0, english.blocks[0].text.replace("48", "7"))
    assert compare((small, german)) == ()


def test_languages_have_english_names() -> None:
    tags = ("de", "pt-BR", "zh-Hant", "x-unknown", "qqq")
    assert [in_english(tag) for tag in tags] == [
        "German",
        "Portuguese (Brazil)",
        "Chinese (Traditional)",
        "x-unknown",
        "qqq",
    ]


KINDS = st.sampled_from(list(Kind))
WORDS = st.text(alphabet="aeiou nrst.,0123456789«“>IVX年万十億٣۴-/:@", max_size=60)
HOSTILE = st.one_of(st.text(max_size=30), WORDS)


@st.composite
def wild(draw: st.DrawFn, language: str, most: int = 14) -> Edition:
    blocks = draw(
        st.lists(st.builds(Block, KINDS, HOSTILE, line=st.integers(min_value=0, max_value=99)), max_size=most)
    )
    return Edition(language, draw(HOSTILE), tuple(blocks))


@given(wild("en"), wild("de"))
@settings(max_examples=150, deadline=None)
def test_anything_can_be_compared(one: Edition, two: Edition) -> None:
    found = compare((one, two))
    for difference in found:
        assert difference.languages == ("en", "de")
        assert difference.detail.endswith(".")
        assert difference.detail[0].isupper() or not difference.detail[0].isalpha()


@given(wild("en"), wild("de"))
@settings(max_examples=150, deadline=None)
def test_what_is_missing_does_not_depend_on_the_order_of_the_editions(one: Edition, two: Edition) -> None:
    there, back = compare((one, two)), compare((two, one))
    told = ("break", "number", "heading", "quotation", "missing", "different")
    assert Counter(d.code for d in there if d.code in told) == Counter(d.code for d in back if d.code in told)


@given(wild("en"))
@settings(max_examples=100, deadline=None)
def test_an_edition_differs_in_nothing_from_itself(one: Edition) -> None:
    assert set(codes(compare((one, replace(one, language="de"))))) <= {"untranslated"}


@given(st.lists(st.tuples(st.integers(80, 400), st.floats(0.9, 1.15)), min_size=3, max_size=12))
@settings(max_examples=60, deadline=None)
def test_texts_of_equal_build_are_the_same(sizes: list[tuple[int, float]]) -> None:
    one = [Block(Kind.PARAGRAPH, ("la " * size)[:size]) for size, _ in sizes]
    two = [Block(Kind.PARAGRAPH, ("so " * size)[: round(size * factor)]) for size, factor in sizes]
    assert compare((Edition("it", "", tuple(one)), Edition("de", "", tuple(two)))) == ()


def test_differences_stand_in_the_order_of_the_text() -> None:
    spoiled = with_text(without(without(DE, 8), 4), 0, DE.blocks[0].text.replace("1.234", "4.321"))
    found = compare((EN, spoiled))
    assert codes(found) == ["number", "break", "missing"]
    assert all(one.lines[0] <= two.lines[0] for one, two in pairwise(found))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (["Ein Satz mit einigen Worten darin."] * 6000, ["One sentence with a few words in it."] * 6000),
        (["a"] * 6000, ["b"] * 5990),
        (["word " * 20] * 6000, ["Wort " * 20] * 200),
        (["9" * 100_000], ["8" * 100_000]),
        (["1 " * 50_000 + "M" * 50_000], ["1.234." * 30_000 + "十" * 50_000]),
        (["x" * 500_000 + "//@ 12"], ["(" * 500_000 + " 13"]),
    ],
    ids=["alike", "short", "unlike", "digits", "runs", "long"],
)
def test_monsters_are_compared_in_no_time(one: list[str], two: list[str]) -> None:
    editions = [
        Edition(language, "", tuple(Block(Kind.PARAGRAPH, text) for text in texts))
        for language, texts in (("de", one), ("en", two))
    ]
    start = process_time()
    compare(editions)
    assert process_time() - start < 30


def test_rows_hold_every_block_of_both_once_and_in_order() -> None:
    kinds = [Kind.CODE, Kind.HEADING, Kind.PARAGRAPH, Kind.TABLE, Kind.PARAGRAPH, Kind.BREAK, Kind.PARAGRAPH]
    one = Edition(
        "en",
        "T",
        tuple(Block(kind, f"The {n} thing is number {n * 37}." * 3) for n, kind in enumerate(kinds)),
    )
    two = Edition(
        "de",
        "T",
        tuple(replace(block, text=block.text.replace("thing", "Ding")) for block in one.blocks[:-1]),
    )
    found = rows(one, two)
    assert found == (((0, 1), (0, 1)), ((2, 3), (2, 3)), ((4,), (4,)), ((5,), (5,)), ((6,), ()))


def test_rows_of_unlike_texts_are_none_or_whole() -> None:
    one = Edition("en", "T", (Block(Kind.PARAGRAPH, "Yes."), Block(Kind.CODE, "x")))
    assert rows(one, Edition("de", "T", ())) in (None, (((0, 1), ()),))
    assert rows(Edition("en", "T", ()), Edition("de", "T", ())) == ()
    assert rows(Edition("en", "", (Block(Kind.CODE, "x"),)), Edition("de", "", ())) == (((0,), ()),)


def test_editions_that_differ_everywhere_are_not_searched_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = 0
    steps = alignment._steps

    def counted(*given: Any) -> Any:
        nonlocal cells
        cells += 1
        return steps(*given)

    monkeypatch.setattr(alignment, "_steps", counted)
    monkeypatch.setattr(alignment, "_CELLS", 20_000)
    sizes = [60] * 100 + [1] * 100
    one = Edition("en", "T", tuple(Block(Kind.PARAGRAPH, "ferry " * size) for size in sizes))
    other = Edition("de", "T", tuple(Block(Kind.PARAGRAPH, "Nebel " * size) for size in reversed(sizes)))
    alignment._search(alignment.Pair(passages(one), passages(other)))
    assert 5_000 < cells <= 20_000
