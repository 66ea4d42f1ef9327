"""Markdown to blocks: by way of HTML, which it may hold anyway."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from audioedition.errors import PostError
from audioedition.languages import TAG
from audioedition.model import Block, Dropped
from audioedition.posts import html
from audioedition.posts.markdown import meaning
from audioedition.posts.marks import BOX, BOX_END, BOX_OPENS, MARKED, NO_LANGUAGE
from audioedition.posts.plain import FENCE

_ADMONITION = re.compile(r"^(?:!!!|\?\?\?\+?)\s+\w", re.MULTILINE)
_VERBATIM = re.compile(r"\s*<(?:pre|script|style|textarea|table|svg|math|!--|\?|!)", re.IGNORECASE)
_LONE_TAG = re.compile(r"\s*</?[A-Za-z][\w-]*(?:\s[^<>]*)?>\s*")
_MARKDOWN_SIGN = re.compile(r"\*\S|\b_\w|`|\]\(|^#{1,6}\s|^[-*+]\s|^>\s", re.MULTILINE)
_BOX_ENDS = re.compile(r"\s*:{3,}\s*")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})\s*$")
_MOST_FENCES = 20  # each of which is a round of parsing
_DEEPEST = 100  # levels: below them the parser loses text, and far below them Python's stack ends


def blocks(text: str, source: str, first_line: int = 1) -> tuple[list[Block], list[Dropped]]:
    """Cut Markdown into blocks; `first_line` is the number of its first line.

    A line `::: de` begins a language and `:::` ends it, as everywhere.  Raises PostError for lists or
    quotations, nested so deeply that the parser would lose their text.
    """
    parser = _parser()
    text, marks = _without_boxes(_without_indents(text), first_line)
    tokens = _parsed(parser, text)
    for token in tokens:
        if token.nesting > 0 and token.level >= _DEEPEST - 1 and token.type != "paragraph_open":
            raise PostError(
                f"{source} holds lists or quotations that are nested too deeply to be read: take some levels out."
            )
        if token.map is None:
            continue
        line = token.map[0] + first_line
        token.attrSet("data-line", str(line))
        if token.type == "container_language_open":
            marks.append(Dropped(f"::: {token.info.strip()}", "marker", _told(token), line))
        elif token.type == "html_block":
            token.content = _with_markdown(token.content, parser, line)
    meaning.settle(tokens)
    found, furniture, _ = html.blocks(parser.renderer.render(tokens, parser.options, {}))
    return found, [*marks, *furniture]


def _parsed(parser: MarkdownIt, text: str) -> list[Token]:
    """The tokens of `text`, of which no fence swallows what is no program code.

    A line `~~~` between two texts is a rule, and code that is never closed ends where the next empty line is.
    """
    tokens = parser.parse(text)
    for _ in range(_MOST_FENCES):
        lines = text.split("\n")
        mended = next(filter(None, (_mended(token, lines) for token in tokens)), None)
        if mended is None:
            break
        text = "\n".join(mended)
        tokens = parser.parse(text)
    return tokens


def _mended(token: Token, lines: Sequence[str]) -> list[str] | None:
    """The `lines` without what is wrong with one fence; None if nothing is."""
    if token.type != "fence" or token.map is None or token.level:
        return None
    start, end = token.map
    is_closed = bool(_FENCE.match("".join(lines[end - 1 : end]))) and end - 1 > start
    around = [*lines[max(0, start - 1) : start], *lines[start + 1 : start + 2]]
    if is_closed:
        around += [*lines[end - 2 : end - 1], *lines[end : end + 1]]
    if not any(line.strip() for line in (token.info, *around)) and (token.markup[0] == "~" or not is_closed):
        return [*lines[:start], "***", *lines[start + 1 :]]
    blank = next((place for place in range(start + 1, len(lines)) if not lines[place].strip()), None)
    if is_closed or blank is None or not any(line.strip() for line in lines[blank:]):
        return None
    return [*lines[:blank], token.markup, *lines[blank + 1 :]]


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin)
    parser.use(container_plugin, "language", validate=_is_mark, render=_open_or_close)
    return parser


def _is_mark(info: str, _: str) -> bool:
    return bool(re.match(r"[\w-]", info.strip()))


def _told(token: Token) -> str:
    return MARKED if _language(token) else NO_LANGUAGE


def _without_boxes(text: str, first_line: int) -> tuple[str, list[Dropped]]:
    """`text` without the lines that open and end boxes, such as `::: tip`, so that these end no language of ours."""
    lines = text.split("\n")
    marks: list[Dropped] = []
    boxes, fence = 0, ""
    for place, line in enumerate(lines):
        found = FENCE.match(line)
        if found and (not fence or line.strip() == fence):
            fence = "" if fence else found[1]
        opening = None if fence else BOX_OPENS.fullmatch(line)
        if opening or (boxes and not fence and _BOX_ENDS.fullmatch(line)):
            boxes += 1 if opening else -1
            title = (opening["title"] or "").strip(" []") if opening else ""
            lines[place] = f"###### {title}" if title else ""
            marks.append(Dropped(line.strip(), "markup", BOX if opening else BOX_END, place + first_line))
    return "\n".join(lines), marks


def _open_or_close(
    _self: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType
) -> str:
    token = tokens[index]
    opening = f'<div lang="{language}">\n' if (language := _language(token)) else "<div>\n"
    return opening if token.nesting > 0 else "</div>\n"


def _language(token: Token) -> str | None:
    said = token.info.strip()
    return said if re.fullmatch(TAG, said) else None


def _without_indents(text: str) -> str:
    """`text` where what is indented below `!!! note`, as MkDocs has it, is no program code."""
    if not _ADMONITION.search(text):
        return text
    lines = text.split("\n")
    inside = False
    for place, line in enumerate(lines):
        if _ADMONITION.match(line):
            inside = True
        elif inside and line.startswith("    "):
            lines[place] = line[4:]
        elif line.strip():
            inside = False
    return "\n".join(lines)


def _with_markdown(block: str, parser: MarkdownIt, line: int) -> str:
    """A block of HTML in which lines of Markdown stand right below a tag, as many blog systems allow, with these read."""
    if _VERBATIM.match(block):
        return block
    lines = block.rstrip("\n").split("\n")
    kept: list[str] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end].strip() and "<" not in lines[end]:
            end += 1
        run = "\n".join(lines[at:end])
        if end == at or not (at and _LONE_TAG.fullmatch(lines[at - 1])) or not _MARKDOWN_SIGN.search(run):
            kept += lines[at : max(end, at + 1)]
        else:
            tokens = parser.parse(run)
            for token in tokens:
                if token.map:
                    token.attrSet("data-line", str(token.map[0] + at + line))
            kept.append(parser.renderer.render(tokens, parser.options, {}))
        at = max(end, at + 1)
    return "\n".join(kept) + "\n"
