"""Signs between numbers and words: #1, 3 × 4, 2 + 2 = 4, his/her, w/o, ~20, <5, A–Z."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.languages.en.counting import Counting
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_SLASH = re.compile("/")
_SIGN = re.compile("[×x=+−–*÷^¹²³⁰⁴-⁹√-]")
# For `Rule.needs`:
_NUMBER_SIGN = re.compile(r"#\d")
_ABOUT = re.compile("[~≈∼]")
_LETTERED = re.compile(r"\d[A-Z][–-]")
_COMPARED = re.compile("[<>≤≥]")
_CROSS = re.compile("[×✕✖x*]")
_GRADE = re.compile(r"[A-F][−-]")
_POWERS = re.compile("[\\^⁻¹²³⁰⁴-⁹]")


class Symbols:
    """The rules for them."""

    def __init__(self, words: Words, counting: Counting) -> None:
        self._counting = counting
        self._slashed = words.tables["slashed"]
        self._powers = {"2": "squared", "3": "cubed", "²": "squared", "³": "cubed"}

    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        slashed = "|".join(sorted(map(re.escape, self._slashed), key=len, reverse=True))
        return (
            Rule("slash", later(rf"(?<![\w/.])(?P<a>{slashed})(?!\w|/\w)", re.IGNORECASE), self._slash, _SLASH),
            Rule("slash", later(r"(?<=[a-z])/(?=(?:day|night|week|month|year|hour|minute|second|person|head|game|capita)\b)"), self._per, _SLASH),
            Rule("sign", later(r"(?<!\w)#(?=\d)"), lambda _: "number ", _NUMBER_SIGN),
            Rule("sign", later(r"(?<![\w<])[~≈∼](?= ?[$€£]?\d)"), lambda _: "about ", _ABOUT),
            Rule("sign", later(r"(?<!\S)(?!<3(?:\s*[^\w\s%]|\s*$|\s+[A-Z]))(?P<a>[<>≤≥]) ?(?=[$€£]?\.?\d)"), self._compared, _COMPARED),
            Rule("sign", later(r"(?<=[\d²³\"″)a-z])(?P<a> ?[×✕✖] ?| [x*] |(?<=\d)[x*])(?=\d)"), self._times, _CROSS),
            Rule("sign", later(r"(?<=[\w)²³])(?P<a> ?[=] ?| [+−–÷-] |(?<=\d)\+|(?<=\d)-(?=\d{1,9} ?=))(?=[\d(a-zA-Z√])"), self._calculated, _SIGN),
            Rule("sign", later(r"(?<![\w-])(?P<a>[A-F])[−-](?=[\s.,;!?]|$)(?! (?:and|or|to) \w+-)"), lambda match: f"{match['a']} minus", _GRADE),
            Rule("dash", later(r"(?<=\d[A-Z])[–-](?=\d{1,3}[A-Z]\b)"), lambda _: " to ", _LETTERED),
            Rule("dash", later(r"(?<![\w-])(?P<a>[A-Z])[–-](?P<b>Z)(?![\w-])"), lambda match: f"{match['a']} to {match['b']}"),
        )  # fmt: skip

    def powers(self) -> tuple[Rule, ...]:
        """What is left of raised numbers behind the rules for units."""
        return (
            Rule(
                "sign",
                later(r"(?<=[\w)])(?:\^(?P<a>[-−]?\d{1,9})|(?P<b>⁻?[⁰¹²³⁴-⁹]{1,9}))(?!\w)"),
                self._power,
                _SIGN,
            ),
        )

    def _slash(self, match: re.Match[str]) -> str:
        said = self._slashed.get(match["a"]) or self._slashed[match["a"].lower()]
        return said[:1].upper() + said[1:] if match["a"][0].isupper() and match["a"][1:2].islower() else said

    @staticmethod
    def _per(match: re.Match[str]) -> str | None:
        counted = re.search(r"\d [a-z]+$", match.string[max(0, match.start() - 30) : match.start()])
        return " per " if counted else None

    def _compared(self, match: re.Match[str]) -> str:
        return {"<": "less than", ">": "more than", "≤": "at most", "≥": "at least"}[match["a"]] + " "

    def _times(self, match: re.Match[str]) -> str:
        if match["a"] == "*":
            return " times "
        near = match.string[match.end() : match.end() + 24]
        return (
            " times "
            if re.match(
                r"[\d.,]+(?:[\^⁰¹²³⁴-⁹][\d]*)? ?(?:[=+≠≈]|(?:is|are|equals|equal|makes?) (?!a |the )[\w-]+(?: ?\w+)?[.,;!?])|10[\^⁰¹²³⁴-⁹]",
                near,
            )
            or "10⁻" in near[:4]
            else " by "
        )

    def _calculated(self, match: re.Match[str]) -> str | None:
        sign = match["a"].strip()
        around = match.string[max(0, match.start() - 24) : match.end() + 24]
        if sign in "−–-" and not (re.search(r"=", around) and match.string[match.end()].isdecimal()):
            return None
        return {"=": " equals ", "+": " plus ", "÷": " divided by "}.get(sign, " minus ")

    def _power(self, match: re.Match[str]) -> str | None:
        digits = (match["a"] or match["b"]).translate(str.maketrans("⁻−⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789"))
        base = match.string[match.start() - 1]
        if (
            match["b"]
            and not base.isdecimal()
            and not re.search(
                r"(?<![^\W_])[A-Za-z]{1,2}$", match.string[max(0, match.start() - 3) : match.start()]
            )
        ):
            return None
        return f" {self._powers.get(digits) or f'to the power of {self._counting.cardinal(int(digits))}'}"
