"""Boxes around a post whose lines are known by how they go together, in whatever words: a field for an address, a list of networks."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence

from audioedition.editions import links, words
from audioedition.editions.detection import letters
from audioedition.model import Block, Kind

_MOST_FIELD, _MOST_BUTTON, _MOST_PROMISE = 6, 3, 24  # words
_LONGEST_FIELD, _LONGEST_HEADING, _LONGEST_PROMISE = 40, 40, 120  # letters
_LEAST_SITES = 2
_LONGEST_RUN = 12  # lines
_MOST_NEIGHBOUR = 14  # words
_ENDS = (".", "!", "。", "！")


def lines(
    blocks: Sequence[Block], places: Sequence[int], found: Mapping[int, str], tail: int
) -> Iterator[tuple[int, str]]:
    """The places of the lines of such boxes and their codes; `places` are those of all lines, `tail` that of the last prose."""
    for at, place in enumerate(places):
        folded = words.fold(blocks[place].text)
        if _is_field(blocks[place], folded):
            yield from ((other, "advert") for other in _subscription(blocks, places, at, found))
        elif place > tail and links.is_site(folded):
            yield from ((other, "sharing") for other in _networks(blocks, places, at))
        elif place > tail and links.is_neighbour(folded):
            yield from ((other, "navigation") for other in _neighbours(blocks, places, at))


def _is_field(block: Block, folded: str) -> bool:
    """Whether a line may be the field for an e-mail address."""
    return (
        len(folded) <= _LONGEST_FIELD
        and block.kind is not Kind.HEADING
        and len(folded.split()) <= _MOST_FIELD
        and any(word in folded for word in words.table("lines", "mails"))
        and (not block.text.rstrip().endswith((*_ENDS, "?")) or _is_open(block.text))
    )


def _is_open(text: str) -> bool:
    return text.rstrip().endswith(("…", "..."))


def _subscription(
    blocks: Sequence[Block], places: Sequence[int], at: int, found: Mapping[int, str]
) -> list[int]:
    """The box around the field at `at`: the button below or the promise above is known, and what heads it is short."""
    below = [place for place in places[at + 1 : at + 2] if _is_button(blocks[place])]
    above = places[max(at - 2, 0) : at][::-1]
    promised = bool(above) and (found.get(above[0]) == "advert" or _promises(blocks[above[0]]))
    if not (below or (promised and _is_open(blocks[places[at]].text))):
        return []
    box = [*below, places[at]]
    if promised:
        box.append(above[0])
        box += [place for place in above[1:] if _heads(blocks[place])]
    return box


def _is_button(block: Block) -> bool:
    folded = words.fold(block.text)
    return len(folded.split()) <= _MOST_BUTTON and (
        folded in words.table("furniture", "advert", "maybe")
        or folded in words.table("furniture", "advert", "sure")
    )


def _promises(block: Block) -> bool:
    """Whether a short text is what one gets for an address: letters, or not to miss a post."""
    folded = words.fold(block.text)
    return (
        letters(block.text) <= _LONGEST_PROMISE
        and len(folded.split()) <= _MOST_PROMISE
        and any(
            word in folded
            for kind in ("mails", "newsletters", "inboxes", "advert_objects", "promises")
            for word in words.table("lines", kind)
        )
    )


def _heads(block: Block) -> bool:
    """Whether a line may head a box: it is short, and no sentence but a question."""
    return 0 < letters(block.text) <= _LONGEST_HEADING and not block.text.rstrip().endswith(
        (*_ENDS, "…", ":")
    )


def _networks(blocks: Sequence[Block], places: Sequence[int], at: int) -> list[int]:
    """A list of nothing but networks, from its first, with the line that announces it."""
    run = _run(blocks, places, at, links.is_site)
    head = places[at - 1] if at else None
    announced = head is not None and blocks[head].text.rstrip().endswith((":", "："))
    if len(run) < _LEAST_SITES or head is None or not announced or not _heads_list(blocks[head]):
        return []
    return [head, *run]


def _heads_list(block: Block) -> bool:
    return 0 < letters(block.text) <= _LONGEST_HEADING and len(block.text.split()) <= _MOST_BUTTON + 1


def _neighbours(blocks: Sequence[Block], places: Sequence[int], at: int) -> list[int]:
    """Two lines in a row that each lead to the post before or behind this one, with its title."""
    run = _run(blocks, places, at, links.is_neighbour)
    short = all(len(blocks[place].text.split()) <= _MOST_NEIGHBOUR for place in run)
    return run if len(run) == len(("previous", "next")) and short else []


def _run(blocks: Sequence[Block], places: Sequence[int], at: int, judge: Callable[[str], bool]) -> list[int]:
    """The places from `at` on as far as the judge says yes to their folded texts, a few; none where the run began before."""
    run: list[int] = []
    if at and judge(words.fold(blocks[places[at - 1]].text)):
        return run
    for place in itertools.islice(places, at, at + _LONGEST_RUN):
        if not judge(words.fold(blocks[place].text)):
            break
        run.append(place)
    return run
