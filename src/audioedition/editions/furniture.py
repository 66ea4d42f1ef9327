"""What of a post is not text: comments, buttons, navigation, adverts, rights, bylines.

Lines are known by their wording (`wordings/furniture.txt`).  Wordings that could be text ("Related", "Home")
count only beside others, or after the last prose of the post.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from audioedition.editions import boxes, bylines, chrome, comments, links, names, titles, traces, words
from audioedition.editions.detection import letters
from audioedition.model import Block, Kind

Reasons = Mapping[int, tuple[str, str]]
"""For each place that is no text: the code and the sentence of a `Dropped`."""

_TITLE = 180  # letters up to which a line can be the title of another post
_DETAILS = {
    "sharing": "A button or link for sharing the post.",
    "related": "It leads to other posts.",
    "navigation": "It leads elsewhere on the site.",
    "advert": "It advertises a subscription or a newsletter.",
    "furniture": "The blog system prints it around every post.",
    "comments": "It belongs to the readers' comments.",
    "rights": "It says whose the text is, which the feed says.",
    "byline": "It says who wrote the post, or when; to have the feed say so, write `author:` and `date:` in the front matter, or `<time>` in HTML.",
    "over": "It stands above the title of the post: a section, a date, a name.",
    "kicker": "It says of which kind the text is, above its title.",
    "address": "It is nothing but an address.",
}
_ATTRACTIVE = {*links.CODES, "comments"}  # beside such a line a doubtful one is furniture, too
_MOST_RELATED = 6  # titles of other posts
_BEHIND_RELATED = (
    "navigation",
    "advert",
    "furniture",
    "related",
)  # buttons may stand below a title of this post
_BUTTONS = ("sharing", "advert", "comments")  # that may stand again and again, all over a post
_OFFER = 120  # characters
_SHORT = 40  # letters of a line that may be furniture in unknown words
_FEW_BETWEEN = 2  # so many of them
_TOP = 5  # lines from the first, among them what announces a translation
_SENTENCE = re.compile(
    r"(?<!\S)(?:\S+\s+){2}\S*\w[.!?]$|\S[。！？।]$"
)  # of three words, which no button says
_RUN = 3  # so many doubtful lines in a row, or equal ones, are furniture wherever they stand


def reasons(blocks: Sequence[Block], markers: frozenset[int]) -> Reasons:
    """Find what is no text; `markers` are the places of lines that announce a translation."""
    found: dict[int, str] = {}
    prose = [place for place, block in enumerate(blocks) if chrome.is_prose(block.text)]
    for section in comments.sections(blocks, markers):
        places = range(section.start, section.end)
        if _leaves_a_text(blocks, places, prose):
            found.update(dict.fromkeys(places, "comments"))
    above: Block | None = None
    for place, block in enumerate(blocks):
        if place in found or place in markers:
            pass
        elif code := chrome.sure(block, above):
            found[place] = code
        elif block.over and not chrome.is_prose(block.text):
            found[place] = "over"
        above = above if block.kind is Kind.BREAK else block
    found.update(dict.fromkeys(_offers(blocks, found, markers), "navigation"))
    found.update(_kickers(blocks, found, markers))
    _spread(blocks, found, markers)
    return {
        place: ("furniture" if code == "over" else code, _DETAILS[code])
        for place, code in sorted(found.items())
        if blocks[place].kind is not Kind.BREAK
    }


def _leaves_a_text(blocks: Sequence[Block], section: range, prose: Sequence[int]) -> bool:
    """Whether a section may be comments: it begins below the title, and is not all the prose there is."""
    is_below = not any(blocks[place].over for place in section)
    return is_below and any(place not in section for place in prose)


def _offers(blocks: Sequence[Block], found: Mapping[int, str], markers: frozenset[int]) -> Iterator[int]:
    """The places above all prose where a post is offered in other languages: `Also available in: English, Deutsch`."""
    above = itertools.takewhile(lambda place: not chrome.is_prose(blocks[place].text), range(len(blocks)))
    for place in above:
        text = blocks[place].text
        if place not in found and place not in markers and len(text) <= _OFFER and names.offers(text):
            yield place


def _kickers(blocks: Sequence[Block], found: Mapping[int, str], markers: frozenset[int]) -> dict[int, str]:
    """The lines that say of which kind a text is, or of which day, where one begins, if its title stands below."""
    kickers: dict[int, str] = {}
    begins = True
    for place, below in itertools.pairwise([*range(len(blocks)), None]):
        block = blocks[place]
        titled = (
            below is not None and below not in found and below not in markers and _is_title(blocks[below])
        )
        if begins and titled and place not in found:
            if bylines.is_kind(words.fold(block.text)):
                kickers[place] = "kicker"
            elif block.kind is Kind.PARAGRAPH and bylines.is_date(block.text):
                kickers[place] = "byline"
        begins = place in found or place in markers or block.kind is Kind.BREAK
    return kickers


def _is_title(block: Block) -> bool:
    return block.kind is Kind.HEADING or (
        block.kind is Kind.PARAGRAPH and letters(block.text) <= _TITLE and titles.is_title_like(block.text)
    )


def _spread(blocks: Sequence[Block], found: dict[int, str], markers: frozenset[int]) -> None:
    """Add the doubtful lines that stand beside furniture, in a row, or after all prose."""
    places = [place for place, block in enumerate(blocks) if block.kind is not Kind.BREAK]
    doubts = {
        place: code
        for place in places
        if place not in found and place not in markers and (code := chrome.doubtful(blocks[place]))
    }
    text = [place for place in places if place not in found and place not in doubts and place not in markers]
    prose = [place for place in text if chrome.is_prose(blocks[place].text)]
    tail = prose[-1] if prose else len(blocks)
    times = Counter(blocks[place].text for place in doubts if doubts[place] in _BUTTONS)
    for run in _doubtful_runs(blocks, places, doubts, found):
        above, below = _beside(places, run)
        beside = {found[place] for place in (above, below) if place in found}
        alone = len(run) == 1 and chrome.says(blocks[run[0]].text)
        topmost = not prose or run[0] < prose[0]
        button = doubts[run[0]] in _BUTTONS and (
            times[blocks[run[0]].text] >= _RUN
            or _is_below_title(blocks, found, run[0], above, topmost=topmost)
        )
        button |= topmost and run[0] < _TOP and above is not None and chrome.is_measure(blocks[run[0]].text)
        button |= (
            topmost
            and {doubts[place] for place in run} == {"navigation"}
            and _is_above_title(blocks, run, above, below, markers)
        )
        enough = len(run) >= (_RUN if above is not None or below is None else _RUN - 1)
        alone = alone and doubts[run[0]] != "rights"
        if enough or (run[0] > tail and not alone) or beside & _ATTRACTIVE or button:
            found.update((place, doubts[place]) for place in run)
    for place, code in boxes.lines(blocks, places, found, tail):
        if place not in markers:
            found.setdefault(place, code)
    _spread_between(blocks, found, places, markers, tail)
    _spread_numbers(blocks, found, places)
    _spread_related(blocks, found, places, markers, tail)


def _is_above_title(
    blocks: Sequence[Block],
    run: Sequence[int],
    above: int | None,
    below: int | None,
    markers: frozenset[int],
) -> bool:
    """Whether lines stand above a heading as the first of a post, or below what announces a translation there."""
    first = above is None and below is not None and blocks[below].kind is Kind.HEADING
    paragraphs = all(blocks[place].kind is not Kind.HEADING for place in run)
    return paragraphs and (first or (above in markers and run[0] < _TOP))


def _is_below_title(
    blocks: Sequence[Block], found: Mapping[int, str], place: int, above: int | None, *, topmost: bool
) -> bool:
    """Whether a button stands below a title, where themes have one: behind a byline, or the link to the comments."""
    if above is None:
        return False
    if found.get(above) == "byline" or bylines.is_date(blocks[above].text):
        return True
    return (topmost or blocks[above].kind is Kind.HEADING) and traces.counts_or_invites(blocks[place].text)


def _doubtful_runs(
    blocks: Sequence[Block], places: Sequence[int], doubts: Mapping[int, str], found: Mapping[int, str]
) -> list[list[int]]:
    """The doubtful lines in a row, without those that are text by what stands around them.

    These are a list that a line of text announces with a colon, some items of a list of text, and a heading right above text.
    """
    runs: list[list[int]] = []
    for is_doubtful, group in itertools.groupby(places, doubts.__contains__):
        run = list(group)
        above, below = _beside(places, run)
        if not is_doubtful or (above is not None and above not in found and _announces(blocks, above, run)):
            continue
        if (
            len(run) < _RUN
            and found.keys().isdisjoint({above, below})
            and _is_listed(blocks, run, above, below)
        ):
            continue
        if below is not None and below not in found and doubts[run[-1]] != "related":
            while run and blocks[run[-1]].kind is Kind.HEADING:
                run.pop()
        if run:
            runs.append(run)
    return runs


def _is_listed(blocks: Sequence[Block], run: Sequence[int], above: int | None, below: int | None) -> bool:
    """Whether a run is a part of a list that goes on above or below it."""
    beside = [blocks[place].kind for place in (above, below) if place is not None]
    return Kind.ITEM in beside and all(blocks[place].kind is Kind.ITEM for place in run)


def _beside(places: Sequence[int], run: Sequence[int]) -> tuple[int | None, int | None]:
    """The places right above and below a run of them."""
    first, last = bisect.bisect_left(places, run[0]), bisect.bisect_left(places, run[-1])
    return (places[first - 1] if first else None), (places[last + 1] if last + 1 < len(places) else None)


def _announces(blocks: Sequence[Block], above: int, run: Sequence[int]) -> bool:
    """Whether the line at `above` announces what is below it as a list: it ends in a colon, and is no short label."""
    text = blocks[above].text.rstrip()
    item = all(blocks[place].kind is Kind.ITEM for place in run)
    return text.endswith((":", "：")) and (item or letters(text) >= _SHORT)


def _spread_between(
    blocks: Sequence[Block], found: dict[int, str], places: Sequence[int], markers: frozenset[int], tail: int
) -> None:
    """After the prose, a few short lines, no sentences, that stand between furniture are furniture in words that nobody knows."""
    behind = [place for place in places if place > tail]
    runs = [(known, list(run)) for known, run in itertools.groupby(behind, found.__contains__)]
    for above, (known, run), below in zip([(False, []), *runs], runs, [*runs[1:], (False, [])], strict=False):
        between = bool(above[1] and below[1]) and not known and not markers.intersection(run)
        if (
            between
            and len(run) <= _FEW_BETWEEN
            and all(letters(blocks[place].text) < _SHORT for place in run)
            and not any(_SENTENCE.search(blocks[place].text) for place in run)
        ):
            found.update(dict.fromkeys(run, "furniture"))


def _is_text(block: Block) -> bool:
    return block.kind is Kind.HEADING or letters(block.text) > _TITLE or chrome.is_prose(block.text)


def _spread_numbers(blocks: Sequence[Block], found: dict[int, str], places: Sequence[int]) -> None:
    """Several bare numbers beside furniture are those of its buttons; a single one may be text."""
    runs = itertools.groupby(places, lambda place: chrome.is_number(blocks[place].text))
    groups = [(is_number, list(run)) for is_number, run in runs]
    for above, (is_number, run), below in zip(
        [(False, []), *groups], groups, [*groups[1:], (False, [])], strict=False
    ):
        beside = [place in found for place in (*above[1][-1:], *below[1][:1])]
        if is_number and any(beside) and (len(run) > 1 or all(beside)):
            found.update(dict.fromkeys(run, "furniture"))


def _spread_related(
    blocks: Sequence[Block], found: dict[int, str], places: list[int], markers: frozenset[int], tail: int
) -> None:
    """The short lines below "Related posts" are titles of other posts: after the prose, or as far as to other furniture."""
    runs = [(known, list(run)) for known, run in itertools.groupby(places, found.__contains__)]
    for (_, above), (known, run), (_, below) in zip(runs, runs[1:], runs[2:], strict=False):
        titled = len(run) <= _MOST_RELATED and not markers.intersection(run)
        enclosed = not known and found[above[-1]] == "related" and found[below[0]] in _BEHIND_RELATED
        if titled and enclosed and not any(_is_text(blocks[place]) for place in run):
            found.update(dict.fromkeys(run, "related"))
    inside = False
    for place in places:
        if place in found:
            inside = found[place] == "related" if place > tail else False
        elif place in markers or letters(blocks[place].text) > _TITLE:
            inside = False
        elif inside:
            found[place] = "related"
