"""Money: “27,50 €”, “1,5 M€”, “£3”, “4 €/kg”."""

from __future__ import annotations

import re
from decimal import Decimal

from audioedition.patterns import later
from audioedition.utterances.verbal.amounts import currency, is_currency, value
from audioedition.utterances.verbal.languages.fr.numbers import BLANK, NUMBER, Speech, counted, is_many, sign
from audioedition.utterances.verbal.rules import DIGIT, Rule

_CENTS = 2  # digits
_THOUSAND, _MILLIARD = 10**3, 10**9


def rules(speech: Speech) -> tuple[Rule, ...]:
    """The rules for it, in order."""
    currencies = {key: each.split("|") for key, each in speech.words.tables["currencies"].items()}
    scales, per = speech.words.tables["scales"], speech.words.tables["per"]

    def said(match: re.Match[str]) -> str:
        one, many, *cents = currencies[match["money"]]
        scale = " ".join((match["scale"] or "").replace("’", "'").split())
        if scale:
            text = counted(_scaled(speech, match, int(scales[scale])), many)
        elif match["part"] and len(match["part"]) <= _CENTS and cents:
            text = parted(match, match["part"])
        else:
            name = many if is_many(match) else one
            text = sign(match) + counted(whole(match, one), name)
        rate = match.groupdict().get("per")
        return f"{text} {per[rate]}" if rate else text

    def whole(match: re.Match[str], name: str) -> str:
        return speech.number(match, feminine=speech.genders.is_feminine(name)).removeprefix(sign(match))

    def foreign(match: re.Match[str]) -> str | None:
        """Any other currency by its code of three letters, as the CLDR calls it."""
        many = "other" if is_many(match) else "one"
        name = currency("fr", match["money"], many) if is_currency(match["money"]) else ""
        return counted(whole(match, name), name) if name else None

    def scaled(match: re.Match[str]) -> str:
        return _scaled(speech, match, int(scales[match["scale"]]))

    def parted(match: re.Match[str], part: str) -> str:
        """Euros and cents: “vingt-sept euros cinquante”."""
        one, many, *cents = currencies[match["money"]]
        number = int(part.ljust(_CENTS, "0"))
        if not value(match["whole"]):
            return f"{sign(match)}{speech.cardinal(number)} {cents[number > 1]}"
        whole = speech.whole(match["whole"], feminine=speech.genders.is_feminine(one))
        text = sign(match) + counted(whole, many if is_many(match) else one)
        return f"{text} {speech.cardinal(number)}" if number else text

    def rate(match: re.Match[str]) -> str:
        return f" {per[match['per']]}"

    scale = "|".join(sorted((re.escape(key).replace("'", "['’]") for key in scales), key=len, reverse=True))
    money = "|".join(sorted(map(re.escape, currencies), key=len, reverse=True))
    before = "|".join(
        re.escape(key)
        for key in sorted(currencies, key=len, reverse=True)
        if not key.islower() and key != "F"
    )
    rates = "|".join(sorted(map(re.escape, per), key=len, reverse=True))
    behind = rf"(?:{BLANK}?/{BLANK}?(?P<per>{rates}))?(?!\w)"
    large = "|".join(key for key in scales if key.startswith("M") and key != "MM")
    return (
        Rule("currency", later(rf"(?<!\w){NUMBER}{BLANK}?(?P<money>€|F|fr\.|£){BLANK}?(?<!\d)(?P<cents>\d\d)(?!\d|[.,]\d|{BLANK}\d{{3}})"), lambda match: parted(match, match["cents"]), DIGIT),
        Rule("currency", later(rf"(?<!\w){NUMBER}{BLANK}?(?P<scale>{scale})?{BLANK}?(?P<money>{money})(?![\w’']){behind}"), said, DIGIT),
        Rule("currency", later(rf"(?<!\w)(?P<money>{before}){BLANK}?{NUMBER}(?:{BLANK}?(?P<scale>{scale})(?!\w))?{behind}"), said, DIGIT),
        Rule("currency", later(rf"(?<=[€$£]){BLANK}?/{BLANK}?(?P<per>{rates})(?!\w)"), rate),
        Rule("currency", later(rf"(?<!\w){NUMBER}{BLANK}?(?P<money>[A-Z]{{3}})(?!\w)"), foreign, DIGIT),
        Rule("scale", later(rf"(?<!\w){NUMBER}{BLANK}?(?P<scale>{large})(?={BLANK}(?:d['’]|de\b))"), scaled, DIGIT),
    )  # fmt: skip


def _scaled(speech: Speech, match: re.Match[str], scale: int) -> str:
    """The number of “1,5 M€”: thousands in one number, millions by their name."""
    if scale == _THOUSAND:
        number = Decimal(f"{value(match['whole'])}.{match['part'] or 0}") * scale
        return sign(match) + speech.cardinal(int(number))
    large = "million" if scale < _MILLIARD else "milliard"
    return f"{speech.number(match)} {large}{'s' if is_many(match) else ''}"
