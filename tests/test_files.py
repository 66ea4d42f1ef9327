from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from audioedition import files
from audioedition.errors import ArchiveError
from audioedition.files import digest, digest_file, replacing, replacing_folder, write_atomically


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a" / "feed.xml"
    assert write_atomically(path, b"one")
    os.utime(path, (1, 1))
    assert not write_atomically(path, b"one")
    assert path.stat().st_mtime == 1
    assert write_atomically(path, b"two")
    assert path.read_bytes() == b"two"


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(b"old")

    def fail() -> None:
        with replacing(path) as part:
            part.write_bytes(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert [p.name for p in tmp_path.iterdir()] == ["feed.xml"]
    assert path.read_bytes() == b"old"


def test_a_reader_never_sees_a_part(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(b"old")
    with replacing(path) as part:
        part.write_bytes(b"ha")
        assert path.read_bytes() == b"old"
        assert part.suffix == ".xml"
    assert path.read_bytes() == b"ha"


def test_no_part_is_taken_for_a_feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda _: seen.extend(path.name for path in tmp_path.iterdir()))
    write_atomically(tmp_path / "feed.xml", b"one")
    assert seen[0].startswith(".part-")
    assert Path(seen[0]).suffix == ""


def test_data_reach_the_disk_before_their_name_does_and_then_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a power cut leaves the old file or the new one.  (Other tests do not wait for the disk.)"""
    done: list[str] = []

    def sync(handle: int) -> None:
        done.append("the folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "the data")

    def rename(self: Path, target: Path) -> Path:
        done.append("the name")
        return self.rename(target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", rename)
    write_atomically(tmp_path / "feed.xml", b"one")
    assert done == ["the data", "the name", "the folder"]
    assert (tmp_path / "feed.xml").read_bytes() == b"one"


def test_new_folders_reach_the_disk_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    monkeypatch.setattr(files, "_sync", lambda path: synced.append(path.name))
    write_atomically(tmp_path / "feeds" / "en" / "feed.xml", b"one")
    assert sorted(synced) == sorted(["feeds", tmp_path.name, "en"])
    synced.clear()
    write_atomically(tmp_path / "shelf" / "a.wav", b"one", lasting=False)
    assert synced == []


@pytest.mark.parametrize("number", [errno.EIO, errno.EINVAL])
def test_a_folder_that_the_disk_fails_to_keep_is_an_error_and_one_that_no_system_syncs_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def sync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", sync)
    if number == errno.EINVAL:
        assert write_atomically(tmp_path / "feed.xml", b"one")
    else:
        with pytest.raises(ArchiveError, match="could not be written"):
            write_atomically(tmp_path / "feed.xml", b"one")


def test_an_error_is_told_as_it_was_even_if_nothing_can_be_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "unlink", refuse)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ArchiveError, match="Read-only file system"):
        write_atomically(tmp_path / "feed.xml", b"one")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such mode bits")
def test_a_web_server_may_read_what_is_written(tmp_path: Path) -> None:
    write_atomically(tmp_path / "x", b"")
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) & 0o044 == 0o044


def test_a_disk_that_refuses_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ArchiveError, match=r"file.x could not be written"):
        write_atomically(tmp_path / "file" / "x", b"")


def test_a_folder_that_cannot_be_replaced_is_there_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model"
    path.mkdir()
    (path / "old").write_bytes(b"")
    really = Path.rename

    def rename(source: Path, target: Path) -> Path:
        if target == path and not source.name.endswith(".old"):
            raise PermissionError(13, "Permission denied")
        return really(source, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(ArchiveError), replacing_folder(path) as part:
        (part / "new").write_bytes(b"")
    assert [each.relative_to(tmp_path).as_posix() for each in sorted(tmp_path.rglob("*"))] == [
        "model",
        "model/old",
    ]
    monkeypatch.undo()
    with replacing_folder(path) as part:
        (part / "new").write_bytes(b"")
    assert [each.relative_to(tmp_path).as_posix() for each in sorted(tmp_path.rglob("*"))] == [
        "model",
        "model/new",
    ]


def test_digests_tell_borders_apart(tmp_path: Path) -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("ä") == digest("ä".encode())
    (tmp_path / "x").write_bytes(b"x")
    assert digest_file(tmp_path / "x") == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
