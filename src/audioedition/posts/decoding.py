"""Bytes to clean text: which encoding it is, and what of it nobody could speak or print."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from functools import cache

from audioedition.errors import PostError
from audioedition.posts import charsets
from audioedition.text import permitted, seen

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMED = re.compile(
    rb"<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*+=\s*+(?:[\"']\s*+)?([A-Za-z0-9_.:-]{1,40})",
    re.IGNORECASE,
)
_REACH = 16_384  # bytes: browsers look at the first 1,024, but themes put much before it
_ALIKE = 0.8  # of all halves: ASCII and one other alphabet
_FEW_NULLS = 1_000  # bytes for each of them
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
_FIRST_MARK, _LAST_MARK = 0x300, 0x1EFFF  # among what no Latin letter is
_MANY = re.compile(rf"[{chr(_FIRST_MARK)}-{chr(_LAST_MARK)}]{{31}}")
_JOINER = "\u034f"  # by which Unicode's Stream-Safe Text Format ends a run: sorting it takes its square


def decode(data: bytes, source: str, *, html: bool = False, charset: str | None = None) -> str:
    """Turn the bytes of a post into text: NFC, one kind of line end, nothing invisible.

    A byte order mark decides; without one, what is valid UTF-8 is UTF-8; else the `charset` that a server
    names, then the one that a page itself does, then Windows-1252 and the old encodings of other scripts,
    each only if the outcome is plausible.  Raises PostError for binary data and unknown encodings.
    """
    return clean(_decoded(data, source, html=html, charset=charset))


def clean(text: str) -> str:
    """Normalise `text` and take out control characters, surrogates and other invisible ones."""
    text = _PADDING.sub(" ", _LINE_END.sub("\n", text))
    if _MANY.search(text):
        text = _many_marks().sub(rf"\g<0>{_JOINER}", text)
    return unicodedata.normalize("NFC", seen(permitted(text)))


@cache
def _many_marks() -> re.Pattern[str]:
    """So many marks on one letter that no more may follow; to list them all takes a while."""
    marks = "".join(filter(unicodedata.combining, map(chr, range(_FIRST_MARK, _LAST_MARK + 1))))
    return re.compile(f"(?=[{marks[0]}-{marks[-1]}])[{marks}]{{30}}(?=[{marks}])")


def foreign(data: bytes) -> str | None:
    """What `data` are if their first bytes say that they are no text: `a PDF file`."""
    found = _FORMAT.match(data)
    return list(_KINDS.values())[(found.lastindex or 1) - 1] if found else None


def _decoded(data: bytes, source: str, *, html: bool, charset: str | None) -> str:
    if kind := foreign(data):
        raise PostError(f"{source} is {kind}, not a text: save it as text, Markdown or HTML.")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding, source)
    if b"\x00" in data and (text := _wide(data, charset or "")):
        return text
    if html and b"\x00" in data:
        data = _without_nulls(data)
    if b"\x00" in data:
        raise PostError(f"{source} is not a text but binary data. {_REMEDY}")
    named = _NAMED.search(data[:_REACH]) if html else None
    labels = (charset or "", named[1].decode("ascii") if named else "")
    text = charsets.read(data, filter(None, labels))
    if text is None:
        raise PostError(f"The encoding of {source} is unknown. {_REMEDY}")
    return text


def _wide(data: bytes, charset: str) -> str | None:
    """UTF-16 without a mark, known by its null bytes: they are halves of ASCII signs, all on the same side.

    The other halves of what stands there are null bytes, too, or that of one other alphabet.  Where the
    `charset` says that it is UTF-16, it is enough if most null bytes are on one side.
    """
    nulls = data.count(0)
    for encoding, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        here, common = high.count(0), Counter(high).most_common(2)
        is_alike = 0 in dict(common) and sum(count for _, count in common) > _ALIKE * len(high)
        is_said = charset.startswith("utf-16") and 2 * here > nulls
        if is_said or (here == nulls and (is_alike or 4 * nulls > len(high))):
            try:
                text = data[: len(data) // 2 * 2].decode(encoding)
            except UnicodeDecodeError:
                return None
            return None if any(map(_is_no_sign, set(text) - set("\t\n\f\r"))) else text
    return None


def _is_no_sign(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cn", "Co")


def _without_nulls(data: bytes) -> bytes:
    """A page as UTF-8 that is UTF-16 without a mark, or has a few null bytes, which browsers leave out."""
    for encoding, of_latin in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if 2 * of_latin.count(0) > len(of_latin):
            return data.decode(encoding, "ignore").encode()
    return data.replace(b"\x00", b"") if data.count(0) * _FEW_NULLS < len(data) else data


def _strictly(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise PostError(f"{source} begins as {encoding.upper()} but is not: {exc.reason}. {_REMEDY}") from exc
