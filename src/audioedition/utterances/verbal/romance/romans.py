"""Roman numerals where they are numbers: centuries, rulers, chapters, wars, years."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from audioedition.patterns import later
from audioedition.utterances.verbal import roman
from audioedition.utterances.verbal.letters import spelled
from audioedition.utterances.verbal.romance.grammar import BLANK, DASH, Grammar, word_before
from audioedition.utterances.verbal.rules import Rule

_NUMERAL = r"[IVXLCDM]+"
_CAPITAL = re.compile(rf"(?<!\w){_NUMERAL}(?!\w)")
_YEAR = 1000
_CENTURIES = 40
_LONG = 4  # letters from which on a numeral with L, C, D or M is no acronym


@dataclass(frozen=True)
class Romans:
    """The rules for them, in the language of `grammar`.

    Its table `centuries` has the words for a century, with their abbreviations written out; its lists `rulers` and `queens`
    names of those who are counted, `numbered` nouns with an ordinal behind, `counted` nouns with a cardinal
    behind, and `ordered` nouns with an ordinal before them.
    """

    grammar: Grammar

    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        lists, link = self.grammar.table.lists, f"(?:{self.grammar.say['roman_links']})"
        words = [*self.grammar.table.tables["centuries"]]
        centuries = f"(?i:{_any(word for word in words if word.isalpha())})|{_any(word for word in words if not word.isalpha())}"
        months = _any(lists["month_names"])
        more = rf"(?:(?P<link>\s?{DASH}\s?|\s?/\s?|{link})(?P<last>{_NUMERAL})(?!\w))?"
        behind = rf"(?:\s?{DASH}\s?{_NUMERAL}|\s?/\s?{_NUMERAL}|{link}{_NUMERAL})?"
        names = _any((*lists["rulers"], *lists["queens"]))
        short = _any(word for word in self.grammar.table.tables["centuries"] if word.endswith("."))
        numbered = _any((*lists["numbered"], *lists["counted"]))
        return (
            Rule("century", later(rf"(?<![\w.])(?P<roman>{_NUMERAL})(?!\w)(?={behind}{BLANK}(?:{centuries})(?!\w))"), self._before_century, _CAPITAL),
            Rule("century", later(rf"(?<!\w)(?P<noun>(?:{centuries})){BLANK}?(?P<roman>{_NUMERAL})(?!\w){more}"), self._century, _CAPITAL),
            Rule("century", later(rf"(?:(?<=[IVX]{BLANK})|(?<=[ºª°]{BLANK}))(?P<noun>{short})(?!\w)"), self._short_century, _CAPITAL),
            Rule("road", later(r"(?<![\w-])(?P<letters>[A-Z]{1,3})[-‑](?P<roman>[IVX]{1,5})(?![\w-])"), self._road, _CAPITAL),
            Rule("ruler", later(rf"(?<!\w)(?P<name>{names}){BLANK}(?P<roman>{_NUMERAL})(?!\w|['’]\w)"), self._ruler, _CAPITAL),
            Rule("ruler", later(r"(?<= [ye] )(?P<roman>[IVX]+)(?= d[ei]l? [A-Z])"), self._also, _CAPITAL),
            Rule("date", later(rf"(?<![\w.])(?P<roman>{_NUMERAL})(?={BLANK}(?:de )?(?:{months})(?!\w))"), self._day, _CAPITAL),
            Rule("numbered", later(rf"(?<!\w)(?P<noun>(?i:{numbered})){BLANK}(?P<roman>{_NUMERAL})(?![\w]|['’]\w|\.\w){more}"), self._numbered, _CAPITAL),
            Rule("roman", later(rf"(?<![\w.'’-])(?P<roman>{_NUMERAL})(?![\w]|['’]\w|[.-]\w)(?:(?={BLANK}(?P<noun>[^\W\d_]+)))?"), self._bare, _CAPITAL),
        )  # fmt: skip

    def _before_century(self, match: re.Match[str]) -> str | None:
        number = roman.value(match["roman"])
        return self.grammar.century(number) if number and number <= _CENTURIES else None

    def _century(self, match: re.Match[str]) -> str | None:
        if (roman.value(match["roman"]) or _YEAR) > _CENTURIES:
            return None
        noun = self.grammar.table.tables["centuries"][match["noun"].lower()]
        if match["noun"][0].isupper():
            noun = noun.capitalize()
        return self._row(match, noun, self.grammar.century)

    def _short_century(self, match: re.Match[str]) -> str:
        return self.grammar.table.tables["centuries"][match["noun"]]

    def _row(self, match: re.Match[str], noun: str, say: object) -> str | None:
        first, last = roman.value(match["roman"]), roman.value(match["last"] or "")
        if not first or (match["last"] and not last):
            return None
        said = f"{noun} {say(first)}"  # type: ignore[operator]
        if last:
            link = match["link"] if match["link"].strip().isalpha() else " "
            said += f"{link}{say(last)}"  # type: ignore[operator]
        return said

    def _road(self, match: re.Match[str]) -> str | None:
        number = roman.value(match["roman"])
        return f"{spelled(match['letters'])} {self.grammar.cardinal(number)}" if number else None

    def _ruler(self, match: re.Match[str]) -> str | None:
        number = roman.value(match["roman"])
        if not number or match["roman"] in {"C", "D", "L", "M"}:
            return None
        gender = "f" if match["name"] in self.grammar.table.lists["queens"] else "m"
        return f"{match['name']} {self.grammar.reign(number, gender)}"

    def _also(self, match: re.Match[str]) -> str | None:
        """The number that a ruler had elsewhere: “Carlos I de España y V de Alemania”."""
        number = roman.value(match["roman"])
        return self.grammar.reign(number, "m") if number else None

    def _day(self, match: re.Match[str]) -> str | None:
        number = roman.value(match["roman"])
        return self.grammar.day(number) if number and number <= 31 else None  # noqa: PLR2004 -- days

    def _numbered(self, match: re.Match[str]) -> str | None:
        noun = self.grammar.table.tables["before_number"].get(match["noun"].lower(), match["noun"])
        counted = noun.lower() in self.grammar.table.lists["counted"]
        if match["roman"] in set("CDLM") | (set("X") if counted else set()):
            return None
        gender = self.grammar.gender(noun)
        return self._row(
            match,
            noun,
            self.grammar.cardinal if counted else lambda number: self.grammar.reign(number, gender),
        )

    def _bare(self, match: re.Match[str]) -> str | None:
        """A numeral by itself: an ordinal before a noun, else a number, unless it may be a word or an acronym."""
        numeral, noun = match["roman"], match["noun"] or ""
        number = roman.value(numeral)
        if not number:
            return None
        lists, determiner = self.grammar.table.lists, word_before(match)
        is_ordered = noun.lower() in lists["ordered"]
        if not is_ordered and (
            len(numeral) == 1 or not (set(numeral) <= set("IVX") or len(numeral) >= _LONG)
        ):
            return None
        if noun.isupper() and len(noun) > 1 and not is_ordered:
            return None  # VI ASPETTO
        if number >= _YEAR:
            return self.grammar.cardinal(number)
        if is_ordered or (len(noun) > 3 and determiner in lists["determiners"]):  # noqa: PLR2004 -- no small word
            plural = determiner in lists["plural_determiners"]
            return self.grammar.ordered(number, self.grammar.gender(noun), plural=plural)
        return self.grammar.cardinal(number)


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"
