"""The day when a post was published, where only a line beside its text says so: `By Ann Lee, March 3, 2026`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time

from audioedition.days import day_in
from audioedition.editions import words
from audioedition.editions.draft import Draft
from audioedition.model import Dropped
from audioedition.patterns import later

TOP = 8
"""Blocks among which a byline stands; further down it may be that of another post."""

_NOON = time(12, tzinfo=UTC)  # the same day nearly everywhere
_CHANGED = later(
    r"updat|a[ck]?tuali|aggiorn|\bà jour|modifi|\bedit(?:ed|ado|at)|édité|revisi|änder|bearbeit|bijgewerkt|wijzig|aangepast"
    r"|bewerkt|modyfik|edytow|edici[oó]n|edição|modificação|redig|ändr|ændr|endret|pdater|změn|uprav|frissít|módos|güncel"
    r"|düzenl|değişt|обнов|измен|редакт|оновл|змін|更新|编辑|수정|업데이트|편집"
)
"""In lines that say when a post was changed, which others do not say."""


def dated(draft: Draft, dropped: Mapping[int, Dropped]) -> tuple[datetime | None, dict[Dropped, Dropped]]:
    """When the post was published, if nothing else dates it and its bylines name but one day; and how these are told then.

    The bylines are among the post's furniture and what is `dropped`, by its place.
    """
    if draft.post.published is not None:
        return None, {}
    top = [*draft.post.furniture, *(entry for place, entry in dropped.items() if place < TOP)]
    days = {
        entry: day
        for entry in top
        if entry.code == "byline" and (day := _published(entry.text, draft)) is not None
    }
    if len(set(days.values())) != 1:
        return None, {}
    day = next(iter(days.values()))
    detail = f"It says when the post was published, {day}, as `date:` in the front matter would."
    return datetime.combine(day, _NOON), {entry: replace(entry, detail=detail) for entry in days}


def _published(line: str, draft: Draft) -> date | None:
    """The day that a byline names in a language of the post; None if it may be another, or that of a change."""
    if _CHANGED.search(words.fold(line)):
        return None
    languages = {*filter(None, (draft.post.language,)), *draft.languages}
    found = {day_in(line, language) for language in languages} - {None}
    return found.pop() if len(found) == 1 else None
