"""A page, or a piece of one, to blocks: as a browser reads it, without what HTML names furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from audioedition.errors import PostError
from audioedition.languages import TAG, canonical
from audioedition.model import Block, Dropped, Kind
from audioedition.posts import metadata, surroundings
from audioedition.posts.decoding import clean
from audioedition.posts.frontmatter import Meta
from audioedition.posts.plain import BREAK
from audioedition.text import one_line

_SILENT = {"head", "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "rt", "rp"}
_INLINE = frozenset(
    {
        *(
            "a",
            "abbr",
            "acronym",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
            "i",
        ),
        *(
            "img",
            "ins",
            "kbd",
            "label",
            "map",
            "mark",
            "meter",
            "nobr",
            "output",
            "picture",
            "progress",
            "q",
            "ruby",
        ),
        *(
            "s",
            "samp",
            "small",
            "source",
            "span",
            "strike",
            "strong",
            "sub",
            "sup",
            "time",
            "tt",
            "u",
            "var",
            "wbr",
        ),
    }
)
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
_NOTE_SIGN = re.compile(r"footnote-?(ref|backref)|reversefootnote", re.IGNORECASE)
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
_OUTSIDE = ("furniture", "It stands outside of the page's article.")
_PROSE = {"p", "h1", "h2", "li", "td", "blockquote"}
_MOST_ARTICLES = 50  # more of them are not one post
_LONG_CELL = 60  # characters: a table with such a cell lays out prose, one without holds data


@dataclass(frozen=True, slots=True)
class _Place:
    """What holds for all text at one place of the tree, because an element around it says so."""

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    language: str | None = None
    line: int = 0
    furniture: tuple[str, str] | None = None


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
    survey = _survey(root)
    reader = _Reader(survey.layouts, survey.scope)
    reader.read(root)
    if not any(block.text for block in reader.blocks):
        reader = _Reader(survey.layouts, names=False)  # a theme that calls the whole post a "widget"
        reader.read(root)
    page_language = root.attributes.get("lang") or (root.parent and root.parent.attributes.get("lang"))
    return reader.blocks, reader.furniture, metadata.read(tree, page_language or None)


class _Reader:
    """Walks over a tree once and cuts it into blocks."""

    def __init__(
        self, layouts: frozenset[int], scope: frozenset[int] = frozenset(), *, names: bool = True
    ) -> None:
        """Read only what is inside of `scope`, if any; with `names`, judge elements by their classes.

        `layouts` are the tables that hold prose.
        """
        self.blocks: list[Block] = []
        self.furniture: list[Dropped] = []
        self._layouts = layouts
        self._scope = scope
        self._names = names
        self._pieces: list[tuple[str, _Place]] = []

    def read(self, root: LexborNode) -> None:
        """Read all that is below `root`."""
        places = [_Place(furniture=_OUTSIDE if self._scope else None)]
        for entering, node in _walk(root):
            if node.is_text_node:
                if entering:
                    self._pieces.append((clean(node.text_content or ""), places[-1]))
                continue
            in_table = places[-1].kind is Kind.TABLE and node.tag in _TABLE_PARTS
            if node.tag not in _INLINE and not in_table:
                self._flush()
            if entering:
                places.append(self._place(node, places[-1]))
                if (
                    node.tag == "hr"
                    and not places[-1].furniture
                    and not surroundings.names(node) & {"footnotes-sep"}
                ):
                    self.blocks.append(Block(Kind.BREAK, "", line=places[-1].line))
                elif in_table:
                    self._pieces.append((_TABLE_PARTS[node.tag or ""], places[-1]))
            else:
                places.pop()
        self._flush()

    def _place(self, node: LexborNode, around: _Place) -> _Place:
        tag, attributes = node.tag or "", node.attributes
        place = around
        if node.mem_id in self._scope:
            place = replace(place, furniture=None)
        elif place.furniture in (None, _OUTSIDE) and (
            why := surroundings.judged(node, quoted=place.kind is Kind.QUOTE, by_name=self._names)
        ):
            place = replace(place, furniture=why)
        language = (attributes.get("lang") or attributes.get("xml:lang") or "").strip()
        if re.fullmatch(TAG, language):
            place = replace(place, language=canonical(language))
        if (line := attributes.get("data-line") or "").isdecimal():
            place = replace(place, line=int(line))
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
            self.blocks.append(Block(Kind.BREAK, "", line=place.line))
        elif text:
            languages = {piece.language for _, piece in pieces}
            language = languages.pop() if len(languages) == 1 else None
            self.blocks.append(Block(place.kind, text, language, place.level, place.line))


def _walk(root: LexborNode) -> Iterator[tuple[bool, LexborNode]]:
    """Every node below `root`, entered and left, without recursion: pages can be nested deeply."""
    node: LexborNode | None = root.child
    path: list[LexborNode] = []
    while node is not None or path:
        if node is None:
            node = path.pop()
            yield False, node
            node = node.next
        elif _is_silent(node):
            node = node.next
        else:
            yield True, node
            path.append(node)
            node = node.child


def _is_silent(node: LexborNode) -> bool:
    """Whether `node` holds no text for readers: scripts, comments of the markup, note signs."""
    if node.is_text_node:
        return False
    if not node.is_element_node or node.tag in _SILENT:
        return True
    return node.tag in ("sup", "a", "span") and any(map(_NOTE_SIGN.fullmatch, surroundings.names(node)))


@dataclass(frozen=True, slots=True)
class _Survey:
    """What has to be known of a whole page before its parts can be judged."""

    scope: frozenset[int]
    """The elements that hold the post, if the page names them and most of its prose is there."""

    layouts: frozenset[int]
    """The tables that lay out prose side by side, and hold no data."""


def _survey(root: LexborNode) -> _Survey:
    """Survey a page in one pass, for elements can be nested thousands deep."""
    size = prose = around = 0  # characters of all text, and of that in `around` many elements of prose
    written: dict[int, int] = {}  # the characters of prose in each element that has ended
    tables: list[int] = []
    cells: list[int] = []  # what was the size where each began
    layouts: set[int] = set()
    for entering, node in _walk(root):
        tag, step = node.tag, 1 if entering else -1
        if node.is_text_node:
            length = len(one_line(node.text_content or "")) if entering else 0
            size, prose = size + length, prose + (length if around else 0)
            continue
        around += step if tag in _PROSE else 0
        written[node.mem_id] = prose - (0 if entering else written[node.mem_id])
        if tag == "table":
            tables.append(node.mem_id) if entering else tables.pop()
        elif tag in ("td", "th") and entering:
            cells.append(size)
        elif tag in ("td", "th") and size - cells.pop() > _LONG_CELL and tables:
            layouts.add(tables[-1])
    for selector in ("main", "[role=main]", "article"):
        chosen = [node.mem_id for node in root.css(selector) if node.mem_id in written]
        if 0 < len(chosen) <= _MOST_ARTICLES and 2 * sum(written[node] for node in chosen) > prose:
            return _Survey(frozenset(chosen), frozenset(layouts))
    return _Survey(frozenset(), frozenset(layouts))
