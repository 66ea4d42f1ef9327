"""Records that say something else than their audio: somebody has changed them, and they are made again from that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path

from audioedition.mixdown import labels
from audioedition.model import Episode
from audioedition.repair import aside
from audioedition.repair.mended import Mended, State
from audioedition.salvage import contradictions, dates, is_of, is_recognised
from audioedition.studio import Studio

_WHY = "it was changed since it was written, and is written again as its audio tells"


def contradicted(
    found: Mapping[Path, Episode], changed: MutableMapping[Path, Episode], studio: Studio
) -> Iterator[Mended]:
    """Set aside those of the records `found` that contradict their audio; `changed` learns what each of them said.

    Of two dates nobody knows which is right.  Audio that is damaged says nothing.  Raises ArchiveError.
    """
    archive = studio.archive
    for path, short in found.items():
        place = archive.place(short.post, short.language)
        if short.retracted or path != place or not archive.holds(short.language, short.enclosure):
            continue
        audio = archive.audio(short.language, short.enclosure.file)
        try:
            tags = labels.read(audio)
        except OSError:  # that is told where all audio is looked at
            continue
        episode = archive.find(short.post, short.language)
        if tags is None or episode is None:
            continue
        again = f"publish the post {episode.post!r} again"
        wrong = contradictions(episode, tags)
        if not (wrong or tags.published != episode.published) or archive.fault(
            episode.language, episode.enclosure
        ):
            continue
        if not is_of(episode, tags, archive):
            why = f"its tags are those of another episode ({tags.guid}): {again}"
            yield Mended(State.LEFT, audio, why)
        elif not wrong:
            yield Mended(State.LEFT, audio, dates(episode, tags, path))
        elif is_recognised(audio, archive, episode.language):
            changed[path] = episode
            yield aside.taken(path, f"{_WHY} ({'; '.join(wrong)})", studio, _WHY)
        else:
            yield Mended(
                State.LEFT, path, f"it was changed since it was written: {'; '.join(wrong)}: {again}"
            )
