"""References: § 12a Abs. 2 S. 1, §§ 3 ff., Art. 5, S. 112 f., Bd. III."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal import roman
from audioedition.utterances.verbal.languages.de.grammar import Grammar
from audioedition.utterances.verbal.languages.de.numbers import Numbers
from audioedition.utterances.verbal.rules import DIGIT, Rule
from audioedition.utterances.verbal.words import Words

_SECTION = re.compile("§")


def rules(words: Words, grammar: Grammar, numbers: Numbers) -> tuple[Rule, ...]:
    """The rules for them."""
    table = words.tables.get("before-number", {})
    keys = "|".join(sorted((re.escape(key).replace(r"\ ", r"\s?") for key in table), key=len, reverse=True))

    def reference(match: re.Match[str]) -> str:
        said = table[" ".join(match["key"].split())]
        behind_number = grammar.left(match.string, match.start())[:2]
        if match["key"] == "S." and len(behind_number) > 1 and behind_number[1] in {"Abs.", "Absatz", "§"}:
            said = "Satz"
        elif match["key"] == "S." and behind_number and behind_number[0].lower() in {"den", "die"}:
            said = "Seiten"
        return said

    def subsection(match: re.Match[str]) -> str:
        letter = f" {match['letter']}" if match["letter"] else ""
        sign = "Artikel" if match["sign"] == "Art." else "Paragraf"
        return f"{sign} {numbers.cardinal(int(match['number']))}{letter} Absatz {numbers.cardinal(roman.value(match['roman']) or 0)}"

    def following(match: re.Match[str]) -> str:
        return " fortfolgende" if match["sign"] == "ff" else " folgende"

    books = words.tables.get("bible", {})
    book = "|".join(books)

    def verse(match: re.Match[str]) -> str:
        first = f"{numbers.ordinal(int(match['number']), 'er')} " if match["number"] else ""
        verses = f" Vers {numbers.cardinal(int(match['verse']))}" if match["verse"] else ""
        last = f" bis {numbers.cardinal(int(match['last']))}" if match["last"] else ""
        return f"{first}{books[match['book']]} {numbers.cardinal(int(match['chapter']))}{verses}{last}"

    return (
        Rule("verse", later(rf"(?<!\w)(?:(?P<number>[1-5])\.?\s)?(?P<book>{book})\s(?P<chapter>\d{{1,3}})(?:,\s?(?P<verse>\d{{1,3}})(?:[–-](?P<last>\d{{1,3}}))?)?(?!\w|,\d)"), verse, DIGIT),
        Rule("section", later(rf"(?P<sign>§|Art\.)\s?(?P<number>\d{{1,4}})(?P<letter>[a-z])?\s(?P<roman>{roman.PATTERN})(?!\w)"), subsection, DIGIT),
        Rule("reference", later(r"(?<![\w.])(?P<key>Nr|Abs|Kap|Bd|Abb|Tab|Art(?=\s\d+[a-z]?\s(?:Abs|[A-Z]{2})))(?=\s\d+(?![\w-]))"), lambda match: table[f"{match['key']}."], DIGIT, open=True),
        Rule("section", later(r"§§\s?"), lambda _: "Paragrafen ", _SECTION, open=True),
        Rule("section", later(r"§\s?(?=\d)"), lambda _: "Paragraf ", _SECTION, open=True),
        Rule("reference", later(r"(?<=\d)[\s]?(?P<sign>ff?)\.?(?![\w])"), following, DIGIT),
        Rule("reference", later(r"(?<=\d[a-z])[\s](?P<sign>ff?)\.(?![\w])"), following, DIGIT),
        Rule("reference", later(rf"(?<![\w.])(?P<key>{keys})(?=\s?(?:\d|[IVXLC]+(?![\w])|[a-z](?:\)|\s|,)))"), reference, None, open=True),
    )  # fmt: skip
