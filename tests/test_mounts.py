"""A disk that goes away under a command is not begun anew in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from audioedition import mounts
from audioedition.archive import Archive
from audioedition.errors import ArchiveError
from audioedition.files import replacing_folder, write_atomically


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    folder = tmp_path / "drive/edition"
    (folder / "feeds").mkdir(parents=True)
    return folder


@pytest.fixture
def archive(edition: Path) -> Archive:
    return Archive(edition / "feeds", edition / ".audioedition", "example.org", "2025-01-02")


def test_nothing_is_made_where_an_edition_was(archive: Archive, edition: Path, tmp_path: Path) -> None:
    with archive.locked():
        (tmp_path / "drive").rename(tmp_path / "unplugged")
        with pytest.raises(ArchiveError, match="has gone while this was running: see that its disk is there"):
            write_atomically(edition / "feeds/index.html", b"No podcasts yet")
        with pytest.raises(ArchiveError, match="has gone"), replacing_folder(edition / ".audioedition/x"):
            pass
        with pytest.raises(ArchiveError, match="has gone"):
            archive.keep_identity("de", "a guid")
    assert not (tmp_path / "drive").exists()


def test_nothing_is_made_in_the_folder_on_which_a_disk_was_mounted(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive.locked():
        monkeypatch.setitem(mounts._WATCHED, archive.root, -1)  # as if it were that of another disk now
        with pytest.raises(ArchiveError, match="has gone"):
            write_atomically(archive.root / "de/feed.xml", b"")
    assert not any(archive.root.iterdir())


def test_as_long_as_it_is_there_all_is_made_and_nobody_looks_later(archive: Archive, tmp_path: Path) -> None:
    with archive.locked():
        write_atomically(archive.root / "de/feed.xml", b"")
    (tmp_path / "drive").rename(tmp_path / "elsewhere")
    write_atomically(archive.root / "de/feed.xml", b"")
    assert (archive.root / "de/feed.xml").exists()
