"""Episodes to be read along, with times that are easy to tell, and the files of their pages."""

from __future__ import annotations

import re
import wave
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from feed_samples import episode, podcast

from audioedition import addresses, pages
from audioedition.model import Block, Chapter, Episode, Kind, Line, Podcast, Reading, Translation

SENTENCE, PAUSE = 2.0, 0.5
"""Seconds that each sentence takes, and those between two."""

ENGLISH = (
    "A ferry is slow. It is also quiet, which the bridge is not.",
    "The engine starts at six. Two people wait. One of them sings.",
    "Nobody asked what the road costs.",
    "We count what we can see. So we count the boat.",
)
GERMAN = (
    "Eine Fähre ist langsam. Leise ist sie auch, anders als die Brücke. Man hört das Wasser.",
    "Um sechs springt der Motor an. Zwei Leute warten. Einer singt.",
    "Niemand hat gefragt, was die Straße kostet.",
    "Wir zählen, was wir sehen. Also zählen wir das Boot.",
)
ARABIC = (
    "العبّارة بطيئة. لكنها هادئة.",
    "يبدأ المحرك في السادسة. ينتظر شخصان. أحدهما يغني.",
    "لم يسأل أحد عن كلفة الطريق.",
    "نعدّ ما نراه. لذلك نعدّ القارب.",
)
TITLES = {"en": "Who needs a ferry?", "de": "Wer braucht eine Fähre?", "ar": "من يحتاج إلى العبّارة؟"}


def spoken(language: str, texts: Sequence[str], **other: Any) -> Episode:
    """An episode in which each sentence of the paragraphs `texts` is spoken, its title first."""
    title = str(other.pop("title", TITLES[language]))
    lines = [Line(0.0, SENTENCE, title, -1, (0, len(title)))]
    for place, text in enumerate(texts):
        for found in re.finditer(r"\S.*?[.!?](?=\s|$)", text):
            start = len(lines) * (SENTENCE + PAUSE)
            lines.append(Line(start, start + SENTENCE, found[0], place, found.span()))
    made = episode(
        language,
        7,
        title,
        "About a ferry.",
        lines=tuple(lines),
        blocks=tuple(Block(Kind.PARAGRAPH, text) for text in texts),
        seconds=lines[-1].end + 1,
        chapters=(Chapter(0.0, title), Chapter(lines[3].start, "The engine")),
    )
    return replace(made, **other)


def reading(
    *episodes: Episode, rows: Sequence[tuple[Sequence[int], Sequence[int]]] | None = (), **other: Any
) -> Reading:
    """The first of `episodes`, and the others as its translations; by default one row for each block."""
    one, *others = episodes
    paired = tuple(((place,), (place,)) for place in range(len(one.blocks)))
    chosen = None if rows is None else tuple((tuple(a), tuple(b)) for a, b in rows) or paired
    translations = tuple(Translation(_podcast(each.language), each, chosen) for each in others)
    return Reading(_podcast(one.language), one, translations, **other)


def _podcast(language: str) -> Podcast:
    return podcast(language, f"Ferries ({language})", "About boats.")


def lay_out(root: Path, found: Reading) -> Path:
    """Write the pages of a reading and of its translations, and silence to go with them; return that of the episode."""
    for name, data in pages.assets():
        path = root / addresses.ASSETS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    sides = [(found.podcast, found.episode), *((t.podcast, t.episode) for t in found.translations)]
    for own, one in sides:
        audio = root / own.folder / addresses.audio(one.enclosure.file)
        audio.parent.mkdir(parents=True, exist_ok=True)
        with wave.open(str(audio), "wb") as file:  # browsers look at the contents, not at the name
            file.setparams((1, 1, 8000, 0, "NONE", ""))
            file.writeframes(b"\x80" * round(8000 * one.seconds))
    page = root / found.podcast.folder / addresses.page(found.episode.post)
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(pages.episode(found), "utf-8")
    for translation in found.translations:
        language = translation.podcast.language
        beside = root / found.podcast.folder / addresses.beside(found.episode.post, language)
        beside.write_text(pages.beside(found, language), "utf-8")
        back = Translation(
            found.podcast,
            found.episode,
            translation.rows and tuple((right, left) for left, right in translation.rows),
        )
        other = Reading(translation.podcast, translation.episode, (back,))
        there = root / translation.podcast.folder / addresses.page(translation.episode.post)
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_text(pages.episode(other), "utf-8")
    return page
