"""What a verb asks for: whether a name is its subject or its object (Er diente Friedrich II.)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from audioedition.utterances.verbal.languages.de.grammar import Case
from audioedition.utterances.verbal.words import Words

_REACH = 8  # words between a verb and its object
_JOINING = frozenset(["und", "oder", "aber", "sondern", "sowie"])
_POINTING = frozenset(["der", "die", "das", "dies"])
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
    openers: frozenset[str]
    """Words that begin something else than a subject: in, dort."""

    def case(self, left: Sequence[str], behind: str) -> Case:
        """The case of a person between `left` (the nearest word first) and `behind`; the nominative without a verb."""
        for place, word in enumerate(left[:_REACH]):
            if word in {",", ":", ";", "–"} or (word in _JOINING and place):
                break
            case = self._asked(word, behind)
            if case and self._has_subject(word, case, left[:place], left[place + 1 :]):
                return case
        following = re.match(r"\s([a-zäöüß]+)", behind)
        asked = self._of(following[1]) if following and left else None
        relative = left[1:2] == [","] and left[0] in ({"der"} if asked == Case.ACCUSATIVE else _POINTING)
        return asked if asked and (relative or left[0].lower() in self.pronouns) else Case.NOMINATIVE

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

    def _has_subject(self, verb: str, case: Case, between: Sequence[str], before: Sequence[str]) -> bool:
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
        return bool(found) and self._is_subject(verb, case, found[::-1])

    def _is_subject(self, verb: str, case: Case, field: list[str]) -> bool:
        """Whether the words before a verb are its subject, not an adverb or an object."""
        first, last = field[0].lower(), field[-1]
        if {first, last.lower()} & self.times:
            return False
        is_followed = verb.startswith("folg")  # Es folgte …, Karl V. folgte …
        if len(field) == 1:
            pronoun = first in self.pronouns and not (is_followed and first == "es")
            return pronoun or (first in _POINTING and case == Case.DATIVE) or self._is_name(field)
        if not last[0].isupper():
            return False
        return (first in self.subjects or self._is_name(field)) and not (is_followed and last.endswith("."))

    def _is_name(self, field: list[str]) -> bool:
        """Whether somebody is named: Papst Leo, Angela Merkel; of a single word it has to be known."""
        if re.search("(?:en|es|em)$", field[0]):
            return False
        several = len(field) > 1 and all(word[0].isupper() for word in field)
        return field[0] in self.names or (several and field[0].lower() not in self.openers)


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
        known("starters") | known("dative") | known("accusative") | known("genitive"),
    )
