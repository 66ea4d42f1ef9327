"""The XML of a WordPress export (WXR), record by record in flat memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from xml.sax import SAXParseException  # nosec B406 # only the exception: the parser is defused
from xml.sax.handler import ContentHandler, feature_namespaces  # nosec B406 # as above
from xml.sax.xmlreader import AttributesNSImpl, Locator  # nosec B406 # as above

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from audioedition.errors import PostError

MOST_CHARACTERS = 8_000_000  # of one text: pictures may be written into it
_CONTENT = "content:encoded"
_FIELD = 100_000  # characters of any other
_METAS = {
    "_thumbnail_id",
    "_wp_attachment_image_alt",
    "_wpml_import_language_code",
    "_wpml_import_translation_group",
    "_icl_lang_duplicate_of",
}
_LANGUAGE = "language"
_RECORDS = {"item", "wp:author", "wp:term", _LANGUAGE}
_TOP, _FIELDS, _PARTS = 3, 4, 5  # how deep records, their fields and the parts of these stand
_CONTROLS = bytes({*range(0x20)} - {0, *b"\t\n\r"})  # some editors leave them behind, and XML forbids them
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")  # UTF-16, where such bytes are halves of letters


@dataclass(slots=True)
class Record:
    """One `kind` of thing: an `item`, a `wp:author`, a `wp:term`, the `language` of all, as it begins at `line`.

    `fields` are its texts by name (of the language, its own), `categories` the domain, the short name and the name of each,
    `metas` those few that are of use; `is_cut` tells that its content was too long to be kept.
    """

    kind: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    categories: list[tuple[str, str, str]] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    comments: int = 0
    is_cut: bool = False


def records(chunks: Iterable[bytes], source: str) -> Iterator[Record]:
    """Read the records of an export that comes in `chunks`.

    Raises PostError that names `source` and the line where it is no valid XML, and for a DTD or
    entities, by which a few bytes grow to gigabytes or read other files, and for an unknown encoding.
    """
    parser = make_parser()
    reader = _Reader(parser)
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)  # noqa: FBT003 -- SAX takes no names
    parser.setContentHandler(reader)
    is_wide = None
    try:
        for chunk in chunks:
            is_wide = chunk.startswith(_WIDE) if is_wide is None else is_wide
            parser.feed(chunk if is_wide else chunk.translate(None, _CONTROLS))
            yield from reader.taken()
        parser.close()
    except SAXParseException as exc:
        raise PostError(
            f"{source} is no valid XML at line {exc.getLineNumber()} ({exc.getMessage()}): "
            "it is damaged or was cut off, so that nothing is taken from it. Export it from WordPress again."
        ) from exc
    except DefusedXmlException as exc:
        raise PostError(
            f"{source} has a DTD or entities, which are refused because they can hide anything: "
            "no WordPress writes them. Export it from there again."
        ) from exc
    except LookupError as exc:
        raise PostError(
            f"{source} says to be in an encoding that nobody knows ({exc}): WordPress writes UTF-8. Export it from there again."
        ) from exc
    yield from reader.taken()


class _Reader(ContentHandler):
    """Gathers records, and keeps nothing else."""

    def __init__(self, locator: Locator) -> None:
        """Ask the `locator` where it is."""
        super().__init__()
        self._locator = locator
        self._done: list[Record] = []
        self._depth = 0
        self._record: Record | None = None
        self._text: list[str] | None = None
        self._room = 0
        self._category = ("", "")
        self._key = ""

    def taken(self) -> list[Record]:
        """The records that are whole, once."""
        done, self._done = self._done, []
        return done

    def startElementNS(  # noqa: N802 -- SAX's own name
        self, name: tuple[str | None, str], _qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        """Begin an element."""
        self._depth += 1
        element = _name(*name)
        if self._depth == _TOP and element in _RECORDS:
            self._record = Record(element, self._locator.getLineNumber() or 0)
            if element == _LANGUAGE:
                self._begin_text(_FIELD)
        elif self._record is None:
            return
        elif self._depth == _FIELDS:
            self._begin_text(MOST_CHARACTERS if element == _CONTENT else _FIELD)
            self._record.comments += element == "wp:comment"
            self._key = ""
            if element == "category":
                values = dict(attrs.items())
                self._category = values.get((None, "domain"), ""), values.get((None, "nicename"), "")
        elif self._depth == _PARTS:
            self._begin_text(_FIELD)

    def characters(self, content: str) -> None:
        """Take a piece of text."""
        if self._text is None:
            return
        self._room -= len(content)
        if self._room >= 0:
            self._text.append(content)

    def endElementNS(self, name: tuple[str | None, str], _qname: str | None) -> None:  # noqa: N802 -- SAX's own name
        """End an element."""
        depth, self._depth = self._depth, self._depth - 1
        if self._record is None:
            return
        if depth == _TOP:
            if self._text:
                self._record.fields[_LANGUAGE], self._text = "".join(self._text).strip(), None
            self._done.append(self._record)
            self._record = None
            return
        text, self._text = "".join(self._text or ()).strip(), None
        element = _name(*name)
        if depth == _PARTS and element == "wp:meta_key":
            self._key = text
        elif depth == _PARTS and element == "wp:meta_value" and self._key in _METAS:
            self._record.metas[self._key] = text
        elif depth == _FIELDS and element == "category":
            self._record.categories.append((*self._category, text))
        elif depth == _FIELDS:
            self._record.fields.setdefault(element, text)
            self._record.is_cut |= element == _CONTENT and self._room < 0

    def _begin_text(self, room: int) -> None:
        self._text, self._room = [], room


@lru_cache(maxsize=1_000)
def _name(uri: str | None, local: str) -> str:
    """An element as WordPress itself abbreviates it, whatever the version of the export."""
    if uri and "wordpress.org/export/" in uri:
        return f"excerpt:{local}" if uri.rstrip("/").endswith("excerpt") else f"wp:{local}"
    known = {
        "http://purl.org/rss/1.0/modules/content/": "content:",
        "http://purl.org/dc/elements/1.1/": "dc:",
    }
    return known.get(uri, f"{uri}:") + local if uri else local
