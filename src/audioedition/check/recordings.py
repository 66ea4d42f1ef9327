"""Is the audio as it was recorded, and does it tell of itself what its record tells?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from audioedition.archive import Archive
from audioedition.check.findings import Finding, State
from audioedition.errors import ArchiveError
from audioedition.mixdown import labels
from audioedition.model import Episode, Tags
from audioedition.salvage import contradictions, dates, is_of


def recordings(
    tag: str, episodes: Sequence[Episode], archive: Archive, tell: Callable[[str, int, int], None], again: str
) -> Iterator[Finding]:
    """Audio that is not as it was recorded, or that tells of itself something else than its record; `again` makes either again.

    The `episodes` need not have their lines and blocks.
    """
    what = f"archive {tag}"
    files = [(e, each) for e in episodes if not e.retracted for each in (e.enclosure, *e.alternates)]
    for done, (episode, enclosure) in enumerate(files, 1):
        path = archive.audio(tag, enclosure.file)
        if fault := archive.fault(tag, enclosure):
            alike = ("audio files are damaged or missing", again)
            yield Finding(what, State.FAIL, f"{path}: {fault}; {again}", path=path, alike=alike)
        elif enclosure is episode.enclosure and (tags := labels.read(path)):
            yield from _told(episode, path, tags, archive, again)
        tell(f"audio {tag}", done, len(files))


def _told(episode: Episode, audio: Path, tags: Tags, archive: Archive, again: str) -> Iterator[Finding]:
    """What is wrong if the `tags` in an episode's audio do not say what its record does."""
    what = f"archive {episode.language}"
    record = archive.place(episode.post, episode.language)
    if not is_of(episode, tags, archive):
        sentence = f"{audio}: its tags are those of another episode ({tags.guid}): publish the post {episode.post!r} again"
        yield Finding(what, State.FAIL, sentence, path=audio)
    elif wrong := _contradictions(episode, tags, archive):
        sentence = f"{record} was changed since it was written: {'; '.join(wrong)}: {again}, which writes it as the audio tells"
        alike = (
            "records say something else than their audio",
            f"{again}, which writes them as the audio tells",
        )
        yield Finding(what, State.FAIL, sentence, path=record, alike=alike)
    elif tags.published != episode.published:
        sentence = f"{audio}: {dates(episode, tags, record)}"
        yield Finding(what, State.FAIL, sentence, path=audio)


def _contradictions(episode: Episode, tags: Tags, archive: Archive) -> list[str]:
    """What the record of an episode says otherwise than its audio; its lines are read for that."""
    try:
        record = archive.find(episode.post, episode.language)
    except ArchiveError:  # another one lies in its place, and is told as that
        return []
    return contradictions(record, tags) if record and record.guid == episode.guid else []
