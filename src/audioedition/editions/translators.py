"""Who translated: where the name of a person or a group stands in a line, and what stands beside it.

A name is a run of words with capitals, or of words in a script that has none, with the small words that
join them: `Jan van der Berg and J. K. Maier`.  Behind it there may be an address, a date, a place or a role.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from audioedition.editions import wording, words

_LONGEST = 9  # words, of two persons
_LONGEST_ROLE = 6  # words behind a name and a comma: `Utrecht`, `translator in Vienna`
_SMALL = 3  # letters of a word that says nothing
_FULL = 2  # words of a whole name
_LABEL = 30  # characters of a word before an address: `Source:`
_JOINS = (",", "，", "、", "·")
_ADDRESS = re.compile(
    r"[(\[<（]?\s*(?:(?:https?://|www\.)[^\s)>\]）]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)\s*[)\]>）]?|[(\[（]\s*@\w+\s*[)\]）]"
)
_BESIDE = re.compile(r"[@\d]|://|www")
_HANDLE = re.compile(r"([^\W_]+)(?:\s*[,/]\s*|\s+)@\w+")
_DATE = re.compile(
    r"(?:,?\s+(?:on|le|am|el|il|em|den|op|dnia|dne))?,?\s+\(?(?:\d{1,2}[.\s]\s*(?:de\s+)?[^\W\d_]{3,12}\.?,?\s*(?:de\s+)?|\d{1,2}[./]\d{1,2}[./])?\d{4}\)?\.?$"
)
_BRACKET = re.compile(r"[(\[（]")
_BRACKETS = re.compile(r"\s*[(\[（][^()（）\[\]]*[)\]）]")
_DATED = re.compile(r"(?=.{4,60}$)(?:\S+\s+){0,5}.*\b\d{4}\b.*")
_ROLE = re.compile(r"[^\W\d_][^\W\d_ ]{1,14}(?: [^\W\d_]+)?\s?: (.{3,40})")


def bare(line: str) -> str:
    """`line` without the addresses, the second names of the net and the date that may stand behind a name."""
    if not _BESIDE.search(line):
        return line
    named = _HANDLE.sub(
        lambda found: found[0] if found[1].isalpha() and found[1].islower() else found[1],
        _ADDRESS.sub(" ", line),
    )
    return _DATE.sub("", named).strip().rstrip(",")


def without_brackets(line: str) -> str:
    """`line` without what stands in brackets inside of it."""
    return (_BRACKETS.sub("", line).strip() or line) if _BRACKET.search(line) else line


def is_other(piece: str) -> bool:
    """Whether a part of a line is a date, or says who did something else: `Text: Ann Lee`."""
    if _DATED.fullmatch(piece) or (_ADDRESS.search(piece) and len(_ADDRESS.sub("", piece)) <= _LABEL):
        return True
    found = _ROLE.fullmatch(piece)
    return bool(found and all(word[0].isupper() or _joins(word) for word in found[1].split()))


def end(tokens: Sequence[str], start: int, spoken: frozenset[str]) -> int:
    """Where the name ends that begins at `start`; `start` itself if there is none."""
    last = start
    for at in range(start, min(len(tokens), start + _LONGEST)):
        if _names(tokens[at], spoken) or (last == at > start and is_syllable(tokens[at])):
            last = at + 1
            if tokens[at].endswith(".") and len(tokens[at]) > _SMALL + 1:
                break  # a sentence ends
        elif at == start or not (tokens[at] in _JOINS or _joins(tokens[at])):
            break
    return last


def persons(tokens: Sequence[str]) -> list[str]:
    """Those of the words of a name that are not the place that follows it: `Pieter de Vos, Utrecht`."""
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token in (",", "，"):
            parts.append([])
        else:
            parts[-1].append(token)
    full = sum(not _joins(token) for token in parts[0]) >= _FULL
    kept = parts[:1] + [part for part in parts[1:] if not full or len(part) >= _FULL]
    return [token for part in kept for token in (*part, ",")][:-1]


def is_group(token: str) -> bool:
    """Whether a word is that for several persons: `the team of Attac`."""
    return wording.has(words.fold(token), "groups")


def has_article(token: str) -> bool:
    """Whether an article may stand before that word: "by *the* team", "by *the* author"."""
    return is_group(token) or wording.has(words.fold(token), "anonymous")


def is_role(tokens: Sequence[str]) -> bool:
    """Whether the rest of a line, behind a name, is where that person lives or what she does."""
    rest = [token for token in tokens[1:] if words.fold(token)]
    known = any(len(token) > _SMALL and wording.has(words.fold(token), "place") for token in rest)
    return tokens[0] in (",", "，", "-", "–", "—") and 0 < len(rest) <= _LONGEST_ROLE and not known


def _names(token: str, spoken: frozenset[str]) -> bool:
    """Whether a word can be a part of a name."""
    if token.startswith("@"):
        return True
    if is_group(token):
        return True
    first = token[0]
    if not first.isalpha() or wording.is_lower(first):
        return False
    if first.isupper():
        return True
    known = any(wording.has(words.fold(token), role) for role in ("translation", "place"))
    return not known and wording.language(words.fold(token), spoken)[0] is None


def is_syllable(token: str) -> bool:
    """Whether a word of one sign, in a script that does not divide words, goes on with a name: `박지` `은`."""
    return len(token) == 1 and wording.is_undivided(token) and not wording.has(token, "translation")


def is_nickname(tokens: Sequence[str]) -> bool:
    """Whether words are a name of the net, behind a colon: `kyokucho1989`, `灰灰 greycodee`."""
    told = any(char.isdigit() for token in tokens for char in token) or wording.is_undivided("".join(tokens))
    plain = all(token[0].isalpha() or token[0] == "@" for token in tokens)
    return 0 < len(tokens) <= _FULL and told and plain and not tokens[0].isdigit()


def _joins(token: str) -> bool:
    return token in words.table("marker", "particles") or token in ("&", "+")
