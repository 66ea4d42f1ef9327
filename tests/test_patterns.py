"""Patterns that are compiled when they are first asked for something."""

from __future__ import annotations

import re

import pytest

from audioedition.patterns import later
from audioedition.utterances import verbal


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which patterns were compiled, in order."""
    found: list[str] = []
    compile_ = re.compile

    def noted(pattern: str, flags: int = 0) -> re.Pattern[str]:
        found.append(pattern)
        return compile_(pattern, flags)

    monkeypatch.setattr(re, "compile", noted)
    return found


def test_a_pattern_is_compiled_once_and_not_before_it_is_used(compiled: list[str]) -> None:
    ferry = later("ferry", re.IGNORECASE)
    assert not compiled
    assert ferry.search("The Ferry")
    assert ferry.sub("boat", "The Ferry") == "The boat"
    assert ferry.search("The FERRY was late")
    assert compiled == ["ferry"]


def test_it_has_all_that_a_pattern_has() -> None:
    made, own = (
        later(r"(?P<what>ferry)|quay", re.IGNORECASE),
        re.compile(r"(?P<what>ferry)|quay", re.IGNORECASE),
    )
    assert (made.pattern, made.flags, made.groupindex) == (own.pattern, own.flags, own.groupindex)
    match = made.fullmatch("FERRY")
    assert match
    assert match["what"] == "FERRY"
    with pytest.raises(AttributeError):
        made.boat  # type: ignore[attr-defined]  # noqa: B018 -- the attribute itself


def test_a_wrong_pattern_is_found_when_it_is_used() -> None:
    wrong = later("(")
    with pytest.raises(re.error):
        wrong.search("(")


@pytest.mark.parametrize("language", ["de", "de-CH", "en", "es", "fr", "it"])
def test_all_patterns_of_a_language_are_right(language: str) -> None:
    assert verbal.is_full(language)
    for rule in verbal.rules(language):
        assert rule.pattern.flags & re.UNICODE
