"""What a verb asks for: whether a name is its subject or its object (Er diente Friedrich II.)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from audioedition.utterances.verbal.languages.de.grammar import Case
from audioedition.utterances.verbal.words import Words

_REACH = 8  # words between a verb and its object
_JOINING = frozenset(["und", "oder", "aber", "sondern", "sowie"])
_END = "(?:e?te?n?|en|e)?"


@dataclass(frozen=True, slots=True)
class Verbs:
    """Verbs by the case of the person that they are about."""

    dative: re.Pattern[str]
    accusative: re.Pattern[str]
    helping: frozenset[str]
    """Verbs with another one at the end of the clause: hat … getroffen."""
    pronouns: frozenset[str]
    """Subjects, whatever stands behind them: er, man."""
    subjects: frozenset[str]
    """What a subject begins with: der, eine, alle."""
    names: frozenset[str]
    times: frozenset[str]
    """Words that a subject neither begins nor ends with: heute, später."""

    def case(self, left: Sequence[str], behind: str) -> Case:
        """The case of a person between `left` (the nearest word first) and `behind`; the nominative without a verb."""
        for place, word in enumerate(left[:_REACH]):
            if word in {",", ":", ";", "–"} or (word in _JOINING and place):
                break
            case = self._asked(word, behind)
            if case and self._has_subject(word, left[:place], left[place + 1 :]):
                return case
        following = re.match(r"\s([a-zäöüß]+)", behind)
        if following and left and left[0].lower() in self.pronouns:
            return self._of(following[1]) or Case.NOMINATIVE
        return Case.NOMINATIVE

    def _of(self, word: str) -> Case | None:
        if self.dative.fullmatch(word):
            return Case.DATIVE
        return Case.ACCUSATIVE if self.accusative.fullmatch(word) else None

    def _asked(self, word: str, behind: str) -> Case | None:
        if word not in self.helping:
            return self._of(word)
        words = re.findall(r"\w+", re.split("[.,;:!?]", behind[:80])[0])
        last = words[-1] if words else ""
        return self._of(last.removeprefix("ge")) or self._of(last)

    def _has_subject(self, verb: str, between: Sequence[str], before: Sequence[str]) -> bool:
        """Whether the subject stands before the verb, or as a pronoun between it and the name."""
        if any(word in self.pronouns for word in between):
            return True
        found: list[str] = []
        for word in before:
            if word in _JOINING and not found:
                return len(before) > 1  # und traf: the subject is that of the clause before
            if word in {",", ":", ";", "–", "denn", "und", "aber"}:
                break
            found.append(word)
        return bool(found) and self._is_subject(verb, found[::-1])

    def _is_subject(self, verb: str, field: list[str]) -> bool:
        """Whether the words before a verb are its subject, not an adverb or an object."""
        first, last = field[0], field[-1]
        if {first.lower(), last.lower()} & self.times:
            return False
        if len(field) == 1 and first.lower() in self.pronouns:
            return not (first.lower() == "es" and verb.startswith("folg"))
        if not last[0].isupper() and not last.endswith("."):
            return False
        if verb.startswith("folg") and last.endswith("."):
            return False  # Auf Karl V. folgte …, Karl V. folgte …
        if first.lower() in self.subjects:
            return len(field) > 1
        return first in self.names and not re.search("(?:en|es|em)$", first)


def verbs(words: Words, names: frozenset[str]) -> Verbs:
    """The verbs of the language's tables."""
    lists = words.lists

    def known(name: str) -> frozenset[str]:
        return frozenset(lists.get(name, ()))

    def pattern(name: str) -> re.Pattern[str]:
        return re.compile(f"(?:{'|'.join(lists.get(name, ('(?!)',)))}){_END}")

    return Verbs(
        pattern("dative_verbs"),
        pattern("accusative_verbs"),
        known("helping"),
        known("pronouns"),
        known("subjects"),
        names,
        known("times"),
    )
