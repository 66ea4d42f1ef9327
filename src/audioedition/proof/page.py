"""Proofs as one page: each post as it was, coloured by edition.  Pure.

The page holds its own style and no script, asks nothing of any other site and works from `file:`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audioedition import phrases, templating
from audioedition.model import Block, Edition, Kind
from audioedition.proof import Difference, Piece, Proof
from audioedition.text import one_line, permitted

SIGN = '<meta name="generator" content="audioedition split">'
"""What stands near the beginning of every such page, and of no other."""

COLOURS = 6
"""So many editions of a post have colours of their own."""

_ABOVE, _LOWEST = 2, 6  # levels of headings: those of the page around a post, and the last that HTML has
_SHOWN = 8  # neighbours that are left out together are shown at once up to so many
_STRIPES = 200  # of a post's overview; where languages change more often it would show nothing


@dataclass(frozen=True, slots=True)
class _Row:
    """A piece on the page: its anchor, and the classes that colour it."""

    anchor: str
    look: str
    piece: Piece
    is_title: bool = False

    @property
    def block(self) -> Block:
        return self.piece.decision.block

    @property
    def tag(self) -> str:
        """The HTML element of a heading or title."""
        return f"h{min(max(1, self.block.level) + _ABOVE, _LOWEST)}"

    @property
    def language(self) -> str | None:
        """What the text is in, as far as that is one language."""
        decided = self.piece.decision.languages
        return self.block.language or (decided[0] if len(decided) == 1 else None)


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbours that belong together: left out for one reason, items of one list, or neither."""

    rows: tuple[_Row, ...]

    @property
    def first(self) -> Piece:
        return self.rows[0].piece

    @property
    def is_shown(self) -> bool:
        """Whether it is open from the beginning, if it is left out."""
        return len(self.rows) <= _SHOWN or any(row.piece.is_unsure for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Key:
    """An edition in the legend: its class, its name for itself, and how many pieces it has."""

    look: str
    name: str
    direction: str
    edition: Edition
    pieces: int


@dataclass(frozen=True, slots=True)
class _Section:
    """A post on the page."""

    number: int
    proof: Proof
    keys: tuple[_Key, ...]
    rows: tuple[_Row, ...]
    runs: tuple[_Run, ...]
    stripes: tuple[tuple[str, int], ...]
    differences: tuple[tuple[Difference, tuple[_Row, ...]], ...]

    @property
    def unsure(self) -> list[_Row]:
        return [row for row in self.rows if row.piece.is_unsure]

    @property
    def left_out(self) -> list[_Row]:
        return [row for row in self.rows if row.piece.is_left_out]


def render(proofs: Sequence[Proof]) -> str:
    """The page of `proofs`, a section for each."""
    page = templating.render(
        "proof.html",
        sections=[_section(number, proof) for number, proof in enumerate(proofs, 1)],
        editions=range(1, 1 + max((len(proof.editions) for proof in proofs), default=0)),
        colours=COLOURS,
        sign=SIGN,
        p=phrases.of("en"),
    )
    return permitted(page)


def _section(number: int, proof: Proof) -> _Section:
    looks = {edition.language: f"e{place}" for place, edition in enumerate(proof.editions, 1)}
    titles = _titles(proof)
    rows = tuple(
        _Row(f"p{number}-{place}", _look(piece, looks), piece, piece.decision.block in titles)
        for place, piece in enumerate(proof.pieces, 1)
    )
    keys = []
    for edition in proof.editions:
        own = phrases.of(edition.language)
        size = sum(
            edition.language in piece.decision.languages and piece.decision.block.kind is not Kind.BREAK
            for piece in proof.pieces
        )
        keys.append(_Key(looks[edition.language], own.name, own.direction, edition, size))
    runs = tuple(_Run(tuple(run)) for _, run in itertools.groupby(rows, key=_company))
    return _Section(number, proof, tuple(keys), rows, runs, _stripes(rows), tuple(_linked(proof, rows)))


def _look(piece: Piece, looks: Mapping[str, str]) -> str:
    languages = piece.decision.languages
    if piece.is_left_out:
        return "out"
    return looks[languages[0]] if len(languages) == 1 else "shared"


def _titles(proof: Proof) -> frozenset[Block]:
    """The blocks that editions have their titles from: their first ones, if those say the same."""
    titles = set()
    for edition in proof.editions:
        blocks = (piece.decision.block for piece in proof.pieces if edition.language in piece.decision.languages)
        first = next(blocks, None)
        if first and edition.title in first.text:
            titles.add(first)
    return frozenset(titles)


def _company(row: _Row) -> tuple[object, ...]:
    """What makes neighbours a run."""
    decision = row.piece.decision
    if row.piece.is_left_out:
        return decision.code, decision.detail
    return (row.look,) if row.block.kind is Kind.ITEM else ()


def _stripes(rows: Sequence[_Row]) -> tuple[tuple[str, int], ...]:
    """The post from above: which look lasts for how many characters."""
    stripes = [
        (look, sum(len(row.block.text) for row in run))
        for look, run in itertools.groupby(rows, key=lambda row: row.look)
    ]
    return tuple(stripes) if len(stripes) <= _STRIPES else ()


def _linked(proof: Proof, rows: Sequence[_Row]) -> Iterator[tuple[Difference, tuple[_Row, ...]]]:
    """Each difference with the pieces that it is about."""
    places: dict[tuple[str, int], _Row] = {}
    for row in rows:
        for language in row.piece.decision.languages:
            places.setdefault((language, row.block.line), row)
    for difference in proof.differences:
        wanted = zip(difference.languages, difference.lines, strict=True)
        yield difference, tuple(places[place] for place in wanted if place[1] and place in places)
