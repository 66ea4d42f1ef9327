"""Which heading of a page is the title of its post, and what becomes of what stands above it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from audioedition.model import Block, Dropped, Kind
from audioedition.posts.html import surroundings
from audioedition.posts.html.outline import Part
from audioedition.posts.html.stated import GLUED, NEARLY, PART, Stated, runs, squashed
from audioedition.posts.html.surroundings import Verdict
from audioedition.posts.html.tree import words

_INSIDE = 0.3  # by which a heading in an article fits better
_LOWER = 0.1  # by which it fits worse for each level: the highest is the likeliest
_MOST_HEADINGS = 60
_MOST_BLOCKS = 25  # above which a title without a heading stands
_MOST_ABOVE = 20  # blocks between the top of a page and its title
_MOST_PROSE = 0.2  # of a page's text above its title
_FIRST = 4  # blocks among which a heading is the title, for want of a better one
_PROSE = 60  # letters from which on a block is prose
_SENTENCE = 5  # words from which on a sentence is
_MOSTLY = 0.35  # of what a page states, without a heading
_OVER = ("furniture", "It stands above the title of the post: a section, a date, a name.")
_SITE = ("furniture", "It is the name of the site.")


def find(parts: Sequence[Part], stated: Stated) -> int | None:
    """The place in `parts` of the heading that is the title of the post.

    It is the one that says best what the page states, of equals the highest and then the first; one in an
    article is likelier than one outside, and what leads to the front page is the site's.  If none does, it is the
    only main heading: where an author gave two titles, that is the one for readers.
    """
    elsewhere, inside = [False], [False]
    best: tuple[float, int] | None = None
    mains: list[int] = []
    seen = 0
    for place, part in enumerate(parts[1:], 1):
        elsewhere.append(elsewhere[part.above] or surroundings.is_elsewhere(part.node))
        inside.append(inside[part.above] or surroundings.is_article(part.node))
        rank = surroundings.heading_rank(part.node)
        if elsewhere[-1] or not rank or seen > _MOST_HEADINGS or _leads_home(part.node):
            continue
        seen += 1
        text = words(part.node)
        fit = stated.fit(text)
        fit += (_INSIDE * inside[-1] - _LOWER * (rank - 1)) if fit else 0.0
        if fit and (best is None or fit > best[0]):
            best = (fit, place)
        if rank == 1 and any(map(str.isalpha, text)) and squashed(text) not in stated.sites:
            mains.append(place)
    if best:
        return best[1]
    named = [place for place in mains if surroundings.is_named_title(parts[place].node)]
    return next((some[0] for some in (named, mains) if len(some) == 1), None)


def disown(parts: Sequence[Part], title: int | None) -> None:
    """Give the headings that are the name of the site, above the `title`, a verdict."""
    headings = (part for part in parts[1:title] if surroundings.heading_rank(part.node)) if title else ()
    for part in itertools.islice(headings, _MOST_HEADINGS):
        if part.verdict is None and _leads_home(part.node):
            part.verdict = Verdict(*_SITE, limit=1.0)


def _leads_home(heading: LexborNode) -> bool:
    """Whether a heading is but a link to the front page: then it is the name of the site."""
    link = heading.css_first("a[href]") or heading.parent
    if link is None or link.tag != "a" or words(link) != words(heading):
        return False
    try:
        parts = urlsplit((link.attributes.get("href") or "").strip())
    except ValueError:
        return False
    is_front = re.fullmatch(r"(?:\.{0,2}/)*(?:index\.\w+)?", parts.path)
    return bool(is_front) and not parts.query and bool(parts.path or parts.netloc)


def settled(
    blocks: Sequence[Block], links: Sequence[bool], heading: Sequence[int], stated: Stated
) -> tuple[tuple[list[Block], list[bool]], list[Dropped], str]:
    """The blocks of a page, and which of them are links, with its title on top; what goes for that; and the title.

    `heading` are the places of the heading that is the title, which may be several lines.  Without one, a line
    that says just what the page states is it, or else the page's own words are.  What stands above the title is
    marked as such if it is no prose and the author gave it no language: whether it is a section or, say,
    announces a translation is for others to tell.
    """
    blocks, links = list(blocks), list(links)
    at = max(heading, key=lambda place: stated.fit(blocks[place].text), default=None)
    if at is None:
        said = [place for place, block in enumerate(blocks[:_MOST_BLOCKS]) if _is_said(block, stated)]
        at = max(said, key=lambda place: stated.fit(blocks[place].text), default=None)
    if at is None:
        mains = (b.text for b in blocks if b.level == 1 and squashed(b.text) not in stated.sites)
        first = next((b.text for b in blocks[:_FIRST] if b.kind is Kind.HEADING), "")
        likely = (stated.title, first) if stated.is_sure else (first, stated.title)
        return (blocks, links), [], next(filter(None, (next(mains, ""), *likely)), "")
    title, kicker = _bare(blocks[at], stated)
    dropped = [Dropped(kicker, *_OVER)] if kicker else []
    blocks[at] = title
    if not _may_rise(blocks, at):
        return (blocks, links), dropped, title.text
    above: list[tuple[Block, bool]] = []
    for place, block in enumerate(blocks[:at]):
        if block.text and squashed(block.text) in stated.sites:
            dropped.append(Dropped(block.text, *_SITE))
        else:
            is_own = _is_equal(block, title) or stated.is_twin(block.text)
            is_over = _is_short(block) and (place in heading or not is_own)
            above.append((replace(block, over=is_over), links[place]))
    # Short lines stay where they are; prose that stands above the title is read below it.
    top = next((n for n, (b, _) in enumerate(above) if b.text and not b.over), len(above))
    below = zip(blocks[at + 1 :], links[at + 1 :], strict=True)
    pairs = [*above[:top], (title, False), *above[top:], *below]
    return ([block for block, _ in pairs], [link for _, link in pairs]), dropped, title.text


def _bare(block: Block, stated: Stated) -> tuple[Block, str]:
    """The title as a heading, without what a theme put before it in the same line, and that."""
    text, kicker = block.text, ""
    if squashed(text) == squashed(stated.title) and text.count(" ") < stated.title.count(" "):
        text = stated.title  # two elements without a space between them
    pieces = [run for said in stated.said for run in runs(said)]
    is_whole = squashed(text) in map(squashed, pieces)
    for title in filter(None, (stated.title, *(() if is_whole else pieces))):
        before = text.removesuffix(title).strip()
        if text.endswith(title) and 0 < 2 * len(before) <= len(title) and before[-1].isalnum():
            text, kicker = title, before
            break
    return replace(block.saying(text), kind=Kind.HEADING, level=block.level or 1), kicker


def _is_said(block: Block, stated: Stated) -> bool:
    fit = stated.fit(block.text) if block.kind in (Kind.PARAGRAPH, Kind.HEADING) else 0.0
    return fit >= NEARLY or PART + _MOSTLY <= fit < GLUED


def _may_rise(blocks: Sequence[Block], at: int) -> bool:
    """Whether what is above the title is little, and in no language of its own."""
    above = sum(len(block.text) for block in blocks[:at])
    is_marked = any(block.language for block in blocks[:at])
    return (
        at <= _MOST_ABOVE
        and not is_marked
        and above <= _MOST_PROSE * sum(len(block.text) for block in blocks)
    )


def _is_short(block: Block) -> bool:
    text = block.text
    is_sentence = text.endswith((".", "!", "?")) and len(text.split()) >= _SENTENCE
    return sum(map(str.isalpha, text)) < _PROSE and not is_sentence


def _is_equal(block: Block, title: Block) -> bool:
    """Whether it is a heading of the same kind, as of a post with a title in each of two languages."""
    return block.kind is Kind.HEADING and block.level == title.level
