"""The words of a language: the tables of `words/<language>.toml`, which a translator can extend."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from audioedition.derived import derived
from audioedition.languages import base


@dataclass(frozen=True)
class Words:
    """What is said for what is written, in one language.

    `signs` are characters that are said as a word; `web` says how `.`, `@`, `/`, `-`, `_`, `:` and `#` are
    called in an address, and how the ends of file names are read.  `open` are abbreviations behind which no
    sentence ends, `closed` those that may be a sentence's last word.  `read` are acronyms that are words, `spelled` words
    that are spelled though they do not look like it; `shouted` are words in capitals that are no acronyms, `beside_shouts`
    acronyms that are words beside one of these (STOP IT), and `kept` are said as they are written (OK).
    `lists` and `tables` are whatever else the language's own rules want.
    """

    signs: Mapping[str, str] = field(default_factory=dict)
    web: Mapping[str, str] = field(default_factory=dict)
    open: Mapping[str, str] = field(default_factory=dict)
    closed: Mapping[str, str] = field(default_factory=dict)
    read: frozenset[str] = frozenset()
    spelled: frozenset[str] = frozenset()
    shouted: frozenset[str] = frozenset()
    beside_shouts: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@cache
def words(language: str) -> Words:
    """The words of `language`, a BCP 47 tag; empty tables for one that has no file."""
    file = Path(__file__).with_name("words") / f"{base(language)}.toml"
    if not file.is_file():
        return Words()
    tables = derived(f"words-{base(language)}", [file], lambda: tomllib.loads(file.read_text("utf-8")))
    return Words(
        signs=tables.get("signs", {}),
        web=tables.get("web", {}),
        open=tables.get("open", {}),
        closed=tables.get("closed", {}),
        read=_set(tables, "read"),
        spelled=_set(tables, "spelled"),
        shouted=_set(tables, "shouted"),
        beside_shouts=_set(tables, "beside_shouts"),
        kept=_set(tables, "kept"),
        lists={name: tuple(each.split()) for name, each in tables.get("lists", {}).items()},
        tables=tables.get("tables", {}),
    )


def _set(tables: Mapping[str, Mapping[str, str]], name: str) -> frozenset[str]:
    return frozenset(tables.get("lists", {}).get(name, "").split())
