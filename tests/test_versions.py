"""Archives of every version that there was are read; those of a version that is to come are refused."""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import NOW, Site

from audioedition import check, publish, repair
from audioedition.archive import records, versions
from audioedition.archive.versions import SCHEMA
from audioedition.cli import main
from audioedition.errors import ArchiveError
from audioedition.files import digest
from audioedition.model import Episode
from audioedition.unreleased import Unreleased

GOLDEN = Path(__file__).parent / "data/archives"
EVERY = sorted(path.name for path in GOLDEN.iterdir())
DATES = {
    "tag:example.org,2025-01-02:ferry/en": datetime(2024, 5, 6, 12, tzinfo=UTC),
    "tag:example.org,2025-01-02:rain/en": NOW,
}
FIRST = {"tag:example.org,2025-01-02:hail/en": datetime(2024, 3, 4, 5, 6, 7, tzinfo=UTC)}
"""An episode of the very first shape, which knew no blocks; only in the archive of the first version."""


@pytest.fixture(params=EVERY)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    return Site.copied(GOLDEN / request.param, tmp_path / "site")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site.copied(GOLDEN / str(SCHEMA), tmp_path / "site")


def fields(kind: object) -> Iterator[str]:
    """Each field of a type, and of the types that it is made of."""
    for part in typing.get_args(kind):
        yield from fields(part)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        for field in dataclasses.fields(kind):
            yield f"{kind.__name__}.{field.name}: {field.type}"
            yield from fields(hints[field.name])


def test_another_shape_of_records_is_another_version() -> None:
    shape = digest(*sorted(set(fields(Episode))))[:12]
    assert (SCHEMA, shape) == (2, "c91451cd8d9a"), (
        "what a record holds has changed: raise SCHEMA in archive/versions.py, say there what is new, and how a record of the version before "
        "becomes one; have `python tests/golden.py` make an archive of it; then change this line"
    )


def test_there_is_an_archive_of_each_version() -> None:
    assert [str(number) for number in range(1, SCHEMA + 1)] == EVERY


def test_an_archive_of_each_version_is_read(old: Site) -> None:
    archive = old.archive
    is_first = old.archive.has("en", "hail")
    assert {e.guid: e.published for e in archive.records("en")} == DATES | (FIRST if is_first else {})
    ferry, rain = archive.find("ferry", "en"), archive.find("rain", "en")
    assert ferry
    assert rain
    assert [line.text for line in ferry.lines] == ["Oh, no."]
    assert ferry.alternates[0].digest
    assert rain.retracted == NOW
    assert archive.whole(ferry)
    (waiting,) = Unreleased.beside(archive).episodes()
    assert waiting.title == "Snow"
    if is_first:
        hail = archive.find("hail", "en")
        assert hail
        assert (hail.blocks, hail.lines[0].block, hail.tags) == ((), 0, ("weather",))


def test_an_older_archive_is_published_and_checked(old: Site) -> None:
    publish.publish(old.settings, old.archive)
    feed = (old.root / "feeds/en/feed.xml").read_text("utf-8")
    assert "tag:example.org,2025-01-02:ferry/en" in feed
    found = check.whole(old.settings, old.archive, lambda *_: None)
    failed = [each.detail for each in found if each.state is check.State.FAIL]
    assert all("unreleased" in each for each in failed), "whose sound is not kept among the tests"


def test_an_older_archive_becomes_one_of_this_version_and_is_kept_as_it_was(old: Site) -> None:
    names = (
        "feeds/en/podcast.json",
        *(f"feeds/en/episodes/{each}.json" for each in ("ferry", "rain", "hail")),
    )
    before = {name: (old.root / name).read_bytes() for name in names if (old.root / name).exists()}
    was = old.archive.records("en")
    is_older = not before["feeds/en/episodes/ferry.json"].startswith(b'{\n "schema": %d,' % SCHEMA)
    studio = old.studio()
    list(repair.repair(studio))
    publish.publish(old.settings, studio.archive)
    assert old.archive.records("en") == was
    for name, data in before.items():
        assert json.loads((old.root / name).read_bytes())["schema"] == SCHEMA
        kept = old.root / ".audioedition/backups" / name
        assert (kept.read_bytes() if is_older else b"") == (data if is_older else b"")
        assert kept.exists() == is_older
    assert len(studio.archive.outdated) == (len(before) if is_older else 0)


def test_a_copy_of_a_record_of_an_earlier_version_does_not_take_its_place(tmp_path: Path) -> None:
    site = Site.copied(GOLDEN / "1", tmp_path / "site")
    right = site.archive.place("ferry", "en")
    said = json.loads(right.read_bytes())
    right.with_name("zebra.json").write_text(json.dumps(said | {"summary": "Of long ago."}), "utf-8")
    list(repair.repair(site.studio()))
    assert json.loads(right.read_bytes()).get("summary", "") == said.get("summary", "")


def test_a_record_becomes_one_of_this_version_when_it_is_written(tmp_path: Path) -> None:
    site = Site.copied(GOLDEN / "1", tmp_path / "site")
    path, other = site.root / "feeds/en/episodes/ferry.json", site.root / "feeds/en/episodes/hail.json"
    before, rest = path.read_bytes(), other.read_bytes()
    done = CliRunner().invoke(main, ["retract", "ferry", "--edition", str(site.root)])
    assert done.exit_code == 0, done.output
    assert json.loads(path.read_bytes())["schema"] == SCHEMA
    assert other.read_bytes() == rest
    assert (site.root / ".audioedition/backups/feeds/en/episodes/ferry.json").read_bytes() == before
    assert (
        f"2 files of an earlier version became of this one: as before, they are kept in {site.root}"
        in done.stderr
    )


def test_what_is_kept_is_never_written_over(tmp_path: Path) -> None:
    path, kept = tmp_path / "a.json", tmp_path / "kept"
    for text in ("{}", "{ }", "{}"):
        path.write_text(text, "utf-8")
        assert versions.replace(path, b'{\n "schema": %d,\n}' % SCHEMA, kept)
    assert {each.name: each.read_text("utf-8") for each in kept.iterdir()} == {
        "a.json": "{}",
        "a-2.json": "{ }",
    }


def newer(path: Path) -> None:
    said = json.loads(path.read_bytes())
    path.write_text(json.dumps({**said, "schema": SCHEMA + 1, "smell": "of rain"}, indent=1), "utf-8")


@pytest.mark.parametrize("name", ["podcast.json", "episodes/ferry.json"])
@pytest.mark.parametrize(
    "command",
    [["publish"], ["repair"], ["check", "--archive"], ["retract", "ferry"], ["reread"], ["episodes"]],
)
def test_a_newer_archive_is_refused(site: Site, name: str, command: list[str]) -> None:
    if name == "podcast.json" and command == ["episodes"]:
        return  # which only reads records
    path = site.root / "feeds/en" / name
    newer(path)
    before = contents(site)
    done = CliRunner().invoke(main, [*command, "--edition", str(site.root)])
    assert done.exit_code == 1
    said = f"{path} is of version {SCHEMA + 1}, and this audioedition knows those up to {SCHEMA}: update audioedition."
    assert said in done.output
    assert contents(site) == before


def contents(site: Site) -> dict[Path, bytes]:
    """All files, but for the lock and the seal, which say nothing."""
    return {
        path: path.read_bytes()
        for path in site.root.rglob("*")
        if path.is_file() and path.name not in {"lock", "seal"}
    }


def test_what_waits_in_a_newer_archive_is_not_thrown_away(site: Site) -> None:
    newer(site.root / ".audioedition/unreleased/en/episodes/snow.json")
    before = contents(site)
    done = CliRunner().invoke(main, ["release", "--discard", "snow", "--edition", str(site.root)])
    assert done.exit_code == 1
    assert "update audioedition" in done.output
    assert contents(site) == before


def test_what_a_newer_program_listed_is_not_believed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = site.archive
    archive.listed("en")
    archive.keep_listed("en")
    assert archive.remembered("en")
    table = site.root / ".audioedition/listed/feeds-en.json"
    assert table.exists()
    monkeypatch.setattr("audioedition.archive.listing._SHAPE", [SCHEMA + 1])
    assert site.archive.remembered("en") == {}


@pytest.mark.parametrize("version", ["2", 0, -1, True, None, [], 2.0])
def test_what_is_no_version_is_damage(site: Site, version: object) -> None:
    path = site.root / "feeds/en/episodes/ferry.json"
    said = json.loads(path.read_bytes())
    path.write_text(json.dumps({**said, "schema": version}), "utf-8")
    with pytest.raises(ArchiveError, match="is damaged"):
        records.read(path)
