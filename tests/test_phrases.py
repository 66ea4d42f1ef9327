from __future__ import annotations

import re
import string
import tomllib
from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files

import pytest

from audioedition.errors import ConfigError
from audioedition.phrases import NEUTRAL_OPENING, Phrases, fill, of

TABLES = tomllib.loads(files("audioedition").joinpath("phrases.toml").read_text("utf-8"))


def test_the_starter_languages_have_words() -> None:
    assert {"en", "de", "fr", "it", "es"} <= set(TABLES)


@pytest.mark.parametrize("language", TABLES)
def test_every_language_says_everything(language: str) -> None:
    phrases = of(language)
    assert phrases.speaks_itself
    assert phrases.words_language == language
    for key, words in TABLES[language].items():
        assert words, key
        names = {name for text in ([words] if isinstance(words, str) else words) for name in names_in(text)}
        english = TABLES["en"][key]
        assert names == {
            name for text in ([english] if isinstance(english, str) else english) for name in names_in(text)
        }
    assert phrases.opening == (*TABLES[language]["opening"], TABLES[language]["synthetic"])
    assert phrases.opening[0] == "{title}."


@pytest.mark.parametrize("language", [tag for tag in TABLES if tag != "en"])
def test_no_words_were_left_in_english(language: str) -> None:
    same = {key for key, words in TABLES[language].items() if words == TABLES["en"][key]}
    assert same <= {"podcasts"}


def names_in(template: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]


@pytest.mark.parametrize(
    ("tag", "base"), [("de-AT", "de"), ("pt-BR", "pt"), ("DE", "de"), ("fr-Latn-CA", "fr")]
)
def test_a_region_speaks_as_its_language(tag: str, base: str) -> None:
    assert of(tag).words == of(base).words
    assert of(tag).opening == of(base).opening
    assert of(tag).speaks_itself


@pytest.mark.parametrize("tag", ["sv", "ja", "tlh", "x-own", "qq"])
def test_an_unknown_language_is_opened_with_names_and_shown_in_english(tag: str) -> None:
    phrases = of(tag)
    assert phrases.opening == NEUTRAL_OPENING
    assert phrases.words_language == "en"
    assert not phrases.speaks_itself
    assert phrases.date(datetime(2026, 6, 18, tzinfo=UTC))


@pytest.mark.parametrize(
    ("tag", "name", "direction"),
    [
        ("de", "Deutsch", "ltr"),
        ("fr", "Français", "ltr"),
        ("pt-BR", "Português (Brasil)", "ltr"),
        ("ar", "العربية", "rtl"),
        ("he", "עברית", "rtl"),
        ("qq", "Qq", "ltr"),
    ],
)
def test_names_and_directions(tag: str, name: str, direction: str) -> None:
    assert of(tag).name == name
    assert of(tag).direction == direction


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("de", "de_DE"),
        ("de-AT", "de_AT"),
        ("pt", "pt_BR"),
        ("zh-Hant", "zh_TW"),
        ("no", "no_NO"),
        ("sr-Latn", "sr_RS"),
        ("eo", ""),
    ],
)
def test_a_territory_for_networks_that_want_one(tag: str, locale: str) -> None:
    assert of(tag).locale == locale


def test_a_language_offers_itself_to_the_readers_of_another() -> None:
    assert of("de").also == "Auch auf Deutsch"
    assert of("en-GB").also == "Also in English"
    assert of("sv").also == "Svenska"


def test_what_is_unknown_is_left_out() -> None:
    opening = of("en").opening
    assert fill(opening, {"title": "Fog", "author": None, "translator": ""}) == (
        "Fog.",
        "Read by a synthetic voice.",
    )
    assert fill(opening, {"title": "{author}", "author": "A", "translator": "T"}) == (
        "{author}.",
        "By A.",
        "Translated by T.",
        "Read by a synthetic voice.",
    )
    assert fill(["{title}", "{{title}}"], {"title": " Fog\n on it "}) == ("Fog on it", "{title}")


@pytest.mark.parametrize(
    "template", ["{title.__class__}", "{0}", "{}", "{titel}", "{title!r}", "{title:9}", "{title"]
)
def test_a_wrong_template_is_named(template: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(repr(template))):
        fill([template], {"title": "Fog"})


def test_credits() -> None:
    assert of("de").credits("A", "T") == ("Von A", "Übersetzt von T")
    assert of("de").credits("A", None) == ("Von A",)
    assert of("de").credits(None, None) == ()


@pytest.mark.parametrize(
    ("tag", "date"),
    [("en", "June 18, 2024"), ("en-GB", "18 June 2024"), ("de", "18. Juni 2024"), ("sv", "18 juni 2024")],
)
def test_dates_in_the_zone_they_carry(tag: str, date: str) -> None:
    assert of(tag).date(datetime(2024, 6, 18, 23, 30, tzinfo=timezone(timedelta(hours=-7)))) == date


@pytest.mark.parametrize(
    ("phrases", "seconds", "words"),
    [
        (of("en"), 385.4, "6 min"),
        (of("de"), 385.4, "6 Min."),
        (of("de"), 3900, "1 Std. 5 Min."),
        (of("de"), 3599, "1 Std."),
        (of("en"), 0.5, "1 min"),
    ],
)
def test_durations(phrases: Phrases, seconds: float, words: str) -> None:
    assert phrases.duration(seconds) == words
