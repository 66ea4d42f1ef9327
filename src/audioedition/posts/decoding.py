"""Bytes to clean text: which encoding it is, and what of it nobody could speak or print."""

from __future__ import annotations

import codecs
import re
import unicodedata

from audioedition.errors import PostError
from audioedition.text import permitted, seen

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_META_REACH = 4096  # browsers look only at the first bytes, too
_LINE_END = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_PADDING = re.compile(r"[\u00a0\u202f\u2007\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]")
_KINDS = {
    rb"%PDF-": "a PDF file",
    rb"\{\\rtf": "an RTF file",
    rb"PK\x03\x04": "a ZIP archive, or a document of Word or LibreOffice",
    rb"\xd0\xcf\x11\xe0": "an old document of Word or Excel",
    rb"\x1f\x8b|BZh[1-9]1AY|\xfd7zXZ|7z\xbc\xaf": "a compressed file",
    rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF.{4}WEBP": "a picture",
    rb"ID3[\x00-\x0f]|\xff[\xfb\xf3\xf2]|RIFF.{4}(?:WAVE|AVI )|OggS\x00|fLaC\x00|.{4}ftyp": "a sound or a film",
}
_FORMAT = re.compile(b"|".join(b"(%b)" % pattern for pattern in _KINDS), re.DOTALL)
_REMEDY = "Save it as UTF-8 text and run it again."
_MARKS = "".join(filter(unicodedata.combining, map(chr, range(0x300, 0x1F000))))
_MANY_MARKS = re.compile(f"[{_MARKS}]{{30}}(?=[{_MARKS}])")
_JOINER = "\u034f"  # by which Unicode's Stream-Safe Text Format ends a run: sorting it takes its square


def decode(data: bytes, source: str, *, html: bool = False) -> str:
    """Turn the bytes of a post into text: NFC, one kind of line end, nothing invisible.

    A byte order mark decides, then the `<meta charset>` of a page, then UTF-8, then Windows-1252 if
    that gives a plausible text.  Raises PostError for binary data and unknown encodings.
    """
    return clean(_decoded(data, source, html=html))


def clean(text: str) -> str:
    """Normalise `text` and take out control characters, surrogates and other invisible ones."""
    text = _PADDING.sub(" ", _LINE_END.sub("\n", text))
    text = _MANY_MARKS.sub(rf"\g<0>{_JOINER}", text)
    return unicodedata.normalize("NFC", seen(permitted(text)))


def foreign(data: bytes) -> str | None:
    """What `data` are if their first bytes say that they are no text: `a PDF file`."""
    found = _FORMAT.match(data)
    return list(_KINDS.values())[(found.lastindex or 1) - 1] if found else None


def _decoded(data: bytes, source: str, *, html: bool) -> str:
    if kind := foreign(data):
        raise PostError(f"{source} is {kind}, not a text: save it as text, Markdown or HTML.")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding, source)
    if b"\x00" in data:
        raise PostError(f"{source} is not a text but binary data. {_REMEDY}")
    if html and (named := _META_CHARSET.search(data[:_META_REACH])):
        encoding = named[1].decode("ascii")
        try:
            return data.decode(codecs.lookup(encoding).name)
        except (LookupError, UnicodeDecodeError, TypeError, ValueError):
            pass  # a page that lies about its encoding is common; its bytes know better
    try:
        return _utf8(data)
    except UnicodeDecodeError:
        return _windows(data, source)


def _utf8(data: bytes) -> str:
    """UTF-8, also where some program wrote halves of a character: pairs are put together, others go."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        halves = data.decode("utf-8", "surrogatepass")
        return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _strictly(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise PostError(f"{source} begins as {encoding.upper()} but is not: {exc.reason}. {_REMEDY}") from exc


def _windows(data: bytes, source: str) -> str:
    """Windows-1252, unless the outcome looks like anything but a Western text."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as exc:
        raise PostError(f"The encoding of {source} is unknown. {_REMEDY}") from exc
    high = [char for char in text if char > "\x7f"]
    odd = sum(not (char.isalpha() or char in "–—‘’‚“”„…«»‹›§°·€£\u00a0¿¡©®™•†ªº²³½¼¾±×") for char in high)
    control = sum(char < " " and char not in "\t\n\r\f" for char in text)
    letters = sum(char.isalpha() for char in text)
    if control or odd * 4 > len(high) or len(high) * 2 > letters:
        raise PostError(f"The encoding of {source} is unknown. {_REMEDY}")
    return text
