"""What one line says about its language, in nats (natural logarithms of probabilities)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audioedition.editions.detection import Scores, is_known
from audioedition.editions.signs import LETTER
from audioedition.languages import base

_SURE = math.log(0.9 / 0.1)  # nats by which a language leads the next one
_TELLS = 3.0  # nats by which a short line tells one of two languages
_CLOSEST = 2  # languages so close that they lead together
_FULL = 80  # letters of a line that may be as sure as can be
_MOST = 9.0  # nats that one line can say for or against a language: no line decides alone
_LEAST = 2.0  # the same for the shortest lines
_SHORT_SHARE = 0.6  # of the evidence of the shortest lines counts: they are full of names
_DOUBLE_SHARE = 0.2  # of the evidence of a title that may be in two languages counts
_REPEATED_SHARE = 0.2  # of the evidence of a line that stands elsewhere in the post, too
_NAMES_SHARE = 0.6  # of the evidence of names counts
_QUOTE_SHARE = 0.25  # of the evidence of a quotation, which may be foreign, counts
_MARKED = 60.0  # nats against other languages where the author marked a line
_ALIKE = 0.25  # of that against another region's tag for the same language
_SCRIPT = 3.0  # nats more, in another script than Latin: that is no name or loan
_UNKNOWN = 2.0  # nats by which a language without a profile is worse than the best with one
_LEAD = 0.3  # of what the best language leads by, above that which it may lead by in a text in no language that is known
_DOUBTFUL = 8.0  # nats
_ALIKE_TO = {"ms": "id", "co": "it", "bs": "hr"}  # languages without a profile, and those that pass for them
_HINT = 0.7  # nats for a language that the author configured or named
_WORD = 1.2  # nats for a word that the post uses in one of its languages only
_WORDS = re.compile(f"{LETTER}+")


@dataclass(frozen=True, slots=True)
class Line:
    """A block, seen as evidence.

    `mark` is the author's own; `announced` are the languages of a marker right before it; `rule`
    says that a scene break is before it, `title` that it looks like one, `double` like two side by
    side; `quote` that it is one from end to end, and `names` that it holds nothing but names and
    numbers; `repeated` that it stands in several places, and `prose` that it is a longer paragraph.
    `held` is a language that the structure of the post gives it.
    """

    text: str
    scores: Scores
    letters: int
    mark: str | None = None
    announced: frozenset[str] = frozenset()
    rule: bool = False
    title: bool = False
    double: bool = False
    quote: bool = False
    names: bool = False
    repeated: bool = False
    prose: bool = False
    held: str | None = None

    @property
    def heads(self) -> bool:
        """Whether it is likely the title of the line below, rather than a signature or a list above it."""
        return self.title and not self.names and not self.held


def emission(
    line: Line,
    nominated: frozenset[str],
    hints: frozenset[str],
    known: Mapping[str, str],
    announced: frozenset[str] = frozenset(),
) -> dict[str, float]:
    """What `line` says for each of the `nominated` languages, 0 for the best of them.

    `known` are words that the post uses in one language only (see `vocabulary`); `announced` are
    languages without a profile that a marker names: they are likely what no profile fits well.
    """
    if line.held in nominated:
        return {language: 0.0 if language == line.held else -_MARKED for language in nominated}
    if line.mark in nominated:
        against = _MARKED * (_QUOTE_SHARE if line.quote else 1.0)
        alike = {language: _ALIKE if base(language) == base(line.mark) else 1.0 for language in nominated}
        return {
            language: 0.0 if language == line.mark else -against * alike[language] for language in nominated
        }
    if not line.scores:
        return dict.fromkeys(nominated, 0.0)
    most = _bound(line)
    raw = {
        language: line.scores.get(
            base(language), -math.inf if is_known(language) else -_strange(line, language, announced)
        )
        for language in nominated
    }
    if line.letters < _FULL or line.title:
        told = Counter(known[word] for word in set(tokens(line.text)) if word in known)
        raw = {language: score + _WORD * told[language] for language, score in raw.items()}
    raw = {language: score + (_HINT if base(language) in hints else 0.0) for language, score in raw.items()}
    best = max(raw.values())
    if best == -math.inf:
        return dict.fromkeys(nominated, 0.0)
    least = -most if "en" in line.scores else -most - _SCRIPT  # Latin script, or not
    return {language: _weight(line) * max(least, score - best) for language, score in raw.items()}


def _strange(line: Line, language: str, announced: frozenset[str]) -> float:
    """By how many nats a `language` without a profile is worse than the best: more if that leads the next one clearly.

    A text in a language that nobody can detect is a bit like several that can be.
    """
    best, *others = sorted(line.scores, key=lambda other: (-line.scores[other], other))[:2]
    lead = line.scores[best] - line.scores[others[0]] if others and best != _ALIKE_TO.get(language) else 0.0
    least = 0.0 if language in announced else _UNKNOWN
    return max(least, min(_MOST, (lead - _DOUBTFUL) * _LEAD))


def _bound(line: Line) -> float:
    """How many nats a line can say at most."""
    return _LEAST + (_MOST - _LEAST) * min(1.0, line.letters / _FULL)


def _weight(line: Line) -> float:
    """How much of what a line says counts."""
    if line.double:
        return _DOUBLE_SHARE
    if line.repeated:
        return _REPEATED_SHARE
    short = _SHORT_SHARE + (1 - _SHORT_SHARE) * min(1.0, line.letters / _FULL)
    if line.names:
        return short * _NAMES_SHARE
    return short * (_QUOTE_SHARE if line.quote else 1.0)


def capacity(lines: Sequence[Line]) -> float:
    """How much all lines together could say for a language, or against it."""
    return sum(_weight(line) * _bound(line) for line in lines if line.scores)


def tells(line: Line, language: str, other: str) -> bool:
    """Whether the words of `line` tell it to be in `language` rather than in the `other`."""
    own, against = line.scores.get(base(language)), line.scores.get(base(other))
    if line.names or own is None:
        return False
    return is_known(other) if against is None else own - against > _TELLS


def surely(found: Scores) -> frozenset[str]:
    """The language that leads the others clearly, or two that do so together."""
    best = frozenset(language for language, score in found.items() if score > -_SURE)
    return best if len(best) <= _CLOSEST else frozenset()


def vocabulary(lines: Sequence[Line], languages: Sequence[str]) -> dict[str, str]:
    """Words that the longer lines use in one language only, with it; `languages` are those of the lines."""
    seen: dict[str, set[str]] = {language: set() for language in languages}
    for line, language in zip(lines, languages, strict=True):
        if line.letters >= _FULL and not line.quote:
            seen[language].update(tokens(line.text))
    often = Counter(word for words_of in seen.values() for word in words_of)
    return {word: language for language, words_of in seen.items() for word in words_of if often[word] == 1}


def tokens(text: str) -> list[str]:
    """The words of `text` of two letters or more, without case."""
    return [word for word in _WORDS.findall(text.casefold()) if len(word) > 1]
