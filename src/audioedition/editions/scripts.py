"""Runs of words in another script than a text has: their script tells their language, or nearly."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audioedition.editions.detection import languages_of, scores, script, script_of
from audioedition.editions.signs import LETTER
from audioedition.languages import base
from audioedition.model import Span
from audioedition.patterns import later

_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")
_KANA = ("HIRAGANA", "KATAKANA")
_IN_TWO = ("sr",)  # languages that have two scripts of their own
_LEAST, _LEAST_GREEK = 2, 3  # letters: fewer are signs of science, and ツ is a face; one of Chinese is a word
_SURE = 3.0  # nats by which a language leads the usual one of its script
_WORD = later(f"{LETTER}+")
_JOINS = "-\u2010\u2011"  # as in β-Carotin


@dataclass(frozen=True, slots=True)
class _Run:
    start: int
    end: int
    scripts: frozenset[str]
    text: str


def runs(texts: Sequence[str], language: str) -> list[tuple[Span, ...]]:
    """The runs in each of `texts`, which are those of one edition, in `language`."""
    counts: Counter[str] = Counter()
    for char, count in Counter(itertools.chain.from_iterable(texts)).items():
        if name := script(char):
            counts[_family(name)] += count
    most = max(sorted(counts), key=counts.__getitem__, default="")
    others = {name for name in counts if name not in (most, _own(language)) and _is_told(name)}
    if not others or base(language) in _IN_TWO:
        return [()] * len(texts)
    found = [() if text.isascii() else tuple(_of(text, others)) for text in texts]
    every = list(itertools.chain(*found))
    return [tuple(Span(run.start, run.end, _language(run, every)) for run in several) for several in found]


def _of(text: str, others: set[str]) -> Iterator[_Run]:
    run: list[re.Match[str]] = []
    family = ""
    for word in _WORD.finditer(text):
        its = {_family(script(char)) for char in word[0]} - {""}
        here = its.pop() if len(its) == 1 and its <= others and not _is_joined(text, word) else ""
        if run and here != family:
            yield from _run(text, run)
            run = []
        if here:
            run.append(word)
        family = here
    if run:
        yield from _run(text, run)


def _run(text: str, run: Sequence[re.Match[str]]) -> Iterator[_Run]:
    start, end = run[0].start(), run[-1].end()
    found = Counter(map(script, text[start:end]))
    least = _LEAST_GREEK if "GREEK" in found else 1 if "CJK" in found else _LEAST
    if sum(found.values()) - found[""] >= least:
        yield _Run(start, end, frozenset(found), text[start:end])


def _is_joined(text: str, word: re.Match[str]) -> bool:
    """Whether a word is but the half of one: `β-Carotin`."""
    before, after = text[max(0, word.start() - 2) : word.start()], text[word.end() : word.end() + 2]
    return any(
        len(pair) > 1 and pair[0] in _JOINS and script(pair[1]) == "LATIN" for pair in (before[::-1], after)
    )


def _language(run: _Run, every: Sequence[_Run]) -> str:
    """The language of `run`: by its own letters if they tell, else by those of `every` run of the edition in its script."""
    if run.scripts & {*_EAST_ASIAN}:
        kana = any(other.scripts & {*_KANA} for other in every)
        return "ko" if "HANGUL" in run.scripts else "ja" if kana else "zh"
    name = next(name for name in sorted(run.scripts) if languages_of(name))
    usual, *more = languages_of(name)
    alike = " ".join(other.text for other in every if name in other.scripts)
    for text in (run.text, alike) if more else ():
        found = scores(text)
        best = max(sorted(found), key=found.__getitem__, default=usual)
        if best != usual and found[best] - found.get(usual, 0.0) > _SURE:
            return best
    return usual


def _own(language: str) -> str:
    """The family of scripts that `language` is written in; empty if there is nothing known."""
    return "EAST ASIAN" if base(language) in ("ja", "zh") else _family(script_of(base(language)))


def _family(name: str) -> str:
    return "EAST ASIAN" if name in _EAST_ASIAN else name


def _is_told(family: str) -> bool:
    return family == "EAST ASIAN" or bool(languages_of(family))
