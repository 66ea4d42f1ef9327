"""Plain text, as it is copied from a blog or written in an editor, to blocks."""

from __future__ import annotations

import bisect
import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from audioedition.languages import canonical
from audioedition.model import Block, Dropped, Kind
from audioedition.posts.marks import BOX, BOX_END, MARK, MARKED, NO_LANGUAGE, ODD_LINE
from audioedition.text import one_line

BREAK = re.compile(r"\s*(?:[*_~=#•·⁂.–—-]\s*){3,}|\s*(?:[⁂※❦☙—–•]|[#*]{1,2}|\*\s+\*)\s*")
"""A line that is nothing but a scene break."""

FENCE = re.compile(r"\s{0,3}(```+|~~~+)")
"""The beginning of a line above or below program code."""

_ITEM = re.compile(r"\s*(?:[-*+•‣◦–]\s+|(?=\(?\d{1,3}[.)]\s))(?=\S)")
_NUMBER = re.compile(r"\(?(\d{1,3})[.)]\s+(?=\S)")
_FIRST = (0, 1)  # numbers by which a list begins
_QUOTE = re.compile(r"\s*>\s?")
_ROW = re.compile(r"\S(?:\s*\|\s*\S+|\t+\S|\s{3,}\S)")
_CELLS = re.compile(r"\s*\|\s*|\t+|\s{3,}")
_UNDER_HEAD = re.compile(r"[:=+-]{2,}|")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(?=\S)")
_CODE_SIGNS = re.compile(
    r"[{}$;=<>\\|]|\(\)|^\s*(?:sudo|cd|git|pip|npm|apt|curl|make|import|def|for|if)\s", re.MULTILINE
)
_UNDERLINED = (
    2  # lines of a heading with its line below, and of a paragraph that says little about its wrapping
)
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
    boxes = 0  # that are open: the next `:::` ends the innermost, and no language
    paragraphs = list(_paragraphs(text.split("\n"), first_line))
    narrow = any(len(lines) > _UNDERLINED and _is_wrapped(lines) for _, lines in paragraphs)
    for line, lines in paragraphs:
        mark = MARK.fullmatch(lines[0])
        if mark:
            if boxes and not mark["language"]:
                boxes -= 1
                marks.append(Dropped(lines[0].strip(), "markup", BOX_END, line))
                continue
            language = mark["language"] and canonical(mark["language"])
            marks.append(Dropped(lines[0].strip(), "marker", MARKED, line))
        elif odd := ODD_LINE.fullmatch(lines[0]):
            boxes += bool(odd["box"])
            why = ("markup", BOX) if odd["box"] else ("marker", NO_LANGUAGE)
            marks.append(Dropped(lines[0].strip(), *why, line))
        else:
            found += (replace(block, language=language) for block in _cut(lines, line, narrow=narrow))
    return _without_numbers(found), marks


def _without_numbers(found: Sequence[Block]) -> list[Block]:
    """Take the numbers from items that count up; any other number, as that of a day, belongs to the text."""
    numbers = [_NUMBER.match(block.text) if block.kind is Kind.ITEM else None for block in found]
    counts = [int(number[1]) if number else None for number in numbers]
    cleaned: list[Block] = []
    before: int | None = None  # the number of the item above, if it belongs to a list
    for block, number, count, after in zip(found, numbers, counts, [*counts, None][1:], strict=True):
        if not number or count is None:
            before = None
            cleaned.append(block)
        elif (before is not None and count == before + 1) or (count in _FIRST and after == count + 1):
            before = count
            cleaned.append(replace(block.saying(block.text[number.end() :]), number=count))
        else:
            before = None
            cleaned.append(replace(block, kind=Kind.PARAGRAPH))
    return cleaned


def _paragraphs(lines: list[str], number: int) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines without a border between them, each with the number of its first line."""
    closing: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        if FENCE.match(line):
            closing.setdefault(line.strip(), []).append(place)
    at = 0
    while at < len(lines):
        end = _run_end(lines, at, closing)
        run = lines[at:end]
        if len(run) == _UNDERLINED and _underlines(run[1], run[0]):
            run = [f"# {run[0].strip()}"]
        if run[0].strip():
            yield number + at, run
        at = end


def _run_end(lines: list[str], start: int, closing: Mapping[str, Sequence[int]]) -> int:
    """Where the run ends that begins at `start`: at a border, or at the end of a code fence.

    `closing` are the places of the lines that may end one.
    """
    fence = FENCE.match(lines[start])
    if fence and not _is_rule(lines, start):
        ends = closing.get(fence[1], ())
        if (next_one := bisect.bisect(ends, start)) < len(ends):
            return ends[next_one] + 1
    if _is_border(lines[start]):
        return start + 1
    end = start + 1
    while end < len(lines) and not _is_border(lines[end]) and not FENCE.match(lines[end]):
        end += 1
    if end == start + 1 < len(lines) and _underlines(lines[end], lines[start]):
        end += 1
    return end


def _is_rule(lines: list[str], place: int) -> bool:
    """Whether a line `~~~` stands between empty ones, as it does between two texts, but never above code."""
    around = lines[max(0, place - 1) : place] + lines[place + 1 : place + 2]
    return set(lines[place].strip()) == {"~"} and not any(line.strip() for line in around)


def _is_border(line: str) -> bool:
    return not line.strip() or any(sign.fullmatch(line) for sign in (BREAK, MARK, ODD_LINE))


def _underlines(line: str, above: str) -> bool:
    """Whether `line` makes the single line above it a heading, as in many a README."""
    return set(line.strip()) in ({"="}, {"-"}) and 2 * len(line.strip()) >= _columns(above)


def _cut(lines: list[str], number: int, *, narrow: bool) -> Iterator[Block]:
    """The blocks of one run of lines; `narrow` says that the text has paragraphs that an editor wrapped."""
    if len(lines) == 1 and BREAK.fullmatch(lines[0]):
        yield Block(Kind.BREAK, "", line=number)
    elif (fence := FENCE.match(lines[0])) and len(lines) > 1:
        inside = lines[1:-1] if lines[-1].strip() == fence[1] else lines[1:]
        yield Block(Kind.CODE, "\n".join(inside).strip("\n"), line=number)
    elif _is_code(lines):
        yield Block(Kind.CODE, "\n".join(line.strip() for line in lines), line=number)
    elif _is_table(lines):
        yield Block(Kind.TABLE, _rows(lines), line=number)
    else:
        yield from _prose(lines, number, narrow=narrow)


def _is_code(lines: list[str]) -> bool:
    indented = all(line.startswith(("    ", "\t")) for line in lines)
    return indented and 2 * sum(bool(_CODE_SIGNS.search(line)) for line in lines) > len(lines) > 1


def _is_table(lines: list[str]) -> bool:
    return len(lines) > 1 and all(_ROW.search(line.strip()) for line in lines) and not _is_wrapped(lines)


def _rows(lines: list[str]) -> str:
    """A table with ` | ` between its cells, and without the line below its head."""
    rows = (_CELLS.split(line.strip().removeprefix("|").removesuffix("|").strip()) for line in lines)
    return "\n".join(
        " | ".join(map(one_line, row)) for row in rows if not all(map(_UNDER_HEAD.fullmatch, row))
    )


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
    line = line.rstrip()
    return len(line) if line.isascii() else len(line) + sum(map(_is_wide, line))


@cache
def _is_wide(char: str) -> bool:
    return bool(char) and unicodedata.east_asian_width(char) in _WIDE


def _prose(lines: list[str], number: int, *, narrow: bool) -> Iterator[Block]:
    """Headings, quotations, items and paragraphs of one run of lines.

    Of two lines the first of which ends a sentence, nobody can tell whether they were one: so they
    were if other paragraphs of the text were wrapped.
    """
    told = narrow or len(lines) > _UNDERLINED or not lines[0].rstrip().endswith(_TERMINATORS)
    wrapped = len(lines) > 1 and told and _is_wrapped(lines)
    width = max(map(_columns, lines))
    groups: list[tuple[Kind, int, int, list[str]]] = []
    for offset, line in enumerate(lines):
        kind, level, text = _classified(line)
        joins = wrapped and offset > 0 and _was_full(lines[offset - 1], line, width)
        before = groups[-1][0] if groups else Kind.HEADING
        if joins and (day := _NUMBER.match(text)) and int(day[1]) not in _FIRST:
            kind = Kind.PARAGRAPH  # "… on the / 3. of March"
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
