"""Is everything in the archive as it was written, to the last byte?  Nothing is written; `repair` makes again what is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from audioedition import addresses, covers, lint
from audioedition.archive import Archive
from audioedition.check.findings import Finding, State, settings
from audioedition.clips import Shelf
from audioedition.config import Config
from audioedition.errors import ArchiveError, AudioeditionError, AudioError
from audioedition.ledger import Ledger
from audioedition.manuscripts import Manuscripts
from audioedition.mixdown import labels
from audioedition.model import Episode
from audioedition.salvage import Stray, unclaimed
from audioedition.sheets import Sheet, bundles
from audioedition.unreleased import Unreleased

_Tell = Callable[[str, int, int], None]


def whole(config: Config, archive: Archive, tell: _Tell) -> Iterator[Finding]:
    """Read every byte of the archive, and compare what is computed with what would be computed now.

    `tell` is told what is looked at, how much of it is done, and of how much.  Raises ArchiveError for what a newer program has written.
    """
    again = f"run {config.command('repair')}"
    is_readable = True
    for tag in sorted({*archive.podcasts(), *config.languages}):  # of some, the whole folder may be gone
        records, damaged = archive.skim(tag, partial(tell, f"records {tag}"))
        episodes = list(records.values())
        found = [
            *_records(tag, records, damaged, archive, again),
            *_audio(tag, episodes, archive, tell, again),
        ]
        yield from found
        if episodes and not found:
            yield Finding(f"archive {tag}", State.OK, _counted(episodes))
        is_readable = is_readable and not damaged and _is_known(tag, archive)
    if not is_readable:
        yield Finding(
            "computed",
            State.NOTE,
            f"feeds and pages are looked at once all records, and podcast.json, can be read: {again}",
        )
    elif config.missing:
        yield settings(config)
    else:
        yield from _covers(config, archive, again)
        yield from _computed(config, archive, tell, again)
        yield from _rules(config, archive)
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
    counts = f"{len(episodes):,} record{'s' * (len(episodes) != 1)}, {len(files):,} audio file{'s' * (len(files) != 1)}"
    return f"{counts}, {size / 1e6:,.1f} MB: each is as it was written"


def _records(
    tag: str, records: Mapping[Path, Episode], damaged: Mapping[Path, str], archive: Archive, again: str
) -> Iterator[Finding]:
    """Records that cannot be read, that are twins, that are not there, and who the podcast is."""
    what = f"archive {tag}"
    episodes = list(records.values())
    for sentence in (*damaged.values(), *_misplaced(records, archive)):
        yield Finding(what, State.FAIL, sentence)
    gone = {path for path in archive.remembered(tag) if not path.exists()}
    gone |= {archive.place(each.post, tag) for each in (archive.gone(tag) if not damaged else ())}
    for path in sorted(gone):
        yield Finding(what, State.FAIL, f"{path} is gone: {again}")
    for stray in unclaimed(archive, tag, episodes):
        if isinstance(stray, Stray):
            path = archive.audio(tag, stray.file)
            yield Finding(
                what, State.FAIL, f"{path} is the episode {stray.guid}, which has no record: {again}"
            )
        else:
            yield Finding(what, State.NOTE, f"{stray.path}: {stray.why}")
    if count := len(archive.older(tag)):
        yield Finding(
            what,
            State.NOTE,
            f"{count:,} record{'s are' if count > 1 else ' is'} of an earlier version, which is no fault; {again} to have all in this one",
        )
    try:
        if not archive.identity(tag).guid and episodes:
            yield Finding(
                what,
                State.FAIL,
                f"{archive.folder(tag)} has no podcast.json, by which apps know the podcast: {again}",
            )
    except ArchiveError as exc:
        yield Finding(what, State.FAIL, str(exc))


def _misplaced(records: Mapping[Path, Episode], archive: Archive) -> Iterator[str]:
    """Records of one and the same episode, or under another's name."""
    for guid, count in Counter(each.guid for each in records.values()).items():
        if count > 1:
            yield f"{count} records have the guid {guid}: move those that are wrong away"
    for path, episode in records.items():
        if path != (place := archive.place(episode.post, episode.language)):
            yield f"{path} is the record of {episode.guid}, which belongs to {place}: move it there, or away"


def _audio(tag: str, episodes: list[Episode], archive: Archive, tell: _Tell, again: str) -> Iterator[Finding]:
    """Audio that is not as it was recorded, or that tells of itself something else than its record."""
    files = [(e, each) for e in episodes if not e.retracted for each in (e.enclosure, *e.alternates)]
    for done, (episode, enclosure) in enumerate(files, 1):
        path = archive.audio(tag, enclosure.file)
        if fault := archive.fault(tag, enclosure):
            yield Finding(
                f"archive {tag}",
                State.FAIL,
                f"{path}: {fault}; {again}, or publish the post {episode.post!r} again",
            )
        elif enclosure is episode.enclosure and (told := _of_another(episode, path)):
            yield Finding(
                f"archive {tag}",
                State.FAIL,
                f"{path}: its tags are those of another episode ({told}); publish the post {episode.post!r} again",
            )
        tell(f"audio {tag}", done, len(files))


def _of_another(episode: Episode, path: Path) -> str:
    """The guid and date in a file, if they are not those of its record; "" if they are, or nothing is told."""
    said = labels.read(path)
    if said is None or (said.guid, said.published) == (episode.guid, episode.published):
        return ""
    return f"{said.guid}, {said.published.isoformat()}"


def _covers(config: Config, archive: Archive, again: str) -> Iterator[Finding]:
    for tag, station in config.stations.items():
        path = archive.folder(tag) / covers.name(
            station.podcast.title, station.podcast.language, station.cover
        )
        if path.exists():
            try:
                covers.read(path)
            except AudioError as exc:
                yield Finding(f"cover {tag}", State.FAIL, f"{exc} {again}")


def _computed(config: Config, archive: Archive, tell: _Tell, again: str) -> Iterator[Finding]:
    """Computed files that are gone, damaged, or of before something changed."""
    ledger = Ledger(config.feeds, config.private)
    try:
        bundled = bundles(config, archive, config.base_url, sizes=ledger.sizes())
        found = [sheet for bundle in bundled for sheet in bundle.sheets()]
        faults = 0
        for done, sheet in enumerate(found, 1):
            for finding in _compared(sheet, config, ledger, again):
                faults += 1
                yield finding
            tell("feeds and pages", done, len(found))
    except AudioeditionError as exc:
        yield Finding("computed", State.FAIL, str(exc))
        return
    if not faults:
        yield Finding("computed", State.OK, f"{len(found):,} files, each as it would be computed now")


def _compared(sheet: Sheet, config: Config, ledger: Ledger, again: str) -> Iterator[Finding]:
    path = config.feeds / sheet.path
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        yield Finding("computed", State.FAIL, f"{path} is missing: {again}")
        return
    except OSError as exc:
        yield Finding("computed", State.FAIL, f"{path} cannot be read ({exc.strerror}): allow reading it")
        return
    if data == sheet.render():
        return
    if ledger.has(sheet.path, sheet.key):
        yield Finding("computed", State.FAIL, f"{path} is damaged: {again}")
    else:
        yield Finding(
            "computed",
            State.NOTE,
            f"{path} is not as it would be written now: run {config.command('publish')}",
        )


def _rules(config: Config, archive: Archive) -> Iterator[Finding]:
    """The feeds on disk by the rules of the directories, with all that they name."""
    look = lint.Disk(config.feeds, config.base_url, covers.measure)
    for tag in config.languages:
        for path in sorted(archive.folder(tag).glob("feed*.xml")):
            what = f"feed {tag}{'' if path.name == addresses.FEED else f' {path.name}'}"
            address = addresses.url(config.base_url, path.parent.name, path.name)
            try:
                faults = list(lint.check(path.read_bytes(), look, address, datetime.now(UTC)))
            except OSError as exc:
                yield Finding(what, State.FAIL, f"{path} cannot be read ({exc.strerror}): allow reading it")
                continue
            for fault in faults:
                yield Finding(what, State.FAIL if fault.is_fatal else State.NOTE, str(fault))
            if not any(fault.is_fatal for fault in faults):
                yield Finding(what, State.OK, "a valid feed, and all that it names is there")


def _kept(config: Config, archive: Archive, tell: _Tell, again: str) -> Iterator[Finding]:
    """What is private: the shelf, the manuscripts, and what waits to be heard."""
    shelf = Shelf(config.shelf)
    clips = list(shelf.damaged(lambda done, total: tell("shelf", done, total)))
    for path in clips:
        yield Finding(
            "shelf", State.FAIL, f"{path} is damaged; it would be spoken again when it is needed: {again}"
        )
    if not clips:
        yield Finding("shelf", State.OK, "each clip is as it was spoken")
    unreleased = Unreleased.beside(archive)
    for manuscripts in (Manuscripts(config.manuscripts), unreleased.manuscripts):
        for path in manuscripts.damaged():
            yield Finding(
                "manuscripts",
                State.FAIL,
                f"{path} is damaged, and comes back when its post is published again: {again}",
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
