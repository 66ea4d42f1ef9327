"""Edition + script + recording → Episode: pure assembly, and the two fingerprints.

The *sound* fingerprint covers everything that is heard, the *packaging* fingerprint everything else
that is written into the audio file.  Equal sound: nothing is spoken again.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from audioedition.errors import AudioError, PostError
from audioedition.files import digest, digest_file
from audioedition.languages import base
from audioedition.model import (
    Block,
    Chapter,
    Edition,
    Enclosure,
    Episode,
    Jingle,
    Kind,
    Line,
    Mixdown,
    Pauses,
    Podcast,
    Post,
    Reference,
    Script,
    Shown,
    Tags,
    Utterance,
)

_SETTINGS, _PAUSES = Script(), Pauses()

REVISION = 2
"""Of what the program itself adds to every recording (trimming, joints, loudness, encoding, tags):
raised when that changes, so that older recordings are made anew when their post is published."""

RECORD = 2
"""Of what a record holds: raised when that changes, so that those of older programs are written anew."""

SUMMARY = 400
"""Characters of a summary, at most: what apps show before "more"."""

APART = 2.0
"""Seconds between the beginnings of two chapters, at least."""


_AHEAD = timedelta(days=1)
"""By how much an episode may be newer than the clock of this machine: another one's may differ."""

_TOGETHER = timedelta(days=1)
"""How long after each other the editions of one post without a date are published as if at one time."""

MOST_REFERENCES = 100
"""Links of a text that are kept for the show notes; a text with more of them is a list of links."""


def sound(
    script: Sequence[Utterance],
    voice: str,
    jingles: Sequence[Jingle | None],
    guests: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The fingerprint (SHA-256) of what is heard; `voice` is that of the engine.

    `guests` are those of the other engines that speak in it, by speaker.
    Jingles count by their contents: paths and written forms don't matter.  Raises AudioError for a
    jingle that is not there.
    """
    spoken = [(u.spoken, u.speaker, u.pause_after) for u in script]
    music = [j and (j.overlap, j.level, j.fade, _contents(j.path)) for j in jingles]
    others = [sorted(guests.items())] if guests else []
    return digest(json.dumps([REVISION, spoken, voice, music, *others], ensure_ascii=True))


def draft(  # noqa: PLR0913 -- what an episode is made of
    post: Post,
    edition: Edition,
    podcast: Podcast,
    *,
    guid: str,
    published: datetime,
    settings: Script = _SETTINGS,
) -> Episode:
    """The record of an edition that has yet to be recorded: without sound, file and times.

    The `settings` say what of it is spoken, and what only shown.
    """
    return Episode(
        guid=guid,
        post=post.id,
        origin=digest(post.origin),
        language=podcast.language,
        title=edition.title,
        summary=summary(edition.blocks),
        published=published,
        sound="",
        packaging="",
        enclosure=Enclosure("", 0),
        seconds=0.0,
        blocks=tuple(replace(block, line=0, over=False, pictures=()) for block in edition.blocks),
        shown=shown(edition.blocks, settings),
        references=references(edition.blocks),
        author=post.author or podcast.author or None,
        translator=edition.translator,
        rights=post.rights or podcast.copyright or None,
        address=_address(post, edition.language),
        host=post.host or None,
        tags=post.tags,
    )


def _address(post: Post, language: str) -> str | None:
    """Where the post stands in `language`, or at all."""
    alike = sorted(tag for tag in post.addresses if base(tag) == base(language))
    tag = language if language in alike else next(iter(alike), "")
    return post.addresses.get(tag, post.address)


def published(
    post: Post, now: datetime, newest: datetime | None = None, sister: datetime | None = None
) -> datetime:
    """When an episode first counts as published: with its post, but never in the future.

    A post without a date that has a `sister`, an edition in another language, of less than a day ago, has its date: what was to be
    published at one time is, also if it was interrupted.

    If the `newest` of its podcast is more than a day later than now, the clock is, or was, wrong: a post's own date holds, by which
    no later than that.  Raises PostError for a post that has none then, and for a date that no feed could carry.
    """
    latest = newest if newest and newest - now > _AHEAD else now
    if latest != now and post.published is None:
        message = (
            f"{post.source} has no date, and by the clock it is {now:%Y-%m-%d}, while the newest episode is of {latest:%Y-%m-%d}: "
            "set the clock right, or write `date:` into the front matter of the post. A date is decided once."
        )
        raise PostError(message)
    its = sister if sister and timedelta() <= now - sister < _TOGETHER else now
    try:
        return min(post.published or its, latest).astimezone(UTC).replace(microsecond=0)
    except OverflowError as exc:
        message = (
            f"{post.source} has the date {post.published}, which is out of range: correct its front matter."
        )
        raise PostError(message) from exc


def tags(
    episode: Episode,
    podcast: Podcast,
    comment: str,
    script: Sequence[Utterance] = (),
    pauses: Pauses = _PAUSES,
) -> Tags:
    """What the audio file of an episode says about itself, its cover and the times of its chapters apart.

    The `pauses` are those of the `script`: they tell where its sentences end.
    """
    return Tags(
        title=episode.title,
        artist=episode.author or "",
        album=podcast.title,
        language=episode.language,
        published=episode.published,
        guid=episode.guid,
        copyright=episode.rights or "",
        comment=comment,
        chapters=tuple(Chapter(0.0, u.chapter) for u in script if u.chapter is not None),
        lyrics=lyrics(script, pauses),
    )


def timed(tags: Tags, episode: Episode) -> Tags:
    """The `tags` of an episode that is recorded: its chapters have their times."""
    return replace(tags, chapters=episode.chapters, seconds=episode.seconds)


def lyrics(script: Sequence[Utterance], pauses: Pauses) -> str:
    """All that is heard: a line for each sentence, and an empty one between blocks."""
    pieces: list[str] = []
    for u, following in itertools.pairwise(script):
        pieces.append(u.text)
        if following.block != u.block:
            pieces.append("\n\n")
        elif u.pause_after >= pauses.sentence:
            pieces.append("\n")
        elif u.span[1] == 0 or u.span[1] != following.span[0]:  # a part of a sentence, with a blank behind it
            pieces.append(" ")
    return "".join((*pieces, *(u.text for u in script[-1:])))


def packaging(tags: Tags, cover: str, *, opus: bool = False) -> str:
    """The fingerprint (SHA-256) of what is written into the audio file besides the sound.

    `cover` is the name of the cover's file, which carries a digest of the picture; `opus` says that there is a
    second file, as Opus.  Times do not count: they are those of the sound.
    """
    words = asdict(tags) | {"cover": cover, "published": tags.published.isoformat(), "opus": opus}
    words |= {"chapters": [chapter.title for chapter in tags.chapters], "seconds": None}
    return digest(json.dumps(words, ensure_ascii=True, sort_keys=True))


def finish(
    episode: Episode,
    script: Sequence[Utterance],
    mix: Mixdown,
    seats: Mapping[str, int] = MappingProxyType({}),
    stood_in: Mapping[int, int] = MappingProxyType({}),
) -> Episode:
    """A drafted episode with its recording, its files apart: each sentence as it was written, with its time.

    `seats` are the places of speakers among the episode's voices; who has none is the one that reads.  `stood_in` says
    which sentences, counted from 0, a fallback voice spoke, and the place of that.
    """
    timed = list(zip(script, mix.timings, strict=True))
    lines = tuple(
        Line(
            round(t.start, 3),
            round(t.end, 3),
            u.text,
            u.block,
            u.span,
            stood_in.get(place, seats.get(u.speaker, 0)),
            "" if base(u.language) == base(episode.language) else u.language,
        )
        for place, (u, t) in enumerate(timed)
    )
    marks = [Chapter(round(t.start, 3), u.chapter) for u, t in timed if u.chapter is not None]
    return replace(episode, lines=lines, chapters=tuple(_chapters(marks)), seconds=round(mix.seconds, 3))


def _chapters(marks: Sequence[Chapter]) -> Iterator[Chapter]:
    """One chapter for each of the `marks`; the first begins at 0, with the jingle, and what is not apart is joined."""
    last: Chapter | None = None
    for mark in marks:
        if last is None:
            last = replace(mark, start=0.0)
        elif mark.start - last.start >= APART:
            yield last
            last = mark
        elif mark.title != last.title:
            last = replace(last, title=f"{last.title} – {mark.title}")
    if last:
        yield last


def summary(blocks: Sequence[Block]) -> str:
    """The text's beginning, cut at a word: what a listener reads before deciding."""
    text = ""
    for block in blocks:
        if block.kind not in {Kind.PARAGRAPH, Kind.QUOTE, Kind.ITEM}:
            continue
        text = f"{text} {' '.join(block.text.split())}".strip()
        if len(text) >= SUMMARY // 2:
            break
    if len(text) <= SUMMARY:
        return text
    head = text[:SUMMARY].rsplit(None, 1)[0].rstrip(" ,;:–—-")
    return f"{head} …"


def shown(blocks: Sequence[Block], settings: Script) -> tuple[Shown, ...]:
    """What of the `blocks` is not spoken but can be looked at; what is below or above code and tables goes with them."""
    silent = {Kind.CODE, Kind.TABLE}
    silent |= set() if settings.captions else {Kind.CAPTION}
    silent |= set() if settings.alt else {Kind.PICTURE}
    kinds = [None, *(block.kind for block in blocks), None]
    return tuple(
        Shown(block.kind, block.text)
        for block, above, below in zip(blocks, kinds, kinds[2:], strict=False)
        if block.kind in silent
        or (
            block.kind is Kind.CAPTION
            and above is not Kind.PICTURE
            and not {above, below}.isdisjoint({Kind.CODE, Kind.TABLE})
        )
    )


def references(blocks: Sequence[Block]) -> tuple[Reference, ...]:
    """The pages to which the `blocks` link, each once, in the order of the text."""
    found: dict[str, Reference] = {}
    for block in blocks:
        for link in block.links:
            words = " ".join(block.text[link.start : link.end].split())
            if words:
                found.setdefault(link.address, Reference(words, link.address))
    return tuple(found.values())[:MOST_REFERENCES]


def _contents(jingle: Path) -> str:
    try:
        return digest_file(jingle)
    except OSError as exc:
        message = (
            f"The jingle {jingle} could not be read ({exc.strerror}): correct its name in audioedition.toml."
        )
        raise AudioError(message) from exc
