"""What the program says in its own words, and the conventions of each language.

The words stand in `phrases.toml`; names of languages, dates and durations come from babel.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global, parse_locale
from babel.dates import format_date, get_day_names
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from audioedition.errors import ConfigError
from audioedition.languages import base, canonical, ever_shorter
from audioedition.model import Quality
from audioedition.text import one_line

NEUTRAL_OPENING = ("{title}.", "{author}.")
"""What is spoken first in a language that `phrases.toml` lacks: names only, no words."""

_NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class Words:
    """One table of `phrases.toml`."""

    opening: tuple[str, ...]
    synthetic: str
    quote: str
    end_of_quote: str
    code: str
    more_code: str
    table: str
    more_tables: str
    picture: str
    about: str
    also: str
    by: str
    translated: str
    synthetic_voice: str
    voice: str
    disclosure: str
    certificate: str
    notes_links: str
    notes_shown: str
    daily: str
    weekly: str
    biweekly: str
    monthly: str
    podcasts: str
    subscribe: str
    address: str
    copy: str
    copied: str
    episodes: str
    empty: str
    play: str
    download: str
    read: str
    beside: str
    go_on: str
    chapters: str
    transcript: str
    recording: str
    both: str
    player: str
    position: str
    start: str
    pause: str
    back: str
    forward: str
    speed: str
    follow: str
    copy_moment: str
    keys: str
    keys_on: str
    key_play: str
    key_sentence: str
    key_paragraph: str
    key_speed: str
    key_here: str
    key_voice: str
    close: str
    all: str
    newest: str
    opml: str
    elsewhere: str
    qr: str
    scan: str
    read_along: str
    beside_with: str
    newer: str
    older: str
    oldest: str
    more: str
    unpublished: str
    licence: str
    languages: str
    private_feed: str
    subscribe_briefly: str


@cache
def in_english(language: str) -> str:
    """The English name of `language`, a BCP 47 tag, for messages: `German`, `Portuguese (Brazil)`; or the tag itself."""
    locale = _locale(language)
    return (locale and locale.get_display_name("en")) or Locale("en").languages.get(language, language)


@cache
def is_known(language: str) -> bool:
    """Whether Unicode's CLDR knows the language of a BCP 47 tag: nearly all living ones that ISO 639-3 has a code for."""
    code = canonical(language).split("-")[0]
    tables = Locale("en").languages, get_global("likely_subtags"), get_global("language_aliases")
    return any(code in table for table in tables)


@dataclass(frozen=True)
class Phrases:
    """How the program speaks in `language`, a BCP 47 tag.

    `words` are in the language `words_language`, which is English where `phrases.toml` has no table
    for the language.  `opening` holds templates for the spoken opening: see `fill`.
    """

    language: str
    words_language: str
    words: Words
    opening: tuple[str, ...]

    @cached_property
    def name(self) -> str:
        """The language's name in the language itself, with a capital: `Français`."""
        locale = _locale(self.language)
        name = (locale and locale.get_display_name()) or self.language
        return name[:1].upper() + name[1:]

    @cached_property
    def direction(self) -> str:
        """`ltr` or `rtl`, as HTML's `dir` wants it."""
        return self._conventions.text_direction

    @cached_property
    def locale(self) -> str:
        """The language with the territory where most people speak it, as OpenGraph wants it: `de_DE`, `pt_BR`."""
        locale = _locale(self.language)
        if locale is None:
            return ""
        likely = get_global("likely_subtags")
        full = likely.get(str(locale)) or likely.get(locale.language) or str(locale)
        territory = locale.territory or parse_locale(full)[1] or ""
        return f"{locale.language}_{territory}" if territory.isalpha() else ""

    @property
    def synthetic(self) -> str:
        """The sentence that says aloud what reads: `Read by a synthetic voice.`."""
        return self.words.synthetic

    @cached_property
    def also(self) -> str:
        """Words that offer this language to the readers of another: `Auch auf Deutsch`."""
        return self.words.also if self.speaks_itself else self.name

    @cached_property
    def go_on(self) -> str:
        """Words by which a listener goes on in this language: `Weiter auf Deutsch`."""
        return self.words.go_on if self.speaks_itself else self.name

    def credits(self, author: str | None, translator: str | None) -> tuple[str, ...]:
        """Who wrote and who translated, as far as it is known: `("By A", "Translated by B")`."""
        return fill((self.words.by, self.words.translated), {"author": author, "translator": translator})

    def labelled(self, label: str, text: str) -> str:
        """A label and what it names: `Label: text`, in French with a space before the colon."""
        return f"{label}{_NO_BREAK if base(self.words_language) == 'fr' else ''}: {text}"

    def date(self, when: datetime) -> str:
        """The day of `when`, in its own zone, as this language writes it: `18. Juni 2024`."""
        return format_date(when.date(), format="long", locale=self._conventions)

    def decimal(self, number: float) -> str:
        """A number as this language writes it: `1,25`."""
        return format_decimal(number, locale=self._conventions)

    def certificate(self, quality: Quality) -> str:
        """The sentence that tells how a recording was understood; the share is rounded down, to tenths of a percent."""
        thousandths = max(0, 1000 * (quality.words - quality.errors) // max(1, quality.words))
        share = format_percent(thousandths / 1000, locale=self._conventions, decimal_quantization=False)
        return self.words.certificate.format(recogniser=quality.recogniser, share=share)

    def duration(self, seconds: float) -> str:
        """A length for people, in hours and minutes, at least one minute: `1 Std. 5 Min.`."""
        hours, minutes = divmod(max(1, round(seconds / 60)), 60)
        parts = [
            format_unit(value, unit, "short", locale=self._conventions)
            for value, unit in ((hours, "duration-hour"), (minutes, "duration-minute"))
            if value
        ]
        return " ".join(parts)

    def weekday(self, number: int) -> str:
        """The name of a day of the week, 0 for Monday: `Montag`."""
        return str(get_day_names("wide", "stand-alone", self._conventions)[number])

    @property
    def speaks_itself(self) -> bool:
        """Whether the words are in the language itself, not in English for want of them."""
        return base(self.words_language) == base(self.language)

    @property
    def _conventions(self) -> Locale:
        return _locale(self.language) or Locale("en")


@cache
def of(language: str) -> Phrases:
    """The phrases of a BCP 47 tag; `de-AT` speaks as `de`, an unknown language as English."""
    for tag in ever_shorter(language):
        if tag in _tables():
            words = _words(tag)
            return Phrases(language, tag, words, (*words.opening, words.synthetic))
    return Phrases(language, "en", _words("en"), NEUTRAL_OPENING)


def fill(templates: Iterable[str], values: Mapping[str, str | None]) -> tuple[str, ...]:
    """Each template with its fields filled in; one that needs a value that is empty is left out.

    Raises ConfigError for a template with a field that is none of `values`, or a lonely brace.
    """
    known = {name: one_line(value or "") for name, value in values.items()}
    filled = (
        template.format_map(known)
        for template in templates
        if all(known[field] for field in _fields(template, list(values)))
    )
    return tuple(line.strip() for line in filled if line.strip())


def _fields(template: str, known: list[str]) -> list[str]:
    try:
        parsed = list(string.Formatter().parse(template))
    except ValueError as exc:
        message = (
            f"The line {template!r} has a brace without its partner; write {{{{ or }}}} for a brace itself."
        )
        raise ConfigError(message) from exc
    for _, name, spec, conversion in parsed:
        if name is not None and (name not in known or spec or conversion):
            from audioedition.strict import nearest  # noqa: PLC0415 -- slow to load, as below

            message = f"The line {template!r} has the unknown field {{{name}}}: {nearest(name, known)}."
            raise ConfigError(message)
    return [name for _, name, _, _ in parsed if name is not None]


@cache
def _words(tag: str) -> Words:
    from audioedition.strict import decode  # noqa: PLC0415 -- slow to load, and names of languages have no need

    return decode(_tables()[tag], Words, f"phrases.toml, [{tag}]")


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    text = Path(__file__).with_name("phrases.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _locale(language: str) -> Locale | None:
    for tag in ever_shorter(language):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None
