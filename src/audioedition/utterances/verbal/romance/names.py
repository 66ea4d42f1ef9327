"""Names with numbers in them, versions, telephone numbers, and numbers in a row."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from audioedition.patterns import later
from audioedition.utterances.verbal.letters import is_pronounceable, spelled
from audioedition.utterances.verbal.romance.grammar import (
    BLANK,
    NUMBER,
    Grammar,
    before,
    is_millions,
    word_after,
)
from audioedition.utterances.verbal.rules import DIGIT, Rule

_RUNS = re.compile(r"\d+|[^\W\d_]+")
_RAISED = re.compile(r"(?P<minus>⁻)?(?P<number>[⁰¹²³⁴-⁹]{1,9})")
_INCHES = re.compile(r"\d\"")
_LOW = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_SHORT, _LONG = 3, 4  # letters of an acronym; digits of a number that is read as one
_FEW, _MANY = 6, 15  # digits of a telephone number
_MOBILE = 9
_NOUN = 3  # letters at least


@dataclass(frozen=True)
class Names:
    """The rules for them, in the language of `grammar`."""

    grammar: Grammar

    def phones(self) -> tuple[Rule, ...]:
        """Telephone numbers."""
        more = rf"(?:(?:{BLANK}|[/.-]|{BLANK}[-–]{BLANK})?\(?\d{{2,}}+\)?){{1,7}}"
        return (Rule("phone", later(rf"(?<![\w.,/-])(?P<plus>\+{BLANK}?|\(|00)?(?P<number>\d{{1,4}}\)?{more})(?![\w/]|[.,-]\d|{BLANK}?[€$%°])"), self._phone, DIGIT),)  # fmt: skip

    def rules(self) -> tuple[Rule, ...]:
        """All others, in order."""
        letter = r"[^\W\d_⁰¹²³⁴-⁹]"
        word = rf"(?:{letter}|[\d₀-₉])"
        return (
            Rule("version", later(r"(?<![\w.])(?P<v>[vV](?:er)?\.?\s?)(?P<number>\d+(?:\.\d+)*)(?!\w|\.\w)"), self._version, DIGIT),
            Rule("version", later(r"(?<![\w.,])(?P<v>)(?P<number>\d+(?:\.\d+){2,})(?!\w|\.\w)"), self._version, DIGIT),
            Rule("section", later(r"(?<![\w.,])(?P<number>\d+)\.(?=[a-z](?!\w))"), lambda match: f"{self.grammar.cardinal(int(match['number']))} ", DIGIT),
            Rule("section", later(r"(?<![\w.,:/-])(?P<number>\d+(?:\.\d+)?)\s?-?(?P<letter>[A-Z])(?![\w'’]|\.\w|\s[a-zà-ÿ])"), lambda match: f"{self.grammar.number(match['number'])} {match['letter']}", DIGIT),
            Rule("unit", later(r"(?<=\d)\"(?=[\s.,;)]|$)"), self._inches, _INCHES),
            Rule("power", _RAISED, self._power, _RAISED),
            Rule("name", later(rf"(?<![\w.])(?:{letter}{{1,20}}[-–‑]?[\d₀-₉]|\d{{1,10}}-?{letter}){word}{{0,30}}(?:-{word}{{1,30}}){{0,5}}(?![\w₀-₉])"), self._name, re.compile(r"[\d₀-₉]")),
        )  # fmt: skip

    @cached_property
    def _call(self) -> re.Pattern[str]:
        return re.compile(
            rf"(?<!\w)(?:{'|'.join(self.grammar.table.lists['phone'])})(?!\w)\.?[^.;!?]*$", re.IGNORECASE
        )

    def _phone(self, match: re.Match[str]) -> str | None:
        written = match["number"]
        digits = "".join(sign for sign in written if sign.isdecimal())
        plus = (match["plus"] or "").strip()
        if not _FEW <= len(digits) <= _MANY:
            return None
        called = bool(self._call.search(before(match, 60)))
        grouped = re.search(r"\D", written) is not None and not re.fullmatch(r"\d{1,3}(?:\.\d{3})+", written)
        starts = plus in {"+", "00"} or written[0] == "0" or (grouped and self._is_mobile(match, digits))
        if (
            not (starts or called)
            or ("-" in written and not called and len(digits) < _MOBILE)
            or (not called and plus != "+" and not grouped and len(digits) < _MOBILE)
        ):
            return None
        if re.fullmatch(r"\d{4}-\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}", written):
            return None
        first = f"{self.grammar.say['plus']} " if plus == "+" else self.grammar.numerals.digits(plus) + " "
        return (first if plus else "") + self.grammar.numerals.digits(digits)

    def _is_mobile(self, match: re.Match[str], digits: str) -> bool:
        """Whether digits in groups without a word behind look like a number that one calls."""
        pattern = self.grammar.say["phone_numbers"]
        return bool(re.fullmatch(pattern, digits)) and not re.match(
            r"\s[a-zà-ÿ]", match.string[match.end() : match.end() + 2]
        )

    def _version(self, match: re.Match[str]) -> str | None:
        if not match["v"] and re.fullmatch(r"\d{1,3}(?:\.\d{3})+", match["number"]):
            return None
        parts = match["number"].split(".")
        said = f" {self.grammar.say['point']} ".join(self.grammar.whole(part) for part in parts)
        return f"{self.grammar.say['version']} {said}" if match["v"] else said

    def _inches(self, match: re.Match[str]) -> str | None:
        """A sign that closes a quotation is none."""
        is_quotation = match.string.count('"', max(0, match.start() - 1000), match.start()) % 2
        name = self.grammar.table.tables["units"]["″"].split("|")[1]
        return None if is_quotation else f" {name}"

    def _power(self, match: re.Match[str]) -> str | None:
        """A raised number: squared, cubed, to the fourth."""
        power = int(unicodedata.normalize("NFKC", match["number"]))
        if not match["minus"] and str(power) in self.grammar.table.tables["powers"]:
            return f" {self.grammar.table.tables['powers'][str(power)]}"
        minus = f"{self.grammar.say['minus']} " if match["minus"] else ""
        return f" {self.grammar.say['power']} {minus}{self.grammar.cardinal(power)}"

    def _name(self, match: re.Match[str]) -> str | None:
        return " ".join(self._run(run) for run in _RUNS.findall(match[0].translate(_LOW)))

    def _run(self, run: str) -> str:
        if run.isdecimal():
            is_number = len(run) <= _LONG and (run[0] != "0" or len(run) == 1)
            return self.grammar.cardinal(int(run)) if is_number else self.grammar.numerals.digits(run)
        lists = self.grammar.table
        if run in lists.read or run in lists.shouted:
            return run.capitalize()
        if run.isupper() and (len(run) <= _SHORT or not is_pronounceable(run)):
            return spelled(run)
        if not set(run.lower()) & set("aeiouyáéíóúàèìòù"):
            return spelled(run)
        return run


def numbers(grammar: Grammar) -> tuple[Rule, ...]:
    """All other numbers: with the gender of the noun behind them, or by themselves."""

    def counted(match: re.Match[str]) -> str:
        said = grammar.number(match["number"], grammar.counted(match))
        noun, lists = word_after(match), grammar.table.lists
        if not noun.endswith(lists["plural_ends"]) or noun in lists["no_nouns"] or not noun.islower():
            return said
        return f"{said} {grammar.say['of']}" if len(noun) >= _NOUN and is_millions(match["number"]) else said

    def single(match: re.Match[str]) -> str:
        written = match[0]
        return (
            grammar.numerals.digits(written)
            if len(written) > _FEW or written[0] == "0"
            else grammar.cardinal(int(written))
        )

    return (
        Rule("number", later(rf"(?<![\w.,])(?P<number>{NUMBER})(?![\w])"), counted, DIGIT),
        Rule("number", later(r"\d+"), single, DIGIT),
    )
