"""The bytes of a feed, before anybody reads them: no entities, no bombs, and no more than can be read."""

from __future__ import annotations

import re
from xml.parsers import expat

from audioedition.errors import PostError
from audioedition.posts import decoding, html

MOST_BYTES = 32_000_000
_MOST_BROKEN = 3_000_000  # bytes of what is no valid XML: feedparser needs three seconds for each million
_MOST_ENTRIES = 20_000
_MOST_TAGS = 1_000_000
_WIDE = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"<\x00?\x00": "utf-16-le",
    b"\x00<\x00?": "utf-16-be",
}
_DECLARED = re.compile(r"(<\?xml[^<>]*?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_ENTITY = re.compile(rb"<!(?:ENTITY\s+(?!%)|ATTLIST)")  # both are written once, and read at each use
_ELEMENT = re.compile(rb"<\w")
_ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s/>]")
_REMEDY = "have the blog list fewer posts in it, or export them."


def narrow(data: bytes, source: str) -> bytes:
    """`data` in an encoding that goes on from ASCII: UTF-16 and UTF-32 become UTF-8.

    Raises PostError for a file of another kind (a ZIP archive, a picture), and for binary data.
    """
    if kind := decoding.foreign(data):
        raise PostError(f"{source} is {kind}, not a feed or an export: unpack it or save it as XML.")
    encoding = next((encoding for mark, encoding in _WIDE.items() if data.startswith(mark)), None)
    if encoding:
        text = data.decode(encoding, "replace")
        data = _DECLARED.sub(r"\1", text, count=1).encode("utf-8", "replace")
    if b"\x00" in data:
        raise PostError(f"{source} holds null bytes: it is damaged, or no text. Get it from the blog again.")
    return data


def refuse_entities(data: bytes, source: str) -> None:
    """Raise PostError if `data` declare what replaces something else, by which a few bytes grow to gigabytes or read other files."""
    begin = _ELEMENT.search(data)
    if _ENTITY.search(data, 0, begin.start() if begin else len(data)):
        raise PostError(
            f"{source} declares XML entities or attributes, which are refused because they can hide anything: no blog does so."
        )


def refuse_bombs(data: bytes, source: str) -> None:
    """Raise PostError if reading `data` as a feed would take minutes."""
    if len(data) > MOST_BYTES:
        raise PostError(f"{source} is larger than {MOST_BYTES // 1_000_000} MB: {_REMEDY}")
    if sum(1 for _ in _ENTRY.finditer(data)) > _MOST_ENTRIES:
        raise PostError(f"{source} has more than {_MOST_ENTRIES:,} entries: {_REMEDY}")
    if data.count(b"<") > _MOST_TAGS:
        raise PostError(f"{source} has more than {_MOST_TAGS:,} tags: {_REMEDY}")
    html.refuse_monsters(data.decode("latin-1"), source)
    if len(data) > _MOST_BROKEN and (flaw := _flaw(data)):
        raise PostError(f"{source} is no valid XML ({flaw}), and too large to be read as it is: {_REMEDY}")


def _flaw(data: bytes) -> str | None:
    try:
        expat.ParserCreate().Parse(data, True)  # noqa: FBT003 -- expat takes no names
    except expat.ExpatError as exc:
        return str(exc)
    return None
