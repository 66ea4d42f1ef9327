"""Reading → HTML: the page of an episode, and the one beside its translation.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import quote

from audioedition import addresses, templating
from audioedition.markup import clean
from audioedition.model import Enclosure, Episode, Podcast, Reading, Translation
from audioedition.pages import structured, texts
from audioedition.pages.bridges import bridge
from audioedition.pages.shared import asset, relative
from audioedition.pages.texts import Group, Text
from audioedition.phrases import Phrases, of
from audioedition.text import one_line

_ROOT = "../../"
_SPEEDS = (0.75, 1, 1.25, 1.5, 1.75, 2)


@dataclass(frozen=True)
class _Recording:
    """An episode, and where what belongs to it lies: addresses that stand in a page in `episodes/` of some podcast."""

    podcast: Podcast
    episode: Episode
    folder: str

    @cached_property
    def text(self) -> Text:
        return texts.text(self.episode)

    @property
    def title(self) -> str:
        return one_line(self.episode.title)

    @property
    def audio(self) -> str:
        return self._below(addresses.audio(self.episode.enclosure.file))

    @property
    def alternates(self) -> list[tuple[Enclosure, str]]:
        return [(each, self._below(addresses.audio(each.file))) for each in self.episode.alternates]

    @property
    def transcripts(self) -> list[tuple[str, str]]:
        return [
            (suffix.upper(), self._below(addresses.transcript(self.episode.enclosure.file, suffix)))
            for suffix in ("vtt", "srt", "json")
        ]

    @property
    def cover(self) -> str:
        return self._below(self.podcast.cover) if self.podcast.cover else ""

    def _below(self, path: str) -> str:
        return f"{self.folder}/{quote(path)}"


@dataclass(frozen=True, slots=True)
class _Other:
    """A translation, with the addresses of its own page and of the one beside it, as seen from this one."""

    p: Phrases
    r: _Recording
    page: str
    beside: str
    map: str


def episode(reading: Reading) -> str:
    """The page of one episode, on which it can be read along."""
    reading = _settled(reading)
    return templating.render(
        "episode.html",
        translations=[_other(reading, translation) for translation in reading.translations],
        voices=(),
        head=structured.of_episode(reading),
        **_common(reading),
    )


def beside(reading: Reading, language: str) -> str:
    """The page of one episode beside its translation into `language`."""
    reading = _settled(reading)
    translation = next(t for t in reading.translations if t.podcast.language == language)
    common = _common(reading)
    other = _other(reading, translation)
    return templating.render(
        "beside.html",
        t=other,
        page=quote(addresses.page(reading.episode.post).rpartition("/")[2]),
        rows=_rows(common["r"].text, other.r.text, translation.rows),
        voices=(common["p"], other.p),
        head=structured.of_beside(reading, language),
        **common,
    )


def _common(reading: Reading) -> dict[str, Any]:
    """What both templates need."""
    p = of(reading.podcast.language)
    chapters = [(*each, clock(each[0].start)) for each in texts.anchors(reading.episode)]
    return {
        "root": _ROOT,
        "asset": asset,
        "p": p,
        "r": _Recording(reading.podcast, reading.episode, ".."),
        "chapters": chapters,
        "speeds": _SPEEDS,
        "is_unpublished": reading.is_unpublished,
    }


def clock(seconds: float) -> str:
    """A moment as players show it: `1:05`, `1:02:03`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _other(reading: Reading, translation: Translation) -> _Other:
    podcast, post = translation.podcast, reading.episode.post
    found = relative(podcast.address, reading.podcast.address)
    folder = found if "://" in found else f"../{found}"
    return _Other(
        of(podcast.language),
        _Recording(podcast, translation.episode, folder),
        f"{folder}/{quote(addresses.page(translation.episode.post))}",
        quote(addresses.beside(post, podcast.language).rpartition("/")[2]),
        " ".join(f"{here:.6g},{there:.6g}" for here, there in bridge(reading.episode, translation)),
    )


def _rows(
    left: Text, right: Text, rows: Sequence[tuple[Sequence[int], Sequence[int]]] | None
) -> list[tuple[list[Group], list[Group]]]:
    """What stands side by side: all of both if it cannot be told what belongs together."""
    if rows is None:
        return [(list(left.groups()), list(right.groups()))]
    return [(list(left.groups(here)), list(right.groups(there))) for here, there in rows]


def _settled(reading: Reading) -> Reading:
    """`reading` without the characters that HTML forbids, and with blocks to which all lines refer.

    Lines and blocks are cleaned where they are cut: until then, each of their characters counts.
    """
    translations = (
        replace(
            each,
            podcast=clean(each.podcast),
            episode=_settled_episode(each.episode),
            rows=each.rows if reading.episode.blocks and each.episode.blocks else None,
        )
        for each in reading.translations
    )
    return replace(
        reading,
        podcast=clean(reading.podcast),
        episode=_settled_episode(reading.episode),
        translations=tuple(translations),
    )


def _settled_episode(episode: Episode) -> Episode:
    known = texts.whole(episode)
    return replace(clean(replace(known, lines=(), blocks=())), lines=known.lines, blocks=known.blocks)
