"""Which line belongs to which language: decided over the whole post, never line by line.

Three steps.  *Nominate* the languages that some longer piece is surely in.  *Select* among them: a
language has to explain the post so much better that it pays for an edition of its own.  *Decode*
(Viterbi): the most probable sequence of languages, where a change costs less after a marker, a rule
or at a title, and much to enter a quotation; once as blocks, once as interleaved paragraphs.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from audioedition.editions.candidates import nominated
from audioedition.editions.changes import INTERLEAVED, best_two, entering, staying
from audioedition.editions.detection import is_known
from audioedition.editions.evidence import Line, capacity, emission, tells, vocabulary
from audioedition.editions.margins import Rejected, weighed
from audioedition.editions.marks import called
from audioedition.editions.signs import SIGN
from audioedition.languages import base

_SHORT = 80  # letters of a line of verse
_EDITION, _FEED_EDITION, _ANNOUNCED_EDITION = 5.5, 4.0, 1.0  # what a language has to pay for
_DEAREST = 0.15  # of all that a post could say for a language is the most that one has to pay
_DEAREST_OF_ALL = 0.45  # the same for all languages together
_WEAK = 0.12  # of the largest edition's letters: less is a quotation, unless it was announced
_WEAK_INSIDE = 0.35  # of the text around it: one passage with less is a quotation, too
_WEAK_VERSES = 1.0  # the same for nothing but short lines: a song, or a list of foreign titles
_SENTENCE = 60  # letters of prose that an edition has in a post of prose
_SHORTEST = 15  # letters of a sentence
_ENDED = re.compile(
    r"(?:[.!?。！？؟।۔…։።။។༎།]|[\u0e00-\u0eff])[\"”“»’」』)]*$"
)  # Thai and Lao have no such sign
_SIGNS = re.compile(rf"[^\W\d_]|{SIGN}")  # letters, and what they bear
_SCRAPS = 200  # letters of prose that make a post one
_TEXT = 60  # letters, on either side, of a text that quotes
_GOOD_PART = 0.3  # of the prose of a post
_VERSES = 3  # short lines are one from here on


@dataclass(frozen=True, slots=True)
class Assignment:
    """A language for every line, and whether the languages take turns paragraph by paragraph.

    `margins` are how many nats the whole post loses with one line in its `rivals`' language, the next
    best: infinite, and none, if there is no other.
    """

    languages: tuple[str, ...]
    interleaved: bool = False
    margins: tuple[float, ...] = ()
    rivals: tuple[str | None, ...] = ()


def assign(
    lines: Sequence[Line], announced: frozenset[str], hints: frozenset[str], said: str | None = None
) -> Assignment | None:
    """Give every line a language; None if no language can be told.

    `announced` languages are named by markers, `hints` by the configuration or the front matter, and
    `said` is the one that the post says of itself to be in.
    """
    candidates = nominated(lines, announced | hints)
    announced = called(announced, candidates)
    if not candidates:
        return None
    strange = frozenset(language for language in announced if not is_known(language))
    evidence = [emission(line, candidates, hints, {}, strange) for line in lines]
    chosen, best, rejected = _selected(lines, evidence, _prices(lines, candidates, announced, hints))
    while len(chosen) > 1 and (weak := _weakest(lines, best, announced)):
        rejected.append(Rejected(weak, 0.0, best.languages))
        chosen -= {weak}
        best = _decoded(lines, evidence, chosen)[1]
    if len(chosen) == 1 and (own := _own(lines, chosen, candidates, said)):
        chosen, best = frozenset({own}), Assignment((own,) * len(lines))
    if len(chosen) > 1:
        known = vocabulary(lines, best.languages)
        evidence = [emission(line, candidates, hints, known, strange) for line in lines]
        best = _decoded(lines, evidence, chosen)[1]
    margins, rivals = weighed(lines, evidence, chosen, best.languages, rejected)
    return replace(best, margins=margins, rivals=rivals)


def _own(
    lines: Sequence[Line], chosen: frozenset[str], candidates: frozenset[str], said: str | None
) -> str | None:
    """The language that a post says to be in, if it got one other edition but is in it for a good part: it is full of loans."""
    (other,) = chosen
    own = next(
        (language for language in sorted(candidates - chosen) if said and base(language) == base(said)), None
    )
    if own is None or any(line.mark for line in lines):
        return None
    told = [line for line in lines if line.prose and base(other) in line.scores]
    better = sum(
        line.letters for line in told if line.scores.get(base(own), -math.inf) > line.scores[base(other)]
    )
    return own if better > _GOOD_PART * sum(line.letters for line in told) > 0 else None


def _prices(
    lines: Sequence[Line], candidates: frozenset[str], announced: frozenset[str], hints: frozenset[str]
) -> dict[str, float]:
    """What each language has to gain by an edition, in nats."""
    marked = {line.mark for line in lines if line.mark}
    most = _DEAREST * capacity(lines)
    prices = {
        language: min(most, _FEED_EDITION if base(language) in hints else _EDITION) for language in candidates
    }
    prices.update(dict.fromkeys(announced & candidates, _ANNOUNCED_EDITION))
    prices.update(dict.fromkeys(marked & candidates, 0.0))
    return prices


def _selected(
    lines: Sequence[Line], evidence: Sequence[Mapping[str, float]], prices: Mapping[str, float]
) -> tuple[frozenset[str], Assignment, list[Rejected]]:
    """Add languages as long as the next one pays for its edition; those that do not are the third."""
    chosen: frozenset[str] = frozenset()
    total, best = -math.inf, Assignment(())
    rejected: list[Rejected] = []
    while rest := sorted(prices.keys() - chosen):
        trials = []
        for language in rest:
            gained, assignment = _decoded(lines, evidence, chosen | {language})
            trials.append(
                (gained - sum(prices[each] for each in sorted(chosen | {language})), language, assignment)
            )
        gained, language, assignment = max(trials, key=lambda trial: (trial[0], trial[1]))
        if gained <= total:
            rejected = [Rejected(other, total - least, with_it.languages) for least, other, with_it in trials]
            break
        chosen, total, best = chosen | {language}, gained, assignment
    if len(chosen) < len(prices) and (several := _several(lines, evidence, prices))[0] > total:
        best, rejected = several[1], []
        chosen = frozenset(best.languages)
    return chosen & set(best.languages), best, rejected


def _several(
    lines: Sequence[Line], evidence: Sequence[Mapping[str, float]], prices: Mapping[str, float]
) -> tuple[float, Assignment]:
    """All languages at once that a short post takes turns in: a notice of one sentence in each of many."""
    used = frozenset(_decoded(lines, evidence, frozenset(prices))[1].languages)
    gained, assignment = _decoded(lines, evidence, used)
    return gained - min(
        sum(prices[each] for each in sorted(used)), _DEAREST_OF_ALL * capacity(lines)
    ), assignment


def _decoded(
    lines: Sequence[Line], evidence: Sequence[Mapping[str, float]], chosen: frozenset[str]
) -> tuple[float, Assignment]:
    """The best sequence of languages among `chosen`, as blocks or interleaved, and how good it is."""
    blocks, in_blocks = _viterbi(lines, evidence, sorted(chosen), interleaved=False)
    if len(chosen) == 1:
        return blocks, Assignment(in_blocks)
    turns, in_turns = _viterbi(lines, evidence, sorted(chosen), interleaved=True)
    turns -= INTERLEAVED
    return (
        (turns, Assignment(in_turns, interleaved=True)) if turns > blocks else (blocks, Assignment(in_blocks))
    )


def _viterbi(
    lines: Sequence[Line],
    evidence: Sequence[Mapping[str, float]],
    chosen: Sequence[str],
    *,
    interleaved: bool,
) -> tuple[float, tuple[str, ...]]:
    best = {language: evidence[0][language] for language in chosen}
    back: list[dict[str, str]] = []
    for above, line, says in zip(lines, lines[1:], evidence[1:], strict=False):
        step: dict[str, str] = {}
        total: dict[str, float] = {}
        first, second = best_two(best)
        stays = staying(above, line, interleaved=interleaved)
        for language, enters in entering(above, line, chosen, interleaved=interleaved).items():
            other = second if language == first else first
            stayed, turned = best[language] - stays, best[other] - enters
            step[language] = language if stayed >= turned else other
            total[language] = max(stayed, turned) + says[language]
        back.append(step)
        best = total
    last = max(chosen, key=lambda language: best[language])
    path = [last]
    for step in reversed(back):
        path.append(step[path[-1]])
    return best[last], tuple(reversed(path))


def _weakest(lines: Sequence[Line], best: Assignment, announced: frozenset[str]) -> str | None:
    sizes: Counter[str] = Counter(dict.fromkeys(best.languages, 0))
    for line, language in zip(lines, best.languages, strict=True):
        sizes[language] += 0 if line.quote or line.double else line.letters
    marks = {line.mark for line in lines if line.mark}
    safe = announced | {mark for mark in marks if sum(base(mark) == base(other) for other in sizes) == 1}
    weak = {language: size for language, size in sizes.items() if language not in safe or not size}
    prose = _prose(lines, best.languages)
    total = sum({line.text: line.letters for line in lines if line.prose}.values())
    for language in sorted(weak, key=lambda language: (weak[language], language)):
        if (language not in safe and _is_scraps(prose[language], total)) or sizes[language] < max(
            _WEAK * max(sizes.values()), _quotable(lines, best.languages, language, sizes)
        ):
            return language
    return None


def _prose(lines: Sequence[Line], languages: Sequence[str]) -> Counter[str]:
    """How many letters of prose there are in each language, what stands there several times only once.

    Sentences are prose, too, though they may be short: those of Arabic, or of a tale for children.  Signs
    count that are no letters, such as the vowels of Thai and Tamil.
    """
    texts = {
        line.text: (language, max(line.letters, len(_SIGNS.findall(line.text))))
        for line, language in zip(lines, languages, strict=True)
        if line.prose or (line.letters >= _SHORTEST and _ENDED.search(line.text))
    }
    sizes: Counter[str] = Counter(dict.fromkeys(languages, 0))
    for language, size in texts.values():
        sizes[language] += size
    return sizes


def _is_scraps(own: int, total: int) -> bool:
    """Whether a language has nothing but lists, names and short lines, beside a text of some length."""
    return own < _SENTENCE and total > _SCRAPS


def _quotable(
    lines: Sequence[Line], languages: Sequence[str], language: str, sizes: Mapping[str, int]
) -> float:
    """Below how many letters `language` is only quoted: 0 unless it is one passage inside of another text."""
    first = languages.index(language)
    last = len(languages) - 1 - languages[::-1].index(language)
    inside = first > 0 and last + 1 < len(languages) and set(languages[first : last + 1]) == {language}
    if not inside or languages[first - 1] != languages[last + 1]:
        return 0.0
    around = languages[first - 1]
    sides = (reversed(range(first)), range(last + 1, len(languages)))
    runs = (itertools.takewhile(lambda at: languages[at] == around, side) for side in sides)
    if not all(_is_text([lines[at] for at in run], around, language) for run in runs):
        return 0.0
    passage = lines[first : last + 1]
    verses = len(passage) >= _VERSES and all(line.letters < _SHORT for line in passage)
    return (_WEAK_VERSES if verses else _WEAK_INSIDE) * sizes[around]


def _is_text(lines: Sequence[Line], language: str, other: str) -> bool:
    """Whether `lines` are surely a text in `language`, and not short ones that may as well be in the `other`."""
    return sum(line.letters for line in lines if tells(line, language, other)) >= _TEXT
