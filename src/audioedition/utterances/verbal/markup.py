"""What is not text: remains of Markdown and HTML, entities, marks of footnotes."""

from __future__ import annotations

import html
import re

from audioedition.patterns import later
from audioedition.utterances.verbal.rules import Rule

_ANGLE = re.compile("<")
_AMPERSAND = re.compile("&")
_BRACKET = re.compile(r"\[")
_MARKS = re.compile(r"[*_`~#>^†‡§¶]")
_NUMBERED = re.compile(r"[.!?”\"»]\(?\d")
_SPACED_DOTS = re.compile("[.][ \u00a0][.]")
_RAISED = re.compile("[⁰¹²³⁴-⁹]")

_BLOCKS = later("br|p|div|li|[uo]l|t[rdh]|h[1-6r]|blockquote|table|section|article", re.IGNORECASE)
_TAGS = later(
    "a|abbr|acronym|address|aside|audio|b|bdi|bdo|big|body|button|caption|center|cite|code|col|data|dd|del|details|dfn|dl|dt|em"
    "|embed|figcaption|figure|font|footer|form|head|header|html|i|iframe|img|input|ins|kbd|label|link|main|mark|meta|nav|noscript"
    "|object|picture|pre|q|rp|rt|ruby|s|samp|script|small|source|span|strike|strong|style|su[bp]|summary|svg|tbody|tfoot|thead"
    "|time|title|tt|u|var|video|wbr",
    re.IGNORECASE,
)
_POWERS = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
_POWER = later(r"(?:(?<![^\W\d_])(?:[A-Za-z]|[b-df-hj-np-tv-xzµμ]{2}|in|mi)|\d)$")


def rules() -> tuple[Rule, ...]:
    """The rules for it; all of them say nothing, or only what the markup stands for."""
    return (
        Rule("footnote", later(r"(?<=[\w.,;:!?…\"”»)])<sup>(?:<a[^<>]{0,200}>)?\[?(?P<number>[-−]?\d{1,3})\]?(?:</a>)?</sup>"), _raised_in_tags, _ANGLE),
        Rule("markup", later(r"<!--(?:[^-]|-(?!->)){0,2000}-->|</?(?P<tag>[A-Za-z][A-Za-z0-9]*)(?:[\s/][^<>]{0,500})?>"), _tag, _ANGLE),
        Rule("entity", later(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"), _unescaped, _AMPERSAND),
        # A picture is left out with its address, of a link the words are kept.
        Rule("markup", later(r"!?\[(?=[^\[\]]{1,200}\]\([^()\s]{1,500}(?: \"[^\"]{0,200}\")?\))"), _nothing, _BRACKET),
        Rule("markup", later(r"(?<=[^\s\[(])\]\([^()\s]{1,500}(?: \"[^\"]{0,200}\")?\)"), _nothing, _BRACKET),
        Rule("markup", later(r"^\[[ xX]\](?= \S)"), _nothing, _BRACKET),
        Rule("footnote", later(r"\s?\[(?:\^?\d{1,3}(?:[,;–-] ?\d{1,3}){0,9}|\^\w{1,20}|[a-z]|\*)\](?::(?=\s))?"), _footnote, _BRACKET),
        Rule("footnote", later(r"(?<=[\w.,;:!?…\"”’»«)\]])[⁰¹²³⁴-⁹]+(?:[,⁾ ]?[⁰¹²³⁴-⁹]+)*"), _raised, _RAISED),
        Rule("footnote", later(r"(?<=[.,;:!?…”])[§¶]{1,2}(?=\s|$)"), _nothing, _MARKS),
        Rule("footnote", later(r"(?<=[^\W\d_]{4}[.!?])\d{1,2}(?=\s[^\W\d_a-zà-ÿ]|$)|(?<=[.!?][”\"»])\d{1,2}(?=\s|$)|(?<=[.!?”»])\(\d{1,2}\)(?=\s|$)"), _nothing, _NUMBERED),
        Rule("ellipsis", later(r"(?<=\S)[ \u00a0]?\.(?:[ \u00a0]\.){2,20}"), lambda _: "…", _SPACED_DOTS),
        Rule("footnote", later(r"(?<=[\w.,;:!?…\"”’»)])[*†‡]{1,3}(?=[\s.,;:!?)]|$)|(?:^|(?<=\s))[*†‡]{1,3}(?=[A-ZÄÖÜ])"), _nothing, _MARKS),
        Rule("markup", later(r"^(?:#{1,6}|>+|[-*+])\s+(?=\S)"), _nothing),
        Rule("markup", later(r"(?<![\w*`~])(?:\*{1,3}|_{1,3}|`{1,3}|~~)(?=[\w\"“„«(])|(?<=[\w.,;:!?…)\"”’»%])(?:\*{1,3}|_{1,3}|`{1,3}|~~)(?![\w*`~])"), _nothing, _MARKS),
    )  # fmt: skip


def _tag(match: re.Match[str]) -> str | None:
    """Nothing, but a pause for what begins a line: `<br>`, `</p>`; what is no tag of HTML stays."""
    name = match["tag"] or ""
    if _BLOCKS.fullmatch(name):
        return ", "
    if len(name) == 1 and re.search(r"&&|\|\||^<\w\s+(?:and|or)\s", match[0]):
        return None  # a <b && c> d
    return "" if not name or _TAGS.fullmatch(name) else None


def _unescaped(match: re.Match[str]) -> str | None:
    sign = html.unescape(match[0])
    return None if sign == match[0] else sign


def _nothing(_: re.Match[str]) -> str:
    return ""


def _footnote(match: re.Match[str]) -> str | None:
    return "" if match.start() > 0 or match[0].endswith(":") else None


def _raised_in_tags(match: re.Match[str]) -> str | None:
    """As `_raised`; a power stays one without its tags, so that 10<sup>6</sup> is not 106."""
    return match["number"].translate(_POWERS) if _raised(match) is None else ""


def _raised(match: re.Match[str]) -> str | None:
    """A raised number behind a word is a note, but behind a unit, a letter or a number a power."""
    return None if _POWER.search(match.string, max(0, match.start() - 3), match.start()) else ""
