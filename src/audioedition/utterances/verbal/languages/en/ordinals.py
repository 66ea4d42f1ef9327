"""Roman numerals: Henry VIII, World War II, Act III, Scene ii, the XIXth century, Elizabeth I."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal import roman
from audioedition.utterances.verbal.alternatives import alternatives
from audioedition.utterances.verbal.context import before, behind, starts
from audioedition.utterances.verbal.languages.en.counting import Counting
from audioedition.utterances.verbal.languages.en.phrases import Phrases
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

# For `Rule.needs`:
_CAPITALS = re.compile("[IVXLCDM]")
_ENDING = re.compile(r"[IVXLCDM](?!\w)")
_ALONE = re.compile(r"(?<!\w)(?:[ivxl]|[ivxl]{2,7})(?!\w)")
_PAGE = re.compile(r"[Pp](?:p?\.|ages?) ?[ivxl]")
_EITHER = re.compile(rf"{_ENDING.pattern}|{_ALONE.pattern}")
_MOST = 60  # rulers of one name
_YEARS = 1000


class Romans:
    """The rules for them."""

    def __init__(self, words: Words, counting: Counting, phrases: Phrases) -> None:
        self._counting = counting
        self._phrases = phrases
        self._rulers = frozenset(words.lists["rulers"])
        self._titles = frozenset(words.lists["titles_of_rulers"])
        self._parts = words.lists["parts"]
        self._numbered = words.tables["numbered"]
        self._sons = self._rulers.union(words.lists["first_names"])
        self._human = frozenset(words.lists["human_verbs"])
        self._verbs = frozenset(words.lists["behind_rulers"])

    def rest(self) -> tuple[Rule, ...]:
        """What is left of numerals that can be nothing else."""
        return (
            Rule(
                "roman",
                later(rf"(?<![\w.&])(?P<a>(?=[IVX]{{2}})(?!IV\b|X+\b){roman.PATTERN})(?![\w&'’])"),
                self._number,
                _CAPITALS,
            ),
        )

    def _number(self, match: re.Match[str]) -> str | None:
        number = roman.value(match["a"])
        return self._counting.cardinal(number) if number else None

    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        parts = alternatives((part.replace("_", " ") for part in self._parts), any_case=True)
        small = "[ivxl]{1,7}"
        both = rf"(?:{roman.PATTERN}(?!\w)|{small}(?!\w))"
        return (
            Rule("roman", later(rf"(?<!\w)(?P<part>WW|{parts}[sS]?\.? )(?P<a>{both})(?:(?P<dash>[-–—]| to | and |, )(?P<b>{both}))?(?![\w'’])"), self._part, _EITHER),
            Rule("roman", later(rf"(?<!\w)(?P<page>[Pp]p?\. ?|[Pp]ages? )(?P<a>{small})(?:[-–](?P<b>{small}))?(?!\w)"), self._page, _PAGE),
            Rule("roman", later(rf"(?<!\w)(?P<a>{roman.PATTERN})(?P<th>th|st|nd|rd)?(?=[ -](?:century|centuries|Century|dynasty|Dynasty|Olympiad)\b)"), self._ordinal, _CAPITALS),
            Rule("roman", later(rf"(?<!\w)(?P<a>(?=[IVX]{{2}}){roman.PATTERN})(?:th|st|nd|rd)(?!\w)"), self._ordinal, _CAPITALS),
            Rule("roman", later(rf"(?<=\w )(?P<a>{roman.PATTERN})(?![\w&/-])"), self._ruler, _ENDING),
            Rule("roman", later(rf"(?<!\w)(?P<a>M{{1,3}}(?=[MCDLXVI]{{2}}){roman.PATTERN})(?!\w)|(?<![\w.])(?P<year>MM[XVI]*)(?!\w)"), self._year, _CAPITALS),
            Rule("roman", later(rf"^(?P<a>(?=[IVX]{{2}}){roman.PATTERN}|[IVX])(?=[.):] )"), self._heading, _CAPITALS),
            Rule("roman", later(r"(?<!\w)\((?P<a>i{1,3}|i?v|vi{1,3}|i?x|xi{1,3})\)"), self._item),
        )  # fmt: skip

    def _part(self, match: re.Match[str]) -> str | None:
        first, second = roman.value(match["a"]), roman.value(match["b"]) if match["b"] else None
        part = match["part"]
        if not first or (match["b"] and not second):
            return None
        is_play = part[:1].islower() and re.match(",? scene ", match.string[match.end() :])
        if (
            part[:1].islower()
            and len(match["a"]) == 1
            and match["a"] in "IiCDMLXV"
            and not match["b"]
            and not is_play
        ):
            return None  # in part I agree
        if match["a"] == "I" and not match["b"] and not self._ends(match):
            return None
        number = self._counting.cardinal(first)
        part = (
            "World War " if part == "WW" else f"{self._numbered.get(part.rstrip('. '), part.rstrip('. '))} "
        )
        said = part + (number.capitalize() if match["a"][0].isupper() else number)
        if second is None:
            return said
        dash = match["dash"] if match["dash"].strip() not in {"-", "–", "—"} else " to "
        return f"{said}{dash}{self._counting.cardinal(second)}"

    def _ends(self, match: re.Match[str]) -> bool:
        """Whether an I behind a word cannot be the person who speaks: nothing that one does follows."""
        word = behind(match)
        return not word or word[0].isupper() or self._phrases.is_no_deed(word)

    def _page(self, match: re.Match[str]) -> str | None:
        first, second = roman.value(match["a"]), roman.value(match["b"] or "")
        if not first or (match["b"] and not second):
            return None
        many = "pages" if match["b"] or "s" in match["page"] else "page"
        many = many.capitalize() if match["page"][0] == "P" else many
        return f"{many} {self._counting.cardinal(first)}" + (
            f" to {self._counting.cardinal(second)}" if second else ""
        )

    def _ordinal(self, match: re.Match[str]) -> str | None:
        number = roman.value(match["a"])
        return self._counting.ordinal(number) if number else None

    def _ruler(self, match: re.Match[str]) -> str | None:
        """Louis XIV; with a single letter only behind the name of a ruler, in company of which it cannot be a word."""
        number, name = roman.value(match["a"]), before(match).removesuffix("'s")
        if not number or number > _MOST or not name[:1].isupper() or name.isupper():
            return None
        if name not in self._rulers:
            return self._namesake(match, name, number)
        if len(match["a"]) == 1 and (
            match["a"] not in "IVX" or (number == 1 and not self._is_first(match, name))
        ):
            return None
        return f"the {self._counting.ordinal(number).capitalize()}"

    def _namesake(self, match: re.Match[str], name: str, number: int) -> str | None:
        """A numeral behind an unknown name, if nothing else is written so: not IV fluids, not Yellow XL."""
        start = match.start() - len(name) - 1
        if len(match["a"]) == 1 or not set(match["a"]) <= set("IVX") or self._phrases.is_function(name):
            return None
        if match["a"] == "IV" and starts(match.string, start):
            return None
        if not self._is_person(match, start):
            return self._counting.cardinal(number).capitalize()
        return f"the {self._counting.ordinal(number).capitalize()}"

    def _is_person(self, match: re.Match[str], start: int) -> bool:
        """Whether a person is numbered, and not a film or a council: by a title, a first name, or by what follows."""
        near = re.findall(r"[^\W\d_]+", match.string[max(0, start - 40) : start])[-3:]
        return (
            behind(match) in self._human
            or match.string.startswith(" of ", match.end())
            or not self._titles.isdisjoint(near)
            or (bool(near) and near[-1] in self._sons)
        )

    def _is_first(self, match: re.Match[str], name: str) -> bool:
        start = match.start() - len(name) - 1
        if before(match, start) in self._titles or match.string[match.end() : match.end() + 2] in {
            "'s",
            "’s",
        }:
            return True
        word = behind(match)
        if not word:
            return (
                match.end() == len(match.string)
                or match.string[match.end()] in ".,;:!?)–—-"
                or match.string[match.end() :].lstrip()[:1] in "(–—"
            )
        if word in self._verbs:
            return before(match, start) in {
                "of",
                "under",
                "when",
                "that",
                "by",
                "after",
                "before",
                "because",
                "and",
            } or starts(match.string, start)
        return word in {"of", "and", "in"} or self._phrases.is_determiner(word)

    def _year(self, match: re.Match[str]) -> str | None:
        number = roman.value(match["a"] or match["year"])
        return self._counting.year(number) if number and number > _YEARS else None

    def _heading(self, match: re.Match[str]) -> str | None:
        number = roman.value(match["a"])
        return self._counting.cardinal(number).capitalize() if number else None

    def _item(self, match: re.Match[str]) -> str | None:
        number = roman.value(match["a"])
        return f"{self._counting.cardinal(number)}, " if number else None
