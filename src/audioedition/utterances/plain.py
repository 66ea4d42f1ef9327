"""Characters → those that every voice can say; only importer of anyascii."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from anyascii import anyascii

from audioedition.languages import base
from audioedition.text import IPA_BRACKETS

_QUOTES = '"“”„‟«»″‹›「」『』《》〈〉`´'
_PLAINER = str.maketrans(
    dict.fromkeys(_QUOTES, " ")
    | dict.fromkeys("’‘‚‛ʼ＇′", "'")
    | dict.fromkeys("‐‑", "-")
    | dict.fromkeys("([{}])|•·", " , ")
    | dict.fromkeys("–—―−", " - ")
)
"""Quotation marks are not heard; brackets and long dashes are short pauses."""

_ZERO = "〇"  # to Unicode a numeral of old, to whoever writes Chinese or Japanese a digit
_BETWEEN = re.compile(r"(?<=\w)–(?=[A-ZÀ-ÖØ-Þ])")  # “Rome–London” is said in one breath

_STOPS = ",.;:!?…。、，！？：；؟،؛।॥։՞"
_JOINERS = frozenset("\u200c\u200d")
_SAID = frozenset(f"{_STOPS}'-¿¡⟦⟧ˈˌːˑ\u200c\u200d ")

# All else than words, single blanks, and single stops behind words.
_UNTIDY = re.compile(
    rf"[^\w ,.;:!?'-]|[_\d]|[{_STOPS}'-][{_STOPS}'-]| ['{_STOPS}-]|['-] |^['{_STOPS}-]|['-]$"
)
_DOTS = re.compile(r" ?(?:…|\.\.)[….]*")
_GOES_ON = re.compile(r" ?[¿¡]?[a-zà-ÿ,;:]")  # the sentence does, behind them
_PAUSE = re.compile(r" -+(?= |$)|(?:^|(?<= ))-+ |(?<=\w)-- ?")
_LONE = re.compile(r"(?<![^\W\d_])'+|'+(?![^\W\d_])|(?<!\w)-+|-+(?!\w)")
_CRIES = re.compile(r"((?:[!?] ?){9}[!?])[!? ]+(?<! )")  # some engines take the square of their number
_DOUBLED = re.compile(rf"^[ ,;:.]+|[ ,;:]+(?=[ ]?[{_STOPS}])|(?<=[.!?:;])(?: ?,)+")

_LAST_LATIN = "\u024f"

# Languages that are not written in Latin letters; the voices of all others drop what is not, without a word.
_OTHER_SCRIPTS = frozenset(
    {
        "ab",
        "am",
        "ar",
        "as",
        "be",
        "bg",
        "bn",
        "bo",
        "chr",
        "cv",
        "dv",
        "el",
        "fa",
        "gu",
        "he",
        "hi",
        "hy",
        "iu",
        "ja",
    }
    | {
        "ka",
        "kk",
        "km",
        "kn",
        "ko",
        "ky",
        "lo",
        "mk",
        "ml",
        "mn",
        "mr",
        "my",
        "ne",
        "or",
        "os",
        "pa",
        "ps",
        "ru",
        "sa",
    }
    | {"sd", "si", "sr", "ta", "te", "tg", "th", "ti", "tt", "ug", "uk", "ur", "yi", "yue", "zh"}
)


def plain(text: str) -> str:
    """`text`, character for character, without fonts: `𝐀` and `Ａ` are `A`.  It is as long as it was.

    What is raised stays so: `2ª` and `x²` mean something.
    """
    return text if text.isascii() else "".join(map(_plain, text))


def latin(text: str, language: str) -> str:
    """`text` in letters that the voices of `language` (a BCP 47 tag) have: `Путин` is `Putin` in English."""
    if text.isascii():
        return text
    return "".join(map(_plainest if base(language) in _OTHER_SCRIPTS else _latin, text))


def tidy(text: str) -> str:
    """`text` with nothing but letters, digits, and signs that make a pause or a melody."""
    text = " ".join((_BETWEEN.sub("-", text) if "–" in text else text).translate(_PLAINER).split())
    if not _UNTIDY.search(text):
        return text
    text = _dotted(text)
    text = _borne("".join(map(_said, _PAUSE.sub(", ", text))))
    text = _LONE.sub("", " ".join(text.split()))
    return " ".join(_CRIES.sub(r"\1", _DOUBLED.sub("", text)).split()).replace("!.", "!").replace("?.", "?")


def _dotted(text: str) -> str:
    """`text` with a comma in place of dots behind which a sentence goes on, and a full stop in place of others."""
    return _DOTS.sub(lambda dots: "," if _GOES_ON.match(text, dots.end()) else ".", text)


def _borne(text: str) -> str:
    """`text` without marks and joiners that stand behind no letter."""
    if text.isascii():
        return text
    kept: list[str] = []
    is_borne = False
    for sign in text:
        kind = _kind(sign)
        is_borne = kind == "L" or (is_borne and kind == "M")
        if is_borne and sign in _JOINERS:
            is_borne = kept[-1] > _LAST_LATIN  # which join nothing
        if is_borne or kind != "M":
            kept.append(sign)
    return "".join(kept)


@cache
def _kind(sign: str) -> str:
    return "M" if sign in _JOINERS else unicodedata.category(sign)[0]


@cache
def _plain(sign: str) -> str:
    if sign in IPA_BRACKETS:
        return IPA_BRACKETS[sign]
    found = unicodedata.normalize("NFKC", sign)
    is_raised = unicodedata.category(sign) in {"No", "Lm"} or sign in "ªº"
    is_letter = len(found) == 1 and unicodedata.category(found)[0] in "LN"
    return found if is_letter and not is_raised else sign


@cache
def _plainest(sign: str) -> str:
    """`sign` as letters and signs that are in use: `ﬁ` as `fi`; nothing for an accent without its letter."""
    if sign in _SAID or ord(sign) in _PLAINER:
        return sign
    found = unicodedata.normalize("NFKC", sign)
    if unicodedata.category(found[:1] or " ") == "No":  # a numeral of old, which no voice knows
        return f" {unicodedata.numeric(found[0]):.0f} "
    return found if len(found) == 1 else found.lstrip().lstrip("".join(filter(unicodedata.combining, found)))


@cache
def _latin(sign: str) -> str:
    """`sign` in Latin letters; nothing for a mark that is not one letter with that before it (NFC)."""
    found = _plainest(sign)
    if sign in _JOINERS:
        return ""
    if found in _STOPS and not found.isascii() and found != "…":
        return f"{anyascii(found).strip()} "  # those of other scripts, too
    if all(each <= _LAST_LATIN or "\u1e00" <= each <= "\u1eff" for each in found):
        return found
    if unicodedata.category(sign) == "Nl":
        return anyascii(found)  # numerals of old scripts are no digits
    return anyascii(found) if any(_kind(each) in "LM" for each in found) else found


@cache
def _said(sign: str) -> str:
    """`sign` if it is said or heard, else a blank; the marks that belong to a letter stay, but for variants of its form."""
    if "VARIATION SELECTOR" in unicodedata.name(sign, ""):
        return ""
    kind = unicodedata.category(sign)
    return sign if sign in _SAID or kind[0] in "LM" or kind == "Nd" or sign == _ZERO else " "
