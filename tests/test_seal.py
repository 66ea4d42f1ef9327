"""Whether the web root is as the last publishing left it: seen by names, sizes and times alone."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Site
from doubles import faulty

from audioedition import ledger, program, publish, seal
from audioedition.seal import Seal


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An edition with one post, published once for all tests; each of them seals it anew."""
    faulty.reset()
    site = Site(tmp_path_factory.mktemp("seal") / "site")
    site.publish(site.post())
    yield site
    faulty.reset()


@pytest.fixture
def home(published: Site) -> Iterator[Site]:
    before = {path: path.read_bytes() for path in published.root.rglob("*") if path.is_file()}
    time.sleep(
        0.03
    )  # what the test before has put back is older than the seal, by the clock of the disk, too
    assert sealed(published)
    yield published
    for path in sorted(published.root.rglob("*"), reverse=True):
        if path.is_symlink() or (path.is_file() and path not in before):
            path.unlink()
    for path, data in before.items():
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)


def sealed(site: Site, meanwhile: Callable[[], object] = lambda: None) -> bool:
    """Publish feeds, with whatever happens `meanwhile`, and put the seal; whether it is whole then."""
    fresh = Seal(site.settings)
    since = fresh.lift()
    assert not fresh.is_whole(), "it is off while somebody is at work"
    changed = publish.publish(site.settings, site.archive)
    meanwhile()
    fresh.put(since, changed)
    return Seal(site.settings).is_whole()


def page(site: Site) -> Path:
    return site.root / "feeds/en/episodes/ferry.html"


def in_place(path: Path) -> None:
    """Write something else into a file, of the same size."""
    data = path.read_bytes()
    path.write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])


def secretly(path: Path) -> None:
    """The same, and make it as old as it was: only the disk knows."""
    said = path.stat()
    in_place(path)
    os.utime(path, ns=(said.st_atime_ns, said.st_mtime_ns))


CHANGES: dict[str, Callable[[Site], object]] = {
    "a page is gone": lambda site: page(site).unlink(),
    "a page is another": lambda site: in_place(page(site)),
    "a feed is another": lambda site: in_place(site.root / "feeds/de/feed.xml"),
    "a feed is another, and as old": lambda site: secretly(site.root / "feeds/de/feed.xml"),
    "a record is another": lambda site: secretly(site.root / "feeds/de/episodes/ferry.json"),
    "a record is gone": lambda site: (site.root / "feeds/de/episodes/ferry.json").unlink(),
    "a record is new": lambda site: (site.root / "feeds/de/episodes/new.json").write_text("{}", "utf-8"),
    "audio is damaged": lambda site: in_place(next((site.root / "feeds/en/audio").iterdir())),
    "audio is gone": lambda site: next((site.root / "feeds/en/audio").iterdir()).unlink(),
    "a cover is gone": lambda site: next((site.root / "feeds/en").glob("cover-*")).unlink(),
    "an identity is another": lambda site: in_place(site.root / "feeds/en/podcast.json"),
    "a stranger is there": lambda site: (site.root / "feeds/CNAME").write_text("example.org", "utf-8"),
    "a folder is there": lambda site: (site.root / f"feeds/de-{'0' * 32}").mkdir(),
    "a link leads nowhere": lambda site: (site.root / "feeds/lost").symlink_to("nowhere"),
    "a link leads in a circle": lambda site: (site.root / "feeds/circle").symlink_to(site.root / "feeds"),
    "settings are others": lambda site: site.edit("Notes", "NOTES"),
    "a voice is another": lambda site: site.edit("faulty", "FAULTY", "voices/en.toml"),
    "there is no web root": lambda site: (site.root / "feeds").rename(site.root / "elsewhere"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_whatever_changes_breaks_the_seal(home: Site, change: Callable[[Site], object]) -> None:
    assert Seal(home.settings).is_whole()
    change(home)
    assert not Seal(home.settings).is_whole()
    empty = home.root / f"feeds/de-{'0' * 32}"
    if empty.exists():
        empty.rmdir()
    if (home.root / "elsewhere").exists():
        (home.root / "elsewhere").rename(home.root / "feeds")


def test_another_program_or_library_breaks_the_seal(home: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "stamp", lambda: "another")
    assert not Seal(home.settings).is_whole()


def test_touching_nothing_keeps_it(home: Site) -> None:
    assert publish.publish(home.settings, home.archive) == []
    assert Seal(home.settings).is_whole()
    assert sealed(home)


@pytest.mark.parametrize("name", ["feeds/de/episodes/ferry.json", "feeds/en/index.html", "feeds/new.txt"])
def test_what_somebody_writes_meanwhile_is_not_sealed(home: Site, name: str) -> None:
    assert not sealed(home, lambda: (home.root / name).write_text("{}", "utf-8"))


def test_a_folder_that_somebody_makes_meanwhile_is_not_sealed(home: Site) -> None:
    new = home.root / "feeds/fr"
    assert not sealed(home, new.mkdir)
    new.rmdir()


def test_an_empty_folder_that_was_there_does_not_matter(home: Site) -> None:
    new = home.root / "feeds/fr"
    new.mkdir()
    assert sealed(home)
    new.rmdir()


def test_a_large_archive_is_sealed_once_nothing_changes(home: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "_LARGE", 3)
    assert ledger.size(home.settings.private) > 3
    page(home).unlink()
    assert not sealed(home), "the page was written anew"
    assert sealed(home)


@pytest.mark.parametrize("damage", [b"", b"\xff", b"nonsense"])
def test_a_damaged_seal_is_none(home: Site, damage: bytes) -> None:
    (home.root / ".audioedition/seal").write_bytes(damage)
    assert not Seal(home.settings).is_whole()


def test_a_disk_that_refuses_a_seal_has_none(home: Site) -> None:
    path = home.root / ".audioedition/seal"
    path.unlink()
    path.mkdir()
    (path / "x").touch()
    fresh = Seal(home.settings)
    since = fresh.lift()
    assert since == 0
    fresh.put(since, [])
    assert not fresh.is_whole()
    (path / "x").unlink()
    path.rmdir()


def test_a_program_is_known_by_its_files_and_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stamp() -> str:
        program.stamp.cache_clear()
        return program.stamp()

    package = tmp_path / "audioedition"
    package.mkdir()
    (package / "program.py").write_text("a = 1\n", "utf-8")
    monkeypatch.setattr(program, "__file__", str(package / "program.py"))
    monkeypatch.setattr("sys.path", [str(tmp_path), str(tmp_path / "nowhere"), ""])
    monkeypatch.chdir(tmp_path)
    stamps = [stamp()]
    (package / "__pycache__").mkdir()
    (package / "__pycache__/program.pyc").touch()
    assert stamp() == stamps[0], "what Python keeps beside it is nothing new"
    (package / "template.html").touch()
    stamps.append(stamp())
    (package / "program.py").write_text("a = 2\n", "utf-8")
    stamps.append(stamp())
    (tmp_path / "jinja2-3.1.dist-info").mkdir()
    stamps.append(stamp())
    (tmp_path / "jinja2-3.1.dist-info").rename(tmp_path / "jinja2-3.2.dist-info")
    stamps.append(stamp())
    assert len(set(stamps)) == len(stamps)
    program.stamp.cache_clear()
