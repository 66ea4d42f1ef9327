"""Abbreviations that mean one thing here and another there: St., Dr., No., Ave., p. 12, Sgt."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.context import before, behind, starts
from audioedition.utterances.verbal.languages.en.phrases import Phrases
from audioedition.utterances.verbal.rules import DIGIT, Rule
from audioedition.utterances.verbal.words import Words

_TOWN = 30  # characters
_WORDS = frozenset({"Pa", "Miss", "Ill", "Mass", "Wash", "La", "Del", "Ind", "Mo", "Ark"})
"""States that are words or persons as well: Mom, Pa."""

_COMPASS = {"N": "North", "S": "South", "E": "East", "W": "West"}
_ROADS = "Street|St|Avenue|Ave|Av|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Ln|Court|Place|Parkway"
_STOP = re.compile(r"\.|Mr|Mrs|Ms|Dr|St|Prof|No|vs")


class Titles:
    """The rules for them."""

    def __init__(self, words: Words, phrases: Phrases) -> None:
        self._phrases = phrases
        self._titles = words.tables["titles"]
        self._numbered = words.tables["numbered"]
        self._behind_numbers = words.tables["behind_numbers"]
        self._bare = frozenset(words.lists["numbered_bare"])
        self._always = words.lists["always"]
        self._lettered = frozenset(words.lists["lettered"])
        self._lettered_too = words.lists["numbered_letters"]
        self._saints = frozenset(words.lists["saints"])
        self._streets = frozenset(words.lists["streets"])
        self._words = words.shouted | words.beside_shouts | words.kept
        self._states = words.tables["states"]
        self._states_short = words.tables["states_short"]
        self._roads = words.tables["roads"]

    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        titles, numbered, roads, numbers = map(
            _alternatives, (self._titles, self._numbered, self._roads, self._behind_numbers)
        )
        return (
            Rule("abbreviation", later(r"(?<![\w.])St(?P<dot>\.?)(?![\w'’])"), self._saint, _STOP),
            Rule("abbreviation", later(r"(?<![\w.])Dr\.(?![\w'’])"), self._drive, _STOP),
            Rule("abbreviation", later(rf"(?<![\w.])(?P<a>{'|'.join(self._always)})(?:\.|(?=[ \u00a0/]))"), lambda match: self._titles[match["a"]], _STOP, open=True),
            Rule("abbreviation", later(r"(?<=\w )v\.(?= [A-Z])"), lambda _: "versus", _STOP, open=True),
            Rule("abbreviation", later(r"(?<=\d[snrt][tdh] )(?:[cC]|[cC]ent)\.(?!\w)"), lambda _: "century", _STOP),
            Rule("abbreviation", later(r"(?<=[ (])(?:feat|ft)\.(?= [A-Z])"), self._featuring, _STOP, open=True),
            Rule("abbreviation", later(r"(?<=\d[snrt][tdh] )(?:rev\. )?ed\.(?!\w)"), lambda match: "revised edition" if "rev" in match[0] else "edition", _STOP),
            Rule("abbreviation", later(rf"(?<!\w)(?P<a>[NSEW])\.(?= (?:[A-Z][a-z]{{1,20}} (?:[A-Z][a-z]{{1,20}} )?|\d{{1,3}}(?:st|nd|rd|th) )(?:{_ROADS})\b)"), lambda match: _COMPASS[match["a"]], _STOP, open=True),
            Rule("abbreviation", later(rf"(?<=[a-z], )(?P<a>{_alternatives(self._states_short)})\.(?!\w)"), self._state_short, _STOP),
            Rule("initial", later(r"(?<=\w )(?P<a>[A-Z])\.(?= [A-Z][\w'’]*[a-z])"), self._initial, _STOP, open=True),
            Rule("abbreviation", later(rf"(?<![\w.])(?P<a>{titles})(?:\.|(?<=r)|(?<=rs)|(?<=Ms)|(?<=Prof)|(?<=Rev)|(?<=Capt)|(?<=Sgt)|(?<=Lt)|(?<=Mt)|(?<=Ft))(?= (?:[^\W\d_]\.|[^\W\d_]['’]?[^\W\d_]))"), self._title, _STOP, open=True),
            Rule("abbreviation", later(rf"(?<![\w.-])(?P<a>{numbered})\.?(?P<gap> ?)(?=[\d#½])"), self._number, None, open=True),
            Rule("abbreviation", later(rf"(?<![\w.-])(?P<a>{'|'.join(self._lettered_too)})\.(?P<gap> )(?=[A-Z](?![\w'’]))"), self._number, _STOP, open=True),
            Rule("abbreviation", later(r"(?<=\d) ?ff?\b\.?"), self._following, DIGIT),
            Rule("abbreviation", later(rf"(?<=\d)(?P<gap>[ \u00a0-]?)(?P<a>{numbers})\.(?!\w)"), self._unit, _STOP),
            Rule("abbreviation", later(rf"(?<=\w )(?P<a>{roads})\.(?!\w)"), self._road, _STOP),
            Rule("abbreviation", later(rf"(?<=[a-z]),? (?P<a>{'|'.join(self._states)})(?= \d{{5}}\b| [a-z(]|[.,;:!?)]|$)"), self._state),
        )  # fmt: skip

    def _saint(self, match: re.Match[str]) -> str | None:
        """A saint before a name, a street behind one."""
        last, following = before(match), behind(match)
        house = re.search(
            r"\d+[\w-]* (?:[NSEW]\.? )?[A-Z][\w'’]+ $",
            match.string[max(0, match.start() - 40) : match.start()],
        )
        ordinal = re.search(r"\d(?:st|nd|rd|th) $", match.string[max(0, match.start() - 6) : match.start()])
        is_street = ordinal or house or last in self._streets
        is_place = bool(following[:1].isupper()) and match.string[match.end() : match.end() + 1] in {
            " ",
            "\u00a0",
            "-",
        }
        if (
            is_place
            and not is_street
            and (
                following in self._saints
                or not self._phrases.is_name(last)
                or starts(match.string, match.start() - len(last) - 1)
            )
        ):
            return "Saint"
        if is_street or self._phrases.is_name(last):
            return "Street"
        return "Saint" if is_place else None

    def _drive(self, match: re.Match[str]) -> str | None:
        house = re.search(
            r"\d+[\w-]* [A-Z][\w'’]+ (?:[A-Z][\w'’]+ )?$",
            match.string[max(0, match.start() - 50) : match.start()],
        )
        if house or (self._phrases.is_name(before(match)) and not behind(match)[:1].isupper()):
            return "Drive"
        return None

    def _featuring(self, match: re.Match[str]) -> str | None:
        named = self._phrases.is_name(before(match)) or match.string[match.start() - 1] == "("
        return "featuring" if named and self._phrases.is_name(behind(match)) else None

    def _initial(self, match: re.Match[str]) -> str | None:
        """The letter in a name: John F. Kennedy."""
        first, last = before(match), behind(match)
        is_name = self._phrases.is_name(first) and first not in self._lettered and self._phrases.is_name(last)
        return match["a"] if is_name and not first.isupper() else None

    def _title(self, match: re.Match[str]) -> str | None:
        return self._titles[match["a"]] if behind(match)[:1].isupper() else None

    def _number(self, match: re.Match[str]) -> str | None:
        key = match["a"]
        if key == "No" and "." not in match[0] and (starts(match.string, match.start()) or not match["gap"]):
            return None
        if ("." not in match[0] and key not in self._bare) or (
            not match["gap"] and "." not in match[0] and key.isalpha()
        ):
            return None
        said = self._numbered[key]
        return f"{said.capitalize() if key[0].isupper() and starts(match.string, match.start()) else said} "

    @staticmethod
    def _following(match: re.Match[str]) -> str | None:
        near = match.string[max(0, match.start() - 16) : match.start()]
        return " and following" if re.search(r"(?:\bpp?\.|\b[Pp]ages?|§|\b[Ll]l?\.) ?\d+$", near) else None

    def _unit(self, match: re.Match[str]) -> str:
        said = self._behind_numbers[match["a"]]
        one, _, many = said.partition("|")
        is_one = bool(re.search(r"(?<![\d.,])1$", match.string[max(0, match.start() - 3) : match.start()]))
        return (
            f" {one if is_one or match['gap'] == '-' or self._phrases.is_attribute(match) else many or one}"
        )

    def _road(self, match: re.Match[str]) -> str | None:
        last = match.string[: match.start()].rstrip().rpartition(" ")[2]
        return self._roads[match["a"]] if last[:1].isupper() or last[:1].isdecimal() else None

    def _state(self, match: re.Match[str]) -> str | None:
        """A state behind the name of a town; one that can be a word only where an address ends."""
        town = re.search(r"([\w'’.]+)$", match.string[max(0, match.start() - _TOWN) : match.start()])
        if "," not in match[0] or not town or not town[1][0].isupper():
            return None
        ends = re.match(r" \d{5}|[.,;:!?)]|$", match.string[match.end() :])
        return f", {self._states[match['a']]}" if ends or match["a"] not in self._words else None

    def _state_short(self, match: re.Match[str]) -> str | None:
        """A state as newspapers shorten it: Fresno, Calif."""
        town = re.search(r"([^\W\d_][\w'’]+), $", match.string[max(0, match.start() - _TOWN) : match.start()])
        if not town or not self._phrases.is_name(town[1]):
            return None
        begun = starts(match.string, match.start() - len(town[0]))
        return None if begun and match["a"] in _WORDS else self._states_short[match["a"]]


def _alternatives(table: object) -> str:
    return "|".join(sorted(map(re.escape, table), key=len, reverse=True))  # type: ignore[call-overload]
