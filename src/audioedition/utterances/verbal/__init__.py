"""Verbalization: which written forms are said otherwise, and how, in each language.

`rules` gives a language's rules in their order of precedence.  A language has a module of its own in `languages` where
it has rules of its own, and a table of words (`words/<language>.toml`); every other language is read
by what the CLDR knows of it.
"""

from __future__ import annotations

import dataclasses
import importlib
import importlib.util
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from itertools import chain, product

from audioedition.languages import base
from audioedition.patterns import later
from audioedition.utterances.verbal import amounts, comparisons, letters, ranges, signs, web
from audioedition.utterances.verbal.alternatives import alternatives
from audioedition.utterances.verbal.numerals import numerals
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.ruleset import Ruleset
from audioedition.utterances.verbal.words import Words, words

__all__ = ["is_full", "rules", "words"]


_NEXT = re.compile(r"[\"'”’»)]*\s+[\"“'‘«(]*([^\W\d_]+)")


@cache
def rules(language: str, emoji: str = "dropped") -> Ruleset:
    """The rules by which texts in `language` (a BCP 47 tag) are said; `emoji` as in `signs.faces`."""
    table = words(language)
    own, counted = _own(language, table), _counted(language)
    every = (
        *signs.faces(language, emoji),
        *web.rules(table, partial(_said, Ruleset((*own, *counted)))),
        *comparisons.rules(table),
        *ranges.rules(table),
        *amounts.endless(language),
        *amounts.months(language),
        *own,
        *abbreviations(table),
        *web.inner(table),
        *letters.rules(table),
        *counted,
        *signs.rules(table, language),
    )
    starters = frozenset(table.lists.get("starters", ()))
    return Ruleset(_stopping(rule, starters) for rule in every) if starters else Ruleset(every)


def _said(rules: Ruleset, text: str) -> str:
    """What `rules` make of `text`."""
    pieces, place = [], 0
    for change in rules.changes(text):
        pieces += [text[place : change.start], change.spoken]
        place = change.end
    return "".join([*pieces, text[place:]])


def _own(language: str, table: Words) -> tuple[Rule, ...]:
    """The rules of the language's own module."""
    if not is_full(language):
        return ()
    own: tuple[Rule, ...] = importlib.import_module(_module(language)).rules(language, table)
    return own


@cache
def is_full(language: str) -> bool:
    """Whether a language has rules of its own: then no digit and no sign of it is left to an engine."""
    return importlib.util.find_spec(_module(language)) is not None


def _module(language: str) -> str:
    return f"{__package__}.languages.{base(language)}"


def _counted(language: str) -> tuple[Rule, ...]:
    if is_full(language) and getattr(importlib.import_module(_module(language)), "COMPLETE", False):
        return ()
    known = numerals(language)
    return amounts.rules(language, known) if known else ()


def _stopping(rule: Rule, starters: frozenset[str]) -> Rule:
    """`rule`, which leaves the full stop of an abbreviation where one of the words follows that begin sentences."""

    def say(match: re.Match[str]) -> str | None:
        said = rule.say(match)
        if said and match[0].endswith(".") and not said.endswith("."):
            following = _NEXT.match(match.string, match.end())
            if following and following[1][0].isupper() and following[1].lower() in starters:
                return f"{said}."
        return said

    return rule if rule.open else dataclasses.replace(rule, say=say)


def abbreviations(table: Words) -> tuple[Rule, ...]:
    """The abbreviations of the language's table: those behind which no sentence ends first, unless one holds another."""
    longer = {key: said for key, said in table.closed.items() if any(inner in key for inner in table.open)}
    made = []
    for each, is_open in ((longer, False), (table.open, True), (table.closed, False)):
        if each:
            pattern = alternatives(written for key in each for written in _ways(key))
            made.append(
                Rule(
                    "abbreviation",
                    later(rf"(?<![\w.])(?:{pattern})(?!\w)"),
                    _reading(each),
                    None,
                    is_open,
                )
            )
    return tuple(made)


def _reading(table: Mapping[str, str]) -> Callable[[re.Match[str]], str | None]:
    known = {"".join(key.split()): said for key, said in table.items()}

    def said(match: re.Match[str]) -> str | None:
        key = "".join(match[0].split())
        if key in known:
            return known[key]
        found = known.get(key[:1].lower() + key[1:])
        return found[:1].upper() + found[1:] if found else None

    return said


def _ways(key: str) -> Iterator[str]:
    """How `key` is written: with or without blanks, and with a capital where a sentence begins."""
    for first in {key[0], key[0].upper()} if key[0].isalpha() else {key[0]}:
        parts = f"{first}{key[1:]}".split(" ")
        for blanks in product(("", r"\s"), repeat=len(parts) - 1):
            yield "".join(chain.from_iterable(zip(parts, (*blanks, ""), strict=True)))
