"""Code that a blog system would have replaced by something else: it is not read aloud."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audioedition.model import Block, Dropped, Kind
from audioedition.text import one_line

_SHORTCODES = "wp_caption|caption|gallery|embed|audio|video|playlist|youtube|vimeo|contact-form(?:-7)?|toc"
_CODE = re.compile(  # possessive, and no bracket inside of another: one pass, whatever a text holds
    r"\{\{[^{}]*+\}\}"  # {{ Liquid }}, {{< Hugo >}}, {{% Hugo %}}
    r"|\{%(?:[^{}%]|%(?!\}))*+%\}"  # {% Liquid %}
    r"|\[embed[^\[\]]*+\][^\[\]]*+\[/embed\]"
    r"|\{:{1,2}[^{}]*+\}|(?<=\s)\{[#.][\w-]++[^{}]*+\}$"  # kramdown's and Pandoc's attributes
    rf"|\[(?:{_SHORTCODES})\s[^\[\]=]*+=[^\[\]]*+\](?![(\[:])|\[/(?:{_SHORTCODES})\]"
)
_MEDIA = "youtube|vimeo|tweet|twitter|instagram|tiktok|gist|soundcloud|spotify|dailymotion|wpvideo|embed|video|audio|gallery|playlist"
_ALONE = re.compile(
    rf"\[(?:{_SHORTCODES})\]|\[(?:{_MEDIA})\s+[^\s\[\]\d/_:-]*+[\d/_:-][^\s\[\]]*+\]|@?\[\[?_?toc_?\]?\]|\[(?:/?more|/)\]"
    r"|\[(youtube|vimeo|gist|tweet|soundcloud)\][^\[\]]*+\[/\1\]",
    re.IGNORECASE,
)
_BOX_SIGN = re.compile(  # of GitHub and Obsidian, of MkDocs: `[!NOTE]`, `!!! note "Title"`
    r"\[!\w+\][+-]?\s*|(?:!!!|\?\?\?\+?)\s+\w[\w -]*(?:\"[^\"]*\")?\s*$|(?:!!!|\?\?\?\+?)\s+\w+(?:\s+\"[^\"]*\")?\s+"
)
_MODULE = re.compile(  # of MDX: what a page imports and exports stands in paragraphs of its own
    r"(?:import\s(?:[^'\";]*\sfrom\s)?\s*['\"][^'\"]*['\"];?\s*)+|export\s+(?:const|let|var|default|function|async)\s.*"
)
_RAW = re.compile(
    r"<(?:img|script|iframe|style|link|ins|noscript)\b[^>]*>.*|//\s*<!\[CDATA\[.*|\(adsbygoogle\b.*"
)
_FAULT = re.compile(
    r"(?:PHP )?(?:Warning|Notice|Deprecated|Fatal error|Parse error|Strict Standards|Catchable fatal error): .*"
    r" (?:in|at) (?:/|[A-Z]:\\)\S+(?: on line |:)\d+.*"
)
_WHY_FAULT = ("furniture", "It is a message of the blog's server about a fault of its own.")
_EDGE = re.compile(  # of what a blog system leaves out, or prints as a listing
    r"(?:\{%-?|\{\{[<%])\s*(?P<end>end|/\s*)?(?P<name>comment|highlight|codeblock|mermaid|prism)\b[^{}]*+\}\}?"
)
_BOX = re.compile(r"\[[ xX]\]\s+(?=\S)")
_SHOWN_ONLY = (Kind.CODE, Kind.TABLE)
_WHY = "It is code for the blog system, which nobody hears."


def without(blocks: Sequence[Block]) -> tuple[list[Block], list[Dropped]]:
    """The `blocks` without such code, and the list of those that held nothing else."""
    ends = {
        edge["name"]: (place, edge.start())
        for place, block in enumerate(blocks)
        for edge in _EDGE.finditer(block.text)
        if edge["end"]
    }
    kept: list[Block] = []
    dropped: list[Dropped] = []
    inside: str | None = None  # what has begun and not yet ended
    for place, block in enumerate(blocks):
        parts, at = [], 0
        for edge in _EDGE.finditer(block.text) if inside or block.kind not in _SHOWN_ONLY else ():
            if inside is None and not edge["end"] and ends.get(edge["name"], (-1, 0)) > (place, edge.start()):
                inside = edge["name"]
                parts.append(block.text[at : edge.start()])
            elif inside == edge["name"] and edge["end"]:
                inside, at = None, edge.end()
        if inside is None:
            parts.append(block.text[at:])
        text = _cleaned(" ".join(parts), block.kind)
        if block.kind is Kind.PARAGRAPH and _FAULT.fullmatch(block.text):
            dropped.append(Dropped(block.text, *_WHY_FAULT, block.line))
        elif text or not block.text:
            kept.append(block.saying(text))
        else:
            dropped.append(Dropped(block.text, "markup", _WHY, block.line))
    return kept, dropped


def _cleaned(text: str, kind: Kind) -> str:
    if kind in _SHOWN_ONLY:
        return text
    if any(sign.fullmatch(text) for sign in (_ALONE, _MODULE, _RAW)):
        return ""
    text = _BOX_SIGN.sub("", text, count=1) if _BOX_SIGN.match(text) else text
    if kind is Kind.ITEM and (box := _BOX.match(text)):
        text = text[box.end() :]
    bare = _CODE.sub("", text)
    return one_line(_ALONE.sub("", bare) if "[/" in text else bare)
