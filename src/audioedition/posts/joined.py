"""One post that stands at several addresses or entries, one language at each, made one again.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from audioedition.files import digest
from audioedition.model import Block, Dropped, Kind, Post
from audioedition.posts.identity import page_of
from audioedition.text import one_line

_BREAK = Block(Kind.BREAK, "")
_TOP = 8  # blocks among which a title is looked for
_SAME = 0.5  # of a page's text that stood on another: the blog shows the original for want of a translation


@dataclass(frozen=True, slots=True)
class Part:
    """One language of a post, as it was found, under the tag that the site gives it, if it gives one."""

    language: str | None
    post: Post


def joined(parts: Sequence[Part]) -> Post:
    """One Post of all `parts`, the first of which gives its id, its date and its author.

    A date or an author that it lacks is that of the first part that has one.
    Each part begins with its title, and is marked as its language where its author did not mark it
    otherwise.  A part that only repeats the text of another is left out.
    """
    first = parts[0].post
    blocks: list[Block] = []
    furniture: list[Dropped] = []
    addresses: dict[str, str] = {}
    titles = dict(first.titles)
    translators = dict(first.translators)
    for part in parts:
        post = part.post
        if _repeats(post.blocks, blocks):
            furniture.append(Dropped(_named(post), "translation", "It repeats the text of another language."))
            continue
        blocks += [_BREAK] if blocks else []
        blocks += _marked(_titled(post), part.language)
        furniture += post.furniture
        if part.language and post.address:
            addresses[part.language] = post.address
        if part.language and post.translator:
            translators[part.language] = post.translator
        titles.update(post.titles)
        translators.update(post.translators)
    return replace(
        first,
        blocks=tuple(blocks),
        furniture=tuple(furniture),
        addresses=addresses,
        author=next((part.post.author for part in parts if part.post.author), None),
        published=next((part.post.published for part in parts if part.post.published), None),
        titles=titles,
        translator=None,
        translators=translators,
        digest=digest(*(part.post.digest for part in parts)),
        tags=tuple(dict.fromkeys(tag for part in parts for tag in part.post.tags)),
        audio=all(part.post.audio for part in parts),
    )


def in_order(parts: Sequence[Part], default: str | None) -> list[Part]:
    """`parts`, the original first: whatever page is read first, it is the same one."""
    first, *others = sorted(parts, key=lambda part: _rank(page_of(part.post.address), default))
    return [first, *sorted(others, key=lambda part: part.language or "")]


def original(pages: Iterable[str], default: str | None) -> str:
    """Which of `pages` is the original: the one at the `default` address (`x-default`), or else the one with the shortest."""
    return min(pages, key=lambda page: _rank(page, default))


def _rank(page: str, default: str | None) -> tuple[bool, int, str]:
    return page != page_of(default), len(page), page


def _titled(post: Post) -> tuple[Block, ...]:
    title = one_line(post.title or "").casefold()
    if not title or any(one_line(block.text).casefold() == title for block in _top(post)):
        return post.blocks
    return (Block(Kind.HEADING, post.title or "", level=1), *post.blocks)


def _top(post: Post) -> list[Block]:
    return [block for block in post.blocks if not block.over][:_TOP]


def _marked(blocks: Sequence[Block], language: str | None) -> list[Block]:
    """The blocks with their language; a mark that the author made within the page holds."""
    return [
        block if block.kind is Kind.BREAK or block.language else replace(block, language=language)
        for block in blocks
    ]


def _repeats(blocks: Sequence[Block], others: Sequence[Block]) -> bool:
    known = {block.text for block in others}
    size = sum(len(block.text) for block in blocks)
    return bool(known) and sum(len(block.text) for block in blocks if block.text in known) > _SAME * size


def _named(post: Post) -> str:
    return post.address or post.title or post.source
