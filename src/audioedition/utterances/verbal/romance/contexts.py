"""Abbreviations that are some only before a number, behind one, or before a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from audioedition.patterns import later
from audioedition.utterances.verbal.romance.grammar import BLANK, follows_name, word_before
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_STOP = re.compile(r"[./#º°]")
_BEFORE_NUMBER = rf"(?={BLANK}?(?:\d|[IVXLC]+(?!\w)))"
_BEFORE_NAME = rf"(?={BLANK}?(?:[A-ZÀ-Ý][a-zà-ÿ]|[DO]['’]|d['’]|de |del |di |da |la ))"
_BEHIND_NUMBER = r"(?<=\d)|(?<=\d )|(?<=\d\u00a0)|(?<=[ºª°] )"


def rules(words: Words) -> tuple[Rule, ...]:
    """The rules for them, from the tables `before_number`, `behind_number` and `before_name`.

    Those of the list `only_inside` are words too where a sentence begins (“No.”); a title stands behind an article, another small
    word of the list `name_before`, or punctuation, else it is a word at the end of its sentence (“vitamina D. Luego”).
    """
    tables, inside = words.tables, words.lists.get("only_inside", ())
    known, lettered = (*words.lists["name_before"], ""), words.lists.get("lettered", ())

    def titled(match: re.Match[str]) -> bool:
        word = word_before(match)
        if len(match[0]) > len("D.") or word in known:
            return word in known
        return word not in lettered and not follows_name(match)

    return (
        _made(
            tables.get("before_number", {}),
            ahead=_BEFORE_NUMBER,
            is_open=True,
            fits=lambda match: match[0] not in inside or word_before(match) != "",
        ),
        _made(tables.get("behind_number", {}), behind=_BEHIND_NUMBER),
        _made(tables.get("before_name", {}), ahead=_BEFORE_NAME, is_open=True, fits=titled),
    )


def _made(
    table: Mapping[str, str],
    *,
    behind: str = r"(?<![\w.])",
    ahead: str = "",
    is_open: bool = False,
    fits: Callable[[re.Match[str]], bool] = bool,
) -> Rule:
    border = r"(?![^\W\d])" if ahead == _BEFORE_NUMBER else r"(?!\w)"
    known = {"".join(key.split()): said for key, said in table.items()}
    pattern = "|".join(_loose(key) for key in sorted(table, key=len, reverse=True)) or "(?!)"

    def say(match: re.Match[str]) -> str | None:
        if not fits(match):
            return None
        key = "".join(match[0].split())
        if key in known:
            return known[key]
        said = known[key[0].lower() + key[1:]]
        return said[0].upper() + said[1:]

    return Rule("abbreviation", later(rf"(?:{behind})(?:{pattern}){border}{ahead}"), say, _STOP, is_open)


def _loose(key: str) -> str:
    """A pattern for `key`, with or without its blanks, and with a capital at its start."""
    start = f"[{key[0]}{key[0].upper()}]" if key[0].islower() else re.escape(key[0])
    return start + re.escape(key[1:]).replace(r"\ ", r"\s?")
