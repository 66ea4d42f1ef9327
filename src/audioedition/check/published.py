"""What is published, or would be now: feeds by the rules of the directories, and computed files that are missing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache, partial

from audioedition import addresses, covers, lint
from audioedition.archive import Archive
from audioedition.check.findings import Finding, State, settings
from audioedition.config import Config
from audioedition.errors import AudioeditionError
from audioedition.files import contents
from audioedition.ledger import Ledger
from audioedition.sheets import Sheet, pictures, sheets

_NAMED = 2  # files that are named where many are missing


def feeds(config: Config, archive: Archive, only: str = "") -> Iterator[Finding]:
    """Look at the feeds as they would be written now, and as they are on disk: what would directories say?

    What publishing computes and is missing on disk, or is another there, is counted.  Nothing is written.  `only` is the language of the one feed to look at.
    """
    if config.missing:
        yield settings(config)
        return
    try:
        desk = _Desk(config, archive)
        found = [sheet for sheet in desk.feeds if only in ("", desk.language(sheet))]
        for sheet in found:
            yield from desk.findings(sheet)
        if found:
            yield from desk.stale(only)
    except AudioeditionError as exc:
        yield Finding(f"feed {only}".strip(), State.FAIL, str(exc))
        return
    if not found:
        run = config.command("publish", "POST")
        yield Finding(f"feed {only}".strip(), State.NOTE, f"nothing is recorded yet: {run}")


class _Desk:
    """All that would be written now: a feed names files that may be written only shortly before it."""

    def __init__(self, config: Config, archive: Archive) -> None:
        self._config = config
        self._publish = f"run {config.command('publish')}"
        self._languages = {archive.folder(tag).name: tag for tag in config.languages}
        self._sheets = {sheet.path: sheet for sheet in sheets(config, archive, config.base_url)}
        self._pictures = {sheet.path: sheet for sheet in pictures(config, archive)}
        self._ledger = Ledger(config.feeds, config.private)
        self._disk = lint.Disk(config.feeds, config.base_url, covers.measure)
        made = self._sheets | self._pictures
        self._document = lru_cache(maxsize=16)(lambda path: made[path].render())  # sisters ask for it, too
        self._changed = [path for path in self._sheets if self._is_stale(path)]
        self._changed += [path for path in self._pictures if not self._on_disk(path)]

    @property
    def feeds(self) -> list[Sheet]:
        """The feeds' documents, the newest of each first."""
        found = [sheet for sheet in self._sheets.values() if _is_feed(sheet.path)]
        return sorted(
            found, key=lambda sheet: (sheet.place.parent, sheet.place.name != addresses.FEED, sheet.place)
        )

    def language(self, sheet: Sheet) -> str:
        """The language of the feed that a document belongs to."""
        return self._languages[sheet.place.parent.name]

    def findings(self, sheet: Sheet) -> Iterator[Finding]:
        """What is wrong with a document as it would be written now, and with the one that is there."""
        name = "" if sheet.place.name == addresses.FEED else f" {sheet.place.name}"
        what = f"feed {self.language(sheet)}{name}"
        old = self._on_disk(sheet.path)
        new = old if old and self._ledger.has(sheet.path, sheet.key) else self._document(sheet.path)
        faults = self._faults(sheet, new, self._look)
        is_refused = any(fault.is_fatal for fault in faults)
        if not is_refused:
            more = f"; {len(faults)} recommendation{'s' * (len(faults) != 1)} below" if faults else ""
            yield Finding(what, State.OK, f"a valid feed{more}")
        for fault in faults:
            yield Finding(what, State.FAIL if fault.is_fatal else State.NOTE, str(fault))
        if old and (old != new or any(not path.endswith(".html") for path in self._changed)):
            found = self._faults(sheet, old, self._disk)
            broken = dict.fromkeys(fault.rule for fault in found if fault.is_fatal)
            if old == new and not broken.keys() - {fault.rule for fault in faults if fault.is_fatal}:
                return
            is_another = "is another" * (old != new)
            breaks = f"breaks {', '.join(broken)}" if broken else ""
            then = "stays until that is mended" if is_refused else self._publish
            how = " and ".join(filter(None, (is_another, breaks)))
            state = State.FAIL if broken else State.NOTE
            yield Finding(what, state, f"the one on disk {how}: {then}")

    def stale(self, only: str) -> Iterator[Finding]:
        """How many computed files are missing or others than would be written now: for a feed, and for what all share."""
        found: dict[str, list[str]] = {}
        for path in self._changed:
            language = self._languages.get(path.partition("/")[0], "")
            if only in ("", language) and not (
                _is_feed(path) and self._on_disk(path)
            ):  # that has its own finding
                found.setdefault(f"feed {language}" if language else "pages", []).append(path)
        for what, paths in found.items():
            more = f", and {len(paths) - _NAMED:,} more" if len(paths) > _NAMED else ""
            lie = "file is" if len(paths) == 1 else "files are"
            yield Finding(
                what,
                State.NOTE,
                f"{len(paths):,} {lie} missing on disk, or not as publishing writes {'it' if len(paths) == 1 else 'them'}: "
                f"{', '.join(paths[:_NAMED])}{more}: {self._publish}",
            )

    def _is_stale(self, path: str) -> bool:
        """Whether a computed file is missing, or is another than would be written now.

        The ledger spares a look at what it knows.  A page that was written with other settings is not held against the
        one that they make now: that is what the feed is looked at for, and pages take the most time.
        """
        if self._ledger.has(path, self._sheets[path].key):
            return False
        if path.endswith(".html") and self._ledger.untouched(path):
            return False
        there = self._on_disk(path)
        return not there or there != (self._document(path) if _is_feed(path) else self._sheets[path].render())

    def _on_disk(self, path: str) -> bytes:
        with contextlib.suppress(OSError):  # not there, or not for us to read
            return contents(self._config.feeds / path)
        return b""

    def _faults(
        self, sheet: Sheet, data: bytes, look: Callable[[str], lint.Asset | None]
    ) -> list[lint.Fault]:
        address = addresses.url(self._config.base_url, sheet.path)
        return list(lint.check(data, look, address, datetime.now(UTC)))

    def _look(self, url: str) -> lint.Asset | None:
        """A file as it will be when the feed is written."""
        path = self._disk.place(url) or ""
        if path in self._pictures and not self._on_disk(path):
            drawn = partial(self._document, path)
            return lint.Asset(None, partial(_beginning, drawn), lambda: covers.measure(drawn()))
        sheet = self._sheets.get(path)
        if sheet is None or self._ledger.has(path, sheet.key):
            return self._disk(url)
        render = partial(self._document, path) if _is_feed(path) else sheet.render
        return lint.Asset(None, partial(_beginning, render), lambda: None)


def _is_feed(path: str) -> bool:
    return path.endswith(".xml")


def _beginning(render: Callable[[], bytes], most: int) -> bytes:
    return render()[: most if most >= 0 else None]
