"""Which line belongs to which language: decided over the whole post, never line by line.

Three steps.  *Nominate* the languages that some longer piece is surely in.  *Select* among them: a
language has to explain the post so much better that it pays for an edition of its own.  *Decode*
(Viterbi): the most probable sequence of languages, where a change costs less after a marker, a rule
or at a title, and much to enter a quotation; once as blocks, once as interleaved paragraphs.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from audioedition.editions.detection import Scores, is_known, together

_SURE = math.log(0.9 / 0.1)  # nats by which a nominated language leads the next one
_CLOSEST = 2  # close languages that may be nominated together
_PIECE = 60  # letters of a piece that may nominate a language
_VOTER = 20  # letters of a line that may do so together with another
_WINDOW = 120  # letters to which short lines are joined for the same
_FULL = 80  # letters of a line that may be as sure as can be
_MOST = 9.0  # nats that one line can say for or against a language: no line decides alone
_LEAST = 1.0  # the same for the shortest lines
_SHORT_SHARE = 0.5  # of the evidence of the shortest lines counts: they are full of names
_DOUBLE_SHARE = 0.2  # of the evidence of a title that may be in two languages counts
_MARKED = 60.0  # nats against other languages where the author marked a line
_QUOTE_SHARE = 0.25  # of the evidence of a quotation, which may be foreign, counts
_UNKNOWN = 2.0  # nats by which a language without a profile is worse than the best with one
_WORD = 1.2  # nats for a word that the post uses in one of its languages only

_AFTER_MARKER, _AT_RULE, _AT_TITLE, _AT_SHORT, _ELSEWHERE = 0.3, 2.2, 2.0, 2.6, 3.2
_BELOW_TITLE = 5.0  # a title and its text are in one language
_MARKED_BELOW_TITLE = 2.5  # a marker may stand between a title and its text
_PAST_MARKER = 2.5  # to stay in a language although a marker announces another
_INTO_QUOTE = 6.0
_STAY_INTERLEAVED, _SWITCH_INTERLEAVED = 1.2, 0.4
_INTERLEAVED = 2.0  # an interleaved post is that much rarer
_EDITION, _FEED_EDITION, _ANNOUNCED_EDITION = 5.5, 4.0, 1.0  # what a language has to pay for
_DEAREST = 0.15  # of all that a post could say for a language is the most that one has to pay
_HINT = 0.7  # nats per line for a language that the author configured or named
_WEAK = 0.12  # of the largest edition's letters: less is a quotation, unless it was announced


@dataclass(frozen=True, slots=True)
class Line:
    """A block, seen as evidence.

    `mark` is the author's own; `announced` are the languages of a marker right before it; `rule`
    says that a scene break is before it, `title` that it looks like one, `double` like two side by
    side; `quote` that it is one from end to end.
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


@dataclass(frozen=True, slots=True)
class Assignment:
    """A language for every line, and whether the languages take turns paragraph by paragraph."""

    languages: tuple[str, ...]
    interleaved: bool = False


def assign(lines: Sequence[Line], announced: frozenset[str], hints: frozenset[str]) -> Assignment | None:
    """Give every line a language; None if no language can be told.

    `announced` languages are named by markers, `hints` by the configuration or the front matter.
    """
    nominated = _nominated(lines, announced, hints)
    if not nominated:
        return None
    chosen, best = _selected(lines, nominated, announced, hints)
    while len(chosen) > 1 and (weak := _weakest(lines, best, announced)):
        chosen -= {weak}
        best = _decoded(lines, _emissions(lines, nominated, hints), chosen)[1]
    if len(chosen) > 1:
        known = _vocabulary(lines, best, chosen)
        best = _decoded(lines, _emissions(lines, nominated, hints, known), chosen)[1]
    return best


def vocabulary(lines: Sequence[Line], best: Assignment) -> Mapping[str, str]:
    """Words that the longer lines use in one language only, with that language."""
    return _vocabulary(lines, best, frozenset(best.languages))


def _nominated(lines: Sequence[Line], announced: frozenset[str], hints: frozenset[str]) -> frozenset[str]:
    found = {line.mark for line in lines if line.mark}
    plain = [line for line in lines if line.scores and not (line.quote or line.double or line.mark)]
    for window in _windows(plain):
        found |= surely(together(line.scores for line in window))
    votes = Counter(best for line in plain if _VOTER <= line.letters < _PIECE for best in surely(line.scores))
    found |= {language for language, count in votes.items() if count > 1}
    possible = {language for line in plain for language in line.scores}
    found |= {language for language in announced | hints if language in possible or not is_known(language)}
    plain = plain or [line for line in lines if line.scores]
    while unexplained := _unexplained(plain, found):
        found |= unexplained
    return frozenset(found)


def _windows(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Each longer line alone; short neighbours together, for a post of short lines has something to show, too."""
    for start, line in enumerate(lines):
        if line.letters >= _PIECE:
            yield [line]
            continue
        size = 0
        for end in range(start, len(lines)):
            size += lines[end].letters
            if lines[end].letters >= _PIECE:
                break
            if size >= _WINDOW:
                yield lines[start : end + 1]
                break


def _unexplained(lines: Sequence[Line], found: Set[str]) -> Set[str]:
    """The language of the lines that none of the `found` explains well, read together."""
    rest = [line for line in lines if all(line.scores.get(language, -math.inf) < -_SURE for language in found)]
    groups: dict[bool, list[Line]] = {}
    for line in rest:
        groups.setdefault("en" in line.scores, []).append(line)  # Latin script, or not
    new: set[str] = set()
    for group in groups.values():
        best = together(line.scores for line in group)
        if best and (not found or sum(line.letters for line in group) >= _VOTER):
            new.add(min(best, key=lambda language: (-best[language], language)))
    return new - found


def surely(found: Scores) -> frozenset[str]:
    """The language that leads the others clearly, or two that do so together."""
    best = frozenset(language for language, score in found.items() if score > -_SURE)
    return best if len(best) <= _CLOSEST else frozenset()


def _selected(
    lines: Sequence[Line], nominated: frozenset[str], announced: frozenset[str], hints: frozenset[str]
) -> tuple[frozenset[str], Assignment]:
    """Add languages as long as the next one pays for its edition."""
    emissions = _emissions(lines, nominated, hints)
    marked = {line.mark for line in lines if line.mark}

    most = _DEAREST * sum(_weight(line) * _bound(line) for line in lines if line.scores)

    def price(language: str) -> float:
        if language in marked:
            return 0.0
        if language in announced:
            return _ANNOUNCED_EDITION
        return min(most, _FEED_EDITION if language in hints else _EDITION)

    chosen: frozenset[str] = frozenset()
    total, best = -math.inf, Assignment(())
    while rest := sorted(nominated - chosen):
        trials = []
        for language in rest:
            gained, assignment = _decoded(lines, emissions, chosen | {language})
            trials.append((gained - sum(map(price, sorted(chosen | {language}))), language, assignment))
        gained, language, assignment = max(trials, key=lambda trial: (trial[0], trial[1]))
        if gained <= total:
            break
        chosen, total, best = chosen | {language}, gained, assignment
    return chosen & set(best.languages), best


def _emissions(
    lines: Sequence[Line],
    nominated: frozenset[str],
    hints: frozenset[str],
    known: Mapping[str, str] | None = None,
) -> list[dict[str, float]]:
    """What each line says for each language, in nats, 0 for the best of them."""
    return [_emission(line, nominated, hints, known or {}) for line in lines]


def _emission(
    line: Line, nominated: frozenset[str], hints: frozenset[str], known: Mapping[str, str]
) -> dict[str, float]:
    if line.mark in nominated:
        against = _MARKED * (_QUOTE_SHARE if line.quote else 1.0)
        return {language: 0.0 if language == line.mark else -against for language in nominated}
    if not line.scores:
        return dict.fromkeys(nominated, 0.0)
    most = _bound(line)
    raw = {
        language: line.scores.get(language, -math.inf if is_known(language) else -_UNKNOWN)
        for language in nominated
    }
    if line.letters < _FULL or line.title:
        told = Counter(known[word] for word in set(tokens(line.text)) if word in known)
        raw = {language: score + _WORD * told[language] for language, score in raw.items()}
    raw = {language: score + (_HINT if language in hints else 0.0) for language, score in raw.items()}
    best = max(raw.values())
    if best == -math.inf:
        return dict.fromkeys(nominated, 0.0)
    return {language: _weight(line) * max(-most, score - best) for language, score in raw.items()}


def _bound(line: Line) -> float:
    """How many nats a line can say at most."""
    return _LEAST + (_MOST - _LEAST) * min(1.0, line.letters / _FULL)


def _weight(line: Line) -> float:
    """How much of what a line says counts."""
    if line.double:
        return _DOUBLE_SHARE
    short = _SHORT_SHARE + (1 - _SHORT_SHARE) * min(1.0, line.letters / _FULL)
    return short * (_QUOTE_SHARE if line.quote else 1.0)


def _decoded(
    lines: Sequence[Line], emissions: Sequence[Mapping[str, float]], chosen: frozenset[str]
) -> tuple[float, Assignment]:
    """The best sequence of languages among `chosen`, as blocks or interleaved, and how good it is."""
    blocks, in_blocks = _viterbi(lines, emissions, sorted(chosen), interleaved=False)
    if len(chosen) == 1:
        return blocks, Assignment(in_blocks)
    turns, in_turns = _viterbi(lines, emissions, sorted(chosen), interleaved=True)
    turns -= _INTERLEAVED
    return (
        (turns, Assignment(in_turns, interleaved=True)) if turns > blocks else (blocks, Assignment(in_blocks))
    )


def _viterbi(
    lines: Sequence[Line],
    emissions: Sequence[Mapping[str, float]],
    chosen: Sequence[str],
    *,
    interleaved: bool,
) -> tuple[float, tuple[str, ...]]:
    best = {language: emissions[0][language] for language in chosen}
    back: list[dict[str, str]] = []
    for above, line, emission in zip(lines, lines[1:], emissions[1:], strict=False):
        step: dict[str, str] = {}
        total: dict[str, float] = {}
        for language in chosen:
            costs = {
                before: best[before] - _change(above, line, before, language, interleaved=interleaved)
                for before in chosen
            }
            step[language] = max(chosen, key=lambda before: (costs[before], before == language))  # noqa: B023 -- used at once
            total[language] = costs[step[language]] + emission[language]
        back.append(step)
        best = total
    last = max(chosen, key=lambda language: best[language])
    path = [last]
    for step in reversed(back):
        path.append(step[path[-1]])
    return best[last], tuple(reversed(path))


def _change(above: Line, line: Line, before: str, language: str, *, interleaved: bool) -> float:
    """What it costs to be in `language` after `before`."""
    if language in line.announced and before != language:
        return _MARKED_BELOW_TITLE if above.title and not line.title else _AFTER_MARKER
    if language in line.announced:
        return 0.0
    if before == language:
        return (_STAY_INTERLEAVED if interleaved else 0.0) + (_PAST_MARKER if line.announced else 0.0)
    quote = _INTO_QUOTE if line.quote else 0.0
    if interleaved:
        return _SWITCH_INTERLEAVED + quote
    if above.title and not line.title:
        return _BELOW_TITLE + quote
    if line.rule:
        return _AT_RULE + quote
    if line.title:
        return _AT_TITLE + quote
    return (_AT_SHORT if line.letters < _FULL else _ELSEWHERE) + quote


def _weakest(lines: Sequence[Line], best: Assignment, announced: frozenset[str]) -> str | None:
    sizes: Counter[str] = Counter(dict.fromkeys(best.languages, 0))
    for line, language in zip(lines, best.languages, strict=True):
        sizes[language] += 0 if line.quote or line.double else line.letters
    safe = announced | {line.mark for line in lines if line.mark}
    weak = {language: size for language, size in sizes.items() if language not in safe or not size}
    least = min(weak, key=lambda language: (weak[language], language), default=None)
    return least if least is not None and sizes[least] < _WEAK * max(sizes.values()) else None


def _vocabulary(lines: Sequence[Line], best: Assignment, chosen: frozenset[str]) -> dict[str, str]:
    seen: dict[str, set[str]] = {language: set() for language in chosen}
    for line, language in zip(lines, best.languages, strict=True):
        if line.letters >= _FULL and not line.quote and language in seen:
            seen[language].update(tokens(line.text))
    often = Counter(word for words_of in seen.values() for word in words_of)
    return {word: language for language, words_of in seen.items() for word in words_of if often[word] == 1}


def tokens(text: str) -> list[str]:
    """The words of `text` of two letters or more, without case."""
    return [word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) > 1]
