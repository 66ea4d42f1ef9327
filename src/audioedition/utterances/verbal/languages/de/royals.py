"""Roman numerals: rulers and popes (Ludwigs XIV.), and things that are counted so (Band III)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audioedition.patterns import later
from audioedition.utterances.verbal import roman
from audioedition.utterances.verbal.languages.de.grammar import Case, Grammar
from audioedition.utterances.verbal.languages.de.numbers import Numbers
from audioedition.utterances.verbal.languages.de.verbs import Verbs, verbs
from audioedition.utterances.verbal.letters import spelled
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_NEEDS = re.compile("[IVXLCM]")
_ARTICLES = {
    ("m", Case.NOMINATIVE): ("der", "e"), ("m", Case.GENITIVE): ("des", "en"), ("m", Case.DATIVE): ("dem", "en"), ("m", Case.ACCUSATIVE): ("den", "en"),
    ("f", Case.NOMINATIVE): ("die", "e"), ("f", Case.GENITIVE): ("der", "en"), ("f", Case.DATIVE): ("der", "en"), ("f", Case.ACCUSATIVE): ("die", "e"),
}  # fmt: skip
_AS_ARTICLE = {
    "des": Case.GENITIVE, "dem": Case.DATIVE, "vom": Case.DATIVE, "zum": Case.DATIVE, "beim": Case.DATIVE, "zur": Case.DATIVE, "im": Case.DATIVE, "bis": Case.DATIVE,
    "den": Case.ACCUSATIVE, "die": Case.NOMINATIVE,
}  # fmt: skip
_ELDER = re.compile(r"d\.\s?[ÄJ]\.")
_RELATIVE = re.compile(r"(?:\S+\s)?,\s(?:\w+\s)?de[nm]$")
"""A relative pronoun is no article: ein Schloss, in dem Karl V. …"""
_MOST = 40  # no dynasty has more


@dataclass(frozen=True, slots=True)
class Royals:
    """How rulers are called."""

    grammar: Grammar
    numbers: Numbers
    men: frozenset[str]
    women: frozenset[str]
    titles: frozenset[str]
    towards: frozenset[str]
    """Verbs with which “an” and the like have the accusative: schrieb an."""
    verbs: Verbs
    adverbs: frozenset[str]
    """What may stand between “und” and the second of two rulers: und später."""

    def said(self, match: re.Match[str]) -> str | None:
        """A ruler's number."""
        number, name = (roman.value(match["roman"]) or 0), match["name"]
        left = self.grammar.left(match.string, match.start("name"))
        base, genitive = self._base(name)
        titled = any(word in self.titles or word.removesuffix("s") in self.titles for word in left[:2])
        if not 0 < number <= _MOST or not (base in self.men or base in self.women or titled):
            return None
        if not (base in self.men or base in self.women) and len(match["roman"]) == 1 and not match["dot"]:
            return None
        if match["roman"] == "X" and not match["dot"]:
            return None  # Malcolm X
        gender = self._gender(base, left)
        case = Case.GENITIVE if genitive else self._case(left, match.string[match.end() :])
        article, ending = _ARTICLES[gender, case]
        return f"{name} {article} {self.numbers.ordinal(number, ending).capitalize()}"

    def another(self, match: re.Match[str]) -> str | None:
        """The second of two of one name: Heinrich IV. und V."""
        left = self.grammar.left(match.string, match.start())
        if len(left) < 2 or not roman.value(left[0].rstrip(".")):  # noqa: PLR2004 -- a number and a name
            return None
        base, genitive = self._base(left[1])
        if base not in self.men | self.women:
            return None
        case = Case.GENITIVE if genitive else self._case(left[2:], "")
        article, ending = _ARTICLES[self._gender(base, left[2:]), case]
        return f"{match['join']} {article} {self.numbers.ordinal(roman.value(match['roman']) or 0, ending).capitalize()}"

    def younger(self, match: re.Match[str]) -> str:
        """Holbein d. J."""
        left = self.grammar.left(match.string, match.start("name"))
        genitive = self._base(match["name"])[1]
        names = [
            word
            for word in left
            if not (word[0].isupper() and word.isalpha() and word.lower() not in _AS_ARTICLE)
        ]
        case = Case.GENITIVE if genitive else self._case(names, "")
        article, ending = _ARTICLES["m", case]
        return f"{match['name']} {article} {'Älter' if 'Ä' in match['which'] else 'Jünger'}{ending}"

    def _base(self, name: str) -> tuple[str, bool]:
        """The name in the nominative, and whether it was in the genitive."""
        known = self.men | self.women
        if name in known:
            return name, False
        for more in ("s", "’", "'", "ns", "ens"):
            if name.endswith(more) and name.removesuffix(more) in known:
                return name.removesuffix(more), True
        return (
            (name[:-1], True)
            if re.search(r"[^suxzi]s$", name) and not re.search("(?:as|es|os)$", name)
            else (name, False)
        )

    def _gender(self, base: str, left: list[str]) -> str:
        if base in self.women:
            return "f"
        if base not in self.men and any(
            word.removesuffix("s").endswith("in") or word == "Queen" for word in left[:2]
        ):
            return "f"
        return "m"

    def _case(self, left: list[str], behind: str) -> Case:
        rest = self._before_titles(left)
        coordinated = self._coordinated(rest)
        if coordinated is not None:
            return self._case(coordinated, behind)
        word = rest[0].lower() if rest else ""
        if word == "während" or _RELATIVE.match(" ".join(reversed(rest[:3]))):
            return Case.NOMINATIVE
        if word in _AS_ARTICLE and rest[:2] != ["die", ","]:
            return _AS_ARTICLE[word]
        if re.fullmatch(r"(?:[mds]?ein|ihr|unser|dies|jen)(?:e[mnrs]?)", word):
            return {"m": Case.DATIVE, "n": Case.ACCUSATIVE, "s": Case.GENITIVE}.get(word[-1], Case.NOMINATIVE)
        if word in {"auf", "über", "an"}:
            return Case.DATIVE if word == "an" and not self._is_towards(rest) else Case.ACCUSATIVE
        case = self.grammar.case(rest)
        return self.verbs.case(rest, behind) if case == Case.NOMINATIVE else case

    def _before_titles(self, left: list[str]) -> list[str]:
        """What stands before a ruler's titles and other names."""
        rest = list(left)
        while rest and (
            rest[0] in self.titles
            or (rest[0][:1].isupper() and rest[0].removesuffix("s") in self.titles)
            or rest[0] in self.men
        ):
            del rest[0]
        if len(rest) > 1 and re.fullmatch(r"[a-zäöüß]+e[nrsm]?", rest[0]) and rest[1].lower() in _AS_ARTICLE:
            del rest[0]  # dem alten Kaiser Karl V.
        return rest

    def _coordinated(self, left: list[str]) -> list[str] | None:
        """What stands before the first of two rulers: mit Papst Franziskus und (später) …; None if there is but one."""
        left = left[1:] if left and left[0] in self.adverbs else left
        if len(left) < 3 or left[0].lower() not in {"und", "oder", "sowie", ","}:  # noqa: PLR2004 -- a name stands there
            return None
        if re.fullmatch(rf"{roman.PATTERN}\.?", left[1]):
            return left[3:]
        before = left[2:]
        while before and before[0] in self.titles:
            before = before[1:]
        is_ruler = (
            left[1] in self.men | self.women
            and before
            and before[0].lower() in self.grammar.dative | self.grammar.accusative
        )
        return before if is_ruler else None

    def _is_towards(self, left: list[str]) -> bool:
        return any(word in self.towards or word.lower() in self.towards for word in left[1:6])


def rules(words: Words, grammar: Grammar, numbers: Numbers) -> tuple[Rule, ...]:
    """The rules for them."""
    lists = words.lists
    men, women, titles = (frozenset(lists.get(name, ())) for name in ("men", "women", "titles"))
    royals = Royals(
        grammar, numbers, men, women, titles, frozenset(lists.get("towards", ())),
        verbs(words, men | women | titles), frozenset(lists.get("times", ())),
    )  # fmt: skip
    counted = "|".join(lists.get("numbered", ()))

    def thing(match: re.Match[str]) -> str | None:
        number = roman.value(match["roman"]) or 0
        what = spelled(match["what"]) if match["what"].isupper() else match["what"]
        return f"{what}{match['blank']}{numbers.cardinal(number)}" if number else None

    def numeral(match: re.Match[str]) -> str:
        """Behind an abbreviation that is said by another rule: Kap. IV."""
        return numbers.cardinal(roman.value(match["roman"]))

    def lettered(match: re.Match[str]) -> str:
        """Klasse IIb."""
        return f"{match['what']}{match['blank']}{numbers.cardinal(roman.value(match['roman']))} {match['letter']}"

    def year(match: re.Match[str]) -> str | None:
        number = roman.value(match[0])
        return numbers.year(number) if number else None

    def span(match: re.Match[str]) -> str:
        return f"{match['what']}{match['blank']}{numbers.cardinal(roman.value(match['roman']) or 0)} {match['between'].strip().replace('–', 'bis').replace('-', 'bis')} {numbers.cardinal(roman.value(match['second']) or 0)}"

    return (
        Rule("roman", later(rf"(?<![\w.])(?P<what>{counted})(?P<blank>\s)(?P<roman>{roman.PATTERN})(?P<between>\s?[–-]\s?|\s(?:und|bis|oder)\s)(?P<second>{roman.PATTERN})(?![\w.]\w|\w)"), span, _NEEDS),
        Rule("roman", later(rf"(?<![\w.])(?P<what>{counted})(?P<blank>[\s-])(?P<roman>{roman.PATTERN})(?!\w|-\w*[a-z]\w*\.)"), thing, _NEEDS),
        Rule("roman", later(rf"(?:(?<=Kap\. )|(?<=Bd\. )|(?<=Bde\. )|(?<=Abb\. )|(?<=Nr\. )|(?<=Tl\. ))(?P<roman>{roman.PATTERN})(?!\w)"), numeral, _NEEDS),
        Rule("roman", later(rf"(?<![\w.])(?P<what>{counted})(?P<blank>\s)(?P<roman>I{{1,3}}|IV|VI{{0,3}}|IX|X)(?P<letter>[a-d])(?!\w)"), lettered, _NEEDS),
        Rule("roman", later(rf"(?<!\w)(?P<join>und|oder|bis)\s(?P<roman>{roman.PATTERN})\."), royals.another, _NEEDS),
        Rule("name", later(r"(?<![\w.])(?P<name>[A-ZÄÖÜ][a-zäöüß]{1,20})\s(?P<which>d\.\s?[ÄJ]\.)"), royals.younger, _ELDER),
        Rule("roman", later(rf"(?<![\w.])(?P<name>[A-ZÄÖÜÉ][a-zäöüßéèçôï]+[’']?)\s(?P<roman>{roman.PATTERN})(?:(?P<dot>\.)|(?![\w-]))"), royals.said, _NEEDS),
        Rule("roman", later(rf"(?<![\w.])(?=M[MDCLXVI]{{3}}){roman.PATTERN}(?![\w])"), year, _NEEDS),
        Rule("roman", later(r"(?<![\w.])(?P<roman>(?:X{1,3}|X?I[XV]|X?V?I{2,3}|XV?I{0,3}|X{1,3}[IVX]+))(?![\w.’'])"), lambda match: numbers.cardinal(roman.value(match["roman"]) or 0) if (roman.value(match["roman"]) or 0) else None, re.compile("[IVX]{2}")),
    )  # fmt: skip
