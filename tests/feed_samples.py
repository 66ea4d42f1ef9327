"""Feeds as `publish` makes them, for the tests of what is computed from them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from audioedition.model import Attribution, Enclosure, Episode, Feed, Podcast, Sister

SUMMER = timezone(timedelta(hours=2))


def podcast(language: str, title: str, description: str, **other: Any) -> Podcast:
    settings: dict[str, Any] = {
        "language": language,
        "title": title,
        "description": description,
        "author": "Jane Roe",
        "email": "jane@example.org",
        "address": f"https://example.org/feeds/{language}",
        "link": "https://example.org/",
        "category": ("Arts", "Books"),
        "copyright": "© 2026 Jane Roe",
        "cover": "cover-1234abcd.png",
    }
    return Podcast(**settings | other)


def episode(language: str, number: int, title: str, summary: str, **other: Any) -> Episode:
    settings: dict[str, Any] = {
        "guid": f"tag:example.org,2026:letter-{number}/{language}",
        "post": f"letter-{number}",
        "origin": "0" * 64,
        "language": language,
        "title": title,
        "summary": summary,
        "published": datetime(2026, 6, 3 * number, 20, 30, tzinfo=SUMMER),
        "sound": "1" * 64,
        "packaging": "2" * 64,
        "enclosure": Enclosure(f"letter-{number}-0a1b2c3d.mp3", 1_000_000 + number),
        "seconds": 385.4,
        "author": "Jane Roe",
        "voice": Attribution("joe", "CC0-1.0", "https://example.org/joe"),
    }
    return Episode(**settings | other)


ENGLISH = podcast(
    "en", "Letters from the Harbour", "Essays about boats, weather and those who wait for both."
)
GERMAN = podcast("de", "Briefe vom Hafen", "Essays über Boote, Wetter und alle, die auf beides warten.")

FOG = "What the harbour sounds like when nothing can be seen.\n\nA letter in three parts."
NEBEL = "Wie der Hafen klingt, wenn man nichts sieht.\n\nEin Brief in drei Teilen."

EN = Feed(
    ENGLISH,
    (
        episode(
            "en", 2, "Fog & Patience", FOG, address="https://example.org/fog", rights="© Jane Roe, CC BY 4.0"
        ),
        episode("en", 1, "The First Boat", "Every morning begins with the same engine."),
    ),
    (Sister("de", GERMAN.title, GERMAN.address),),
)
DE = Feed(
    GERMAN,
    (
        episode(
            "de", 2, "Nebel und Geduld", NEBEL, address="https://example.org/fog", translator="Jörg Müller"
        ),
        episode("de", 1, "Das erste Boot", "Jeder Morgen beginnt mit demselben Motor."),
    ),
    (Sister("en", ENGLISH.title, ENGLISH.address),),
)

HOSTILE = (
    "<script>alert(1)</script>",
    "]]><evil/>",
    "A & B < C > D \"quoted\" 'so' &amp; {{ 7 * 7 }}",
    "bell\x07 null\x00 vertical\x0btab \x85next \ufffe\uffff",
    "half an emoji \ud83d and a whole one 🎙️",
    "turned \u202e around",
    "x" * 500,
    "two\nlines\r\nand\ta tab",
)
"""Titles, names and summaries that break careless XML and HTML."""
