"""Why every block of a post is where it is: what the author sees as the proof of a split."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from audioedition.editions.detection import is_known
from audioedition.editions.draft import Draft
from audioedition.editions.evidence import Line, surely
from audioedition.languages import base
from audioedition.model import UNSURE, Block, Decision, Dropped, Kind
from audioedition.phrases import in_english

_LEAD = 1.0  # nats by which the words of a line alone speak for its language
_FOREIGN = 3.0  # nats by which the words of a line speak against its language, if they are foreign
_FOREIGN_LETTERS = 60  # so long is a passage that is surely foreign
_QUOTED_LETTERS = 30  # the same within quotation marks


def decisions(
    draft: Draft,
    apart: Mapping[int, Mapping[str, str]],
    dropped: Mapping[int, Dropped],
    tags: Mapping[str, str],
) -> tuple[Decision, ...]:
    """One for each block, in their order, then what the format itself had left out, by its lines if it has any.

    `apart` are titles in several languages by place, `tags` what the edition of each language is called.
    """
    index = {place: number for number, place in enumerate(draft.places)}
    spans = {language: draft.span(language) for language in draft.languages}
    found: list[Decision] = []
    for place, block in enumerate(draft.blocks):
        if place in dropped:
            found.append(_left_out(dropped[place], block.kind))
        elif place in apart:
            languages = tuple(tags[language] for language in apart[place])
            found.append(Decision(block, languages, "title", "It is a title in several languages."))
        elif place in index:
            found.append(_decided(draft, index[place], block, tags))
        else:
            around = tuple(tags[own] for own, (first, last) in spans.items() if first < place < last)
            words = "It is a scene break." if around else "It parts two texts."
            found.append(Decision(block, around, "break", words))
    return _merged(found, [_left_out(entry, Kind.PARAGRAPH) for entry in draft.post.furniture])


def foreign(line: Line, language: str) -> str | None:
    """The other language that `line`, within a text in `language`, is in, if that is sure."""
    if line.mark:
        return line.mark if base(line.mark) != base(language) else None
    best = surely(line.scores)
    if len(best) != 1 or line.letters < (_QUOTED_LETTERS if line.quote else _FOREIGN_LETTERS):
        return None
    against = -line.scores.get(base(language), -math.inf)
    return next(iter(best)) if against > _FOREIGN and base(language) not in best else None


def _contradicted(line: Line) -> str | None:
    """The language that the words of a marked line are surely in, if it is another one; the mark holds all the same."""
    if not line.mark or line.quote or not is_known(line.mark):
        return None
    return foreign(replace(line, mark=None), line.mark)


def _left_out(entry: Dropped, kind: Kind) -> Decision:
    return Decision(Block(kind, entry.text, line=entry.line), (), entry.code, entry.detail)


def _decided(draft: Draft, at: int, block: Block, tags: Mapping[str, str]) -> Decision:
    line, language = draft.lines[at], draft.assignment.languages[at]
    rival, margin = draft.assignment.rivals[at], draft.assignment.margins[at]
    code, detail = _reason(line, language)
    if line.mark == language:
        rival, margin = (other, 0.0) if (other := _contradicted(line)) else (None, math.inf)
    elif line.mark and line.quote and rival == line.mark and rival not in draft.languages:
        rival, margin = None, math.inf  # what is marked as a quotation in another language is one
    if code == "words" and margin < UNSURE and rival in draft.languages:
        detail = f"{detail[:-1]}, but its place speaks for {in_english(rival)}."
    return Decision(block, (tags[language],), code, detail, margin, rival)


def _reason(line: Line, language: str) -> tuple[str, str]:
    name = in_english(language)
    other = foreign(line, language)
    own = line.scores.get(base(language), -math.inf)
    rest = [score for each, score in line.scores.items() if each != base(language)]
    if line.mark == language:
        marked = f"It is marked as {name}"
        against = _contradicted(line)
        reason = "mark", f"{marked}, but its words are {in_english(against)}." if against else f"{marked}."
    elif other:
        what = "A quotation" if line.quote else "A passage"
        reason = "foreign", f"{what} in {in_english(other)}, which stays in the {name} text around it."
    elif language in line.announced:
        reason = "marker", f"A line above it announces {name}."
    elif line.held == language:
        reason = (
            "place",
            f"Its place says that it is {name}: what is around it, or what stands there in the other texts.",
        )
    elif own - max(rest, default=-math.inf) >= _LEAD:
        reason = "words", f"Its words are {name}."
    else:
        reason = "context", f"Its own words say little: the text around it is {name}."
    return reason


def _merged(decided: list[Decision], furniture: list[Decision]) -> tuple[Decision, ...]:
    """In the order of the source, where its lines are known; else the furniture comes last."""
    if not all(decision.block.line for decision in furniture):
        return (*decided, *furniture)
    at = 0
    merged: list[Decision] = []
    for entry in sorted(furniture, key=lambda decision: decision.block.line):
        while at < len(decided) and decided[at].block.line <= entry.block.line:
            merged.append(decided[at])
            at += 1
        merged.append(entry)
    return (*merged, *decided[at:])
