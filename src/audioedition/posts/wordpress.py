"""What WordPress keeps of a post, to the HTML that it would show: paragraphs, captions, no shortcodes."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable

from audioedition.posts import qtranslate

_BLOCKS = "<!-- wp:"  # the block editor writes whole HTML between such comments
_CAPTIONS = {"caption", "wp_caption"}
_KNOWN = {
    *_CAPTIONS,
    "gallery",
    "playlist",
    "audio",
    "video",
    "embed",
    "toc",
    "contact-form",
    "contact-form-7",
}
_FILES = r"embed|video|audio|playlist|vc_raw_html|vc_raw_js"  # what they enclose is an address, or code
_CODE = (
    r"sourcecode|source|code|highlight|crayon|css|js|javascript|php|python|java|html|xml|sql|bash|shell|ruby"
)
_CLOSED_FILE = re.compile(rf"\[({_FILES})\b[^\[\]]*+\][^\[\]]*+\[/\1\]")
_CLOSED_CODE = re.compile(rf"\[({_CODE})(?:\s[^\[\]]*+)?\]((?:[^\[]|\[(?!/?\1\b))*+)\[/\1\]")
_SHORTCODE = re.compile(
    r"(?P<escape>\[?)\[(?P<end>/?)(?P<name>[A-Za-z][\w-]*+)(?P<rest>(?:[\s/][^\[\]]*+)?)\](?P<escaped>\]?)"
)
_CLOSING = re.compile(r"\[/([A-Za-z][\w-]*+)\]")
_ATTRIBUTE = re.compile(r"\s([\w-]+)\s*=\s*(?:[\"'“”″]|&quot;|&#8220;)")
_BUILDER = re.compile(r"(?:et_pb|vc)_(?!\w*(?:button|btn|row|column))\w+")
_HEADING = re.compile(r"\s(?:title|heading|text)=\"([^\"]*+)\"")
_BUILDERS_SIGNS = {"%22": '"', "%91": "[", "%93": "]"}
_BREAK = re.compile(r"<!--(?:more\b|nextpage|noteaser)[^>]*+>")
_TOKEN = re.compile(  # possessive, or up to the end: one pass, whatever a text holds
    r"<!--.*?(?:-->|\Z)|<(pre|script|style|textarea)\b.*?(?:</\1\s*>|\Z)|<[/!?A-Za-z][^<>]*+>?|[^<]++|<",
    re.DOTALL | re.IGNORECASE,
)
_NEAR = 20  # characters beside a shortcode in which its line is looked at
_EMPTY_LINE = re.compile(r"\n[ \t]*+\n\s*+")


def html(text: str) -> str:
    """The content of a post as WordPress keeps it, as HTML.

    Languages in the way of qTranslate get a `lang` attribute.  Shortcodes go, and what stands between
    them stays, except for files and code; brackets that are no shortcodes stay.  Empty lines begin a
    paragraph, and in a text of the classic editor every other line end is a `<br>`.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = qtranslate.marked(_BREAK.sub("\n\n", text))
    return _with_paragraphs(_without_shortcodes(text), classic=_BLOCKS not in text)


def _without_shortcodes(text: str) -> str:
    if "[" not in text:
        return text
    text = _CLOSED_FILE.sub("", text)
    text = _CLOSED_CODE.sub(lambda found: f"<pre>{found[2].replace('<', '&lt;')}</pre>", text)
    closed = set(_CLOSING.findall(text))
    return _outside_of_markup(text, lambda piece: _SHORTCODE.sub(lambda found: _shown(found, closed), piece))


def _shown(found: re.Match[str], closed: set[str]) -> str:
    """What is shown instead of a bracket: itself, if it is no shortcode."""
    name, rest = found["name"], found["rest"]
    if found["escape"] and found["escaped"]:
        return found[0][1:-1]
    if not _is_shortcode(found, closed):
        return found[0]
    shown = ""
    if name in _CAPTIONS and name in closed:
        shown = "</figcaption></figure>" if found["end"] else "<figure><figcaption>"
        old = re.search(r"\scaption=\"([^\"]*+)\"", rest)
        shown += old[1] if old else ""
    elif _BUILDER.fullmatch(name) and not found["end"] and (heading := _HEADING.search(rest)):
        written = heading[1]
        for sign, meant in _BUILDERS_SIGNS.items():
            written = written.replace(sign, meant)
        shown = f"<h2>{entities.escape(entities.unescape(written))}</h2>"
    return found["escape"] + shown + found["escaped"]


def _is_shortcode(found: re.Match[str], closed: set[str]) -> bool:
    name, rest = found["name"], found["rest"]
    if found["end"] or name in closed or rest.rstrip().endswith("/") or _ATTRIBUTE.search(rest):
        return True
    if rest.strip():
        return name in _KNOWN and ("=" in rest or "://" in rest)
    return (name in _KNOWN or "_" in name) and _has_its_line(found)


def _has_its_line(found: re.Match[str]) -> bool:
    left = found.string[max(0, found.start() - _NEAR) : found.start()].rstrip(" \t")
    right = found.string[found.end() : found.end() + _NEAR].lstrip(" \t")
    return (not left or left.endswith("\n")) and (not right or right.startswith("\n"))


def _with_paragraphs(text: str, *, classic: bool) -> str:
    def lines(piece: str) -> str:
        piece = _EMPTY_LINE.sub("<p>", piece)
        return piece.replace("\n", "<br>") if classic else piece

    return _outside_of_markup(text, lines)


def _outside_of_markup(text: str, change: Callable[[str], str]) -> str:
    """`text` with `change` made to all that is neither tag nor comment, nor shown as it is written."""
    return _TOKEN.sub(lambda token: token[0] if token[0][0] == "<" else change(token[0]), text)
