"""Is everything in the archive as it was written, to the last byte?  Nothing is written; `repair` makes again what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from audioedition import covers
from audioedition.archive import Archive, losses
from audioedition.archive.losses import Gone
from audioedition.check.computed import computed
from audioedition.check.findings import Finding, State, settings
from audioedition.check.recordings import recordings
from audioedition.clips import Shelf
from audioedition.config import Config
from audioedition.errors import ArchiveError, AudioError
from audioedition.manuscripts import Manuscripts
from audioedition.model import Episode
from audioedition.salvage import Stray, obstacles, unclaimed
from audioedition.unreleased import Unreleased

_Tell = Callable[[str, int, int], None]


def whole(config: Config, archive: Archive, tell: _Tell) -> Iterator[Finding]:
    """Read every byte of the archive, and compare what is computed with what would be computed now.

    `tell` is told what is looked at, how much of it is done, and of how much.  Raises ArchiveError for what a newer program has written.
    """
    again = f"run {config.command('repair')}"
    is_whole = can_be_computed = True
    for tag in losses.languages(archive, config.languages):
        records, damaged = archive.skim(tag, partial(tell, f"records {tag}"))
        episodes = list(records.values())
        there = {each.guid for each in episodes}
        lost = [each for each in losses.everywhere(archive, tag, there) if not each.path.exists()]
        found = [
            *_records(tag, records, damaged, lost, archive, again),
            *recordings(tag, episodes, archive, tell, again),
        ]
        yield from sorted(found, key=lambda each: each.alike)
        if not found and episodes:
            yield Finding(f"archive {tag}", State.OK, _counted(episodes))
        elif not found:
            yield Finding(f"archive {tag}", State.NOTE, "nothing is recorded, as far as is known here")
        is_whole = is_whole and all(each.state is not State.FAIL for each in found)
        can_be_computed = can_be_computed and not damaged and not lost and _is_known(tag, archive)
    if not can_be_computed:
        yield Finding(
            "computed",
            State.NOTE,
            f"feeds and pages are looked at once all records, and podcast.json, are there and can be read: {again}",
        )
    elif config.missing:
        yield settings(config)
    else:
        pictures = list(_covers(config, archive, again))
        yield from pictures
        yield from computed(config, archive, tell, again, is_whole=is_whole and not pictures)
    yield from _kept(config, archive, tell, again)


def _is_known(tag: str, archive: Archive) -> bool:
    """Whether it can be read who a podcast is."""
    try:
        archive.identity(tag)
    except ArchiveError:
        return False
    return True


def _counted(episodes: list[Episode]) -> str:
    files = [each for e in episodes if not e.retracted for each in (e.enclosure, *e.alternates)]
    size = sum(each.length for each in files)
    retracted = sum(1 for each in episodes if each.retracted)
    without = f" ({retracted:,} retracted)" if retracted else ""
    counts = f"{len(episodes):,} record{'s' * (len(episodes) != 1)}{without}, {len(files):,} audio file{'s' * (len(files) != 1)}"
    return f"{counts}, {size / 1e6:,.1f} MB: each record can be read and is in its place, each audio file has the length, checksum, guid and date of its record"


def _records(  # noqa: PLR0913, PLR0917 -- what was found, and where
    tag: str,
    records: Mapping[Path, Episode],
    damaged: Mapping[Path, str],
    lost: Sequence[Gone],
    archive: Archive,
    again: str,
) -> Iterator[Finding]:
    """Records that cannot be read, that lie in another's place, that are not there, and who the podcast is."""
    what = f"archive {tag}"
    for path in damaged:
        sentence = f"{path} is damaged, and no episode can be read from it: {again}"
        yield Finding(what, State.FAIL, sentence, path=path, alike=("records are damaged", again))
    for path, sentence in _misplaced(records, archive):
        yield Finding(what, State.FAIL, f"{path} {sentence}", path=path)
    for back in losses.returned(archive, tag):
        sentence = (
            f"{back.path} is of an older copy: its episode was retracted since: {again}, which takes it back"
        )
        alike = ("records are of an older copy: their episodes were retracted since", again)
        yield Finding(what, State.FAIL, sentence, path=back.path, alike=alike)
    strays = list(unclaimed(archive, tag, records.values()))
    heard = {each.guid: each for each in strays if isinstance(each, Stray)}
    for each in lost:
        yield _gone(what, each, again, is_heard=each.item.guid in heard)
        heard.pop(each.item.guid, None)
    for stray in heard.values():
        if archive.place(stray.post, tag) not in damaged:
            path = archive.audio(tag, stray.file)
            sentence = f"{path} is the episode {stray.guid}, which has no record: {again}"
            alike = ("audio files have no record", again)
            yield Finding(what, State.FAIL, sentence, path=path, alike=alike)
    for foreign in strays:
        if not isinstance(foreign, Stray):
            yield Finding(what, State.NOTE, f"{foreign.path}: {foreign.why}", path=foreign.path)
    if count := len(archive.older(tag)):
        yield Finding(
            what,
            State.NOTE,
            f"{count:,} record{'s are' if count > 1 else ' is'} of an earlier version, which is no fault; {again} to have all in this one",
        )
    yield from _identity(tag, archive, again, is_needed=bool(records))


def _gone(what: str, each: Gone, again: str, *, is_heard: bool) -> Finding:
    if each.is_retracted:
        one, many = (
            "is gone; it was of an episode that was retracted",
            "records of retracted episodes are gone",
        )
    elif is_heard:
        one, many = "is gone, while its audio is there", "records are gone, while their audio is there"
    else:
        one, many = "is gone, and so is its audio", "records are gone, and so is their audio"
    return Finding(what, State.FAIL, f"{each.path} {one}: {again}", path=each.path, alike=(many, again))


def _identity(tag: str, archive: Archive, again: str, *, is_needed: bool) -> Iterator[Finding]:
    """Who the podcast is, if that cannot be told; before its feed is first written, nobody has decided it."""
    folder = archive.folder(tag)
    try:
        if is_needed and not archive.has_identity(tag) and any(folder.glob("feed*.xml")):
            sentence = f"{folder} has no podcast.json, by which apps know the podcast: {again}"
            yield Finding(f"archive {tag}", State.FAIL, sentence)
    except ArchiveError as exc:
        yield Finding(f"archive {tag}", State.FAIL, str(exc))


def _misplaced(records: Mapping[Path, Episode], archive: Archive) -> Iterator[tuple[Path, str]]:
    """Records that lie where those of other posts belong, and what is said of each."""
    for path, episode in records.items():
        place = archive.place(episode.post, episode.language)
        if path != place and place in records:
            yield (
                path,
                f"is another record of {episode.guid}, whose own is {place.name}: move it away; nothing is lost",
            )
        elif path != place:
            yield (
                path,
                f"is the record of {episode.guid}, which belongs to {place}: move it there; nothing is lost",
            )


def _covers(config: Config, archive: Archive, again: str) -> Iterator[Finding]:
    for tag, station in config.stations.items():
        try:
            name = covers.name(station.podcast.title, station.podcast.language, station.cover)
        except AudioError as exc:  # the author's own picture
            yield Finding(f"cover {tag}", State.FAIL, str(exc))
            continue
        path = archive.folder(tag) / name
        if path.exists():
            try:
                covers.read(path)
            except AudioError:
                sentence = f"{path} is damaged or cannot be read: {again}, which makes it again"
                yield Finding(f"cover {tag}", State.FAIL, sentence, path=path)


def _in_the_way(config: Config, archive: Archive, again: str) -> Iterator[Finding]:
    """What is no file where one belongs, or no folder."""
    if config.private.exists() and not config.private.is_dir():
        sentence = f"{config.private} is no folder, and one belongs there: move it away, and {again}"
        yield Finding("kept", State.FAIL, sentence, path=config.private)
    for path, kind in obstacles(config, archive).items():
        sentence = f"{path} is no {kind}, and one belongs there: {again}"
        yield Finding("kept", State.FAIL, sentence, path=path)


def _kept(config: Config, archive: Archive, tell: _Tell, again: str) -> Iterator[Finding]:
    """What is private: the shelf, the manuscripts, and what waits to be heard."""
    shelf = Shelf(config.shelf)
    clips = list(shelf.damaged(lambda done, total: tell("shelf", done, total)))
    for path in clips:
        sentence = f"{path} is damaged; it would be spoken again when it is needed: {again}"
        yield Finding("shelf", State.FAIL, sentence, path=path, alike=("clips are damaged", again))
    if not clips:
        yield Finding("shelf", State.OK, "each clip is as it was spoken")
    yield from _in_the_way(config, archive, again)
    unreleased = Unreleased.beside(archive)
    for manuscripts in (Manuscripts(config.manuscripts), unreleased.manuscripts):
        for path in manuscripts.damaged():
            yield Finding(
                "manuscripts",
                State.FAIL,
                f"{path} is damaged, and comes back when its post is published again: {again}",
                path=path,
                alike=("manuscripts are damaged", again),
            )
    for lost in unreleased.lost():
        yield Finding(
            "unreleased",
            State.FAIL,
            f"{lost.damage} It is not released: publish its post with --review again.",
        )
    for episode in unreleased.episodes():
        for each in (episode.enclosure, *episode.alternates):
            if fault := unreleased.archive.fault(episode.language, each):
                path = unreleased.archive.audio(episode.language, each.file)
                yield Finding(
                    "unreleased",
                    State.FAIL,
                    f"{path}: {fault}; publish the post {episode.post!r} with --review again",
                )
