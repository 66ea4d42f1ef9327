"""English."""

from __future__ import annotations

from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words


def rules(language: str, words: Words) -> tuple[Rule, ...]:  # noqa: ARG001 -- soon
    """The rules of English, in order."""
    return ()
