"""Ordinals and Roman numerals: “1er”, “XIXe siècle”, “Louis XIV”, “chapitre IV”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audioedition.patterns import later
from audioedition.utterances.verbal import roman
from audioedition.utterances.verbal.amounts import value
from audioedition.utterances.verbal.languages.fr.numbers import BLANK, WHOLE, Speech
from audioedition.utterances.verbal.rules import DIGIT, Rule

_MASCULINE, _FEMININE = ("er", "ᵉʳ"), ("ère", "ere", "re", "ʳᵉ")
_SECOND = ("nd", "d", "nde", "de")
_OTHER = ("ième", "ème", "eme", "è", "e", "ᵉ")
_E = r"(?:<sup>)?(?:e|er|ᵉ|ème)(?:</sup>)?"
_ROMANS = re.compile("[IVXLCDM]")
_NUMERAL = r"(?<![\w.'’])[IVXLCDM]{1,12}(?![\w'’])(?!-[A-Z]|\.\w)"
_BEFORE = re.compile(rf"([^\W\d_][\w.’'-]*|\d+°?){BLANK}$")
_SERIES = re.compile(rf"[IVXLC]+{BLANK}?(?:et|à|ou|,|-|–){BLANK}?$")
_ORDINAL = re.compile(rf"(?:\b[IVX]+|\d){_E}{BLANK}$")
_ORDINALS = re.compile(rf"e(?:</sup>)?{BLANK}(?:et|-|à){BLANK}[IVX\d]+{_E}{BLANK}$")
_INITIAL = re.compile(r"\.(?:,|\s[^\W\d_A-ZÀ-Ý])")  # “Pierre V., 45 ans”
_LOOK_BACK = 48
_TEAMS = ("XV", "XIII")
_SECOND_NUMBER = 2
_PLAIN = 2  # letters; longer numerals are hardly anything else


def rules(speech: Speech) -> tuple[Rule, ...]:
    """The rules for them, in order."""
    ordinals, numerals = _Ordinals(speech), _Numerals(speech)
    end = _end(*_MASCULINE, *_FEMININE, *_SECOND, *_OTHER)
    return (
        Rule("century", later(r"(?<=[\s\u00a0\u202f])s\.(?!\w)"), _century),
        Rule("ordinal", later(rf"(?<![\w.,])(?P<whole>{WHOLE}){end}(?!\w)"), ordinals.arabic, DIGIT),
        Rule("ordinal", later(rf"(?<!\w)(?P<roman>[IVXLCDM]{{1,12}}){_end(*_MASCULINE, *_FEMININE, *_OTHER)}(?![\w'’])"), ordinals.roman, _ROMANS),
        Rule("ordinal", later(rf"(?<!\w)(?P<roman>[ivx]{{1,6}})(?P<end>er|e)(?P<many>s)?(?={BLANK}siècle)"), ordinals.roman),
        Rule("heading", later(rf"^(?P<roman>[IVX]{{1,6}}){BLANK}?[.)–—-]{BLANK}(?=[«\"A-ZÀ-Ý])"), numerals.heading, _ROMANS),
        Rule("numeral", later(_NUMERAL), numerals.numeral, _ROMANS),
    )  # fmt: skip


def _end(*ends: str) -> str:
    """A pattern: what makes an ordinal of a number, raised or not."""
    longest_first = "|".join(sorted(ends, key=len, reverse=True))
    return rf"(?:<sup>|\^)?(?P<end>{longest_first})(?P<many>s|ˢ)?(?:</sup>)?"


@dataclass(frozen=True)
class _Ordinals:
    speech: Speech

    def arabic(self, match: re.Match[str]) -> str | None:
        return self._ordinal(value(match["whole"]), match)

    def roman(self, match: re.Match[str]) -> str | None:
        written, number = match["roman"], roman.value(match["roman"])
        if not number or (len(written) == 1 and written not in "IVX"):
            return None
        if written == "I" and match["end"] in _OTHER:
            return None
        return self._ordinal(number, match)

    def _ordinal(self, number: int, match: re.Match[str]) -> str | None:
        end, many = match["end"], "s" if match["many"] else ""
        if end in _SECOND:
            return ("seconde" if end.endswith("e") else "second") + many if number == _SECOND_NUMBER else None
        if end not in _OTHER and number != 1:
            return None
        feminine = end in _FEMININE or (
            end in _OTHER and self.speech.genders.counted(match.string, *match.span())
        )
        return self.speech.ordinal(number, feminine=feminine) + many


@dataclass(frozen=True)
class _Numerals:
    speech: Speech

    def heading(self, match: re.Match[str]) -> str | None:
        number = roman.value(match["roman"])
        return self.speech.cardinal(number) + ", " if number else None

    def numeral(self, match: re.Match[str]) -> str | None:
        """A Roman numeral as a cardinal, if what stands before it says that it is one."""
        number, word = roman.value(match[0]), _word_before(match)
        if len(match[0]) == 1 and _INITIAL.match(match.string, match.end()):
            return None
        if not number:
            return None
        lists = self.speech.words.lists
        queen = word in lists["queens"]
        if number == 1 and (queen or word in lists["rulers"]):
            return self.speech.ordinal(1, feminine=queen)
        return self.speech.cardinal(number) if self._is_numbered(word, match[0]) else None

    def _is_numbered(self, word: str, numeral: str) -> bool:
        """Whether `numeral` behind `word` is a number: of a ruler, a chapter, a team, or of whatever has a name."""
        lists = self.speech.words.lists
        small = set(numeral) <= set("IVX")  # others are mostly abbreviations: CD, MC
        if word in lists["queens"] or word in lists["rulers"]:
            return small
        if word.lower() in lists["labels"]:
            return len(numeral) > 1 or (small and word.lower() in lists["books"])
        if numeral in _TEAMS and word.lower() in ("le", "du", "au", "à", "un", "ce"):
            return True
        is_name = word[:1].isupper() and len(word) > len("Le")
        if len(numeral) > _PLAIN:
            return numeral != "XXX" and (small or (is_name and set(numeral) <= set("IVXL")))
        return small and is_name and len(numeral) > 1


def _word_before(match: re.Match[str]) -> str:
    """The word before the numeral, or before the row of numerals that it stands in (“tomes I et II”)."""
    before = match.string[max(0, match.start() - _LOOK_BACK) : match.start()]
    while series := _SERIES.search(before):
        before = before[: series.start()]
    found = _BEFORE.search(before)
    return re.split("['’]", found[1].rstrip("."))[-1] if found else ""


def _century(match: re.Match[str]) -> str | None:
    before = match.string[max(0, match.start() - _LOOK_BACK) : match.start()]
    if not _ORDINAL.search(before):
        return None
    return "siècles" if _ORDINALS.search(before) else "siècle"
