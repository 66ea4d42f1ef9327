"""A `[lexicon]` → Rows, of a voice file or of `audioedition.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from audioedition.config.tables import FILE, is_tag
from audioedition.endings import unsaid
from audioedition.errors import ConfigError
from audioedition.languages import base, canonical
from audioedition.model import Row
from audioedition.strict import decode
from audioedition.text import IPA_ENDS, IPA_OPENS, LONGEST_IPA, compared, one_line

_WRITTEN = str.maketrans({"'": "ˈ", "’": "ˈ", ":": "ː"} | dict.fromkeys(".|‖‿-"))  # by hand, and unheard
_BRACKETS = (("/", "/"), ("[", "]"), (IPA_OPENS, IPA_ENDS))  # what dictionaries write around sounds


@dataclass(frozen=True, slots=True)
class _Row:
    """The long form of a row; the short one is only text: what is said."""

    say: str | None = None
    ipa: str = ""
    spell: bool = False
    word: bool = False
    case: bool | None = None
    endings: Any = ()
    language: str = ""


def rows(table: Mapping[str, Any], where: str, language: str = "") -> tuple[Row, ...]:
    """The rows of a `[lexicon]`; `where` names its file, `language` what its voice speaks, if it is a voice's.

    Raises ConfigError that names file, row, and what to write instead.
    """
    return tuple(_row(written, value, where, language) for written, value in table.items())


def _row(written: str, value: object, where: str, language: str) -> Row:
    place = f"{where}, [lexicon] {written!r}"
    if isinstance(value, str):
        row = Row(written, say=value, file=where)
    elif isinstance(value, dict):
        given = decode(value, _Row, place)
        row = Row(
            written,
            say=given.say or "",
            ipa=_bare(given.ipa),
            spell=given.spell,
            word=given.word,
            case=given.case,
            endings=_endings(given.endings, place),
            language=canonical(given.language) if given.language else "",
            file=where,
        )
        if given.say is None and not (given.ipa or given.spell or given.word):
            message = f'{place} says nothing: add say = "…", ipa = "…", spell = true or word = true.'
            raise ConfigError(message)
    else:
        message = f'{place} must be text in quotes, or a table such as {{ say = "…" }}, not {value!r}.'
        raise ConfigError(message)
    for mistake in _mistakes(row, language):
        message = f"{place}: {mistake}."
        raise ConfigError(message)
    return row


def _mistakes(row: Row, language: str) -> Iterator[str]:
    """What is wrong with a row, as sentences without an end."""
    if not compared(row.written):
        yield "there is no word; write in quotes what stands in the text"
    if sum((bool(row.say or row.ipa), row.spell, row.word)) > 1:
        yield "say or ipa, spell and word exclude each other; keep one of them"
    if row.language and not is_tag(row.language):
        yield f"language = {row.language!r} is no language tag; write one such as 'en', 'de' or 'pt-BR'"
    elif language and row.language and base(row.language) != base(language):
        yield (
            f"language = {row.language!r}, but this voice speaks {language!r}; "
            f"move the row to voices/{row.language}.toml, or to [lexicon] in {FILE}"
        )
    if any(sign in row.say + row.ipa for sign in (IPA_OPENS, IPA_ENDS)):
        yield f"{IPA_OPENS} and {IPA_ENDS} cannot be said; sounds stand in ipa, without brackets"
    if any(len(word) > LONGEST_IPA for word in row.ipa.split()):
        yield f"ipa has a word of more than {LONGEST_IPA} signs, which voices cannot say; put spaces between its words"
    ending = unsaid(row, row.language or language)
    if ending is not None:
        whose = row.language or language or "no language"
        yield (
            f"how {ending!r} sounds in IPA is not known for {whose}; "
            f'write a row of its own for "{row.written}{ending}", or add say = "…"'
        )


def _endings(value: object, place: str) -> tuple[str, ...] | bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, list | tuple) and all(isinstance(each, str) and each.strip() for each in value):
        return tuple(value)
    message = (
        f'{place}: endings must be a list such as ["s", "es"], or true for the usual ones, not {value!r}.'
    )
    raise ConfigError(message)


def _bare(ipa: str) -> str:
    """The sounds without the brackets around them."""
    ipa = one_line(ipa)
    for opens, ends in _BRACKETS:
        if len(ipa) > 1 and ipa.startswith(opens) and ipa.endswith(ends):
            ipa = ipa[1:-1].strip()
    return one_line(ipa.translate(_WRITTEN))
