"""Tests of what a pattern requires of a text, and of the rules that a text rules out at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioedition.utterances import verbal
from audioedition.utterances.verbal.kinds import grams
from audioedition.utterances.verbal.required import required

LANGUAGES = ("en", "de", "fr", "it", "es", "ja", "pl")
SPOKEN = Path(__file__).parent / "data" / "spoken"
SOUP = "aAbIiVXMz éÉßΑ中1029٣½²⁵.,;:!?-–—/'’\"“”()[]<>*_#&@%€$£°§+=~^|\u00a0\u2003\u0301😀\ue000"
PATTERNS = (
    (r"(?<!\w)(?:Jan|Feb)\. \d", "on Jan. 5", "on Jan 5"),
    (r"\d{4}", "in 1984", "no digits here"),
    (r"(?i:world\ war)\ [IVX]+", "the WORLD WAR II", "the world at war"),
    (r"[A-Z]{2,}", "the BBC", "the Bbc"),
    (r"(?<=\d)%|‰", "5%", "five %"),
    (r"(?:e\.\s?g\.|etc\.)(?!\w)", "e. g. this", "the egg"),
    (r"(?<!\w)[^\W\d_] [^\W\d_](?!\w)", "a b", "ab cd"),
    (r"x?y{2,3}(?=z)", "xyyz", "xyz"),
)


def _is_possible(pattern: str, text: str) -> bool:
    there = {gram for word in text.split() for gram in grams(word)}
    return all(clause & there for clause in required(re.compile(pattern)))


@pytest.mark.parametrize(("pattern", "there", "missing"), PATTERNS)
def test_what_a_pattern_requires_is_there_where_it_matches_and_seldom_elsewhere(
    pattern: str, there: str, missing: str
) -> None:
    assert re.search(pattern, there)
    assert _is_possible(pattern, there)
    assert not _is_possible(pattern, missing)


@pytest.mark.parametrize("pattern", [r"\s+", r"\w*", r"(?:a|)", r"(?a:\w)x?"])
def test_a_pattern_that_requires_nothing_in_particular_is_always_possible(pattern: str) -> None:
    assert not required(re.compile(pattern))


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None, max_examples=150)
@given(text=st.text(SOUP, max_size=40) | st.text(max_size=40))
def test_no_rule_that_matches_is_ruled_out(language: str, text: str) -> None:
    _all_matching_are_possible(language, text)


@pytest.mark.parametrize("file", sorted(SPOKEN.glob("*.tsv")), ids=lambda file: file.stem)
def test_no_rule_that_matches_a_golden_sentence_is_ruled_out(file: Path) -> None:
    for line in file.read_text("utf-8").splitlines():
        _all_matching_are_possible(file.stem[:2], line.split("\t")[0])


def test_an_ordinary_sentence_rules_nearly_all_out() -> None:
    rules = verbal.rules("en")
    assert len(rules.possible("the ferry was late again, and the harbour was empty when it came in")) < 9


def _all_matching_are_possible(language: str, text: str) -> None:
    rules = verbal.rules(language)
    possible = set(map(id, rules.possible(text)))
    for rule in rules:
        if id(rule) not in possible:
            seen = (rule.needs is None or rule.needs.search(text)) and rule.pattern.search(text)
            assert not seen, (rule.name, rule.pattern.pattern, text)
