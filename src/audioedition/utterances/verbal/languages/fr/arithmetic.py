"""What stands between numbers: “4x100 m”, “5 > 3”, “100 - 20 = 80”, “3 fois/jour”."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.languages.fr.numbers import BLANK
from audioedition.utterances.verbal.rules import DIGIT, Rule
from audioedition.utterances.verbal.words import Words

_LENGTH = r"[cmk]m|px|pixels|m"
_SIZE = re.compile(
    rf"(?:\d{{1,6}}{BLANK}?[x×]{BLANK}?)?(?P<number>\d{{1,6}}(?:,\d{{1,3}})?){BLANK}?(?P<unit>{_LENGTH})(?!\w)"
)
_ROOM = 50  # metres; what is longer is a race: “4 × 100 m”
_COUNTED = re.compile(r"\d\s?(?:[^\W\d_]+)?$")
_LOOK_BACK = 24
_SIGNS = {
    "<": "inférieur à",
    ">": "supérieur à",
    "*": "fois",
    "/": "divisé par",
    "-": "moins",
    "–": "moins",
    "−": "moins",
}


def rules(words: Words) -> tuple[Rule, ...]:
    """The rules for it, in order."""
    rates = "|".join(words.lists["rates"])
    minus = rf"(?P<sign>[−–-])(?={BLANK}\d{{1,9}}(?:,\d{{1,9}})?{BLANK}=)"
    return (
        Rule("times", later(rf"(?<=\d){BLANK}?[x×]{BLANK}?(?=\d)"), _times, DIGIT),
        Rule("times", later(rf"(?<=\d{BLANK}m){BLANK}[x×]{BLANK}(?=\d)|(?<=[ck]m){BLANK}[x×]{BLANK}(?=\d)"), _times, DIGIT),
        Rule("times", later(r"(?<=\d)[x×](?!\w)"), lambda _: " fois", DIGIT),
        Rule("sign", later(rf"(?<=\d){BLANK}?(?P<sign>[<>]){BLANK}?(?=\d)|(?<=[\w)]){BLANK}(?P<other>[<>]){BLANK}(?=-?\d)"), _sign, DIGIT),
        Rule("sign", later(rf"(?<=\d){BLANK}(?:(?P<sign>\*){BLANK}(?=\d))"), _sign, DIGIT),
        Rule("sign", later(rf"(?<=\d){BLANK}{minus}"), _sign, DIGIT),
        Rule("sign", later(rf"(?<=\d){BLANK}(?P<sign>/)(?={BLANK}\d{{1,9}}(?:,\d{{1,9}})?{BLANK}=)"), _sign, DIGIT),
        Rule("sign", later(rf"[~∼]{BLANK}?(?=\d)"), lambda _: "environ ", DIGIT),
        Rule("sign", later(rf"(?P<word>\b(?:de|à|par|entre|vers|soit|et){BLANK})[−–-]{BLANK}(?=\d[\d,]{{0,9}}{BLANK}?(?:[%€°]|point))"), lambda match: f"{match['word']}moins ", DIGIT),
        Rule("rate", later(rf"(?<=\w){BLANK}?/{BLANK}?(?=(?:{rates})(?!\w))"), _rate, DIGIT),
    )  # fmt: skip


def _times(match: re.Match[str]) -> str:
    by = _SIZE.match(match.string, match.end())
    is_size = by and (by["unit"] != "m" or float(by["number"].replace(",", ".")) < _ROOM)
    return " sur " if is_size else " fois "


def _sign(match: re.Match[str]) -> str:
    written = match["sign"] or match.groupdict().get("other") or ""
    return f" {_SIGNS[written]} "


def _rate(match: re.Match[str]) -> str | None:
    is_counted = _COUNTED.search(match.string[max(0, match.start() - _LOOK_BACK) : match.start()])
    return " par " if is_counted else None
