"""Comparisons as programs and formulas have them: a >= b, x != y, p < q; arrows are pauses."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_COMPARED = re.compile("[<>=&]")
_BLANK = "[ \u00a0]?"
_OPERAND = re.compile(r"(?:(?<![^\W_])\w|\d|[)\]²³])$")
_SAME = {"=<": "<=", "===": "==", "!==": "!="}
_BESIDE = {"<=": "≤", ">=": "≥"}


def rules(words: Words) -> tuple[Rule, ...]:
    """The rules for them, by the language's table `comparisons`; a language without one keeps its signs."""
    table = words.tables.get("comparisons")
    if not table:
        return ()

    def compared(match: re.Match[str]) -> str | None:
        sign = _SAME.get(match["a"], match["a"])
        between = _OPERAND.search(match.string, max(0, match.start() - 2), match.start())
        if sign in _BESIDE and not between:
            # With a quantity on one side only: ages >= 18.
            return f" {words.signs[_BESIDE[sign]]} "
        return f" {table[sign]} "

    def single(match: re.Match[str]) -> str | None:
        text = match.string
        if match[0][0] not in "<>" and text[match.end()] in ".0123456789":
            return None  # before numbers the language's own rules know better
        return f" {table[match['a']]} " if match["a"] in table else None

    return (
        Rule("sign", later(rf"(?<=[\w)\]\"'=-]){_BLANK}&&{_BLANK}(?=\S)"), lambda _: f" {words.signs['&']} ", _COMPARED),
        Rule("sign", later(rf"(?<=[\w)\]\"'²³]){_BLANK}(?:-{{1,2}}|=)>{_BLANK}(?=[\w(\"'$])"), lambda _: ", ", _COMPARED),
        Rule("sign", later(rf"(?<=[\w)\]\"'²³]){_BLANK}(?P<a>!==?|={{2,3}}){_BLANK}(?=[\w(\"'.$-])"), compared, _COMPARED),
        Rule("sign", later(rf"(?:(?<=[\w)\]\"'²³]){_BLANK}|(?<!\S)){_BLANK}(?P<a><=|=<|>=){_BLANK}(?=[\w(\"'.$€£-])"), compared, _COMPARED),
        # Single letters and numbers, or small words: File > Save is a way through menus.
        Rule("sign", later(rf"(?:(?<=[^\w.</]\w)|(?<=^\w)|(?<=\d)|(?<=[)\]²³])){_BLANK}(?P<a>[<>]){_BLANK}(?=\w(?![\w>])|-[\w.]|\.\d)"), single, _COMPARED),
        Rule("sign", later(r"(?<=[a-z] )(?P<a>[<>]) (?=[a-z]{2})"), single, _COMPARED),
    )  # fmt: skip
