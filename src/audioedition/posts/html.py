"""A page, or a piece of one, to blocks: as a browser reads it, without what HTML names furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from audioedition.errors import PostError
from audioedition.model import Block, Dropped, Kind
from audioedition.posts.decoding import clean, squeeze
from audioedition.posts.frontmatter import Meta, moment
from audioedition.posts.plain import BREAK

_SILENT = {"head", "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "rt", "rp"}
_INLINE = set(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark meter nobr output "
    "progress q ruby s samp small span strike strong sub sup time tt u var wbr img picture source map".split()
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
_FURNITURE_TAGS = {
    "nav": "navigation",
    "footer": "furniture",
    "aside": "furniture",
    "form": "furniture",
    "button": "furniture",
    "select": "furniture",
    "textarea": "furniture",
    "dialog": "furniture",
}
_FURNITURE_ROLES = {
    "navigation": "navigation",
    "search": "furniture",
    "contentinfo": "furniture",
    "complementary": "furniture",
}
_FURNITURE_NAMES = (
    ("comments", r"comments?|comments?[-_].+|commentlist|respond|reply|disqus.*|discussion|webmentions?"),
    (
        "sharing",
        r"share|shar(e|ing)[-_].+|.+[-_]shar(e|ing)|sharedaddy|social|social[-_].+|.+[-_]social"
        r"|addtoany.*|likes?|jp-post-flair|post-?likes.*",
    ),
    (
        "related",
        r"related|related[-_].+|.+[-_]related|jp-relatedposts|recent[-_]posts|more[-_]posts|read[-_]?next.*",
    ),
    (
        "advert",
        r"newsletter.*|.+[-_]newsletter|subscri(be|ption).*|sign-?up.*|mailchimp.*|mc_embed.*|adsbygoogle",
    ),
    (
        "navigation",
        r"nav|navbar|navigation|.+[-_]nav|.+[-_]navigation|nav[-_].+|breadcrumbs?|pagination|pager"
        r"|skip-?link|menu|toc|table-of-contents",
    ),
    (
        "furniture",
        r"sidebar|widget|widget[-_].+|site-footer|site-info|cookie.*|tag-?links|cat-links|post-?tags",
    ),
    ("byline", r"byline|entry-meta|post-meta|posted-on|entry-footer|entry-utility"),
    ("hidden", r"screen-reader-text|visually-hidden|sr-only"),
)
_NAMED = [(code, re.compile(pattern, re.IGNORECASE)) for code, pattern in _FURNITURE_NAMES]
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOTE_SIGN = re.compile(r"footnote-?(ref|backref)|reversefootnote", re.IGNORECASE)
_LONG_CELL = 60  # characters: a table with such a cell lays out prose, one without holds data


@dataclass(frozen=True, slots=True)
class _Place:
    """What holds for all text at one place of the tree, because an element around it says so."""

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    language: str | None = None
    line: int = 0
    furniture: tuple[str, str] | None = None


def blocks(text: str) -> tuple[list[Block], list[Dropped], Meta]:
    """Read `text`: its blocks, what HTML itself names furniture, and what the page says about itself."""
    tree = LexborHTMLParser(text)
    root = tree.body
    if root is None:
        return [], [], Meta()
    reader = _Reader(scope=_scope(root))
    reader.read(root)
    if not any(block.text for block in reader.blocks):
        reader = _Reader(names=False)  # a theme that calls the whole post a "widget"
        reader.read(root)
    page_language = root.attributes.get("lang") or (root.parent and root.parent.attributes.get("lang"))
    return reader.blocks, reader.furniture, _meta(tree, page_language or None)


class _Reader:
    """Walks over a tree once and cuts it into blocks."""

    def __init__(self, scope: frozenset[int] = frozenset(), *, names: bool = True) -> None:
        """Read only what is inside of `scope`, if any; with `names`, judge elements by their classes."""
        self.blocks: list[Block] = []
        self.furniture: list[Dropped] = []
        self._scope = scope
        self._names = names
        self._pieces: list[tuple[str, _Place]] = []

    def read(self, root: LexborNode) -> None:
        """Read all that is below `root`."""
        outside = ("furniture", "It stands outside of the page's article.") if self._scope else None
        places = [_Place(furniture=outside)]
        for entering, node in _walk(root):
            if node.is_text_node:
                if entering:
                    self._pieces.append((clean(node.text_content or ""), places[-1]))
                continue
            if node.tag not in _INLINE:
                self._flush()
            if entering:
                places.append(self._place(node, places[-1]))
                if node.tag == "hr" and not places[-1].furniture and not _names(node) & {"footnotes-sep"}:
                    self.blocks.append(Block(Kind.BREAK, "", line=places[-1].line))
                elif node.tag in ("td", "th") and places[-1].kind is Kind.TABLE and node.prev is not None:
                    self._pieces.append((" | ", places[-1]))
            else:
                places.pop()
        self._flush()

    def _place(self, node: LexborNode, around: _Place) -> _Place:
        tag, attributes = node.tag or "", node.attributes
        place = around
        if node.mem_id in self._scope:
            place = replace(place, furniture=None)
        elif place.furniture is None and (why := self._is_furniture(node, place)):
            place = replace(place, furniture=why)
        if language := (attributes.get("lang") or attributes.get("xml:lang") or "").strip():
            place = replace(place, language=language)
        if (line := attributes.get("data-line") or "").isdecimal():
            place = replace(place, line=int(line))
        if tag in _KINDS:
            place = replace(place, kind=_KINDS[tag], level=int(tag[1]) if tag[1].isdecimal() else 0)
        elif tag == "table" and not _lays_out(node):
            place = replace(place, kind=Kind.TABLE)
        return place

    def _is_furniture(self, node: LexborNode, around: _Place) -> tuple[str, str] | None:
        tag, attributes = node.tag or "", node.attributes
        code = _FURNITURE_TAGS.get(tag) or _FURNITURE_ROLES.get((attributes.get("role") or "").lower())
        if code and not (tag == "footer" and around.kind is Kind.QUOTE):  # there it names who is quoted
            return code, f"The page marks it with <{tag}>."
        if "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style") or ""):
            return "hidden", "The page does not show it."
        if self._names and tag not in _INLINE and tag not in ("body", "main", "article", "h1", "p"):
            for name in sorted(_names(node)):
                code = next((code for code, pattern in _NAMED if pattern.fullmatch(name)), None)
                if code and node.css_first("h1, main") is None:
                    return code, f"The page names it {name!r}."
        return None

    def _flush(self) -> None:
        """End the block that has been gathered so far."""
        pieces = [(text, place) for text, place in self._pieces if text.strip()]
        whole = "".join(text for text, _ in self._pieces)
        self._pieces = []
        if not pieces:
            return
        place = pieces[0][1]
        text = whole.strip("\n") if place.kind is Kind.CODE else squeeze(whole)
        if place.furniture:
            self.furniture.append(Dropped(text, *place.furniture, line=place.line))
        elif BREAK.fullmatch(text):
            self.blocks.append(Block(Kind.BREAK, "", line=place.line))
        elif place.kind is Kind.TABLE and text == "|":
            return
        else:
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
    return node.tag in ("sup", "a", "span") and any(map(_NOTE_SIGN.fullmatch, _names(node)))


def _names(node: LexborNode) -> set[str]:
    attributes = node.attributes
    return {*(attributes.get("class") or "").split(), *(attributes.get("id") or "").split()}


def _lays_out(table: LexborNode) -> bool:
    """Whether a table holds prose side by side, not data."""
    return any(len(squeeze(cell.text())) > _LONG_CELL for cell in table.css("td, th"))


def _scope(root: LexborNode) -> frozenset[int]:
    """The elements that hold the post, if the page names them and most of its prose is there."""
    for selector in ("main", "[role=main]", "article"):
        chosen = root.css(selector)
        letters = sum(_prose(node) for node in chosen)
        if chosen and letters * 2 > _prose(root):
            return frozenset(node.mem_id for node in chosen)
    return frozenset()


def _prose(node: LexborNode) -> int:
    return sum(len(squeeze(paragraph.text())) for paragraph in node.css("p, h1, h2, li, td, blockquote"))


def _meta(tree: LexborHTMLParser, language: str | None) -> Meta:
    said: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        name = (node.attributes.get("property") or node.attributes.get("name") or "").strip().lower()
        said.setdefault(name, squeeze(clean(node.attributes.get("content") or "")))
    link = tree.css_first("link[rel=canonical][href]")
    heading = tree.css_first("head > title")
    tags = [clean(node.attributes.get("content") or "") for node in tree.css('meta[property="article:tag"]')]
    return Meta(
        title=said.get("og:title") or (squeeze(clean(heading.text())) if heading else None) or None,
        language=language,
        author=said.get("author") or None,
        address=(link.attributes.get("href") if link else None) or said.get("og:url") or None,
        published=_moment(said.get("article:published_time") or said.get("date")),
        tags=tuple(dict.fromkeys(filter(None, map(squeeze, tags)))),
    )


def _moment(value: str | None) -> datetime | None:
    """A date that a program wrote: not worth refusing a post for."""
    try:
        return moment(value, "the page")
    except PostError:
        return None
