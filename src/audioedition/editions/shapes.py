"""Where two languages meet, by the shape of their texts: all say the same, so all are built alike.

A closing line such as `Enjoy!` says little about its language, and stands where the next text may begin.
But if every text is a title, a list, a paragraph and an exclamation, it is clear whose end it is.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from audioedition.editions.draft import Draft
from audioedition.editions.evidence import Line, tells
from audioedition.model import Kind

_LONG = 60  # letters from which on a line is prose
_WIDEST = 12  # lines between the prose of two languages: a list is in the language of its items
_COMPARED = 4  # lines at each end of a text that are held against those of its neighbour
_GAIN = 2  # so many more of them have to be alike for a border to be moved
_ENDS = {
    **dict.fromkeys(".。．।۔", "."),
    **dict.fromkeys("!！", "!"),
    **dict.fromkeys("?？؟;", "?"),
    **dict.fromkeys(":：", ":"),
    **dict.fromkeys("…", "…"),
    **dict.fromkeys(")]）】", ")"),
}
_CLOSING = "”“\"»«’'」』*_ "

_Shape = tuple[Kind, bool, str]  # the kind of a line, whether it is long, and how it ends
_Way = tuple[int, int, tuple[int, ...]]  # how alike, how near (0, or less), and where the borders are


def moved(draft: Draft) -> dict[int, str]:
    """The lines between two texts that belong to the other one, by place, with the language that they are in."""
    path, lines = draft.assignment.languages, draft.lines
    prose = [at for at, line in enumerate(lines) if line.letters >= _LONG and not line.quote]
    meets = [(one, two) for one, two in itertools.pairwise(prose) if path[one] != path[two]]
    met = [path[one] for one, _ in meets[:1]] + [path[two] for _, two in meets]
    if draft.assignment.interleaved or not meets or len(set(met)) < len(met):
        return {}
    now = [_border(path, one, two) for one, two in meets]
    tried = [_borders(lines, path, one, two) for one, two in meets]
    shapes = [_shape(draft, at) for at in range(len(path))]
    best = _best(shapes, [here or [border] for here, border in zip(tried, now, strict=True)], now)
    if _alike(shapes, best) < _alike(shapes, now) + _GAIN:
        return {}
    return {
        draft.places[at]: own
        for (one, two), border, here in zip(meets, best, tried, strict=True)
        for at in range(one + 1, two)
        if here and path[at] != (own := path[one] if at < border else path[two])
    }


def _border(path: Sequence[str], one: int, two: int) -> int:
    """Where the language of line `two` begins, after line `one`."""
    while path[two - 1] == path[two] and two - 1 > one:
        two -= 1
    return two


def _borders(lines: Sequence[Line], path: Sequence[str], one: int, two: int) -> list[int]:
    """Where the language of line `two` may begin after line `one`; none if something between them tells."""
    above, below = path[one], path[two]
    between = range(one + 1, two + 1)
    told = any(lines[at].announced or lines[at].rule or lines[at].mark for at in between)
    others = {path[at] for at in between} - {above, below}
    small = any(sum(lines[at].letters for at in between if path[at] == other) >= _LONG for other in others)
    if told or small or two - one > _WIDEST:
        return []
    return [
        border
        for border in between
        if not any(tells(lines[at], below, above) or lines[at].held == below for at in range(one + 1, border))
        and not any(tells(lines[at], above, below) or lines[at].held == above for at in range(border, two))
    ]


def _best(shapes: Sequence[_Shape], tried: Sequence[Sequence[int]], now: Sequence[int]) -> tuple[int, ...]:
    """The borders, one of those `tried` for each, at which neighbouring texts are most alike; else as `now`."""
    ways: dict[int, _Way] = {0: (0, 0, ())}
    for count, (here, border) in enumerate(zip(tried, now, strict=True)):
        ways = {
            at: max(
                (alike + _pair(shapes, before, at, ends=count > 0), near - abs(at - border), (*taken, at))
                for before, (alike, near, taken) in ways.items()
            )
            for at in here
        }
    end = len(shapes)
    return max(
        (alike + _common(shapes, before - 1, end - 1, -1), near, taken)
        for before, (alike, near, taken) in ways.items()
    )[2]


def _alike(shapes: Sequence[_Shape], borders: Sequence[int]) -> int:
    """How many lines at the ends of neighbouring texts are alike."""
    pairs = itertools.pairwise([0, *borders])
    inner = sum(_pair(shapes, one, two, ends=one > 0) for one, two in pairs)
    return inner + _common(shapes, borders[-1] - 1, len(shapes) - 1, -1)


def _pair(shapes: Sequence[_Shape], one: int, two: int, *, ends: bool) -> int:
    """How alike the texts that begin at `one` and `two` are, and if `ends`, those that end there."""
    return _common(shapes, one, two, 1) + (_common(shapes, one - 1, two - 1, -1) if ends else 0)


def _common(shapes: Sequence[_Shape], one: int, two: int, step: int) -> int:
    """How many lines in a row are alike from lines `one` and `two` on, forwards or backwards."""
    count = 0
    first, last = min(one, two), max(one, two)
    while (
        count < min(_COMPARED, last - first)
        and first + count * step >= 0
        and last + count * step < len(shapes)
    ):
        if shapes[one + count * step] != shapes[two + count * step]:
            break
        count += 1
    return count


def _shape(draft: Draft, at: int) -> _Shape:
    line = draft.lines[at]
    text = line.text.rstrip(_CLOSING)
    return draft.blocks[draft.places[at]].kind, line.letters >= _LONG, _ENDS.get(text[-1:], "")
