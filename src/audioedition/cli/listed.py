"""A proof on a terminal: what is where, what is left out, what is doubtful, what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import click

from audioedition.cli.shown import clean, lines, put, runs, short, width, words
from audioedition.model import Block, Decision, Edition, Kind
from audioedition.proof import Proof

_LEAST = 3  # lines that each list has at least
_LINE, _KIND = 5, 13  # columns of the number of a line, and of what stands there
_SENTENCE = 400  # characters of one that quotes the post
_NARROWEST = 30  # columns for the words of a paragraph

_Row = tuple[str, str]
"""What stands before it, and its words."""


def show(proof: Proof, room: int) -> None:
    """Print a proof in about `room` lines."""
    click.secho(clean(proof.source), bold=True)
    if proof.error:
        click.secho(f"  {clean(proof.error)}", fg="red")
        return
    doubtful = {(decision.block.line, decision.block.text) for decision in proof.unsure}
    most = max(_LEAST, room // (len(proof.split.editions) + 1))
    for edition in proof.split.editions:
        _title(proof, edition)
        _list(list(_blocks(proof, edition, doubtful)), most)
    if silent := proof.unspoken:
        click.echo("  left out:")
        _list([("      " + left_out[0], left_out[1]) for left_out in runs(silent)], most)
    if proof.unsure:
        put("  ", f"doubtful: {proof.remedy}", fg="yellow")
        _list([_doubt(proof, decision) for decision in proof.unsure], most)
    if proof.differences:
        click.secho("  the editions differ:", fg="yellow")
        _list([(f"      {each.code:11} ", short(each.detail, _SENTENCE)) for each in proof.differences], most)


def _title(proof: Proof, edition: Edition) -> None:
    by = f" (translated by {short(edition.translator)})" if edition.translator else ""
    first = next((each for each in proof.split.decisions if edition.language in each.languages), None)
    mark = "?" if first and first.is_unsure and first.block in proof.titles else " "
    language = click.style(edition.language, bold=True)
    put(f"{click.style(mark, fg='yellow')} {language}  ", f"{short(edition.title, _SENTENCE)}{by}")


def _blocks(proof: Proof, edition: Edition, doubtful: set[tuple[int, str]]) -> Iterator[_Row]:
    """What is read aloud, numbered as differences count it: headings, scene breaks, and all else as paragraphs."""
    counts: Counter[Kind] = Counter()
    spoken = set(proof.spoken(edition))
    cut = max(_NARROWEST, width() - 4 - _LINE - 1 - _KIND - 1)
    for block in edition.blocks:
        if not block.kind.is_shown:
            counts[_counted(block)] += 1
        if block in spoken:
            mark = click.style("?", fg="yellow") if (block.line, block.text) in doubtful else " "
            kind = click.style(f"{f'{block.kind} {counts[_counted(block)]}':{_KIND}}", dim=True)
            yield f"  {mark} {block.line or '':{_LINE}} {kind} ", short(words(block), cut)


def _counted(block: Block) -> Kind:
    return block.kind if block.kind in (Kind.HEADING, Kind.BREAK) else Kind.PARAGRAPH


def _doubt(proof: Proof, decision: Decision) -> _Row:
    choice = " or ".join(f"`{mark}`" for mark in proof.marks(decision))
    return (
        f"      {lines(decision.block.line):12} ",
        f"{choice}?  “{short(decision.block.text, 48)}”: {decision.detail}",
    )


def _list(rows: Sequence[_Row], most: int) -> None:
    for row in rows[:most]:
        put(*row)
    if len(rows) > most:
        click.secho(f"      … and {len(rows) - most} more, which `--html` shows.", dim=True)
