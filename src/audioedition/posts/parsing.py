"""The bytes of a post to a Post: whatever the format and the encoding, as blocks in their order.

What is text and what is only the page around it is decided here as far as the format itself says
so; everything that needs judgement is left to the `editions`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from audioedition import files
from audioedition.errors import PostError
from audioedition.model import Block, Dropped, Kind, Post
from audioedition.posts import frontmatter, html, limits, markdown, plain, templates
from audioedition.posts.decoding import decode
from audioedition.posts.frontmatter import Meta
from audioedition.posts.identity import clean_id, id_of, name_of

_MARKDOWN = {".md", ".markdown", ".mdown", ".mkd"}
_HTML = {".html", ".htm", ".xhtml"}
SUFFIXES = {".txt", *_MARKDOWN, *_HTML}
"""Those of the files that are posts."""

_FOREIGN = {".doc", ".docx", ".odt", ".rtf", ".pdf", ".epub", ".pages", ".mp3", ".m4a", ".wav"}
_HTML_START = ("<!doctype html", "<html", "<head", "<body", "<article")
_TOP = 4  # blocks among which a heading is the title of the post


def parse(
    data: bytes,
    *,
    source: str,
    origin: str,
    id: str | None = None,  # noqa: A002 -- the field's own name
    suffix: str | None = None,
) -> Post:
    """Make a Post from the bytes of one; the `suffix`, that of `source`, tells the format, or the text does.

    Raises PostError if they are not text, hold nothing that could be spoken, or have broken front matter.
    """
    limits.check_bytes(data, source)
    if not data.strip():
        raise PostError(f"{source} is empty: there is nothing to speak.")
    suffix = PurePosixPath(source).suffix.lower() if suffix is None else suffix
    if suffix in _FOREIGN:
        raise PostError(f"{source} is a {suffix} file, which is not read: save it as text, Markdown or HTML.")
    text = decode(data, source, html=suffix in _HTML or suffix not in SUFFIXES)
    said, body, taken = frontmatter.take(text, source)
    found, furniture, page = _blocks(body, source, suffix, taken + 1)
    blocks, code = templates.without(found)
    if not any(char.isalpha() for block in blocks for char in block.text):
        raise PostError(f"{source} holds no text that could be spoken: there is not one letter in it.")
    title = said.title or _own_title(blocks) or page.title
    address = said.address or page.address
    return Post(
        id=clean_id(id or said.id) or id_of(address) or name_of(source, origin),
        source=source,
        origin=origin,
        digest=files.digest(data),
        blocks=tuple(blocks),
        furniture=(*furniture, *code),
        title=title,
        language=said.language or page.language,
        author=said.author or page.author,
        translator=said.translator,
        translators=said.translators,
        rights=said.rights,
        address=address,
        addresses=page.addresses,
        published=said.published or page.published,
        picture=page.picture,
        tags=said.tags or page.tags,
        audio=said.audio,
    )


def _blocks(body: str, source: str, suffix: str, line: int) -> tuple[list[Block], list[Dropped], Meta]:
    if suffix in _HTML or (suffix not in SUFFIXES and body.lstrip().lower().startswith(_HTML_START)):
        body = limits.without_inline_files(body)
        limits.check_markup(body, source)
        html.refuse_monsters(body, source)
        blocks, furniture, page = html.blocks(body)
        limits.check_blocks(blocks, source)
        language, blocks = _hint(blocks)
        return blocks, furniture, replace(page, language=language or page.language)
    if suffix in _MARKDOWN:
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


def _own_title(blocks: list[Block]) -> str | None:
    """The heading that a post begins with: it is nearer to the text than the `<title>` of the page."""
    main = next((block for block in blocks if block.level == 1), None)
    main = main or next((block for block in blocks[:_TOP] if block.kind is Kind.HEADING), None)
    return main.text if main else None


def _hint(blocks: list[Block]) -> tuple[str | None, list[Block]]:
    """One language on everything is what a theme says about the page, not a mark on a block."""
    languages = {block.language for block in blocks if block.kind is not Kind.BREAK}
    language = languages.pop() if len(languages) == 1 else None
    if language is None:
        return None, blocks
    return language, [Block(block.kind, block.text, None, block.level, block.line) for block in blocks]
