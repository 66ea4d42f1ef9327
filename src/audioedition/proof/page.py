"""Proofs as one page: each post as it was, coloured by edition.  Pure.

The page holds its own style and no script, asks nothing of any other site and works from `file:`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audioedition import phrases, templating
from audioedition.model import Block, Decision, Dropped, Edition, Kind
from audioedition.proof import Proof
from audioedition.proof.places import Places, places
from audioedition.text import permitted

COLOURS = 6
"""So many editions of a post have colours of their own."""

_LEFT_OUT, _BETWEEN, _SHARED = "out", "between", "shared"  # looks of what is in no edition, or in several
_ABOVE, _LOWEST = 2, 6  # levels of headings: those of the page around a post, and the last that HTML has
_SHOWN = 8  # neighbours that are left out together are shown at once up to so many
_LONG = 1000  # blocks from which on a browser lays out only those that are seen
_STRIPES = 200  # of a post's overview; where languages change more often it would show nothing


@dataclass(frozen=True, slots=True)
class _Row:
    """A block on the page: its anchor, and the class that colours it.

    `differs` are sentences about how it differs from other editions, each with the anchor of its
    counterpart, if there is one.
    """

    anchor: str
    look: str
    decision: Decision
    silence: Dropped | None
    is_title: bool
    marks: tuple[str, ...]
    differs: tuple[tuple[str, str | None], ...] = ()

    @property
    def block(self) -> Block:
        return self.decision.block

    @property
    def tag(self) -> str:
        """The HTML element of a heading or title."""
        return f"h{min(max(1, self.block.level) + _ABOVE, _LOWEST)}"

    @property
    def language(self) -> str | None:
        """What the text is in, as far as that is one language."""
        decided = self.decision.languages
        return self.block.language or (decided[0] if len(decided) == 1 else None)


_Sentence = tuple[tuple[str, _Row | None], ...]
"""Its words, in parts; some of them lead to a block."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbours that belong together: left out for one reason, items of one list, or neither."""

    rows: tuple[_Row, ...]

    @property
    def first(self) -> _Row:
        return self.rows[0]

    @property
    def is_shown(self) -> bool:
        """Whether it is open from the beginning, if it is left out."""
        return len(self.rows) <= _SHOWN or any(row.decision.is_unsure for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Key:
    """An edition in the legend: its class, its name for itself, and how many blocks it has."""

    look: str
    name: str
    direction: str
    edition: Edition
    size: int


@dataclass(frozen=True, slots=True)
class _Section:
    """A post on the page."""

    number: int
    proof: Proof
    keys: tuple[_Key, ...]
    rows: tuple[_Row, ...]
    runs: tuple[_Run, ...]
    stripes: tuple[tuple[str, int], ...]
    differences: tuple[_Sentence, ...]
    is_long: bool
    elsewhere: _Run | None

    @property
    def unsure(self) -> list[_Row]:
        return [row for row in self.rows if row.decision.is_unsure]

    @property
    def left_out(self) -> list[_Row]:
        return [row for row in self.rows if row.look == _LEFT_OUT]


def render(proofs: Sequence[Proof]) -> str:
    """The page of `proofs`, a section for each."""
    page = templating.render(
        "proof.html",
        sections=[_section(number, proof) for number, proof in enumerate(proofs, 1)],
        editions=range(1, 1 + max((len(proof.split.editions) for proof in proofs), default=0)),
        colours=COLOURS,
        p=phrases.of("en"),
    )
    return permitted(page)


def _section(number: int, proof: Proof) -> _Section:
    looks = {edition.language: f"e{place}" for place, edition in enumerate(proof.split.editions, 1)}
    titles = proof.titles
    anchors = [f"p{number}-{place}" for place in range(1, 1 + len(proof.split.decisions))]
    both = places(proof)
    differs = _differs(proof, both, anchors)
    rows = tuple(
        _Row(
            anchors[place],
            _look(decision, looks),
            decision,
            proof.silent.get(decision.block),
            decision.block in titles,
            proof.marks(decision),
            tuple(differs.get(place, ())),
        )
        for place, decision in enumerate(proof.split.decisions)
    )
    keys = tuple(_key(edition, looks[edition.language], rows) for edition in proof.split.editions)
    runs = tuple(_Run(tuple(run)) for _, run in itertools.groupby(rows, key=_company))
    return _Section(
        number,
        proof,
        keys,
        rows,
        runs,
        _stripes(rows),
        tuple(_linked(proof, both, rows)),
        len(rows) > _LONG,
        _elsewhere(runs),
    )


def _elsewhere(runs: Sequence[_Run]) -> _Run | None:
    """Where the text has ended, and what a page has around it begins: nobody knows in which order that stood."""
    if not runs or any(run.first.block.line for run in runs):
        return None
    rest = list(itertools.takewhile(lambda run: run.first.look == _LEFT_OUT, reversed(runs)))
    return rest[-1] if rest else None


def _look(decision: Decision, looks: Mapping[str, str]) -> str:
    if not decision.languages:
        return _BETWEEN if decision.block.kind is Kind.BREAK else _LEFT_OUT
    return looks[decision.languages[0]] if len(decision.languages) == 1 else _SHARED


def _key(edition: Edition, look: str, rows: Sequence[_Row]) -> _Key:
    own = phrases.of(edition.language)
    its = [row for row in rows if edition.language in row.decision.languages]
    size = sum(row.block.kind is not Kind.BREAK for row in its)
    return _Key(look, own.name, own.direction, edition, size)


def _company(row: _Row) -> tuple[str, ...]:
    """What makes neighbours a run."""
    if row.look == _LEFT_OUT:
        return row.look, row.decision.code, row.decision.detail
    return (row.look,) if row.block.kind is Kind.ITEM else ()


def _stripes(rows: Sequence[_Row]) -> tuple[tuple[str, int], ...]:
    """The post from above: which look lasts for how many characters."""
    stripes = [
        (look, sum(len(row.block.text) for row in run))
        for look, run in itertools.groupby(rows, key=lambda row: row.look)
    ]
    return tuple(stripes) if len(stripes) <= _STRIPES else ()


def _differs(
    proof: Proof, both: Sequence[Places], anchors: Sequence[str]
) -> Mapping[int, Sequence[tuple[str, str | None]]]:
    """What is to be said beside each decision, by its place."""
    found: dict[int, list[tuple[str, str | None]]] = {}
    for difference, (one, two) in zip(proof.differences, both, strict=True):
        for here, there in ((one, two), (two, one)):
            if here is not None:
                other = None if there is None else anchors[there]
                found.setdefault(here, []).append((difference.detail, other))
    return found


def _linked(proof: Proof, both: Sequence[Places], rows: Sequence[_Row]) -> Iterator[_Sentence]:
    """The sentence of each difference, with links to the blocks that it is about."""
    for difference, its in zip(proof.differences, both, strict=True):
        sides = zip(difference.languages, difference.lines, its, strict=True)
        found = {
            f"line {line}" if line else f"to the {phrases.in_english(language)} text": rows[place]
            for language, line, place in sides
            if place is not None
        }
        parts = [(part, found.get(part)) for part in re.split(r"\b(line \d+)\b", difference.detail)]
        unsaid = [link for link in found.items() if link not in parts]
        yield (*parts, *itertools.chain.from_iterable(((" ", None), link) for link in unsaid))
