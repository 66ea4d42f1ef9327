"""Words with numbers in them: 10-jährig, 3-Zimmer-Wohnung, 80er-Jahre, 5G-Netz, 16:9-Format, 4x, 100%ig."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from audioedition.patterns import later
from audioedition.utterances.verbal.languages.de.numbers import BLANK, FRACTION, Numbers, number, written
from audioedition.utterances.verbal.rules import DIGIT, Rule
from audioedition.utterances.verbal.words import Words

_ER = re.compile(r"\der")
_YEARS = range(1000, 2100)


@dataclass(frozen=True, slots=True)
class Compounds:
    """How words with numbers in them are said."""

    numbers: Numbers
    units: Mapping[str, str]

    def stem(self, text: str) -> str:
        """The number that a word begins with: zehn, ein, zwei Komma fünf."""
        match = re.fullmatch(number("a"), text)
        if match is None:
            return self.numbers.plain(text)
        return self.numbers.said(written(match, "a"), one="ein")

    def suffixed(self, match: re.Match[str]) -> str:
        """An adjective or the like: zehnjährig, zwei bis dreimal."""
        suffix = match["suffix"]
        first = f"{self.stem(match['first'])} bis " if match["first"] else ""
        if suffix.lower().startswith("%"):
            suffix = "prozent" + suffix[1:]
        stem = self.stem(match["count"])
        return (
            f"{first}{stem} {suffix.capitalize()}"
            if stem.endswith("Millionen")
            else f"{first}{stem}{suffix.lower()}"
        )

    def hung(self, match: re.Match[str]) -> str:
        """The first of “10- bis 12-jährig”."""
        return self.stem(match["count"])

    def er(self, match: re.Match[str]) -> str:
        """A decade, or what comes in so many: Achtzigerjahre, Sechser."""
        whole, _, part = match["count"].partition(".")
        if len(part) == 1:  # der 2.4er Kernel
            return f"{self.numbers.cardinal(int(whole))} Punkt {self.numbers.cardinal(int(part))}er{match['end'] or ''}"
        figure = int(match["count"].replace(".", ""))
        said = (
            self.numbers.year(figure)
            if figure in _YEARS and match["count"].isdecimal()
            else self.numbers.cardinal(figure)
        )
        end = match["end"] or ""
        years = "jahre" + match["years"][len("-Jahre") :] if match["years"] else ""
        return f"{said}er{end}{years}"

    def headed(self, match: re.Match[str]) -> str:
        """The first part of a compound noun: Drei-Zimmer-, Hundert-Meter-."""
        unit = f"{self.units[match['unit']]}-" if match["unit"] else ""
        first = f"{self.stem(match['first'])}-bis-" if match["first"] else ""
        said = first + self.stem(match["count"])
        if not unit and said == "ein" and match.string.startswith(("A-", "a-", "B-"), match.end()):
            said = "eins"
        return f"{said.replace(' ', '-')}-{unit}"

    def ratio(self, match: re.Match[str]) -> str:
        """Sechzehn-zu-neun-."""
        return f"{self.numbers.cardinal(int(match['a']))}-zu-{self.numbers.cardinal(int(match['b']))}-"

    def times(self, match: re.Match[str]) -> str:
        """Dreimal."""
        first = f"{self.stem(match['first'])} bis " if match["first"] else ""
        return f"{first}{self.stem(match['count'])}mal"


def rules(words: Words, numbers: Numbers) -> tuple[Rule, ...]:
    """The rules for them."""
    suffixes = "|".join(sorted(words.lists.get("suffixes", ()), key=len, reverse=True))
    units = {
        sign: text.split()[2 if text.startswith("f") and text.count(" ") > 1 else 1].replace("_", " ")
        for sign, text in ({**words.tables.get("units", {}), **words.tables.get("currencies", {})}).items()
    }
    units |= {sign: text.split()[2] for sign, text in words.tables.get("scales", {}).items()}
    signs = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
    compounds = Compounds(numbers, units)
    start = r"(?<![\w.,:/–-])"
    count = rf"\d{{1,7}}(?:\.\d{{3}}){{0,3}}(?:,\d{{1,3}})?{FRACTION}?"

    return (
        Rule("compound", later(rf"(?:{start}|(?<=er[/–-]))['’]?(?P<count>\d{{1,4}}|\d{{1,3}}\.\d{{3}}|\d{{1,2}}\.\d)er(?P<end>n|s)?(?P<years>-Jahren?)?(?![^\W_])"), compounds.er, _ER),
        Rule("compound", later(rf"{start}(?:(?P<first>{count})\s?[–-]\s?)?(?P<count>{count})-(?P<suffix>(?:%|[a-zäöüß]|Jährig|Tägig|Monatig|Wöchig|Köpfig|Fach)[a-zäöüß]*)(?![\w-])"), compounds.suffixed, DIGIT),
        Rule("compound", later(rf"{start}(?:(?P<first>{count})\s?[–-]\s?)?(?P<count>{count})\s?(?P<suffix>(?:{suffixes}|%ig)(?:e[mnrs]?)?)(?![\w])"), compounds.suffixed, DIGIT),
        Rule("compound", later(rf"{start}(?P<count>{count})-(?=,?\s(?:bis|und|oder|bzw\.|beziehungsweise|sowie|\d))"), compounds.hung, DIGIT),
        Rule("compound", later(r"(?<![\w.,:/–-])(?P<a>\d{1,3}):(?P<b>\d{1,3})-(?=[A-ZÄÖÜ])"), compounds.ratio, DIGIT),
        Rule("compound", later(rf"(?:{start}|(?<=\d[x×]))(?:(?P<first>{count})[–-])?(?P<count>{count})[-{BLANK[1:-1]}]?(?P<unit>{signs})-(?=[A-ZÄÖÜ])"), compounds.headed, DIGIT),
        Rule("compound", later(rf"{start}(?:(?P<first>{count})[–-])?(?P<count>{count})-(?P<unit>)(?=[^\W\d_])"), compounds.headed, DIGIT),
        Rule("compound", later(rf"{start}(?:(?P<first>{count})\s?[–-]\s?)?(?P<count>{count})\s?[x×](?=\s(?!\d)|[.,;:!?)]|$)"), compounds.times, DIGIT),
        Rule("sign", later(r"(?<=\d)\s?[x×]\s?(?=\d)"), lambda _: " mal ", DIGIT),
    )  # fmt: skip
