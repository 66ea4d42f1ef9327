"""What the program itself has written, and somebody else may have changed: records, tables, what was heard."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from feed_samples import DE, EN
from reading_samples import ENGLISH, spoken

from audioedition.archive import Archive, identities, known, records, superseded
from audioedition.clips.shelf import _clip, _wav
from audioedition.downloads.begun import Begun
from audioedition.errors import ArchiveError
from audioedition.files import sealed
from audioedition.ledger import Ledger
from audioedition.listening.habits import Habits
from audioedition.listening.recollection import Recollection
from audioedition.listening.released import Released
from audioedition.listening.verdicts import Verdicts
from audioedition.manuscripts import Manuscripts
from audioedition.memory import Memory
from audioedition.model import Clip, Tags, Utterance, Verdict
from audioedition.unreleased import Prompt, Unreleased, _converter
from soak.examples import scratch, words, written
from soak.target import Target

NOW = datetime(2026, 6, 1, tzinfo=UTC)
EPISODE = spoken("en", ENGLISH)

_JSON = words('{ } [ ] , : " \\ ␤ null true false 0 -1 1.5 1e999 "guid" "post" "language" "title" "published" "enclosure" "file" "length" "lines" "start" "end" "text" "span" "block" "voice" "blocks" "kind" "paragraph" "superseded" "since" "retracted" "alternates" "digest" "../x" "tags" "guests" "quality" "chapters" "links" "shown" "references" "seconds" "summary" "en" "de" "addresses" "2024-05-03T00:00:00"')  # fmt: skip

_RECORDS = tuple(records.dump(episode) for episode in (*EN.episodes, *DE.episodes, EPISODE))
_VERDICT = asdict(Verdict())
_TAGS = Tags(title="T", artist="", album="", language="en", published=NOW, guid="g")
_COPY = b'{"schema": 2, "folder": "en", "guid": "a", "addresses": [], "retracted": [["g", "p", "2024-05-03T00:00:00", "T"]]}'
_PROMPT = _converter().dumps(Prompt((Utterance("A.", "A.", "en", 0.5),), _TAGS, (Verdict(),))).encode()


def _archive() -> Archive:
    return Archive(scratch() / "feeds", scratch() / "private", "example.org", "2026-01-01")


def _record(data: bytes) -> None:
    """All that reads records: what is listed, what is damaged, what is pruned."""
    written("feeds/en/episodes/letter-1.json", data)
    archive = _archive()
    _each(
        lambda: archive.listed("en"),
        lambda: archive.episodes("en"),
        lambda: archive.readable("en"),
        lambda: list(archive.damage()),
        lambda: archive.of_post("letter-1"),
        lambda: archive.keep_listed("en"),
        lambda: superseded.prune(archive, NOW),
    )


def _waiting(data: bytes) -> None:
    """A record that waits to be heard: it stands in nobody's way."""
    written("private/unreleased/en/episodes/letter-1.json", data)
    waiting = Unreleased.beside(_archive())
    waiting.episodes(), waiting.lost(), waiting.find("letter-1", "en")
    _each(lambda: list(waiting.damage()), lambda: waiting.prune(NOW))


def _each(*asked: Callable[[], object]) -> None:
    """Ask all, whatever the others say.  Raises what the last one that refused has said."""
    refused = None
    for ask in asked:
        try:
            ask()
        except ArchiveError as exc:
            refused = exc
    if refused:
        raise refused


def _identity(data: bytes) -> None:
    """Who a podcast is, in its folder and in the copy of it."""
    written("identity/podcast.json", data)
    copy = written("identity/copy.json", sealed(data))
    _each(lambda: identities.read(scratch() / "identity"), lambda: known.read(copy))


def _tables(data: bytes) -> None:
    """Tables that are believed only if they are whole, and are disposable."""
    for name in ("tables/written.json", "private/listed/en.json", "memory/x.json"):
        written(name, data)
    ledger = Ledger(scratch() / "feeds", scratch() / "tables")
    (
        ledger.has("en/feed.xml", "k"),
        ledger.entries("en/feed.xml"),
        ledger.sizes(),
        ledger.untouched("x"),
        ledger.wrote("x", 1, 1),
    )
    _archive().listed("de")
    memory = Memory(scratch() / "memory")
    for path in (memory._episodes("p"), memory._identity("p")):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    memory.recall("p", "k"), memory.recognise("p", "k")


def _manuscript(data: bytes) -> None:
    manuscripts = Manuscripts(scratch() / "manuscripts")
    path = manuscripts._path(EPISODE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    manuscripts.has(EPISODE), manuscripts.of(EPISODE)


def _beside(data: bytes) -> None:
    """What lies beside an episode that waits: its prompt and its marks."""
    waiting = Unreleased.beside(_archive())
    for path in (waiting._prompt(EPISODE), waiting._marks(EPISODE)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    waiting.prompt(EPISODE), waiting.marks(EPISODE)


def _heard(data: bytes) -> None:
    """What is known of clips, recordings and voices."""
    folder = scratch() / "heard"
    verdicts, recollection, habits = Verdicts(folder), Recollection(folder), Habits(folder)
    places = [
        verdicts._path("abcdef"),
        recollection._path("a.mp3"),
        habits._path("v", "en"),
        habits._path("v", "en", "json"),
    ]
    for path in (*places, folder / "released" / "a.json"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (
        verdicts.get("abcdef", "judge"),
        recollection.recall("a.mp3", 2),
        habits.get("v", "en"),
        habits.sentences("v", "en"),
    )
    Released(folder / "released").has(Utterance("A.", "A.", "en", 0.5), "x")


def _clipped(data: bytes) -> None:
    clip = _clip(data)
    assert clip is None or _wav(clip) == data


def _begun(data: bytes) -> None:
    written("begun/x.part.json", data)
    begun = Begun(Path(written("begun/x.part", b"abc")), "https://example.org/x")
    assert begun.is_whole == (begun.size > 0 and begun.have == begun.size)
    str(begun.validator)


_TABLES = (
    json.dumps({"en/feed.xml": ["k", 1, 2, [["a", 3]]]}).encode(),
    json.dumps({"columns": ["digest"], "rows": {"a.json": [1, 2, 3, "d"]}}).encode(),
    json.dumps({"inputs": "k", "known": {"id": "p", "origin": "o", "digest": "d"}}).encode(),
    json.dumps({"inputs": "k", "known": [{"language": "en", "title": "T", "guid": "g", "record": "r", "origin": "o", "sound": "s", "seconds": 1.5, "files": [["a.mp3", 3]], "is_approved": True, "notes": []}]}).encode(),
)  # fmt: skip

TARGETS = (
    Target("record", _record, _RECORDS, _JSON, 8),
    Target("waiting-record", _waiting, _RECORDS[:2], _JSON, 6, guided=False),
    Target("podcast-identity", _identity, (b'{"guid": "a", "addresses": ["https://example.org/a"]}', _COPY), _JSON, 60),
    Target("table", _tables, tuple(map(sealed, _TABLES)), _JSON, 12, guided=False),
    Target("manuscript", _manuscript, _RECORDS[:1], _JSON, 30, guided=False),
    Target("prompt", _beside, (*_RECORDS[:1], _PROMPT, b'[["a", 1]]'), _JSON, 20),
    Target("heard", _heard, (json.dumps({"judge": "judge", "sound": "", "verdict": _VERDICT}).encode(), json.dumps([_VERDICT, _VERDICT]).encode(), b'[["en", "A."]]', b'["abc"]'), (*_JSON, b"PK\x03\x04"), 16),
    Target("clip", _clipped, (_wav(Clip(b"\0\1" * 40, 22050)), _wav(Clip(b"", 8000))), (b"RIFF", b"WAVE", b"data", b"fmt ", b"crc "), 120),
    Target("begun-download", _begun, (json.dumps({"address": "https://example.org/x", "validator": '"a"', "size": 3}).encode(),), _JSON, 20),
)  # fmt: skip
