"""Conductor: what is damaged or lost ─► what is there again, and what cannot be.

covers and clips ─► records ─► identities ─► audio ─► manuscripts ─► (publish: all that is computed)

Nothing is deleted: what is damaged is kept aside.  Each thing is put right by itself, in the order in which others need it: interrupted
anywhere, the rest is done by running it again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, MutableMapping
from functools import partial
from pathlib import Path

from audioedition import covers
from audioedition.archive import Item, losses, published, records, succession
from audioedition.archive.losses import Gone
from audioedition.clips import Shelf
from audioedition.errors import ArchiveError, AudioeditionError, AudioError
from audioedition.ledger import Ledger
from audioedition.model import Episode
from audioedition.repair import aside, recordings
from audioedition.repair.contradicted import contradicted
from audioedition.repair.mended import Mended, State
from audioedition.salvage import Stray, obstacles, retracted, salvage, unclaimed
from audioedition.seal import Seal
from audioedition.sheets import bundles, pictures
from audioedition.studio import Studio

__all__ = ["Mended", "State", "repair"]


def repair(studio: Studio) -> Iterator[Mended]:
    """Make again what can be; everything computed is to be published afterwards.

    In a dry run nothing is written.  Raises ArchiveError if the disk refuses, or if a newer program has written here.
    """
    archive, tell = studio.archive, studio.progress
    for path, kind in obstacles(studio.config, archive).items():
        yield aside.taken(path, f"it is no {kind}, and one belongs there", studio)
    tags = losses.languages(archive, studio.config.languages)
    skim = {tag: archive.skim(tag, partial(tell, f"records {tag}")) for tag in tags}
    studio.unreleased.episodes()  # as the records, before anything is written: it raises if something is newer
    yield from _covers(studio)
    yield from _clips(studio.shelf, studio)
    for tag, (found, damaged) in skim.items():
        yield from _records(tag, found, damaged, studio)
    for tag in skim:
        yield from _identity(tag, studio)
    yield from recordings.mended(studio)
    yield from _manuscripts(studio)
    for lost in studio.unreleased.lost():
        why = (
            f"{lost.damage} It waits to be heard, and is not published: publish its post with --review again."
        )
        yield Mended(State.LOST, lost.record, why)
    yield from _in_the_way(studio)
    if not studio.dry_run:
        forget_written(studio)


def _in_the_way(studio: Studio) -> Iterator[Mended]:
    """Folders, pipes and devices in the places of files that are computed."""
    config = studio.config
    try:
        paths = [sheet.path for sheet in pictures(config, studio.archive)]
        paths += [path for each in bundles(config, studio.archive, config.base_url) for path in each.paths]
    except AudioeditionError:  # who writes them says so
        return
    for path in paths:
        place = config.feeds / path
        if place.exists() and not place.is_file():
            yield aside.taken(place, "it is no file, and one belongs there", studio)


def forget_written(studio: Studio) -> None:
    """Have everything that is computed be looked at, whatever its size and time.  Raises ArchiveError."""
    Ledger.forget(studio.config.private)
    Seal(studio.config).lift()


def _records(
    tag: str, found: MutableMapping[Path, Episode], damaged: Mapping[Path, str], studio: Studio
) -> Iterator[Mended]:
    """The records of a language: damaged ones, older ones, and those that are not there any more."""
    archive = studio.archive
    yield from _returned(tag, found, studio)
    for path in damaged:
        yield aside.taken(path, "it is damaged", studio)
    yield from _renewed(tag, studio)
    changed: dict[Path, Episode] = {}
    yield from contradicted(found, changed, studio)
    right = [each for path, each in found.items() if path not in changed]
    gone = {each.item.guid: each for each in losses.everywhere(archive, tag, {each.guid for each in right})}
    is_whole = published.is_whole(archive.folder(tag))
    strays = list(unclaimed(archive, tag, right))
    places = {archive.place(each.post, tag) for each in strays if isinstance(each, Stray)}
    yield from _misplaced({path: each for path, each in found.items() if path not in places}, found, studio)
    for each in strays:
        if not isinstance(each, Stray):
            yield Mended(State.LOST, each.path, each.why)
            continue
        path = archive.place(each.post, tag)
        lost, before = gone.pop(each.guid, None), changed.get(path)
        if lost and lost.is_retracted:
            yield _tombstone(lost, tag, studio, each.files)
        elif lost is None and before is None and is_whole:
            yield _left(each, studio)
        else:
            if path in found and path not in changed:
                why = f"it is the record of {found[path].guid}, in the place of another"
                yield aside.taken(path, why, studio)
            yield _salvaged(each, lost, studio, before)
    for lost in gone.values():
        if lost.path in places:  # a guid that somebody has written into the record of another
            continue
        if lost.is_retracted:
            yield _tombstone(lost, tag, studio)
        else:
            yield recordings.spoken(lost.item, tag, lost.path, studio)


def _returned(tag: str, found: MutableMapping[Path, Episode], studio: Studio) -> Iterator[Mended]:
    """Records that an older copy of the archive has brought back, of episodes that were retracted since: they are again."""
    for each in losses.returned(studio.archive, tag):
        files = succession.every_file(found[each.path])
        found[each.path] = retracted(each.item, tag, studio.now, files)
        yield aside.taken(each.path, "it is of an older copy, and its episode was retracted since", studio)
        yield _tombstone(each, tag, studio, files)


def _renewed(tag: str, studio: Studio) -> Iterator[Mended]:
    """Records of an earlier version, but for those in the place of others': a copy would take that of the right one."""
    archive = studio.archive
    read = {path: records.read(path) for path in archive.older(tag)}
    outdated = [path for path, each in read.items() if path == archive.place(each.post, each.language)]
    if outdated:
        count = f"{len(outdated):,} record{'s' * (len(outdated) != 1)} of an earlier version"
        if not studio.dry_run:
            for path in outdated:
                archive.write(read[path])
        yield aside.made(
            outdated[0].parent, f"{count}, which become{'s' * (len(outdated) == 1)} of this one", studio
        )


def _tombstone(lost: Gone, tag: str, studio: Studio, files: Collection[str] = ()) -> Mended:
    if not studio.dry_run:
        studio.archive.put(retracted(lost.known or lost.item, tag, studio.now, files), studio.now)
    alike = ("records", "made again: they were retracted, and keep their guids and dates")
    return aside.made(lost.path, "made again: it was retracted, and keeps its guid and date", studio, alike)


def _left(found: Stray, studio: Studio) -> Mended:
    """Audio of an episode that is in no feed, though the feed is whole: whether it was taken back, nobody can tell any more."""
    why = (
        "its episode has no record, and is not in its feed, which is whole: it was taken back, or its first publishing was interrupted. "
        "To have it in the feed, publish its post again; to take it back for good, run "
    )
    command = studio.config.command
    path = studio.archive.audio(found.language, found.file)
    alike = ("audio files", f"of each: {why}{command('retract', 'POST')}")
    return Mended(State.LEFT, path, f"{why}{command('retract', found.guid)}", alike)


def _misplaced(
    these: Mapping[Path, Episode], found: Mapping[Path, Episode], studio: Studio
) -> Iterator[Mended]:
    """Records, `these` of all that were `found`, that lie where those of other posts belong: copies are moved aside, and what else they are nobody knows."""
    for path, episode in these.items():
        place = studio.archive.place(episode.post, episode.language)
        if path == place:
            continue
        if place not in found:
            why = f"it is the record of {episode.guid}, which belongs to {place}: move it there; nothing is lost"
        elif path.read_bytes() == place.read_bytes():
            yield aside.taken(path, f"it is a copy of {place.name}, which is there: nothing is lost", studio)
            continue
        else:
            why = (
                f"it has the guid of {place.name}, {episode.guid}, whose name is the right one, and says something else: "
                "move it away, or in its place if it is what you want; nothing is lost"
            )
        yield Mended(State.LEFT, path, why)


def _salvaged(found: Stray, lost: Gone | None, studio: Studio, before: Episode | None) -> Mended:
    """The record of what was found without one, made again; `lost` is what else is known of that, `before` what it said when it was set aside."""
    archive = studio.archive
    path = archive.place(found.post, found.language)
    try:
        made = salvage(found, lost.known if lost else None, studio, before)
        if not studio.dry_run:
            archive.put(made.episode, studio.now)
    except AudioeditionError as exc:
        return Mended(State.LOST, path, str(exc))
    if made.can_be_spoken:
        item = Item(found.guid, found.post, made.episode.published, made.episode.title)
        done = recordings.spoken(item, found.language, path, studio)
        if done.state is not State.LOST:
            return done
    lacks = f"; {', '.join(made.lacks)}, until its post is published again" if made.lacks else ""
    one = many = ""
    if lost is None and not losses.is_told(archive, found.language):
        one = "; nothing tells whether it was retracted before: if so, retract it again"
        many = "; nothing tells which of them were retracted before: retract those again"
    alike = ("records", f"made again from their audio, with their guids and dates{lacks}{many}")
    return aside.made(
        path, f"made again from {found.file}, with its guid and date{lacks}{one}", studio, alike
    )


def _identity(tag: str, studio: Studio) -> Iterator[Mended]:
    """Who a podcast is, if that is damaged or gone and its feed or its copy tells it; what nobody tells is decided by `publish`, as at first."""
    archive = studio.archive
    folder = archive.folder(tag)
    path = folder / "podcast.json"
    try:
        if archive.has_identity(tag) or not archive.has(tag):
            return
        is_damaged = False
    except ArchiveError:
        is_damaged = True
    said = losses.identity(folder, partial(archive.known, tag))
    if is_damaged:
        moved = aside.taken(path, "it is damaged", studio)
        yield moved
        if moved.state is State.LOST:
            return
    if not studio.dry_run:
        archive.identify(tag, said)
    source = "from the address of its feed, which is right unless it has moved"
    if said.guid:
        source = "from the feed" if published.identity(folder) else "from its copy in .audioedition"
    yield aside.made(path, f"made again {source}", studio)


def _covers(studio: Studio) -> Iterator[Mended]:
    """Covers that are no pictures any more: they are made again when the feeds are written."""
    for tag, station in studio.config.stations.items():
        try:
            name = covers.name(station.podcast.title, station.podcast.language, station.cover)
        except AudioError:  # the author's own picture cannot be read: publishing says so
            continue
        path = studio.archive.folder(tag) / name
        try:
            if path.exists():
                covers.read(path)
        except AudioError:
            yield aside.taken(path, "it is no picture any more, and is made again", studio)


def _clips(shelf: Shelf, studio: Studio) -> Iterator[Mended]:
    """What is damaged on the shelf is spoken again when it is needed."""
    for path in shelf.damaged(lambda done, total: studio.progress("looking at the shelf", done, total)):
        yield aside.taken(path, "it is damaged, and is spoken again when it is needed", studio)


def _manuscripts(studio: Studio) -> Iterator[Mended]:
    for each in (studio.manuscripts, studio.unreleased.manuscripts):
        for path in each.damaged():
            yield aside.taken(path, "it is damaged, and comes back when its post is published again", studio)
