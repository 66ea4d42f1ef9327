"""A post from its parts: what was read of it, what it says of itself, what its page says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audioedition.errors import PostError
from audioedition.model import Block, Dropped, Kind, Post
from audioedition.posts import bare, limits, templates
from audioedition.posts.frontmatter import Meta
from audioedition.posts.identity import public
from audioedition.posts.sources import called

_TOP = 4  # blocks among which a heading is the title of the post


def from_html(body: str, source: str) -> tuple[list[Block], list[Dropped], Meta]:
    """Read HTML, within the limits: its blocks, its furniture, and what it says of itself.

    Raises PostError that names `source` if it is too much.
    """
    from audioedition.posts import html  # noqa: PLC0415 -- slow to load, and a plain text has no need of it

    body = limits.without_inline_files(body)
    limits.check_markup(body, source)
    html.refuse_monsters(body, source)
    blocks, furniture, page = html.blocks(body)
    if not _speaks(blocks) and "<script" in body.lower():
        raise PostError(
            f"{called(source)} holds no text before its scripts have run: open it in a browser, save the page and give its file."
        )
    limits.check_blocks(blocks, source)
    language, blocks = _hint(blocks)
    return blocks, furniture, replace(page, language=language or page.language)


def post(  # noqa: PLR0913 -- what a post is, and the two that speak of it
    found: Sequence[Block],
    furniture: Sequence[Dropped],
    *,
    said: Meta,
    page: Meta,
    id: str,  # noqa: A002 -- the field's own name
    source: str,
    origin: str,
    digest: str,
) -> Post:
    """Make the post of the blocks `found`: what its author `said` comes before what the `page` says.

    Raises PostError if there is nothing to speak, or its id is endless.
    """
    limits.check_id(id, called(source))
    blocks, code = templates.without(_titled_first(found))
    if not _speaks(blocks):
        why = _silence(furniture, code)
        raise PostError(f"{called(source)} holds no text that could be spoken: {why}.")
    return Post(
        id=id,
        source=source,
        origin=origin,
        digest=digest,
        blocks=tuple(_with_public_links(bare.linked(block)) for block in blocks),
        furniture=(*furniture, *code),
        title=said.title or page.title or _own_title(blocks),
        titles=said.titles,
        language=said.language or page.language,
        author=said.author or page.author,
        translator=said.translator,
        translators=said.translators,
        rights=said.rights,
        address=public(said.address or page.address or "") or None,
        addresses={tag: public(at) for tag, at in (said.addresses or page.addresses).items()},
        published=said.published or page.published,
        picture=said.picture or page.picture,
        tags=said.tags or page.tags,
        audio=said.audio,
    )


def _with_public_links(block: Block) -> Block:
    if not any("@" in link.address for link in block.links):
        return block
    return replace(block, links=tuple(replace(link, address=public(link.address)) for link in block.links))


def _speaks(blocks: Sequence[Block]) -> bool:
    return any(char.isalpha() for block in blocks for char in block.text)


def _silence(furniture: Sequence[Dropped], code: Sequence[Dropped]) -> str:
    """Why there is nothing to speak."""
    if furniture:
        return "its words only stand around a text, as navigation, forms and comments do"
    return "there is only code for the blog system in it" if code else "there is not one letter in it"


def _titled_first(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the captions of a picture on top, which are no title, below the heading that is."""
    first = next((at for at, block in enumerate(blocks[:_TOP]) if block.kind is not Kind.CAPTION), 0)
    if not first or blocks[first].kind is not Kind.HEADING:
        return list(blocks)
    return [blocks[first], *blocks[:first], *blocks[first + 1 :]]


def _own_title(blocks: Sequence[Block]) -> str | None:
    """The heading that a post begins with, where nothing says what its title is."""
    top = [block.text for block in blocks[:_TOP] if block.kind is Kind.HEADING]
    main = next((block.text for block in blocks if block.level == 1), None)
    return main or next(iter(top), None)


def _hint(blocks: list[Block]) -> tuple[str | None, list[Block]]:
    """One language on everything is what a theme says about the page, not a mark on a block."""
    languages = {block.language for block in blocks if block.kind is not Kind.BREAK}
    language = languages.pop() if len(languages) == 1 else None
    if language is None:
        return None, blocks
    return language, [replace(block, language=None) for block in blocks]
