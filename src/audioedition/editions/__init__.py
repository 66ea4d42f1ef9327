"""A post to its editions: what is spoken in each language, and everything that is not, with reasons.

The author's own marks come first, then structure (markers, rules, titles), then the evidence of the
words, weighed over the whole post.  `foreign` finds phrases in another language within an edition, for
those who speak it.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audioedition.editions import (
    assembly,
    borders,
    furniture,
    labels,
    lines,
    markers,
    marks,
    names,
    pairs,
    parted,
    shapes,
    traces,
    turns,
    words,
)
from audioedition.editions.assignment import assign
from audioedition.editions.detection import is_known, letters, scores
from audioedition.editions.draft import Draft
from audioedition.editions.foreign_phrases import foreign
from audioedition.editions.furniture import Reasons
from audioedition.editions.markers import Marker
from audioedition.errors import PostError
from audioedition.model import Block, Kind, Post, Split

__all__ = ["foreign", "split"]

_LONG = 60  # letters from which on a block tells its language by itself
_TOP = 8  # blocks among which a title stands, if it does
_SHARE = 0.1  # of a short post's letters, which do the same
_REMEMBERED = (words.fold, scores, letters, markers.read, traces.trace)  # what is found out about each line


def split(post: Post, languages: Sequence[str] = ()) -> Split:
    """Split `post` into one edition for each of its languages, in the order in which they begin.

    `languages`, those of the configured feeds, break ties and never make an edition.  Raises
    PostError if nothing is left to speak or no language can be told.
    """
    try:
        return _split(post, languages)
    finally:
        for known in _REMEMBERED:  # no other post has these lines, and there may be thousands of posts
            known.cache_clear()


def _split(post: Post, languages: Sequence[str]) -> Split:
    blocks = labels.on_their_own(pairs.apart(_with_title(post)))
    spoken = _spoken(blocks)
    blocks = labels.in_brackets(blocks, spoken)
    found = _markers(blocks, spoken)
    reasons = furniture.reasons(blocks, frozenset(found))
    hints = names.bases((*languages, *filter(None, (post.language,))))
    known = _Known(post, blocks, reasons, hints)
    return assembly.assemble(
        _revised(known, {place: marker for place, marker in found.items() if place not in reasons}), languages
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a post before its languages are."""

    post: Post
    blocks: Sequence[Block]
    reasons: Reasons
    hints: frozenset[str]

    def drafted(self, markers: Mapping[int, Marker], held: Mapping[int, str]) -> Draft:
        """Give every line of text a language; those at the places that are `held` have theirs."""
        post = self.post
        places, texts = lines.of(self.blocks, markers, self.reasons, held)
        if not any(line.letters for line in texts):
            raise PostError(
                f"{post.source} holds nothing to speak: all of it is furniture, marks or numbers."
            )
        announced = frozenset(
            tag for marker in markers.values() if not marker.is_navigation for tag in marker.languages
        )
        if post.language and not is_known(post.language):
            announced |= {post.language}  # nobody could tell it by its words
        texts = marks.settled(texts)
        assignment = assign(texts, announced, self.hints, post.language)
        if assignment is None:
            raise PostError(
                f"The language of {post.source} cannot be told: mark it, with a line `::: en` above the text."
            )
        return Draft(post, self.blocks, places, texts, assignment, markers, self.reasons)


def _revised(known: _Known, markers: Mapping[int, Marker]) -> Draft:
    """The draft, drawn again with what only the borders between its languages tell."""
    draft = known.drafted(markers, {})
    if held := parted.held(draft, known.hints):
        draft = known.drafted(markers, held)
    if idle := borders.idle(draft):
        draft = known.drafted({place: markers[place] for place in markers if place not in idle}, held)
    while (more := {**borders.held(draft), **turns.held(draft)}).keys() - held.keys():
        held.update(more)
        draft = known.drafted(draft.markers, held)
    while (moved := shapes.moved(draft)).keys() - held.keys():
        held.update(moved)
        draft = known.drafted(draft.markers, held)
    if announced := borders.announced(draft):
        draft = known.drafted(dict(sorted({**draft.markers, **announced}.items())), held)
        if (more := borders.held(draft)).keys() - held.keys():
            draft = known.drafted(draft.markers, {**held, **more})
    return draft


def _with_title(post: Post) -> tuple[Block, ...]:
    """The blocks, with the title of the front matter above them unless it stands there already."""
    title = words.fold(post.title or "")
    top = itertools.islice((block for block in post.blocks if not block.over), _TOP)
    if not title or any(words.fold(block.text) == title for block in top):
        return post.blocks
    return (Block(Kind.HEADING, post.title or "", level=1), *post.blocks)


def _markers(blocks: Sequence[Block], spoken: frozenset[str]) -> dict[int, Marker]:
    """The lines that announce a translation; `spoken` are the languages that they may be written in.

    The bare name of a language is one only if the post has text in that language, and not as an
    item of a list, unless the list holds nothing else.
    """
    seen = {
        place: marker
        for place, block in enumerate(blocks)
        if block.kind not in (Kind.BREAK, Kind.CODE, Kind.TABLE)
        and (marker := markers.read(block.text, spoken))
    }
    known = spoken | names.bases(filter(None, (block.language for block in blocks)))

    def stands(place: int, marker: Marker) -> bool:
        if not marker.bare:
            return True
        beside = [seen.get(near) for near in (place - 1, place + 1) if blocks[place].kind is Kind.ITEM]
        lonely = blocks[place].kind is Kind.ITEM and not any(
            near and known.issuperset(near.languages) for near in beside
        )
        return known.issuperset(marker.languages) and not lonely

    found = {place: marker for place, marker in seen.items() if stands(place, marker)}
    leading = {
        place: found[place + 1]
        for place, block in enumerate(blocks)
        if place not in found and place + 1 in found and markers.leads(block.text, spoken)
    }
    return dict(sorted({**leading, **found}.items()))


def _spoken(blocks: Sequence[Block]) -> frozenset[str]:
    """The languages that more than a line or two of the post seem to be in."""
    sizes: Counter[str] = Counter()
    for block in blocks:
        if found := scores(block.text):
            sizes[max(sorted(found), key=found.__getitem__)] += letters(block.text)
    least = min(_LONG, sizes.total() * _SHARE)
    return frozenset(language for language, size in sizes.items() if size >= least)
