"""Plain text, as it is copied from a blog or written in an editor, to blocks."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator

from audioedition.languages import TAG, canonical
from audioedition.model import Block, Dropped, Kind
from audioedition.text import one_line

BREAK = re.compile(r"\s*(?:[*_~=#•·⁂.–—-]\s*){3,}|\s*[⁂※❦☙—–•]\s*")
"""A line that is nothing but a scene break."""

MARK = re.compile(rf"\s*:{{3,}}\s*(?P<language>{TAG})?\s*")
"""Our own marker: `::: de` begins a language, `:::` ends it."""

_FENCE = re.compile(r"\s{0,3}(```+|~~~+)")
_ITEM = re.compile(r"\s*(?:[-*+•‣◦–]\s+|\(?\d{1,3}[.)]\s+)(?=\S)")
_QUOTE = re.compile(r"\s*>\s?")
_ROW = re.compile(r"\S(?:\s*\|\s*\S+|\t+\S|\s{3,}\S)")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(?=\S)")
_CODE_SIGNS = re.compile(
    r"[{}$;=<>\\|]|\(\)|^\s*(?:sudo|cd|git|pip|npm|apt|curl|make|import|def|for|if)\s", re.MULTILINE
)
_UNDERLINED = 2  # lines
_NARROWEST = 40  # columns: shorter lines were not broken because they were full
_WIDEST = 120  # columns: no editor wraps later than that
_TERMINATORS = tuple(".!?…:;。！？”»")
_WIDE = ("W", "F")


def blocks(text: str, first_line: int = 1) -> tuple[list[Block], list[Dropped]]:
    """Cut `text` into blocks; `first_line` is the number of its first line.

    Blank lines are borders.  Inside such a paragraph, lines that are full (the next word had no
    room) are joined; others are blocks of their own.
    """
    found: list[Block] = []
    marks: list[Dropped] = []
    language: str | None = None
    for line, lines in _paragraphs(text.split("\n"), first_line):
        mark = MARK.fullmatch(lines[0])
        if mark:
            language = mark["language"] and canonical(mark["language"])
            marks.append(Dropped(lines[0].strip(), "marker", "This line of yours marks a language.", line))
            continue
        found += (
            Block(block.kind, block.text, language, block.level, block.line) for block in _cut(lines, line)
        )
    return found, marks


def _paragraphs(lines: list[str], number: int) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines without a border between them, each with the number of its first line."""
    at = 0
    while at < len(lines):
        end = _run_end(lines, at)
        run = lines[at:end]
        if len(run) == _UNDERLINED and _underlines(run[1], run[0]):
            run = [f"# {run[0].strip()}"]
        if run[0].strip():
            yield number + at, run
        at = end


def _run_end(lines: list[str], start: int) -> int:
    """Where the run ends that begins at `start`: at a border, or at the end of a code fence."""
    fence = _FENCE.match(lines[start])
    if fence:
        for end in range(start + 1, len(lines)):
            if lines[end].strip() == fence[1]:
                return end + 1
    if _is_border(lines[start]):
        return start + 1
    end = start + 1
    while end < len(lines) and not _is_border(lines[end]) and not _FENCE.match(lines[end]):
        end += 1
    if end == start + 1 < len(lines) and _underlines(lines[end], lines[start]):
        end += 1
    return end


def _is_border(line: str) -> bool:
    return not line.strip() or bool(BREAK.fullmatch(line) or MARK.fullmatch(line))


def _underlines(line: str, above: str) -> bool:
    """Whether `line` makes the single line above it a heading, as in many a README."""
    return set(line.strip()) in ({"="}, {"-"}) and 2 * len(line.strip()) >= _columns(above)


def _cut(lines: list[str], number: int) -> Iterator[Block]:
    if len(lines) == 1 and BREAK.fullmatch(lines[0]):
        yield Block(Kind.BREAK, "", line=number)
    elif _FENCE.match(lines[0]) and len(lines) > 1:
        yield Block(Kind.CODE, "\n".join(lines[1:-1]).strip("\n"), line=number)
    elif _is_code(lines):
        yield Block(Kind.CODE, "\n".join(line.strip() for line in lines), line=number)
    elif _is_table(lines):
        yield Block(Kind.TABLE, "\n".join(one_line(line) for line in lines), line=number)
    else:
        yield from _prose(lines, number)


def _is_code(lines: list[str]) -> bool:
    indented = all(line.startswith(("    ", "\t")) for line in lines)
    return indented and 2 * sum(bool(_CODE_SIGNS.search(line)) for line in lines) > len(lines) > 1


def _is_table(lines: list[str]) -> bool:
    return len(lines) > 1 and all(_ROW.search(line.strip()) for line in lines) and not _is_wrapped(lines)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether most of `lines` ended because the next word had no room."""
    width = max(map(_columns, lines))
    if not _NARROWEST <= width <= _WIDEST:
        return False
    ended = sum(line.rstrip().endswith(_TERMINATORS) for line in lines[:-1])
    if ended * 5 >= (len(lines) - 1) * 4 and len(lines) > _UNDERLINED:
        return False  # a sentence on each line
    full = sum(_was_full(one, two, width) for one, two in itertools.pairwise(lines))
    return full * 5 >= (len(lines) - 1) * 3


def _was_full(line: str, following: str, width: int) -> bool:
    word = following.split(maxsplit=1)[0] if following.split() else ""
    room = 2 if _is_wide(word[:1]) else _columns(word) + 1
    return _columns(line.rstrip()) + room > width * 0.8


def _columns(line: str) -> int:
    return sum(2 if _is_wide(char) else 1 for char in line.rstrip())


def _is_wide(char: str) -> bool:
    return bool(char) and unicodedata.east_asian_width(char) in _WIDE


def _prose(lines: list[str], number: int) -> Iterator[Block]:
    """Headings, quotations, items and paragraphs of one run of lines."""
    wrapped = len(lines) > 1 and _is_wrapped(lines)
    width = max(map(_columns, lines))
    groups: list[tuple[Kind, int, int, list[str]]] = []
    for offset, line in enumerate(lines):
        kind, level, text = _classified(line)
        joins = wrapped and offset > 0 and _was_full(lines[offset - 1], line, width)
        before = groups[-1][0] if groups else Kind.HEADING
        if joins and (
            kind is before is Kind.QUOTE or (kind is Kind.PARAGRAPH and before is not Kind.HEADING)
        ):
            groups[-1][3].append(text)
        else:
            groups.append((kind, level, number + offset, [text]))
    for kind, level, line_number, texts in groups:
        yield Block(kind, join(texts), level=level, line=line_number)


def _classified(line: str) -> tuple[Kind, int, str]:
    for kind, pattern in ((Kind.HEADING, _HEADING), (Kind.QUOTE, _QUOTE), (Kind.ITEM, _ITEM)):
        if found := pattern.match(line):
            text = line[found.end() :].strip()
            if text:
                return kind, len(found[1]) if kind is Kind.HEADING else 0, text
    return Kind.PARAGRAPH, 0, line.strip()


def join(lines: list[str]) -> str:
    """Lines of one paragraph on one line, without a space between two East Asian characters."""
    whole = ""
    for line in map(one_line, lines):
        glue = "" if not whole or (_is_wide(whole[-1]) and _is_wide(line[:1])) else " "
        whole += glue + line
    return whole
