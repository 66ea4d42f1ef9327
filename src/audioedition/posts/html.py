"""A page, or a piece of one, to blocks: as a browser reads it, without what HTML names furniture."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from audioedition.errors import PostError
from audioedition.languages import TAG, canonical
from audioedition.model import Block, Dropped, Kind
from audioedition.posts import metadata, outline, scope
from audioedition.posts.decoding import clean
from audioedition.posts.frontmatter import Meta
from audioedition.posts.plain import BREAK
from audioedition.posts.tables import layouts
from audioedition.posts.tree import INLINE, names, walk
from audioedition.text import one_line

_KINDS = {
    **{f"h{level}": Kind.HEADING for level in range(1, 7)},
    "blockquote": Kind.QUOTE,
    "li": Kind.ITEM,
    "dt": Kind.ITEM,
    "dd": Kind.ITEM,
    "figcaption": Kind.CAPTION,
    "caption": Kind.CAPTION,
    "pre": Kind.CODE,
}
_ROW = "\f"  # control characters are taken out of the text itself
_TABLE_PARTS = {
    "tr": _ROW,
    "td": " | ",
    "th": " | ",
    "thead": "",
    "tbody": "",
    "tfoot": "",
    "colgroup": "",
    "col": "",
}
_ATTRIBUTE = r"""(?>[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?+|'[^']*+'?+|[^\s>"'][^\s>]*+)?+)?+)"""
_TAG = re.compile(  # possessive throughout, so that a page takes one pass, whatever it holds
    r"<!--(?:-?>|.*?(?:-->|--!>|\Z))|<(?:script|style)\b.*?(?:</(?:script|style)|\Z)"
    rf"|<[a-z][^\s/>]*+(?:{_ATTRIBUTE}{{2000}}(?P<monster>)|{_ATTRIBUTE}*+)",
    re.IGNORECASE | re.DOTALL,
)
_BETWEEN = (Kind.HEADING, Kind.BREAK)
_MOSTLY = 0.8
_OUTSIDE = ("furniture", "It stands outside of the page's article.")
_LINKS = ("navigation", "It stands at the edge of the text and is nothing but links.")
_PAGE = re.compile(r"<(?:html|head|body)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Place:
    """What holds for all text at one place of the tree, because an element around it says so."""

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    language: str | None = None
    line: int = 0
    furniture: tuple[str, str] | None = None
    is_linked: bool = False


def refuse_monsters(text: str, source: str) -> None:
    """Raise PostError for a tag with so many attributes that reading it would take minutes."""
    if any(found.lastgroup for found in _TAG.finditer(text)):
        raise PostError(f"{source} holds an HTML tag with thousands of attributes: take it out of the post.")


def blocks(text: str) -> tuple[list[Block], list[Dropped], Meta]:
    """Read `text`: its blocks, what HTML itself names furniture, and what the page says about itself."""
    tree = LexborHTMLParser(text)
    root = tree.body
    if root is None:
        return [], [], Meta()
    page_language = root.attributes.get("lang") or (root.parent and root.parent.attributes.get("lang"))
    meta = metadata.read(tree, page_language or None)
    is_page = bool(_PAGE.search(text))
    parts = outline.of(root)
    places = scope.find(parts, is_page=is_page)
    places |= scope.titles(parts, places)
    reader = _Reader(
        layouts(root),
        frozenset(parts[place].node.mem_id for place in places),
        {part.node.mem_id: (part.verdict.code, part.verdict.detail) for part in parts if part.verdict},
        urlsplit(meta.address or "").netloc,
    )
    reader.read(root)
    if is_page:
        reader.trim()
    return reader.blocks, reader.furniture, meta


class _Reader:
    """Walks over a tree once and cuts it into blocks."""

    def __init__(
        self, layouts: frozenset[int], scope: frozenset[int], furniture: Mapping[int, tuple[str, str]], site: str
    ) -> None:
        """Read only what is inside of `scope`, if anything is named there, without the `furniture`.

        `layouts` are the tables that hold prose.
        """
        self.blocks: list[Block] = []
        self.furniture: list[Dropped] = []
        self._layouts = layouts
        self._scope = scope
        self._furniture = furniture
        self._site = site
        self.links: list[bool] = []  # by block: whether it is nothing but links to other places
        self._pieces: list[tuple[str, _Place]] = []

    def read(self, root: LexborNode) -> None:
        """Read all that is below `root`."""
        places = [_Place(furniture=_OUTSIDE if self._scope else None)]
        for entering, node in walk(root):
            if not node.is_element_node:
                if entering and node.is_text_node:
                    self._pieces.append((clean(node.text_content or ""), places[-1]))
                continue
            in_table = places[-1].kind is Kind.TABLE and node.tag in _TABLE_PARTS
            if node.tag not in INLINE and not in_table:
                self._flush()
            if entering:
                places.append(self._place(node, places[-1]))
                if (
                    node.tag == "hr"
                    and not places[-1].furniture
                    and not names(node) & {"footnotes-sep"}
                ):
                    self._add(Block(Kind.BREAK, "", line=places[-1].line))
                elif in_table:
                    self._pieces.append((_TABLE_PARTS[node.tag or ""], places[-1]))
            else:
                places.pop()
        self._flush()

    def trim(self) -> None:
        """Take off what stands above or below the text and is nothing but links."""
        first, end = _core(self.blocks, self.links)
        kept: list[Block] = []
        for place, block in enumerate(self.blocks):
            if place >= end or (place < first and self.links[place] and block.kind is not Kind.HEADING):
                if block.text:
                    self.furniture.append(Dropped(block.text, *_LINKS, line=block.line))
            else:
                kept.append(block)
        self.blocks = kept

    def _place(self, node: LexborNode, around: _Place) -> _Place:
        tag, attributes = node.tag or "", node.attributes
        place = around
        if node.mem_id in self._scope:
            place = replace(place, furniture=None)
        elif place.furniture in (None, _OUTSIDE) and (why := self._furniture.get(node.mem_id)):
            place = replace(place, furniture=why)
        language = (attributes.get("lang") or attributes.get("xml:lang") or "").strip()
        if re.fullmatch(TAG, language):
            place = replace(place, language=canonical(language))
        if (line := attributes.get("data-line") or "").isdecimal():
            place = replace(place, line=int(line))
        if tag == "a" and _leads_to(attributes.get("href") or "", self._site):
            place = replace(place, is_linked=True)
        if tag in _KINDS:
            place = replace(place, kind=_KINDS[tag], level=int(tag[1]) if tag[1].isdecimal() else 0)
        elif tag == "table" and node.mem_id not in self._layouts:
            place = replace(place, kind=Kind.TABLE)
        return place

    def _flush(self) -> None:
        """End the block that has been gathered so far."""
        pieces = [(text, place) for text, place in self._pieces if text.strip()]
        whole = "".join(text for text, _ in self._pieces)
        self._pieces = []
        if not pieces:
            return
        place = pieces[0][1]
        text = whole.strip("\n") if place.kind is Kind.CODE else one_line(whole)
        if place.kind is Kind.TABLE:
            rows = (one_line(row).strip("| ") for row in whole.split(_ROW))
            text = "\n".join(row for row in rows if row)
        if place.furniture:
            self.furniture.append(Dropped(text, *place.furniture, line=place.line))
        elif BREAK.fullmatch(text):
            self._add(Block(Kind.BREAK, "", line=place.line))
        elif text:
            languages = {piece.language for _, piece in pieces}
            language = languages.pop() if len(languages) == 1 else None
            linked = sum(len(text) for text, place in pieces if place.is_linked)
            block = Block(place.kind, text, language, place.level, place.line)
            self._add(block, is_link=linked > _MOSTLY * sum(len(text) for text, _ in pieces))

    def _add(self, block: Block, *, is_link: bool = False) -> None:
        self.blocks.append(block)
        self.links.append(is_link)


def _leads_to(address: str, site: str) -> bool:
    """Whether a link leads to another page of the same site."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return parts.netloc in ("", site) and parts.scheme in ("", "http", "https") and bool(parts.path or parts.query)


def _core(blocks: Sequence[Block], links: Sequence[bool]) -> tuple[int, int]:
    """Where the text begins and ends that has lists of links above or below it."""
    texts = [place for place, block in enumerate(blocks) if not links[place] and block.kind not in _BETWEEN]
    if not texts:
        return 0, len(blocks)
    end = texts[-1] + 1
    return texts[0], end if any(links[end:]) else len(blocks)
