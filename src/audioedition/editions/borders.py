"""What only the place of a line tells, once the languages of a post are known: where one ends and another begins.

Headings that look like markers are text amid one language.  Sentences that announce a language stand
at its border.  And a signature or a list of names that ends each edition is the end of the one above.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from audioedition.editions import announcements
from audioedition.editions.draft import Draft
from audioedition.editions.evidence import Line, tells
from audioedition.editions.markers import Marker
from audioedition.languages import base
from audioedition.model import Kind

_LONG = 60  # letters from which on a line is prose
_FAR = 12  # lines below a marker: a heading, a byline, a short list
_LEANS = 1.0  # nats by which a title leans to a language, where all texts are then built alike
_SENTENCE = re.compile(r"\w{3}[.。।]$")
_TOP = 2  # lines at the top of a post: its title, and what is above or below it
_HEAD = 6  # the same if there is no prose among them


def idle(draft: Draft) -> frozenset[int]:
    """Markers amid one language's text, which announce nothing there.

    They are headings such as "The German version", and sentences between its paragraphs: "The original
    is in Spanish."
    """
    path = dict(zip(draft.places, draft.assignment.languages, strict=True))
    text = [at for at, line in zip(draft.places, draft.lines, strict=True) if not line.title]
    found: set[int] = set()
    for place, marker in draft.markers.items():
        said = draft.blocks[place].text.strip()
        above, below = ([at for at in path if at < place][-2:], [at for at in path if at > place][:1])
        inside = len(above) > 1 and bool(below) and {path[at] for at in above} == {path[below[0]]}
        amid = any(at < place for at in text) and any(at > place for at in text)
        sentence = amid and said[0].isalpha() and bool(_SENTENCE.search(said))
        heading = said[0].isalpha() and said[-1].isalpha() and not marker.translator
        if inside and not marker.is_navigation and (sentence or heading):
            found.add(place)
    return frozenset(found)


def announced(draft: Draft) -> dict[int, Marker]:
    """Sentences that announce a language of the post where it begins, at the top, or at the end, by place."""
    path = draft.assignment.languages
    spoken = frozenset(map(base, path))
    if len(spoken) == 1:
        return {}
    found: dict[int, Marker] = {}
    left = Counter(path)
    for at, line in enumerate(draft.lines):
        block = draft.blocks[draft.places[at]]
        meant = frozenset(map(base, _meant(draft, at)))
        if not meant or line.quote or line.mark or block.kind in (Kind.CODE, Kind.TABLE):
            continue
        marker = announcements.read(line.text, spoken, _standing(draft, at, meant))
        title = marker and _is_title(draft, at) and not announcements.is_plain(line.text, spoken)
        if marker is None or left[path[at]] == 1 or (title and not marker.translator):
            continue
        if fitting := _fitting(marker, meant):
            found[draft.places[at]] = fitting
            left[path[at]] -= 1
    return found


def _meant(draft: Draft, at: int) -> Iterator[str]:
    """The languages that an announcement at `at` can announce: none if that is no border."""
    path = draft.assignment.languages
    last = at + 1 == len(path)
    if last:
        yield from path
    elif at < _TOP or (at < _HEAD and not any(line.prose for line in draft.lines[:at])):
        yield from (language for language in path if language != path[at + 1])
    if draft.assignment.interleaved:
        return
    if not last and path[at + 1] != path[at]:
        yield path[at + 1]
    if _begins(draft, at) or (at and draft.lines[at - 1].title and _begins(draft, at - 1)):
        yield path[at]


def _standing(draft: Draft, at: int, meant: frozenset[str]) -> announcements.Standing:
    """Where the line at `at` stands; it may announce a language that is `meant`."""
    below = at + 1
    own = draft.assignment.languages[below] if below < len(draft.lines) else ""
    return announcements.Standing(
        heads=_heads(draft, at),
        between=_begins(draft, at) or (below < len(draft.lines) and _begins(draft, below)),
        foreign=any(tells(draft.lines[at], other, own) for other in meant if other != base(own)),
    )


def _heads(draft: Draft, at: int) -> bool:
    """Whether a line stands above the title of a language that begins there, which has a title more than the first one."""
    path, lines = draft.assignment.languages, draft.lines
    if (
        draft.assignment.interleaved
        or not _begins(draft, at)
        or not any(below.title for below in lines[at + 1 : at + 2])
    ):
        return False
    return path.index(path[at]) == at and _titles(draft, path[at]) > _titles(draft, path[0])


def _begins(draft: Draft, at: int) -> bool:
    """Whether a language begins at `at`."""
    return at > 0 and draft.assignment.languages[at - 1] != draft.assignment.languages[at]


def _fitting(marker: Marker, meant: frozenset[str]) -> Marker | None:
    """`marker` as it is meant there: it may name the language that was translated from, or none."""
    if named := [language for language in marker.languages if language in meant]:
        return Marker((named[0],), marker.translator, marker.source)
    original = marker.source or next(iter(marker.languages), None)
    nameless = not marker.languages and marker.source is None
    return Marker((), marker.translator, original) if marker.translator or nameless else None


def _is_title(draft: Draft, at: int) -> bool:
    """Whether a line that looks like an announcement is rather the title of what follows, which has no other."""
    line, block = draft.lines[at], draft.blocks[draft.places[at]]
    heads = not at or _begins(draft, at)
    titled = any(below.title for below in draft.lines[at + 1 : at + 2])
    likely = block.kind is Kind.HEADING or (line.title and line.text.strip()[-1].isalnum())
    return heads and likely and not titled


def held(draft: Draft) -> dict[int, str]:
    """The lines whose language is clear from their place, by place."""
    if draft.assignment.interleaved:
        return {}
    return {**_gathered(draft), **_repeated(draft), **_below_markers(draft)}


def _below_markers(draft: Draft) -> dict[int, str]:
    """The short lines between a marker and the first prose below it, which is in the language that it announces."""
    path, lines = draft.assignment.languages, draft.lines
    found: dict[int, str] = {}
    for at, line in enumerate(lines):
        if not line.announced:
            continue
        near = range(at, min(at + _FAR, len(lines)))
        prose = next((below for below in near if lines[below].prose and not lines[below].quote), None)
        if prose is None or path[prose] not in line.announced:
            continue
        between = range(at, prose)
        if not any(_is_apart(lines[below], path[below], path[prose]) for below in between):
            found.update((draft.places[below], path[prose]) for below in between if not lines[below].quote)
    return found


def _is_apart(line: Line, own: str, announced: str) -> bool:
    """Whether a short line is surely a text of its `own` language, which stands before the one that is `announced`."""
    return not (line.title or line.quote) and own != announced and tells(line, own, announced)


def _gathered(draft: Draft) -> dict[int, str]:
    """Titles of the later languages that stand at the top, beside the first: those have no other, or one less."""
    path, lines = draft.assignment.languages, draft.lines
    titles = {language: _titles(draft, language) for language in draft.languages}
    without = [language for language in draft.languages[1:] if titles[language] < max(1, titles[path[0]] - 1)]
    found: dict[int, str] = {}
    top = itertools.takewhile(
        lambda at: lines[at].title and path[at] == path[0], range(min(len(lines), len(draft.languages)))
    )
    for at in sorted(top, key=lambda at: at or len(path)):
        told = [
            language
            for language in without
            if tells(lines[at], language, path[0])
            or (titles[language] == titles[path[0]] - 2 and _leans(lines[at], language, path[0]) > _LEANS)
            or (not at and titles[path[0]] > 1 and _leads(lines, language, path[0]))
        ]
        if told:
            best = max(told, key=lambda language: lines[at].scores.get(base(language), -math.inf))
            found[draft.places[at]] = best
            without.remove(best)
    if found:  # and what stands above them is the first language's own
        found.update((place, path[0]) for place in draft.places if place < min(found))
    return found


def _leads(lines: Sequence[Line], language: str, other: str) -> bool:
    """Whether of the first two titles the first is rather in `language`, and the second in the `other`."""
    return _leans(lines[0], language, other) > _LEANS > -_LEANS > _leans(lines[1], language, other)


def _leans(line: Line, language: str, other: str) -> float:
    """By how many nats a line is rather in `language` than in the `other`."""
    return line.scores.get(base(language), -math.inf) - line.scores.get(base(other), -math.inf)


def _titles(draft: Draft, language: str) -> int:
    """How many titles, and headings below them, the text in `language` begins with."""
    path, lines = draft.assignment.languages, draft.lines
    first = path.index(language)
    titled = itertools.takewhile(lambda at: path[at] == language and lines[at].title, range(first, len(path)))
    return sum(1 for _ in titled)


def _repeated(draft: Draft) -> dict[int, str]:
    """Lines at the head of a language that it repeats behind its text, with the language above, whose end they are."""
    path, lines = draft.assignment.languages, draft.lines
    begins = [at for at in range(1, len(path)) if _begins(draft, at)]
    found: dict[int, str] = {}
    for start, end in pairwise([*begins, len(path)]):
        prose = next((at for at in range(start, end) if lines[at].letters >= _LONG), end)
        behind = {
            line.text.casefold() for line in lines[prose:end] if not tells(line, path[start], path[start - 1])
        }
        behind.discard(lines[0].text.casefold())  # a title that is the same in all languages
        last = max((at for at in range(start, prose) if lines[at].text.casefold() in behind), default=None)
        if last is not None and (lines[last].names or last + 1 < prose):
            found.update((draft.places[at], path[start - 1]) for at in range(start, last + 1))
    return found
