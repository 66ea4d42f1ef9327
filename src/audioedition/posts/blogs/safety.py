"""The bytes of a feed, before anybody reads them: no entities, no bombs, and no more than can be read."""

from __future__ import annotations

import re
from xml.parsers import expat  # nosec B407 # stops at the first element, and expands nothing

from audioedition.errors import PostError
from audioedition.posts import decoding, html

MOST_BYTES = 32_000_000
_MOST_BROKEN = 3_000_000  # bytes of what is no valid XML: feedparser needs three seconds for each million
_MOST_ENTRIES = 20_000
_MOST_TAGS = 1_000_000
_CHUNK = 65_536  # bytes
_WIDE = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"<\x00?\x00": "utf-16-le",
    b"\x00<\x00?": "utf-16-be",
}
_DECLARED = re.compile(r"(<\?xml[^<>]*?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_XML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml\b[^<>]*>)?")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"'\s]{1,40})")
_WRITTEN_OTHERWISE = (
    rb"+ADw- \x3c \u003c ~{<!~}"  # a `<` as UTF-7 writes it, two escapes, and what is Chinese in HZ
)
_SIGNS = "<!"  # those of them that every encoding which goes on from ASCII sees there
_ENTITY = re.compile(rb"<!(?:ENTITY|ATTLIST)")  # both are written once, and read at each use
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


def bare(data: bytes, source: str) -> bytes:
    """`data` without what stands between the XML declaration and the first element: comments, and the DTD.

    Raises PostError if they declare what replaces something else, by which a few bytes grow to gigabytes or read other
    files, or if they are in an encoding in which other bytes than its own may be a `<`: nobody would see what they declare.
    """
    declaration = data[: _end(_XML, data)]
    begin = _first_element(data[len(declaration) :], source)
    if begin is not None:
        _check_encodings(declaration, source)
        return declaration + b"\n" + data[len(declaration) + begin :]
    # It is broken before that, and whatever reads it may yet find an element somewhere.
    _check_encodings(data.partition(b"\n")[0], source)
    if _ENTITY.search(data):
        raise _declares(source)
    return data


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


def _end(pattern: re.Pattern[bytes], data: bytes) -> int:
    found = pattern.match(data)
    return found.end() if found else 0


def _first_element(data: bytes, source: str) -> int | None:
    """Where in `data` the first element begins, as XML has it: not in a comment, nor in what an entity stands for.

    None if it is no valid XML until there.  Raises PostError at the first declaration of an entity or an attribute.
    """
    parser = expat.ParserCreate("iso-8859-1")  # any bytes: those that matter are ASCII
    found: list[int] = []

    def begun(*_: object) -> None:
        if not found:
            found.append(parser.CurrentByteIndex)

    def entity(_name: str, is_of_dtd: bool, *_: object) -> None:  # noqa: FBT001 -- expat's own
        if not is_of_dtd:  # one that is, is used by DTDs alone, which nobody reads
            raise _declares(source)

    def attributes(*_: object) -> None:
        raise _declares(source)

    parser.StartElementHandler, parser.EntityDeclHandler, parser.AttlistDeclHandler = (
        begun,
        entity,
        attributes,
    )
    try:
        for place in range(0, len(data), _CHUNK):
            parser.Parse(data[place : place + _CHUNK], False)  # noqa: FBT003 -- expat takes no names
            if found:
                break
    except expat.ExpatError:
        pass  # perhaps behind it
    return found[0] if found else None


def _check_encodings(said: bytes, source: str) -> None:
    """Raise PostError if one of the encodings that are named there does not go on from ASCII."""
    for name in {found[1].decode("latin-1") for found in _ENCODING.finditer(said)}:
        if not _goes_on_from_ascii(name):
            raise PostError(
                f"{source} says that it is encoded as {name[:40]!r}, in which no feed is: have its blog write UTF-8."
            )


def _goes_on_from_ascii(encoding: str) -> bool:
    if encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32")):
        return True  # what is in these is narrow by now
    try:
        return [sign for sign in _WRITTEN_OTHERWISE.decode(encoding) if sign in _SIGNS] == list(_SIGNS)
    except LookupError:
        return True  # nobody can read by it
    except (ValueError, AssertionError):
        return False


def _declares(source: str) -> PostError:
    return PostError(
        f"{source} declares XML entities or attributes, which are refused because they can hide anything: no blog does so."
    )
