"""Measures: 5 km, 300 km/h, -12 °C, 48 m², 5'10", a 2.5-metre door."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.amounts import UNITS, unit
from audioedition.utterances.verbal.context import before
from audioedition.utterances.verbal.languages.en.counting import AMOUNT, DASH, Counting, is_one, split
from audioedition.utterances.verbal.languages.en.phrases import Phrases, article
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_RAISED = {"²": "square ", "2": "square ", "³": "cubic ", "3": "cubic "}
_AMERICAN = frozenset({"en", "en-US", "en-PH", "en-LR"})
_COMPASS = {"N": "north", "S": "south", "E": "east", "W": "west"}
_BLANK = "[ \u00a0\u202f\u2009]"
_QUOTATION = re.compile(r'(?<!\d)"')
_UNIT = re.compile("k[mgWH]|[mck]m|ml|[MGT]W|Hz|[m][/²³]|°|Mbit|mp[gh]|kph|[gllW]/")
_COUNTED = re.compile(r"[ \u00a0](?:(?P<adjective>[A-Za-z][a-z]+) )?(?P<noun>[a-z]+)(?![a-z'’])")
_RACES = frozenset(["50", "60", "100", "110", "200", "400", "800", "1500", "3000", "5000"])
_RACING = frozenset({"men", "women", "boys", "girls"})
_PEOPLE = re.compile("(?:[^aeiou]er|or|ant|ent|ee|ist|ian|eer|zen)s$")
_NEAR = 300  # characters before a sign of inches in which quotation marks are counted
# For `Rule.needs`:
_FEET = re.compile(r"\d ?(?:ft|['’′])")
_DEGREES = re.compile(r"[\d¼-¾⅐-⅞][°º]")
_INCHES = re.compile(r"[\d¼-¾⅐-⅞] ?[\"″]")
_MEASURE = re.compile(r"[\d¼-¾⅐-⅞][ \u00a0\u202f\u2009-]?(?:[^\W\d_]|[°º])")


class Measures:
    """The rules for measures."""

    def __init__(self, words: Words, counting: Counting, phrases: Phrases) -> None:
        self._counting = counting
        self._phrases = phrases
        self._alone_too = words.lists["units_alone"]
        self._closed = frozenset(words.lists["units_apart"])
        self._millions = frozenset(words.lists["millions"])
        self._measured = frozenset(words.lists["measured"])
        self._units = {sign: (unit("en", sign, "one"), unit("en", sign)) for sign in UNITS}
        for sign, names in words.tables["units"].items():
            one, _, many = names.partition("|")
            self._units[sign] = (f"{{0}} {one}", f"{{0}} {many or one + 's'}")

    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        signs = "|".join(sorted(map(re.escape, self._units), key=len, reverse=True))
        amount = rf"(?:(?<![\w.,/])|(?<=\d[x×]))(?P<minus>[-−–](?=[\d.]))?(?P<a>{AMOUNT})(?:{_BLANK}?[%°]?(?:{DASH}|{_BLANK}to{_BLANK})(?P<below>[-−–])?(?P<b>{AMOUNT}))?"
        below = rf"(?:/(?P<hundred>100{_BLANK}?)?(?P<per>{signs})(?P<power2>[²³23])?)?"
        alone = "|".join(sorted(map(re.escape, self._alone_too), key=len, reverse=True))
        return (
            Rule("unit", later(r"(?<![\w.,])(?P<feet>\d{1,2})(?: ?ft\.? ?|['’′] ?)(?P<inches>\d{1,2}(?:\.5)?) ?(?:[\"″”]|''|’’|in\b\.?)"), self._feet, _FEET),
            Rule("unit", later(r"(?<![\w.,])(?P<feet>[3-8]) ?ft\.? (?P<inches>\d{1,2})(?![\w.,]\d|\w)"), self._feet, _FEET),
            Rule("unit", later(rf"(?<![\w.,])(?P<minus>[-−–](?=\d))?(?P<degrees>{AMOUNT})[°º](?: ?(?P<minutes>\d+(?:\.\d+)?)['’′])?(?: ?(?P<seconds>\d+(?:\.\d+)?)[\"″”])?(?: ?(?P<to>[NSEW])(?!\w))?(?! ?[CFK]\b)"), self._angle, _DEGREES),
            Rule("unit", later(r"(?<![\w.,])(?P<feet>\d{1,3})['’′](?= (?:tall|high|wide|deep|long)\b)"), lambda match: f"{self._counting.cardinal(int(match['feet']))} feet", _FEET),
            Rule("unit", later(rf"(?<![\w.,])(?P<a>{AMOUNT}) ?(?P<unit>[\"″])(?!\w)"), self._inches, _INCHES),
            Rule("unit", later(rf"{amount}(?P<gap>{_BLANK}?|-)(?P<unit>{signs})(?P<power>[²³]|[23](?!\d))?{below}(?![\w²³'’]|/[^\W\d]|-\d|\.[A-Za-z])"), self._said, _MEASURE),
            Rule("unit", later(rf"(?<![\w/°])(?:{alone})(?![\w²³/]|-\w)"), self._alone, _UNIT),
        )  # fmt: skip

    def _said(self, match: re.Match[str]) -> str | None:
        sign, gap, amount = match["unit"], match["gap"], match["b"] or match["a"]
        if sign in self._closed and not gap.strip(" -") and not gap and not re.search(r"[.,]", amount):
            return None
        if (sign == "A" and "-" in gap) or (sign == "m" and self._are_millions(match)):
            return None
        attribute = "-" in gap or self._phrases.is_attribute(match)
        one = (
            attribute
            or (is_one(amount) and not match["b"])
            or bool(split(amount)[2] and not split(amount)[0])
        )
        name = self._named(sign, match["power"], many=not one)
        if match["per"]:
            count = "one hundred " if match["hundred"] else ""
            name += f" per {count}{self._named(match['per'], match['power2'], many=bool(count)).replace('{0} ', '')}"
        number = self._amount(match["a"], name.replace("{0} ", ""), attribute=attribute)
        if match["b"]:
            number += f" to {'minus ' if match['below'] else ''}{self._counting.amount(match['b'])}"
        if match["minus"]:
            number = f"minus {number}"
        return self._spelled(name.replace("{0}", number))

    def _are_millions(self, match: re.Match[str]) -> bool:
        """Whether people or things are counted by the million, as in newspapers: 3.5m refugees, 2m more jobs."""
        if match["gap"] or match["power"] or match["per"] or match["minus"]:
            return False
        following = _COUNTED.match(match.string, match.end())
        if following and match["a"] in _RACES and not _RACING.isdisjoint(following.groups()):
            return False
        nouns = [following["noun"]] if following else []
        if following and following["adjective"]:
            adjective = following["adjective"]
            if adjective in {"more", "other", "extra", "new"} or not self._phrases.is_function(adjective):
                nouns.append(adjective)
            else:
                nouns = [adjective]
        return any(
            noun in self._millions or (_PEOPLE.search(noun) and noun not in self._measured) for noun in nouns
        )

    def _alone(self, match: re.Match[str]) -> str:
        """A unit without its number: the price per m²."""
        many = before(match).lower() not in {"per", "a", "an", "each", "every", "one"}
        written, _, below = match[0].partition("/") if match[0] not in self._units else (match[0], "", "")
        sign, power = _split(written)
        if sign + (power or "") in self._units:
            sign, power = sign + (power or ""), None
        said = self._named(sign, power, many=many)
        said += f" per {self._named(*_split(below), many=False)}" if below else ""
        return self._spelled(said.replace("{0} ", "").replace("{0}", ""))

    def _amount(self, text: str, noun: str, *, attribute: bool) -> str:
        """A number before a unit: “half a mile”, “three quarters of a mile”."""
        whole, above, below = split(text)
        if attribute or not below or whole:
            return self._counting.amount(text)
        if (above, below) == (1, 2):
            return f"half {article(noun)}"
        said = self._counting.fraction(above, below)
        return said if above > below else f"{said} of {article(noun)}"

    def _named(self, sign: str, power: str | None, *, many: bool) -> str:
        name = self._units[sign][many]
        return name.replace("{0} ", f"{{0}} {_RAISED[power]}") if power else name

    def _spelled(self, text: str) -> str:
        if self._counting.language in _AMERICAN:
            return text
        return re.sub(r"(meter|liter)(?=s?\b)", lambda found: f"{found[0][:-2]}re", text)

    def _feet(self, match: re.Match[str]) -> str:
        return f"{self._counting.cardinal(int(match['feet']))} foot {self._counting.plain(match['inches'])}"

    def _inches(self, match: re.Match[str]) -> str | None:
        if len(_QUOTATION.findall(match.string, max(0, match.start() - _NEAR), match.start())) % 2:
            return None  # the end of a quotation
        is_part = bool(split(match["a"])[2] and not split(match["a"])[0])
        one = is_one(match["a"]) or is_part or self._phrases.is_attribute(match)
        return f"{self._counting.amount(match['a'])} {'inch' if one else 'inches'}"

    def _angle(self, match: re.Match[str]) -> str:
        said = [
            self._counting.amount(match["degrees"]),
            "degree" if is_one(match["degrees"]) or self._phrases.is_attribute(match) else "degrees",
        ]
        for name in ("minutes", "seconds"):
            if match[name]:
                said += [self._counting.plain(match[name]), name]
        if match["minus"]:
            said.insert(0, "minus")
        return " ".join([*said, _COMPASS[match["to"]]] if match["to"] else said)


def _split(sign: str) -> tuple[str, str | None]:
    """A unit and its power: `cm` and `³`."""
    return (sign[:-1], sign[-1]) if sign[-1] in _RAISED else (sign, None)
