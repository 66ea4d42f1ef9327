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

_DEEPEST = 100  # levels: below them the parser loses text, and far below them Python's stack ends


def blocks(text: str, source: str, first_line: int = 1) -> tuple[list[Block], list[Dropped]]:
    """Cut Markdown into blocks; `first_line` is the number of its first line.

    A line `::: de` begins a language and `:::` ends it, as everywhere.  Raises PostError for lists or
    quotations, nested so deeply that the parser would lose their text.
    """
    parser = _parser()
    tokens = parser.parse(text)
    marks: list[Dropped] = []
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
            said = f"::: {token.info.strip()}"
            marks.append(Dropped(said, "marker", "This line of yours marks a language.", line))
    found, furniture, _ = html.blocks(parser.renderer.render(tokens, parser.options, {}))
    return found, [*marks, *furniture]


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin)
    parser.use(container_plugin, "language", validate=_is_mark, render=_open_or_close)
    return parser


def _is_mark(info: str, _: str) -> bool:
    return bool(re.fullmatch(TAG, info.strip()))


def _open_or_close(
    _self: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType
) -> str:
    token = tokens[index]
    return f'<div lang="{token.info.strip()}">\n' if token.nesting > 0 else "</div>\n"
