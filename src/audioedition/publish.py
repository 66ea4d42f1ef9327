"""Conductor: the archive → feeds and pages.  Fast and silent: no engine, no sound, no clock.

What it writes is a pure function of the archive and the settings, so everything that is deleted
comes back byte for byte, and what has not changed is neither rendered again nor touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from audioedition import addresses, covers, feeds, leftovers, lint
from audioedition.archive import Archive, losses, published
from audioedition.config import Config
from audioedition.errors import ArchiveError, ConfigError, FeedError
from audioedition.files import write_atomically
from audioedition.ledger import Ledger
from audioedition.sheets import Sheet, bundles, pictures
from audioedition.splicing import rendered


@dataclass(slots=True)
class _Round:
    """What one way through all sheets has done: which files there are now, which changed, which were refused, and why."""

    written: list[str] = field(default_factory=list)
    changed: list[Path] = field(default_factory=list)
    refused: dict[str, list[str]] = field(default_factory=dict)


def publish(config: Config, archive: Archive, *, is_alone: bool = True) -> list[Path]:
    """Write everything that is computed from the archive; return the files that changed.

    A feed comes after all that it names.  One that directories would reject is not written: the old one stays, with
    all that it names, and the others are written.  Unless this `is_alone`, audio is being put into the web root meanwhile, and files that are
    half-written stay.  Raises ConfigError, before anything is written, if the settings lack what
    directories demand; FeedError, after all else was done, for a feed that was refused; ArchiveError, AudioError.
    """
    if config.missing:
        lines = "\n".join(f"    {line}" for line in config.missing)
        is_heard = any(archive.episodes(tag) for tag in config.languages)
        said = "The recordings are kept, but no feed is written yet" if is_heard else "No feed is written yet"
        raise ConfigError(f"{said}: audioedition.toml lacks\n{lines}")
    refuse_to_lose(config, archive)
    archive.settle(config.public)
    if is_alone:
        leftovers.sweep(archive)
    for tag in config.languages:
        if archive.has(tag):
            archive.keep_identity(tag, feeds.podcast_guid(_feed(config, archive, tag)))
    pictures = list(_draw(config, archive))
    ledger = Ledger(config.feeds, config.private)
    done = _write(config, archive, ledger)
    lost = {tag for tag in done.refused if not (archive.folder(tag) / addresses.FEED).exists()}
    if lost:  # nobody may name a feed that is not there
        again = _write(config, archive, ledger, lost)
        done = _Round(again.written, [*done.changed, *again.changed], done.refused | again.refused)
    whole = [tag for tag in config.languages if tag not in done.refused]
    for tag in whole:
        if (archive.folder(tag) / addresses.FEED).exists():
            archive.keep_identity(tag, "", _feed(config, archive, tag))
    changed = dict.fromkeys((*pictures, *done.changed, *leftovers.clear(archive, whole, done.written)))
    ledger.close(done.written)
    for tag in config.languages:
        archive.keep_listed(tag)
    if done.refused:
        raise FeedError("\n".join(fault for faults in done.refused.values() for fault in faults))
    return list(changed)


def refuse_to_lose(config: Config, archive: Archive, but: Collection[Path] = ()) -> None:
    """Go on only if no record has gone, those at `but` apart: for nobody has taken these episodes back.

    Raises ArchiveError.
    """
    every = [each.path for tag in config.languages for each in losses.gone(archive, tag)]
    gone = [path for path in every if path not in but]
    if gone:
        more = f" (and {len(gone) - 1:,} more)" if len(gone) > 1 else ""
        message = (
            f"{gone[0]}{more} is gone, and its episode would leave its feed, so nothing is written or deleted there: run "
            f"{config.command('repair')}, which makes it again; if it cannot, publish its post again.  To take the episode back, "
            f"there is {config.command('retract', 'POST')}."
        )
        raise ArchiveError(message)


def tidy(config: Config, archive: Archive) -> list[Path]:
    """Delete computed files that nothing leads to any more, and what killed programs left; return what of the former went.

    Raises ArchiveError, AudioError.
    """
    leftovers.sweep(archive)
    leftovers.sweep_private(config.private)
    if config.missing:
        return []
    right = [tag for tag in config.languages if not _is_behind(archive, tag)]
    named = [path for bundle in bundles(config, archive, config.base_url) for path in bundle.paths]
    return leftovers.clear(archive, right, named)


def _is_behind(archive: Archive, language: str) -> bool:
    """Whether the feed on disk names an episode that was retracted while it could not be written: what it names must be there."""
    there = {each.guid for each in archive.listed(language)}
    return any(each.guid not in there for each in published.items(archive.folder(language)))


def _draw(config: Config, archive: Archive) -> Iterator[Path]:
    """Make the covers that are not there; those that are stay as they are."""
    for sheet in pictures(config, archive):
        path = config.feeds / sheet.path
        if not path.exists() and write_atomically(path, sheet.render()):
            yield path


def _write(config: Config, archive: Archive, ledger: Ledger, without: Collection[str] = ()) -> _Round:
    """Write what has changed, but for the podcasts in the languages `without`."""
    done = _Round()
    look = lint.Disk(config.feeds, config.base_url, covers.measure)
    languages = {archive.folder(tag).name: tag for tag in config.languages}
    for bundle in bundles(config, archive, config.base_url, without=without, sizes=ledger.sizes()):
        done.written += bundle.paths
        if ledger.has_all(bundle.paths, bundle.key):
            continue
        for sheet in bundle.sheets():
            path = sheet.path
            if ledger.has(path, sheet.key):
                continue
            found = rendered(sheet, ledger, config.feeds)
            if faults := list(_faults(sheet, found.new, config, look)):
                done.refused.setdefault(languages[sheet.place.parent.name], []).extend(faults)
                continue
            if write_atomically(config.feeds / path, found.data):
                done.changed.append(config.feeds / path)
            ledger.note(path, sheet.key, sheet.entries)
    return done


def _feed(config: Config, archive: Archive, tag: str) -> str:
    """Where the feed of a podcast stands, or will stand."""
    return addresses.url(config.base_url, archive.folder(tag).name, addresses.FEED)


def _faults(sheet: Sheet, data: bytes, config: Config, look: lint.Disk) -> Iterable[str]:
    """Why directories would reject a sheet, if it is a feed: a sentence for each rule that is broken."""
    if sheet.place.suffix == ".xml":
        for fault in lint.check(data, look, addresses.url(config.base_url, sheet.path)):
            if fault.is_fatal:
                yield f"{sheet.path} is not written: {fault}"
