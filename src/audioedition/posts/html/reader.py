"""The tree of a page to blocks, in its order: what is text and what is furniture has been decided."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from audioedition.languages import canonical
from audioedition.model import Block, Dropped, Kind
from audioedition.posts.decoding import clean
from audioedition.posts.html import kinds, links, multilingual, phrases, pictures, tables
from audioedition.posts.html.lists import Item
from audioedition.posts.html.surroundings import Verdict
from audioedition.posts.html.tree import (
    INLINE,
    marked_language,
    names,
    switched_language,
    switched_languages,
    walk,
)
from audioedition.posts.plain import BREAK
from audioedition.text import one_line

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_OUTSIDE = ("furniture", "It stands outside of the page's article.")
_DATE = ("byline", "The page marks it with <time>, and it stands by the title.")
_DIGITS = 9  # of a line's number: Python refuses to read thousands
_TOP = 4  # blocks among which such a date stands
_MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class Plan:
    """What has been found out about a page before it is read; elements are named by their `mem_id`.

    `scope` are the elements that hold the post (none: all do), `furniture` those that are none of it,
    `layouts` the tables that hold prose, `title` the heading that is the title, `items` those of lists.  `site` is the host that the page is from,
    `start` what its relative addresses are meant from.
    """

    scope: frozenset[int]
    furniture: Mapping[int, Verdict]
    layouts: frozenset[int]
    title: int = 0
    items: Mapping[int, Item] = field(default_factory=dict)
    site: str = ""
    start: str = ""
    is_multilingual: bool = False

    @property
    def certain(self) -> Mapping[int, Verdict]:
        """The furniture that is not such by a name alone, which a theme may give to anything."""
        return {place: why for place, why in self.furniture.items() if not why.is_by_name}


@dataclass(frozen=True, slots=True)
class _Place:
    """What holds for all text at one place of the tree, because an element around it says so."""

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    language: str | None = None
    line: int = 0
    furniture: tuple[str, str] | None = None
    is_phrase: bool = False  # its language is that of an element within a line
    is_set_apart: bool = False
    is_link: bool = False
    is_date: bool = False
    is_title: bool = False
    is_credit: bool = False
    item: int = 0  # that of a list
    link: str = ""  # where it leads


@dataclass(frozen=True, slots=True)
class Reading:
    """The blocks of a page, its furniture, which blocks are nothing but links, and the places of the title among them."""

    blocks: list[Block]
    furniture: list[Dropped]
    links: list[bool]
    title: list[int]


def read(root: LexborNode, plan: Plan) -> Reading:
    """All that is below `root`."""
    reader = _Reader(plan)
    reader.read(root)
    return Reading(reader.blocks, reader.furniture, reader.links, reader.title)


class _Reader:
    """Walks over a tree once and cuts it into blocks."""

    def __init__(self, plan: Plan) -> None:
        self.blocks: list[Block] = []
        self.furniture: list[Dropped] = []
        self.links: list[bool] = []
        self.title: list[int] = []
        self._plan = plan
        self._language: str | None = None  # that of a mark inside of the text
        self._is_switched = False
        self._pieces: list[tuple[str, _Place]] = []
        self._pictured: list[str] = []  # descriptions of pictures that no block has yet
        self._begun: set[int] = set()  # items that have a block

    def read(self, root: LexborNode) -> None:
        """Read all that is below `root`."""
        self._is_switched = len(switched_languages(root)) > 1
        places = [_Place(furniture=_OUTSIDE if self._plan.scope else None)]
        for entering, node in walk(root):
            if not node.is_element_node:
                if entering:
                    self._read_text(node, places[-1])
                continue
            in_table = places[-1].kind is Kind.TABLE and node.tag not in tables.APART
            if node.tag not in INLINE and not in_table:
                self._flush()
            elif node.tag not in INLINE and node.tag not in tables.PARTS:
                self._pieces.append((" ", places[-1]))  # a line, paragraph or list in a cell
            if not entering:
                places.pop()
                continue
            place = self._place(node, places[-1])
            places.append(place)
            if (
                node.tag == "hr"
                and not in_table
                and not place.furniture
                and not names(node) & {"footnotes-sep"}
            ):
                self._add(Block(Kind.BREAK, "", line=place.line))
            elif node.tag == "img" and not place.furniture:
                self._pictured += filter(None, [pictures.description(node)])
            elif in_table and (parts := tables.PARTS.get(node.tag or "")):
                self._pieces.append((parts, place))
        self._flush()

    def _read_text(self, node: LexborNode, place: _Place) -> None:
        if node.is_comment_node:
            if self._plan.is_multilingual and (
                mark := multilingual.COMMENT.fullmatch(node.comment_content or "")
            ):
                self._turn_to(mark["language"])
            return
        text, at = clean(node.text_content or ""), 0
        for mark in multilingual.MARK.finditer(text) if self._plan.is_multilingual else ():
            self._put(text[at : mark.start()], place)
            self._turn_to(mark["square"] or mark["curly"])
            at = mark.end()
        self._put(text[at:], place)

    def _turn_to(self, language: str | None) -> None:
        self._flush()
        self._language = canonical(language) if language else None

    def _put(self, text: str, place: _Place) -> None:
        self._pieces.append(
            (text, replace(place, language=self._language, is_phrase=False) if self._language else place)
        )

    def _place(self, node: LexborNode, around: _Place) -> _Place:
        tag, attributes = node.tag or "", node.attributes
        place = around
        if node.mem_id in self._plan.scope:
            place = replace(place, furniture=None)
        elif place.furniture in (None, _OUTSIDE) and (why := self._plan.furniture.get(node.mem_id)):
            place = replace(place, furniture=(why.code, why.detail))
        if tongue := marked_language(node) or (self._is_switched and switched_language(node)):
            place = replace(place, language=tongue, is_phrase=tag in INLINE)
        if (line := attributes.get("data-line") or "").isdecimal():  # also a stranger's, of whatever length
            place = replace(place, line=int(line[:_DIGITS]))
        if tag == "a":
            href = attributes.get("href") or ""
            leads = place.is_link or _leads_to(href, self._plan.site)
            place = replace(place, link=_page(href, self._plan.start), is_link=leads)
        if tag == "li":
            place = replace(place, item=node.mem_id)
        if tag in ("cite", "footer") and place.kind is Kind.QUOTE:
            place = replace(place, is_credit=True)
        if tag == "time" or tag in phrases.APART:
            place = replace(place, is_date=place.is_date or tag == "time", is_set_apart=tag in phrases.APART)
        if node.mem_id == self._plan.title:
            level = int(tag[1]) if tag in _HEADINGS else 1
            return replace(place, kind=Kind.HEADING, level=level, furniture=None, is_title=True)
        is_layout = node.mem_id in self._plan.layouts
        kind = None if is_layout else kinds.of(node, place.kind)
        level = int(tag[1]) if tag in _HEADINGS else 0
        return replace(place, kind=kind, level=level) if kind else place

    def _flush(self) -> None:
        """End the block that has been gathered so far; furniture in its midst is taken out."""
        pieces, self._pieces = self._pieces, []
        for why, run in itertools.groupby(
            sorted(pieces, key=lambda piece: piece[1].furniture or ("", "")), lambda piece: piece[1].furniture
        ):
            self._end_block(list(run), why)
        self._place_pictures()

    def _place_pictures(self) -> None:
        """Give the pictures since the block before to it, or to the one that they were in."""
        place = next((at for at in reversed(range(len(self.blocks))) if self.blocks[at].text), None)
        if place is not None and self._pictured:
            block = self.blocks[place]
            self.blocks[place] = replace(block, pictures=(*block.pictures, *self._pictured))
            self._pictured = []

    def _end_block(self, pieces: Sequence[tuple[str, _Place]], why: tuple[str, str] | None) -> None:
        whole = "".join(text for text, _ in pieces)
        written = [(text, place) for text, place in pieces if text.strip()]
        if not written:
            return
        place = written[0][1]
        text = whole.strip("\n") if place.kind is Kind.CODE else one_line(whole)
        if place.kind is Kind.TABLE:
            text = tables.text(whole)
        if not why and len(self.blocks) <= _TOP and all(place.is_date for _, place in written):
            why = _DATE
        if why:
            self.furniture.append(Dropped(text, *why, line=place.line))
        elif BREAK.fullmatch(text):
            self._add(Block(Kind.BREAK, "", line=place.line))
        elif text:
            if any(place.is_title for _, place in written):
                self.title.append(len(self.blocks))
            language, spans = phrases.marked(
                (said, at.language, at.is_phrase, at.is_set_apart) for said, at in pieces
            )
            linked = sum(len(text) for text, place in written if place.is_link)
            is_credit = all(each.is_credit for _, each in written)
            block = Block(place.kind, text, language, place.level, place.line, is_credit=is_credit)
            if not block.kind.is_shown:
                led = phrases.linked((said, at.link) for said, at in pieces)
                block = replace(block, spans=spans, links=led)
            most = _MOSTLY * sum(len(text) for text, _ in written)
            self._add(self._listed(block, place.item), is_link=linked > most)

    def _listed(self, block: Block, item: int) -> Block:
        """The block with what is known of its item: the number belongs to the first that is read."""
        its = self._plan.items.get(item)
        if its is None or block.kind.is_shown:
            return block
        number = its.number if item not in self._begun else None
        self._begun.add(item)
        return replace(block, number=number, level=its.level if block.kind is Kind.ITEM else block.level)

    def _add(self, block: Block, *, is_link: bool = False) -> None:
        self.blocks.append(block)
        self.links.append(is_link)


def _page(address: str, start: str) -> str:
    """Where a link on the page at `start` leads, if that is another page."""
    whole = links.absolute(address, start)
    return "" if whole.partition("#")[0] == start.partition("#")[0] else whole


def _leads_to(address: str, site: str) -> bool:
    """Whether a link leads to another page of the same site."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return (
        parts.netloc.lower() in ("", site)
        and parts.scheme in ("", "http", "https")
        and bool(parts.path or parts.query)
        and not parts.fragment
    )
