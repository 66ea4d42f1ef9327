"""The bytes of a post to a Post: whatever the format and the encoding, as blocks in their order.

What is text and what is only the page around it is decided here as far as the format itself says
so; everything that needs judgement is left to the `editions`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from audioedition import files, markup
from audioedition.errors import PostError
from audioedition.model import Block, Dropped, Post
from audioedition.posts import assembly, foreign, frontmatter, limits, plain
from audioedition.posts.decoding import decode
from audioedition.posts.frontmatter import Meta
from audioedition.posts.identity import clean_id, id_of, name_of
from audioedition.posts.sources import called
from audioedition.posts.suffixes import HTML, MARKDOWN, SUFFIXES

_FOREIGN = {".doc", ".docx", ".odt", ".rtf", ".pdf", ".epub", ".pages", ".mp3", ".m4a", ".wav"}


def parse(  # noqa: PLR0913 -- the bytes, and what is known of them
    data: bytes,
    *,
    source: str,
    origin: str,
    id: str | None = None,  # noqa: A002 -- the field's own name
    suffix: str | None = None,
    charset: str | None = None,
) -> Post:
    """Make a Post from the bytes of one; the `suffix`, that of `source`, tells the format, or the text does.

    `charset` is what came with the bytes, if anything did.  Raises PostError if they are not text, hold nothing that could be spoken, or have broken front matter.
    """
    limits.check_bytes(data, source)
    if not data.strip():
        raise PostError(f"{called(source)} is empty: there is nothing to speak.")
    suffix = PurePosixPath(source).suffix.lower() if suffix is None else suffix
    if suffix in _FOREIGN:
        raise PostError(f"{source} is a {suffix} file, which is not read: save it as text, Markdown or HTML.")
    text = decode(data, source, html=suffix in HTML or suffix not in SUFFIXES, charset=charset)
    foreign.refuse(text, source)
    if _is_page(text, suffix) and markup.is_ours(data[: markup.PROOF_BEGINS]):
        raise PostError(
            f"{called(source)} is a page that audioedition wrote: name the post that it was made from."
        )
    said, body, taken = frontmatter.take(text, source, markdown=suffix in MARKDOWN)
    if taken and not body.strip():
        raise PostError(f"{called(source)} holds only front matter: write the text below it.")
    blocks, furniture, page = _blocks(body, source, suffix, taken + 1)
    page = replace(page, published=page.published or frontmatter.day_of(PurePosixPath(source).name))
    return assembly.post(
        blocks,
        furniture,
        said=said,
        page=page,
        id=clean_id(id or said.id) or id_of(said.address or page.address) or name_of(source, origin),
        source=source,
        origin=origin,
        digest=files.digest(data),
    )


def _is_page(text: str, suffix: str) -> bool:
    return suffix in HTML or (suffix not in SUFFIXES and foreign.is_page(text))


def _blocks(body: str, source: str, suffix: str, line: int) -> tuple[list[Block], list[Dropped], Meta]:
    if _is_page(body, suffix):
        return assembly.from_html(body, source)
    if suffix in MARKDOWN:
        from audioedition.posts import html, markdown  # noqa: PLC0415 -- slow to load, as in `assembly`

        body = limits.without_inline_files(body)
        html.refuse_monsters(body, source)
        limits.check_text(body, source)
        limits.check_markup(body, source)
        limits.check_markdown(body, source)
        blocks, furniture = markdown.blocks(body, source, line)
    else:
        limits.check_text(body, source)
        blocks, furniture = plain.blocks(body, line)
    limits.check_blocks(blocks, source)
    return blocks, furniture, Meta()
