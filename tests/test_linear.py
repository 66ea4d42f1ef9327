"""Tests that no rule takes much longer for a character of a long text than of a short one, whatever the text."""

from __future__ import annotations

import time

import pytest

from audioedition.utterances import verbal
from audioedition.utterances.verbal.rules import Rule

SHORT, LONG = 1_500, 6_000
LONGEST = 10  # times signs are repeated to see which rules they concern
MORE = 3  # times as long for each character: a rule whose time grows with the square takes four times as long
LEAST = 0.02  # seconds, below which a clock tells nothing
HOSTILE = (
    "x", "1", "½", "A", "X", "€", "😀", ".", "-", "*", "'", "“", "[", "1.", "1,", "1 ", "1-", "1/", "1:", "€1", "a@", "A.", "a.b", "<a",
    "&a", "_a", "#a", "a-", " a", "? ", "  ", "m²", "n. ", "AB ", "IV ", "+1 ", "111 ", "111.", "111,", "111'", "www.", "[a](", "p. 1 ",
    "§ 1 ", "word ", "1.1.2 ", "http://", "Louis ", "Der ", "1°", "1º ", "a/a", "1–1 ", "12:30", "A-1", "(a", "a\u0301", "٣", "字", "\u200d",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "de", "fr", "it", "es", "pl", "ja"])
def test_the_time_of_each_rule_grows_with_the_text_alone(language: str) -> None:
    rules = verbal.rules(language)
    slow = [
        (rule.name, rule.pattern.pattern, signs)
        for signs in HOSTILE
        for rule in rules.possible(signs * LONGEST)
        if (rule.needs is None or rule.needs.search(signs * LONGEST)) and _is_slow(rule, signs)
    ]
    assert not slow


@pytest.mark.parametrize("language", ["en", "de", "fr", "it", "es"])
def test_digits_that_a_letter_ends_are_tried_once(language: str) -> None:
    """They could be parted into groups, as those of a telephone number, in as many ways as their number to the power of seven."""
    text = f"{'9' * 75}a"
    start = time.process_time()
    for rule in verbal.rules(language).possible(text):
        assert rule.pattern.search(text) is None or rule.name != "phone"
    assert time.process_time() - start < 10


def _is_slow(rule: Rule, signs: str) -> bool:
    """Measured again where it looks slow: something else may have taken the time."""
    return all(
        (long := _seconds(rule, signs, LONG)) > LEAST
        and long > MORE * LONG / SHORT * _seconds(rule, signs, SHORT)
        for _ in range(3)
    )


def _seconds(rule: Rule, signs: str, length: int) -> float:
    text = signs * (length // len(signs))
    start, place = time.process_time(), 0
    while match := rule.pattern.search(text, place):
        place = max(match.end(), match.start() + 1)
        rule.say(match)
    return time.process_time() - start
