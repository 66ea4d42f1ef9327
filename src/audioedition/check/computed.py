"""Is all that is computed as it would be computed now, and are the feeds on disk what directories want?"""

from __future__ import annotations

import errno
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from audioedition import addresses, covers, lint
from audioedition.archive import Archive
from audioedition.check.findings import Finding, State
from audioedition.config import Config
from audioedition.errors import AudioeditionError
from audioedition.files import contents
from audioedition.ledger import Ledger
from audioedition.sheets import Sheet, bundles, pictures

_OTHER = "is not as it would be written now"
_SEVERAL = {
    "is missing": "files are missing",
    "is damaged": "files are damaged",
    _OTHER: "files are not as they would be written now",
}
"""What is wrong with a computed file, and with several; whoever may not read one is told by itself."""


def computed(
    config: Config, archive: Archive, tell: Callable[[str, int, int], None], again: str, *, is_whole: bool
) -> Iterator[Finding]:
    """Computed files that are gone, damaged, or of before something changed; and the feeds by the rules.

    Publishing writes what is only not written yet.  Unless the archive `is_whole`, it might drop what is lost: then, as for what
    is damaged, the remedy is to do it `again` by repairing, for all.
    """
    ledger = Ledger(config.feeds, config.private)
    try:
        bundled = bundles(config, archive, config.base_url, sizes=ledger.sizes())
        sheets = [sheet for bundle in bundled for sheet in bundle.sheets()]
        drawn = [config.feeds / sheet.path for sheet in pictures(config, archive)]
        found = [("is missing", path) for path in drawn if not path.exists()]
        for done, sheet in enumerate(sheets, 1):
            if fault := _fault(sheet, config, ledger):
                found.append((fault, config.feeds / sheet.path))
            tell("feeds and pages", done, len(sheets))
    except AudioeditionError as exc:
        yield Finding("computed", State.FAIL, str(exc))
        return
    is_whole = is_whole and all(fault != "is damaged" for fault, _ in found)
    remedy = f"run {config.command('publish')}" if is_whole else again
    for fault, path in sorted(found):
        state = State.NOTE if fault == _OTHER else State.FAIL
        if several := _SEVERAL.get(fault):
            alike = (several, remedy)
            yield Finding("computed", state, f"{path} {fault}: {remedy}", path=path, alike=alike)
        else:
            yield Finding("computed", state, f"{path} {fault}: allow reading it")
    if not found:
        yield Finding("computed", State.OK, f"{len(sheets):,} files, each as it would be computed now")
    others = {path for fault, path in found if fault == _OTHER}
    damaged = {path for fault, path in found if fault == "is damaged"}
    for what, path, faults in _feeds(config, archive, damaged):
        if not isinstance(faults, list):
            yield Finding(what, State.FAIL, f"{path} cannot be read ({faults.strerror}): allow reading it")
        elif path in others:
            yield from _of_another(what, path, faults, remedy)
        else:
            yield from _faulty(what, faults, "" if is_whole else again, remedy if found else "")


def _fault(sheet: Sheet, config: Config, ledger: Ledger) -> str:
    """What is wrong with a computed file; "" if nothing is."""
    try:
        data = contents(config.feeds / sheet.path)
    except (FileNotFoundError, NotADirectoryError):
        return "is missing"
    except IsADirectoryError:
        return "is damaged"
    except OSError as exc:
        return "is damaged" if exc.errno == errno.ELOOP else f"cannot be read ({exc.strerror})"
    if data == sheet.render():
        return ""
    return "is damaged" if ledger.knows(sheet.path, sheet.key) else _OTHER


def _feeds(
    config: Config, archive: Archive, but: Collection[Path]
) -> Iterator[tuple[str, Path, list[lint.Fault] | OSError]]:
    """The feeds on disk, `but` some, by the rules of the directories, with all that they name: what each is called, and what is wrong."""
    look = lint.Disk(config.feeds, config.base_url, covers.measure)
    for tag in config.languages:
        for path in sorted(archive.folder(tag).glob("feed*.xml")):
            what = f"feed {tag}{'' if path.name == addresses.FEED else f' {path.name}'}"
            address = addresses.url(config.base_url, path.parent.name, path.name)
            try:
                if path not in but:
                    yield what, path, list(lint.check(contents(path), look, address, datetime.now(UTC)))
            except OSError as exc:
                if not isinstance(exc, FileNotFoundError):  # a link to nothing is told as missing
                    yield what, path, exc


def _of_another(what: str, path: Path, faults: Sequence[lint.Fault], remedy: str) -> Iterator[Finding]:
    """Of a feed that is not the one that would be written, which is told, only whether apps can use it meanwhile: no setting is at fault."""
    rules = dict.fromkeys(fault.rule for fault in faults if fault.is_fatal)
    if rules:
        broken = f"rule{'s' * (len(rules) > 1)} {', '.join(rules)}"
        sentence = f"{path} is damaged, or somebody else has written it, and directories would reject it ({broken}): {remedy}, which writes it anew"
        yield Finding(what, State.FAIL, sentence, path=path)


def _faulty(what: str, faults: Sequence[lint.Fault], instead: str, remedy: str) -> Iterator[Finding]:
    """What is wrong with a feed; what is done `instead` of publishing, if that is to wait, and what is the `remedy` if files are missing."""
    for fault in faults:
        is_published = instead and "audioedition publish" in fault.remedy
        other = instead if is_published else remedy if fault.remedy == lint.REPORT else ""
        said = f"{fault.problem} (rule {fault.rule}): {other}" if other else str(fault)
        yield Finding(what, State.FAIL if fault.is_fatal else State.NOTE, said)
    if not any(fault.is_fatal for fault in faults):
        yield Finding(what, State.OK, "a valid feed, and all that it names is there")
