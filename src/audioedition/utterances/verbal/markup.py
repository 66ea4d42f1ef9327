"""What is not text: remains of Markdown and HTML, entities, marks of footnotes."""

from __future__ import annotations

import html
import re

from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_ANGLE = re.compile("<")
_AMPERSAND = re.compile("&")
_BRACKET = re.compile(r"\[")
_MARKS = re.compile(r"[*_`~#>^†‡]")
_RAISED = re.compile("[¹²³⁰-⁹]")

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_TAIL = 8  # characters before a raised number that tell what it is
_UNITS = r"(?:[kcdmµμn]?m|ft|in|mi|yd|Mm|pm)"


def rules(words: Words) -> tuple[Rule, ...]:
    """The rules for it; all of them say nothing, or only what the markup stands for."""

    def sign(match: re.Match[str]) -> str:
        found = html.unescape(match[0])
        return f" {words.signs[found]} " if found in words.signs else found

    def unescaped(match: re.Match[str]) -> str | None:
        said = _ENTITY.sub(sign, match[0])
        return said if said != match[0] else None

    return (
        Rule("markup", re.compile(r"<!--(?:[^-]|-(?!->)){0,500}-->|</?(?!su[bp]>)[A-Za-z][^<>]{0,200}>"), _nothing, _ANGLE),
        Rule("entity", re.compile(rf"(?<![^\W\d_])[^\W\d_]{{0,30}}(?:{_ENTITY.pattern}[^\W\d_]{{0,30}})+"), unescaped, _AMPERSAND),
        # A picture is left out with its address, of a link the words are kept.
        Rule("markup", re.compile(r"!?\[(?=[^\[\]]{1,200}\]\([^()\s]{1,500}(?: \"[^\"]{0,200}\")?\))"), _nothing, _BRACKET),
        Rule("markup", re.compile(r"(?<=[^\s\[(])\]\([^()\s]{1,500}(?: \"[^\"]{0,200}\")?\)"), _nothing, _BRACKET),
        Rule("footnote", re.compile(r"\s?\[(?:\^?\d{1,3}(?:[,;–-] ?\d{1,3}){0,9}|\^\w{1,20}|[a-z]|\*)\](?::(?=\s))?"), _footnote, _BRACKET),
        Rule("footnote", re.compile(r"(?<=[\w.,;:!?…\"”’»«)\]])[¹²³⁰-⁹]+(?:[,⁾ ]?[¹²³⁰-⁹]+)*"), _raised, _RAISED),
        Rule("footnote", re.compile(r"(?<=\S)<sup>[\[(]?\d{1,3}[\])]?</sup>"), _raised, _ANGLE),
        Rule("footnote", re.compile(r"(?<=[\w.,;:!?…\"”’»)])[*†‡]{1,3}(?=[\s.,;:!?)]|$)|(?:^|(?<=\s))[*†‡]{1,3}(?=[A-ZÄÖÜ])"), _nothing, _MARKS),
        Rule("markup", re.compile(r"^(?:#{1,6}|>+|[-*+])\s+(?=\S)"), _nothing),
        Rule("markup", re.compile(r"(?<![\w*`~])(?:\*{1,3}|_{1,3}|`{1,3}|~~)(?=[\w\"“„«(])|(?<=[\w.,;:!?…)\"”’»%])(?:\*{1,3}|_{1,3}|`{1,3}|~~)(?![\w*`~])"), _nothing, _MARKS),
    )  # fmt: skip


def raised() -> tuple[Rule, ...]:
    """Tags of what is raised or lowered, behind the rules that want to see them: “XIX<sup>e</sup>”, “m<sup>2</sup>”."""
    return (Rule("markup", re.compile(r"</?su[bp]>"), _nothing, _ANGLE),)


def _nothing(_: re.Match[str]) -> str:
    return ""


def _footnote(match: re.Match[str]) -> str | None:
    return "" if match.start() > 0 or match[0].endswith(":") else None


def _raised(match: re.Match[str]) -> str | None:
    """A raised number behind a word is a note, but behind a unit or a number a power."""
    before = match.string[max(0, match.start() - _TAIL) : match.start()]
    if re.search(rf"(?:(?<![^\W\d_])|(?<=[\d/]))(?:{_UNITS}|mc|[A-Za-z])$", before) or before[-1:].isdigit():
        return None
    return ""
