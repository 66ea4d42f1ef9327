"""How often episodes appear: a rule of iCalendar (RFC 5545), and the same in words."""

from __future__ import annotations

from audioedition.phrases import Phrases

RULES = {
    "daily": "FREQ=DAILY",
    "weekly": "FREQ=WEEKLY",
    "biweekly": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY",
}
"""The rule for each word that `frequency` may be."""

_WORDS = {frozenset(rule.split(";")): word for word, rule in RULES.items()}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def rule(frequency: str) -> str:
    """The rule that `frequency` is or stands for."""
    return RULES.get(frequency, frequency)


def in_words(frequency: str, phrases: Phrases) -> str:
    """What people read: `Weekly`, `Weekly (Monday, Thursday)`; a rule that is harder to say stands as it is."""
    parts = set(rule(frequency).split(";")) - {"INTERVAL=1"}
    given = next((part for part in parts if part.startswith("BYDAY=")), "")
    days = given.removeprefix("BYDAY=").split(",") if given else []
    word = _WORDS.get(frozenset(parts - {given}))
    if word == "daily" and days:  # every day, if it is one of these: every week on these
        word = "weekly"
    if not word or not set(days) <= set(_DAYS) or (days and word == "monthly"):
        return rule(frequency)
    said = {
        "daily": phrases.words.daily,
        "weekly": phrases.words.weekly,
        "biweekly": phrases.words.biweekly,
        "monthly": phrases.words.monthly,
    }[word]
    return f"{said} ({', '.join(phrases.weekday(_DAYS.index(day)) for day in days)})" if days else said
