"""What was written from what, and how files look that have not changed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from audioedition import stamps
from audioedition.errors import ArchiveError
from audioedition.files import sealed
from audioedition.ledger import Ledger

PAGES = ("en/a.html", "en/a.de.html", "index.html")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "feeds/en").mkdir(parents=True)
    for path in PAGES:
        (tmp_path / "feeds" / path).write_text("page", "utf-8")
    return tmp_path / "feeds"


def opened(root: Path) -> Ledger:
    return Ledger(root, root.parent / "private")


def noted(root: Path, key: str = "key") -> Ledger:
    ledger = opened(root)
    for path in PAGES:
        ledger.note(path, key)
    ledger.close(PAGES)
    return opened(root)


def test_what_was_written_is_known_until_it_is_touched(root: Path) -> None:
    assert noted(root).has_all(PAGES, "key")
    path = root / "en/a.html"
    said = path.stat()
    path.write_text("PAGE", "utf-8")
    os.utime(path, ns=(said.st_atime_ns, said.st_mtime_ns + 1))
    ledger = opened(root)
    assert not ledger.has_all(PAGES, "key")
    assert [ledger.has(path, "key") for path in PAGES] == [False, True, True]
    assert [ledger.untouched(path) for path in PAGES] == [False, True, True]


def test_of_several_files_all_must_be_there(root: Path) -> None:
    assert not noted(root).has_all((*PAGES, "en/b.html"), "key")
    (root / "index.html").unlink()
    assert not opened(root).has_all(PAGES, "key")


def test_what_is_written_of_something_else_is_not_what_it_was(root: Path) -> None:
    ledger = noted(root, "old")
    ledger.note("index.html", "new")
    assert not ledger.has("index.html", "old")
    ledger.close(PAGES)
    ledger = opened(root)
    assert [ledger.has(path, "old") for path in PAGES] == [True, True, False]
    assert ledger.has("index.html", "new")
    assert not ledger.has_all(PAGES, "old")


def test_what_is_gone_when_it_is_noted_is_not_there(root: Path) -> None:
    ledger = opened(root)
    ledger.note("en/gone.xml", "key", {"entry": 1})
    assert not ledger.untouched("en/gone.xml")
    assert ledger.entries("en/gone.xml") == {}


def test_what_is_not_written_any_more_is_forgotten(root: Path) -> None:
    ledger = noted(root)
    ledger.close(PAGES[:2])
    (path,) = (root.parent / "private").iterdir()
    assert b"index.html" not in path.read_bytes()


def test_a_ledger_of_another_version_is_none(root: Path) -> None:
    noted(root)
    (path,) = (root.parent / "private").iterdir()
    path.write_bytes(sealed(json.dumps({"index.html": ["key", 4, 1]}).encode()))
    assert not opened(root).untouched("index.html")


def test_files_that_are_not_there_have_no_stamp(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("four", "utf-8")
    (tmp_path / "lost").symlink_to("nowhere")
    found = stamps.of(tmp_path, ("file", "lost", "gone", "file/inside"), lambda said: said.st_size)
    assert found == {"file": 4}
    assert sorted(stamps.names(tmp_path)) == ["file", "lost"]
    assert list(stamps.names(tmp_path / "gone")) == []


def test_what_the_disk_does_not_show_is_a_sentence(tmp_path: Path) -> None:
    endless = "a" * 300  # no file's name may be that long
    with pytest.raises(ArchiveError, match=r"aaa could not be looked at \(.+\): allow reading it"):
        stamps.of(tmp_path, [endless], str)
    with pytest.raises(ArchiveError, match=r"aaa could not be read \(.+\): allow reading it"):
        list(stamps.names(tmp_path / endless))


def test_a_link_in_a_circle_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to("circle")
    assert stamps.of(tmp_path, ["circle"], str) == {}
    assert list(stamps.names(tmp_path / "circle")) == []
