"""Conductor: the archive → feeds and pages.  Fast and silent: no engine, no sound, no clock.

What it writes is a pure function of the archive and the settings, so everything that is deleted
comes back byte for byte, and what has not changed is neither rendered again nor touched.
"""

from __future__ import annotations

from pathlib import Path

from audioedition import addresses, covers, feeds, leftovers, lint
from audioedition.archive import Archive
from audioedition.config import Config
from audioedition.errors import ConfigError, FeedError
from audioedition.files import write_atomically
from audioedition.ledger import Ledger
from audioedition.sheets import Sheet, sheets


def publish(config: Config, archive: Archive) -> list[Path]:
    """Write everything that is computed from the archive; return the files that changed.

    A feed comes after all that it names.  One that directories would reject is not written: the old one stays,
    and the others are written.  Raises ConfigError, before anything is written, if the settings lack what directories
    demand; FeedError, after all else was done, for a feed that was refused; ArchiveError, AudioError.
    """
    if config.missing:
        lines = "\n".join(f"    {line}" for line in config.missing)
        is_heard = any(archive.episodes(tag) for tag in config.languages)
        said = "The recordings are kept, but no feed is written yet" if is_heard else "No feed is written yet"
        raise ConfigError(f"{said}: audioedition.toml lacks\n{lines}")
    for tag in config.languages:
        if archive.has(tag) or (archive.folder(tag) / addresses.FEED).exists():
            feed = addresses.url(config.base_url, archive.folder(tag).name, addresses.FEED)
            archive.keep_identity(tag, feeds.podcast_guid(feed), feed)
    ledger = Ledger(config.feeds, config.private)
    changed: list[Path] = []
    refused: list[str] = []
    written: list[str] = []
    for sheet in sheets(config, archive, config.base_url):
        written.append(str(sheet.path))
        if ledger.has(str(sheet.path), sheet.key):
            continue
        data = sheet.render()
        faults = _faults(sheet, data, config)
        if faults:
            refused += faults
            continue
        if write_atomically(config.feeds / sheet.path, data):
            changed.append(config.feeds / sheet.path)
        ledger.note(str(sheet.path), sheet.key)
    changed += leftovers.clear(archive, config.languages, written)
    ledger.close(written)
    if refused:
        raise FeedError("\n".join(refused))
    return changed


def _faults(sheet: Sheet, data: bytes, config: Config) -> list[str]:
    """Why directories would reject a sheet, if it is a feed: a sentence for each rule that is broken."""
    if sheet.path.suffix != ".xml":
        return []
    look = lint.Disk(config.feeds, config.base_url, covers.measure)
    faults = lint.check(data, look, addresses.url(config.base_url, str(sheet.path)))
    return [f"{sheet.path} is not written: {fault}" for fault in faults if fault.is_fatal]
