"""Which encoding bytes are in: what is said of it is believed only if the outcome looks like a language."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable

_AS_BROWSERS = {  # a page that names the first is in the second, which holds all of it
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-8": "cp1255",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "koi8-r": "koi8-u",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_LABELS = {  # that Python does not know
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-x-big5": "big5hkscs",
    "windows-949": "cp949",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
}
_NAME = re.compile(
    r"cp(125\d|874|866|932|949)|iso8859-\d+|koi8-[rut]|gb18030|big5hkscs|euc_jp|iso2022_jp|mac-\w+"
)
_CYRILLIC = ("оеаинт", 0.34)
_HIRAGANA = ("のにはをたがでてとしれさいるなもかっら", 0.2)
_EASTERN = ("ąćęłńśźżěščřžýáíéůúőűöüó", 0.7)
_GREEK = ("αοιετσνάίόέή", 0.3)
_COMMON = {
    **dict.fromkeys(("cp1251", "koi8-u", "iso8859-5", "cp866"), _CYRILLIC),
    **dict.fromkeys(("cp932", "euc_jp"), _HIRAGANA),
    "gb18030": (
        "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里",
        0.12,
    ),
    "big5hkscs": (
        "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡",
        0.12,
    ),
    "cp949": ("이다는을에의가하고를은지기로사한도어나리자아", 0.15),
    **dict.fromkeys(("cp1250", "iso8859-2"), _EASTERN),
    **dict.fromkeys(("cp1253", "iso8859-7"), _GREEK),
    "cp1255": ("יוהלאתמר", 0.4),
    "cp1256": ("الينمرتوب", 0.4),
    "cp874": ("านรอกเงมยล", 0.35),
}
"""The most frequent letters of what is written in an encoding, and the least share that they have in it of
all letters beyond ASCII: no wrong reading of the bytes shows them so often."""

_LATIN = re.compile(r"cp125[0247]|iso8859-(?:2|3|4|10|13|14|15|16)|mac-(?:roman|latin2|turkish|iceland)")
_LIKELY = 0.9
_ASTRAY = 0.1
_STRANGE = 3  # what a strange sign weighs
_ODD = 0.25  # of all characters beyond ASCII
_FEW = 12  # letters beyond ASCII: too few to judge by their frequency
_SIGNS = "€£§°©®™•²³½¼¾±×\u00a0"  # beyond letters and punctuation
_AMID = re.compile(r"(?<=[^\W\d_])[\u00a1-\u00ac\u00ae-\u00b6\u00b8-\u00bf\u00d7\u00f7](?=[^\W\d_])")
_MIXED = re.compile(r"[A-Za-z][\u0370-\u06ff]|[\u0370-\u06ff][A-Za-z]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SHIFTED = re.compile(rb"\x1b\$[@B]")  # into Japanese
_HIGH = re.compile(r"[^\x00-\x7f]")
_BEFORE, _ENOUGH = 50, 50_000  # characters
_BOTH = 10  # so many times more valid than broken characters: UTF-8 with some strange bytes in it


def known(label: str) -> str | None:
    """The codec for the name of an encoding, as browsers understand it; none for what is no encoding of pages."""
    label = label.strip().strip("\"'").lower()
    try:
        name = codecs.lookup(_LABELS.get(label, label)).name
    except (LookupError, ValueError, UnicodeError):
        return None
    name = _AS_BROWSERS.get(name, name)
    return name if name == "utf-8" or _NAME.fullmatch(name) else None


def read(data: bytes, labels: Iterable[str]) -> str | None:
    """`data`, which begin with no byte order mark, as text; None if nobody can tell their encoding.

    `labels` is what they are said to be in, the most reliable first.
    """
    if data.isascii():
        return data.decode("iso2022_jp" if _SHIFTED.search(data) else "ascii", "replace")
    text = _utf8(data)
    if text is not None:
        return text
    for name in (*filter(None, map(known, labels)), "cp1252"):
        text = _decoded(data, name)
        if text is not None and _is_plausible(_sample(text), name):
            return text
    readings = [(name, text) for name in _COMMON if (text := _decoded(data, name)) is not None]
    likelihood, text = max(
        ((_likelihood(_sample(text), name), text) for name, text in readings), default=(0.0, None)
    )
    return text if likelihood > _LIKELY else None


def _likelihood(text: str, name: str) -> float:
    if not _is_plausible(text, name):
        return 0.0
    return _share(text, name) / _COMMON[name][1] * (1 - _STRANGE * (_odd(text) + _astray(text)))


def _sample(text: str) -> str:
    """A part of `text` that is long enough to judge by, where it is not ASCII any more."""
    first = _HIGH.search(text)
    return text[max(0, first.start() - _BEFORE) : first.start() + _ENOUGH] if first else text[:_ENOUGH]


def _utf8(data: bytes) -> str | None:
    """UTF-8, also where some program wrote halves of a character, or a few bytes of Windows-1252 into it."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        halves = data.decode("utf-8", "surrogatepass")
        return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    except UnicodeDecodeError:
        pass
    mixed = data.decode("utf-8", "surrogateescape")
    seen = _sample(mixed)
    strange = sum("\udc80" <= char <= "\udcff" for char in seen)
    if _BOTH * strange > sum(char > "\x7f" for char in seen) - strange:
        return None
    return re.sub("[\udc80-\udcff]+", _western, mixed)


def _western(found: re.Match[str]) -> str:
    """A single strange byte is a letter of Windows-1252; several are what is left of a cut character."""
    run = found[0]
    return chr(ord(run) - 0xDC00).encode("latin-1").decode("cp1252", "ignore") if len(run) == 1 else ""


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _is_plausible(text: str, name: str) -> bool:
    """Whether `text` can be what somebody wrote: letters in words of one script, and few strange signs."""
    high = [char for char in text if char > "\x7f"]
    if any(char < "\xa0" for char in high) or any(char < " " and char not in "\t\n\r\f\x1b" for char in text):
        return False  # control characters
    if _odd(text) > _ODD or _astray(text) > _ASTRAY:
        return False
    if _LATIN.fullmatch(name):
        words = [word for word in _WORD.findall(text) if not word.isascii()]
        return 4 * sum(all(map(_HIGH.match, word)) for word in words) <= len(words)
    return name not in _COMMON or len(high) < _FEW or _share(text, name) > _COMMON[name][1]


def _odd(text: str) -> float:
    """The share of signs that are rare in prose, in all that is beyond ASCII."""
    high = [char for char in text if char > "\x7f"]
    return sum(unicodedata.category(char)[0] in "SNC" and char not in _SIGNS for char in high) / max(
        1, len(high)
    )


def _astray(text: str) -> float:
    """The share of signs and letters of another script in the midst of words."""
    high = sum(char > "\x7f" for char in text)
    return (len(_AMID.findall(text)) + len(_MIXED.findall(text))) / max(1, high)


def _share(text: str, name: str) -> float:
    letters = [char for char in text if char > "\x7f" and char.isalpha()]
    return sum(char in _COMMON[name][0] for char in letters) / max(1, len(letters))
