"""Where words stand in a text, as a reader would say they do: whatever their case, ending or typography."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from audioedition.model import Line
from audioedition.text import is_undivided, seen

ENDING = 3
"""Letters, at most, that a word may have beyond the one that is sought: `Boot` is found in “Bootes”, not in “Bootsfahrt”."""

_ALIKE = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛‹›′", "'"),
    **dict.fromkeys("‐‑−", "-"),
    **dict.fromkeys("*_`~", " "),  # what is left of emphasis
}


def tokens(text: str) -> list[str]:
    """The words and signs of `text`, folded, so that they can be compared.

    Where a script has no spaces, every character stands for itself.
    """
    return _folded(text).translate(_SIGNS).split()


def holding(lines: Sequence[Line], phrases: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Those of the `lines` that hold one of the `phrases` (as `tokens`), or a part of one that goes over their border."""
    whole = _folded("\n".join(line.text for line in lines))
    sought = [phrase for phrase in phrases if phrase and _may_hold(whole, phrase)]
    if not sought:
        return ()
    found = []
    for _, passage in itertools.groupby(lines, key=_block):
        said = list(passage)
        text = [(token, place) for place, line in enumerate(said) for token in tokens(line.text)]
        places = {place for phrase in sought for place in _places(text, phrase)}
        found += [line.text for place, line in enumerate(said) if place in places]
    return tuple(found)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen(text)).casefold())


def _may_hold(folded: str, phrase: Sequence[str]) -> bool:
    """Whether it is worth a closer look; most of a large archive is not."""
    longest = max(phrase, key=len)
    return longest in folded or not longest.isalnum()


def _block(line: Line) -> int:
    return line.block


def _places(text: Sequence[tuple[str, int]], phrase: Sequence[str]) -> Iterator[int]:
    """The lines of each occurrence of `phrase`."""
    for start, (first, _) in enumerate(text):
        if first.startswith(phrase[0]):
            part = text[start : start + len(phrase)]
            if len(part) == len(phrase) and all(
                _is_form(word, of) for (word, _), of in zip(part, phrase, strict=True)
            ):
                yield from (line for _, line in part)


def _is_form(word: str, of: str) -> bool:
    """Whether `word` is the word `of`, perhaps with another ending."""
    ending = word[len(of) :]
    return word.startswith(of) and len(ending) <= ENDING and all(map(_is_letter, ending))


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LM"


class _Signs(dict[int, str]):
    """What stands for each character: letters and digits for themselves, all else apart."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        if sign in _ALIKE:
            sign = _ALIKE[sign]
        elif unicodedata.category(sign)[0] in "LNM" and not is_undivided(sign):
            self[code] = sign
            return sign
        self[code] = f" {sign} "
        return self[code]


_SIGNS = _Signs()
