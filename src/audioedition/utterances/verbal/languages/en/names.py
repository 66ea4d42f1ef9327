"""Names with numbers in them: A380, F-16, COVID-19, CO2, Python 3.11, v2.0.1, Boeing 747, Flight 370."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.context import before, behind, starts
from audioedition.utterances.verbal.languages.en.counting import Counting, plural
from audioedition.utterances.verbal.languages.en.phrases import Phrases
from audioedition.utterances.verbal.letters import acronym, spelled
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_LOW = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_MIXED = re.compile(r"\w[0-9₀-₉]|[0-9₀-₉]\w")
_LETTER = "[^\\W\\d_⁰-⁹₀-₉]"
_OCTET = 255
# For `Rule.needs`:
_DOT = re.compile(r"\d\.[\dx]")
_V = re.compile(r"[vV]\.? ?\d")
_LONG = re.compile(r"\d{3}")
_LETTERED = re.compile(r"\d-?[A-Za-z]")
_HYPHEN = re.compile(r"[^\W\d_]-\d")


class Names:
    """The rules for them."""

    def __init__(self, words: Words, counting: Counting, phrases: Phrases) -> None:
        self._words = words
        self._counting = counting
        self._phrases = phrases
        self._paired = frozenset(words.lists["paired"])
        self._no_version = frozenset(words.lists["no_version"])

    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        paired = "|".join(sorted(map(re.escape, self._paired), key=len, reverse=True))
        return (
            Rule("version", later(r"(?<![\w.,:/-])(?P<a>\d{1,3}(?:\.\d{1,3}){3})(?::(?P<port>\d{2,5}))?(?![\w]|\.\d)"), self._address, _DOT),
            Rule("version", later(r"(?<![\w.,:/-])(?P<v>[vV]\.? ?)?(?P<a>\d{1,4}(?:\.\d{1,4}){2,4})(?P<end>[a-z]\d*|-?(?:alpha|beta|rc|RC)\.?\d*)?(?!\w|\.\d)"), self._version, _DOT),
            Rule("version", later(r"(?<![\w.,:/-])(?P<v>[vV]\.? ?)(?P<a>\d{1,4}(?:\.\d{1,4})?)(?P<end>[a-z]\d*|-?(?:alpha|beta|rc|RC)\.?\d*)?(?!\w|\.\d)"), self._version, _V),
            Rule("version", later(r"(?<![\w.,:/-])(?P<v>)(?P<a>\d{1,4}\.\d{1,4})(?P<end>-?(?:alpha|beta|rc|r|p|b)\.?\d+)(?!\w|\.\d)"), self._version, _DOT),
            Rule("version", later(r"(?<![\w.,:/-])(?P<a>\d{1,3})\.x(?!\w)"), lambda match: f"{self._counting.cardinal(int(match['a']))} point x", _DOT),
            Rule("version", later(r"(?<= )(?P<a>\d{1,3}\.\d{1,3})(?P<x>\.x)?(?![\w%]|[.,:/]\d|-\w| ?[%°])"), self._release, _DOT),
            Rule("name", later(r"(?<![\w.,])(?P<a>\d+\.\d+)[x×](?!\w)"), lambda match: f"{self._counting.plain(match['a'])} {'x' if before(match).lower() in {'a', 'an', 'the'} else 'times'}", _DOT),
            Rule("name", later(r"(?<= )7[0-8]7(?![\w.,/-]\w)"), self._jet, _LONG),
            Rule("name", later(rf"\b(?:{paired})[ -](?P<a>\d{{3,4}})(?P<b>-\d{{3}})?(?P<s>s?)(?![\w/]|[.,:]\d|-\d)"), self._pair, _LONG),
            Rule("name", later(r"(?<![\w.,/])(?<!\w-)(?P<a>\d{1,4})(?P<gap>-?)(?P<b>[A-Za-z]|[A-Z]{1,3})(?P<s>s?)(?![\w'’]|\.\w)"), self._suffix, _LETTERED),
            Rule("name", later(rf"(?<![\w./-])(?:{_LETTER}{{1,4}}-)?(?={_LETTER}{{1,20}}[\d₀-₉]|\d{{1,4}}{_LETTER})[^\W_]{{2,30}}(?:-[A-Z]?\d[^\W_]{{0,6}}){{0,3}}(?:\.\d{{1,3}})?(?P<s>['’]s)?(?!\w)"), self._code, _MIXED),
            Rule("name", later(r"(?<![\w./-])(?P<a>[^\W\d_]{1,30}(?:-[^\W\d_]{1,30}){0,2})-(?P<b>\d{1,4}(?:\.\d{1,6})?)(?P<c>[a-zA-Z]?)(?P<s>s?)(?![\w/]|[.,]\d)"), self._hyphened, _HYPHEN),
        )  # fmt: skip

    def _address(self, match: re.Match[str]) -> str | None:
        parts = match["a"].split(".")
        if any(int(part) > _OCTET for part in parts):
            return None
        said = " dot ".join(self._counting.digits(part) for part in parts)
        return f"{said} port {self._counting.paired(match['port'])}" if match["port"] else said

    def _version(self, match: re.Match[str]) -> str:
        end = re.findall(r"\d+|[^\W\d_]+", match["end"] or "")
        tail = "".join(f" {self._counting.cardinal(int(part)) if part.isdecimal() else part}" for part in end)
        said = f"{'version ' if match['v'] else ''}{self._counting.dotted(match['a'])}{tail}"
        return (
            said.capitalize()
            if match["v"] and match["v"][0] == "V" and starts(match.string, match.start())
            else said
        )

    def _release(self, match: re.Match[str]) -> str | None:
        """A number behind a name has parts, and is no decimal fraction: Python 3.11."""
        name = before(match)
        if not self._phrases.is_name(name) or name in self._no_version:
            return None
        if behind(match) in {"million", "billion", "trillion", "percent", "per", "times"}:
            return None
        return self._counting.dotted(match["a"]) + (" point x" if match["x"] else "")

    def _pair(self, match: re.Match[str]) -> str:
        name = match[0][: match.start("a") - match.start()]
        said = (
            name
            + self._counting.paired(match["a"])
            + (f" {self._counting.paired(match['b'][1:])}" if match["b"] else "")
        )
        return plural(said) if match["s"] else said

    def _jet(self, match: re.Match[str]) -> str | None:
        """A Boeing without its name."""
        return (
            self._counting.paired(match[0])
            if before(match).lower() in {"a", "the"} and not self._is_many(match)
            else None
        )

    def _code(self, match: re.Match[str]) -> str | None:
        text = match[0].translate(_LOW)
        body = text.removesuffix(match["s"] or "")
        if re.fullmatch(r"\d+[kmMKBT]", body):
            return None  # thousands, millions
        parts = re.findall(rf"\d+\.\d+|\d+|{_LETTER}+", body)
        said, after_letters = [], False
        for part in parts:
            if part[0].isdecimal():
                said.append(self._digits(part, in_name=after_letters))
            else:
                said.append(self._letters(part))
            after_letters = not part[0].isdecimal()
        if parts[-1] == "s" and len(said) > 1 and parts[-2][0].isdecimal():
            said[-2:] = [plural(said[-2])]
        return " ".join(said) + (match["s"] or "")

    def _digits(self, part: str, *, in_name: bool) -> str:
        if "." in part:
            return self._counting.dotted(part)
        return self._counting.paired(part) if in_name or len(part) > 2 else self._counting.cardinal(int(part))  # noqa: PLR2004 -- longer ones are said in pairs

    def _letters(self, part: str) -> str:
        if part.isupper():
            return acronym(self._words, part)
        if part.endswith("v") and part[:-1].isupper():
            return f"{acronym(self._words, part[:-1])} version"  # GPLv3
        return part

    def _suffix(self, match: re.Match[str]) -> str | None:
        letters, number = match["b"], match["a"]
        if match["gap"] and letters.islower():
            return None
        if letters == "s" and not match["gap"]:
            return plural(self._counting.cardinal(int(number)))
        if letters in {"x", "X"} and not match["gap"]:
            return f"{self._counting.cardinal(int(number))} {'x' if before(match).lower() in {'a', 'an', 'the'} else 'times'}"
        if letters in {"k", "m", "M"} or (letters in {"K", "B", "T"} and self._is_many(match)):
            return None  # thousands, millions
        said = f"{self._counting.paired(number)} {letters.upper() if len(letters) == 1 else spelled(letters)}"
        return said + match["s"]

    @staticmethod
    def _is_many(match: re.Match[str]) -> bool:
        noun = behind(match)
        if "B" in match[0]:
            return noun in {"people", "parameters", "users", "tokens", "dollars", "years"}
        return (noun.islower() and noun.endswith("s")) or noun == "people"

    def _hyphened(self, match: re.Match[str]) -> str:
        word, digits = match["a"], match["b"]
        said = " ".join(acronym(self._words, part) if part.isupper() else part for part in word.split("-"))
        if "." in digits:
            number = self._counting.dotted(digits)
        elif word.isupper() or (len(digits) == len("1990") and digits[0] in "12"):
            number = self._counting.paired(digits) if word.isupper() else self._counting.year(int(digits))
        else:
            number = self._counting.cardinal(int(digits))
        letter = f" {match['c']}" if match["c"] and match["c"] != "s" else ""
        if match["s"] or match["c"] == "s":
            number = plural(number)
        return f"{said} {number}{letter}"
